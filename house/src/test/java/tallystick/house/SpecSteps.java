package tallystick.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The steps of our own specifications, as `docs/spec` numbers them.
///
/// **Form** a step is a section's heading, a numbered item, or a numbered row of a table that begins with `step`. It
/// bears an id in brackets, two letters that are the page's own and a number: at a heading's end, at the front of an
/// item's text, or in the row. Sections that explain and demand nothing have a heading of [#EXPLAINING] and no ids.
final class SpecSteps {
    /// Headings of sections that demand nothing; what stands under them is no step.
    static final Set<String> EXPLAINING = Set.of(
            "Copies on the heap",
            "Example",
            "Names",
            "Purpose and promise",
            "Security considerations",
            "Vectors",
            "Warnings",
            "Warnings of this package",
            "What it is good for, and what not",
            "What outsiders' numbers are compared",
            "Where it is not used",
            "Where this differs from the sources",
            "Why each part is there",
            "Why this is DKLs23");

    private static final Pattern HEADING =
            Pattern.compile("(##+) (?:\\d+(?:\\.\\d+)*\\.? )?(.*?)(?: \\[([A-Z]{2}-[1-9]\\d*)])?");
    private static final Pattern ITEM = Pattern.compile("(?:\\d+\\.|\\d+\\.\\d+) (?:\\[([A-Z]{2}-[1-9]\\d*)] )?.*");
    private static final Pattern ROW = Pattern.compile("\\| \\d+ \\|[^|]*\\| (?:\\[([A-Z]{2}-[1-9]\\d*)] )?.*");

    private final Map<String, String> addresses = new TreeMap<>();
    private final Map<String, String> pagesByLetters = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    private SpecSteps() {}

    /// Reads all pages.
    ///
    /// @param pages text by path, `docs/spec/echo.md`
    static SpecSteps read(Map<String, String> pages) {
        var steps = new SpecSteps();
        pages.forEach(steps::page);
        return steps;
    }

    /// What is wrong with the pages themselves: a step without an id, an id given twice or with another page's letters.
    List<String> faults() {
        return List.copyOf(faults);
    }

    /// Each step's address, `docs/spec/echo.md#EC-4`.
    List<String> addresses() {
        return List.copyOf(addresses.values());
    }

    private void page(String path, String text) {
        var explains = false;
        var inSteps = false;
        for (var line : text.lines().toList()) {
            inSteps = line.startsWith("| step |") || (inSteps && line.startsWith("|"));
            var heading = HEADING.matcher(line);
            var item = ITEM.matcher(line);
            var row = ROW.matcher(line);
            if (heading.matches()) {
                if (heading.group(1).equals("##")) explains = EXPLAINING.contains(heading.group(2));
                if (!explains) step(path, line, heading.group(3));
            } else if (!explains && item.matches()) step(path, line, item.group(1));
            else if (!explains && inSteps && row.matches()) step(path, line, row.group(1));
        }
    }

    private void step(String path, String line, @Nullable String id) {
        if (id == null) {
            faults.add("%s: a step without an id: %s".formatted(path, line));
            return;
        }
        var letters = id.substring(0, 2);
        var page = pagesByLetters.computeIfAbsent(letters, _ -> path);
        if (!page.equals(path)) faults.add("%s: %s has the letters of %s".formatted(path, id, page));
        if (addresses.put(id, path + "#" + id) != null) faults.add("%s: %s is given twice".formatted(path, id));
    }
}
