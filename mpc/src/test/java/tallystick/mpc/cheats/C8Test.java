package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.secret.SecretBytes;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.EpochAttempt;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochMove;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.KeptShare;
import tallystick.mpc.ceremony.SealedShareForm;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialEpochs;
import tallystick.mpc.kit.TrialKeys;
import tallystick.mpc.session.PartyId;

/// A backup that restores nothing, or something else, and a promise of a backup that nobody made: the first is found
/// when it is read against the public key, which is how a backup is verified; without the second no epoch begins.
@DisplayName("C8 backup that cannot be trusted")
class C8Test {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final int LEAF_BYTES = 33;
    private static final int HEADER_BYTES = 5 + 32 + 4;

    @Test
    void backup_ofThisPartyKeyAndEpoch_restoresTheShare() {
        try (var dealt = DealtKey.deal("3 of (a*2, b, c)", Scheme.ECDSA_SECP256K1, 8);
                var form = SealedShareForm.write(dealt.share(1), dealt.home());
                var restored = TrialEpochs.inUse(read(form, dealt, ONE).orThrow(), ONE)) {
            for (var leaf : restored.leaves().keySet())
                assertThat(restored.leaf(leaf).sameAs(dealt.share(1).leaf(leaf)))
                        .isTrue();
        }
    }

    @Test
    void backup_ofAnotherPartyKeyOrEpoch_isRefused() {
        try (var dealt = DealtKey.deal("3 of (a, b, c)", Scheme.ECDSA_SECP256K1, 8);
                var later = dealt.refreshed(9);
                var other = DealtKey.deal("3 of (a, b, c)", Scheme.ECDSA_SECP256K1, 10);
                var form = SealedShareForm.write(dealt.share(1), dealt.home())) {
            assertThat(read(form, dealt, TWO)).isInstanceOf(Parsed.Malformed.class);
            assertThat(read(form, later, ONE)).isInstanceOf(Parsed.Malformed.class);
            assertThat(read(form, other, ONE)).isInstanceOf(Parsed.Malformed.class);
        }
    }

    @Test
    void backup_withScalarsExchangedOrReplaced_isRefused() {
        try (var dealt = DealtKey.deal("3 of (a*2, b, c)", Scheme.ECDSA_SECP256K1, 8);
                var later = dealt.refreshed(9);
                var form = SealedShareForm.write(dealt.share(1), dealt.home());
                var foreign = SealedShareForm.write(later.share(1), dealt.home())) {
            var rows = form.memory().asSlice(HEADER_BYTES);
            var first = rows.asSlice(1, LEAF_BYTES - 1);
            var second = rows.asSlice(LEAF_BYTES + 1, LEAF_BYTES - 1);
            var kept = first.toArray(ValueLayout.JAVA_BYTE);
            first.copyFrom(second);
            second.copyFrom(MemorySegment.ofArray(kept));
            assertThat(read(form, dealt, ONE)).as("exchanged").isInstanceOf(Parsed.Malformed.class);
            MemorySegment.copy(foreign.memory(), HEADER_BYTES, form.memory(), HEADER_BYTES, 2L * LEAF_BYTES);
            assertThat(read(form, dealt, ONE)).as("of another epoch").isInstanceOf(Parsed.Malformed.class);
        }
    }

    @Test
    void epoch_withoutAGoodWordOfBackup_isNotPrepared() {
        try (var dealt = DealtKey.deal("all(risk, any(client, spare))", Scheme.ECDSA_SECP256K1, 8)) {
            var plan = CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(2));
            var trial = TrialCeremony.of(plan, TrialKeys.shares(dealt), dealt.home(), 8);
            var pending = trial.run();
            var fleet = new TrialEpochs(trial.roll(), trial.plan().subject(), 1).begin(pending);
            var about = EpochCandidate.of(pending.get(ONE), ONE).about();
            var earlier = EpochCandidate.of(
                            TrialCeremony.of(
                                            CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(1)),
                                            TrialKeys.shares(dealt),
                                            dealt.home(),
                                            9)
                                    .run()
                                    .get(ONE),
                            ONE)
                    .about();
            var refused = List.of(
                    List.<EpochStatement>of(),
                    List.of(backup(trial, about, TWO, TWO)),
                    List.of(backup(trial, about, ONE, TWO)),
                    List.of(backup(trial, earlier, ONE, ONE)),
                    List.of(TrialEpochs.statement(EpochStatement.Kind.PREPARED, about, ONE, trial.identity(ONE))));
            for (var backups : refused)
                assertThat(fleet.prepare(TWO, backups))
                        .isInstanceOfSatisfying(
                                EpochMove.Refused.class,
                                move -> assertThat(move.why()).isEqualTo(EpochMove.Refusal.BACKUP_MISSING));
            assertThat(refused).hasSize(5);
            assertThat(fleet.prepare(TWO, List.of(backup(trial, about, ONE, ONE))))
                    .isInstanceOf(EpochMove.Moved.class);
        }
    }

    /// A certificate with such a word is not valid, and nobody could put another together.
    @Test
    void wordOfABackup_byOneThatIsAskedForNone_keepsNobodyFromTheEpoch() {
        for (var tree : List.of("2 of (a, b, c)", "all(risk, any(client, spare))"))
            try (var dealt = DealtKey.deal(tree, Scheme.FROST_BIP340, 10)) {
                var plan = CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(1));
                var trial = TrialCeremony.of(plan, TrialKeys.shares(dealt), dealt.home(), 11);
                var pending = trial.run();
                var fleet = new TrialEpochs(trial.roll(), trial.plan().subject(), 1).begin(pending);
                var about = EpochCandidate.of(pending.get(ONE), ONE).about();
                var words = List.of(backup(trial, about, ONE, ONE), backup(trial, about, TWO, TWO));
                for (var party : trial.roll().parties())
                    assertThat(fleet.prepare(party, words)).isInstanceOf(EpochMove.Moved.class);
                for (var party : trial.roll().parties())
                    assertThat(fleet.state(party)).as(tree).isInstanceOf(EpochChange.Active.class);
            }
    }

    private static EpochStatement backup(TrialCeremony trial, EpochAttempt about, PartyId whose, PartyId signer) {
        return TrialEpochs.statement(EpochStatement.Kind.BACKED_UP, about, whose, trial.identity(signer));
    }

    private static Parsed<KeptShare> read(SecretBytes form, DealtKey dealt, PartyId self) {
        return KeptShare.parse(form, dealt.key(), self, dealt.home());
    }
}
