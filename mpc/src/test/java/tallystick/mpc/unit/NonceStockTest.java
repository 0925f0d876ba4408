package tallystick.mpc.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ecdsa.BootId;
import tallystick.mpc.ecdsa.NonceBatch;
import tallystick.mpc.ecdsa.NonceStock;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.session.PartyId;

class NonceStockTest {
    private static final PartyId PEER = new PartyId(2);

    private static Digest32 digest(int number) {
        var bytes = new byte[32];
        bytes[0] = (byte) number;
        return new Digest32(Bytes.copyOf(bytes));
    }

    private static NonceBatch batch(int number) {
        return new NonceBatch(
                new BootId(digest(0)), digest(number), Collections.nCopies(NonceBatch.COUNT_MAX, digest(number)));
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
        }
    }
}
