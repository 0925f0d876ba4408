package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.ecdsa.PairBatch;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.ecdsa.PoolFill;
import tallystick.mpc.ecdsa.PoolMessage;
import tallystick.mpc.ecdsa.VoleLab;
import tallystick.mpc.kit.MemoryLedger.Line;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.Session;

/// D1, a ban missing after a failed consistency check: every failed or passed guess tells one bit of Δ, so the first
/// failure must be the last.
class D1Test {
    private static final PartyId HONEST = new PartyId(1);
    private static final PartyId CHEATER = new PartyId(2);

    private VoleTrial trial;
    private PairSecrets honest;
    private PairSecrets cheater;

    @BeforeEach
    void setUp() {
        trial = new VoleTrial(41);
        var secrets = trial.secrets(2);
        honest = secrets.get(HONEST).byPeer().get(CHEATER);
        cheater = secrets.get(CHEATER).byPeer().get(HONEST);
    }

    @AfterEach
    void tearDown() {
        trial.close();
    }

    @Test
    void spoiltExtension_bansTheReceiver_beforeAnythingIsSaid() {
        var network = cheated();
        var outcomes = network.run();

        Outcomes.assertBlamed(outcomes, List.of(HONEST), Fault.OT_EXTENSION_CHECK, CHEATER);
        assertThat(Fault.OT_EXTENSION_CHECK.consequence()).isEqualTo(Fault.Consequence.BAN);
        assertThat(trial.ledger(HONEST).lines()).containsExactly(Line.BEGUN, Line.FAILED);
        assertThat(trial.ledger(HONEST).isBanned(honest.name())).isTrue();
        assertThat(network.sent())
                .as("after the check the honest party says nothing")
                .noneMatch(parcel -> parcel.from().equals(HONEST) && parcel.round() > 2);
        assertThat(honest.isDestroyed()).isTrue();
    }

    @Test
    void bannedPeer_afterRestart_staysBanned() {
        try (var sealed = honest.encode(trial.home())) {
            cheated().run();
            // As if an old sealed copy had come back: the ledger still says no.
            try (var again = PairSecrets.parse(sealed, trial.home()).orThrow()) {
                var outcomes = trial.fill(again, cheater, 1).run();
                Outcomes.assertBlamed(outcomes, List.of(HONEST), Fault.BANNED, CHEATER);
            }
        }
    }

    @Test
    void concurrentFill_withTheSamePeer_endsWithTheBan() {
        // A second fill waits for its third round while the first one fails.
        var session = Trial.session("concurrent");
        var parties = List.of(HONEST, CHEATER);
        var other = Run.of(PoolFill.of(new Session(session, HONEST, parties), honest, 1, trial.with(HONEST)));
        try (var theirs =
                Run.of(PoolFill.of(new Session(session, CHEATER, parties), cheater, 1, trial.with(CHEATER)))) {
            other.start();
            var hello = theirs.start().getFirst();
            assertThat(other.take(CHEATER, false, hello.message()).send()).hasSize(1);
        }

        cheated().run();

        other.take(CHEATER, false, anyExtend(session));
        assertThat(other.outcome())
                .hasValueSatisfying(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                Run.Outcome.Stopped.class,
                                stopped -> assertThat(stopped.blame().fault()).isEqualTo(Fault.BANNED)));
    }

    @Test
    void tenThousandTries_yieldOneBit() {
        var answers = 0;
        for (var i = 0; i < 10_000; i++) {
            var outcomes = (i == 0 ? cheated() : trial.fill(honest, cheater, 1)).run();
            if (Outcomes.blameOf(outcomes, HONEST).fault() == Fault.OT_EXTENSION_CHECK) answers++;
            else Outcomes.assertBlamed(outcomes, List.of(HONEST), Fault.BANNED, CHEATER);
        }
        assertThat(answers).isEqualTo(1);
    }

    @Test
    void rightBet_passes_andWrongBet_isRefused() {
        // The leak the ban is for: whoever bets on a bit of Δ learns from the answer whether it was right.
        try (var lab = new VoleLab(42, 16, 1)) {
            for (var i = 0; i < 20; i++) {
                assertThat(lab.betOnDelta(true)).isTrue();
                assertThat(lab.betOnDelta(false)).isFalse();
            }
        }
    }

    @Test
    void recordThatCannotBeWritten_stopsTheCheck() {
        trial.ledger(HONEST).refuseToBegin();
        var outcomes = trial.fill(honest, cheater, 1).run();
        Outcomes.assertBlamed(outcomes, List.of(HONEST), Fault.RECORD_UNAVAILABLE);
        assertThat(honest.isDestroyed()).isFalse();
    }

    @Test
    void recordThatCannotBeCleared_stopsTheFill() {
        trial.ledger(HONEST).refuseToClear();
        var outcomes = trial.fill(honest, cheater, 1).run();
        Outcomes.assertBlamed(outcomes, List.of(HONEST), Fault.RECORD_UNAVAILABLE);
        assertThat(trial.ledger(HONEST).isOpen(honest.name())).isTrue();
        assertThat(honest.isDestroyed())
                .as("not used until a restart would destroy it")
                .isTrue();
        assertThat(cheater.isDestroyed()).isFalse();
    }

    @Test
    void ownSecretsRetired_areNobodysFault() {
        honest.close();
        Outcomes.assertBlamed(trial.fill(honest, cheater, 1).run(), List.of(HONEST), Fault.RETIRED);
    }

    @Test
    void ownSecretsRetiredInTheMiddle_areNobodysFault() {
        var asked = trial.fill(honest, cheater, 1).meddle(parcel -> {
            if (parcel.to().equals(HONEST) && parcel.round() == 2) honest.close();
            return List.of(parcel);
        });
        Outcomes.assertBlamed(asked.run(), List.of(HONEST), Fault.RETIRED);
        assertThat(trial.ledger(HONEST).lines()).as("nothing was evaluated").isEmpty();
    }

    @Test
    void checkUnderWayElsewhere_makesThisOneWait() {
        trial.ledger(HONEST).leaveOpen(honest.name());
        var outcomes = trial.fill(honest, cheater, 1).run();
        Outcomes.assertBlamed(outcomes, List.of(HONEST), Fault.RECORD_UNAVAILABLE);
        assertThat(honest.isDestroyed()).isFalse();
    }

    @Test
    void honestFill_writesAndClearsBothChecks() {
        Outcomes.assertFinished(trial.fill(honest, cheater, 1).run()).values().forEach(PairBatch::close);
        assertThat(trial.ledger(HONEST).lines()).containsExactly(Line.BEGUN, Line.PASSED, Line.BEGUN, Line.PASSED);
    }

    private Network<PairBatch> cheated() {
        return trial.fill(honest, cheater, 1)
                .meddle(Rewriter.ofBytes(Rewriter.sentBy(CHEATER, 2), D1Test::flipCorrection));
    }

    private static Bytes flipCorrection(Bytes message) {
        var bytes = message.toArray();
        bytes[100] ^= 1;
        return Bytes.copyOf(bytes);
    }

    private static Bytes anyExtend(tallystick.mpc.session.SessionId session) {
        return new PoolMessage.Extend(
                        session,
                        Trial.digest("hellos"),
                        Bytes.copyOf(new byte[127 * 110]),
                        Bytes.copyOf(new byte[16]),
                        Trial.digest("check"))
                .encode();
    }
}
