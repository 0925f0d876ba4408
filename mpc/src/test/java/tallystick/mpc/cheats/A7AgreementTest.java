package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.agreement.Agreement;
import tallystick.mpc.agreement.Occasions;
import tallystick.mpc.echo.Echoed;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Parcel;
import tallystick.mpc.kit.Roll;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.TrialOccasions;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// The session of an agreement follows from its occasion, so an order that is brought twice brings back old signed
/// words that are good ones. An honest party has no two of them.
@DisplayName("A7 an order brought again makes nobody look like an equivocator")
class A7AgreementTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);
    private static final List<PartyId> ALL = List.of(ONE, TWO, THREE);
    private static final Roll ROLL = Roll.of(ALL, 1);

    private final SortedMap<PartyId, TrialOccasions> spoken = new TreeMap<>();
    private int drawn;

    A7AgreementTest() {
        ALL.forEach(party -> spoken.put(party, new TrialOccasions()));
    }

    @Test
    void orderBroughtAgain_isNotSpokenOn_andNobodyIsNamed() {
        var first = network();
        Outcomes.assertFinished(first.run());
        var again = network().meddle(saying(first.sent(), ONE, TWO));
        Outcomes.assertBlamed(again.run(), ALL, Fault.SPOKEN_BEFORE);
        assertThat(again.sent()).isEmpty();
    }

    /// A party that spoke, was stopped, and is asked again beside others who hear of the order for the first time, with
    /// its old word in their ears.
    @Test
    void partyRestartedInBetween_isAbsentAtWorst() {
        var before = run(ONE, spoken.get(ONE));
        var old = before.start().stream()
                .map(each -> new Parcel(ONE, each.to(), each.broadcast(), each.round(), each.message()))
                .toList();
        before.close();
        var again = network();
        old.forEach(again::inject);
        var outcomes = again.run();
        Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.SPOKEN_BEFORE);
        Outcomes.assertBlamed(outcomes, List.of(TWO, THREE), Fault.ABSENT, ONE);
        assertThat(Fault.ABSENT.consequence()).isEqualTo(Fault.Consequence.RETRY);
        assertThat(again.sent()).noneMatch(parcel -> parcel.from().equals(ONE));
    }

    /// What the memory is for.
    @Test
    void partyThatForgets_isNamedByItsOwnTwoWords() {
        var first = network();
        Outcomes.assertFinished(first.run());
        ALL.forEach(party -> spoken.put(party, new TrialOccasions()));
        var again = network().meddle(saying(first.sent(), ONE, TWO));
        Outcomes.assertBlamed(again.run(), List.of(TWO, THREE), Fault.EQUIVOCATION, ONE);
    }

    @Test
    void occasionThatCannotBeWrittenDown_isNotSpokenOn() {
        var mute = run(ONE, _ -> Occasions.Noted.UNAVAILABLE);
        assertThat(mute.start()).isEmpty();
        var outcomes = Map.of(ONE, mute.outcome().orElseThrow());
        Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.RECORD_UNAVAILABLE);
    }

    @Test
    void agreementThatNeverBegan_tookNoOccasion() {
        run(ONE, spoken.get(ONE)).close();
        Outcomes.assertFinished(network().run());
    }

    private Network<SortedMap<PartyId, Bytes>> network() {
        return Network.ofRuns(
                ALL.stream().map(party -> run(party, spoken.get(party))).toList());
    }

    /// Draws other bytes each time, as a node does.
    private Run<SortedMap<PartyId, Bytes>> run(PartyId self, Occasions occasions) {
        var fresh = Trial.digest("fresh " + drawn++).bytes();
        var agreement = Agreement.of(Trial.digest("occasion"), self, ALL, Trial.digest("set-up"), fresh, occasions);
        return Run.of(Echoed.of(agreement, ROLL.identity(self), ROLL));
    }

    /// To `to` the first word of `from` is the one of an earlier try.
    private static Meddler saying(List<Parcel> earlier, PartyId from, PartyId to) {
        var old = earlier.stream()
                .filter(parcel -> parcel.from().equals(from) && parcel.to().equals(to) && parcel.round() == 1)
                .findFirst()
                .orElseThrow();
        return Meddler.where(
                parcel -> parcel.from().equals(from) && parcel.to().equals(to) && parcel.round() == 1,
                parcel -> List.of(parcel.with(old.message())));
    }
}
