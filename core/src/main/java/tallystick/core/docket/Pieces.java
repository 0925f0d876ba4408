package tallystick.core.docket;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// Cuts long bytes where their content says, so that two that are nearly the same share nearly all of their pieces.
///
/// **Why** what a node holds is long and hardly changes from one ruling to the next.
final class Pieces {
    static final int PIECE_BYTES_MAX = 8192;

    /// The longest whole: far above what a node holds, and no more than a reader has room for.
    static final int WHOLE_BYTES_MAX = 64 * 1024 * 1024;

    private static final int PIECE_BYTES_MIN = 256;
    private static final long CUT = 0x3ff;
    private static final long STEP = 0x9e3779b97f4a7c15L;

    private Pieces() {}

    /// The pieces in their order; which cuts are made is nobody's business but the writer's.
    static List<Bytes> cut(Bytes whole) {
        var pieces = new ArrayList<Bytes>();
        var from = 0;
        var rolling = 0L;
        for (var i = 0; i < whole.length(); i++) {
            rolling = (rolling << 1) + mixed(whole.at(i));
            var length = i + 1 - from;
            var isCut = length >= PIECE_BYTES_MIN && (rolling >>> 32 & CUT) == 0;
            if (!isCut && length < PIECE_BYTES_MAX && i + 1 < whole.length()) continue;
            pieces.add(whole.slice(from, i + 1));
            from = i + 1;
            rolling = 0;
        }
        return pieces;
    }

    private static long mixed(int value) {
        var mixed = (value + 1) * STEP;
        return mixed ^ mixed >>> 29;
    }

    static Digest32 name(Bytes piece) {
        return StandardHash.sha256(piece);
    }

    /// The whole again; empty if a piece is missing, or it is longer than any standing: few pieces named often would
    /// be more than fits into memory.
    static Optional<Bytes> join(List<Digest32> names, Map<Digest32, Bytes> known) {
        var pieces = new Bytes[names.size()];
        var length = 0L;
        for (var i = 0; i < pieces.length; i++) {
            var piece = known.get(names.get(i));
            if (piece == null) return Optional.empty();
            length += piece.length();
            if (length > WHOLE_BYTES_MAX) return Optional.empty();
            pieces[i] = piece;
        }
        return Optional.of(Bytes.concat(pieces));
    }
}
