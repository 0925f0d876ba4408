package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Registration;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Registrations;
import tallystick.core.people.PersonKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

@DisplayName("Registration of a passkey, docs/spec/people.md PE-7")
class RegistrationCheatsTest {
    private static final PersonKey.Passkey ANN = Crowd.passkey("ann", true);
    private static final Digest32 CHALLENGE = Ballots.digest("registration");
    private static final String TEXT = Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(CHALLENGE.bytes().toArray());

    private static Optional<PersonKey.Passkey> registered(Bytes data, Bytes client) {
        return Registration.passkey(data, client, CHALLENGE, Crowd.DOMAIN, Crowd.ORIGIN);
    }

    private static Bytes client() {
        return Registrations.client("webauthn.create", TEXT, Crowd.ORIGIN);
    }

    @Test
    void registration_asItShouldBe_isTheKey() {
        var bound = registered(Registrations.data(0x45, ANN), client()).orElseThrow();
        assertThat(bound.credential()).isEqualTo(ANN.credential());
        assertThat(bound.key()).isEqualTo(ANN.key());
        assertThat(bound.isDeviceBound()).isTrue();
        assertThat(bound.origins()).containsExactly(Crowd.ORIGIN);
        for (var flags : List.of(0x4d, 0x5d))
            assertThat(registered(Registrations.data(flags, ANN), client())
                            .orElseThrow()
                            .isDeviceBound())
                    .isFalse();
        var ed = Crowd.edPasskey("ann");
        assertThat(registered(Registrations.data(0x45, ed), client())
                        .orElseThrow()
                        .key())
                .isEqualTo(ed.key());
    }

    @Test
    void otherFlags_areRefused() {
        for (var flags : List.of(0x41, 0x44, 0x05, 0x55, 0x47, 0xc5, 0x00))
            assertThat(registered(Registrations.data(flags, ANN), client()))
                    .as(Integer.toHexString(flags))
                    .isEmpty();
    }

    @Test
    void otherPage_challengeOrCeremony_isRefused() {
        var data = Registrations.data(0x45, ANN);
        assertThat(registered(data, Registrations.client("webauthn.get", TEXT, Crowd.ORIGIN)))
                .isEmpty();
        assertThat(registered(data, Registrations.client("webauthn.create", TEXT + "=", Crowd.ORIGIN)))
                .isEmpty();
        assertThat(registered(data, Registrations.client("webauthn.create", TEXT, "https://evil.example")))
                .isEmpty();
        assertThat(registered(data, Bytes.ofUtf8("{}"))).isEmpty();
        assertThat(Registration.passkey(data, client(), CHALLENGE, "example.org", Crowd.ORIGIN))
                .isEmpty();
    }

    @Test
    void everyCutOrAppendedByte_isMalformed() {
        var data = Registrations.data(0x45, ANN);
        for (var length = 0; length < data.length(); length++)
            assertThat(Registration.parse(data.slice(0, length))).isInstanceOf(Parsed.Malformed.class);
        assertThat(Registration.parse(Bytes.concat(data, Bytes.copyOf((byte) 0))))
                .isInstanceOf(Parsed.Malformed.class);
    }
}
