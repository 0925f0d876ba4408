package tallystick.mpc.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.access.Qualification;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.ceremony.LeftOut;
import tallystick.mpc.kit.RandomTree;
import tallystick.mpc.session.PartyId;

/// Trees by chance, with weights and gates inside gates; in each, every choice of dealers. The new tree is of
/// newcomers and, every second time, of an old owner that stays.
class LeftOutLawsTest {
    private static final int TREES = 400;
    private static final int PARTIES_MAX = 6;

    @Test
    void anyTwoResharesThatAreAllowed_haveAnOldOwnerInCommon_andWhoeverIsNamedSuffices() {
        var trees = 0;
        var refused = 0;
        var pairs = 0;
        for (var seed = 1L; trees < TREES; seed++) {
            var chance = new Random(seed);
            if (!(QuorumTree.parse(new RandomTree(chance::nextInt, 4, 2).gate(1 + chance.nextInt(3)))
                            instanceof Parsed.Ok<QuorumTree>(var old))
                    || old.parties().size() > PARTIES_MAX) continue;
            trees++;
            var stays = old.nameOf(new PartyId(1 + chance.nextInt(old.parties().size())));
            var taking = new ArrayList<TreeSet<String>>();
            for (var text : List.of("2 of (x, y)", "2 of (x, y, %s)".formatted(stays))) {
                var tree = QuorumTree.parse(text).orThrow();
                for (var dealers : qualified(old)) {
                    var parts = new TreeSet<String>();
                    dealers.forEach(party -> parts.add(old.nameOf(party)));
                    if (tree.party(stays).isPresent()) parts.add(stays);
                    switch (LeftOut.judge(old, dealers, tree)) {
                        case LeftOut.Finding.Harmless _ -> taking.add(parts);
                        case LeftOut.Finding.CouldSign(var names, var bring) -> {
                            refused++;
                            assertThat(names).as("%s of %s", parts, old).doesNotContainAnyElementsOf(parts);
                            var rest = numbers(old, names);
                            assertThat(Coverage.satisfies(old, rest)).isTrue();
                            rest.removeAll(numbers(old, bring));
                            assertThat(Coverage.satisfies(old, rest)).isFalse();
                            for (var each : bring) {
                                var with = new TreeSet<>(rest);
                                with.add(old.party(each).orElseThrow());
                                assertThat(Coverage.satisfies(old, with))
                                        .as("%s can be spared of %s in %s", each, bring, old)
                                        .isTrue();
                            }
                        }
                    }
                }
            }
            for (var one : taking)
                for (var other : taking) {
                    assertThat(one).as("in %s, beside %s", old, other).containsAnyElementsOf(other);
                    pairs++;
                }
        }
        assertThat(refused).isGreaterThan(100);
        assertThat(pairs).isGreaterThan(10_000);
    }

    private static Set<PartyId> numbers(QuorumTree tree, Iterable<String> names) {
        var numbers = new TreeSet<PartyId>();
        names.forEach(name -> numbers.add(tree.party(name).orElseThrow()));
        return numbers;
    }

    private static List<List<PartyId>> qualified(QuorumTree tree) {
        var sets = new ArrayList<List<PartyId>>();
        for (var bits = 1; bits < 1 << tree.parties().size(); bits++) {
            var mask = bits;
            var set = tree.parties().stream()
                    .filter(party -> (mask >> (party.value() - 1) & 1) == 1)
                    .toList();
            if (tree.qualify(set) instanceof Qualification.Qualified) sets.add(set);
        }
        return sets;
    }
}
