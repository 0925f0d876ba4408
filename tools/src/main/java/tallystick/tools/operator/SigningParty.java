package tallystick.tools.operator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.tools.doctor.Printable;

/// Brings the same order or evidence to several nodes at once and compares what they answer. It has no authority: each
/// node judges alone, and every answer is checked again by whoever asked.
public final class SigningParty {
    private static final int ATTEMPTS_MAX = 4;
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final List<NodeDoor> doors;

    /// @param doors all nodes that take part
    public SigningParty(List<NodeDoor> doors) {
        this.doors = List.copyOf(doors);
    }

    /// Generates a key on all nodes.
    ///
    /// @param news each node's name with what it tells
    /// @throws Unable if any node failed, or the nodes do not report the very same key
    public KeyCard generate(CeremonyOrder order, Duration limit, BiConsumer<String, CeremonyNews> news)
            throws NodeUnreachable, Unable, InterruptedException {
        var cards = onAll(door -> {
            var generated = new ArrayList<KeyCard>();
            var failures = new ArrayList<String>();
            door.ceremony(order, limit, each -> {
                news.accept(door.name(), each);
                if (each instanceof CeremonyNews.Generated(var key)) generated.add(key);
                if (each instanceof CeremonyNews.Failed(var why)) failures.add(why);
            });
            if (!failures.isEmpty())
                throw new Unable("node %s: %s".formatted(door.name(), Printable.ofLong(failures.getFirst())));
            if (generated.size() != 1) throw new Unable("node %s ended without a key".formatted(door.name()));
            return generated.getFirst();
        });
        if (cards.stream().distinct().count() != 1)
            throw new Unable("the nodes report different keys: do not use any of them");
        return cards.getFirst();
    }

    /// Asks all nodes to sign, again after a moment where what stopped them may pass. One answer is enough: a node
    /// releases only what it has verified, and whoever lost the last message finds no more than the others have.
    ///
    /// @throws Unable if a node refused, signing stopped for good, or the nodes report different signatures
    public SignReply.Signed sign(SignRequest request, Duration limit)
            throws NodeUnreachable, Unable, InterruptedException {
        for (var attempt = 1; ; attempt++) {
            var asked = attempt == 1 ? request : request.again(new SystemEntropy());
            var replies = onAll(door -> new Answer(door.name(), door.sign(asked, limit)));
            var signed = replies.stream()
                    .flatMap(answer ->
                            answer.reply() instanceof SignReply.Signed good ? Stream.of(good) : Stream.empty())
                    .distinct()
                    .toList();
            if (signed.size() > 1) throw new Unable("the nodes report different signatures");
            if (signed.size() == 1) return signed.getFirst();
            var why = replies.stream().map(Answer::why).toList();
            if (attempt == ATTEMPTS_MAX || !replies.stream().allMatch(Answer::mayRetry))
                throw new Unable(String.join("; ", why));
            Thread.sleep(PAUSE.multipliedBy(attempt));
        }
    }

    private record Answer(String node, SignReply reply) {
        boolean mayRetry() {
            return reply instanceof SignReply.Aborted(var _, var retry) && retry;
        }

        String why() {
            return SigningParty.why(node, reply);
        }
    }

    /// What a node's answer says, in words fit for a terminal: a node chooses its own.
    static String why(String node, SignReply reply) {
        return switch (reply) {
            case SignReply.Signed _ -> "node %s signed".formatted(node);
            case SignReply.Refused(var _, var why) -> "node %s refused: %s".formatted(node, Printable.ofLong(why));
            case SignReply.Aborted(var why, var _) ->
                "node %s: signing stopped: %s".formatted(node, Printable.ofLong(why));
        };
    }

    @FunctionalInterface
    private interface Call<T> {
        T on(NodeDoor door) throws NodeUnreachable, Unable;
    }

    private <T> List<T> onAll(Call<T> call) throws NodeUnreachable, Unable, InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = threads.invokeAll(
                    doors.stream().<Callable<T>>map(door -> () -> call.on(door)).toList());
            var answers = new ArrayList<T>();
            for (Future<T> each : running) answers.add(each.get());
            return answers;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Unable unable -> throw unable;
                case NodeUnreachable unreachable -> throw unreachable;
                case null, default -> throw new AssertionError("a call on a node failed in an unknown way", e);
            }
        }
    }
}
