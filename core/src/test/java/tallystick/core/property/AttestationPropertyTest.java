package tallystick.core.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.attestation.AttestationDraft;
import tallystick.core.attestation.NodeAttestation;
import tallystick.core.kit.AttestationWords;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretMemory;

@DisplayName("Attestations of any shape, docs/spec/attestation.md")
class AttestationPropertyTest {
    private static final SecretMemory HOME = SecretMemory.open();
    private static final int SHAPES = 60;

    @Test
    void everyAttestationAndDraft_isReadAsItWas() {
        for (var seed = 0; seed < SHAPES; seed++) {
            var words = new AttestationWords(seed, HOME);
            var attestation = words.attestation();
            var draft = words.draft();
            assertEquals(new Parsed.Ok<>(attestation), NodeAttestation.parse(attestation.encode()), "seed " + seed);
            assertEquals(new Parsed.Ok<>(draft), AttestationDraft.parse(draft.encode()), "seed " + seed);
        }
    }

    @Test
    void everyFlippedBit_isMalformedOrSomethingElseThatIsSigned() {
        var changed = 0;
        for (var seed = 0; seed < 4; seed++) {
            var attestation = new AttestationWords(seed, HOME).attestation();
            var statement = attestation.own().testimony().statement(attestation.facts());
            var bytes = attestation.encode();
            for (var bit = 0; bit < bytes.length() * 8; bit += 3) {
                var flipped = bytes.toArray();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                if (!(NodeAttestation.parse(Bytes.copyOf(flipped)) instanceof Parsed.Ok<NodeAttestation>(var other)))
                    continue;
                assertThat(other.encode()).isEqualTo(Bytes.copyOf(flipped));
                var others = other.own().testimony().statement(other.facts());
                var isOutside = other.facts().equals(attestation.facts())
                        && other.own().testimony().equals(attestation.own().testimony());
                assertThat(others.equals(statement))
                        .as("seed %d bit %d", seed, bit)
                        .isEqualTo(isOutside);
                changed++;
            }
        }
        assertThat(changed).isGreaterThan(1000);
    }

    @Test
    void everyCutOrAppendedByte_isMalformed() {
        var refused = 0;
        var bytes = new AttestationWords(7, HOME).attestation().encode();
        for (var length = 0; length < bytes.length(); length++) {
            assertThat(NodeAttestation.parse(bytes.slice(0, length))).isInstanceOf(Parsed.Malformed.class);
            refused++;
        }
        assertThat(NodeAttestation.parse(Bytes.concat(bytes, Bytes.copyOf((byte) 0))))
                .isInstanceOf(Parsed.Malformed.class);
        assertThat(refused).isGreaterThan(300);
    }

    @Test
    void statements_differWhereverWhatIsSaidDiffers() {
        var seen = new HashSet<Digest32>();
        for (var seed = 0; seed < SHAPES; seed++) {
            var words = new AttestationWords(seed, HOME);
            var facts = words.facts();
            assertThat(seen.add(words.testimony().statement(facts))).isTrue();
            assertThat(seen.add(words.testimony().statement(facts))).isTrue();
        }
        assertEquals(2 * SHAPES, seen.size());
    }
}
