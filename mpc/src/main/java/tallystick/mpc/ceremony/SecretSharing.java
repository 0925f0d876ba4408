package tallystick.mpc.ceremony;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.access.TreeSharing;
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
    /// @spec docs/spec/ceremony.md#CE-3 ceremony
    static SecretSharing deal(Dealer dealer, QuorumTree tree, SecretScalar constant, boolean constantSent) {
        var constants = constantSent ? List.of(dealer.piece(0, 0, constant).proven()) : List.<Opening.Proven>of();
        var pieces = new ArrayList<List<Piece>>();
        try (var coefficients = new Held();
                var held = new Held()) {
            for (var gate : tree.gates()) {
                var row = new ArrayList<Piece>();
                for (var power = 1; power < gate.minChildren(); power++) {
                    var secret = coefficients.hold(dealer.random(constant.group()), SecretScalar::close);
                    row.add(dealer.piece(/* row= */ gate.index(), /* index= */ power, secret));
                }
                pieces.add(row);
            }
            var leaves =
                    held.hold(TreeSharing.leafSecrets(tree, constant, each(pieces, Piece::secret)), SecretSums::close);
            var opening = new Opening(constants, each(pieces, Piece::proven), dealer.contribution());
            return held.release(new SecretSharing(opening, leaves));
        }
    }

    private static <T> List<List<T>> each(List<List<Piece>> pieces, Function<Piece, T> half) {
        return pieces.stream().map(row -> row.stream().map(half).toList()).toList();
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
