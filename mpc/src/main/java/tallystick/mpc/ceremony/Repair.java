package tallystick.mpc.ceremony;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
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

/// Gives one participant its lost shares back, the same as before, from helpers who never show theirs.
///
/// Each lost leaf is a fixed linear combination of the helpers' leaves. Every helper cuts its summand into random
/// pieces, one per helper; each sums the pieces it gets and hands the sum to the lost party, whose total is the lost
/// share. All pieces are committed to in the exponent and the summand's point is known, so every value is checked by
/// its receiver. All owners take part in the agreement: the epoch rises for everybody.
///
/// Steps and bytes: `docs/spec/ceremony.md` §5.
///
/// @spec https://eprint.iacr.org/2017/1155 repairable threshold schemes, enrolment
public final class Repair implements Protocol<RepairState, CeremonyMessage, PendingShare> {
    private final CeremonyPlan plan;
    private final CeremonyParty party;
    private final Session session;
    private final DealingRules rules;

    /// One party's part of a repair.
    ///
    /// @throws IllegalArgumentException if plan and party do not fit, or the plan is no repair: the caller's fault
    public Repair(CeremonyPlan plan, CeremonyParty party) {
        if (plan.kind() != CeremonyKind.REPAIR) throw new IllegalArgumentException("plan of another kind than repair");
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

    /// > Step 1. Each helper cuts its summand of every lost leaf and commits to the pieces' points.
    @Override
    public Step<RepairState, CeremonyMessage, PendingShare> start() {
        var not = party.whyNotBegin(session.id());
        if (not.isPresent()) return new Step.Aborted<>(not.get());
        var own = helps() ? Optional.of(cut()) : Optional.<SecretPieces>empty();
        var send = own.map(pieces -> pieces.opening().commitment(session.id(), session.self()))
                .map(commitment -> Rounds.broadcast(new CeremonyMessage.Commit(session.id(), commitment)));
        return new Step.Await<>(
                new RepairState.AwaitCommits(own), send.stream().toList(), Rounds.expect(1, session, plan.dealers()));
    }

    @Override
    public Step<RepairState, CeremonyMessage, PendingShare> advance(RepairState state, Inbox<CeremonyMessage> inbox) {
        return switch (state) {

            // > Step 2. Having all commitments, each helper opens its own.
            case RepairState.AwaitCommits(var own) -> {
                var commits = Rounds.sort(inbox.broadcasts(), CeremonyMessage.Commit.class);
                if (commits.blame().isPresent())
                    yield abort(state, commits.blame().get());
                var send =
                        own.map(pieces -> Rounds.broadcast(new CeremonyMessage.Open(session.id(), pieces.opening())));
                yield new Step.Await<>(
                        new RepairState.AwaitOpenings(own, Rounds.commitments(commits.messages())),
                        send.stream().toList(),
                        Rounds.expect(2, session, plan.dealers()));
            }

            // > Step 3. Openings are judged as in a dealing; helpers send each other their pieces, signed.
            case RepairState.AwaitOpenings(var own, var commitments) -> {
                var opens = Rounds.sort(inbox.broadcasts(), CeremonyMessage.Open.class);
                if (opens.blame().isPresent()) yield abort(state, opens.blame().get());
                var openings = Rounds.openings(opens.messages());
                var blame = Rounds.judge(rules, session.id(), commitments, openings);
                if (blame.isPresent()) yield abort(state, blame.get());
                own.ifPresent(pieces -> openings.put(session.self(), pieces.opening()));
                yield afterOpenings(own, new Dealt(plan, openings));
            }

            // > Step 4. Each helper checks its pieces and sends the lost party their sum, signed.
            case RepairState.AwaitPieces(var own, var dealt) -> {
                var pieces = Rounds.sort(inbox.directs(), CeremonyMessage.Values.class);
                if (pieces.blame().isPresent())
                    yield abort(state, pieces.blame().get());
                var blame = new ValueJudge(dealt, rules, party).pieces(pieces.messages());
                if (blame.isPresent()) yield abort(state, blame.get());
                var sums = sums(own, dealt, pieces.messages());
                own.close();
                yield agree(dealt, List.of(new Outgoing.Direct<>(plan.lost().orElseThrow(), sums)));
            }

            // > Step 5. The lost party checks every sum; their total is its share, checked against its known point.
            case RepairState.AwaitSums(var dealt) -> takeSums(state, dealt, inbox);

            // > Step 6. All parties have the same transcript and the same result, or nobody has any.
            case RepairState.AwaitAgreement(var pending, var result) -> {
                var agrees = Rounds.sort(inbox.broadcasts(), CeremonyMessage.Agree.class);
                if (agrees.blame().isPresent())
                    yield abort(state, agrees.blame().get());
                var blame = Rounds.disagreement(result, agrees.messages());
                yield blame.isPresent() ? abort(state, blame.get()) : new Step.Done<>(pending, List.of());
            }
        };
    }

    private Step<RepairState, CeremonyMessage, PendingShare> takeSums(
            RepairState state, Dealt dealt, Inbox<CeremonyMessage> inbox) {
        var sums = Rounds.sort(inbox.directs(), CeremonyMessage.Sums.class);
        if (sums.blame().isPresent()) return abort(state, sums.blame().get());
        var agrees = Rounds.sort(inbox.broadcasts(), CeremonyMessage.Agree.class);
        if (agrees.blame().isPresent()) return abort(state, agrees.blame().get());
        var blame = new ValueJudge(dealt, rules, party)
                .sums(sums.messages())
                .or(() -> Rounds.disagreement(dealt.result(newKey()), agrees.messages()));
        if (blame.isPresent()) return abort(state, blame.get());
        var result = dealt.result(newKey());
        return new Step.Done<>(
                pending(dealt, total(sums.messages())),
                List.of(Rounds.broadcast(new CeremonyMessage.Agree(session.id(), result))));
    }

    private boolean helps() {
        return plan.dealers().contains(session.self());
    }

    /// @spec docs/spec/ceremony.md#CE-11 ceremony
    private SecretPieces cut() {
        var share = party.share().orElseThrow();
        try (var held = new Held()) {
            var contributions = held.hold(new TreeMap<LeafId, SecretScalar>(), SecretSums::close);
            for (var lost : rules.lostLeaves())
                contributions.put(lost, share.sum(rules.contribution(session.self(), lost), party.home()));
            var dealer = new SecretSharing.Dealer(session.id(), session.self(), party.entropy(), party.home());
            return SecretPieces.cut(dealer, rules.othersThan(session.self()), contributions);
        }
    }

    private Step<RepairState, CeremonyMessage, PendingShare> afterOpenings(Optional<SecretPieces> own, Dealt dealt) {
        if (own.isPresent()) {
            var send = new ArrayList<Outgoing<CeremonyMessage>>();
            for (var helper : rules.othersThan(session.self()))
                send.add(new Outgoing.Direct<>(helper, piecesFor(helper, own.get(), dealt)));
            return new Step.Await<>(
                    new RepairState.AwaitPieces(own.get(), dealt),
                    send,
                    Expect.directs(3, rules.othersThan(session.self())));
        }
        if (plan.lost().orElseThrow().equals(session.self()))
            return new Step.Await<>(
                    new RepairState.AwaitSums(dealt),
                    List.of(),
                    new Expect(4, Set.copyOf(session.others()), Set.copyOf(plan.dealers())));
        return agree(dealt, List.of());
    }

    private CeremonyMessage piecesFor(PartyId helper, SecretPieces own, Dealt dealt) {
        var values = new ArrayList<SignedValue>();
        own.pieces()
                .forEach((lost, cut) -> values.add(party.sign(
                        dealt.statement(ValueStatement.Step.PIECE, session.self(), helper, lost),
                        pieceFor(helper, cut).declassify(SecretAccess.PROTOCOL_OUTPUT))));
        return new CeremonyMessage.Values(session.id(), values);
    }

    private CeremonyMessage sums(SecretPieces own, Dealt dealt, SortedMap<PartyId, CeremonyMessage.Values> received) {
        var values = new ArrayList<SignedValue>();
        try (var held = new Held()) {
            var sums = held.hold(new TreeMap<LeafId, SecretScalar>(), SecretSums::close);
            own.pieces()
                    .forEach((lost, cut) ->
                            sums.put(lost, pieceFor(session.self(), cut).copy()));
            received.values().forEach(message -> addAll(sums, message.values()));
            sums.forEach((lost, sum) -> {
                var statement = dealt.statement(
                        ValueStatement.Step.SUM, session.self(), plan.lost().orElseThrow(), lost);
                values.add(party.sign(statement, sum.declassify(SecretAccess.PROTOCOL_OUTPUT)));
            });
        }
        return new CeremonyMessage.Sums(session.id(), values);
    }

    private SortedMap<LeafId, SecretScalar> total(SortedMap<PartyId, CeremonyMessage.Sums> received) {
        try (var held = new Held()) {
            var total = held.hold(new TreeMap<LeafId, SecretScalar>(), SecretSums::close);
            for (var lost : rules.lostLeaves()) total.put(lost, plan.group().secretZero(party.home()));
            received.values().forEach(message -> addAll(total, message.values()));
            return held.release(total);
        }
    }

    private static SecretScalar pieceFor(PartyId helper, SortedMap<PartyId, SecretScalar> cut) {
        return Invariant.present(cut.get(helper), "a piece for every helper");
    }

    /// Adds each value to the sum of its leaf.
    private void addAll(SortedMap<LeafId, SecretScalar> sums, List<SignedValue> values) {
        for (var value : values) {
            try (var secret = plan.group().secretOf(value.value(), party.home())) {
                SecretSums.add(sums, value.leaf(), secret);
            }
        }
    }

    private GroupKey newKey() {
        var base = plan.base().orElseThrow();
        return new GroupKey(
                base.id(),
                base.scheme(),
                base.tree(),
                base.epoch() + 1,
                base.point(),
                base.chainCode(),
                base.leafPoints());
    }

    /// Takes over `leaves`.
    private PendingShare pending(Dealt dealt, SortedMap<LeafId, SecretScalar> leaves) {
        try (var held = new Held()) {
            held.hold(leaves, SecretSums::close);
            var key = newKey();
            var share = new KeyShare(key, session.self(), leaves);
            return held.release(new PendingShare(plan, key, dealt.transcript(), Optional.of(share)));
        }
    }

    private SortedMap<LeafId, SecretScalar> copied(SortedMap<LeafId, SecretScalar> leaves) {
        try (var held = new Held()) {
            var copies = held.hold(new TreeMap<LeafId, SecretScalar>(), SecretSums::close);
            leaves.forEach((leaf, share) -> copies.put(leaf, share.copy()));
            return held.release(copies);
        }
    }

    /// Of everybody but the lost party: the same leaves under the new epoch.
    /// @spec docs/spec/ceremony.md#CE-14 ceremony
    private Step<RepairState, CeremonyMessage, PendingShare> agree(
            Dealt dealt, List<Outgoing<CeremonyMessage>> before) {
        var pending = pending(dealt, copied(party.share().orElseThrow().leaves()));
        var result = dealt.result(pending.key());
        var send = new ArrayList<>(before);
        send.add(Rounds.broadcast(new CeremonyMessage.Agree(session.id(), result)));
        return new Step.Await<>(
                new RepairState.AwaitAgreement(pending, result), send, Rounds.expect(4, session, plan.parties()));
    }

    private static Step<RepairState, CeremonyMessage, PendingShare> abort(RepairState state, Blame blame) {
        state.close();
        return new Step.Aborted<>(blame);
    }
}
