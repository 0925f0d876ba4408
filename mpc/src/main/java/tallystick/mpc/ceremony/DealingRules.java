package tallystick.mpc.ceremony;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Scalar;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.Node;
import tallystick.mpc.access.TreeSharing;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.PartyId;

/// What a plan demands of every opening, and what follows from a good one. Public values only, so that parties and
/// outsiders judge by the same lines.
final class DealingRules {
    private final CeremonyPlan plan;
    private final SortedMap<PartyId, Element> constants;

    DealingRules(CeremonyPlan plan) {
        this.plan = plan;
        this.constants = plan.kind() == CeremonyKind.RESHARE ? additivePoints(plan) : new TreeMap<>();
    }

    /// Whether an opening sends the root's constant.
    boolean sendsConstant() {
        return switch (plan.kind()) {
            case GENERATE, RESHARE -> true;
            case REFRESH, REPAIR -> false;
        };
    }

    /// What is wrong with a dealer's opening, if anything; the commitment has been checked.
    Optional<Fault> fault(PartyId dealer, Opening opening) {
        if (!rightCounts(opening)) return Optional.of(Fault.WRONG_COUNT);
        if (!rightConstant(dealer, opening)) return Optional.of(Fault.WRONG_CONSTANT);
        if (!provesAll(dealer, opening)) return Optional.of(Fault.BAD_PROOF);
        return Optional.empty();
    }

    /// > crypto.md §2.2. A gate with threshold k sends exactly k−1 non-constant coefficients.
    private boolean rightCounts(Opening opening) {
        var wanted = rowLengths();
        if (opening.rows().size() != wanted.size()) return false;
        for (var i = 0; i < wanted.size(); i++) if (opening.rows().get(i).size() != wanted.get(i)) return false;
        return opening.constants().size() <= 1
                && (!sendsConstant() || opening.constants().size() == 1);
    }

    /// > crypto.md §2.2. The root constant is sent on generate, implied (identity) on refresh, and on reshare must
    /// > equal the dealer's additive verifying point Y_{i,S}.
    private boolean rightConstant(PartyId dealer, Opening opening) {
        return switch (plan.kind()) {
            case GENERATE -> true;
            case REFRESH, REPAIR -> opening.constants().isEmpty();
            case RESHARE ->
                opening.constants()
                        .getFirst()
                        .point()
                        .equals(Invariant.present(constants.get(dealer), "an additive point of every dealer"));
        };
    }

    /// > crypto.md §2.2. A Schnorr proof of knowledge of every sent coefficient, bound to session, dealer, gate,
    /// index.
    private boolean provesAll(PartyId dealer, Opening opening) {
        for (var constant : opening.constants()) if (!proves(dealer, 0, 0, constant)) return false;
        for (var row = 0; row < opening.rows().size(); row++) {
            var points = opening.rows().get(row);
            for (var i = 0; i < points.size(); i++)
                if (!proves(dealer, rowNumber(row), indexOf(dealer, i), points.get(i))) return false;
        }
        return true;
    }

    private boolean proves(PartyId dealer, int row, int index, Opening.Proven proven) {
        return proven.proof()
                .verifies(new CoefficientProof.Place(plan.sessionId(), dealer, row, index), proven.point());
    }

    /// The sum of the points that good openings give each leaf; not on repair.
    ///
    /// **Why** the coefficients are added first: evaluating a sum costs as much as evaluating one of its summands.
    SortedMap<LeafId, Element> leafPoints(Collection<Opening> openings) {
        var constants = openings.stream().map(this::constant).toList();
        var rows = openings.stream().map(DealingRules::points).toList();
        return TreeSharing.leafElements(plan.tree(), plan.group().sum(constants), sums(rows));
    }

    /// The point that a good opening gives one leaf; not on repair.
    Element leafPoint(Opening opening, LeafId leaf) {
        return TreeSharing.leafElement(plan.tree(), constant(opening), points(opening), leaf);
    }

    private Element constant(Opening opening) {
        return opening.constants().isEmpty()
                ? plan.group().identity()
                : opening.constants().getFirst().point();
    }

    private List<List<Element>> sums(List<List<List<Element>>> summands) {
        var sums = new ArrayList<List<Element>>();
        var lengths = rowLengths();
        for (var row = 0; row < lengths.size(); row++) {
            var sum = new ArrayList<Element>();
            for (var i = 0; i < lengths.get(row); i++) {
                var at = new Position(row, i);
                sum.add(plan.group().sum(summands.stream().map(at::of).toList()));
            }
            sums.add(sum);
        }
        return sums;
    }

    private record Position(int row, int index) {
        Element of(List<List<Element>> rows) {
            return rows.get(row).get(index);
        }
    }

    /// On repair the point of a helper's piece of one lost leaf for `to`: one of those sent, or for itself what is left
    /// of its contribution.
    Element piecePoint(PartyId dealer, LeafId lost, Opening opening, PartyId to) {
        var row = points(opening).get(lostLeaves().indexOf(lost));
        return to.equals(dealer)
                ? contributionPoint(dealer, lost).minus(plan.group().sum(row))
                : row.get(othersThan(dealer).indexOf(to));
    }

    /// On repair: the lost party's leaves, ascending.
    List<LeafId> lostLeaves() {
        return plan.leavesOf(plan.lost().orElseThrow()).stream()
                .map(Node.Leaf::id)
                .toList();
    }

    /// On repair: a helper's leaves with the coefficients by which they give the lost one.
    SortedMap<LeafId, Scalar> contribution(PartyId dealer, LeafId lost) {
        var all = Coverage.combination(plan.tree(), plan.dealers(), lost, plan.group())
                .orElseThrow();
        var own = new TreeMap<>(all);
        own.keySet().retainAll(plan.leavesOf(dealer).stream().map(Node.Leaf::id).toList());
        return own;
    }

    /// All dealers but one, ascending.
    List<PartyId> othersThan(PartyId dealer) {
        return plan.dealers().stream().filter(other -> !other.equals(dealer)).toList();
    }

    private Element contributionPoint(PartyId dealer, LeafId lost) {
        var base = plan.base().orElseThrow();
        var terms = new ArrayList<Group.Term>();
        contribution(dealer, lost).forEach((leaf, factor) -> terms.add(new Group.Term(factor, base.leafPoint(leaf))));
        return plan.group().linearCombination(terms);
    }

    private List<Integer> rowLengths() {
        return plan.kind() == CeremonyKind.REPAIR
                ? lostLeaves().stream().map(_ -> plan.dealers().size() - 1).toList()
                : plan.tree().gates().stream()
                        .map(gate -> gate.minChildren() - 1)
                        .toList();
    }

    private int rowNumber(int row) {
        return plan.kind() == CeremonyKind.REPAIR ? lostLeaves().get(row).value() : row;
    }

    private int indexOf(PartyId dealer, int position) {
        return plan.kind() == CeremonyKind.REPAIR
                ? othersThan(dealer).get(position).value()
                : position + 1;
    }

    private static List<List<Element>> points(Opening opening) {
        return opening.rows().stream()
                .map(row -> row.stream().<Element>map(Opening.Proven::point).toList())
                .toList();
    }

    private static SortedMap<PartyId, Element> additivePoints(CeremonyPlan plan) {
        var base = plan.base().orElseThrow();
        var set = plan.dealingSet();
        var points = new TreeMap<PartyId, Element>();
        for (var dealer : plan.dealers())
            points.put(dealer, base.additivePoint(plan.baseNumberOf(dealer).orElseThrow(), set));
        return points;
    }
}
