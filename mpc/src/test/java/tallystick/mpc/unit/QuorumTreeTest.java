package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.Node;
import tallystick.mpc.access.Qualification;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.session.PartyId;

@DisplayName("Quorum tree, docs/spec/quorum-tree.md")
class QuorumTreeTest {
    private static QuorumTree tree(String text) {
        return QuorumTree.parse(text).orThrow();
    }

    private static List<PartyId> set(int... parties) {
        return Arrays.stream(parties).mapToObj(PartyId::new).toList();
    }

    private static String refusal(String text) {
        return switch (QuorumTree.parse(text)) {
            case Parsed.Malformed<QuorumTree> malformed -> malformed.expected();
            case Parsed.Ok<QuorumTree> _ -> throw new AssertionError("accepted: " + text);
        };
    }

    private static String unqualified(QuorumTree tree, int... parties) {
        return switch (tree.qualify(set(parties))) {
            case Qualification.Unqualified(var why) -> why;
            case Qualification.Qualified _ -> throw new AssertionError("qualified");
        };
    }

    @Nested
    @DisplayName("Text")
    class Text {
        @Test
        void spellings_ofOneTree_printAlike() {
            assertThat(tree("2 of(a,b,c)")).hasToString("2 of (a, b, c)");
            assertThat(tree("\t2\nof ( a ,b,\r c ) ")).hasToString("2 of (a, b, c)");
            assertThat(tree("3 of (a, b, c)")).hasToString("all(a, b, c)");
            assertThat(tree("all(risk, 1 of (client, backup))")).hasToString("all(risk, any(client, backup))");
            assertThat(tree("2 of (a*1, b)")).hasToString("all(a, b)");
            assertThat(tree("all(risk, 5 of (ceo * 3, cfo*3, ops1, ops2, ops3, ops4))"))
                    .hasToString("all(risk, 5 of (ceo*3, cfo*3, ops1, ops2, ops3, ops4))");
            assertThat(tree("3of(a*2,b)")).hasToString("all(a*2, b)");
        }

        @Test
        void equalTrees_haveEqualHashes_andOthersHaveNot() {
            assertThat(tree("2 of (a,b)")).isEqualTo(tree("all(a, b)")).hasSameHashCodeAs(tree("all(a, b)"));
            assertThat(tree("2 of (a,b)").hash()).isEqualTo(tree("all(a, b)").hash());
            assertThat(tree("all(b, a)").hash()).isNotEqualTo(tree("all(a, b)").hash());
            assertThat(tree("all(a, b)")).isNotEqualTo(tree("all(a, c)"));
        }

