package tallystick.node.kit;

import io.grpc.CallOptions;
import io.grpc.stub.ClientCalls;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.key.Scheme;
import tallystick.wire.Wire;

/// What operator and treasurer ask of nodes that run as processes.
public final class ProgramOrders {
    private static final SystemEntropy ENTROPY = new SystemEntropy();

    private ProgramOrders() {}

    /// Has nodes generate an ECDSA key.
    public static KeyCard generate(NodePrograms nodes, List<String> names, String tree, ExecutorService threads)
            throws Exception {
        return hold(nodes, names, new CeremonyTask.Generate(Scheme.ECDSA_SECP256K1.code(), tree), 1, threads);
    }

    /// Holds a ceremony; all of `names` must have its key.
    public static KeyCard hold(
            NodePrograms nodes, List<String> names, CeremonyTask task, int attempt, ExecutorService threads)
            throws Exception {
        var order = new CeremonyOrder.Draft(
                        task,
                        attempt,
                        nodes.roster().version(),
                        Instant.ofEpochSecond(Instant.now().getEpochSecond() + 300),
                        ENTROPY.bytes(32),
                        "operator")
                .sign(nodes.identity("operator").key());
        var all = names.stream()
                .map(name -> threads.submit(() -> last(nodes, name, order)))
                .toList();
        var keys = new java.util.ArrayList<KeyCard>();
        for (var each : all)
            switch (Patience.result(each)) {
                case CeremonyNews.Generated(var key) -> keys.add(key);
                case CeremonyNews.Failed(var why) -> throw new AssertionError(why);
                case CeremonyNews.Stage stage -> throw new AssertionError("stopped at " + stage);
            }
        return keys.getFirst();
    }

    private static CeremonyNews last(NodePrograms nodes, String name, CeremonyOrder order) {
        var channel = nodes.door("operator", name);
        try {
            var news = ClientCalls.blockingServerStreamingCall(
                    channel, Wire.CEREMONY, CallOptions.DEFAULT, order.encode());
            var last = Bytes.empty();
            while (news.hasNext()) last = news.next();
            return CeremonyNews.parse(last).orThrow();
        } finally {
            channel.shutdownNow();
        }
    }

    /// The treasurer's request for a payment, signed by `signers`.
    public static SignRequest request(NodePrograms nodes, KeyCard key, List<String> signers) {
        return new Desk(nodes).request(key.id(), signers);
    }
}
