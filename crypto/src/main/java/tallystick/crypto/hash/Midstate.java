package tallystick.crypto.hash;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tallystick.crypto.codec.Bytes;

/// The state of SHA-256 after whole blocks of a public prefix, from which many messages continue.
///
/// **Why** the pads of one oblivious-transfer extension share their instance's prefix: its block is compressed once.
///
/// **Form** eight words; [#state] is their 32 big-endian bytes. [#prefixLengthBytes] is a positive multiple of 64.
///
/// **Threads** immutable. **Timing** the prefix is public.
///
/// @spec https://doi.org/10.6028/NIST.FIPS.180-4 FIPS 180-4 §6.2.2 (SHA-256 hash computation)
public final class Midstate {
    private final MemorySegment state;
    private final int prefixLengthBytes;

    private Midstate(MemorySegment state, int prefixLengthBytes) {
        this.state = state;
        this.prefixLengthBytes = prefixLengthBytes;
    }

    /// Compresses a public prefix.
    ///
    /// @param prefix a positive multiple of 64 bytes
    /// @throws IllegalArgumentException if it has another length: the caller's fault
    public static Midstate after(Bytes prefix) {
        if (prefix.length() == 0 || prefix.length() % Sha256Compression.BLOCK_BYTES != 0)
            throw new IllegalArgumentException(
                    "prefix of %d bytes, not a positive multiple of 64".formatted(prefix.length()));
        var state = Arena.ofAuto().allocate(Sha256Compression.STATE_BYTES, 8);
        Sha256Compression.start(state);
        try (var arena = Arena.ofConfined()) {
            var window = arena.allocate(Sha256Compression.WINDOW_BYTES, 8);
            var blocks = MemorySegment.ofArray(prefix.toArray());
            for (var at = 0; at < prefix.length(); at += Sha256Compression.BLOCK_BYTES)
                Sha256Compression.compress(state, blocks, at, window);
        }
        return new Midstate(state.asReadOnly(), prefix.length());
    }

    /// The 32 bytes of the state, read-only, alive as long as this object.
    public MemorySegment state() {
        return state;
    }

    /// How many bytes were hashed before.
    public int prefixLengthBytes() {
        return prefixLengthBytes;
    }
}
