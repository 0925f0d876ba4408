package tallystick.control.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import tallystick.control.store.Unheld;
import tallystick.core.governance.Document;
import tallystick.core.governance.Roster;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.IntentId;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.core.wire.GovernanceStanding;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.LogPage;
import tallystick.core.wire.LogQuery;
import tallystick.core.wire.NodeStatus;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.wire.TlsIdentity;

/// The nodes of the roster, as control reaches them. Control brings evidence and has no word of its own: its member
/// has the role `control`, which may order nothing.
///
/// **Threads** any.
public final class Nodes implements AutoCloseable {
    private static final Duration STATUS_LIMIT = Duration.ofSeconds(5);
    /// For a node that was silent: others are not to wait long for it again and again.
    private static final Duration SILENT_LIMIT = Duration.ofMillis(500);
    private static final Duration SIGN_LIMIT = Duration.ofSeconds(60);

    private final List<NodeLine> lines;
    private volatile Listener listener = (_, _) -> {};

    /// @param self control's own TLS key, pinned in the roster
    public Nodes(Roster roster, TlsIdentity self) {
        this(roster.nodes().stream().map(node -> new NodeLine(self, node)).toList());
    }

    /// @param lines closed with this
    Nodes(List<NodeLine> lines) {
        this.lines = List.copyOf(lines);
    }

    /// The nodes' names, as the roster has them.
    public List<String> names() {
        return lines.stream().map(line -> line.node().name()).toList();
    }

    /// What a node said of itself, or why it did not.
    ///
    /// @param status empty if it was not reached
    /// @param why empty if it was
    public record Heard<T>(String node, Optional<T> status, String why) {}

    /// How every node is.
    public List<Heard<NodeStatus>> statuses() throws InterruptedException {
        return onAll(lines, line -> heard(line, () -> line.status(limit(line))));
    }

    /// What every node judges by.
    public List<Heard<GovernanceStanding>> standings() throws InterruptedException {
        return onAll(lines, line -> heard(line, () -> line.standing(limit(line))));
    }

    private static Duration limit(NodeLine line) {
        return line.isSilent() ? SILENT_LIMIT : STATUS_LIMIT;
    }

    /// What every node answers to something that somebody signed, or to a question.
    public List<Heard<GovernanceReply>> governance(GovernanceOrder order) throws InterruptedException {
        return onAll(lines, line -> heard(line, () -> line.governance(order, STATUS_LIMIT)));
    }

    /// Entries of each node's log, or of one node's. One that is asked alone has its whole time, also if it was silent:
    /// so it is found again that it answers.
    public List<Heard<LogPage>> logs(Optional<String> node, LogQuery query) throws InterruptedException {
        var asked = lines.stream()
                .filter(line -> node.map(line.node().name()::equals).orElse(true))
                .toList();
        return onAll(asked, line -> heard(line, () -> line.log(query, node.isPresent() ? STATUS_LIMIT : limit(line))));
    }

    /// A version of a document, if this node has it.
    ///
    /// @throws NodeUnreachable if it does not answer, or tells another document
    public Optional<Document> document(String node, Digest32 hash) throws NodeUnreachable {
        Unheld.beforeAsking("a node");
        var line =
                lines.stream().filter(each -> each.node().name().equals(node)).findFirst();
        if (line.isEmpty()) return Optional.empty();
        var reply = line.get().governance(new GovernanceOrder.FetchDocument(hash), limit(line.get()));
        if (!(reply instanceof GovernanceReply.Told(var document))) return Optional.empty();
        if (!document.hash().equals(hash))
            throw new NodeUnreachable("node %s told another document than was asked for".formatted(node));
        return Optional.of(document);
    }

    /// The one key whose id begins so, of which all nodes that hold it say the same; empty if there is none.
    ///
    /// @throws NodeUnreachable if no node answers, or they say different things
    public Optional<KeyCard> key(String idBeginning) throws NodeUnreachable, InterruptedException {
        var heard = statuses();
        if (heard.stream().allMatch(each -> each.status().isEmpty()))
            throw new NodeUnreachable(
                    heard.isEmpty()
                            ? "the roster has no node"
                            : heard.getFirst().why());
        var cards = heard.stream()
                .flatMap(each -> each.status().stream())
                .flatMap(status -> status.keys().stream())
                .filter(card -> card.id().toString().startsWith(idBeginning))
                .distinct()
                .toList();
        if (cards.stream().map(KeyCard::id).distinct().count() > 1)
            throw new NodeUnreachable("several keys begin with these digits: give more");
        var same = cards.stream()
                .map(card -> new Same(card.point(), card.chainCode(), card.schemeCode()))
                .distinct()
                .count();
        if (same > 1) throw new NodeUnreachable("nodes report different keys under one name: use none of them");
        return cards.stream().max((one, other) -> Integer.compare(one.epoch(), other.epoch()));
    }

