package tallystick.node.kit;

import io.grpc.CallOptions;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.KeyRecord;
import tallystick.core.wire.NodeStatus;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.wire.Wire;

/// An operator and a treasurer of [NodePrograms]. What a node that dies meanwhile would have answered is left out.
public record Desk(NodePrograms nodes) {
    private static final SystemEntropy ENTROPY = new SystemEntropy();
    private static final long EXPIRY_SECONDS = 300;

    /// Brings a task to nodes at once; each one's last news.
    public Map<String, CeremonyNews> hold(
            CeremonyTask task, int attempt, List<String> names, BiConsumer<String, CeremonyNews> onNews) {
        var order = new CeremonyOrder.Draft(task, attempt, 1, expiry(), ENTROPY.bytes(32), "operator")
                .sign(nodes.identity("operator").key());
        var last = new ConcurrentHashMap<String, CeremonyNews>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var name : names)
                threads.execute(() -> listen(name, order, news -> {
                    last.put(name, news);
                    onNews.accept(name, news);
                }));
        }
        return last;
    }

    private void listen(String name, CeremonyOrder order, java.util.function.Consumer<CeremonyNews> onNews) {
        var channel = nodes.door("operator", name);
        try {
            ClientCalls.blockingServerStreamingCall(channel, Wire.CEREMONY, CallOptions.DEFAULT, order.encode())
                    .forEachRemaining(
                            bytes -> onNews.accept(CeremonyNews.parse(bytes).orThrow()));
        } catch (StatusRuntimeException gone) {
            // Its last news stays what it was.
            return;
        } finally {
            channel.shutdownNow();
        }
    }

    /// A request to send some wei, signed by the treasurer.
    public SignRequest request(Digest32 key, List<String> signers) {
        var transaction = new FeeMarketTransaction(
                BigInteger.ONE,
                BigInteger.ZERO,
                BigInteger.ONE,
                BigInteger.TWO,
                BigInteger.valueOf(21_000),
                Optional.of(Address.of(Curve.SECP256K1.group().generator())),
                BigInteger.valueOf(7),
                Bytes.empty(),
                List.of());
        var treasurer = nodes.identity("treasurer").key();
        var intent = new Intent(
                Intent.Version.V2,
                key,
                List.of(),
                transaction.chain(),
                transaction.content(),
                transaction.bytes(),
                transaction.digests(),
                expiry(),
                treasurer.verifyKey(),
                ENTROPY.bytes(16));
        return again(Evidence.of(intent, treasurer), signers);
    }

    /// The same intent, asked for anew.
    public SignRequest again(Evidence evidence, List<String> signers) {
        return new SignRequest(evidence, Bytes.empty(), signers, ENTROPY.bytes(16));
    }

    /// Brings a request to its signers at once; what each answered.
    public Map<String, SignReply> sign(SignRequest request) {
        var replies = new ConcurrentHashMap<String, SignReply>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var name : request.signers())
                threads.execute(() -> ask(name, request).ifPresent(reply -> replies.put(name, reply)));
        }
        return replies;
    }

    /// What one node answers; empty if it is gone before it does.
    public Optional<SignReply> ask(String name, SignRequest request) {
        try {
            return Optional.of(SignReply.parse(nodes.call("treasurer", name, Wire.SIGN, request.encode()))
                    .orThrow());
        } catch (StatusRuntimeException gone) {
            return Optional.empty();
        }
    }

    /// What a node shows of a key.
    public KeyRecord shown(String name, Digest32 key) {
        return KeyRecord.parse(nodes.call("operator", name, Wire.KEY, key.bytes()))
                .orThrow();
    }

    /// What a node holds.
    public List<KeyCard> cards(String name) {
        return NodeStatus.parse(nodes.call("operator", name, Wire.STATUS, Bytes.empty()))
                .orThrow()
                .keys();
    }

    private static Instant expiry() {
        return Instant.ofEpochSecond(Instant.now().getEpochSecond() + EXPIRY_SECONDS);
    }
}
