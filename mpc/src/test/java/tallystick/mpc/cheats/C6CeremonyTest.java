package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.SecretScalar;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.ceremony.Ceremony;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialKeys;
import tallystick.mpc.session.PartyId;

/// Shares of two epochs are brought together: as one share, in one ceremony, in one signing set.
@DisplayName("C6 mixed epochs")
class C6CeremonyTest {
    @Test
    void leafOfAnEarlierEpoch_underTheNewKey_isNoShare() {
        for (var scheme : Scheme.values())
            try (var dealt = DealtKey.deal("3 of (a*2, b, c)", scheme, 1);
                    var later = dealt.refreshed(2)) {
                var mixed = new TreeMap<LeafId, SecretScalar>(later.share(1).leaves());
                mixed.put(mixed.lastKey(), dealt.share(1).leaf(mixed.lastKey()));
                assertThatThrownBy(() -> new KeyShare(later.key(), new PartyId(1), mixed))
                        .hasMessage("share of leaf 1 does not fit its point");
            }
    }

    @Test
    void dealerWithAnEarlierShare_cannotEnterTheCeremony() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.ECDSA_SECP256K1, 1);
                var later = dealt.refreshed(2)) {
            var shares = new TreeMap<>(TrialKeys.shares(later));
            shares.put(new PartyId(2), dealt.share(2));
            var plans = List.of(
                    CeremonyPlan.refresh(later.key(), TrialCeremony.terms(1)),
                    CeremonyPlan.reshare(
                            later.key(), later.set(1, 2), TrialCeremony.tree("2 of (x, y)"), TrialCeremony.terms(1)));
            for (var plan : plans) {
                var trial = TrialCeremony.of(plan, shares, later.home(), 1);
                var behind = trial.plan().numberOf("b").orElseThrow();
                assertThatThrownBy(() -> new Ceremony(trial.plan(), trial.party(behind)))
                        .hasMessage("share of epoch 1 is not of the base key, epoch 2");
            }
        }
    }

    @Test
    void additiveSharesOfMixedEpochs_areAnotherKeys_andDoNotFitThePoints() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_ED25519, 1);
                var later = dealt.refreshed(2)) {
            var set = later.set(1, 3);
            try (var old = dealt.share(1).additiveShare(set);
                    var young = later.share(3).additiveShare(set)) {
                assertThat(old.timesGenerator().plus(young.timesGenerator()))
                        .isNotEqualTo(later.key().point());
                assertThat(old.timesGenerator()).isNotEqualTo(later.key().additivePoint(new PartyId(1), set));
            }
        }
    }
}
