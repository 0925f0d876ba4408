package tallystick.tools.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("How a verification ends, docs/spec/evidence-pack.md EP-10")
class EndingTest {
    private final List<String> said = new ArrayList<>();

    private int of(Callable<Integer> verifying) {
        return Ending.of(verifying, why -> {
            said.add(why);
            return 2;
        });
    }

    @Test
    void verificationThatEnds_isWhatItCameTo() {
        for (var exit : List.of(0, 1, 2)) assertThat(of(() -> exit)).isEqualTo(exit);
        assertThat(said).isEmpty();
    }

    @Test
    void verificationWithoutMemory_saysSo_andNothingOfThePack() {
        assertThat(of(() -> {
                    throw new OutOfMemoryError("Java heap space");
                }))
                .isEqualTo(2);
        assertThat(said).containsExactly("it takes more memory than there is: give it more (-Xmx)");
    }

    @Test
    void faultOfThisProgram_isOneSentence_withoutWhatWasRead() {
        assertThat(of(() -> {
                    throw new IllegalStateException("text of the pack");
                }))
                .isEqualTo(2);
        assertThat(of(() -> {
                    throw new AssertionError("text of the pack");
                }))
                .isEqualTo(2);
        assertThat(said)
                .hasSize(2)
                .allMatch(each -> each.startsWith("this program is at fault, and says nothing of what it was given: "))
                .noneMatch(each -> each.contains("text of the pack"))
                .allMatch(each -> each.contains("EndingTest"));
    }
}
