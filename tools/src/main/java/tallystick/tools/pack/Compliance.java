package tallystick.tools.pack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallystick.crypto.codec.Bytes;

/// Which part of a pack answers what examiners ask, with how much each part has: a map for whoever prepares an
/// examination. It certifies nothing.
///
/// **Form** the same rows as `docs/compliance`.
/// @spec docs/spec/evidence-pack.md#EP-12 evidence-pack
public final class Compliance {
    /// What the table is called in a pack.
    public static final String FILE = PackNames.PARTS + "00-compliance.csv";

    private static final String RESOURCE = "compliance.txt";
    private static final int COLUMNS = 5;

    private Compliance() {}

    /// One thing that is asked.
    ///
    /// @param framework by whom
    /// @param parts numbers of those that answer it
    /// @param answered how much of it they answer
    /// @param left what is left to people
    public record Row(String framework, String asked, List<Part> parts, String answered, String left) {
        /// Copies.
        public Row {
            parts = List.copyOf(parts);
        }
    }

    /// All that is asked.
    public static List<Row> rows() {
        try (var stream = Compliance.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) throw new AssertionError("the table of what examiners ask is missing");
            var rows = new ArrayList<Row>();
            for (var line : new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1))
                if (!line.isEmpty()) rows.add(row(List.of(line.split(" \\| ", -1))));
            return rows;
        } catch (IOException e) {
            throw new AssertionError("a resource cannot be read", e);
        }
    }

    private static Row row(List<String> cells) {
        if (cells.size() != COLUMNS) throw new AssertionError("a row of %d cells".formatted(cells.size()));
        return new Row(cells.get(0), cells.get(1), parts(cells.get(2)), cells.get(3), cells.get(4));
    }

    private static List<Part> parts(String text) {
        if (text.startsWith("all")) return List.of(Part.values());
        if (text.equals("-")) return List.of();
        return Stream.of(text.split(", ", -1))
                .map(number -> List.of(Part.values()).get(Integer.parseInt(number) - 1))
                .toList();
    }

    /// Writes the table with the numbers of rows that a pack's parts have.
    static void write(Outputs outputs, Map<Part, Long> counts) throws IOException {
        var file = outputs.begin(FILE);
        file.take(Bytes.ofUtf8(PartFiles.line(
                List.of("framework", "asked", "parts", "rows of each part", "answered", "left to people"))));
        for (var row : rows())
            file.take(Bytes.ofUtf8(PartFiles.line(List.of(
                    row.framework(), row.asked(), numbers(row), rows(row, counts), row.answered(), row.left()))));
        file.finish();
    }

    private static String numbers(Row row) {
        return row.parts().stream().map(part -> String.valueOf(part.number())).collect(Collectors.joining(" "));
    }

    private static String rows(Row row, Map<Part, Long> counts) {
        return row.parts().stream()
                .map(part -> String.valueOf(counts.getOrDefault(part, 0L)))
                .collect(Collectors.joining(" "));
    }
}
