package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.AssertionCheck;
import tallystick.core.approval.Proof;
import tallystick.core.approval.Refusal;
import tallystick.core.people.CredentialKey;
import tallystick.core.people.PersonKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.VectorFiles;

@DisplayName("The standard's own assertions, Web Authentication Level 3 §16")
class WebAuthnVectorsTest {
    private static final Json FILE = VectorFiles.ours("webauthn/assertions.json");

    private static PersonKey.Passkey passkey(Json vector) {
        return new PersonKey.Passkey(
                vector.get("credential").hex(),
                CredentialKey.parse(vector.get("cose").hex()).orThrow(),
                vector.get("aaguid").hex(),
                FILE.get("relyingParty").text(),
                List.of(FILE.get("origin").text()),
                (vector.get("registrationFlags").number() & 0x08) == 0);
    }

    private static Proof.Assertion assertion(Json vector) {
        var authenticator = vector.get("authenticatorData").hex();
        var client = vector.get("clientDataJSON").hex();
        var signature = vector.get("signature").hex();
        return vector.get("name").text().contains("eddsa")
                ? new Proof.Assertion(authenticator, client, signature)
                : Proof.Assertion.ofDer(authenticator, client, signature).orThrow();
    }

    private static AssertionCheck.Outcome check(Json vector) {
        return AssertionCheck.check(
                passkey(vector),
                assertion(vector),
                new Digest32(vector.get("challenge").hex()));
    }

    @Test
    void everyPublishedAssertion_verifies_andMeetsWhatWeAskBesides() {
        var refused = new EnumMap<Refusal, Integer>(Refusal.class);
        var held = 0;
        for (var vector : FILE.get("cases").items()) {
            switch (check(vector)) {
                case AssertionCheck.Outcome.Holds(var count) -> {
                    assertThat(count).isZero();
                    held++;
                }
                case AssertionCheck.Outcome.Fails(var why) -> refused.merge(why, 1, Integer::sum);
            }
        }
        // The flags are those of the vectors: we ask for verification of the user, and for no page around ours.
        assertThat(held).isEqualTo(3);
        assertThat(refused).isEqualTo(Map.of(Refusal.EMBEDDED_PAGE, 2, Refusal.USER_NOT_VERIFIED, 6));
    }

    @Test
    void everyPublishedAssertion_spoilt_isABadSignature() {
        var spoilt = 0;
        for (var vector : FILE.get("cases").items()) {
            var good = assertion(vector);
            var challenge = new Digest32(vector.get("challenge").hex());
            for (var bad : List.of(
                    new Proof.Assertion(flip(good.authenticatorData()), good.clientDataJson(), good.signature()),
                    new Proof.Assertion(good.authenticatorData(), flip(good.clientDataJson()), good.signature()),
                    new Proof.Assertion(good.authenticatorData(), good.clientDataJson(), flip(good.signature())))) {
                assertThat(AssertionCheck.check(passkey(vector), bad, challenge))
                        .isEqualTo(new AssertionCheck.Outcome.Fails(Refusal.BAD_SIGNATURE));
                spoilt++;
            }
        }
        assertThat(spoilt).isEqualTo(33);
    }

    private static Bytes flip(Bytes bytes) {
        var changed = bytes.toArray();
        changed[changed.length / 2] ^= 1;
        return Bytes.copyOf(changed);
    }
}
