package tallystick.mpc.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.ecdsa.BootId;
import tallystick.mpc.ecdsa.NonceBatch;
import tallystick.mpc.ecdsa.NonceStock;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.PartyId;

class NonceStockTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId PEER = new PartyId(2);

    private static Digest32 digest(int number) {
        var bytes = new byte[32];
        bytes[0] = (byte) number;
        return new Digest32(Bytes.copyOf(bytes));
    }

    private static NonceBatch batch(int number) {
        return batch(number, NonceStock.KEPT_MAX / 4);
    }

    private static NonceBatch batch(int number, int count) {
        var boot = new BootId(SigningWorld.digest(-1));
        return new NonceBatch(boot, digest(number), Collections.nCopies(count, digest(number)));
    }

    @Test
    void ownNoncesBeyondWhatOthersKeep_areNotPrepared() {
        try (var world = SigningWorld.of("2 of (a, b)", 21)) {
            var stock = world.stock(ONE);
            for (var batch = 0; batch < 2; batch++)
                world.deliver(ONE, stock.prepare(NonceStock.KEPT_MAX / 2, world.chance(ONE)));
            assertEquals(NonceStock.KEPT_MAX, stock.available());
            var before = world.openSecretBytes();
            assertThrows(IllegalArgumentException.class, () -> stock.prepare(1, world.chance(ONE)));
            assertThrows(IllegalArgumentException.class, () -> stock.prepare(Integer.MAX_VALUE, world.chance(ONE)));
            assertEquals(before, world.openSecretBytes());
            world.deliver(PEER, world.stock(PEER).prepare(8, world.chance(PEER)));
            for (var signing = 0; signing < 2; signing++)
                Outcomes.assertFinished(world.agreeing(world.terms(1, 1, 2)).run());
            assertEquals(NonceStock.KEPT_MAX - 2, stock.available());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> stock.prepare(1, world.chance(ONE)),
                    "others keep the rest of the first batch still");
        }
    }

    @Test
    void ownBatchesBeyondWhatOthersKeep_areNotPrepared() {
        try (var world = SigningWorld.of("2 of (a, b)", 21)) {
            var stock = world.stock(ONE);
            for (var batch = 0; batch < NonceStock.BATCHES_MAX; batch++)
                world.deliver(ONE, stock.prepare(1, world.chance(ONE)));
            assertThrows(IllegalArgumentException.class, () -> stock.prepare(1, world.chance(ONE)));
            assertEquals(NonceStock.BATCHES_MAX, world.stock(PEER).availableOf(ONE));
            world.deliver(PEER, world.stock(PEER).prepare(1, world.chance(PEER)));
            Outcomes.assertFinished(world.agreeing(world.terms(1, 1, 2)).run());
            stock.prepare(1, world.chance(ONE));
        }
    }

    @Test
    void stockOfAParty_thatIsNotOfTheKey_isRefused() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.ECDSA_SECP256K1, 5)) {
            var boot = new BootId(digest(0));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new NonceStock(dealt.key(), new PartyId(3), boot, dealt.home()));
        }
    }

    @Test
    void preparedAfterClose_leavesNothingAllocated() {
        try (var world = SigningWorld.of("2 of (a, b)", 5)) {
            var stock = world.stock(ONE);
            stock.close();
            var before = world.openSecretBytes();
            assertThrows(IllegalStateException.class, () -> stock.prepare(4, world.chance(ONE)));
            assertEquals(before, world.openSecretBytes());
        }
    }

    @Test
    void chanceThatFailsHalfWay_leavesNothingAllocated() {
        try (var world = SigningWorld.of("2 of (a, b)", 5)) {
            var stock = world.stock(ONE);
            var before = world.openSecretBytes();
            var left = new AtomicInteger(5);
            Entropy failing = target -> {
                if (left.getAndDecrement() == 0) throw new IllegalStateException("no chance left");
                world.chance(ONE).fill(target);
            };
            assertThrows(IllegalStateException.class, () -> stock.prepare(64, failing));
            assertEquals(before, world.openSecretBytes());
            assertEquals(0, stock.available());
        }
    }

    /// Closing is another thread's, and may fall between the draws.
    @Test
    void closedWhileNoncesAreDrawn_leavesNothingAllocated() {
        try (var world = SigningWorld.of("2 of (a, b)", 5)) {
            var stock = world.stock(ONE);
            var before = world.openSecretBytes();
            Entropy closing = target -> {
                stock.close();
                world.chance(ONE).fill(target);
            };
            assertThrows(IllegalStateException.class, () -> stock.prepare(4, closing));
            assertEquals(before, world.openSecretBytes());
        }
    }

    /// So long is remembered what came, and no longer: a memory without bound would be the peer's to fill.
    @Test
    void batchesBeyondThoseRemembered_areForgottenOldestFirst() {
        try (var key = DealtKey.deal("2 of (a, b, c)", Scheme.ECDSA_SECP256K1, 1);
                var stock = new NonceStock(key.key(), ONE, new BootId(digest(9)), key.home())) {
            var remembered = 1 << 10;
            for (var number = 0; number < remembered; number++)
                assertEquals(NonceStock.Acceptance.KEPT, stock.accept(PEER, single(number)));
            assertEquals(NonceStock.Acceptance.REPEATED, stock.accept(PEER, single(0)));
            assertEquals(NonceStock.Acceptance.KEPT, stock.accept(PEER, single(remembered)));
            assertEquals(NonceStock.Acceptance.REPEATED, stock.accept(PEER, single(1)));
            assertEquals(NonceStock.Acceptance.KEPT, stock.accept(PEER, single(0)));
        }
    }

    @Test
    void commitmentsOfTheLifeThatGoesOn_areKept_andThoseOfTheEarlierForgotten() {
        try (var key = DealtKey.deal("2 of (a, b, c)", Scheme.ECDSA_SECP256K1, 1);
                var stock = new NonceStock(key.key(), ONE, new BootId(digest(9)), key.home())) {
            var now = new BootId(digest(7));
            assertEquals(NonceStock.Acceptance.KEPT, stock.accept(PEER, single(1)));
            assertEquals(
                    NonceStock.Acceptance.KEPT,
                    stock.accept(PEER, new NonceBatch(now, digest(2), List.of(digest(3), digest(4)))));
            stock.forgetAllBut(PEER, now);
            assertEquals(2, stock.availableOf(PEER));
        }
    }

    private static NonceBatch single(int number) {
        return new NonceBatch(new BootId(digest(0)), SigningWorld.digest(number), List.of(digest(1)));
    }

    /// A peer that signs with others spends nonces of which this party never hears.
    @Test
    void commitmentsBeyondTheMost_pushOutTheOldest() {
        try (var key = DealtKey.deal("2 of (a, b, c)", Scheme.ECDSA_SECP256K1, 1);
                var stock = new NonceStock(key.key(), new PartyId(1), new BootId(digest(9)), key.home())) {
            for (var number = 1; number <= 5; number++)
                assertEquals(NonceStock.Acceptance.KEPT, stock.accept(PEER, batch(number)));
            assertEquals(NonceStock.KEPT_MAX, stock.availableOf(PEER));
            assertEquals(NonceStock.Acceptance.REPEATED, stock.accept(PEER, batch(1)));
            for (var number = 0; number < 2 * NonceStock.BATCHES_MAX; number++)
                assertEquals(NonceStock.Acceptance.KEPT, stock.accept(PEER, single(number)));
            assertEquals(NonceStock.BATCHES_MAX, stock.availableOf(PEER), "of one each");
        }
    }

    @Test
    void boundOutOfRange_isRefused_andOneWithinHolds() {
        try (var key = DealtKey.deal("2 of (a, b, c)", Scheme.ECDSA_SECP256K1, 1)) {
            var boot = new BootId(digest(9));
            for (var wrong : List.of(0, NonceStock.KEPT_MAX + 1))
                assertThrows(
                        IllegalArgumentException.class, () -> new NonceStock(key.key(), ONE, boot, key.home(), wrong));
            try (var stock = new NonceStock(key.key(), ONE, boot, key.home(), 8)) {
                for (var number = 0; number < 3; number++) stock.accept(PEER, batch(number, 3));
                assertEquals(6, stock.availableOf(PEER));
                stock.accept(PEER, batch(9, 9));
                assertEquals(0, stock.availableOf(PEER));
                assertThrows(IllegalArgumentException.class, () -> stock.prepare(9, new SeededEntropy(1)));
            }
        }
    }

    /// Whoever shares many keys fills none of them beyond what it needs there.
    @Test
    void commitmentsOfAPeer_takeAHundredKilobytesAtTheMost() {
        try (var key = DealtKey.deal("2 of (a, b, c)", Scheme.ECDSA_SECP256K1, 1)) {
            var kept = 1024;
            var stocks = new ArrayList<NonceStock>();
            var before = heapBytes();
            for (var each = 0; each < 64; each++) {
                var stock = new NonceStock(key.key(), ONE, new BootId(digest(9)), key.home(), kept);
                stocks.add(stock);
                for (var number = 0; number < 1100; number++) stock.accept(PEER, single(number));
                for (var number = 0; number < NonceStock.BATCHES_MAX; number++)
                    stock.accept(PEER, batch(number, kept / NonceStock.BATCHES_MAX));
                assertEquals(kept, stock.availableOf(PEER));
            }
            var each = (heapBytes() - before) / stocks.size();
            assertTrue(each < 150_000, each + " bytes");
            stocks.forEach(NonceStock::close);
        }
    }

    private static long heapBytes() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
