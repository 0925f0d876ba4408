package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.frost.FrostSetup;
import tallystick.mpc.frost.SigningRequest;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Outcomes;

/// A21: a message is signed as it is or not at all; nothing is cut or padded to a digest's length.
class A21FrostMessageLengthTest {
    @Test
    void bip340Message_ofAnyLengthBut32_isRefused() {
        var refused = 0;
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 1)) {
            for (var length : List.of(0, 1, 20, 31, 33, 64)) {
                assertThatThrownBy(() -> setup(dealt, Bytes.copyOf(new byte[length])))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("%d bytes", length);
                refused++;
            }
            Outcomes.assertFinished(FrostTrial.network(dealt, setup(dealt, Bytes.copyOf(new byte[32])), 1)
                    .run());
        }
        assertThat(refused).isEqualTo(6);
    }

    @Test
    void otherSchemes_signMessagesOfEveryLength_eachDifferently() {
        for (var scheme : List.of(Scheme.FROST_ED25519, Scheme.FROST_SECP256K1)) {
            try (var dealt = DealtKey.deal("2 of (a, b)", scheme, 1)) {
                for (var length :
                        List.of(0, 1, 31, 32, 33, 64, 127, 128, 129, 1232, SigningRequest.MESSAGE_BYTES_MAX)) {
                    var setup = setup(dealt, Bytes.copyOf(new byte[length]));
                    Outcomes.assertFinished(
                            FrostTrial.network(dealt, setup, length).run());
                }
            }
        }
    }

    @Test
    void messageBeyondTheLimit_isRefused() {
        var tooLong = Bytes.copyOf(new byte[SigningRequest.MESSAGE_BYTES_MAX + 1]);
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_ED25519, 1)) {
            assertThatThrownBy(() -> setup(dealt, tooLong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static FrostSetup setup(DealtKey dealt, Bytes message) {
        var request =
                new SigningRequest(message, KeyTweak.none(dealt.key().scheme().curve()), new TaprootTweak.None());
        return FrostTrial.setup(dealt, dealt.set(1, 2), List.of(request));
    }
}
