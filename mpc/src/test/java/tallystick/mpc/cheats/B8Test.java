package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.CeremonyMessage;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;

/// Somebody reads the wire. Secret values travel only in messages for one receiver, which the transport encrypts; no
/// whole share travels at all.
@DisplayName("B8 unencrypted shares on the wire")
class B8Test {
    @Test
    void broadcasts_holdNoSecretValue_andNoMessageHoldsAShare() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("3 of (a*2, b, c)", Scheme.FROST_BIP340, home, 1);
            var network = trial.network();
            var pending = Outcomes.assertFinished(network.run());
            var values = new HashSet<Bytes>();
            for (var parcel : network.sent()) {
                var message = trial.message(parcel.message());
                if (!(message instanceof CeremonyMessage.Values(var _, var signed))) continue;
                assertThat(parcel.broadcast()).isFalse();
                signed.forEach(value -> values.add(value.value().encode()));
                assertThat(message.toString())
                        .doesNotContain(signed.getFirst().value().encode().toHex());
            }
            assertThat(values).hasSize(8);
            var shares = new ArrayList<Bytes>();
            for (var each : TrialCeremony.shares(pending).values())
                each.leaves()
                        .values()
                        .forEach(leaf -> shares.add(
                                leaf.declassify(SecretAccess.TEST_VECTOR).encode()));
            assertThat(shares).hasSize(4);
            for (var parcel : network.sent()) {
                var hex = parcel.message().toHex();
                if (parcel.broadcast()) assertThat(values).noneMatch(value -> hex.contains(value.toHex()));
                assertThat(shares).noneMatch(share -> hex.contains(share.toHex()));
            }
        }
    }
}
