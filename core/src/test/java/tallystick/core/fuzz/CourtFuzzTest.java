package tallystick.core.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.core.court.Standing;
import tallystick.core.kit.Trials;
import tallystick.crypto.kit.Canonical;

/// What a node holds, as an auditor is given it.
class CourtFuzzTest {
    private static Stream<byte[]> standings() {
        return Stream.of(
                Trials.standing().encode().toArray(), Trials.busy().encode().toArray());
    }

    @MethodSource("standings")
    @FuzzTest
    void anyStanding_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, Standing::parse, Standing::encode);
    }
}
