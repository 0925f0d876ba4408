package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.echo.Echoed;
import tallystick.mpc.kit.CoinToss;
import tallystick.mpc.kit.Crasher;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Parcel;
import tallystick.mpc.kit.Replayer;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.kit.Roll;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Filing;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// Messages said again where they do not belong: the session lives on, and nobody is blamed for what the network did.
@DisplayName("A7 replay across sessions, rounds and reflections")
class A7Test {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);
    private static final Roll ROLL = Roll.of(Trial.parties(3), 7);

    private static List<CoinToss> tosses(String session) {
        return Trial.coinTosses(session, 3, CoinToss.Trait.ECHOED);
    }

    private static Network<CoinToss.Tossed> network(String session) {
        return Network.ofRuns(Trial.echoed(tosses(session), ROLL));
    }

    @Test
    void everyMessageOfAnEarlierSession_inEveryWrongPlace_isDropped() {
        var recorder = new Replayer();
        Outcomes.assertFinished(network("first").meddle(recorder).run());
        assertThat(recorder.recorded()).hasSize(30);

        var second = network("second");
        Meddler flood = parcel -> {
            var all = new ArrayList<Parcel>();
            for (var old : recorder.recorded()) {
                all.addAll(Replayer.misplaced(old, Trial.parties(3)));
                all.add(Replayer.returned(old));
            }
            all.add(parcel);
            return all;
        };
        assertOneCoin(second.meddle(flood));
        var handled = Trial.parties(3).stream().map(second::filingsOf).toList();
        assertThat(handled).allMatch(filings -> filings.get(Filing.OTHER_SESSION) > 300);
        assertThat(handled).allMatch(filings -> !filings.containsKey(Filing.BLAMED));
        // each of the 30 parcels sent carries 30 old ones in 4 wrong places and itself
        var delivered = handled.stream()
                .flatMap(filings -> filings.values().stream())
                .mapToInt(Integer::intValue)
                .sum();
        assertThat(delivered).isEqualTo(30 * (30 * 4 + 1));
    }

    @Test
    void everyMessageOfThisSession_saidAgain_toOthers_andBackToItsSender_isDropped() {
        var network = network("again");
        assertOneCoin(network.meddle(new Replayer().again(Trial.parties(3))));
        for (var party : Trial.parties(3)) {
            assertThat(network.filingsOf(party)).containsKeys(Filing.REPEATED, Filing.REFLECTED, Filing.EARLIER_ROUND);
            assertThat(network.filingsOf(party)).doesNotContainKey(Filing.BLAMED);
        }
    }

    @Test
    void everyMessage_reflectedAsItsReceiversOwn_isDropped() {
        var network = network("mirror");
        Meddler mirror = parcel -> List.of(parcel, parcel.from(parcel.to()).to(parcel.to()));
        assertOneCoin(network.meddle(mirror));
        for (var party : Trial.parties(3))
            assertThat(network.filingsOf(party).get(Filing.REFLECTED)).isGreaterThanOrEqualTo(8);
    }

    @Test
    void signedBroadcastOfAnother_saidAsOnesOwn_blamesTheRepeater() {
        var stolen = new HashSet<Parcel>();
        Meddler thief = parcel -> {
            if (parcel.round() != 1) return List.of(parcel);
            if (parcel.from().equals(ONE)) stolen.add(parcel);
            if (!parcel.from().equals(TWO)) return List.of(parcel);
            return List.of(parcel.with(stolen.iterator().next().message()));
        };
        var outcomes = network("theft").meddle(thief).run();
        Outcomes.assertBlamed(outcomes, List.of(ONE, THREE), Fault.BAD_SIGNATURE, TWO);
    }

    @Test
    void signedBroadcastOfAnEarlierRound_asOneOfALaterRound_isDropped_andItsSenderAbsent() {
        var first = new HashSet<Parcel>();
        Meddler late = parcel -> {
            if (!parcel.from().equals(TWO) || !parcel.to().equals(ONE)) return List.of(parcel);
            if (parcel.round() == 1) first.add(parcel);
            return parcel.round() == 3 ? List.copyOf(first) : List.of(parcel);
        };
        var network = network("late").meddle(late);
        var outcomes = network.run();
        assertThat(network.filingsOf(ONE)).containsEntry(Filing.EARLIER_ROUND, 1);
        Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.ABSENT, TWO);
    }

    @Test
    void signatureOfAnEarlierSession_onThisSessionsHeader_blamesWhoSentIt() {
        var earlier = new Replayer();
        network("earlier").meddle(earlier).run();
        var old = earlier.recorded().stream()
                .filter(Rewriter.sentBy(TWO, 1))
                .findFirst()
                .orElseThrow();
        var signatureFrom = old.message().length() - 64;
        var outcomes = network("now")
                .meddle(Rewriter.ofBytes(
                        Rewriter.sentBy(TWO, 1),
                        message -> Bytes.concat(
                                message.slice(0, signatureFrom),
                                old.message().slice(signatureFrom, old.message().length()))))
                .run();
        Outcomes.assertBlamed(outcomes, List.of(ONE, THREE), Fault.BAD_SIGNATURE, TWO);
    }

    @Test
    void partyThatStopsAtAnyMessage_isNamedAbsent_andNobodyHangs() {
        var sent = 10;
        for (var messages = 0; messages < sent; messages++) {
            var outcomes = network("crash").meddle(new Crasher(TWO, messages)).run();
            for (var honest : List.of(ONE, THREE)) {
                if (outcomes.get(honest) instanceof Run.Outcome.Finished) continue;
                var blame = Outcomes.blameOf(outcomes, honest);
                assertThat(blame.fault()).isEqualTo(Fault.ABSENT);
                assertThat(blame.culprits()).contains(TWO);
            }
            var stopped = Outcomes.honest(Trial.parties(3), TWO).stream()
                    .filter(party -> outcomes.get(party) instanceof Run.Outcome.Stopped)
                    .count();
            assertThat(stopped).as("after %d messages", messages).isPositive();
        }
        Outcomes.assertFinished(network("crash").meddle(new Crasher(TWO, sent)).run());
    }

    @Test
    void partyWhoseRunHasEnded_ignoresEverything() {
        var toss = tosses("over").getFirst();
        var run = Run.of(Echoed.of(toss, ROLL.identity(ONE), ROLL));
        run.start();
        run.expire();
        for (var junk : List.of("", "junk")) {
            var receipt = run.take(TWO, true, Bytes.ofUtf8(junk));
            assertThat(receipt.filing()).isEqualTo(Filing.AFTER_END);
            assertThat(receipt.send()).isEmpty();
        }
    }

    private static void assertOneCoin(Network<CoinToss.Tossed> network) {
        var outputs = Outcomes.assertFinished(network.run());
        assertThat(new HashSet<>(
                        outputs.values().stream().map(CoinToss.Tossed::coin).toList()))
                .hasSize(1);
    }
}