    private record Same(Bytes point, Digest32 chainCode, int scheme) {}

    /// Has these nodes judge evidence and, if all let it through, sign.
    ///
    /// @param completed the whole unsigned bytes with what the intent leaves open filled in; empty if it leaves
    /// nothing
    public SigningOutcome sign(Evidence evidence, Bytes completed, List<String> signers) throws InterruptedException {
        return asked(evidence, completed, signers, Nodes::together);
    }

    /// Has nodes that signed this judge it once more, by what is in force and true now.
    ///
    /// **Why** not as [#sign] puts it together: there one signature is enough, and here one refusal.
    ///
    /// @param completed as they were asked before
    /// @param signers those that signed; others would begin to sign
    /// @return signed only if every one of them gives again what it gave
    public SigningOutcome again(Evidence evidence, Bytes completed, List<String> signers) throws InterruptedException {
        return asked(evidence, completed, signers, Nodes::unanimous);
    }

    private SigningOutcome asked(
            Evidence evidence, Bytes completed, List<String> signers, Function<List<Answer>, SigningOutcome> together)
            throws InterruptedException {
        var set = lines.stream()
                .filter(line -> signers.contains(line.node().name()))
                .toList();
        if (set.size() != signers.size()) return new SigningOutcome.Unreachable("the roster lacks one of " + signers);
        var turns = new HashMap<NodeLine, SigningTurns.Turn>();
        try {
            for (var line : set) {
                var turn = line.signing().take();
                if (turn.isEmpty())
                    return new SigningOutcome.Crowded("node %s: as many wait for it already as may"
                            .formatted(line.node().name()));
                turns.put(line, turn.get());
            }
            var attempt = new SystemEntropy().bytes(SignRequest.ATTEMPT_LENGTH_BYTES);
            var request = new SignRequest(
                    evidence, completed, signers.stream().sorted().toList(), attempt);
            var answers = onAll(set, line -> answer(line, request, turns));
            var said = new TreeMap<String, SignReply>();
            for (var each : answers) each.reply().ifPresent(reply -> said.put(each.node(), reply));
            if (!said.isEmpty()) listener.said(evidence.intent().id(), said);
            return together.apply(answers);
        } finally {
            turns.values().forEach(SigningTurns.Turn::close);
        }
    }

    /// Who hears what each node says to an intent.
    @FunctionalInterface
    public interface Listener {
        /// Nodes said this, by their names; on the thread that asked.
        void said(IntentId intent, Map<String, SignReply> replies);
    }

    /// Has one hear it from now on.
    public void listen(Listener other) {
        listener = other;
    }

    /// What one node answered.
    ///
    /// @param isBusy whether it has too much under way of this control to answer
    record Answer(String node, Optional<SignReply> reply, String why, boolean isBusy) {}

    /// Its turn is over with its own answer: it does not wait for the others'.
    private static Answer answer(NodeLine line, SignRequest request, Map<NodeLine, SigningTurns.Turn> turns) {
        var name = line.node().name();
        try (var _ = Objects.requireNonNull(turns.get(line))) {
            return new Answer(name, Optional.of(line.sign(request, SIGN_LIMIT)), "", false);
        } catch (NodeUnreachable e) {
            return new Answer(name, Optional.empty(), e.why(), e.isBusy());
        }
    }

    /// One answer with signatures is enough: a node releases only what it verified, and of several that differ whoever
    /// asked takes one that holds. Of refusals the gravest counts.
    static SigningOutcome together(List<Answer> answers) {
        var signed = answers.stream()
                .flatMap(each -> each.reply().stream())
                .flatMap(each -> each instanceof SignReply.Signed(var given) ? Stream.of(given) : Stream.empty())
                .distinct()
                .toList();
        if (!signed.isEmpty()) return new SigningOutcome.Signed(signed);
        var gravest = gravest(answers);
        return gravest.isPresent() ? gravest.get() : unsigned(answers);
    }

