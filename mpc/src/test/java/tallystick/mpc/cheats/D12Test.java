package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.mpc.ecdsa.PairSetup;
import tallystick.mpc.ecdsa.PairSetupMessage;
import tallystick.mpc.ecdsa.RosterSecrets;
import tallystick.mpc.ecdsa.VoleLab;
import tallystick.mpc.kit.Lie;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.PairBytes;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// D12, the pitfalls of verified simplest OT: a choice equal to B, equal choices, equal pads, one Δ for several peers,
/// an index missing from the hash.
class D12Test {
    private static final PartyId CHEATER = new PartyId(3);
    private static final List<PartyId> HONEST = List.of(new PartyId(1), new PartyId(2));

    @Test
    void choiceEqualToB_isRefused() {
        // b·(A - B) would be the identity, and the pad of it known. The cheater plays back the B it was sent.
        var heard = new ArrayList<PairSetupMessage.Begin>();
        assertBlamed(
                Fault.BASE_OT_CHECK,
                cheating(
                        2,
                        message -> {
                            var choices = (PairSetupMessage.Choices) message;
                            var points = new ArrayList<>(choices.choices());
                            points.set(5, heard.getFirst().point());
                            return new PairSetupMessage.Choices(choices.session(), points, choices.zeroOpening());
                        },
                        heard),
                List.of(HONEST.getFirst()));
    }

    @Test
    void twoEqualChoices_areRefused_beforeAChallengeLeaves() {
        var why = assertBlamed(
                Fault.BASE_OT_CHECK,
                cheating(2, message -> {
                    var choices = (PairSetupMessage.Choices) message;
                    var points = new ArrayList<>(choices.choices());
                    points.set(127, points.getFirst());
                    return new PairSetupMessage.Choices(choices.session(), points, choices.zeroOpening());
                }),
                HONEST);
        assertThat(why).containsOnly("choice points that all differ");
    }

    @Test
    void challengeOfEqualPads_isRefused() {
        assertBlamed(
                Fault.BASE_OT_CHECK,
                cheating(3, message -> {
                    var bytes =
                            ((PairSetupMessage.Challenges) message).challenges().toArray();
                    for (var i = 0; i < 32; i++) bytes[64 + i] = 0;
                    return new PairSetupMessage.Challenges(
                            ((PairSetupMessage.Challenges) message).session(), Bytes.copyOf(bytes));
                }),
                HONEST);
    }

    @Test
    void challengeThatIsNotOfThePads_isNoticedAtTheOpenings() {
        // Where the choice is 1 the response shows it to the cheater first, who has nothing to open then.
        assertBlamed(
                Fault.BASE_OT_CHECK,
                cheating(3, message -> {
                    var challenges = (PairSetupMessage.Challenges) message;
                    return new PairSetupMessage.Challenges(challenges.session(), turned(challenges.challenges(), 40));
                }),
                HONEST,
                Fault.ABSENT);
    }

    @Test
    void wrongResponse_isRefused() {
        assertBlamed(
                Fault.BASE_OT_CHECK,
                cheating(4, message -> {
                    var responses = (PairSetupMessage.Responses) message;
                    return new PairSetupMessage.Responses(responses.session(), turned(responses.responses(), 4095));
                }),
                HONEST);
    }

    @Test
    void wrongOpening_ofEitherBranch_isRefused() {
        for (var at : new int[] {0, 32, 64 * 127, 64 * 127 + 63}) {
            assertBlamed(
                    Fault.BASE_OT_CHECK,
                    cheating(5, message -> {
                        var openings = (PairSetupMessage.Openings) message;
                        return new PairSetupMessage.Openings(openings.session(), turned(openings.openings(), at));
                    }),
                    HONEST);
        }
    }

    @Test
    void pointOfAnother_withoutItsProof_isRefused() {
        assertBlamed(
                Fault.BAD_PROOF,
                cheating(1, message -> {
                    var begin = (PairSetupMessage.Begin) message;
                    return new PairSetupMessage.Begin(
                            begin.session(),
                            Curve.SECP256K1.group().generator(),
                            begin.proof(),
                            begin.zeroCommitment());
                }),
                HONEST);
    }

