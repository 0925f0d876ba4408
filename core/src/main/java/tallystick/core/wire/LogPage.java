package tallystick.core.wire;

import java.util.List;
import tallystick.core.tlog.LogProof;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// Entries of a node's log, the newest first, each with all that shows it to be in the log. Whoever carries them is
/// trusted for nothing.
///
/// **Form** u8 1 ‖ u16 count ‖ proofs, each after a u32 length.
///
/// @param proofs each with its entry as extra bytes
public record LogPage(List<LogProof> proofs) {
    private static final int PROOF_BYTES_MAX = 256 * 1024;

    /// Copies.
    public LogPage {
        proofs = List.copyOf(proofs);
    }

    /// The canonical bytes.
    /// @spec docs/spec/node-wire.md#NW-43 node-wire
    public Bytes encode() {
        return new Writer()
                .u8(1)
                .list(proofs, (writer, proof) -> writer.variable(proof.encode()))
                .toBytes();
    }

    /// Reads the canonical bytes and nothing else; verifies nothing.
    public static Parsed<LogPage> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(Bytes.copyOf((byte) 1), "page of a log, version 1");
            return new LogPage(reader.list(0, LogQuery.COUNT_MAX, "proofs", LogPage::proof));
        });
    }

    private static LogProof proof(Reader reader) throws MalformedInput {
        return switch (LogProof.parse(reader.variable(PROOF_BYTES_MAX, "proof"))) {
            case Parsed.Ok<LogProof>(var proof) -> proof;
            case Parsed.Malformed<LogProof>(var _, var expected) -> throw reader.malformed(expected);
        };
    }
}
