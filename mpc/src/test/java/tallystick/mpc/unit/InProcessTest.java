package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.ecdsa.AttemptLedger;
import tallystick.mpc.ecdsa.PairName;
import tallystick.mpc.example.PassingLedger;
import tallystick.mpc.frost.FrostSigning;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.InProcess;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Roster;
import tallystick.mpc.session.Run;

/// What stands between the library and a first try of it.
class InProcessTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);

    @Test
    void everybodyThere_finishes() {
        var outputs = InProcess.finish(
                Trial.coinTosses("local", 3).stream().map(Run::unechoed).toList());
        assertThat(outputs).hasSize(3);
        assertThat(outputs.values().stream().map(tossed -> tossed.coin()).distinct())
                .hasSize(1);
    }

    @Test
    void partyMissing_isAbsentToAllOthers() {
        var outcomes = InProcess.drive(Trial.coinTosses("local", 3).subList(0, 2).stream()
                .map(Run::unechoed)
                .toList());
        assertThat(outcomes).hasSize(2);
        outcomes.values().forEach(outcome -> {
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Run.Outcome.Stopped.class,
                            stopped -> assertThat(stopped.blame().fault()).isEqualTo(Fault.ABSENT));
            assertThatThrownBy(outcome::orThrow)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ABSENT");
        });
    }

    @Test
    void partyTwice_isTheCallersFault() {
        var tosses = Trial.coinTosses("local", 3);
        var runs = List.of(Run.unechoed(tosses.getFirst()), Run.unechoed(tosses.getFirst()));
        assertThatThrownBy(() -> InProcess.drive(runs)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stepThatThrows_goesThrough_andNobodysSecretsStayOpen() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_ED25519, 1)) {
            var setup = FrostTrial.setup(dealt, 1, 2);
            var lent = dealt.home().lentBytes();
            Entropy none = _ -> {
                throw new AssertionError("no chance");
            };
            var second = FrostSigning.drawing(
                    setup.session(FrostTrial.fresh(setup.set().parties(), 1), TWO),
                    FrostTrial.admitted(dealt.share(TWO), setup),
                    none,
                    dealt.home());
            var runs = List.of(Run.of(FrostTrial.signer(dealt, setup, ONE, 1)), Run.of(second));
            assertThatThrownBy(() -> InProcess.drive(runs)).hasMessage("no chance");
            assertThat(dealt.home().lentBytes()).isEqualTo(lent);
        }
    }

    @Test
    void rosterOfKeys_knowsItsPartiesAndNobodyElse() {
        try (var home = SecretMemory.open();
                var key = IdentityKey.generate(new SeededEntropy(1), home)) {
            var roster = Roster.of(java.util.Map.of(ONE, key.verifyKey()));
            var statement = Trial.digest("statement");
            var signature = PartyIdentity.of(key).sign(statement);
            assertThat(roster.parties()).containsExactly(ONE);
            assertThat(roster.verifies(ONE, statement, signature)).isTrue();
            assertThat(roster.verifies(TWO, statement, signature)).isFalse();
            assertThat(roster.verifies(ONE, Trial.digest("other"), signature)).isFalse();
            assertThat(roster.verifies(ONE, statement, signature.slice(0, 63))).isFalse();
        }
    }

    @Test
    void passingLedger_bansWhoFailed_andTakesTurns() {
        var ledger = new PassingLedger();
        var pair = new PairName(Trial.digest("key"), 1, ONE, TWO);
        var first = ((AttemptLedger.Begun.Granted) ledger.begin(pair)).attempt();
        assertThat(ledger.isOpen(pair)).isTrue();
        assertThat(ledger.begin(pair)).isInstanceOf(AttemptLedger.Begun.Busy.class);
        assertThat(first.passed()).isTrue();
        assertThat(ledger.isOpen(pair)).isFalse();
        ((AttemptLedger.Begun.Granted) ledger.begin(pair)).attempt().failed();
        assertThat(ledger.isBanned(pair)).isTrue();
        assertThat(ledger.isOpen(pair)).isFalse();
        assertThat(ledger.begin(pair)).isInstanceOf(AttemptLedger.Begun.Banned.class);
    }
}
