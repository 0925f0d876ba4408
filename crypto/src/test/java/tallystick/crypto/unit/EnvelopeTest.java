package tallystick.crypto.unit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.Envelope;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.Signature64;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;

class EnvelopeTest {
    private static final Bytes CONTEXT = Bytes.ofUtf8("share of key 1, epoch 1");

    private final SeededEntropy entropy = new SeededEntropy(1);

    @Test
    void sealedSecret_opensUnderTheSameKeyAndContext() {
        try (var home = SecretMemory.open();
                var key = SecretBytes.random(32, entropy, home);
                var plain = SecretBytes.random(100, entropy, home);
                var opened = Envelope.open(key, CONTEXT, Envelope.seal(key, CONTEXT, plain, entropy), home)
                        .orThrow()) {
            assertArrayEquals(plain.reveal(SecretAccess.TEST_VECTOR), opened.reveal(SecretAccess.TEST_VECTOR));
        }
    }

    @Test
    void anyFlippedBitOrMissingByte_isMalformed() {
        try (var home = SecretMemory.open();
                var key = SecretBytes.random(32, entropy, home);
                var plain = SecretBytes.random(20, entropy, home)) {
            var sealed = Envelope.seal(key, CONTEXT, plain, entropy);
            for (var bit = 0; bit < sealed.length() * 8; bit++) {
                var changed = sealed.toArray();
                changed[bit / 8] ^= (byte) (1 << bit % 8);
                assertInstanceOf(
                        Parsed.Malformed.class, Envelope.open(key, CONTEXT, Bytes.copyOf(changed), home), "bit " + bit);
            }
            for (var length = 0; length < sealed.length(); length++)
                assertInstanceOf(Parsed.Malformed.class, Envelope.open(key, CONTEXT, sealed.slice(0, length), home));
        }
    }

    @Test
    void anotherContextOrKey_doesNotOpen() {
        try (var home = SecretMemory.open();
                var key = SecretBytes.random(32, entropy, home);
                var other = SecretBytes.random(32, entropy, home);
                var plain = SecretBytes.random(20, entropy, home)) {
            var sealed = Envelope.seal(key, CONTEXT, plain, entropy);
            assertInstanceOf(Parsed.Malformed.class, Envelope.open(key, Bytes.ofUtf8("share of key 2"), sealed, home));
            assertInstanceOf(Parsed.Malformed.class, Envelope.open(other, CONTEXT, sealed, home));
        }
    }

    @Test
    void sealingTwice_neverRepeatsANonce() {
        try (var home = SecretMemory.open();
                var key = SecretBytes.random(32, entropy, home);
                var plain = SecretBytes.random(20, entropy, home)) {
            assertNotEquals(
                    Envelope.seal(key, CONTEXT, plain, entropy).slice(4, 16),
                    Envelope.seal(key, CONTEXT, plain, entropy).slice(4, 16));
        }
    }

    @Test
    void identityKey_signsStatementsThatOnlyItsOwnHalfVerifies() {
        var statement = Transcript.of("tallystick/trial/v1/one").digest();
        var other = Transcript.of("tallystick/trial/v1/two").digest();
        try (var home = SecretMemory.open();
                var key = IdentityKey.generate(entropy, home);
                var stranger = IdentityKey.generate(entropy, home);
                var seed = key.seed();
                var again = IdentityKey.of(seed, home)) {
            var signature = key.sign(statement);
            assertTrue(key.verifyKey().verifies(statement, signature));
            assertFalse(key.verifyKey().verifies(other, signature));
            assertFalse(stranger.verifyKey().verifies(statement, signature));
            assertEquals(signature, again.sign(statement), "signing is deterministic");
            var changed = signature.bytes().toArray();
            changed[40] ^= 1;
            assertFalse(key.verifyKey().verifies(statement, new Signature64(Bytes.copyOf(changed))));
        }
    }
}
