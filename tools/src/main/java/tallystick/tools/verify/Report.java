package tallystick.tools.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a verification found, check by check.
final class Report {
    /// One check.
    record Finding(boolean holds, String what) {}

    private final List<Finding> findings = new ArrayList<>();

    /// Notes a check.
    void add(boolean holds, String what) {
        findings.add(new Finding(holds, what));
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
        fields.put(
                "checks",
                findings.stream()
                        .map(each -> Map.of("holds", each.holds(), "what", each.what()))
                        .toList());
        return fields;
    }
}