    @Test
    void choices_areFreshForEachOrderedPair() {
        try (var trial = new VoleTrial(12)) {
            var secrets = trial.secrets(4);
            var deltas = new ArrayList<Bytes>();
            secrets.values()
                    .forEach(each -> each.byPeer()
                            .values()
                            .forEach(pair -> deltas.add(new PairBytes(pair, trial.home()).delta())));
            assertThat(deltas).hasSize(12).doesNotHaveDuplicates();
            for (var i = 0; i < deltas.size(); i++)
                for (var j = 0; j < i; j++)
                    assertThat(distance(deltas.get(i), deltas.get(j)))
                            .as("bits in which two choice vectors differ")
                            .isBetween(35, 93);
        }
    }

    @Test
    void seeds_ofAllIndicesAndDirections_differ() {
        try (var trial = new VoleTrial(13)) {
            var secrets = trial.secrets(2);
            var seeds = new HashSet<Bytes>();
            for (var roster : secrets.values()) {
                for (var pair : roster.byPeer().values()) {
                    var bytes = new PairBytes(pair, trial.home());
                    for (var j = 0; j < 128; j++) for (var b = 0; b < 2; b++) seeds.add(bytes.bothSeeds(b, j));
                }
            }
            assertThat(seeds).hasSize(512);
        }
    }

    @Test
    void oneRightPad_atAnotherIndexOrForOthers_isAnother() {
        var all = new HashSet<Bytes>();
        for (var index = 0; index < 128; index++) all.add(VoleLab.baseOtPad("one", 1, 2, index));
        all.add(VoleLab.baseOtPad("other", 1, 2, 0));
        all.add(VoleLab.baseOtPad("one", 2, 1, 0));
        all.add(VoleLab.baseOtPad("one", 1, 3, 0));
        assertThat(all).hasSize(131);
    }

    private static int distance(Bytes a, Bytes b) {
        var distance = 0;
        for (var i = 0; i < a.length(); i++) distance += Integer.bitCount(a.at(i) ^ b.at(i));
        return distance;
    }

    private static Bytes turned(Bytes bytes, int at) {
        var copy = bytes.toArray();
        copy[at] ^= 1;
        return Bytes.copyOf(copy);
    }

    private record Cheated(int round, UnaryOperator<PairSetupMessage> lie, List<PairSetupMessage.Begin> heard) {}

    private static Cheated cheating(int round, UnaryOperator<PairSetupMessage> lie) {
        return new Cheated(round, lie, new ArrayList<>());
    }

    private static Cheated cheating(
            int round, UnaryOperator<PairSetupMessage> lie, List<PairSetupMessage.Begin> heard) {
        return new Cheated(round, lie, heard);
    }

    /// @return what each is blamed for
    private static List<String> assertBlamed(Fault fault, Cheated cheat, List<PartyId> honest) {
        return assertBlamed(fault, cheat, honest, fault);
    }

    private static List<String> assertBlamed(Fault fault, Cheated cheat, List<PartyId> honest, Fault orElse) {
        var why = new ArrayList<String>();
        try (var trial = new VoleTrial(cheat.round())) {
            var network = network(trial, cheat);
            var outcomes = network.run();
            for (var party : honest) {
                var blame = Outcomes.blameOf(outcomes, party);
                assertThat(blame.fault()).as(blame.detail()).isIn(fault, orElse);
                assertThat(blame.culprits()).containsExactly(CHEATER);
                why.add(blame.detail());
            }
            outcomes.values().forEach(outcome -> {
                if (outcome instanceof tallystick.mpc.session.Run.Outcome.Finished<RosterSecrets>(var secrets))
                    secrets.close();
            });
            assertThat(trial.home().lentBytes())
                    .as("everything made is destroyed")
                    .isZero();
        }
        return why;
    }

    private static Network<RosterSecrets> network(VoleTrial trial, Cheated cheat) {
        var network = Network.of(Trial.parties(3), self -> {
            var honest = PairSetup.of(
                    Trial.session("d12", self.value(), 3),
                    VoleTrial.key(),
                    1,
                    trial.entropy().split(),
                    trial.home());
            return self.equals(CHEATER) ? Lie.inRound(honest, cheat.round(), cheat.lie()) : Lie.of(honest, List::of);
        });
        return network.meddle(parcel -> {
            if (parcel.round() == 1 && parcel.to().equals(CHEATER)) {
                var parsed = PairSetup.of(Trial.session("d12", 3, 3), VoleTrial.key(), 1, trial.entropy(), trial.home())
                        .parse(parcel.message())
                        .orThrow();
                cheat.heard().add((PairSetupMessage.Begin) parsed);
            }
            return List.of(parcel);
        });
    }
}
