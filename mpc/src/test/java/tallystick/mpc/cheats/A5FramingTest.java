package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.agreement.Agreement;
import tallystick.mpc.echo.Echoed;
import tallystick.mpc.frost.FrostSigning;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.Equivocator;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Roll;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.TrialOccasions;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Message;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Run;

@DisplayName("A5 whoever gives honest parties different orders has neither of them named")
class A5FramingTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId CHEATER = new PartyId(3);
    private static final List<PartyId> ALL = List.of(ONE, TWO, CHEATER);
    private static final Roll ROLL = Roll.of(ALL, 1);

    @Test
    void orderGivenDifferentlyToOneOfThree_namesNobody() {
        var outcomes = Network.ofRuns(ALL.stream()
                        .map(party -> Run.unechoed(agreement(ALL, party, party.equals(TWO) ? "another" : "order")))
                        .toList())
                .run();
        for (var party : List.of(ONE, TWO)) {
            var blame = Outcomes.blameOf(outcomes, party);
            assertThat(blame.fault()).isEqualTo(Fault.SETUP_MISMATCH);
            assertThat(blame.culprits()).as("nothing proves who was lied to").isEmpty();
        }
        assertThat(Outcomes.blameOf(outcomes, ONE).detail()).contains("party 2");
        assertThat(Outcomes.blameOf(outcomes, TWO).detail()).contains("party 1, party 3");
    }

    @Test
    void ordersGivenDifferentlyToTwo_nameNobody() {
        var both = List.of(ONE, TWO);
        var outcomes = Network.ofRuns(both.stream()
                        .map(party -> Run.unechoed(agreement(both, party, "order of " + party)))
                        .toList())
                .run();
        Outcomes.assertBlamed(outcomes, both, Fault.SETUP_MISMATCH);
        assertThat(Outcomes.blameOf(outcomes, ONE).detail()).contains("party 2");
    }

    /// Its two signed words are the evidence, so it alone is named, and not those whom it set against each other.
    @Test
    void cheaterThatTellsEachAnotherSetup_isNamedByItsOwnSignatures() {
        var cheating = agreement(ALL, CHEATER, "order");
        var outcomes = Network.ofRuns(ALL.stream()
                        .map(party -> Run.of(Echoed.of(agreement(ALL, party, "order"), ROLL.identity(party), ROLL)))
                        .toList())
                .meddle(otherSetup(cheating, TWO))
                .run();
        for (var honest : List.of(ONE, TWO)) {
            var blame = Outcomes.blameOf(outcomes, honest);
            assertThat(blame.fault()).isEqualTo(Fault.EQUIVOCATION);
            assertThat(blame.culprits()).containsExactly(CHEATER);
            assertThat(blame.evidence()).hasSize(2);
        }
    }

    @Test
    void commitOfAnotherSetup_amongThreeFrostSigners_namesNobody() {
        try (var dealt = DealtKey.deal("3 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var agreed = FrostTrial.setup(dealt, 1, 2, 3);
            var other = FrostTrial.setup(dealt, dealt.set(1, 2, 3), List.of(FrostTrial.plain(dealt, 2)));
            var fresh = FrostTrial.fresh(ALL, 1);
            var outcomes = Network.of(ALL.stream()
                            .map(party -> FrostSigning.drawing(
                                    agreed.session(fresh, party),
                                    FrostTrial.admitted(dealt.share(party), party.equals(TWO) ? other : agreed),
                                    new SeededEntropy(party.value()),
                                    dealt.home()))
                            .toList())
                    .run();
            Outcomes.assertBlamed(outcomes, ALL, Fault.SETUP_MISMATCH);
        }
    }

    /// A set-up with its first bit turned, signed by the cheater as the right one is.
    private static <M extends Message> Meddler otherSetup(Protocol<?, M, ?> cheating, PartyId victim) {
        return Equivocator.signed(cheating, ROLL.identity(CHEATER), 1, List.of(victim), message -> {
            var bytes = message.encode().toArray();
            bytes[MessageHeader.LENGTH_BYTES] ^= 1;
            return cheating.parse(Bytes.copyOf(bytes)).orThrow();
        });
    }

    private static Agreement agreement(List<PartyId> parties, PartyId self, String order) {
        return Agreement.of(
                Trial.digest("occasion"),
                self,
                parties,
                Trial.digest(order),
                Trial.digest("fresh of " + self).bytes(),
                new TrialOccasions());
    }
}
