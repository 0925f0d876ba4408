package tallystick.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Policies and people look warning codes up: each stands once in the table of `docs/spec/ethereum.md`, with its
/// severity, and none stands there that no code raises.
class WarningCodesTest {
    private static final String TABLE = "docs/spec/ethereum.md";
    private static final Pattern ROW =
            Pattern.compile("^\\| `([A-Z_]+)` \\| (DANGER|ATTENTION|DANGER or ATTENTION) \\| \\S.* \\|$");
    private static final Pattern LITERAL = Pattern.compile("\"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)\"");
    private static final Pattern RAISED =
            Pattern.compile("(danger|attention|DANGER|ATTENTION)\\b[(,]\\s*\"([A-Z][A-Z_]+)\"");
    private static final Pattern POWER = Pattern.compile("\\bAuthority\\.([A-Z]+)\\b");
    private static final List<String> PACKAGES =
            List.of("core/src/main/java/tallystick/core/chain/", "core/src/main/java/tallystick/core/clear/");
    private static final String CALLS = "core/src/main/java/tallystick/core/chain/ethereum/call/";
    /// Names of coins and of a domain: upper-case words that are no codes.
    private static final Set<String> NO_CODES = Set.of("BTC", "ETH", "SOL", "ERC4337");

    private static List<Source> sources() {
        return Repository.sources().stream()
                .filter(source -> PACKAGES.stream().anyMatch(source.path()::startsWith))
                .toList();
    }

    private static Set<String> codes(List<Source> sources) {
        var codes = new TreeSet<String>();
        for (var source : sources) {
            for (var found : LITERAL.matcher(source.text()).results().toList())
                if (found.group(1).length() > 2 && !NO_CODES.contains(found.group(1))) codes.add(found.group(1));
            if (source.path().startsWith(CALLS))
                for (var found : POWER.matcher(source.text()).results().toList()) codes.add(found.group(1) + "_CHANGE");
        }
        return codes;
    }

    private static Map<String, String> rows(String text) {
        var rows = new TreeMap<String, String>();
        for (var line : text.lines().toList()) {
            var row = ROW.matcher(line);
            if (row.matches())
                assertThat(rows.put(row.group(1), row.group(2)))
                        .as(row.group(1))
                        .isNull();
        }
        return rows;
    }

    private static Map<String, String> table() {
        return rows(Repository.text(Repository.root().resolve(TABLE)));
    }

    @Test
    void everyCode_standsInTheTable_andNoOther() {
        var codes = codes(sources());
        assertThat(codes).hasSizeGreaterThan(100);
        assertThat(table().keySet()).containsExactlyInAnyOrderElementsOf(codes);
    }

    @Test
    void everySeverity_isThatOfTheTable() {
        var table = table();
        var wrong = new ArrayList<String>();
        var checked = 0;
        for (var source : sources())
            for (var found : RAISED.matcher(source.text()).results().toList()) {
                var severity = found.group(1).toUpperCase(java.util.Locale.ROOT);
                var code = found.group(2);
                if (!table.getOrDefault(code, "").contains(severity)) wrong.add(source.path() + " " + code);
                checked++;
            }
        assertThat(wrong).isEmpty();
        assertThat(checked).isGreaterThan(100);
    }

    @Test
    void row_withoutMeaningOrSeverity_isNone() {
        assertThat(rows("| `A_CODE` | DANGER | what it means |\n| `B_CODE` | GRAVE | no |\n| `C_CODE` | DANGER |  |\n"))
                .containsOnlyKeys("A_CODE");
    }
}
