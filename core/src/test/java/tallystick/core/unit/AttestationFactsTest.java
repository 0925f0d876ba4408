package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.attestation.Attestation;
import tallystick.core.attestation.AttestedKey;
import tallystick.core.attestation.CeremonyFacts;
import tallystick.core.attestation.CeremonyFacts.Kind;
import tallystick.core.attestation.Participant;
import tallystick.core.attestation.Testimony;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;

@DisplayName("Facts and testimonies, docs/spec/attestation.md §2 and §3")
class AttestationFactsTest {
    private static final Digest32 ZERO = Digest32.ofHex("00".repeat(32));
    private static final Instant AT = Instant.ofEpochMilli(1_800_000_000_123L);

    private static AttestedKey key(int epoch) {
        return new AttestedKey(ZERO, 1, Bytes.copyOf(new byte[33]), ZERO, epoch, 1, "2 of (a, b)");
    }

    private static IdentityKey identity(int seed) {
        return IdentityKey.generate(Secrets.entropy(seed), SecretMemory.open());
    }

    private static Participant participant(String name, int seed) {
        return new Participant(name, identity(seed).verifyKey());
    }

    private static CeremonyFacts facts(Kind kind, int epoch, List<Participant> participants) {
        return new CeremonyFacts(
                kind, key(epoch), participants, new CeremonyFacts.Ordered(ZERO, "operator", 1, ZERO), ZERO, ZERO);
    }

    private static void assertRefused(String why, ThrowingCallable made) {
        assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(why);
    }

    @Test
    void factsThatDoNotFit_areRefused() {
        var two = List.of(participant("a", 1), participant("b", 2));
        assertEquals(1, facts(Kind.GENERATE, 1, two).key().epoch());
        assertRefused("a ceremony of kind 1 made epoch 2", () -> facts(Kind.GENERATE, 2, two));
        assertRefused("a ceremony of kind 2 made epoch 1", () -> facts(Kind.REFRESH, 1, two));
        assertRefused("0 participants not in 1..128", () -> facts(Kind.REFRESH, 2, List.of()));
        assertRefused(
                "participant a repeats", () -> facts(Kind.REFRESH, 2, List.of(two.getFirst(), participant("a", 3))));
        assertRefused(
                "participant c repeats", () -> facts(Kind.REFRESH, 2, List.of(two.getFirst(), participant("c", 1))));
        assertRefused("not of [a-z]", () -> participant("A", 1));
        assertRefused("epoch 0 below 1", () -> key(0));
        assertRefused(
                "tree of 3 characters", () -> new AttestedKey(ZERO, 1, Bytes.copyOf(new byte[33]), ZERO, 1, 1, "a\"b"));
        assertRefused(
                "public key of 0 bytes", () -> new AttestedKey(ZERO, 1, Bytes.empty(), ZERO, 1, 1, "2 of (a, b)"));
        assertRefused("ceremony kind 5 not in 1..4", () -> Kind.ofCode(5));
    }

    @Test
    void times_areMillisecondsOfFourDigitYears() {
        var own = new Testimony("a", ZERO, AT.plusNanos(999), AT, Optional.empty());
        assertEquals(AT, own.began());
        assertRefused("not in 0..", () -> new Testimony("a", ZERO, Instant.EPOCH.minusMillis(1), AT, Optional.empty()));
        assertRefused(
                "not in 0..",
                () -> new Testimony("a", ZERO, Instant.parse("+10000-01-01T00:00:00Z"), AT, Optional.empty()));
    }

    @Test
    void attestation_holdsEachParticipantOnceInItsPlace() {
        var facts = facts(Kind.GENERATE, 1, List.of(participant("a", 1), participant("b", 2)));
        var signed = new ArrayList<>(List.of(
                new Testimony("b", ZERO, AT, AT, Optional.empty()).sign(facts, identity(2)),
                new Testimony("a", ZERO, AT, AT, Optional.empty()).sign(facts, identity(1))));
        var attestation = new Attestation(facts, Bytes.empty(), signed);
        assertEquals(List.of(signed.get(1), signed.get(0)), attestation.signed());
        assertEquals(List.of(), attestation.missing());
        assertEquals(List.of("a"), new Attestation(facts, Bytes.empty(), signed.subList(0, 1)).missing());
        signed.add(signed.getFirst());
        assertRefused("b signed twice", () -> new Attestation(facts, Bytes.empty(), signed));
        var stranger = new Testimony("c", ZERO, AT, AT, Optional.empty()).sign(facts, identity(3));
        assertRefused("c took no part", () -> new Attestation(facts, Bytes.empty(), List.of(stranger)));
    }
}
