package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.ceremony.Activation;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochChangeForm;
import tallystick.mpc.ceremony.KeptShare;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.frost.FrostSigning;
import tallystick.mpc.frost.SigningRequest;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialKeys;
import tallystick.mpc.session.PartyId;

/// An attempt at the next epoch is prepared, and its certificate not there: what is in use stays in use beside it.
class ShareBesideAttemptTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);

    private final DealtKey dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1);
    private final TrialCeremony first = TrialCeremony.of(
            CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(1)), TrialKeys.shares(dealt), dealt.home(), 3);
    private final SortedMap<PartyId, PendingShare> second = first.run();
    private final SortedMap<PartyId, SecretBytes> written = new TreeMap<>();
    private final Certificate certificate = TrialCeremony.certificate(second.get(ONE), first.roll());
    private final TrialCeremony next;
    private final SortedMap<PartyId, PendingShare> third;

    ShareBesideAttemptTest() {
        second.forEach((party, pending) -> written.put(party, pending.write(dealt.home())));
        var plan = CeremonyPlan.refresh(second.get(ONE).key(), TrialCeremony.terms(1));
        next = TrialCeremony.of(plan, TrialCeremony.shares(second), dealt.home(), 9);
        third = next.run();
    }

    @AfterEach
    void close() {
        written.values().forEach(SecretBytes::close);
        dealt.close();
    }

    @Test
    void preparedAttempt_leavesTheCertificateInUse_andItsShareSigns() {
        for (var erased : List.of(false, true)) {
            var shares = new TreeMap<PartyId, KeyShare>();
            for (var party : List.of(ONE, TWO)) {
                EpochChange base = erased
                        ? new EpochChange.OldErased(certificate, party, 0)
                        : new EpochChange.Active(certificate, party, new TreeMap<>(), 0);
                for (var state : afterwards(base, party)) {
                    assertThat(state.inUse()).contains(certificate);
                    assertThat(state.activeEpoch()).isEqualTo(2);
                    assertThat(state.subject()).isEqualTo(dealt.key().id());
                    assertRefused(third.get(party), party, state);
                }
                var state = afterwards(base, party).getLast();
                shares.put(party, kept(party).activate(state).orThrow());
            }
            assertSigns(shares);
        }
    }

    /// Where no certificate is kept of the base, the attempt brings none.
    @Test
    void preparedAttempt_overAnEpochWithoutACertificate_hasNoneInUse() {
        var idle = new EpochChange.Idle(dealt.key().id(), 2, 0);
        for (var state : afterwards(idle, ONE)) {
            assertThat(state.inUse()).isEmpty();
            assertThat(state.activeEpoch()).isEqualTo(2);
            assertThat(state.subject()).isEqualTo(dealt.key().id());
            assertThat(kept(ONE).activate(state))
                    .isEqualTo(new Activation.Refused<KeyShare>("no epoch is in use: the share stays pending"));
        }
    }

    @Test
    void certificateOfTheAttempt_takesItsPlace() {
        var base = new EpochChange.Active(certificate, ONE, new TreeMap<>(), 0);
        var later = TrialCeremony.certificate(third.get(ONE), next.roll());
        var moved = afterwards(base, ONE)
                .getLast()
                .receive(later, next.roll())
                .orThrow()
                .next();
        assertThat(moved.inUse()).contains(later);
        assertThat(moved.activeEpoch()).isEqualTo(3);
        assertThat(kept(ONE).activate(moved))
                .isEqualTo(new Activation.Refused<KeyShare>("another key or epoch is in use"));
    }

    /// Begun, prepared, and prepared as it is read from a disk.
    private List<EpochChange> afterwards(EpochChange base, PartyId party) {
        var candidate = EpochCandidate.of(third.get(party), party);
        var begun = (EpochChange.Pending) base.begin(candidate).orThrow().next();
        var prepared = begun.prepare(candidate.key().hash(), List.of(), List.of(), next.roll(), next.identity(party))
                .orThrow()
                .next();
        assertThat(prepared).isInstanceOf(EpochChange.Prepared.class);
        var read = EpochChangeForm.parse(
                        EpochChangeForm.encode(prepared), dealt.key().id())
                .orThrow();
        return List.of(begun, prepared, read);
    }

    private KeptShare kept(PartyId party) {
        return KeptShare.parse(written.get(party), second.get(party).key(), party, dealt.home())
                .orThrow();
    }

    /// What is only prepared does not sign.
    private void assertRefused(PendingShare pending, PartyId party, EpochChange state) {
        try (var bytes = pending.write(dealt.home());
                var share = KeptShare.parse(bytes, pending.key(), party, dealt.home())
                        .orThrow()) {
            assertThat(share.activate(state))
                    .isEqualTo(new Activation.Refused<KeyShare>("another key or epoch is in use"));
        }
    }

    private void assertSigns(SortedMap<PartyId, KeyShare> shares) {
        var key = shares.get(ONE).key();
        var set = key.tree().qualify(shares.keySet()).orThrow();
        var request = new SigningRequest(
                FrostTrial.message(1), KeyTweak.none(key.scheme().curve()), new TaprootTweak.None());
        var setup = FrostTrial.setup(key, set, request);
        var fresh = FrostTrial.fresh(set.parties(), 1);
        var signatures = Outcomes.assertFinished(Network.of(
                        set.parties(),
                        party -> FrostSigning.drawing(
                                setup.session(fresh, party),
                                FrostTrial.admitted(shares.get(party), setup),
                                new SeededEntropy(party.value()),
                                dealt.home()))
                .run());
        for (var each : signatures.values())
            assertThat(each.getFirst().verifies(setup.outputKeys().getFirst().point(), request.message()))
                    .isTrue();
    }
}
