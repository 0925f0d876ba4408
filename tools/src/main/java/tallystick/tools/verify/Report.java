package tallystick.tools.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tallystick.core.clear.SafeText;

/// What a verification found, check by check.
final class Report {
    /// One check.
    ///
    /// @param note that it is no check but something a reader must see; it holds
    record Finding(boolean holds, boolean note, String what) {
        /// Whoever writes a log chooses texts in it: none of them may end a line, or move what others print.
        Finding {
            what = SafeText.of(what, CHARACTERS_MAX).text();
        }

        String mark() {
            if (note) return "NOTE";
            return holds ? "ok" : "WRONG";
        }

        Map<String, Object> fields() {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("holds", holds);
            if (note) fields.put("note", true);
            fields.put("what", what);
            return fields;
        }
    }

    private static final int ALIKE_MAX = 20;
    private static final int CHARACTERS_MAX = 4096;

    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Integer> alike = new HashMap<>();
    private final Map<String, Integer> alikeNotes = new HashMap<>();

    /// Notes a check.
    /// @spec docs/spec/evidence-pack.md#EP-57 evidence-pack
    void add(boolean holds, String what) {
        findings.add(new Finding(holds, false, what));
    }

    /// Notes what is neither right nor wrong, and must not be overlooked.
    void note(String what) {
        findings.add(new Finding(true, true, what));
    }

    /// Notes that something does not hold of which there may be very many: the first of a kind are told, then they are
    /// counted.
    void wrong(String kind, String what) {
        var count = alike.merge(kind, 1, Integer::sum);
        if (count <= ALIKE_MAX) add(false, what);
    }

    /// Notes what must not be overlooked, of which there may be very many.
    void note(String kind, String what) {
        var count = alikeNotes.merge(kind, 1, Integer::sum);
        if (count <= ALIKE_MAX) note(what);
    }

    /// How many more of each kind there were than were told.
    void closeCounts() {
        alike.forEach((kind, count) -> {
            if (count > ALIKE_MAX) add(false, "and %d more: %s".formatted(count - ALIKE_MAX, kind));
        });
        alike.clear();
        alikeNotes.forEach((kind, count) -> {
            if (count > ALIKE_MAX) note("and %d more: %s".formatted(count - ALIKE_MAX, kind));
        });
        alikeNotes.clear();
    }

    /// Notes all that another report found.
    void addAll(Report other) {
        findings.addAll(other.findings);
    }

    /// Whether every check held, and there was at least one.
    boolean holds() {
        return !findings.isEmpty() && findings.stream().allMatch(Finding::holds);
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("verified", holds());
        fields.put("checks", findings.stream().map(Finding::fields).toList());
        return fields;
    }
}
