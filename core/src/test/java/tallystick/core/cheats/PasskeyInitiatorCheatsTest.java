package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Answer;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.Proof;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.intent.Author;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Ballots.Ceremony;
import tallystick.core.kit.Crowd;
import tallystick.core.people.PersonKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

@DisplayName("Intents that a passkey signs, docs/spec/intent.md IN-4")
class PasskeyInitiatorCheatsTest {
    private static final PersonKey.Passkey ANN = Crowd.passkey("ann", true);
    private static final Ceremony CEREMONY = new Ceremony(ANN);

    private static Intent intent(Author author, int salt) {
        return new Intent(
                Intent.Version.V3,
                Ballots.digest("key"),
                List.of(0, 7),
                new ChainId("eip155", "1"),
                Content.TRANSACTION,
                Bytes.ofUtf8("unsigned"),
                List.of(Ballots.digest("first")),
                Instant.ofEpochSecond(1_800_000_000),
                author,
                Bytes.copyOf(new byte[] {
                    (byte) salt, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                }));
    }

    private static Intent intent(int salt) {
        return intent(new Author.Holder(ANN.id()), salt);
    }

    private static String challenge(Digest32 digest) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(digest.bytes().toArray());
    }

    private static Evidence signed(Ceremony ceremony, Intent intent) {
        return new Evidence(intent, ceremony.sign("ann", challenge(Evidence.statement(intent.id()))));
    }

    @Test
    void evidence_byAPasskey_parsesToItself_andIsSigned() {
        var evidence = signed(CEREMONY, intent(1));
        assertThat(evidence.encode().at(0)).isEqualTo(3);
        assertThat(Evidence.parse(evidence.encode())).isEqualTo(new Parsed.Ok<>(evidence));
        assertThat(evidence.isSignedBy(ANN)).isTrue();
        assertThat(evidence.isSigned()).isFalse();
        var statement = ApprovalStatement.of(
                evidence.subject(), Answer.APPROVE, Ballots.POLICY, Ballots.NOW, Ballots.NOW.plusSeconds(60));
        var full = evidence.with(List.of(Ballots.hardware("bo", statement)), List.of());
        assertThat(Evidence.parse(full.encode())).isEqualTo(new Parsed.Ok<>(full));
        assertThat(full.isSignedBy(ANN)).isTrue();
    }

    @Test
    void assertionOfAnotherIntent_orOfAnApproval_isNotThisOnes() {
        var other = signed(CEREMONY, intent(2));
        assertThat(new Evidence(intent(1), other.initiatorSignature()).isSignedBy(ANN))
                .isFalse();
        var approved = (Proof.Assertion)
                CEREMONY.approve("ann", Ballots.statement(Answer.APPROVE)).proof();
        assertThat(new Evidence(intent(1), approved).isSignedBy(ANN)).isFalse();
        var bareId = CEREMONY.sign("ann", challenge(intent(1).id().value()));
        assertThat(new Evidence(intent(1), bareId).isSignedBy(ANN)).isFalse();
    }

    @Test
    void otherPage_ceremonyOrUnverifiedUser_isNoSignature() {
        assertThat(signed(CEREMONY.withOrigin("https://evil.example"), intent(1))
                        .isSignedBy(ANN))
                .isFalse();
        assertThat(signed(CEREMONY.withType("webauthn.create"), intent(1)).isSignedBy(ANN))
                .isFalse();
        assertThat(signed(CEREMONY.withFlags(0x01), intent(1)).isSignedBy(ANN)).isFalse();
        assertThat(signed(CEREMONY.withMore(",\"crossOrigin\":true"), intent(1)).isSignedBy(ANN))
                .isFalse();
    }

    @Test
    void keyThatTheIntentDoesNotName_isNotItsInitiators() {
        var evidence = signed(CEREMONY, intent(1));
        assertThat(evidence.isSignedBy(Crowd.passkey("bo", true))).isFalse();
        assertThat(evidence.isSignedBy(Crowd.passkey("ann", false))).isFalse();
        var others = intent(new Author.Holder(Crowd.passkey("bo", true).id()), 1);
        assertThat(signed(CEREMONY, others).isSignedBy(Crowd.passkey("bo", true)))
                .isFalse();
        assertThat(signed(CEREMONY, others).isSignedBy(ANN)).isFalse();
    }

    @Test
    void everyFlippedBit_isMalformedOrNotSigned() {
        var bytes = signed(CEREMONY, intent(1)).encode();
        var stillParsed = 0;
        for (var bit = 0; bit < bytes.length() * 8; bit++) {
            var changed = bytes.toArray();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            if (Evidence.parse(Bytes.copyOf(changed)) instanceof Parsed.Ok<Evidence>(var other)) {
                assertThat(other.isSignedBy(ANN)).as("bit " + bit).isFalse();
                stillParsed++;
            }
        }
        assertThat(stillParsed).isGreaterThan(1000);
    }

    @Test
    void versionsOfIntentAndEvidence_goTogether() {
        var bytes = signed(CEREMONY, intent(1)).encode().toArray();
        for (var version : List.of(0, 1, 2, 4)) {
            bytes[0] = version.byteValue();
            assertThat(Evidence.parse(Bytes.copyOf(bytes))).isInstanceOf(Parsed.Malformed.class);
        }
        var program = Crowd.edKey("payouts");
        assertThatThrownBy(() -> intent(new Author.Signer(program.key()), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version 3");
        var named = intent(new Author.Holder(program.id()), 1);
        try (var key = Crowd.ed("payouts")) {
            var evidence = Evidence.of(named, key);
            assertThat(evidence.isSignedBy(program)).isTrue();
            assertThat(Evidence.parse(evidence.encode())).isEqualTo(new Parsed.Ok<>(evidence));
        }
    }
}
