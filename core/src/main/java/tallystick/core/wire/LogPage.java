package tallystick.core.wire;

import java.util.List;
import tallystick.core.tlog.LogProof;
import tallystick.core.veil.Opening;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// Entries of a node's log, the newest first, each with all that shows it to be in the log. Whoever carries them is
/// trusted for nothing.
///
/// **Form** u8 1 ‖ u16 count ‖ proofs, each after a u32 length; or u8 2, the same, and u16 count (1..) ‖
/// openings, each after a u32 length.
///
/// @param proofs each with its entry as extra bytes
/// @param openings of veils in the entries, as far as they were not erased
public record LogPage(List<LogProof> proofs, List<Opening> openings) {
    private static final int PROOF_BYTES_MAX = 256 * 1024;
    private static final int OPENINGS_MAX = 8 * LogQuery.COUNT_MAX;
    private static final int OPENING_BYTES_MAX = 2048;

    /// Copies.
    public LogPage {
        proofs = List.copyOf(proofs);
        openings = List.copyOf(openings);
    }

    /// The canonical bytes.
    /// @spec docs/spec/node-wire.md#NW-43 node-wire
    public Bytes encode() {
        var writer = new Writer()
                .u8(openings.isEmpty() ? 1 : 2)
                .list(proofs, (each, proof) -> each.variable(proof.encode()));
        if (!openings.isEmpty()) writer.list(openings, (each, opening) -> each.variable(opening.encode()));
        return writer.toBytes();
    }

    /// Reads the canonical bytes and nothing else; verifies nothing.
    public static Parsed<LogPage> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            var version = reader.u8("page of a log");
            if (version != 1 && version != 2) throw reader.malformed("page of a log, version 1 or 2");
            var proofs = reader.list(0, LogQuery.COUNT_MAX, "proofs", LogPage::proof);
            return new LogPage(
                    proofs, version == 1 ? List.of() : reader.list(1, OPENINGS_MAX, "openings", LogPage::opening));
        });
    }

    private static Opening opening(Reader reader) throws MalformedInput {
        return switch (Opening.parse(reader.variable(OPENING_BYTES_MAX, "opening"))) {
            case Parsed.Ok<Opening>(var opening) -> opening;
            case Parsed.Malformed<Opening>(var _, var expected) -> throw reader.malformed(expected);
        };
    }

    private static LogProof proof(Reader reader) throws MalformedInput {
        return switch (LogProof.parse(reader.variable(PROOF_BYTES_MAX, "proof"))) {
            case Parsed.Ok<LogProof>(var proof) -> proof;
            case Parsed.Malformed<LogProof>(var _, var expected) -> throw reader.malformed(expected);
        };
    }
}