    private static SigningOutcome unanimous(List<Answer> answers) {
        var gravest = gravest(answers);
        if (gravest.isPresent()) return gravest.get();
        var isSaidByAll = answers.stream().allMatch(each -> each.reply().orElse(null) instanceof SignReply.Signed);
        if (!isSaidByAll) return unsigned(answers);
        return together(answers) instanceof SigningOutcome.Signed good
                        && good.given().size() == 1
                ? good
                : new SigningOutcome.Stopped("the nodes report different signatures", true);
    }

    private static Optional<SigningOutcome.Refused> gravest(List<Answer> answers) {
        var refused = new ArrayList<SigningOutcome.Refused>();
        var begun = !answers.stream().allMatch(Nodes::leavesNoTrace);
        var mayRun = !answers.stream().allMatch(Nodes::isOfNoRun);
        for (var each : answers)
            if (each.reply().orElse(null) instanceof SignReply.Refused said)
                refused.add(new SigningOutcome.Refused(
                        Refusal.of(said), said.code(), "%s: %s".formatted(each.node(), said.why()), begun, mayRun));
        return refused.stream().max((one, other) -> Integer.compare(gravity(one.why()), gravity(other.why())));
    }

    private static boolean leavesNoTrace(Answer answer) {
        return answer.reply().orElse(null) instanceof SignReply.Refused said
                && Refusal.of(said).leavesNoTrace();
    }

    private static boolean isOfNoRun(Answer answer) {
        return answer.reply().orElse(null) instanceof SignReply.Refused said && Refusal.isOfNoRun(said);
    }

    private static SigningOutcome unsigned(List<Answer> answers) {
        var silent = answers.stream()
                .filter(each -> each.reply().isEmpty())
                .min((one, other) -> Boolean.compare(one.isBusy(), other.isBusy()));
        if (silent.isPresent())
            return silent.get().isBusy()
                    ? new SigningOutcome.Busy(silent.get().why())
                    : new SigningOutcome.Unreachable(silent.get().why());
        return answers.stream()
                .flatMap(each -> each.reply().orElse(null) instanceof SignReply.Aborted(var why, var again)
                        ? Stream.of(new SigningOutcome.Stopped("%s: %s".formatted(each.node(), why), again))
                        : Stream.empty())
                .findFirst()
                .orElseGet(() -> new SigningOutcome.Stopped("no node answered", true));
    }

    private static int gravity(Refusal why) {
        return switch (why) {
            case FORGED_APPROVAL -> 6;
            case GIVEN_UP, DENIED -> 5;
            case FROZEN -> 4;
            case NO_RIGHT_TO_INITIATE, UNKNOWN_INITIATOR, EXPIRED, OTHER_SIGNERS, QUARANTINED_SET -> 3;
            case SET_UNFIT, OTHER -> 2;
            case NODE_FAILED, PENDING, LIMIT_REACHED, DOCUMENT_AWAITED -> 1;
            case UNDER_WAY, DRAINING -> 0;
        };
    }

    @FunctionalInterface
    private interface Asking<T> {
        T ask() throws NodeUnreachable;
    }

    private static <T> Heard<T> heard(NodeLine line, Asking<T> asking) {
        try {
            return new Heard<>(line.node().name(), Optional.of(asking.ask()), "");
        } catch (NodeUnreachable e) {
            return new Heard<>(line.node().name(), Optional.empty(), e.why());
        }
    }

    @FunctionalInterface
    private interface Call<T> {
        T on(NodeLine line);
    }

    private static <T> List<T> onAll(List<NodeLine> lines, Call<T> call) throws InterruptedException {
        Unheld.beforeAsking("a node");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = threads.invokeAll(
                    lines.stream().<Callable<T>>map(line -> () -> call.on(line)).toList());
            var answers = new ArrayList<T>();
            for (Future<T> each : running) answers.add(each.get());
            return answers;
        } catch (ExecutionException e) {
            throw new AssertionError("a call on a node failed in an unknown way", e);
        }
    }

    @Override
    public void close() {
        lines.forEach(NodeLine::close);
    }
}
