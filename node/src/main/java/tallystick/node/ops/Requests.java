package tallystick.node.ops;

import java.util.SortedMap;
import java.util.function.Supplier;
import tallystick.core.wire.SignReply;

/// Counts requests to sign by what became of them.
///
/// **Threads** any.
public final class Requests {
    private final Counts outcomes = new Counts();
    private final Durations signed = new Durations();

    /// Answers one request, and counts it.
    public SignReply count(Supplier<SignReply> answer) {
        var begin = System.nanoTime();
        var reply = answer.get();
        outcomes.add(
                switch (reply) {
                    case SignReply.Signed _ -> {
                        signed.record(System.nanoTime() - begin);
                        yield "signed";
                    }
                    case SignReply.Refused _ -> "refused";
                    case SignReply.Aborted _ -> "aborted";
                });
        return reply;
    }

    SortedMap<String, Long> outcomes() {
        return outcomes.sums();
    }

    Durations signed() {
        return signed;
    }
}
