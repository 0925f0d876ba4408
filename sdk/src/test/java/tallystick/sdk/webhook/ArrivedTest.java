package tallystick.sdk.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.NotSo;
import tallystick.sdk.api.KeySet;
import tallystick.sdk.api.PublicKeyBody;

/// What is believed of what arrives at a webhook.
class ArrivedTest {
    private static final String KID = "0123456789abcdef";
    private static final String ID = "0191f4a2-7c3e-7d10-8a55-1b2c3d4e5f60";
    private static final String BODY = "{\"id\":\"%s\",\"kind\":\"withdrawal.moved\"}".formatted(ID);
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000);
    private static final String SENT = "1790000000";

    private static final KeyPair PAIR = pair();

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static KeySet published(KeyPair pair, String kid) {
        var encoded = pair.getPublic().getEncoded();
        var x = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        return new KeySet(List.of(new PublicKeyBody("Ed25519", kid, "OKP", "sig", x)));
    }

    private static Arrived sent(String timestamp, String event, String body) throws Exception {
        var signer = Signature.getInstance("Ed25519");
        signer.initSign(PAIR.getPrivate());
        signer.update(Bytes.ofUtf8("%s.%s.%s.%s".formatted(KID, timestamp, event, body))
                .toArray());
        return new Arrived(KID, timestamp, event, HexFormat.of().formatHex(signer.sign()), Bytes.ofUtf8(body));
    }

    @Test
    void eventThatControlSignedLately_isGiven() throws Exception {
        var event = sent(SENT, ID, BODY);
        for (var at : List.of(NOW, NOW.plusSeconds(300), NOW.minusSeconds(300)))
            assertThat(event.verify(published(PAIR, KID), at).text("kind")).contains("withdrawal.moved");
    }

    @Test
    void whateverIsChanged_isNotSo() throws Exception {
        var good = sent(SENT, ID, BODY);
        var keys = published(PAIR, KID);
        var other = good.signature().startsWith("0") ? "1" : "0";
        for (var bad : List.of(
                new Arrived("fedcba9876543210", SENT, ID, good.signature(), good.body()),
                new Arrived(KID, "1790000001", ID, good.signature(), good.body()),
                new Arrived(KID, SENT, ID.replace('0', '1'), good.signature(), good.body()),
                new Arrived(KID, SENT, ID, other + good.signature().substring(1), good.body()),
                new Arrived(KID, SENT, ID, good.signature(), Bytes.ofUtf8(BODY + " ")),
                new Arrived(KID, SENT, ID, "", good.body()),
                new Arrived(KID, "", ID, good.signature(), good.body()),
                sent(SENT, ID.replace('0', '1'), BODY),
                sent(SENT, ID, "no json")))
            assertThatThrownBy(() -> bad.verify(keys, NOW)).as(bad.toString()).isInstanceOf(NotSo.class);
        assertThatThrownBy(() -> good.verify(published(pair(), KID), NOW)).isInstanceOf(NotSo.class);
        assertThatThrownBy(() -> good.verify(new KeySet(List.of()), NOW)).isInstanceOf(NotSo.class);
    }

    @Test
    void eventThatSomebodyBringsAgainLater_isNotSo() throws Exception {
        var event = sent(SENT, ID, BODY);
        for (var at : List.of(NOW.plusSeconds(301), NOW.minusSeconds(301)))
            assertThatThrownBy(() -> event.verify(published(PAIR, KID), at))
                    .isInstanceOf(NotSo.class)
                    .hasMessageContaining("sent at");
    }
}
