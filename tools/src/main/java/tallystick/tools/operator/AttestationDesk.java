package tallystick.tools.operator;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import tallystick.core.attestation.Attestation;
import tallystick.core.attestation.NodeAttestation;
import tallystick.core.attestation.Participant;
import tallystick.core.attestation.SignedTestimony;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.wire.AttestationRequest;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.NodeStatus;
import tallystick.crypto.hash.Digest32;
import tallystick.wire.MemberIdentity;

/// Collects what each participant of a ceremony signed. It may be asked at any time after the ceremony and again: it
/// changes nothing at any node, and gets the same signatures each time.
public final class AttestationDesk {
    private static final Duration ASK_LIMIT = Duration.ofSeconds(20);

    private final MemberIdentity caller;
    private final Roster roster;
    private final PrintWriter out;

    /// @param caller anybody of the roster
    /// @param out where it says who does not answer
    public AttestationDesk(MemberIdentity caller, Roster roster, PrintWriter out) {
        this.caller = caller;
        this.roster = roster;
        this.out = out;
    }

    /// Which epoch of which key.
    private record Sought(Digest32 keyId, int epoch) {}

    /// All signatures that could be had, each verified, about facts that all participants agree on. Whose is missing,
    /// [Attestation#missing] says.
    ///
    /// @param keyId first digits of the key's id
    /// @param epoch the active one if empty
    /// @throws Unable if nobody attests the epoch, or what one says is not what it or the others signed
    public Attestation collect(String keyId, OptionalInt epoch) throws Unable, InterruptedException {
        var sought = sought(keyId, epoch);
        var request = new AttestationRequest(sought.keyId(), sought.epoch());
        var shown = new ArrayList<NodeAttestation>();
        var silent = new TreeMap<String, String>();
        for (var answer : ask(door -> door.attestation(request, ASK_LIMIT)))
            switch (answer) {
                case Answer.Said<NodeAttestation>(var node, var said) -> shown.add(good(node, sought, said));
                case Answer.Silent<NodeAttestation>(var node, var why) -> silent.put(node.name(), why);
            }
        // Of those that took no part nothing was to be had.
        silent.forEach((name, why) -> {
            if (shown.isEmpty() || shown.getFirst().facts().names(name)) out.printf("  %s%n", why);
        });
        if (shown.isEmpty())
            throw new Unable("no node attests epoch %d of key %s: give another epoch, or see who does not answer"
                    .formatted(sought.epoch(), sought.keyId()));
        return agreed(shown);
    }

    /// Whose signature it is, and that it is one.
    private static NodeAttestation good(Member node, Sought sought, NodeAttestation shown) throws Unable {
        var key = shown.facts().key();
        var isOwn = shown.own().testimony().name().equals(node.name())
                && shown.facts().participants().contains(new Participant(node.name(), node.identity()));
        if (!isOwn || !key.id().equals(sought.keyId()) || key.epoch() != sought.epoch())
            throw new Unable("node %s shows the attestation of another node, key or epoch".formatted(node.name()));
        if (!shown.own().verifies(shown.facts()))
            throw new Unable(
                    "the signature that node %s shows is not its own over what it shows".formatted(node.name()));
        return shown;
    }

    private static Attestation agreed(List<NodeAttestation> shown) throws Unable {
        var first = shown.getFirst();
        for (var each : shown)
            if (!each.facts().equals(first.facts()))
                throw new Unable("nodes %s and %s signed different facts about this epoch: compare what they show"
                        .formatted(name(first), name(each)));
        return new Attestation(
                first.facts(),
                first.certificate(),
                shown.stream().map(NodeAttestation::own).toList());
    }

    private static String name(NodeAttestation shown) {
        return shown.own().testimony().name();
    }

    private Sought sought(String keyId, OptionalInt epoch) throws Unable, InterruptedException {
        if (keyId.matches("[0-9a-f]{64}") && epoch.isPresent())
            return new Sought(Digest32.ofHex(keyId), epoch.getAsInt());
        var ids = new LinkedHashSet<Digest32>();
        var active = 0;
        for (var card : cards())
            if (card.id().toString().startsWith(keyId)) {
                ids.add(card.id());
                active = Math.max(active, card.epoch());
            }
        if (ids.size() != 1)
            throw new Unable("%d keys at the nodes that answer begin with %s: give more digits, or all and the epoch"
                    .formatted(ids.size(), keyId));
        return new Sought(ids.getFirst(), epoch.orElse(active));
    }

    private List<KeyCard> cards() throws InterruptedException {
        var cards = new ArrayList<KeyCard>();
        for (var answer : ask(door -> door.status(ASK_LIMIT)))
            switch (answer) {
                case Answer.Said<NodeStatus>(var _, var status) -> cards.addAll(status.keys());
                case Answer.Silent<NodeStatus>(var node, var _) -> out.printf("  %-10s does not answer%n", node.name());
            }
        return cards;
    }

    /// What became of a question to one node.
    private sealed interface Answer<T> {
        record Said<T>(Member node, T said) implements Answer<T> {}

        record Silent<T>(Member node, String why) implements Answer<T> {}
    }

    private interface Question<T> {
        T put(NodeDoor door) throws NodeUnreachable;
    }

    /// Asks all nodes at once: one that does not answer holds nobody up.
    private <T> List<Answer<T>> ask(Question<T> question) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Answer<T>>();
            for (var answer : threads.invokeAll(roster.nodes().stream()
                    .<Callable<Answer<T>>>map(node -> () -> ask(node, question))
                    .toList())) answers.add(answer.resultNow());
            return answers;
        }
    }

    private <T> Answer<T> ask(Member node, Question<T> question) {
        try (var door = new NodeDoor(caller.tls(), node)) {
            return new Answer.Said<>(node, question.put(door));
        } catch (NodeUnreachable e) {
            return new Answer.Silent<>(node, String.valueOf(e.getMessage()));
        }
    }

    /// What was signed, by name: for those that show it.
    static List<String> signers(Attestation attestation) {
        return attestation.signed().stream()
                .map(SignedTestimony::testimony)
                .map(each -> each.name())
                .toList();
    }
}
