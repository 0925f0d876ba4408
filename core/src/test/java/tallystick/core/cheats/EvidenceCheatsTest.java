package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;

@DisplayName("Intent and evidence, docs/spec/intent.md")
class EvidenceCheatsTest {
    private final SeededEntropy entropy = new SeededEntropy(3);
    private final SecretMemory home = SecretMemory.open();
    private final IdentityKey initiator = IdentityKey.generate(entropy, home);

    @AfterEach
    void close() {
        initiator.close();
        home.close();
    }

    private Intent intent(long wei) {
        var transaction = new FeeMarketTransaction(
                BigInteger.ONE,
                BigInteger.TEN,
                BigInteger.ONE,
                BigInteger.TWO,
                BigInteger.valueOf(21000),
                Address.parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
                BigInteger.valueOf(wei),
                Bytes.empty(),
                List.of());
        return new Intent(
                Transcript.of("tallystick/test/v1/key").digest(),
                List.of(0, 7),
                transaction.chain(),
                transaction.bytes(),
                transaction.digests(),
                Instant.ofEpochSecond(1_800_000_000),
                initiator.verifyKey(),
                Bytes.copyOf(new byte[16]));
    }

    @Test
    void evidence_printsAndParsesToItself() {
        var evidence = Evidence.of(intent(5), initiator);
        var parsed = Evidence.parse(evidence.encode()).orThrow();
        assertEquals(evidence, parsed);
        assertEquals(evidence.intent().id(), parsed.intent().id());
        assertTrue(parsed.isSigned());
    }

    @Test
    void everyFlippedBit_isMalformedOrNotSigned() {
        var bytes = Evidence.of(intent(5), initiator).encode();
        var stillParsed = 0;
        for (var bit = 0; bit < bytes.length() * 8; bit++) {
            var changed = bytes.toArray();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            if (Evidence.parse(Bytes.copyOf(changed)) instanceof Parsed.Ok<Evidence>(var other)) {
                assertFalse(other.isSigned(), "bit " + bit);
                stillParsed++;
            }
        }
        assertThat(stillParsed).isGreaterThan(500);
    }

    @Test
    void everyCutOrAppendedByte_isMalformed() {
        var bytes = Evidence.of(intent(5), initiator).encode();
        for (var length = 0; length < bytes.length(); length++)
            assertInstanceOf(Parsed.Malformed.class, Evidence.parse(bytes.slice(0, length)));
        assertInstanceOf(Parsed.Malformed.class, Evidence.parse(Bytes.concat(bytes, Bytes.copyOf((byte) 0))));
    }

    @Test
    void signatureOfAnotherIntent_isNotThisOnes() {
        var small = Evidence.of(intent(5), initiator);
        assertFalse(new Evidence(intent(6), small.initiatorSignature()).isSigned());
        assertThat(intent(5).id()).isNotEqualTo(intent(6).id());
    }

    @Test
    void strangersKey_cannotSignAsTheInitiator() {
        try (var stranger = IdentityKey.generate(entropy, home)) {
            assertThrows(IllegalArgumentException.class, () -> Evidence.of(intent(5), stranger));
        }
    }
}
