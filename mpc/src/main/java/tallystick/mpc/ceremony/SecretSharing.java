package tallystick.mpc.ceremony;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.Node;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

/// One dealer's sharing of one contribution over a quorum tree: the public opening and the secret value of each leaf.
///
/// A gate's value is the constant of a polynomial of degree k−1, child i receives the evaluation at i, down to the
/// leaves. Only the leaves' values outlive the making.
///
/// @param opening what is committed to and shown
/// @param leaves the secret value of every leaf; owned by this sharing
/// @spec https://doi.org/10.1109/SFCS.1987.4 Feldman, verifiable secret sharing
record SecretSharing(Opening opening, SortedMap<LeafId, SecretScalar> leaves) implements AutoCloseable {

    /// What a dealer needs at hand.
    record Dealer(SessionId session, PartyId self, Entropy entropy, SecretMemory home) {
        private Opening.Proven prove(int row, int index, SecretScalar secret, Point point) {
            var place = new CoefficientProof.Place(session, self, row, index);
            return new Opening.Proven(point, CoefficientProof.prove(place, secret, point, entropy, home));
        }

        /// A random non-zero scalar with its proven point.
        Piece piece(int row, int index, SecretScalar secret) {
            var point = secret.timesGenerator().orThrow("a random scalar is not zero");
            return new Piece(secret, prove(row, index, secret, point));
        }

        SecretScalar random(Group group) {
            return group.randomSecret(entropy, home);
        }

        Digest32 contribution() {
            try (var bytes = SecretBytes.random(Digest32.LENGTH_BYTES, entropy, home)) {
                var copy = bytes.reveal(SecretAccess.PROTOCOL_OUTPUT);
                return new Digest32(Bytes.copyOf(copy));
            }
        }
    }

    /// A secret and its public half.
    record Piece(SecretScalar secret, Opening.Proven proven) {}

    /// Shares `constant`, which stays the caller's, over `tree`.
    ///
    /// @param constantSent whether the root's constant is part of the opening, with its proof
    static SecretSharing deal(Dealer dealer, QuorumTree tree, SecretScalar constant, boolean constantSent) {
        var constants = new ArrayList<Opening.Proven>();
        if (constantSent) constants.add(dealer.piece(0, 0, constant).proven());
        var rows = new ArrayList<List<Opening.Proven>>();
        var leaves = new TreeMap<LeafId, SecretScalar>();
        spread(dealer, tree.root(), constant.copy(), rows, leaves);
        return new SecretSharing(new Opening(constants, rows, dealer.contribution()), leaves);
    }

    /// Shares `value`, which is taken over, below `node`; gates are met in pre-order.
    private static void spread(
            Dealer dealer,
            Node node,
            SecretScalar value,
            List<List<Opening.Proven>> rows,
            SortedMap<LeafId, SecretScalar> leaves) {
        switch (node) {
            case Node.Leaf(var id, _) -> leaves.put(id, value);
            case Node.Gate(var index, var minChildren, var children) -> {
                var pieces = new ArrayList<Piece>();
                for (var power = 1; power < minChildren; power++)
                    pieces.add(dealer.piece(index, power, dealer.random(value.group())));
                rows.add(pieces.stream().map(Piece::proven).toList());
                for (var i = 1; i <= children.size(); i++)
                    spread(dealer, children.get(i - 1), evaluate(value, pieces, i), rows, leaves);
                pieces.forEach(piece -> piece.secret().close());
                value.close();
            }
        }
    }

    /// Horner: ((a_{k-1}·x + a_{k-2})·x + …)·x + value.
    private static SecretScalar evaluate(SecretScalar value, List<Piece> pieces, int x) {
        var at = value.group().scalar(x);
        SecretScalar sum = null;
        for (var i = pieces.size() - 1; i >= 0; i--) {
            var coefficient = pieces.get(i).secret();
            sum = sum == null ? coefficient.copy() : step(sum, at, coefficient);
        }
        return sum == null ? value.copy() : step(sum, at, value);
    }

    private static SecretScalar step(
            SecretScalar sum, Scalar at, SecretScalar coefficient) {
        try (var before = sum;
                var product = before.times(at)) {
            return product.plus(coefficient);
        }
    }

    @Override
    public void close() {
        leaves.values().forEach(SecretScalar::close);
    }

    @Override
    public String toString() {
        return "SecretSharing";
    }
}
