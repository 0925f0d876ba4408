package tallystick.mpc.ceremony;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Scalar;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.Node;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// Judges the private values one party received: right leaves, the sender's signature, then the equation in the
/// exponent. A value that fails the last is its own evidence.
final class ValueJudge {
    private final Dealt dealt;
    private final DealingRules rules;
    private final CeremonyParty party;

    ValueJudge(Dealt dealt, DealingRules rules, CeremonyParty party) {
        this.dealt = dealt;
        this.rules = rules;
        this.party = party;
    }

    /// Evaluations at this party's leaves.
    /// @spec docs/spec/ceremony.md#CE-7 ceremony
    Optional<Blame> evaluations(SortedMap<PartyId, CeremonyMessage.Values> messages) {
        var own =
                dealt.plan().leavesOf(party.self()).stream().map(Node.Leaf::id).toList();
        return judge(ValueStatement.Step.EVALUATION, own, values(messages));
    }

    /// On repair, pieces for this helper.
    /// @spec docs/spec/ceremony.md#CE-12 ceremony
    Optional<Blame> pieces(SortedMap<PartyId, CeremonyMessage.Values> messages) {
        return judge(ValueStatement.Step.PIECE, rules.lostLeaves(), values(messages));
    }

    /// On repair, the helpers' sums for the lost party.
    /// @spec docs/spec/ceremony.md#CE-13 ceremony
    Optional<Blame> sums(SortedMap<PartyId, CeremonyMessage.Sums> messages) {
        var values = new TreeMap<PartyId, List<SignedValue>>();
        messages.forEach((from, message) -> values.put(from, message.values()));
        return judge(ValueStatement.Step.SUM, rules.lostLeaves(), values);
    }

    private static SortedMap<PartyId, List<SignedValue>> values(SortedMap<PartyId, CeremonyMessage.Values> messages) {
        var values = new TreeMap<PartyId, List<SignedValue>>();
        messages.forEach((from, message) -> values.put(from, message.values()));
        return values;
    }

    private Optional<Blame> judge(
            ValueStatement.Step step, List<LeafId> leaves, SortedMap<PartyId, List<SignedValue>> received) {
        var miscounted = senders(
                received,
                (_, values) -> values.stream().map(SignedValue::leaf).toList().equals(leaves));
        if (!miscounted.isEmpty())
            return Rounds.blame(miscounted, Fault.WRONG_COUNT, "values of other leaves than the receiver's");
        var unsigned = senders(
                received,
                (from, values) -> values.stream()
                        .allMatch(value -> party.roster()
                                .verifies(
                                        from, statement(step, from, value).digest(value.value()), value.signature())));
        if (!unsigned.isEmpty())
            return Rounds.blame(unsigned, Fault.BAD_SIGNATURE, "a value without its sender's signature");
        var evidence = new ArrayList<Bytes>();
        var wrong = senders(received, (from, values) -> {
            var unfit =
                    values.stream().filter(value -> !fits(step, from, value)).toList();
            unfit.forEach(value -> evidence.add(
                    ValueEvidence.of(statement(step, from, value), value, dealt).encode()));
            return unfit.isEmpty();
        });
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Blame(wrong, Fault.BAD_EVALUATION, "a value that does not fit its commitments", evidence));
    }

    private ValueStatement statement(ValueStatement.Step step, PartyId from, SignedValue value) {
        return dealt.statement(step, from, party.self(), value.leaf());
    }

    /// > FROST fig. 1, 2.2: g^f(i) = Π φ_k^(i^k).
    private boolean fits(ValueStatement.Step step, PartyId from, SignedValue value) {
        var expected = dealt.expectedPoint(rules, step, from, party.self(), value.leaf());
        return expected.equals(pointOf(value.value()));
    }

    private Element pointOf(Scalar value) {
        try (var secret = value.group().secretOf(value, party.home())) {
            return secret.timesGenerator();
        }
    }

    private interface Condition {
        boolean holds(PartyId from, List<SignedValue> values);
    }

    private static List<PartyId> senders(SortedMap<PartyId, List<SignedValue>> received, Condition good) {
        var bad = new ArrayList<PartyId>();
        received.forEach((from, values) -> {
            if (!good.holds(from, values)) bad.add(from);
        });
        return bad;
    }
}
