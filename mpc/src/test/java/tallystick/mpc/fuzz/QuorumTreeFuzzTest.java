package tallystick.mpc.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.access.QuorumTree;

/// Whatever the text, the parser answers; and what it accepts reads back from its canonical print.
class QuorumTreeFuzzTest {
    @FuzzTest
    void anyText_isRefusedOrReadBack(@NotNull String text) {
        switch (QuorumTree.parse(text)) {
            case Parsed.Ok<QuorumTree>(var tree) ->
                assertThat(QuorumTree.parse(tree.toString()).orThrow()).isEqualTo(tree);
            case Parsed.Malformed<QuorumTree>(var offset, var expected) ->
                assertThat(offset).as(expected).isBetween(0, text.length());
        }
        if (!(QuorumTree.parseSingleHolder(text) instanceof Parsed.Ok<QuorumTree>(var tree))) return;
        assertThat(QuorumTree.parseSingleHolder(tree.toString()).orThrow()).isEqualTo(tree);
        assertThat(tree.leaves()).hasSizeBetween(1, 64);
        assertThat(tree.qualify(tree.parties())).isNotNull();
    }
}
