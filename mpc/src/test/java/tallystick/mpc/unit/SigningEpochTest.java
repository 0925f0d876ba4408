package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.ceremony.SigningEpoch;

/// Three signers, of which each was in the first epoch, that all have used, and in any of three after it.
@DisplayName("All signers come to the same epoch, docs/spec/ceremony.md CE-34")
class SigningEpochTest {
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final QuorumTree TREE = QuorumTree.parse("2 of (a, b, c)").orThrow();
    private static final int EPOCHS = 4;

    private static Set<Integer> having(int bits) {
        var epochs = new TreeSet<>(Set.of(1));
        for (var epoch = 2; epoch <= EPOCHS; epoch++) if ((bits >> epoch - 2 & 1) == 1) epochs.add(epoch);
        return epochs;
    }

    private static NavigableMap<Integer, SigningEpoch.Kept> kept(Set<Integer> own, List<Set<Integer>> all) {
        var kept = new TreeMap<Integer, SigningEpoch.Kept>();
        for (var epoch : own) {
            var users = NAMES.stream()
                    .filter(name -> epoch > 1 && all.get(NAMES.indexOf(name)).contains(epoch))
                    .collect(Collectors.toSet());
            kept.put(epoch, new SigningEpoch.Kept(TREE, users));
        }
        return kept;
    }

    @Test
    void signers_thatHaveHeardOneAnother_findTheSameEpoch_andAllHaveItsShare() {
        var ran = 0;
        for (var choice = 0; choice < 512; choice++) {
            var all = List.of(having(choice & 7), having(choice >> 3 & 7), having(choice >> 6));
            for (var signers : List.of(List.of("a", "b"), NAMES)) {
                var found = new TreeSet<Integer>();
                for (var name : signers) {
                    var own = all.get(NAMES.indexOf(name));
                    found.add(SigningEpoch.of(kept(own, all), signers).orElseThrow());
                }
                assertThat(found).as("%s of %s", signers, all).hasSize(1);
                for (var name : signers)
                    assertThat(all.get(NAMES.indexOf(name))).contains(found.first());
                ran++;
            }
        }
        assertThat(ran).isEqualTo(1024);
    }

    @Test
    void signerWithoutALeafOfBefore_hasTheOthersSignInTheEarliestThatHasIt() {
        var kept = new TreeMap<Integer, SigningEpoch.Kept>();
        kept.put(1, new SigningEpoch.Kept(TREE, Set.of()));
        var joined = QuorumTree.parse("2 of (a, b, d)").orThrow();
        kept.put(2, new SigningEpoch.Kept(joined, Set.of("a")));
        kept.put(3, new SigningEpoch.Kept(joined, Set.of("a")));
        assertThat(SigningEpoch.of(kept, List.of("a", "d"))).contains(2);
        assertThat(SigningEpoch.of(kept, List.of("a", "b"))).contains(1);
        assertThat(SigningEpoch.of(kept, List.of("a", "e"))).isEqualTo(Optional.empty());
    }
}
