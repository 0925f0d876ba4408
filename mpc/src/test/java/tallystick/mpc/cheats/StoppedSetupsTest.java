package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.THREE;
import static tallystick.mpc.cheats.SigningCheat.TWO;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.SetupMessage;
import tallystick.mpc.ecdsa.SigningSetup;
import tallystick.mpc.ecdsa.Taken;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.session.Run;

/// A peer that makes one set-up after another stop: whatever anybody named for it is gone at everybody who heard it, so
/// that both sides of a pair go on to hold the same items, and there is room to make more.
class StoppedSetupsTest extends StoppingWorld {
    @Test
    void commitments_namedForASetUpThatStopped_areDropped_byAllWhoHeardOfThem() {
        fill();
        differing(world.prepareNonces(3).terms(1, 1, 2, 3));
        for (var party : ALL)
            for (var other : ALL)
                if (!party.equals(other))
                    assertThat(world.stock(party).availableOf(other)).isEqualTo(2);
        mute(world.terms(1, 1, 2, 3));
        assertThat(world.stock(ONE).availableOf(TWO)).isEqualTo(1);
        assertThat(world.stock(ONE).availableOf(THREE)).as("never heard").isEqualTo(2);
    }

    @Test
    void itemsAndNonces_takenForASetUpThatStopped_areDestroyed() {
        fill();
        var nonces = world.openSecretBytes();
        var items = trial.home().lentBytes();
        differing(world.prepareNonces(1).terms(1, 1, 2, 3));
        mute(world.prepareNonces(1).terms(1, 1, 2, 3));
        assertThat(world.openSecretBytes()).isEqualTo(nonces);
        assertThat(trial.home().lentBytes()).isEqualTo(items);
    }

    @Test
    void items_namedForASetUpThatStopped_areNeverTakenAgain() {
        fill();
        var terms = world.prepareNonces(1).terms(1, 1, 2, 3);
        var reader = agreement(ONE, terms);
        var network =
                agreeing(terms).meddle(Meddler.where(parcel -> parcel.from().equals(THREE), _ -> List.of()));
        network.run();
        var tried = 0;
        for (var parcel : network.sent()) {
            if (!parcel.from().equals(ONE)) continue;
            var items = reader.parse(parcel.message()).orThrow().choice().items();
            assertThat(pools.get(parcel.to()).take(ONE, items.get(parcel.to()))).isInstanceOf(Taken.Unavailable.class);
            tried++;
        }
        assertThat(tried).isEqualTo(2);
    }

    /// The choices of others are there before the last party has begun, and it never makes one of its own.
    @Test
    void items_namedForASetUpThatStoppedBeforeItsStart_areDestroyed() {
        fill();
        var ways = List.<Consumer<Run<ChosenSetup>>>of(Run::start, Run::expire, Run::close);
        for (var way : ways) {
            var nonces = world.stock(THREE).availableOf(ONE);
            var stock = stock(THREE, ONE);
            var terms = world.prepareNonces(1).terms(1, 1, 2, 3);
            var last = Run.unechoed(agreement(THREE, terms));
            for (var party : List.of(ONE, TWO)) {
                var faster = Run.unechoed(agreement(party, terms));
                for (var envelope : faster.start())
                    if (envelope.to().equals(THREE)) last.receive(party, true, envelope.message());
                faster.close();
            }
            assertThat(stock(THREE, ONE)).as("nothing is touched yet").isEqualTo(stock);
            var spends = Run.unechoed(agreement(THREE, terms));
            spends.start();
            spends.close();
            way.accept(last);
            last.close();
            assertThat(stock(THREE, ONE)).isEqualTo(stock - 1).isEqualTo(stock(ONE, THREE));
            assertThat(stock(THREE, TWO)).isEqualTo(stock(TWO, THREE));
            assertThat(world.stock(THREE).availableOf(ONE)).isEqualTo(nonces);
        }
    }

    /// It cannot reach beyond what it shares with the one who hears it.
    @Test
    void itemsOfOthers_namedByACheater_stayWhereTheyAre() {
        fill();
        var cheat = world.prepareNonces(1).terms(1, 1, 2, 3);
        var reader = agreement(TWO, cheat);
        agreeing(cheat)
                .meddle(Rewriter.ofMessages(reader, Rewriter.sentBy(TWO, 1), this::withItems))
                .meddle(Meddler.where(parcel -> parcel.from().equals(ONE), _ -> List.of()))
                .run();
        assertThat(stock(THREE, ONE)).isEqualTo(ROOM);
        assertThat(stock(ONE, THREE)).isEqualTo(ROOM - 1);
        assertThat(stock(THREE, TWO)).isEqualTo(ROOM);
    }

    /// Party 2 names towards 3 what 1 and 2 share.
    private SetupMessage withItems(SetupMessage message) {
        var foreign = ((Taken.Items) pools.get(ONE).allocate(TWO, 1)).allocation();
        return new SetupMessage(
                message.opening(),
                message.terms(),
                message.fresh(),
                new SigningSetup.Choice(message.choice().nonces(), new TreeMap<>(Map.of(THREE, foreign))));
    }
}
