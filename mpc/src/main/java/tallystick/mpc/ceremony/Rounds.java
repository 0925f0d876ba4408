package tallystick.mpc.ceremony;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Expect;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Outgoing;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.SessionId;

/// The judgements that a dealing and a repair have in common.
final class Rounds {
    static final Blame ZERO_KEY = Blame.unattributed(Fault.ZERO_VALUE, "sum of all constants is the identity");

    private Rounds() {}

    /// All messages as the kind the round asks for, or whose are not.
    static <T extends CeremonyMessage> Sorted<T> sort(SortedMap<PartyId, CeremonyMessage> messages, Class<T> kind) {
        var good = new TreeMap<PartyId, T>();
        var offTopic = new ArrayList<PartyId>();
        messages.forEach((from, message) -> {
            if (kind.isInstance(message)) good.put(from, kind.cast(message));
            else offTopic.add(from);
        });
        return new Sorted<>(good, offTopic);
    }

    /// Messages of one kind by sender, and the senders of others.
    record Sorted<T>(SortedMap<PartyId, T> messages, List<PartyId> offTopic) {
        Optional<Blame> blame() {
            return Rounds.blame(offTopic, Fault.WRONG_MESSAGE_TYPE, "a message of another kind than the round's");
        }
    }

    /// Blame for all culprits, if there is any.
    static Optional<Blame> blame(Collection<PartyId> culprits, Fault fault, String detail) {
        return culprits.isEmpty() ? Optional.empty() : Optional.of(Blame.of(culprits, fault, detail));
    }

    /// A message to everybody.
    static Outgoing<CeremonyMessage> broadcast(CeremonyMessage message) {
        return new Outgoing.Broadcast<>(message);
    }

    /// A broadcast from each of `from` but this party.
    static Expect expect(int round, Session session, Collection<PartyId> from) {
        return Expect.broadcasts(round, others(session, from));
    }

    /// All of `parties` but this one.
    static List<PartyId> others(Session session, Collection<PartyId> parties) {
        return parties.stream().filter(each -> !each.equals(session.self())).toList();
    }

    /// The commitments of one round by dealer.
    static SortedMap<PartyId, Digest32> commitments(SortedMap<PartyId, CeremonyMessage.Commit> messages) {
        var commitments = new TreeMap<PartyId, Digest32>();
        messages.forEach((dealer, message) -> commitments.put(dealer, message.commitment()));
        return commitments;
    }

    /// The openings of one round by dealer.
    static SortedMap<PartyId, Opening> openings(SortedMap<PartyId, CeremonyMessage.Open> messages) {
        var openings = new TreeMap<PartyId, Opening>();
        messages.forEach((dealer, message) -> openings.put(dealer, message.opening()));
        return openings;
    }

    /// What is wrong with the openings: first those that do not fit their commitments, then each fault in turn with all
    /// who committed it.
    /// @spec docs/spec/ceremony.md#CE-5 ceremony
    static Optional<Blame> judge(
            DealingRules rules,
            SessionId session,
            SortedMap<PartyId, Digest32> commitments,
            SortedMap<PartyId, Opening> openings) {
        var unfit = new ArrayList<PartyId>();
        openings.forEach((dealer, opening) -> {
            if (!opening.commitment(session, dealer).equals(commitments.get(dealer))) unfit.add(dealer);
        });
        if (!unfit.isEmpty()) return blame(unfit, Fault.BAD_OPENING, "an opening that does not match its commitment");
        var faults = new TreeMap<Fault, List<PartyId>>();
        openings.forEach((dealer, opening) -> rules.fault(dealer, opening)
                .ifPresent(fault ->
                        faults.computeIfAbsent(fault, _ -> new ArrayList<>()).add(dealer)));
        return Optional.ofNullable(faults.firstEntry())
                .flatMap(first -> blame(first.getValue(), first.getKey(), detail(first.getKey())));
    }

    /// Who has another result than this party.
    static Optional<Blame> disagreement(Digest32 own, SortedMap<PartyId, CeremonyMessage.Agree> messages) {
        var others = messages.entrySet().stream()
                .filter(message -> !message.getValue().result().equals(own))
                .map(Map.Entry::getKey)
                .toList();
        return blame(others, Fault.RESULT_MISMATCH, "another hash of transcript and result");
    }

    private static String detail(Fault fault) {
        return switch (fault) {
            case WRONG_COUNT -> "other counts of coefficients than the tree's";
            case WRONG_CONSTANT -> "another constant than this kind of ceremony demands";
            default -> "a proof of knowledge that does not verify";
        };
    }
}
