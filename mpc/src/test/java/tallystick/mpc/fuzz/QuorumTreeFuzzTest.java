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
        if (!(QuorumTree.parseSingleHolder(text) instanceof Parsed.Ok<QuorumTree>(var tree))) return;
        assertThat(QuorumTree.parseSingleHolder(tree.toString()).orThrow()).isEqualTo(tree);
        assertThat(tree.leaves()).hasSizeBetween(1, 64);
        assertThat(tree.qualify(tree.parties())).isNotNull();
    }
}
