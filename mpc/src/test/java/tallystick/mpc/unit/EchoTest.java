package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.echo.Echoed;
import tallystick.mpc.echo.SignedBroadcast;
import tallystick.mpc.echo.SignedStatement;
import tallystick.mpc.kit.CoinToss;
import tallystick.mpc.kit.Lie;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Parcel;
import tallystick.mpc.kit.Roll;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

class EchoTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);

    @Test
    void honestParties_tossOneCoin_inTwiceTheRounds() {
        for (var count = 2; count <= 6; count++) {
            var tosses = Trial.coinTosses("echo", count, CoinToss.Trait.ECHOED);
            var network = Network.ofRuns(Trial.echoed(tosses, Roll.of(Trial.parties(count), count)));
            var outputs = Outcomes.assertFinished(network.run());
            assertThat(new HashSet<>(
                            outputs.values().stream().map(CoinToss.Tossed::coin).toList()))
                    .hasSize(1);
            assertThat(outputs.get(ONE).whispers()).containsEntry(TWO, 201);
            assertThat(tosses).allMatch(toss -> toss.openStates() == 0);
            assertThat(rounds(network)).isEqualTo(count == 2 ? Set.of(1, 3, 5) : Set.of(1, 2, 3, 4, 5));
        }
    }

    @Test
    void protocolWithoutEchoedRounds_isNotTouched() {
        var roll = Roll.of(Trial.parties(3), 1);
        var network = Network.ofRuns(Trial.echoed(Trial.coinTosses("plain", 3), roll));
        var bare = Network.of(Trial.coinTosses("plain", 3));
        assertThat(Outcomes.assertFinished(network.run())).isEqualTo(Outcomes.assertFinished(bare.run()));
        assertThat(network.sent().stream().map(Parcel::message).toList())
                .isEqualTo(bare.sent().stream().map(Parcel::message).toList());
    }

    @Test
    void blameOfTheProtocol_getsWhatTheCulpritSigned_asEvidence() {
        var roll = Roll.of(Trial.parties(3), 2);
        var tosses = Trial.coinTosses("evidence", 3, CoinToss.Trait.ECHOED);
        var liar = Lie.inRound(
                tosses.get(2),
                2,
                say -> new CoinToss.Say.Open(
                        say.session(), Trial.digest("other").bytes()));
        var runs = List.of(
                Run.of(Echoed.of(tosses.get(0), roll.identity(ONE), roll)),
                Run.of(Echoed.of(tosses.get(1), roll.identity(TWO), roll)),
                Run.of(Echoed.of(liar, roll.identity(THREE), roll)));
        var outcomes = Network.ofRuns(runs).run();
        Outcomes.assertBlamed(outcomes, List.of(ONE, TWO), Fault.BAD_OPENING, THREE);
        var evidence = Outcomes.blameOf(outcomes, ONE).evidence().stream()
                .map(bytes -> SignedBroadcast.parse(bytes).orThrow())
                .toList();
        assertThat(evidence).hasSize(2).allMatch(each -> each.verifies(roll));
        assertThat(evidence).extracting(each -> each.statement().round()).containsExactly(1, 2);
        assertThat(evidence).allMatch(each -> each.statement().sender().equals(THREE));
    }

    @Test
    void evidence_altered_provesNothing() {
        var roll = Roll.of(Trial.parties(3), 2);
        var one = SignedStatement.sign(roll.identity(ONE), Trial.session("s"), ONE, 1, Bytes.ofUtf8("a"));
        var other = SignedStatement.sign(roll.identity(ONE), Trial.session("s"), ONE, 1, Bytes.ofUtf8("b"));
        assertThat(one.provesEquivocationWith(other, roll)).isTrue();
        assertThat(one.provesEquivocationWith(one, roll)).isFalse();
        var alterations = List.of(
                new SignedStatement(Trial.session("t"), ONE, 1, other.message(), other.signature()),
                new SignedStatement(other.session(), TWO, 1, other.message(), other.signature()),
                new SignedStatement(other.session(), ONE, 2, other.message(), other.signature()),
                new SignedStatement(other.session(), ONE, 1, Trial.digest("c"), other.signature()),
                new SignedStatement(other.session(), ONE, 1, other.message(), one.signature()));
        assertThat(alterations).noneMatch(each -> each.verifies(roll));
        assertThat(alterations).noneMatch(each -> one.provesEquivocationWith(each, roll));
        assertThat(alterations).noneMatch(each -> each.provesEquivocationWith(one, roll));
        var elsewhere = List.of(
                SignedStatement.sign(roll.identity(ONE), Trial.session("t"), ONE, 1, Bytes.ofUtf8("b")),
                SignedStatement.sign(roll.identity(TWO), Trial.session("s"), TWO, 1, Bytes.ofUtf8("b")),
                SignedStatement.sign(roll.identity(ONE), Trial.session("s"), ONE, 2, Bytes.ofUtf8("b")));
        assertThat(elsewhere).allMatch(each -> each.verifies(roll));
        assertThat(elsewhere).noneMatch(each -> one.provesEquivocationWith(each, roll));
    }

    @Test
    void evidence_encoded_isReadBack() {
        var roll = Roll.of(Trial.parties(1), 2);
        var message = Bytes.ofUtf8("message");
        var statement = SignedStatement.sign(roll.identity(ONE), Trial.session("s"), ONE, 7, message);
        assertThat(SignedStatement.parse(statement.encode()).orThrow()).isEqualTo(statement);
        var broadcast = new SignedBroadcast(statement, message);
        assertThat(SignedBroadcast.parse(broadcast.encode()).orThrow()).isEqualTo(broadcast);
        assertThat(broadcast.verifies(roll)).isTrue();
        assertThat(new SignedBroadcast(statement, Bytes.ofUtf8("massage")).verifies(roll))
                .isFalse();
    }

    @Test
    void rosterWithoutAParty_isRefused() {
        var roll = Roll.of(Trial.parties(2), 2);
        var toss = Trial.coinTosses("s", 3, CoinToss.Trait.ECHOED).getFirst();
        assertThatThrownBy(() -> Echoed.of(toss, roll.identity(ONE), roll))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("party 3 not in the roster");
    }

    @Test
    void lastStepWithAnEchoedBroadcast_isOurBug() {
        var roll = Roll.of(Trial.parties(2), 2);
        var toss = Trial.coinTosses("s", 2, CoinToss.Trait.ECHOED, CoinToss.Trait.LAST_WORD)
                .getFirst();
        var run = Run.of(Echoed.of(toss, roll.identity(ONE), roll));
        assertThatThrownBy(run::start).isInstanceOf(Invariant.Broken.class);
    }

    private static Set<Integer> rounds(Network<?> network) {
        return new HashSet<>(network.sent().stream().map(Parcel::round).toList());
    }
}
