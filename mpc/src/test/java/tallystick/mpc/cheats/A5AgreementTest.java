package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.agreement.Agreement;
import tallystick.mpc.echo.EchoMessage;
import tallystick.mpc.echo.Echoed;
import tallystick.mpc.echo.SignedStatement;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Order;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Roll;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.TrialOccasions;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Roster;
import tallystick.mpc.session.Run;

/// Honest parties that one who asks gave other keys or other parties: what they sign, echo and wait for differs, and
/// nobody is named for it. Who lies where all hold one set-up is named as ever.
@DisplayName("A5 parties given other rosters part without naming one another")
class A5AgreementTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);
    private static final PartyId FOUR = new PartyId(4);
    private static final List<PartyId> ALL = List.of(ONE, TWO, THREE);
    private static final List<PartyId> AND_FOUR = List.of(ONE, TWO, THREE, FOUR);
    private static final Roll ROLL = Roll.of(AND_FOUR, 1);
    private static final Digest32 SETUP = Trial.digest("set-up");
    private static final Digest32 OTHER = Trial.digest("other set-up");

    @Test
    void anotherKeyOfOneParty_namesNobody_inAnyOrder() {
        for (var seed = 0; seed < 40; seed++) {
            var network = Network.ofRuns(List.of(
                            run(ONE, ALL, SETUP, ROLL),
                            run(TWO, ALL, SETUP, ROLL),
                            run(THREE, ALL, OTHER, otherKeyOfTwo())))
                    .order(Order.random(new SplittableRandom(seed)));
            Outcomes.assertBlamed(network.run(), ALL, Fault.SETUP_MISMATCH);
        }
    }

    @Test
    void anotherKey_betweenTwo_namesNobody() {
        var two = List.of(TWO, THREE);
        var network = Network.ofRuns(List.of(run(TWO, two, SETUP, ROLL), run(THREE, two, OTHER, otherKeyOfTwo())));
        Outcomes.assertBlamed(network.run(), two, Fault.SETUP_MISMATCH);
    }

    @Test
    void onePartyMore_inTheListsOfSome_namesNobody_inAnyOrder() {
        for (var seed = 0; seed < 40; seed++) {
            var network = Network.ofRuns(List.of(
                            run(ONE, ALL, SETUP, ROLL),
                            run(TWO, ALL, SETUP, ROLL),
                            run(THREE, AND_FOUR, OTHER, ROLL),
                            run(FOUR, AND_FOUR, OTHER, ROLL)))
                    .order(Order.random(new SplittableRandom(seed)));
            var outcomes = network.run();
            Outcomes.assertBlamed(outcomes, ALL, Fault.SETUP_MISMATCH);
            // Those who do not know of it say nothing to party 4, and more it cannot tell.
            Outcomes.assertBlamed(outcomes, List.of(FOUR), Fault.ABSENT, ONE, TWO);
        }
    }

    @Test
    void partyThatOneAloneExpects_isNotCalledAbsent() {
        var network = Network.ofRuns(
                List.of(run(ONE, ALL, SETUP, ROLL), run(TWO, ALL, SETUP, ROLL), run(THREE, AND_FOUR, OTHER, ROLL)));
        Outcomes.assertBlamed(network.run(), ALL, Fault.SETUP_MISMATCH);
    }

    @Test
    void partyThatLeavesOverIt_isNotCalledAbsent() {
        var one = run(ONE, ALL, SETUP, ROLL);
        var three = run(THREE, ALL, OTHER, otherKeyOfTwo());
        one.start();
        for (var envelope : three.start()) if (envelope.to().equals(ONE)) one.receive(THREE, true, envelope.message());
        one.left(TWO);
        Outcomes.assertBlamed(Map.of(ONE, one.outcome().orElseThrow()), List.of(ONE), Fault.SETUP_MISMATCH);
        three.close();
    }

    @Test
    void anotherSetUpToEach_isEquivocation_whateverDiffers() {
        var lie = run(TWO, ALL, OTHER, ROLL).start().getFirst().message();
        var network = Network.ofRuns(
                        ALL.stream().map(party -> run(party, ALL, SETUP, ROLL)).toList())
                .meddle(Meddler.where(
                        parcel -> parcel.from().equals(TWO) && parcel.to().equals(ONE) && parcel.round() == 1,
                        parcel -> List.of(parcel.with(lie))));
        Outcomes.assertBlamed(network.run(), List.of(ONE, THREE), Fault.EQUIVOCATION, TWO);
    }

    /// It says nothing more, so that the clock runs out on its echo.
    @Test
    void anotherSetUpToOne_andNoEcho_isEquivocation_byTheEchoesThatAreIn() {
        for (var setup : List.of(OTHER, SETUP)) {
            var lie = run(FOUR, AND_FOUR, setup, ROLL, "other bytes")
                    .start()
                    .getFirst()
                    .message();
            var network = Network.ofRuns(AND_FOUR.stream()
                            .map(party -> run(party, AND_FOUR, SETUP, ROLL))
                            .toList())
                    .meddle(Meddler.where(parcel -> parcel.from().equals(FOUR), parcel -> switch (parcel.round()) {
                        case 1 -> List.of(parcel.to().equals(ONE) ? parcel.with(lie) : parcel);
                        default -> List.of();
                    }));
            var outcomes = network.run();
            Outcomes.assertBlamed(outcomes, ALL, Fault.EQUIVOCATION, FOUR);
            for (var party : ALL) assertProven(Outcomes.blameOf(outcomes, party));
        }
    }

    @Test
    void anotherSetUpToOne_andLeaving_isEquivocation_onceOneEchoIsIn() {
        var lie = run(FOUR, AND_FOUR, OTHER, ROLL).start().getFirst().message();
        var runs = AND_FOUR.stream()
                .map(party -> run(party, AND_FOUR, SETUP, ROLL))
                .toList();
        var starts = runs.stream().map(Run::start).toList();
        var one = runs.getFirst();
        var two = runs.get(1);
        for (var sender : List.of(TWO, THREE, FOUR)) {
            var said = starts.get(sender.value() - 1).getFirst().message();
            one.receive(sender, true, sender.equals(FOUR) ? lie : said);
        }
        one.left(FOUR);
        Outcomes.assertBlamed(Map.of(ONE, one.outcome().orElseThrow()), List.of(ONE), Fault.SETUP_MISMATCH);

        // The same, with one's echo heard by two before four goes.
        var again = run(ONE, AND_FOUR, SETUP, ROLL);
        again.start();
        var echo = new ArrayList<Bytes>();
        for (var sender : List.of(TWO, THREE, FOUR)) {
            var said = starts.get(sender.value() - 1).getFirst().message();
            again.receive(sender, true, sender.equals(FOUR) ? lie : said)
                    .forEach(envelope -> echo.add(envelope.message()));
        }
        for (var sender : List.of(ONE, THREE, FOUR))
            two.receive(sender, true, starts.get(sender.value() - 1).getFirst().message());
        two.receive(ONE, true, echo.getFirst());
        two.left(FOUR);
        Outcomes.assertBlamed(Map.of(TWO, two.outcome().orElseThrow()), List.of(TWO), Fault.EQUIVOCATION, FOUR);
        runs.forEach(Run::close);
        again.close();
    }

    /// An echo that alters a digest proves nothing of who said it, and is not told while another is missing.
    @Test
    void falseEcho_whileOneIsMissing_namesOnlyTheMissing() {
        var network = Network.ofRuns(AND_FOUR.stream()
                        .map(party -> run(party, AND_FOUR, SETUP, ROLL))
                        .toList())
                .meddle(Meddler.where(parcel -> parcel.round() == 2, parcel -> switch (parcel.from()
                        .value()) {
                    case 4 -> List.of();
                    case 3 -> List.of(parcel.with(spoilt(parcel.message())));
                    default -> List.of(parcel);
                }));
        Outcomes.assertBlamed(network.run(), List.of(ONE, TWO), Fault.ABSENT, FOUR);
    }

    private static void assertProven(Blame blame) {
        var statements = blame.evidence().stream()
                .map(bytes -> SignedStatement.parse(bytes).orThrow())
                .toList();
        assertThat(statements).hasSize(2);
        assertThat(statements.getFirst().provesEquivocationWith(statements.getLast(), ROLL))
                .isTrue();
    }

    @Test
    void badSignature_whereAllHoldOneSetUp_namesItsSender() {
        var network = Network.ofRuns(
                        ALL.stream().map(party -> run(party, ALL, SETUP, ROLL)).toList())
                .meddle(Meddler.where(
                        parcel -> parcel.from().equals(TWO) && parcel.round() == 1,
                        parcel -> List.of(parcel.with(spoilt(parcel.message())))));
        Outcomes.assertBlamed(network.run(), List.of(ONE, THREE), Fault.BAD_SIGNATURE, TWO);
    }

    @Test
    void echoAmongMorePartiesThanTwoTreesHave_isRefused() {
        var many = new ArrayList<PartyId>();
        for (var i = 1; i <= EchoMessage.PARTIES_MAX; i++) many.add(new PartyId(i));
        assertThat(run(ONE, many, SETUP, Roll.of(many, 1)).start()).hasSize(EchoMessage.PARTIES_MAX - 1);
        many.add(new PartyId(EchoMessage.PARTIES_MAX + 1));
        assertThatThrownBy(() -> run(ONE, many, SETUP, Roll.of(many, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("129 parties to an echo");
    }

    private static Bytes spoilt(Bytes message) {
        var bytes = message.toArray();
        bytes[bytes.length - 1] ^= 1;
        return Bytes.copyOf(bytes);
    }

    private static Roster otherKeyOfTwo() {
        return ROLL.with(TWO, 2);
    }

    private static Run<SortedMap<PartyId, Bytes>> run(
            PartyId self, List<PartyId> parties, Digest32 setup, Roster roster) {
        return run(self, parties, setup, roster, "fresh of " + self);
    }

    private static Run<SortedMap<PartyId, Bytes>> run(
            PartyId self, List<PartyId> parties, Digest32 setup, Roster roster, String drawn) {
        var fresh = Trial.digest(drawn).bytes();
        var agreement = Agreement.of(Trial.digest("occasion"), self, parties, setup, fresh, new TrialOccasions());
        var identity = Roll.of(parties, 1).identity(self);
        return Run.of(Echoed.of(agreement, identity, roster));
    }
}
