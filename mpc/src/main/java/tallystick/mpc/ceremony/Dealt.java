package tallystick.mpc.ceremony;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Element;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.PartyId;

/// The good openings of all dealers, and what everybody can compute from them.
///
/// @param openings by dealer, ascending
/// @param transcript the hash of all that was said in public
record Dealt(CeremonyPlan plan, SortedMap<PartyId, Opening> openings, Digest32 transcript) {
    Dealt(CeremonyPlan plan, SortedMap<PartyId, Opening> openings) {
        this(
                plan,
                Collections.unmodifiableSortedMap(new TreeMap<>(openings)),
                transcript(plan, new TreeMap<>(openings)));
    }

    private static Digest32 transcript(CeremonyPlan plan, SortedMap<PartyId, Opening> openings) {
        var encoded = new ArrayList<Bytes>();
        openings.forEach((_, opening) -> encoded.add(opening.encode()));
        return Transcript.of("tallystick/ceremony/v1/transcript")
                .add("session", plan.sessionId().value())
                .add("openings", encoded)
                .digest();
    }

    /// The sum of the dealers' sharings at every leaf; not on repair.
    SortedMap<LeafId, Element> leafPoints(DealingRules rules) {
        var sum = new TreeMap<>(rules.leafPoints(openings.values()));
        plan.base()
                .filter(_ -> plan.kind() == CeremonyKind.REFRESH)
                .ifPresent(base -> base.leafPoints().forEach((leaf, point) -> sum.merge(leaf, point, Element::plus)));
        return sum;
    }

    /// The sum of the constants sent.
    Element constantSum() {
        return plan.group()
                .sum(openings.values().stream()
                        .flatMap(opening -> opening.constants().stream())
                        .map(Opening.Proven::point)
                        .toList());
    }

    /// The key's name for ever, on generate.
    Digest32 keyId() {
        return Transcript.of("tallystick/ceremony/v1/key-id")
                .add("transcript", transcript())
                .digest();
    }

    /// The chain code, on generate: no party alone decides it.
    Digest32 chainCode() {
        var contributions = new ArrayList<Bytes>();
        openings.forEach(
                (_, opening) -> contributions.add(opening.contribution().bytes()));
        return Transcript.of("tallystick/ceremony/v1/chain-code")
                .add("session", plan.sessionId().value())
                .add("contributions", List.copyOf(contributions))
                .digest();
    }

    /// The hash on which all must agree before a share is sealed.
    Digest32 result(GroupKey key) {
        return EpochAttempt.resultOf(transcript(), key);
    }

    /// What `from` signs when it sends a value for `leaf` to `to`.
    ValueStatement statement(ValueStatement.Step step, PartyId from, PartyId to, LeafId leaf) {
        var session = plan.sessionId();
        var binding =
                switch (step) {
                    case EVALUATION, PIECE -> openingOf(from).commitment(session, from);
                    case SUM -> transcript();
                };
        return new ValueStatement(step, session, from, to, leaf, binding);
    }

    /// The point of the value that `from` owes `to` for `leaf`.
    Element expectedPoint(DealingRules rules, ValueStatement.Step step, PartyId from, PartyId to, LeafId leaf) {
        return switch (step) {
            case EVALUATION -> rules.leafPoint(openingOf(from), leaf);
            case PIECE -> piecePoint(rules, leaf, from, to);
            case SUM ->
                plan.group()
                        .sum(openings.keySet().stream()
                                .map(helper -> piecePoint(rules, leaf, helper, from))
                                .toList());
        };
    }

    private Element piecePoint(DealingRules rules, LeafId lost, PartyId from, PartyId to) {
        return rules.piecePoint(from, lost, openingOf(from), to);
    }

    private Opening openingOf(PartyId dealer) {
        return Invariant.present(openings.get(dealer), "an opening of every dealer");
    }
}