        @Test
        void kOfN_isItsText() {
            assertThat(QuorumTree.kOfN(2, 3)).hasToString("2 of (p1, p2, p3)");
            assertThat(QuorumTree.kOfN(2, 2)).hasToString("all(p1, p2)");
            assertThat(QuorumTree.kOfN(64, 64).leaves()).hasSize(64);
            assertThatThrownBy(() -> QuorumTree.kOfN(1, 2)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> QuorumTree.kOfN(3, 2)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> QuorumTree.kOfN(2, 65)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> QuorumTree.kOfN(0, 0)).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void numbers_followTheText() {
            var tree = tree("all(risk, 2 of (ceo*2, any(cfo, ops)))");
            assertThat(tree.parties()).containsExactlyElementsOf(set(1, 2, 3, 4));
            assertThat(tree.nameOf(new PartyId(3))).isEqualTo("cfo");
            assertThat(tree.party("ops")).contains(new PartyId(4));
            assertThat(tree.party("nobody")).isEmpty();
            assertThat(tree.leaves()).extracting(leaf -> leaf.id().value()).containsExactly(0, 1, 2, 3, 4);
            assertThat(tree.leavesOf(new PartyId(2)))
                    .extracting(Node.Leaf::id)
                    .containsExactly(new LeafId(1), new LeafId(2));
            assertThat(tree.leavesOf(new PartyId(9))).isEmpty();
            assertThat(tree.gates()).extracting(Node.Gate::index).containsExactly(0, 1, 2);
            assertThat(tree.gates()).extracting(Node.Gate::minChildren).containsExactly(2, 2, 1);
            assertThat(tree.gates().get(1).children()).hasSize(3);
            assertThatThrownBy(() -> tree.nameOf(new PartyId(5))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    @DisplayName("Limits")
    class Limits {
        @Test
        void kOutOfRange_isRefused() {
            assertThat(refusal("0 of (a, b)")).isEqualTo("k in 1..2, found 0");
            assertThat(refusal("3 of (a, b)")).isEqualTo("k in 1..2, found 3");
            assertThat(refusal("all(a, 4 of (b*2, c))")).isEqualTo("k in 1..3, found 4");
        }

        @Test
        void treeOneParticipantSatisfiesAlone_isRefused_unlessMarked() {
            for (var text : List.of("a", "any(a, b)", "2 of (a*2, b)", "any(all(a), all(b, c))", "all(a)")) {
                assertThat(refusal(text)).startsWith("tree that no participant satisfies alone, party 1 does");
                assertThat(QuorumTree.parseSingleHolder(text).orThrow()).hasToString(text);
            }
            assertThat(refusal("any(all(a, b), c)")).endsWith("party 3 does");
        }

        @Test
        void weightOutsideOfAGate_isRefused_alsoOfASingleHolder() {
            assertThat(refusal("a*2")).isEqualTo("weight in a gate, 2 stands alone");
            assertThat(QuorumTree.parseSingleHolder("a*2")).isInstanceOf(Parsed.Malformed.class);
            assertThat(QuorumTree.parseSingleHolder("a*1").orThrow().leaves()).hasSize(1);
        }

        @Test
        void depth_above4_isRefused() {
            assertThat(tree("all(a, all(b, all(c, all(d, e))))").gates()).hasSize(4);
            assertThat(refusal("all(a, all(b, all(c, all(d, all(e, f)))))")).isEqualTo("at most 4 gates deep");
        }

        @Test
        void leaves_above64_areRefused() {
            assertThat(tree("all(a*63, b)").leaves()).hasSize(64);
            assertThat(refusal("all(a*64, b)")).isEqualTo("at most 64 leaves");
            assertThat(refusal("all(a*999, b*999)")).isEqualTo("at most 64 leaves");
            var names = IntStream.range(0, 65).mapToObj(i -> "n" + i).collect(Collectors.joining(","));
            assertThat(refusal("2 of (" + names + ")")).isEqualTo("at most 64 leaves");
        }

        /// Each gate is a row of every dealer's opening, which has at most 64.
        @Test
        void gates_above64InAll_areRefused() {
            assertThat(tree("2 of (" + behindThreeGates(21) + ")").gates()).hasSize(64);
            assertThat(refusal("2 of (" + behindThreeGates(22) + ")")).isEqualTo("at most 64 gates");
            assertThat(refusal("2 of (" + behindThreeGates(21) + ", any(p))")).isEqualTo("at most 64 gates");
        }

        private static String behindThreeGates(int count) {
            return IntStream.rangeClosed(1, count)
                    .mapToObj(i -> "any(any(any(p" + i + ")))")
                    .collect(Collectors.joining(", "));
        }

        @Test
        void names_beginWithAnyLetter_andNothingBesideTheLetters() {
            assertThat(tree("all(a, z, A, Z)").party("a")).contains(new PartyId(1));
            assertThat(tree("all(a, z, A, Z)").party("Z")).contains(new PartyId(4));
            assertThat(tree("all(a, z)").party("b")).isEmpty();
            for (var beside : List.of("@", "[", "`", "{"))
                assertThat(refusal("all(%s, b)".formatted(beside))).isEqualTo("name, all(, any( or k of (");
            assertThat(tree("all(a, z)").toString()).isEqualTo("all(a, z)");
        }

        @Test
        void nameTwice_isRefused() {
            assertThat(refusal("all(a, b, a)")).isEqualTo("each name once, weights as name*w");
            assertThat(refusal("all(a, any(b, a))")).isEqualTo("each name once, weights as name*w");
        }

        @Test
        void names_areShortAsciiAndNoWords() {
            assertThat(tree("all(%s, B-2_x)".formatted("a".repeat(32))).parties())
                    .hasSize(2);
            assertThat(refusal("all(%s, b)".formatted("a".repeat(33)))).isEqualTo("name of at most 32 characters");
            assertThat(refusal("all(of, b)")).isEqualTo("name that is no word of the grammar");
            assertThat(refusal("all(é, b)")).isEqualTo("name, all(, any( or k of (");
            assertThat(refusal("all(1a, b)")).isEqualTo("k of (children)");
            assertThat(refusal("all(_a, b)")).isEqualTo("name, all(, any( or k of (");
        }

        @Test
        void numbers_haveNoLeadingZerosSignsOrFourDigits() {
            assertThat(refusal("02 of (a, b)")).contains("without leading zeros");
            assertThat(refusal("1000 of (a, b)")).contains("below 1000");
            assertThat(refusal("99999999999999999999 of (a, b)")).contains("below 1000");
            assertThat(refusal("-1 of (a, b)")).isEqualTo("name, all(, any( or k of (");
            assertThat(refusal("all(a*0, b)")).isEqualTo("weight of at least 1");
            assertThat(refusal("all(a*, b)")).contains("weight as a number");
            assertThat(refusal("all(a*01, b)")).contains("weight as a number");
        }

        @Test
        void brokenText_isRefusedWithItsPlace() {
            var broken = List.of(
                    "",
                    " ",
                    "all",
                    "all()",
                    "all(a",
                    "all(a,",
                    "all(a,)",
                    "all(,a)",
                    "all(a b)",
                    "all(a, b))",
                    "all(a, b) c",
                    "2 of",
                    "2 (a, b)",
                    "2 from (a, b)",
                    "of (a, b)",
                    "all(a)(b)",
                    "all[a, b]",
                    "a*2*2",
                    "(a, b)",
                    "all(a, b)\0",
                    "all(a\u00a0,b)",
                    "2 of a, b");
            assertThat(broken).hasSize(22).allMatch(text -> QuorumTree.parse(text) instanceof Parsed.Malformed);
            assertThat(QuorumTree.parse("all(a, b] ")).isEqualTo(new Parsed.Malformed<>(8, "')'"));
        }

        @Test
        void text_above4096Characters_isRefusedUnread() {
            assertThat(tree("all(a, b)" + " ".repeat(4087)).parties()).hasSize(2);
            assertThat(refusal("all(a, b)" + " ".repeat(4088))).isEqualTo("at most 4096 characters");
            assertThat(refusal("all(".repeat(1000))).isEqualTo("at most 4 gates deep");
        }
    }

    @Nested
    @DisplayName("Signing sets")
    class SigningSets {
        @Test
        void satisfyingSet_qualifies_sortedAndDistinct() {
            var signing = tree("2 of (a, b, c)").qualify(set(3, 1)).orThrow();
            assertThat(signing.parties()).containsExactlyElementsOf(set(1, 3));
            assertThat(signing)
                    .isEqualTo(tree("2 of (a, b, c)").qualify(set(1, 3)).orThrow());
            assertThat(signing)
                    .isNotEqualTo(tree("2 of (a, b, c)").qualify(set(1, 2)).orThrow());
        }

        @Test
        void unmetGate_isNamed() {
            var tree = tree("all(risk, any(client, backup))");
            assertThat(unqualified(tree, 1)).isEqualTo("gate 1 has 0 of 1 children");
            assertThat(unqualified(tree, 2)).isEqualTo("gate 0 has 1 of 2 children");
            assertThat(unqualified(tree)).isEqualTo("gate 1 has 0 of 1 children");
        }

        @Test
        void strangerOrPartyTwice_isRefused() {
            var tree = tree("2 of (a, b, c)");
            assertThat(unqualified(tree, 1, 2, 4)).isEqualTo("party 4 not in the tree");
            assertThat(unqualified(tree, 1, 2, 2)).isEqualTo("a party more than once");
        }

        @Test
        void memberWhoseEveryCoefficientIsZero_isRefused() {
            var tree = tree("all(risk, 1 of (client, all(x, y)))");
            assertThat(unqualified(tree, 1, 2, 3)).isEqualTo("party 3 without a part");
            assertThat(tree.qualify(set(1, 2, 3, 4)).orThrow().parties()).hasSize(4);
        }

        @Test
        void coefficients_interpolateOverAllChildrenMet() {
            var group = Curve.SECP256K1.group();
            var all = tree("2 of (a, b, c)").qualify(set(1, 2, 3)).orThrow().coefficients(group);
            assertThat(all.values()).containsExactly(group.scalar(3), group.scalar(-3), group.scalar(1));
            var two = tree("2 of (a, b, c)").qualify(set(1, 3)).orThrow().coefficients(group);
            assertThat(two.keySet()).containsExactly(new LeafId(0), new LeafId(2));
            assertThat(two.get(new LeafId(0)).plus(two.get(new LeafId(0)))).isEqualTo(group.scalar(3));
        }

        @Test
        void memberBelowAnUnmetGate_isRefused_howeverDeep() {
            assertThat(unqualified(tree("all(x, any(all(a, b), c))"), 1, 2, 4)).isEqualTo("party 2 without a part");
            assertThat(unqualified(tree("2 of (all(a, b), c, d)"), 2, 3, 4)).isEqualTo("party 2 without a part");
            assertThat(unqualified(tree("2 of (all(a, any(b, all(c, d))), e, f)"), 3, 5, 6))
                    .isEqualTo("party 3 without a part");
        }

        @Test
        void setThatAsksAgain_isTheOneOfBefore_howeverManyOthersAskBetween() {
            var tree = QuorumTree.kOfN(2, 8);
            var first = tree.qualify(set(2, 1)).orThrow();
            assertThat(tree.qualify(set(1, 2)).orThrow()).isSameAs(first);
            for (var i = 1; i <= 8; i++)
                for (var j = i + 1; j <= 8; j++)
                    assertThat(tree.qualify(set(j, i)).orThrow().parties()).containsExactlyElementsOf(set(i, j));
            assertThat(tree.qualify(set(1, 2)).orThrow()).isEqualTo(first).isNotSameAs(first);
        }

        @Test
        void coefficients_areComputedOncePerCurve() {
            var signing = QuorumTree.kOfN(2, 3).qualify(set(1, 2)).orThrow();
            var first = signing.coefficients(Curve.SECP256K1.group());
            assertThat(signing.coefficients(Curve.SECP256K1.group())).isSameAs(first);
            assertThat(signing.coefficients(Curve.ED25519.group())).isNotEqualTo(first);
            assertThatThrownBy(() -> first.clear()).isInstanceOf(UnsupportedOperationException.class);
        }
    }
}
