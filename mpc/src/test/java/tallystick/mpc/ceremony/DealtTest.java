package tallystick.mpc.ceremony;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.Element;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.access.TreeSharing;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.PartyId;

@DisplayName("What follows from the openings of all dealers")
class DealtTest {
    private static final String TREE = "9 of (a, b, c, d, e, f, g, h, i, 4 of (j, k, l, m, n, o, p))";

    @Test
    void leafPoints_areThoseOfEachDealerAddedUp() {
        try (var home = SecretMemory.open()) {
            var dealt = dealt(home);
            var rules = new DealingRules(dealt.plan());
            var expected = new TreeMap<LeafId, Element>();
            for (var opening : dealt.openings().values())
                leafPoints(dealt.plan().tree(), opening)
                        .forEach((leaf, point) -> expected.merge(leaf, point, Element::plus));
            assertThat(dealt.leafPoints(rules)).isEqualTo(expected);
        }
    }

    @Test
    void aValueOfOneLeaf_isJudgedByThatLeaf() {
        try (var home = SecretMemory.open()) {
            var dealt = dealt(home);
            var rules = new DealingRules(dealt.plan());
            var dealer = new PartyId(1);
            var own = leafPoints(
                    dealt.plan().tree(), requireNonNull(dealt.openings().get(dealer)));
            own.forEach((leaf, point) -> assertThat(
                            dealt.expectedPoint(rules, ValueStatement.Step.EVALUATION, dealer, new PartyId(2), leaf))
                    .isEqualTo(point));
        }
    }

    @Test
    void transcript_isOfEveryOpening() {
        try (var home = SecretMemory.open()) {
            var dealt = dealt(home);
            var one = new PartyId(1);
            for (var other : dealt.plan().dealers()) {
                var openings = new TreeMap<>(dealt.openings());
                var exchanged = requireNonNull(openings.put(other, requireNonNull(openings.get(one))));
                assertThat(new Dealt(dealt.plan(), openings).transcript().equals(dealt.transcript()))
                        .as("%s", other)
                        .isEqualTo(other.equals(one));
                openings.put(other, exchanged);
                assertThat(new Dealt(dealt.plan(), openings).transcript()).isEqualTo(dealt.transcript());
            }
        }
    }

    private static Dealt dealt(SecretMemory home) {
        var trial = TrialCeremony.generate(TREE, Scheme.FROST_BIP340, home, 1);
        var openings = new TreeMap<PartyId, Opening>();
        for (var dealer : trial.plan().dealers()) {
            var entropy = DealtKey.entropy(dealer.value());
            var place = new SecretSharing.Dealer(trial.plan().sessionId(), dealer, entropy, home);
            try (var secret = trial.plan().group().randomSecret(entropy, home);
                    var sharing = SecretSharing.deal(place, trial.plan().tree(), secret, true)) {
                openings.put(dealer, sharing.opening());
            }
        }
        assertThat(openings).hasSize(16);
        return new Dealt(trial.plan(), openings);
    }

    private static SortedMap<LeafId, Element> leafPoints(QuorumTree tree, Opening opening) {
        var rows = opening.rows().stream()
                .map(row -> row.stream().<Element>map(Opening.Proven::point).toList())
                .toList();
        return new TreeMap<>(
                TreeSharing.leafElements(tree, opening.constants().getFirst().point(), rows));
    }
}
