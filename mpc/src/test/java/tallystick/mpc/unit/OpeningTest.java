package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.ceremony.CeremonyMessage;
import tallystick.mpc.ceremony.Opening;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.PartyId;

/// An opening may be as long as the largest tree asks for, and no longer.
class OpeningTest {
    /// On repair each helper cuts every lost leaf into a piece for each other helper; every helper owns a leaf.
    private static final int PIECES_MAX = IntStream.range(1, 64)
            .map(lostLeaves -> lostLeaves * (64 - lostLeaves - 1))
            .max()
            .orElseThrow();

    @Test
    void repairOfHalfTheLargestTree_isRead_andOnePieceMore_isMalformed() {
        assertThat(PIECES_MAX).isEqualTo(31 * 32);
        var tree = QuorumTree.parse("all(31 of (lost*31, %s), c)".formatted(names(32)))
                .orThrow();
        assertThat(tree.leaves()).hasSize(64);
        assertThat(Coverage.satisfies(tree, tree.parties().subList(1, 34)))
                .as("the others can help")
                .isTrue();
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b)", Scheme.FROST_BIP340, home, 3);
            var honest = trial.openingOf(new PartyId(1));
            var proven = honest.rows().getFirst().getFirst();
            var rows = new ArrayList<>(Collections.nCopies(31, Collections.nCopies(32, proven)));
            assertThat(read(trial, new Opening(List.of(), rows, honest.contribution())))
                    .isInstanceOf(Parsed.Ok.class);
            rows.add(List.of(proven));
            assertThat(read(trial, new Opening(List.of(), rows, honest.contribution())))
                    .isInstanceOf(Parsed.Malformed.class);
        }
    }

    private static String names(int count) {
        return String.join(
                ", ", IntStream.range(0, count).mapToObj(number -> "b" + number).toList());
    }

    private static Parsed<CeremonyMessage> read(TrialCeremony trial, Opening opening) {
        var plan = trial.plan();
        var message = new CeremonyMessage.Open(plan.sessionId(), opening);
        return CeremonyMessage.parse(message.encode(), plan.sessionId(), plan.group());
    }
}
