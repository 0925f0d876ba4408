package tallystick.mpc.ceremony;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretAccess;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Expect;
import tallystick.mpc.session.Inbox;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.Outgoing;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.Step;

/// Generate, refresh and reshare: every dealer shares an additive contribution verifiably over the new tree. They
/// differ only in the contribution: a fresh scalar, zero, or the old additive share.
///
/// A party that deals nothing (a joiner) and one that receives nothing (a leaver) take part in every agreement all the
/// same. Any fault stops the whole run; nobody is left out in silence.
///
/// Steps and bytes: `docs/spec/ceremony.md`.
///
/// @spec https://eprint.iacr.org/2020/852 FROST, figure 1 (PedPoP)
/// @spec https://eprint.iacr.org/2023/602 DKLs 2023/602, protocol 9.1 (commit, then open)
public final class Ceremony implements Protocol<CeremonyState, CeremonyMessage, PendingShare> {
    private final CeremonyPlan plan;
    private final CeremonyParty party;
    private final Session session;
    private final DealingRules rules;

    /// One party's part of a run.
    ///
    /// @throws IllegalArgumentException if plan and party do not fit, or the plan is a repair: the caller's fault
    public Ceremony(CeremonyPlan plan, CeremonyParty party) {
        if (plan.kind() == CeremonyKind.REPAIR) throw new IllegalArgumentException("a repair is its own protocol");
        party.check(plan);
        this.plan = plan;
        this.party = party;
        this.session = plan.session(party.self());
        this.rules = new DealingRules(plan);
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public Parsed<CeremonyMessage> parse(Bytes encoded) {
        return CeremonyMessage.parse(encoded, session.id(), plan.group());
    }

    /// Only the commitments: openings are bound by them, results are compared.
    @Override
    public boolean echoes(int round) {
        return round == 1;
    }

    /// > Step 1. Each dealer commits to its coefficients, proofs and contribution.
    @Override
    public Step<CeremonyState, CeremonyMessage, PendingShare> start() {
        var not = party.whyNotBegin(session.id());
        if (not.isPresent()) return new Step.Aborted<>(not.get());
        var own = plan.dealers().contains(session.self()) ? Optional.of(deal()) : Optional.<SecretSharing>empty();
        var send = own.map(sharing -> sharing.opening().commitment(session.id(), session.self()))
                .map(commitment -> Rounds.broadcast(new CeremonyMessage.Commit(session.id(), commitment)));
        return new Step.Await<>(
                new CeremonyState.AwaitCommits(own), send.stream().toList(), Rounds.expect(1, session, plan.dealers()));
    }

    /// @spec docs/spec/ceremony.md#CE-2 ceremony
    /// @spec docs/spec/ceremony.md#CE-4 ceremony
    @Override
    public Step<CeremonyState, CeremonyMessage, PendingShare> advance(
            CeremonyState state, Inbox<CeremonyMessage> inbox) {
        return switch (state) {

            // > Step 2. Having all commitments, each dealer opens its own.
            case CeremonyState.AwaitCommits(var own) -> {
                var commits = Rounds.sort(inbox.broadcasts(), CeremonyMessage.Commit.class);
                if (commits.blame().isPresent())
                    yield abort(state, commits.blame().get());
                var send =
                        own.map(sharing -> Rounds.broadcast(new CeremonyMessage.Open(session.id(), sharing.opening())));
                yield new Step.Await<>(
                        new CeremonyState.AwaitOpenings(own, Rounds.commitments(commits.messages())),
                        send.stream().toList(),
                        Rounds.expect(2, session, plan.dealers()));
            }

            // > Step 3. Each opening must fit its commitment, then have the right counts, the right constant and good
            // > proofs; all dealers are judged before any is blamed.
            case CeremonyState.AwaitOpenings(var own, var commitments) -> {
                var opens = Rounds.sort(inbox.broadcasts(), CeremonyMessage.Open.class);
                if (opens.blame().isPresent()) yield abort(state, opens.blame().get());
                var openings = Rounds.openings(opens.messages());
                var blame = Rounds.judge(rules, session.id(), commitments, openings);
                if (blame.isPresent()) yield abort(state, blame.get());
                own.ifPresent(sharing -> openings.put(session.self(), sharing.opening()));
                var dealt = new Dealt(plan, openings);
                yield keyPoint(dealt).isEmpty() ? abort(state, Rounds.ZERO_KEY) : sendValues(own, dealt);
            }

            // > Step 5. Each owner checks every value against the dealer's signature and commitments, and adds up.
            case CeremonyState.AwaitValues(var own, var dealt) -> {
                var values = Rounds.sort(inbox.directs(), CeremonyMessage.Values.class);
                if (values.blame().isPresent())
                    yield abort(state, values.blame().get());
                var blame = new ValueJudge(dealt, rules, party).evaluations(values.messages());
                if (blame.isPresent()) yield abort(state, blame.get());
                yield agree(combine(own, dealt, values.messages()), dealt, List.of());
            }

            // > Step 6. All parties have the same transcript and the same result, or nobody has any.
            case CeremonyState.AwaitAgreement(var pending, var result) -> {
                var agrees = Rounds.sort(inbox.broadcasts(), CeremonyMessage.Agree.class);
                if (agrees.blame().isPresent())
                    yield abort(state, agrees.blame().get());
                var blame = Rounds.disagreement(result, agrees.messages());
                yield blame.isPresent() ? abort(state, blame.get()) : new Step.Done<>(pending, List.of());
            }
        };
    }

    /// > generate: a fresh random scalar · refresh: zero · reshare: the old additive share, without zero-share.
    private SecretSharing deal() {
        var dealer = new SecretSharing.Dealer(session.id(), session.self(), party.entropy(), party.home());
        try (var contribution =
                switch (plan.kind()) {
                    case GENERATE -> plan.group().randomSecret(party.entropy(), party.home());
                    case REFRESH -> plan.group().secretZero(party.home());
                    case RESHARE -> party.share().orElseThrow().additiveShare(plan.dealingSet());
                    case REPAIR -> throw new IllegalStateException("a repair is its own protocol");
                }) {
            return SecretSharing.deal(dealer, plan.tree(), contribution, rules.sendsConstant());
        }
    }

    /// > Step 4. Each dealer sends every owner the evaluations at its leaves, each signed.
    /// @spec docs/spec/ceremony.md#CE-6 ceremony
    private Step<CeremonyState, CeremonyMessage, PendingShare> sendValues(Optional<SecretSharing> own, Dealt dealt) {
        var send = new ArrayList<Outgoing<CeremonyMessage>>();
        own.ifPresent(sharing -> {
            for (var owner : plan.owners())
                if (!owner.equals(session.self())) send.add(new Outgoing.Direct<>(owner, valuesFor(owner, sharing)));
        });
        if (plan.owners().contains(session.self()))
            return new Step.Await<>(
                    new CeremonyState.AwaitValues(own, dealt),
                    send,
                    Expect.directs(3, Rounds.others(session, plan.dealers())));
        own.ifPresent(SecretSharing::close);
        return agree(new PendingShare(plan, newKey(dealt), dealt.transcript(), Optional.empty()), dealt, send);
    }

    private CeremonyMessage valuesFor(PartyId owner, SecretSharing sharing) {
        var binding = sharing.opening().commitment(session.id(), session.self());
        var values = new ArrayList<SignedValue>();
        for (var leaf : plan.leavesOf(owner)) {
            var statement = new ValueStatement(
                    ValueStatement.Step.EVALUATION, session.id(), session.self(), owner, leaf.id(), binding);
            values.add(party.sign(statement, valueAt(sharing, leaf.id()).declassify(SecretAccess.PROTOCOL_OUTPUT)));
        }
        return new CeremonyMessage.Values(session.id(), values);
    }

    private static SecretScalar valueAt(SecretSharing sharing, LeafId leaf) {
        return Invariant.present(sharing.leaves().get(leaf), "a sharing has a value for every leaf");
    }

    /// The new share of each own leaf: the sum of all dealers' values, on refresh on top of the old share.
    private PendingShare combine(
            Optional<SecretSharing> own, Dealt dealt, SortedMap<PartyId, CeremonyMessage.Values> messages) {
        try (var held = new Held()) {
            var leaves = held.hold(new TreeMap<LeafId, SecretScalar>(), SecretSums::close);
            for (var leaf : plan.leavesOf(session.self()))
                leaves.put(leaf.id(), plan.group().secretZero(party.home()));
            if (plan.kind() == CeremonyKind.REFRESH)
                party.share().orElseThrow().leaves().forEach((leaf, old) -> SecretSums.add(leaves, leaf, old));
            own.ifPresent(sharing ->
                    leaves.keySet().forEach(leaf -> SecretSums.add(leaves, leaf, valueAt(sharing, leaf))));
            for (var message : messages.values())
                for (var value : message.values())
                    try (var secret = plan.group().secretOf(value.value(), party.home())) {
                        SecretSums.add(leaves, value.leaf(), secret);
                    }
            own.ifPresent(SecretSharing::close);
            var key = newKey(dealt);
            var share = new KeyShare(key, session.self(), leaves);
            return held.release(new PendingShare(plan, key, dealt.transcript(), Optional.of(share)));
        }
    }

    private GroupKey newKey(Dealt dealt) {
        var point = keyPoint(dealt).orElseThrow();
        plan.base().ifPresent(base -> Invariant.check(base.point().equals(point), "the public key stays the same"));
        return new GroupKey(
                plan.base().map(GroupKey::id).orElseGet(dealt::keyId),
                plan.scheme(),
                plan.tree(),
                plan.baseEpoch() + 1,
                point,
                plan.base().map(GroupKey::chainCode).orElseGet(dealt::chainCode),
                dealt.leafPoints(rules));
    }

    private Optional<Point> keyPoint(Dealt dealt) {
        if (plan.kind() == CeremonyKind.REFRESH) return plan.base().map(GroupKey::point);
        return dealt.constantSum() instanceof Point point ? Optional.of(point) : Optional.empty();
    }

    /// @spec docs/spec/ceremony.md#CE-8 ceremony
    private Step<CeremonyState, CeremonyMessage, PendingShare> agree(
            PendingShare pending, Dealt dealt, List<Outgoing<CeremonyMessage>> before) {
        var result = dealt.result(pending.key());
        var send = new ArrayList<>(before);
        send.add(Rounds.broadcast(new CeremonyMessage.Agree(session.id(), result)));
        return new Step.Await<>(
                new CeremonyState.AwaitAgreement(pending, result), send, Rounds.expect(4, session, plan.parties()));
    }

    private static Step<CeremonyState, CeremonyMessage, PendingShare> abort(CeremonyState state, Blame blame) {
        state.close();
        return new Step.Aborted<>(blame);
    }
}
