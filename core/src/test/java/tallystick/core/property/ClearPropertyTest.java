package tallystick.core.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.clear.ClearText;
import tallystick.core.clear.ComparisonCode;
import tallystick.core.clear.SafeText;
import tallystick.core.kit.ClearCases;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

@DisplayName("Clear text and comparison codes, whatever the input")
class ClearPropertyTest {
    private static final long SEED = 20_260_108;
    private static final int RUNS = 2_000;
    private static final Pattern ESCAPE = Pattern.compile("\\\\u\\{([0-9A-F]+)}");

    private final Random random = new Random(SEED);

    @Test
    void amounts_readBack_areExact() {
        for (var run = 0; run < RUNS; run++) {
            var amount = new BigInteger(random.nextInt(257), random);
            var decimals = random.nextInt(78);
            var knowledge = Knowledge.none().unit(ClearCases.DOLLAR, new Knowledge.Unit("X", decimals));
            var text = ClearText.of(
                            List.of(new Effect.Fee(ClearCases.DOLLAR, ClearCases.VAULT, amount)),
                            List.of(),
                            List.of(),
                            knowledge)
                    .effects()
                    .getFirst()
                    .text();
            var shown = text.substring("At most ".length(), text.indexOf(" X ("));
            assertThat(new BigDecimal(shown.replace(",", "")).movePointRight(decimals))
                    .as("seed %d, run %d", SEED, run)
                    .isEqualByComparingTo(new BigDecimal(amount));
            assertThat(text).contains("(" + amount + " base unit");
        }
    }

    @Test
    void texts_withTheirEscapesUndone_areTheTextsThatCame() {
        for (var run = 0; run < RUNS; run++) {
            var stranger = text(random.nextInt(60));
            var safe = SafeText.of(stranger);
            var undone = ESCAPE.matcher(safe.text())
                    .replaceAll(match -> java.util.regex.Matcher.quoteReplacement(
                            Character.toString(Integer.parseInt(match.group(1), 16))));
            assertThat(undone).as("seed %d, run %d", SEED, run).isEqualTo(stranger);
            assertThat(safe.text()).doesNotContain("\"", "\n", "\r", "\u202e", "\u200b");
        }
    }

    @Test
    void codes_printedInAnyCase_areReadBack() {
        for (var run = 0; run < RUNS; run++) {
            var bytes = new byte[12];
            random.nextBytes(bytes);
            var code = new ComparisonCode(Bytes.copyOf(bytes));
            assertThat(ComparisonCode.parse(code.toString())).isEqualTo(new Parsed.Ok<>(code));
            assertThat(code.matches(code.toString().toUpperCase(Locale.ROOT).replace('-', ' ')))
                    .isTrue();
        }
    }

    /// Characters from places where texts lie, and any others.
    private String text(int length) {
        var text = new StringBuilder();
        for (var i = 0; i < length; i++)
            text.appendCodePoint(
                    switch (random.nextInt(6)) {
                        case 0, 1 -> ' ' + random.nextInt(95);
                        case 2 -> 0x400 + random.nextInt(0x80);
                        case 3 -> 0x2000 + random.nextInt(0x70);
                        case 4 -> random.nextInt(0x20);
                        default -> random.nextInt(0xd800);
                    });
        return text.toString();
    }
}
