package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.TrialCeremony;

class ChainCodeTest {
    @Test
    void chainCode_isTheHashOfSessionAndEverybodysContribution() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_BIP340, home, 3);
            var contributions = new ArrayList<Bytes>();
            for (var party : trial.plan().parties())
                contributions.add(trial.openingOf(party).contribution().bytes());
            assertThat(contributions).hasSize(3).doesNotHaveDuplicates();
            var expected = Transcript.of("tallystick/ceremony/v1/chain-code")
                    .add("session", trial.plan().sessionId().value())
                    .add("contributions", List.copyOf(contributions))
                    .digest();
            var pending = trial.run();
            for (var each : pending.values()) assertThat(each.key().chainCode()).isEqualTo(expected);
            pending.values().forEach(PendingShare::close);
        }
    }
}
