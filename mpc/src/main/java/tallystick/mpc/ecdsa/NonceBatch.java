package tallystick.mpc.ecdsa;

import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// Commitments of one party to nonce points it will use later: sent to every other party ahead of time.
///
/// **Why** this saves signing a round. Its name is a hash over all the commitments, so parties that agree on names in a
/// set-up agree on the commitments themselves, whatever their sender told to whom.
///
/// **Form** u8 version (1) ‖ boot (32) ‖ fresh (32) ‖ u16 count and 32 bytes each; comes over an authenticated
/// channel.
///
/// @param boot names the sender's process instance
/// @param fresh 32 random bytes, new for each batch
/// @param commitments 1..[#COUNT_MAX]
public record NonceBatch(BootId boot, Digest32 fresh, List<Digest32> commitments) {
    /// Most commitments in one batch.
    public static final int COUNT_MAX = 4096;

    private static final int VERSION = 1;

    /// @throws IllegalArgumentException if there are none or too many
    public NonceBatch {
        commitments = List.copyOf(commitments);
        if (commitments.isEmpty() || commitments.size() > COUNT_MAX)
            throw new IllegalArgumentException("%d commitments, not 1..%d".formatted(commitments.size(), COUNT_MAX));
    }

    /// The canonical bytes.
    public Bytes encode() {
        return new Writer()
                .u8(VERSION)
                .raw(boot.value().bytes())
                .raw(fresh.bytes())
                .list(commitments, (out, each) -> out.raw(each.bytes()))
                .toBytes();
    }

    /// Reads [#encode].
    public static Parsed<NonceBatch> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            if (reader.u8("version") != VERSION) throw new MalformedInput(0, "version 1");
            var boot = new BootId(Digest32.read(reader, "boot"));
            var fresh = Digest32.read(reader, "fresh bytes");
            var commitments = reader.list(1, COUNT_MAX, "commitments", each -> Digest32.read(each, "commitment"));
            return new NonceBatch(boot, fresh, commitments);
        });
    }

    /// The name of the batch if a party of this scope sent it: whoever agrees on it agrees on every commitment.
    /// @spec docs/spec/signing.md#SG-10 signing
    Digest32 name(NonceScope scope) {
        return scope.begin("tallystick/ecdsa/v1/nonce-batch")
                .add("fresh", fresh)
                .add("commitments", commitments.stream().map(Digest32::bytes).toList())
                .digest();
    }
}
