package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.seal.Envelope;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.ceremony.SealedShareForm;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.key.SealContext;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.session.PartyId;

@DisplayName("A17 a sealed secret put in another's place does not open")
class A17SealTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);

    @Test
    void everySecretOfAKey_opensUnderItsOwnContextAlone() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.ECDSA_SECP256K1, 17);
                var later = dealt.refreshed(18);
                var plain = SealedShareForm.write(dealt.share(1), dealt.home());
                var key = SecretBytes.random(Envelope.KEY_LENGTH_BYTES, new SeededEntropy(17), dealt.home())) {
            var contexts = List.of(
                    SealContext.ofShare(dealt.key(), ONE),
                    SealContext.ofShare(dealt.key(), TWO),
                    SealContext.ofShare(later.key(), ONE),
                    SealContext.ofPair(dealt.key(), ONE, TWO),
                    SealContext.ofPair(dealt.key(), ONE, THREE),
                    SealContext.ofPair(dealt.key(), TWO, ONE),
                    SealContext.ofPair(later.key(), ONE, TWO));
            assertThat(new HashSet<>(contexts)).hasSize(7);
            for (var sealed : contexts) {
                var envelope = Envelope.seal(key, sealed, plain, new SeededEntropy(19));
                for (var context : contexts)
                    assertThat(opens(key, context, envelope, dealt)).isEqualTo(context.equals(sealed));
            }
        }
    }

    private static boolean opens(SecretBytes key, Bytes context, Bytes envelope, DealtKey dealt) {
        if (!(Envelope.open(key, context, envelope, dealt.home()) instanceof Parsed.Ok<SecretBytes>(var plain)))
            return false;
        plain.close();
        return true;
    }
}
