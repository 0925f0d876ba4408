package tallystick.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.core.kit.Judging;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.core.policy.when.Condition;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.kit.Canonical;

/// A policy is refused where it is wrong, or has one canonical text that is read as the same policy.
class PolicyFuzzTest {
    private static Stream<byte[]> policies() {
        return Stream.of(Judging.example().toArray());
    }

    private static Stream<String> conditions() {
        return Stream.of("tx.fee > amount('5') || tx.durableNonce", "'hot' in source.tags && size(leg.asset) < 9");
    }

    @MethodSource("conditions")
    @FuzzTest
    void anyCondition_isRefusedWithinIt_orAnswered(@NotNull String text) {
        Canonical.within(text.length(), () -> Condition.parse(text))
                .ifPresent(condition ->
                        assertThat(condition.ask(_ -> Optional.empty())).isNotNull());
    }

    @MethodSource("policies")
    @FuzzTest
    void anyPolicy_isRefusedWithinIt_orReadAgainFromItsCanonicalText(byte @NotNull [] input) {
        var file = Bytes.copyOf(input);
        Canonical.within(file.length(), () -> PolicyFile.parse(file))
                .ifPresent(policy -> assertThat(
                                PolicyFile.parse(PolicyText.canonical(policy)).orThrow())
                        .isEqualTo(policy));
    }
}
