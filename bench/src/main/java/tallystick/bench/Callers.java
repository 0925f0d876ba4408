package tallystick.bench;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.core.chain.solana.Draft;
import tallystick.core.chain.solana.Solana;
import tallystick.core.chain.solana.SolanaTransaction;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.demo.BitcoinSpending;
import tallystick.demo.fleet.Fleet;
import tallystick.mpc.key.Scheme;
import tallystick.tools.operator.NodeDoor;
import tallystick.tools.operator.NodeUnreachable;
import tallystick.tools.operator.SigningDesk;
import tallystick.tools.operator.SigningParty;
import tallystick.tools.operator.Unable;

/// Programs that ask two nodes of a fleet for signatures under one key, as an initiator does.
///
/// **Threads** any.
final class Callers implements AutoCloseable {
    private static final List<String> SIGNERS = List.of("client", "risk");
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final SigningDesk desk;
    private final List<NodeDoor> doors = new ArrayList<>();
    private final SigningParty nodes;
    private final AtomicLong nonce = new AtomicLong();

    Callers(Fleet fleet, KeyCard key) {
        var initiator = fleet.identity("treasurer");
        this.desk = new SigningDesk(fleet.roster(), initiator, key);
        for (var signer : SIGNERS) doors.add(new NodeDoor(initiator.tls(), fleet.near(signer)));
        this.nodes = new SigningParty(doors);
    }

    @Override
    public void close() {
        doors.forEach(NodeDoor::close);
    }

    /// One request after the other, with time between them for the pools.
    ///
    /// @return milliseconds, sorted
    double[] oneByOne(int count) throws InterruptedException, Unable, NodeUnreachable {
        var millis = new double[count];
        for (var i = 0; i < millis.length; i++) {
            Thread.sleep(PAUSE);
            millis[i] = one();
        }
        Arrays.sort(millis);
        return millis;
    }

    /// Signatures a second by many callers at once.
    double together(int callers, Duration time) throws IOException, InterruptedException {
        return together(callers, time, this::sign);
    }

    /// What callers do over and over.
    @FunctionalInterface
    interface Work {
        void run() throws InterruptedException, Unable, NodeUnreachable;
    }

    /// How often a second many callers at once do something.
    double together(int callers, Duration time, Work work) throws IOException, InterruptedException {
        var begun = System.nanoTime();
        var end = begun + time.toNanos();
        Callable<Long> caller = () -> {
            var done = 0L;
            for (; System.nanoTime() < end; done++) work.run();
            return done;
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = 0L;
            for (var each : threads.invokeAll(Collections.nCopies(callers, caller))) all += each.get();
            return all / ((System.nanoTime() - begun) / 1e9);
        } catch (ExecutionException e) {
            throw new IOException("a caller failed", e);
        }
    }

    /// So many signatures a second, by many callers in turn, whatever each takes. Who is late goes on with the next one
    /// due: what a queue would hide is not hidden.
    ///
    /// @return milliseconds, sorted
    double[] steadily(int callers, double perSecond, Duration time) throws IOException, InterruptedException {
        var pause = (long) (1e9 * callers / perSecond);
        var begun = System.nanoTime();
        var end = begun + time.toNanos();
        var turns = new AtomicLong();
        Callable<List<Double>> caller = () -> {
            var millis = new ArrayList<Double>();
            var next = begun + turns.getAndIncrement() * pause / callers;
            for (; next < end; next = Math.max(next + pause, System.nanoTime())) {
                var early = next - System.nanoTime();
                if (early > 0) Thread.sleep(Duration.ofNanos(early));
                var asked = System.nanoTime();
                sign();
                millis.add((System.nanoTime() - asked) / 1e6);
            }
            return millis;
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Double>();
            for (var each : threads.invokeAll(Collections.nCopies(callers, caller))) all.addAll(each.get());
            return all.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        } catch (ExecutionException e) {
            throw new IOException("a caller failed", e);
        }
    }

    /// One request.
    ///
    /// @return milliseconds
    double one() throws InterruptedException, Unable, NodeUnreachable {
        var begun = System.nanoTime();
        sign();
        return (System.nanoTime() - begun) / 1e6;
    }

    /// One request of a Bitcoin transaction that spends so many coins of one address: as many signatures in one run.
    void batch(int coins) throws InterruptedException, Unable, NodeUnreachable {
        var bundle = new BitcoinSpending(desk.key(), AddressForm.P2WPKH)
                .payment(Collections.nCopies(coins, BitcoinSpending.receiving(0)));
        var request = new SignRequest(
                desk.evidence(bundle),
                Bytes.empty(),
                SIGNERS,
                new SystemEntropy().bytes(SignRequest.ATTEMPT_LENGTH_BYTES));
        var signatures = nodes.sign(request, LIMIT).signatures();
        if (signatures.size() != coins || bundle.attach(signatures).bytes().length() == 0)
            throw new AssertionError("%d signatures".formatted(signatures.size()));
    }

    private void sign() throws InterruptedException, Unable, NodeUnreachable {
        var isEdwards = desk.key().schemeCode() == Scheme.FROST_ED25519.code();
        var open = isEdwards ? solana(desk.key()) : ethereum();
        var completed = isEdwards ? solana(desk.key()).withBlockhash(new SystemEntropy().bytes(32)) : open;
        var request = new SignRequest(
                desk.evidence(open),
                isEdwards ? completed.bytes() : Bytes.empty(),
                SIGNERS,
                new SystemEntropy().bytes(SignRequest.ATTEMPT_LENGTH_BYTES));
        var signed = completed.attach(nodes.sign(request, LIMIT).signatures());
        if (signed.bytes().length() == 0) throw new AssertionError("nothing signed");
    }

    private UnsignedTransaction ethereum() {
        return new FeeMarketTransaction(
                BigInteger.valueOf(31_337),
                BigInteger.valueOf(nonce.getAndIncrement()),
                BigInteger.valueOf(1_000_000_000L),
                BigInteger.valueOf(2_000_000_000L),
                BigInteger.valueOf(21_000),
                Optional.of(Address.of(Curve.SECP256K1.group().generator())),
                BigInteger.valueOf(250_000_000_000_000_000L),
                Bytes.empty(),
                List.of());
    }

    private static SolanaTransaction solana(KeyCard key) {
        var group = Curve.ED25519.group();
        var payer = tallystick.core.chain.solana.Address.of(
                group.parsePoint(key.point()).orThrow());
        return Draft.of(Solana.DEVNET, payer)
                .transfer(tallystick.core.chain.solana.Address.of(group.generator()), BigInteger.valueOf(1_000_000_000))
                .build();
    }
}
