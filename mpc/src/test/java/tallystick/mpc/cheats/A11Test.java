package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.echo.EchoMessage;
import tallystick.mpc.echo.SignedStatement;
import tallystick.mpc.kit.CoinToss;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.kit.Roll;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Filing;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// Nobody can speak in another's name. Messages carry no sender: who speaks is what the channel authenticated, and what
/// is signed is signed for one party.
@DisplayName("A11 spoofed sender")
class A11Test {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);
    private static final Roll ROLL = Roll.of(Trial.parties(4), 11);

    private final List<CoinToss> tosses = Trial.coinTosses("a11", 3, CoinToss.Trait.ECHOED);
    private final Network<CoinToss.Tossed> network = Network.ofRuns(Trial.echoed(tosses, ROLL));

    @Test
    void messageSignedForAnother_blamesWhoSentIt_notWhoseNameItBears() {
        var session = Trial.session("a11");
        var commit = new CoinToss.Say.Commit(session, Trial.digest("spoof")).encode();
        for (var key : List.of(TWO, THREE)) {
            var signedAsThree = SignedStatement.sign(ROLL.identity(key), session, THREE, 1, commit);
            var spoof = EchoMessage.Signed.encode(session, commit, signedAsThree.signature());
            var outcomes = Network.ofRuns(Trial.echoed(Trial.coinTosses("a11", 3, CoinToss.Trait.ECHOED), ROLL))
                    .meddle(Rewriter.ofBytes(Rewriter.sentBy(TWO, 1), _ -> spoof))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(ONE, THREE), Fault.BAD_SIGNATURE, TWO);
        }
    }

    @Test
    void strangerWithAKeyOfItsOwn_isDropped_andCounted() {
        var stranger = new PartyId(4);
        Meddler intruder = parcel -> List.of(parcel.from(stranger), parcel);
        Outcomes.assertFinished(network.meddle(intruder).run());
        for (var party : Trial.parties(3))
            assertThat(network.filingsOf(party)).containsEntry(Filing.UNKNOWN_SENDER, 10);
    }

    @Test
    void strangersJunk_isDropped_unread() {
        var run = Run.unechoed(tosses.getFirst());
        run.start();
        assertThat(run.take(new PartyId(4), true, Bytes.empty()).filing()).isEqualTo(Filing.UNKNOWN_SENDER);
        assertThat(run.outcome()).isEmpty();
        run.close();
    }

    @Test
    void unknownParty_verifiesUnderNoKey() {
        var statement =
                SignedStatement.sign(ROLL.identity(ONE), Trial.session("a11"), new PartyId(9), 1, Bytes.empty());
        assertThat(statement.verifies(ROLL)).isFalse();
    }
}
