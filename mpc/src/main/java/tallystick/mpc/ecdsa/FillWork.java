package tallystick.mpc.ecdsa;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// One party's side of one fill, over all its rounds. Works on the pair's secrets only while the caller holds their
/// lock.
final class FillWork implements PoolState.Work {
    private final PoolContext context;
    private final PoolContext.Side own;
    private final ExtensionShape shape;
    private final SecretMemory home;
    /// Items in which this party is sender, and receiver.
    private final SecretBytes senderItems;
    private final SecretBytes receiverItems;
    private Optional<PoolContext.Side> peer = Optional.empty();
    private Optional<ExtensionReceiver> receiver = Optional.empty();
    private Optional<ExtensionSender> sender = Optional.empty();
    private List<Digest32> senderMessages = List.of();
    private List<Digest32> receiverMessages = List.of();
    private List<VoleReceiver.Check> receiverChecks = List.of();
    private boolean handedOver;

    FillWork(PoolContext context, PoolContext.Side own, SecretMemory home) {
        this.context = context;
        this.own = own;
        this.shape = ExtensionShape.of(context.items());
        this.home = home;
        try (var held = new Held()) {
            this.senderItems = held.hold(home.allocate(context.items() * VoleSender.ITEM_BYTES));
            this.receiverItems = held.release(home.allocate(context.items() * VoleReceiver.ITEM_BYTES));
        }
    }

    Digest32 agreement() {
        return context.agreement();
    }

    /// What this party sent and heard in the hellos.
    Digest32 hellos() {
        return context.hellos(own, peer.orElseThrow());
    }

    /// The extension in which this party is receiver.
    ExtensionMessage extend(PairSecrets pair, PoolContext.Side theirs) {
        VectorPractice.check(home);
        peer = Optional.of(theirs);
        var name = context.pair();
        var instance = context.instance(name.peer(), name.self(), theirs, own);
        var state = pair.receiver();
        var extension = ExtensionReceiver.extend(shape, instance, state.zeroSeeds(), state.oneSeeds(), home);
        receiver = Optional.of(extension);
        return extension.message();
    }

    /// All that the check of the extension needs in which this party is sender.
    void prepareExtension(PairSecrets pair, ExtensionMessage message) {
        VectorPractice.check(home);
        var name = context.pair();
        var instance = context.instance(name.self(), name.peer(), own, peer.orElseThrow());
        var state = pair.sender();
        sender = Optional.of(ExtensionSender.extend(shape, instance, state.delta(), state.seeds(), message, home));
    }

    /// That check.
    boolean extensionPasses() {
        return sender.orElseThrow().passes();
    }

    /// The VOLEs in which this party is sender.
    List<PoolMessage.Corrections> correlate(PairSecrets pair, Entropy entropy) {
        VectorPractice.check(home);
        var made = new ArrayList<PoolMessage.Corrections>(shape.items());
        try (var vole =
                new VoleSender(shape, sender.orElseThrow(), pair.sender().delta(), home)) {
            for (var item = 0; item < shape.items(); item++) {
                var out = senderItems.memory().asSlice((long) item * VoleSender.ITEM_BYTES, VoleSender.ITEM_BYTES);
                made.add(PoolMessage.Corrections.of(vole.make(item, entropy, out)));
            }
            senderMessages = vole.messages();
        }
        sender.orElseThrow().close();
        return made;
    }

    /// All that the check of the VOLEs needs in which this party is receiver.
    void prepareCorrelations(List<PoolMessage.Corrections> items) {
        VectorPractice.check(home);
        try (var vole = new VoleReceiver(shape, receiver.orElseThrow(), home)) {
            for (var item = 0; item < shape.items(); item++) {
                var out =
                        receiverItems.memory().asSlice((long) item * VoleReceiver.ITEM_BYTES, VoleReceiver.ITEM_BYTES);
                vole.make(item, items.get(item).message(), out);
            }
            receiverMessages = vole.messages();
            receiverChecks = vole.checks();
        }
        receiver.orElseThrow().close();
    }

    /// That check, of all items.
    boolean correlationsPass() {
        return VoleReceiver.pass(receiverChecks);
    }

    /// Hash of everything both directions said, the same on both sides.
    Digest32 confirmation() {
        var selfIsLower = context.pair().selfIsLower();
        var lower = selfIsLower ? senderMessages : receiverMessages;
        var higher = selfIsLower ? receiverMessages : senderMessages;
        return Transcript.of("tallystick/pool/v1/confirmation")
                .add("agreement", context.agreement())
                .add("lower pool", (selfIsLower ? outgoing() : incoming()).value())
                .add("higher pool", (selfIsLower ? incoming() : outgoing()).value())
                .add("lower sent", bytes(lower))
                .add("higher sent", bytes(higher))
                .digest();
    }

    private static List<Bytes> bytes(List<Digest32> digests) {
        return digests.stream().map(Digest32::bytes).toList();
    }

    private PoolId outgoing() {
        return PoolContext.poolId(sender.orElseThrow().transcript());
    }

    private PoolId incoming() {
        return PoolContext.poolId(receiver.orElseThrow().transcript());
    }

    /// The items; this object is spent.
    PairBatch finish() {
        var batch = new PairBatch(context.pair(), outgoing(), incoming(), context.items(), senderItems, receiverItems);
        handedOver = true;
        return batch;
    }

    @Override
    public void close() {
        receiver.ifPresent(ExtensionReceiver::close);
        sender.ifPresent(ExtensionSender::close);
        if (handedOver) return;
        senderItems.close();
        receiverItems.close();
    }
}
