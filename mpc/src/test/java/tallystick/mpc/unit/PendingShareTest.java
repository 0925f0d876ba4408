package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.Activation;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochAttempt;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.KeptShare;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.ecdsa.EcdsaCeremony;
import tallystick.mpc.ecdsa.EcdsaKeyShare;
import tallystick.mpc.ecdsa.EcdsaPending;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.CheatingDealer;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Roll;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialEpochs;
import tallystick.mpc.kit.TrialKeys;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// A share signs once all parties have certified it, and not a moment earlier.
class PendingShareTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);

    @Test
    void pendingShare_offersNothingThatSigns_withoutACertificate() {
        for (var type : List.of(PendingShare.class, EcdsaPending.class)) {
            var signing = Arrays.stream(type.getMethods())
                    .filter(method -> method.toGenericString().contains("KeyShare"))
                    .toList();
            assertThat(signing)
                    .hasSize(1)
                    .allSatisfy(method -> assertThat(method.getParameterTypes()).contains(Certificate.class));
            assertThat(type.getConstructors()).isEmpty();
            assertThat(type.getFields()).isEmpty();
            assertThat(Arrays.stream(type.getDeclaredFields()))
                    .allMatch(each -> Modifier.isPrivate(each.getModifiers()));
        }
    }

    @Test
    void certificateOfThisResult_activates_andAnyOtherLeavesItPending() {
        try (var home = SecretMemory.open()) {
            var first = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_ED25519, home, 1);
            var pending = first.run();
            var mine = pending.get(ONE);
            var good = TrialCeremony.certificate(mine, first.roll());
            var elsewhere = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_ED25519, home, 2);
            var theirs = elsewhere.run();
            assertRefused(
                    mine.activate(TrialCeremony.certificate(theirs.get(ONE), first.roll()), first.roll()),
                    "a certificate of another attempt or result");
            assertRefused(mine.activate(good, Roll.of(first.roll().parties(), 9)), "a signature that does not verify");
            assertRefused(mine.activate(without(good, TWO), first.roll()), "not signed by every party of the run");
            var forged = new TreeMap<>(good.prepared());
            forged.put(TWO, CheatingDealer.flip(good.prepared().get(TWO), 3));
            assertRefused(mine.activate(with(good, forged), first.roll()), "a signature that does not verify");
            var share = mine.activate(good, first.roll()).orThrow();
            assertThat(share.self()).isEqualTo(ONE);
            assertThat(mine.activate(good, first.roll()).orThrow()).isSameAs(share);
            pending.values().forEach(PendingShare::close);
            theirs.values().forEach(PendingShare::close);
            assertThat(home.lentBytes()).as("the active share is kept").isPositive();
            share.close();
            assertThat(home.lentBytes()).isZero();
        }
    }

    @Test
    void leaver_hasNothingToActivateOrWrite() {
        try (var home = SecretMemory.open()) {
            var shares = TrialCeremony.shares(TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_BIP340, home, 1)
                    .run());
            var base = shares.firstEntry().getValue().key();
            var dealers = base.tree().qualify(List.of(ONE, TWO)).orThrow();
            var plan =
                    CeremonyPlan.reshare(base, dealers, TrialCeremony.tree("2 of (a, x, y)"), TrialCeremony.terms(1));
            var trial = TrialCeremony.of(plan, shares, home, 2);
            var pending = trial.run();
            var leaver = pending.lastEntry().getValue();
            assertThat(leaver.owns()).isFalse();
            assertThatThrownBy(() -> leaver.write(home)).isInstanceOf(IllegalStateException.class);
            var activation = leaver.activate(TrialCeremony.certificate(leaver, trial.roll()), trial.roll());
            assertThat(activation).isInstanceOf(Activation.Left.class);
            assertThatThrownBy(activation::orThrow).hasMessage("this party has left the tree");
            pending.values().forEach(PendingShare::close);
            shares.values().forEach(KeyShare::close);
            assertThat(home.lentBytes()).isZero();
        }
    }

    @Test
    void writtenShare_isTheOneThatIsActivated() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_BIP340, home, 1);
            var mine = trial.run().get(ONE);
            try (var written = mine.write(home);
                    var share = mine.activate(TrialCeremony.certificate(mine, trial.roll()), trial.roll())
                            .orThrow();
                    var read = KeptShare.parse(written, mine.key(), ONE, home)
                            .orThrow()
                            .activate(TrialCeremony.certificate(mine, trial.roll()), trial.roll())
                            .orThrow()) {
                read.leaves()
                        .forEach((leaf, scalar) ->
                                assertThat(scalar.sameAs(share.leaf(leaf))).isTrue());
            }
        }
    }

    @Test
    void closedBeforeItsCertificate_neverActivates() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_ED25519, home, 1);
            var pending = trial.run();
            var good = TrialCeremony.certificate(pending.get(ONE), trial.roll());
            pending.values().forEach(PendingShare::close);
            assertRefused(pending.get(ONE).activate(good, trial.roll()), "the pending share was destroyed");
        }
    }

    @Test
    void certificateOfAnotherKeysId_isInvalid() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var plan = CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(1));
            var trial = TrialCeremony.of(plan, TrialKeys.shares(dealt), dealt.home(), 1);
            var pending = trial.run();
            var good = TrialCeremony.certificate(pending.get(ONE), trial.roll());
            var was = good.about();
            var about = new EpochAttempt(
                    TrialCeremony.digest("other key", 1),
                    was.baseEpoch(),
                    was.attempt(),
                    was.session(),
                    was.parties(),
                    was.result());
            var prepared = new TreeMap<PartyId, Bytes>();
            for (var party : good.prepared().keySet())
                prepared.put(
                        party,
                        TrialEpochs.statement(
                                        EpochStatement.Kind.PREPARED,
                                        about,
                                        party,
                                        trial.roll().identity(party))
                                .signature());
            var other = new Certificate(about, good.key(), good.transcript(), prepared, good.backups());
            assertThat(good.verify(trial.roll(), good.key().tree())).isInstanceOf(Certificate.Verdict.Valid.class);
            assertThat(other.verify(trial.roll(), good.key().tree()))
                    .isEqualTo(new Certificate.Verdict.Invalid("another key's id"));
            pending.values().forEach(PendingShare::close);
        }
    }

    @Test
    void ecdsaPending_activatesWithItsPairs() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b)", Scheme.ECDSA_SECP256K1, home, 1);
            SortedMap<PartyId, EcdsaPending> pending =
                    Outcomes.assertFinished(Network.ofRuns(trial.plan().parties().stream()
                                    .<Run<EcdsaPending>>map(
                                            party -> Run.unechoed(EcdsaCeremony.of(trial.plan(), trial.party(party))))
                                    .toList())
                            .run());
            var mine = pending.get(ONE);
            var good = TrialCeremony.certificate(mine.share(), trial.roll());
            assertRefused(
                    mine.activate(without(good, TWO), trial.roll(), home), "not signed by every party of the run");
            EcdsaKeyShare share = mine.activate(good, trial.roll(), home).orThrow();
            assertThat(share.key()).isEqualTo(mine.share().key());
            pending.values().forEach(EcdsaPending::close);
            assertThat(mine.pairs().orElseThrow().byPeer().get(TWO).isDestroyed())
                    .isFalse();
            share.close();
            assertThat(home.lentBytes()).isZero();
        }
    }

    private static Certificate without(Certificate certificate, PartyId party) {
        var fewer = new TreeMap<>(certificate.prepared());
        fewer.remove(party);
        return with(certificate, fewer);
    }

    private static Certificate with(Certificate certificate, SortedMap<PartyId, Bytes> prepared) {
        return new Certificate(
                certificate.about(), certificate.key(), certificate.transcript(), prepared, certificate.backups());
    }

    private static void assertRefused(Activation<?> activation, String why) {
        assertThat(activation).isEqualTo(new Activation.Refused<>(why));
    }
}
