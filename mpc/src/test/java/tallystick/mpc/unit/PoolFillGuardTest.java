package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.ecdsa.PairBatch;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.ecdsa.PoolFill;
import tallystick.mpc.ecdsa.PoolMessage;
import tallystick.mpc.ecdsa.PoolState;
import tallystick.mpc.ecdsa.VoleParameters;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Inbox;
import tallystick.mpc.session.Outgoing;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.Step;

/// Who may begin a fill and of what size, and what becomes of it when a message is not the one of its round.
class PoolFillGuardTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);

    private final VoleTrial trial = new VoleTrial(5);
    private PairSecrets one;
    private PairSecrets two;

    @BeforeEach
    void setUp() {
        var secrets = trial.secrets(2);
        one = secrets.get(ONE).byPeer().get(TWO);
        two = secrets.get(TWO).byPeer().get(ONE);
    }

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void fill_asAnotherParty_isTheCallersFault() {
        assertRefused("a fill of party 1 in the session of party 2", 2, Trial.parties(2));
    }

    @Test
    void fill_withAnotherPeerOrMore_isTheCallersFault() {
        assertRefused("a fill with party 2 in a session with", 1, List.of(ONE, new PartyId(3)));
        assertRefused("a fill with party 2 in a session with", 1, Trial.parties(3));
    }

    @Test
    void fill_ofNoItemsOrTooMany_isTheCallersFault() {
        var most = VoleParameters.ITEMS_MAX;
        for (var items : new int[] {-1, 0, most + 1})
            assertThatThrownBy(() -> fill(one, items))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("%d items not in 1..%d".formatted(items, most));
        assertThat(fill(one, 1).session().self()).isEqualTo(ONE);
        assertThat(fill(one, most).session().self()).isEqualTo(ONE);
    }

    @Test
    void fill_hasNoRoundToEcho() {
        for (var round = 1; round <= 4; round++)
            assertThat(fill(one, 1).echoes(round)).isFalse();
    }

    @Test
    void messageOfAnotherRound_stopsTheFill_namesThePeer_andFreesEverything() {
        var before = trial.home().lentBytes();
        for (var round = 1; round <= 4; round++) {
            var state = awaiting(round);
            PoolMessage astray = round == 4
                    ? new PoolMessage.Correlate(session(ONE).id(), List.of())
                    : new PoolMessage.Confirm(session(ONE).id(), Trial.digest("out of turn"));
            assertBlamed(fill(one, 1).advance(state, inbox(TWO, astray)), Fault.WRONG_MESSAGE_TYPE, TWO);
            assertThat(trial.home().lentBytes()).as("round %d", round).isEqualTo(before);
        }
    }

    @Test
    void confirmationOfAnotherTranscript_stopsTheFill_namesThePeer_andFreesEverything() {
        var before = trial.home().lentBytes();
        var other = new PoolMessage.Confirm(session(ONE).id(), Trial.digest("another transcript"));
        assertBlamed(fill(one, 1).advance(awaiting(4), inbox(TWO, other)), Fault.RESULT_MISMATCH, TWO);
        assertThat(trial.home().lentBytes()).isEqualTo(before);
    }

    /// A peer that was restarted, or whose hello was lost, is out of step and no cheat: nothing is checked.
    @Test
    void hellosHeardDifferently_stopTheFill_nameNobody_andCheckNothing() {
        var before = trial.home().lentBytes();
        var other = Trial.digest("other hellos");
        var theirs = new PoolMessage.Extend(session(ONE).id(), other, Bytes.empty(), Bytes.empty(), other);
        assertBlamed(fill(one, 1).advance(awaiting(2), inbox(TWO, theirs)), Fault.SETUP_MISMATCH);
        assertThat(trial.ledger(ONE).lines()).isEmpty();
        assertThat(trial.home().lentBytes()).isEqualTo(before);
        assertThat(one.isDestroyed()).isFalse();
    }

    @Test
    void secretsDestroyedDuringAFill_endIt_nameNobody_andFreeEverything() {
        var state = awaiting(2);
        var fresh = new PoolMessage.Hello(
                session(ONE).id(), Trial.digest("agreement"), VoleTrial.boot(TWO), Bytes.copyOf(new byte[32]));
        one.close();
        var before = trial.home().lentBytes();
        assertBlamed(fill(one, 1).advance(state, inbox(TWO, fresh)), Fault.RETIRED);
        assertThat(trial.home().lentBytes()).isLessThan(before);
        assertBlamed(fill(one, 1).start(), Fault.RETIRED);
    }

    /// Where party 1 stands when it awaits the message of `round`. What party 2 holds is freed.
    private PoolState awaiting(int round) {
        var mine = fill(one, 1);
        var theirs = fill(two, 1);
        var own = (Step.Await<PoolState, PoolMessage, PairBatch>) mine.start();
        var other = (Step.Await<PoolState, PoolMessage, PairBatch>) theirs.start();
        for (var reached = 1; reached < round; reached++) {
            var heard = inbox(TWO, sent(other));
            var told = inbox(ONE, sent(own));
            own = (Step.Await<PoolState, PoolMessage, PairBatch>) mine.advance(own.state(), heard);
            other = (Step.Await<PoolState, PoolMessage, PairBatch>) theirs.advance(other.state(), told);
        }
        assertThat(own.expect().round()).isEqualTo(round);
        other.state().close();
        return own.state();
    }

    private static PoolMessage sent(Step.Await<PoolState, PoolMessage, PairBatch> step) {
        return ((Outgoing.Direct<PoolMessage>) step.send().getFirst()).message();
    }

    private static Inbox<PoolMessage> inbox(PartyId from, PoolMessage message) {
        var directs = new TreeMap<PartyId, PoolMessage>();
        directs.put(from, message);
        return new Inbox<>(new TreeMap<>(), directs);
    }

    private PoolFill fill(PairSecrets pair, int items) {
        var self = pair.name().self();
        return PoolFill.of(session(self), pair, items, trial.with(self));
    }

    private static Session session(PartyId self) {
        return Trial.session("guarded fill", self.value(), 2);
    }

    private void assertRefused(String why, int self, List<PartyId> parties) {
        var session = new Session(Trial.session("guarded fill"), new PartyId(self), parties);
        assertThatThrownBy(() -> PoolFill.of(session, one, 1, trial.with(ONE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    private static void assertBlamed(Step<PoolState, PoolMessage, PairBatch> step, Fault fault, PartyId... culprits) {
        assertThat(step).isInstanceOfSatisfying(Step.Aborted.class, aborted -> {
            assertThat(aborted.blame().fault()).isEqualTo(fault);
            assertThat(aborted.blame().culprits()).containsExactly(culprits);
        });
    }
}
