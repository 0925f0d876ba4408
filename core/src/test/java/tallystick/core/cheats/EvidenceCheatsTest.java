package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.Hearing;
import tallystick.core.approval.Proof;
import tallystick.core.approval.Refusal;
import tallystick.core.approval.SeenCount;
import tallystick.core.approval.Verification;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.core.facts.Claim;
import tallystick.core.facts.Topic;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Findings;
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
                Intent.Version.V2,
                Transcript.of("tallystick/test/v1/key").digest(),
                List.of(0, 7),
                transaction.chain(),
                transaction.content(),
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

    private Evidence full() {
        var evidence = Evidence.of(intent(5), initiator);
        var statement = ApprovalStatement.of(
                evidence.subject(), Answer.APPROVE, Ballots.POLICY, Ballots.NOW, Ballots.NOW.plusSeconds(60));
        return evidence.with(
                List.of(Ballots.hardware("ann", statement), Ballots.ed("cy-api", statement)),
                List.of(Findings.sign(Findings.PRICE), Findings.sign(Findings.RISK)));
    }

    @Test
    void approvalsAndFacts_travelWithTheIntent_andAreNoPartOfItsId() {
        var full = full();
        var parsed = Evidence.parse(full.encode()).orThrow();
        assertEquals(full, parsed);
        assertTrue(parsed.isSigned());
        assertEquals(intent(5).id(), parsed.intent().id());
        assertEquals(parsed.subject().digests(), parsed.intent().digests());
        assertEquals(1, Evidence.of(intent(5), initiator).encode().at(0));
        assertEquals(2, full.encode().at(0));
        for (var part : List.of(full.with(full.approvals(), List.of()), full.with(List.of(), full.facts())))
            assertEquals(part, Evidence.parse(part.encode()).orThrow());
        assertEquals(1, full.with(List.of(), List.of()).encode().at(0));
    }

    @Test
    void version2_withoutApprovalOrFact_isMalformed_andSoIsVersion3() {
        var bare = Evidence.of(intent(5), initiator).encode().toArray();
        bare[0] = 2;
        var empty = Bytes.concat(Bytes.copyOf(bare), Bytes.copyOf(new byte[4]));
        assertInstanceOf(Parsed.Malformed.class, Evidence.parse(empty));
        assertInstanceOf(Parsed.Malformed.class, Evidence.parse(Bytes.copyOf(bare)));
        bare[0] = 3;
        assertInstanceOf(Parsed.Malformed.class, Evidence.parse(Bytes.copyOf(bare)));
    }

    @Test
    void everyCutByte_ofVersion2_isMalformed() {
        var bytes = full().encode();
        for (var length = 0; length < bytes.length(); length++)
            assertInstanceOf(Parsed.Malformed.class, Evidence.parse(bytes.slice(0, length)));
        assertInstanceOf(Parsed.Malformed.class, Evidence.parse(Bytes.concat(bytes, Bytes.copyOf((byte) 0))));
    }

    @Test
    void moreApprovalsOrFactsThanFit_areRefused_andTheMostFit() {
        var full = full();
        var statement = full.approvals().getFirst().statement();
        var proof = new Proof.Assertion(
                Bytes.copyOf(new byte[255]), Bytes.copyOf(new byte[2048]), Bytes.copyOf(new byte[64]));
        var approval = new Approval(statement, Ballots.POLICY, proof);
        var codes = IntStream.range(0, 32).mapToObj("C%047d"::formatted).toList();
        var account = new Account(new ChainId("a".repeat(8), "b".repeat(32)), "c".repeat(128));
        var fact = Findings.sign(new Claim.Risk(new Topic.Party(account), 100, codes));
        var most = full.with(Collections.nCopies(48, approval), Collections.nCopies(64, fact));
        assertThat(most.encode().length() - most.intent().encode().length() + Intent.LENGTH_BYTES_MAX)
                .isLessThanOrEqualTo(Evidence.LENGTH_BYTES_MAX);
        assertEquals(most, Evidence.parse(most.encode()).orThrow());
        var approvals = Collections.nCopies(49, approval);
        assertThrows(IllegalArgumentException.class, () -> full.with(approvals, List.of()));
        var facts = Collections.nCopies(65, fact);
        assertThrows(IllegalArgumentException.class, () -> full.with(List.of(), facts));
        var counts = most.encode().toArray();
        var at = 1 + 4 + most.intent().encode().length() + 64;
        counts[at + 1] = 49;
        assertThat(Evidence.parse(Bytes.copyOf(counts)))
                .isEqualTo(new Parsed.Malformed<>(at, "approvals count in 0..48"));
    }

    @Test
    void approvalOfOneIntent_isNoneOfAnother_evenOfTheSameDigests() {
        var full = full();
        var other = Evidence.of(
                new Intent(
                        Intent.Version.V2,
                        full.intent().keyId(),
                        List.of(0, 8),
                        full.intent().chain(),
                        full.intent().content(),
                        full.intent().unsigned(),
                        full.intent().digests(),
                        full.intent().expiresAt(),
                        initiator.verifyKey(),
                        full.intent().salt()),
                initiator);
        var hearing = new Hearing(
                other.subject(),
                Crowd.directory(),
                Ballots.POLICY,
                _ -> false,
                SeenCount.Store.empty(),
                Ballots.NOW.plusSeconds(1));
        var heard = hearing.verify(full.approvals());
        assertThat(heard.votes()).isEmpty();
        assertThat(heard.refused()).extracting(Verification.Refused::why).containsOnly(Refusal.OTHER_SUBJECT);
    }
}
