package tallystick.tools.operator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;

/// Brings the same order or evidence to several nodes at once and compares what they answer. It has no authority: each
/// node judges alone, and every answer is checked again by whoever asked.
public final class SigningParty {
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
            if (!failures.isEmpty()) throw new Unable("node %s: %s".formatted(door.name(), failures.getFirst()));
            if (generated.size() != 1) throw new Unable("node %s ended without a key".formatted(door.name()));
            return generated.getFirst();
        });
        if (cards.stream().distinct().count() != 1)
            throw new Unable("the nodes report different keys: do not use any of them");
        return cards.getFirst();
    }

    /// Asks all nodes to sign.
    ///
    /// @throws Unable if any node refused or aborted, or the nodes report different signatures
    public SignReply.Signed sign(SignRequest request, Duration limit)
            throws NodeUnreachable, Unable, InterruptedException {
        var replies = onAll(door -> switch (door.sign(request, limit)) {
            case SignReply.Signed signed -> signed;
            case SignReply.Refused(var why) -> throw new Unable("node %s refused: %s".formatted(door.name(), why));
            case SignReply.Aborted(var why, var retry) ->
                throw new Unable("node %s: signing stopped: %s%s"
                        .formatted(door.name(), why, retry ? "; the same request may be sent again" : ""));
        });
        if (replies.stream().distinct().count() != 1) throw new Unable("the nodes report different signatures");
        return replies.getFirst();
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
