package tallystick.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.nio.charset.StandardCharsets;
import tallystick.core.clear.ComparisonCode;
import tallystick.core.clear.SafeText;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.intent.IntentText;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Whatever a stranger sends is refused, or is the one form of what was read.
class ClearAndIntentFuzzTest {
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @FuzzTest
    void anyIntent_isRefusedOrCanonical(byte @NotNull [] bytes) {
        if (Intent.parse(Bytes.copyOf(bytes)) instanceof Parsed.Ok<Intent>(var intent)) {
            assertThat(intent.encode()).isEqualTo(Bytes.copyOf(bytes));
            assertThat(IntentText.parse(IntentText.print(intent))).isEqualTo(new Parsed.Ok<>(intent));
        }
    }

    @FuzzTest
    void anyEvidence_isRefusedOrCanonical(byte @NotNull [] bytes) {
        if (Evidence.parse(Bytes.copyOf(bytes)) instanceof Parsed.Ok<Evidence>(var evidence))
            assertThat(evidence.encode()).isEqualTo(Bytes.copyOf(bytes));
    }

    @FuzzTest
    void anySignRequest_isRefusedOrCanonical(byte @NotNull [] bytes) {
        if (SignRequest.parse(Bytes.copyOf(bytes)) instanceof Parsed.Ok<SignRequest>(var request))
            assertThat(request.encode()).isEqualTo(Bytes.copyOf(bytes));
    }

    @FuzzTest
    void anyTextOfAnIntent_isRefusedOrTheOneText(byte @NotNull [] bytes) {
        if (IntentText.parse(text(bytes)) instanceof Parsed.Ok<Intent>(var intent))
            assertThat(IntentText.print(intent)).isEqualTo(text(bytes));
    }

    @FuzzTest
    void anyComparisonCode_isRefusedOrPrintsToOneThatMatches(byte @NotNull [] bytes) {
        if (ComparisonCode.parse(text(bytes)) instanceof Parsed.Ok<ComparisonCode>(var code))
            assertThat(code.matches(text(bytes))).isTrue();
    }

    @FuzzTest
    void anyText_becomesOneLineWithoutControlsOrQuotes(byte @NotNull [] bytes) {
        var safe = SafeText.of(text(bytes)).text();
        assertThat(safe.codePoints())
                .allMatch(point -> point != '"' && !Character.isISOControl(point) && point != 0x202e);
    }
}
