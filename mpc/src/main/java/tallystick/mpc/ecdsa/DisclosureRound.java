package tallystick.mpc.ecdsa;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Scalar;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.Step;

/// Who is to blame when the key-share points do not sum to the key. No signature share of this session exists.
///
/// **Why** a point that is not the sender's own additive share could steer what the signature reveals. With the
/// zero-share values of one session in the open each party's point can be held against its public verifying point;
/// the seeds, and so all other sessions, stay secret.
final class DisclosureRound {
    private final ChosenSetup chosen;
    private final Session session;

    DisclosureRound(ChosenSetup chosen, Session session) {
        this.chosen = chosen;
        this.session = session;
    }

    /// @spec docs/spec/signing.md#SG-21 signing
    /// @spec docs/spec/signing.md#SG-22 signing
    Step<SigningState, SigningMessage, SigningResult> run(
            SigningState.AwaitDisclosures state, SortedMap<PartyId, SigningMessage> messages) {
        return new Step.Aborted<>(Signing.differingViews(state.view(), messages)
                .or(() -> silent(messages))
                .or(() -> incomplete(state, messages))
                .orElseGet(() -> judge(state, messages)));
    }

    /// > Whoever saw the same points and sent a share all the same.
    private static Optional<Blame> silent(SortedMap<PartyId, SigningMessage> messages) {
        var culprits = messages.entrySet().stream()
                .filter(each -> !(each.getValue() instanceof SigningMessage.Disclosure))
                .map(java.util.Map.Entry::getKey)
                .toList();
        return blame(culprits, Fault.KEY_SHARE_SUM, "share sent over key-share points that do not sum to the key");
    }

    /// > Whoever discloses other digests than those whose points do not fit.
    private static Optional<Blame> incomplete(
            SigningState.AwaitDisclosures state, SortedMap<PartyId, SigningMessage> messages) {
        var wrong = numbers(state.own());
        var culprits = messages.entrySet().stream()
                .filter(each -> !numbers(((SigningMessage.Disclosure) each.getValue()).indices())
                        .equals(wrong))
                .map(java.util.Map.Entry::getKey)
                .toList();
        return blame(culprits, Fault.WRONG_COUNT, "zero-share values of other digests than those that do not fit");
    }

    /// @spec docs/spec/signing.md#SG-23 signing
    /// @spec docs/spec/signing.md#SG-24 signing
    private Blame judge(SigningState.AwaitDisclosures state, SortedMap<PartyId, SigningMessage> messages) {
        var disputed = new TreeSet<PartyId>();
        var against = new TreeSet<PartyId>();
        var unfit = new TreeSet<PartyId>();
        for (var place = 0; place < state.own().size(); place++) {
            var values = valuesAt(place, state, messages);
            var points = state.keyPoints().get(state.own().get(place).index());
            for (var party : session.parties()) {
                var theirs = java.util.Objects.requireNonNull(values.get(party));
                // > F(k_ij) as i says it and as j says it.
                theirs.forEach((peer, value) -> {
                    var heard = Invariant.present(values.get(peer), "values of every party");
                    if (value.equals(Invariant.present(heard.get(party), "a value of every pair"))) return;
                    disputed.add(party);
                    if (peer.equals(session.self())) against.add(party);
                });
                // > pk_i − ζ_i·G must be Y_{i,S}, with τ·G at the lowest party.
                var zeroShare = zeroShareOf(party, theirs);
                var point = java.util.Objects.requireNonNull(points.get(party));
                if (!point.minus(zeroShare.timesGenerator()).equals(verifyingPoint(party))) unfit.add(party);
            }
        }
        // > An honest point fits what its sender discloses, whatever others say: one that does not is proof.
        if (!unfit.isEmpty())
            return Blame.of(unfit, Fault.KEY_SHARE_SUM, "key-share point that is not the sender's additive share");
        Invariant.check(!disputed.isEmpty(), "points that all fit and values that all agree sum to the key");
        // > Of its own pairs a party knows which value is right; of two others' it cannot tell.
        if (!against.isEmpty())
            return Blame.of(against, Fault.WRONG_ZERO_SHARE, "zero-share value other than this party shares with it");
        return Blame.of(disputed, Fault.ZERO_SHARE_DISPUTE, "two parties' zero-share values differ");
    }

    private SortedMap<PartyId, SortedMap<PartyId, Scalar>> valuesAt(
            int place, SigningState.AwaitDisclosures state, SortedMap<PartyId, SigningMessage> messages) {
        var values = new TreeMap<PartyId, SortedMap<PartyId, Scalar>>();
        values.put(session.self(), byPeer(session.self(), state.own().get(place)));
        messages.forEach((party, message) -> values.put(
                party,
                byPeer(party, ((SigningMessage.Disclosure) message).indices().get(place))));
        return values;
    }

    private SortedMap<PartyId, Scalar> byPeer(PartyId party, SigningMessage.DisclosedIndex disclosed) {
        var values = new TreeMap<PartyId, Scalar>();
        var next = disclosed.pairValues().iterator();
        for (var peer : session.parties()) {
            if (!peer.equals(party)) values.put(peer, next.next());
        }
        return values;
    }

    /// ζ_i = Σ_{j>i} F(k_ij) − Σ_{j<i} F(k_ij), from disclosed values.
    private static Scalar zeroShareOf(PartyId party, SortedMap<PartyId, Scalar> byPeer) {
        var sum = EcdsaNumbers.GROUP.scalar(0);
        for (var each : byPeer.entrySet())
            sum = party.compareTo(each.getKey()) < 0 ? sum.plus(each.getValue()) : sum.minus(each.getValue());
        return sum;
    }

    private Element verifyingPoint(PartyId party) {
        var admitted = chosen.admitted();
        var point = admitted.share().key().additivePoint(party, admitted.set());
        return party.equals(admitted.terms().lowest())
                ? point.plus(admitted.terms().tweak().sum().timesGenerator())
                : point;
    }

    private static List<Integer> numbers(List<SigningMessage.DisclosedIndex> disclosed) {
        return disclosed.stream().map(SigningMessage.DisclosedIndex::index).toList();
    }

    private static Optional<Blame> blame(List<PartyId> culprits, Fault fault, String detail) {
        return culprits.isEmpty() ? Optional.empty() : Optional.of(Blame.of(culprits, fault, detail));
    }
}
