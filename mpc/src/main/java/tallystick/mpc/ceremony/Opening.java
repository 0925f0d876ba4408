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
    private static final int ROWS_MAX = 256;
    private static final int POINTS_MAX = 256;

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
        var constants = reader.list(0, POINTS_MAX, "constants", each -> Proven.read(each, group));
        var rows = reader.list(
                0,
                ROWS_MAX,
                "rows",
                row -> row.list(0, POINTS_MAX, "coefficients of a row", each -> Proven.read(each, group)));
        return new Opening(constants, rows, Digest32.read(reader, "contribution"));
    }
}
