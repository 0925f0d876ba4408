package tallystick.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// `docs/attacks.md` and the tests say the same: which attack is played by which class.
class AttacksTest {
    private static final Map<String, Integer> GROUPS =
            new TreeMap<>(Map.of("A", 21, "B", 10, "C", 9, "D", 20, "E", 9, "F", 12, "G", 8));
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-G]\\d+) \\| (.+?) \\| (.+) \\|$");
    private static final Pattern CLASS = Pattern.compile("`(\\w+Test)`");
    private static final Pattern NAMED = Pattern.compile("([A-G]\\d{1,2})(?:[A-Z]\\w*)?Test");
    private static final int REASON_LENGTH_MIN = 30;

    /// Ids in order, with what stands in the last column.
    private static Map<String, String> rows(String document) {
        return ROW.matcher(document)
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1), row -> row.group(3), (one, two) -> one + two, LinkedHashMap::new));
    }

    private static List<String> classesIn(String cell) {
        return CLASS.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    private static List<String> catalogue() {
        return GROUPS.entrySet().stream()
                .flatMap(
                        group -> IntStream.rangeClosed(1, group.getValue()).mapToObj(number -> group.getKey() + number))
                .toList();
    }

    /// What is wrong with a list of attacks, given the test classes there are.
    private static List<String> wrong(String document, Collection<String> tests) {
        var found = new ArrayList<String>();
        var rows = rows(document);
        if (!List.copyOf(rows.keySet()).equals(catalogue())) {
            var missing = new TreeSet<>(catalogue());
            missing.removeAll(rows.keySet());
            found.add("ids missing, twice or out of order: " + missing);
        }
        rows.forEach((id, cell) -> {
            var classes = classesIn(cell);
            for (var name : classes) if (!tests.contains(name)) found.add("%s: no class %s".formatted(id, name));
            var reason = cell.startsWith("none: ") && cell.length() >= REASON_LENGTH_MIN;
            if (classes.isEmpty() && !reason) found.add("%s: neither a class nor a reason".formatted(id));
        });
        for (var name : tests) {
            var named = NAMED.matcher(name);
            if (named.matches()
                    && !classesIn(rows.getOrDefault(named.group(1), "")).contains(name))
                found.add("%s: not in its row".formatted(name));
        }
        return found;
    }

    @Test
    void everyAttack_hasAClassThatPlaysIt_orAReason() {
        var tests = Repository.sources().stream()
                .filter(source -> !source.isMain())
                .flatMap(source -> source.types().stream().map(Source.Type::name))
                .collect(Collectors.toSet());
        var document = Repository.text(Repository.root().resolve("docs/attacks.md"));
        assertThat(wrong(document, tests)).isEmpty();
        assertThat(rows(document)).hasSize(89);
    }

    @Test
    void list_thatIsNotTrue_isFound() {
        var rows = catalogue().stream()
                .map(id -> "| %s | what is done | `%sTest` |".formatted(id, id))
                .collect(Collectors.joining("\n"));
        var tests = new TreeSet<String>();
        for (var id : catalogue()) tests.add(id + "Test");
        assertThat(wrong(rows, tests)).isEmpty();
        assertThat(wrong(rows.replace("`B3Test`", "`B3OtherTest`"), tests))
                .containsExactly("B3: no class B3OtherTest", "B3Test: not in its row");
        assertThat(wrong(rows.replace("`B3Test`", "none: later"), tests))
                .containsExactly("B3: neither a class nor a reason", "B3Test: not in its row");
        assertThat(wrong(rows.replace("| F10 |", "| F99 |"), tests).getFirst()).contains("[F10]");
        tests.add("C4AgainTest");
        assertThat(wrong(rows, tests)).containsExactly("C4AgainTest: not in its row");
    }
}
