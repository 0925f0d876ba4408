package tallystick.mpc.ceremony;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.secret.Held;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.session.PartyId;

/// One helper's contribution to a lost leaf, cut into random pieces: one for every helper, the own one being what is
/// left, so that nobody learns another's share.
///
/// @param opening the points of the pieces for others, with proofs
/// @param pieces for each lost leaf the piece of every helper
/// @spec https://eprint.iacr.org/2017/1155 repairable threshold schemes, enrolment
record SecretPieces(Opening opening, SortedMap<LeafId, SortedMap<PartyId, SecretScalar>> pieces)
        implements AutoCloseable {

    /// Cuts `contributions` (by lost leaf), which stay the caller's.
    static SecretPieces cut(
            SecretSharing.Dealer dealer, List<PartyId> others, SortedMap<LeafId, SecretScalar> contributions) {
        var rows = new ArrayList<List<Opening.Proven>>();
        var pieces = new TreeMap<LeafId, SortedMap<PartyId, SecretScalar>>();
        try (var held = new Held()) {
            contributions.forEach((lost, contribution) -> {
                var row = new ArrayList<Opening.Proven>();
                var cut = held.hold(new TreeMap<PartyId, SecretScalar>(), SecretSums::close);
                cut.put(dealer.self(), contribution.copy());
                for (var other : others) {
                    var secret = dealer.random(contribution.group());
                    cut.put(other, secret);
                    row.add(dealer.piece(lost.value(), other.value(), secret).proven());
                    try (var negated = secret.negate()) {
                        SecretSums.add(cut, dealer.self(), negated);
                    }
                }
                rows.add(row);
                pieces.put(lost, cut);
            });
            return held.release(new SecretPieces(new Opening(List.of(), rows, dealer.contribution()), pieces));
        }
    }

    @Override
    public void close() {
        pieces.values().forEach(cut -> cut.values().forEach(SecretScalar::close));
    }

    @Override
    public String toString() {
        return "SecretPieces";
    }
}
