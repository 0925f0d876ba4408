package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.crypto.secret.SecretBytes;
import tallystick.mpc.ceremony.Activation;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.KeptShare;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.ceremony.SealedShareForm;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialEpochs;
import tallystick.mpc.kit.TrialKeys;
import tallystick.mpc.session.PartyId;

/// A process falls while a share is pending, and comes back with the share from its disk.
class KeptShareTest {
    private static final PartyId ONE = new PartyId(1);

    private static TrialCeremony attempt(DealtKey dealt, int attempt) {
        var plan = CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(attempt));
        return TrialCeremony.of(plan, TrialKeys.shares(dealt), dealt.home(), attempt);
    }

    private static KeptShare read(SecretBytes written, PendingShare pending, DealtKey dealt) {
        return KeptShare.parse(written, pending.key(), ONE, dealt.home()).orThrow();
    }

    private static void assertRefused(Activation<KeyShare> activation, String why) {
        assertThat(activation).isEqualTo(new Activation.Refused<KeyShare>(why));
    }

    @Test
    void keptShare_offersNothingThatSigns_withoutACertificateOrTheOwnRecordOfOne() {
        var signing = Arrays.stream(KeptShare.class.getMethods())
                .filter(method -> method.getReturnType().equals(Activation.class)
                        || method.getReturnType().equals(KeyShare.class))
                .toList();
        assertThat(signing)
                .hasSize(2)
                .allSatisfy(
                        method -> assertThat(method.getParameterTypes()[0]).isIn(Certificate.class, EpochChange.class));
        assertThat(KeptShare.class.getConstructors()).isEmpty();
        assertThat(Arrays.stream(SealedShareForm.class.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers())))
                .as("of the form only writing is public")
                .extracting(method -> method.getName())
                .containsExactly("write");
    }

    @Test
    void shareOfAnAttemptThatFell_staysPending_whateverElseWasCertified() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var first = attempt(dealt, 1);
            var second = attempt(dealt, 2);
            var fell = first.run().get(ONE);
            var won = second.run().get(ONE);
            var certificate = TrialCeremony.certificate(won, second.roll());
            try (var written = fell.write(dealt.home());
                    var kept = read(written, fell, dealt)) {
                assertRefused(kept.activate(certificate, second.roll()), "a certificate of another key or epoch");
                var own = TrialCeremony.certificate(fell, first.roll());
                var less = new TreeMap<>(own.prepared());
                less.remove(new PartyId(3));
                var lacking = new Certificate(own.about(), own.key(), own.transcript(), less, own.backups());
                assertRefused(kept.activate(lacking, first.roll()), "not signed by every party of the run");
                assertRefused(kept.activate(own, second.roll()), "a signature that does not verify");

                var idle = new EpochChange.Idle(dealt.key().id(), 1, 0);
                var pending = idle.begin(EpochCandidate.of(fell, ONE)).orThrow().next();
                var prepared = ((EpochChange.Pending) pending)
                        .prepare(fell.key().hash(), List.of(), List.of(), first.roll(), first.identity(ONE))
                        .orThrow()
                        .next();
                for (var state : List.of(idle, pending, prepared))
                    assertRefused(kept.activate(state), "no epoch is in use: the share stays pending");
                for (var state : List.of(
                        TrialEpochs.base(dealt.key(), ONE, "active"),
                        TrialEpochs.base(dealt.key(), ONE, "erased")
                                .begin(EpochCandidate.of(fell, ONE))
                                .orThrow()
                                .next(),
                        new EpochChange.OldErased(certificate, ONE, 0)))
                    assertRefused(kept.activate(state), "another key or epoch is in use");
            }
        }
    }

    @Test
    @SuppressWarnings("try") // what is asked is what an early close leaves
    void shareWhoseEpochWasCertified_signs_byTheCertificateOrByTheOwnRecord() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var trial = attempt(dealt, 1);
            var pending = trial.run().get(ONE);
            var certificate = TrialCeremony.certificate(pending, trial.roll());
            var lent = dealt.home().lentBytes();
            try (var written = pending.write(dealt.home())) {
                for (var byRecord : List.of(true, false))
                    try (var kept = read(written, pending, dealt)) {
                        assertThat(kept.key()).isEqualTo(pending.key());
                        var activation = byRecord
                                ? kept.activate(new EpochChange.Active(certificate, ONE, new TreeMap<>(), 0))
                                : kept.activate(certificate, trial.roll());
                        var share = activation.orThrow();
                        kept.close();
                        assertThat(share.isClosed())
                                .as("closing leaves what was given out")
                                .isFalse();
                        assertThat(share.key()).isEqualTo(pending.key());
                        share.close();
                    }
            }
            assertThat(dealt.home().lentBytes()).isEqualTo(lent);
        }
    }

    @Test
    void closedBeforeItsCertificate_isDestroyed_andNeverActivates() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var trial = attempt(dealt, 1);
            var pending = trial.run().get(ONE);
            var lent = dealt.home().lentBytes();
            try (var written = pending.write(dealt.home())) {
                var kept = read(written, pending, dealt);
                kept.close();
                assertRefused(
                        kept.activate(TrialCeremony.certificate(pending, trial.roll()), trial.roll()),
                        "the kept share was destroyed");
                assertThat(kept.toString()).doesNotContain("leaf").contains("epoch 2");
            }
            assertThat(dealt.home().lentBytes()).isEqualTo(lent);
        }
    }
}
