package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.secret.SecretBytes;
import tallystick.mpc.ecdsa.PairBatch;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.ecdsa.ZeroShares;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.PairBytes;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.PartyId;

/// The sealed form of a pair's secrets: docs/spec/base-ot.md §5.
class PairSecretsTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);

    @Test
    void sealedAndReadBack_servesAsBefore() {
        try (var trial = new VoleTrial(1)) {
            var secrets = trial.secrets(2);
            var one = secrets.get(ONE).byPeer().get(TWO);
            try (var encoded = one.encode(trial.home());
                    var again = PairSecrets.parse(encoded, trial.home()).orThrow()) {
                assertThat(encoded.length())
                        .isEqualTo(PairSecrets.ENCODED_BYTES)
                        .isEqualTo(12_415);
                assertThat(again.name()).isEqualTo(one.name());
                assertThat(again.setupId()).isEqualTo(one.setupId());
                assertThat(new PairBytes(again, trial.home()).all()).isEqualTo(new PairBytes(one, trial.home()).all());
                var two = secrets.get(TWO).byPeer().get(ONE);
                Outcomes.assertFinished(trial.fill(again, two, 1).run())
                        .values()
                        .forEach(PairBatch::close);
            }
        }
    }

    @Test
    void anyOtherFront_isMalformed() {
        try (var trial = new VoleTrial(2)) {
            var good = new PairBytes(trial.secrets(2).get(ONE).byPeer().get(TWO), trial.home()).all();
            var bad = List.of(
                    changed(good, 0, 't' ^ 1),
                    changed(good, 6, 2),
                    // epoch 0
                    changed(good, 42, 0),
                    // self 0, peer 0, peer equal to self
                    changed(good, 44, 0),
                    changed(good, 46, 0),
                    changed(good, 46, 1),
                    good.slice(0, good.length() - 1),
                    Bytes.concat(good, Bytes.copyOf((byte) 0)),
                    good.slice(0, 40));
            var refused = 0;
            for (var bytes : bad) {
                try (var encoded = SecretBytes.takeFrom(bytes.toArray(), trial.home())) {
                    if (PairSecrets.parse(encoded, trial.home()) instanceof Parsed.Malformed<PairSecrets>) refused++;
                }
            }
            assertThat(refused).isEqualTo(bad.size());
        }
    }

    private static Bytes changed(Bytes bytes, int at, int value) {
        var copy = bytes.toArray();
        copy[at] = (byte) value;
        return Bytes.copyOf(copy);
    }

    @Test
    void destroyed_yieldsNothing() {
        try (var trial = new VoleTrial(3)) {
            var secrets = trial.secrets(2);
            var before = trial.home().lentBytes();
            var one = secrets.get(ONE).byPeer().get(TWO);
            one.close();
            one.close();
            assertThat(trial.home().lentBytes()).isLessThan(before);
            assertThat(one.isDestroyed()).isTrue();
            assertThatThrownBy(() -> one.encode(trial.home())).isInstanceOf(IllegalStateException.class);
            assertThat(one.zeroShare(Trial.digest("session"), trial.home())).isEmpty();
        }
    }

    @Test
    void zeroShares_withOnePairDestroyed_areNone_andNothingStaysOpen() {
        try (var trial = new VoleTrial(5)) {
            var pairs = trial.secrets(3).get(ONE).byPeer();
            pairs.lastEntry().getValue().close();
            var before = trial.home().lentBytes();
            assertThat(ZeroShares.of(ONE, pairs, Trial.digest("session"), trial.home()))
                    .isEmpty();
            assertThat(trial.home().lentBytes()).isEqualTo(before);
        }
    }

    @Test
    void text_showsNoSecret() {
        try (var trial = new VoleTrial(4)) {
            var one = trial.secrets(2).get(ONE).byPeer().get(TWO);
            var bytes = new PairBytes(one, trial.home());
            assertThat(one.toString())
                    .doesNotContain(bytes.zeroSeed().toHex(), bytes.delta().toHex());
        }
    }
}
