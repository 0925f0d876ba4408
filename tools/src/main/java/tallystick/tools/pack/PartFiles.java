package tallystick.tools.pack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.codec.Bytes;

/// A part as it is written: a table for spreadsheets and the same for programs.
///
/// **Form** CSV by RFC 4180 with a value that a spreadsheet would take for a formula after an apostrophe; JSON with a
/// row on each line. **Threads** one.
final class PartFiles {
    /// So many rows of a part are in the report.
    static final int FIRST_MAX = 200;

    private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private final Part part;
    private final Outputs.Output csv;
    private final Outputs.Output json;
    private final List<List<String>> first = new ArrayList<>();
    private long rows;

    PartFiles(Part part, Outputs outputs) throws IOException {
        this.part = part;
        this.csv = outputs.begin(part.file() + ".csv");
        this.json = outputs.begin(part.file() + ".json");
        csv.take(Bytes.ofUtf8(line(part.columns())));
        json.take(Bytes.ofUtf8("{\"part\": %d,\n \"title\": %s,\n \"note\": %s,\n \"rows\": ["
                .formatted(part.number(), quoted(part.title()), quoted(part.note()))));
    }

    /// The next row; as many values as columns.
    void add(List<String> values) throws IOException {
        if (values.size() != part.columns().size())
            throw new AssertionError("%d values for %s".formatted(values.size(), part));
        csv.take(Bytes.ofUtf8(line(values)));
        var text = new StringBuilder(rows == 0 ? "\n  {" : ",\n  {");
        for (var i = 0; i < values.size(); i++)
            text.append(i == 0 ? "" : ", ")
                    .append(quoted(part.columns().get(i)))
                    .append(": ")
                    .append(quoted(values.get(i)));
        json.take(Bytes.ofUtf8(text.append('}').toString()));
        rows++;
        if (first.size() < FIRST_MAX) first.add(List.copyOf(values));
    }

    /// The first rows, at most [#FIRST_MAX].
    List<List<String>> first() {
        return List.copyOf(first);
    }

    long rows() {
        return rows;
    }

    void finish() throws IOException {
        json.take(Bytes.ofUtf8("],\n \"count\": %d}\n".formatted(rows)));
        csv.finish();
        json.finish();
    }

    /// @spec https://www.rfc-editor.org/rfc/rfc4180#section-2 RFC 4180 §2 (CSV)
    static String line(List<String> values) {
        var line = new StringBuilder();
        for (var value : values) line.append(line.isEmpty() ? "" : ",").append(cell(value));
        return line.append("\r\n").toString();
    }

    /// @spec docs/spec/evidence-pack.md#EP-9 evidence-pack
    private static String cell(String value) {
        var isFormula = !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0;
        var safe = isFormula ? "'" + value : value;
        return "\"" + safe.replace("\"", "\"\"") + "\"";
    }

    private static String quoted(String value) {
        var text = new StringBuilder("\"");
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            if (c == '"' || c == '\\') text.append('\\').append(c);
            else if (c < ' ' || c > '~') text.append("\\u%04x".formatted((int) c));
            else text.append(c);
        }
        return text.append('"').toString();
    }
}
