package tallystick.crypto.kit;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Midstate;
import tallystick.crypto.hash.Sha256Batch;

/// A program for a process of its own: prints the path it chose and one digest by it.
public final class PathProbe {
    private PathProbe() {}

    public static void main(String... arguments) {
        System.out.println(Sha256Batch.chosen().lanes() + " " + digest());
    }

    /// The digest of one fixed row.
    public static String digest() {
        var out = new byte[32];
        Sha256Batch.hashRows(
                Midstate.after(Bytes.copyOf(new byte[64])),
                1,
                MemorySegment.ofArray(new byte[16]),
                2,
                1,
                MemorySegment.ofArray(out));
        return HexFormat.of().formatHex(out);
    }
}
