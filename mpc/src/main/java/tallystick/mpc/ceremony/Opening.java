package tallystick.mpc.ceremony;

import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

/// What a dealer commits to in round 1 and shows in round 2: its coefficients in the exponent with their proofs.
///
/// **Form** u16 count of constants (0 or 1 in any good opening), u16 count of rows, each a u16 count and its proven
/// points, then 32 bytes of contribution. How many there must be is fixed by plan and tree and checked there.
///
/// @param constants the root's constant, where the kind of ceremony sends it
/// @param rows for each gate in pre-order its non-constant coefficients, ascending powers; on repair for each lost leaf
///     the points of the pieces for the other helpers, ascending
/// @param contribution fresh bytes of the dealer: they blind the commitment and mix into session results
public record Opening(List<Proven> constants, List<List<Proven>> rows, Digest32 contribution) {
    private static final int CONSTANTS_MAX = 2;
    /// A tree has at most 64 gates and 64 leaves, and a gate's coefficients are fewer than its children; every row of a
    /// repair is of one lost leaf.
    private static final int ROWS_MAX = 64;

    private static final int POINTS_MAX = 64;
    /// A repair of 32 lost leaves by 32 helpers, with a piece of each leaf for every other helper: no tree asks for
    /// more.
    private static final int PROVEN_MAX = 32 * 31;

    /// A point with the proof that its dealer knows its logarithm.
    public record Proven(Point point, CoefficientProof proof) {
        private void write(Writer writer) {
            writer.raw(point.encode());
            proof.write(writer);
        }

        private static Proven read(Reader reader, Group group) throws MalformedInput {
            return new Proven(group.readPoint(reader, "coefficient"), CoefficientProof.read(reader, group));
        }
    }

    /// Copies.
    public Opening {
        constants = List.copyOf(constants);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /// The hash sent in round 1. Binds run and dealer, so a copied commitment opens for nobody else.
    /// @spec docs/spec/ceremony.md#CE-3 ceremony
    public Digest32 commitment(SessionId session, PartyId dealer) {
        return Transcript.of("tallystick/ceremony/v1/commitment")
                .add("session", session.value())
                .add("dealer", dealer.value())
                .add("opening", encode())
                .digest();
    }

    /// The canonical bytes.
    public Bytes encode() {
        var writer = new Writer();
        write(writer);
        return writer.toBytes();
    }

    void write(Writer writer) {
        writer.list(constants, (w, proven) -> proven.write(w))
                .list(rows, (w, row) -> w.list(row, (each, proven) -> proven.write(each)))
                .raw(contribution.bytes());
    }

    static Opening read(Reader reader, Group group) throws MalformedInput {
        var constants = reader.list(0, CONSTANTS_MAX, "constants", each -> Proven.read(each, group));
        var left = new int[] {PROVEN_MAX};
        var rows = reader.list(0, ROWS_MAX, "rows", row -> {
            var proven = row.list(
                    0, Math.min(POINTS_MAX, left[0]), "coefficients of a row", each -> Proven.read(each, group));
            left[0] -= proven.size();
            return proven;
        });
        return new Opening(constants, rows, Digest32.read(reader, "contribution"));
    }
}
