package tallystick.core.property;

import static org.assertj.core.api.Assertions.assertThat;

import com.webauthn4j.WebAuthnAuthenticationManager;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.VerificationException;
import java.math.BigInteger;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Answer;
import tallystick.core.approval.AssertionCheck;
import tallystick.core.approval.Proof;
import tallystick.core.approval.Refusal;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Ballots.Ceremony;
import tallystick.core.kit.Crowd;
import tallystick.core.people.CredentialKey;
import tallystick.core.people.PersonKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.kit.P256Signer;

@DisplayName("Assertions as another library judges them")
class WebAuthnDifferentialTest {
    private static final Digest32 CHALLENGE = Ballots.statement(Answer.APPROVE).digest();
    private static final WebAuthnAuthenticationManager OTHER = new WebAuthnAuthenticationManager();
    private static final ObjectConverter CONVERTER = new ObjectConverter();

    /// What we refuse besides: flags nobody defined, and pages inside others, which that library judges by other
    /// settings.
    private static final Set<Refusal> STRICTER =
            Set.of(Refusal.MALFORMED_ASSERTION, Refusal.EMBEDDED_PAGE, Refusal.OTHER_BACKUP);

    private static boolean accepts(PersonKey.Passkey passkey, Proof.Assertion assertion) {
        var cose = CONVERTER.getCborMapper().readValue(passkey.key().cose().toArray(), COSEKey.class);
        var record = new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                !passkey.isDeviceBound(),
                false,
                0,
                new AttestedCredentialData(
                        new AAGUID(passkey.aaguid().toArray()),
                        passkey.credential().toArray(),
                        cose),
                null,
                null,
                null,
                null);
        var server = ServerProperty.builder()
                .origins(passkey.origins().stream().map(Origin::new).collect(Collectors.toSet()))
                .rpId(passkey.relyingParty())
                .challenge(new DefaultChallenge(CHALLENGE.bytes().toArray()))
                .build();
        var request = new AuthenticationRequest(
                passkey.credential().toArray(),
                assertion.authenticatorData().toArray(),
                assertion.clientDataJson().toArray(),
                signature(passkey, assertion.signature()));
        try {
            OTHER.verify(request, new AuthenticationParameters(server, record, null, true, true));
            return true;
        } catch (VerificationException | DataConversionException no) {
            return false;
        }
    }

    /// The signature as an authenticator gives it.
    private static byte[] signature(PersonKey.Passkey passkey, Bytes canonical) {
        if (passkey.key() instanceof CredentialKey.EdDsa) return canonical.toArray();
        return P256Signer.der(
                        new BigInteger(1, canonical.slice(0, 32).toArray()),
                        new BigInteger(1, canonical.slice(32, 64).toArray()))
                .toArray();
    }

    private static Proof.Assertion some(Random random, PersonKey.Passkey passkey, String name) {
        var ceremony = new Ceremony(passkey);
        if (random.nextInt(6) == 0) ceremony = ceremony.withType("webauthn.create");
        if (random.nextInt(6) == 0) ceremony = ceremony.withOrigin("https://evil.example");
        if (random.nextInt(3) == 0)
            ceremony = ceremony.withMore(
                    List.of("", ",\"crossOrigin\":true", ",\"a\":1").get(random.nextInt(3)));
        if (random.nextInt(2) == 0) ceremony = ceremony.withFlags(random.nextInt(64));
        ceremony = ceremony.withCount(random.nextInt(3));
        var challenge = random.nextInt(6) == 0 ? Ballots.digest("other") : CHALLENGE;
        var text = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(challenge.bytes().toArray());
        var good = ceremony.sign(name, text);
        if (random.nextInt(6) == 0)
            good = ceremony.sign(name, ceremony.authenticatorData("evil.example"), good.clientDataJson());
        if (random.nextInt(6) > 0) return good;
        var spoilt = good.signature().toArray();
        spoilt[16] ^= 1;
        return new Proof.Assertion(good.authenticatorData(), good.clientDataJson(), Bytes.copyOf(spoilt));
    }

    @Test
    void whateverWeAccept_theOtherLibraryAccepts_andWhatWeRefuseBesidesIsListed() {
        var random = new Random(1618);
        var keys = List.of(Crowd.passkey("ann", true), Crowd.passkey("cy", false), Crowd.edPasskey("dee"));
        var names = List.of("ann", "cy", "dee");
        var held = 0;
        var why = new EnumMap<Refusal, Integer>(Refusal.class);
        for (var round = 0; round < 900; round++) {
            var passkey = keys.get(round % 3);
            var assertion = some(random, passkey, names.get(round % 3));
            var isAccepted = accepts(passkey, assertion);
            switch (AssertionCheck.check(passkey, assertion, CHALLENGE)) {
                case AssertionCheck.Outcome.Holds _ -> {
                    assertThat(isAccepted).as("seed 1618 round " + round).isTrue();
                    held++;
                }
                case AssertionCheck.Outcome.Fails(var refusal) -> {
                    if (isAccepted)
                        assertThat(STRICTER).as("seed 1618 round " + round).contains(refusal);
                    why.merge(refusal, 1, Integer::sum);
                }
            }
        }
        assertThat(held).isGreaterThan(60);
        assertThat(why.keySet())
                .contains(
                        Refusal.BAD_SIGNATURE,
                        Refusal.OTHER_CEREMONY,
                        Refusal.OTHER_CHALLENGE,
                        Refusal.OTHER_ORIGIN,
                        Refusal.OTHER_RELYING_PARTY,
                        Refusal.USER_NOT_PRESENT,
                        Refusal.USER_NOT_VERIFIED);
    }
}
