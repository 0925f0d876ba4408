package tallystick.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Who may cancel in vain by the policy in force, docs/runbook/governance.md")
class PolicyChecksTest {
    private static List<String> remarks(int count) {
        return IntStream.range(0, count)
                .mapToObj("rule r: u:%d may cancel"::formatted)
                .toList();
    }

    @Test
    void eachWhoIsNamedInVain_isWarnedOf_andOfManySome() {
        assertThat(PolicyChecks.of(List.of())).isEmpty();
        assertThat(PolicyChecks.unheard(List.of())).isEmpty();
        assertThat(PolicyChecks.unheard(remarks(2)))
                .hasSize(2)
                .allMatch(each ->
                        each.level() == Finding.Level.WARN && each.check().equals("policy"))
                .extracting(Finding::what)
                .isEqualTo(remarks(2));
        assertThat(PolicyChecks.unheard(remarks(16))).hasSize(16);
        assertThat(PolicyChecks.unheard(remarks(40)))
                .hasSize(17)
                .last()
                .satisfies(each -> assertThat(each.what()).startsWith("24 more"));
    }
}
