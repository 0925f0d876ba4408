package tallystick.tools.attest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// A printable document of lines on A4 pages, with the font inside; the same lines always give the same bytes.
///
/// **Threads** one writer, one thread.
public final class Paper implements AutoCloseable {
    /// How a line looks.
    public enum Style {
        /// The name of the whole.
        TITLE(18, 0.1f),
        /// The name of a part.
        HEADING(11.5f, 0.1f),
        /// What people compare.
        LARGE(15, 0),
        /// Whose part of the document it is.
        NAME(10, 0),
        /// Sentences and values.
        BODY(9, 0),
        /// Names of values, and what explains.
        QUIET(8.5f, 0.4f),
        /// Long numbers.
        FINE(7.5f, 0.2f),
        /// Rows of a table.
        TINY(6.5f, 0),
        /// Names of its columns.
        TINY_NAME(6.5f, 0.45f);

        private final float size;
        private final float grey;

        Style(float size, float grey) {
            this.size = size;
            this.grey = grey;
        }
    }

    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
    private static final float MARGIN = 50;
    private static final float WIDTH = PDRectangle.A4.getWidth() - 2 * MARGIN;
    private static final float LABEL = 92;
    private static final float LEADING = 1.38f;
    private static final float CELL_GAP = 6;
    private static final int CELL_LINES_MAX = 12;

    private final PDDocument document = new PDDocument();
    private final PDFont font;
    private final String foot;
    private final List<PDPage> pages = new ArrayList<>();
    private final Map<Integer, Boolean> letters = new HashMap<>();
    private PDPageContentStream content;
    private float y;

    /// @param foot below every page
    /// @param seed names the document in its own bytes
    public Paper(String foot, Digest32 seed) throws IOException {
        this.foot = foot;
        document.setDocumentId(Long.parseLong(seed.toString().substring(0, 8), 16));
        this.font = embedded();
        this.content = turn();
    }

    /// The one font that comes with the library; only the letters used go into the file.
    private PDFont embedded() throws IOException {
        try (InputStream stream = PDType0Font.class.getResourceAsStream(FONT)) {
            if (stream == null) throw new IOException("the PDF library holds no font " + FONT);
            return PDType0Font.load(document, stream, true);
        }
    }

    private PDPageContentStream turn() throws IOException {
        var page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        pages.add(page);
        y = PDRectangle.A4.getHeight() - MARGIN;
        return new PDPageContentStream(document, page);
    }

    /// Goes on at the next page if less than so much is left of this one.
    public void keep(float height) throws IOException {
        if (isRoom(height)) return;
        content.close();
        content = turn();
    }

    private boolean isRoom(float height) {
        return y - height >= MARGIN + 14;
    }

    /// Leaves so much free.
    public void gap(float height) {
        y -= height;
    }

    /// A thin line across.
    public void rule() throws IOException {
        y -= 4;
        content.setStrokingColor(0.75f);
        content.setLineWidth(0.5f);
        content.moveTo(MARGIN, y);
        content.lineTo(MARGIN + WIDTH, y);
        content.stroke();
        y -= 4;
    }

    /// Text over as many lines as it takes.
    public void text(Style style, String text) throws IOException {
        lines(style, 0, text);
    }

    /// Text that begins further right.
    public void indented(Style style, int steps, String text) throws IOException {
        lines(style, 14f * steps, text);
    }

    /// A name and its value beside it.
    public void pair(String name, Style style, String value) throws IOException {
        keep(style.size * LEADING);
        put(Style.QUIET, 0, name, y - style.size);
        lines(style, LABEL, value);
    }

    /// A sentence in a frame, for what must not be overlooked.
    public void framed(String text) throws IOException {
        var wrapped = wrap(Style.BODY, text, WIDTH - 16);
        var height = wrapped.size() * Style.BODY.size * LEADING + 10;
        keep(height + 6);
        content.setStrokingColor(0.1f);
        content.setLineWidth(1.2f);
        content.addRect(MARGIN, y - height, WIDTH, height);
        content.stroke();
        y -= 5;
        for (var line : wrapped) line(Style.BODY, 8, line);
        y -= 9;
    }

    /// A bar as long as a number is beside the greatest of its kind, with words behind it.
    public void bar(long value, long most, String words) throws IOException {
        var height = Style.BODY.size * LEADING;
        keep(height);
        var length = Math.max(1, (WIDTH - LABEL) / 2 * value / most);
        content.setNonStrokingColor(0.55f);
        content.addRect(MARGIN + 14, y - height + 3, length, height - 5);
        content.fill();
        put(Style.BODY, 14 + length + 6, words, y - Style.BODY.size);
        y -= height;
    }

    /// Rows under the names of their columns, which stand again at the top of each further page. Columns get the room
    /// they need, as far as there is room; what is longer goes on below, and ends with an ellipsis after so many
    /// lines.
    public void table(List<String> columns, List<List<String>> rows) throws IOException {
        var widths = widths(columns, rows);
        row(Style.TINY_NAME, columns, widths);
        for (var row : rows) {
            var cells = cells(Style.TINY, row, widths);
            if (!isRoom(height(Style.TINY, cells))) {
                keep(PDRectangle.A4.getHeight());
                row(Style.TINY_NAME, columns, widths);
            }
            draw(Style.TINY, cells, widths);
        }
        y -= 4;
    }

    private List<Float> widths(List<String> columns, List<List<String>> rows) throws IOException {
        var wanted = new ArrayList<Float>();
        for (var i = 0; i < columns.size(); i++) {
            var widest = width(Style.TINY_NAME, columns.get(i));
            for (var row : rows) widest = Math.max(widest, Math.min(WIDTH, width(Style.TINY, row.get(i))));
            wanted.add(widest + CELL_GAP);
        }
        var sum = (float) wanted.stream().mapToDouble(Float::doubleValue).sum();
        if (sum <= WIDTH) return List.copyOf(wanted);
        // The narrow ones keep what they need; the others share the rest.
        var fair = WIDTH / columns.size();
        var narrow = (float) wanted.stream()
                .filter(width -> width <= fair)
                .mapToDouble(Float::doubleValue)
                .sum();
        return wanted.stream()
                .map(width -> width <= fair ? width : width * (WIDTH - narrow) / (sum - narrow))
                .toList();
    }

    private void row(Style style, List<String> values, List<Float> widths) throws IOException {
        var cells = cells(style, values, widths);
        keep(height(style, cells) + 2 * height(Style.TINY, List.of(List.of(""))));
        draw(style, cells, widths);
    }

    private List<List<String>> cells(Style style, List<String> values, List<Float> widths) throws IOException {
        var cells = new ArrayList<List<String>>();
        for (var i = 0; i < values.size(); i++) {
            var lines = wrap(style, broken(style, values.get(i), widths.get(i)), widths.get(i) - CELL_GAP);
            if (lines.size() > CELL_LINES_MAX) {
                lines = new ArrayList<>(lines.subList(0, CELL_LINES_MAX));
                lines.add("…");
            }
            cells.add(lines);
        }
        return cells;
    }

    /// A word that is wider than its column is cut into pieces.
    private String broken(Style style, String text, float width) throws IOException {
        var words = new StringBuilder();
        var word = new StringBuilder();
        var wide = 0f;
        for (var i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            var next = Character.toString(text.codePointAt(i));
            wide = next.equals(" ") ? 0 : wide + width(style, next);
            if (wide > width - CELL_GAP && !word.isEmpty()) {
                words.append(word).append(' ');
                word.setLength(0);
                wide = width(style, next);
            }
            word.append(next);
        }
        return words.append(word).toString();
    }

    private static float height(Style style, List<List<String>> cells) {
        return cells.stream().mapToInt(List::size).max().orElse(1) * style.size * LEADING + 2;
    }

    private void draw(Style style, List<List<String>> cells, List<Float> widths) throws IOException {
        var left = 0f;
        for (var i = 0; i < cells.size(); i++) {
            var base = y - style.size;
            for (var line : cells.get(i)) {
                put(style, left, line, base);
                base -= style.size * LEADING;
            }
            left += widths.get(i);
        }
        y -= height(style, cells);
        content.setStrokingColor(0.85f);
        content.setLineWidth(0.3f);
        content.moveTo(MARGIN, y + 1);
        content.lineTo(MARGIN + WIDTH, y + 1);
        content.stroke();
    }

    private float width(Style style, String text) throws IOException {
        return font.getStringWidth(printable(text)) / 1000 * style.size;
    }

    /// What the font has no letter for is a question mark: text comes from people, and in any script.
    private String printable(String text) {
        return text.codePoints()
                .map(each -> letters.computeIfAbsent(each, this::isLetter) ? each : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private boolean isLetter(int codePoint) {
        try {
            return font.getStringWidth(Character.toString(codePoint)) >= 0;
        } catch (IllegalArgumentException | IOException none) {
            return false;
        }
    }

    private void lines(Style style, float indent, String text) throws IOException {
        for (var line : wrap(style, text, WIDTH - indent)) line(style, indent, line);
    }

    private void line(Style style, float indent, String text) throws IOException {
        keep(style.size * LEADING);
        put(style, indent, text, y - style.size);
        y -= style.size * LEADING;
    }

    private void put(Style style, float indent, String text, float base) throws IOException {
        content.beginText();
        content.setNonStrokingColor(style.grey);
        content.setFont(font, style.size);
        content.newLineAtOffset(MARGIN + indent, base);
        content.showText(printable(text));
        content.endText();
    }

    private List<String> wrap(Style style, String text, float width) throws IOException {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ", -1)) {
            var longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && width(style, longer) > width) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(word);
            } else {
                line.setLength(0);
                line.append(longer);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    /// Puts a file into the document.
    public void attach(String name, String description, Bytes bytes) throws IOException {
        var embedded =
                new PDEmbeddedFile(document, new java.io.ByteArrayInputStream(bytes.toArray()), COSName.FLATE_DECODE);
        embedded.setSubtype("application/json");
        embedded.setSize(bytes.length());
        var file = new PDComplexFileSpecification();
        file.setFile(name);
        file.setFileUnicode(name);
        file.setFileDescription(description);
        file.setEmbeddedFile(embedded);
        var files = new PDEmbeddedFilesNameTreeNode();
        files.setNames(Map.of(name, file));
        var names = new PDDocumentNameDictionary(document.getDocumentCatalog());
        names.setEmbeddedFiles(files);
        document.getDocumentCatalog().setNames(names);
    }

    /// The whole document, with the pages counted.
    public Bytes bytes(String title) throws IOException {
        content.close();
        for (var i = 0; i < pages.size(); i++) {
            content =
                    new PDPageContentStream(document, pages.get(i), PDPageContentStream.AppendMode.APPEND, true, true);
            put(Style.FINE, 0, "%s    page %d of %d".formatted(foot, i + 1, pages.size()), MARGIN - 16);
            content.close();
        }
        document.getDocumentInformation().setTitle(title);
        document.getDocumentInformation().setProducer("tallystick");
        var out = new ByteArrayOutputStream();
        document.save(out);
        return Bytes.copyOf(out.toByteArray());
    }

    @Override
    public void close() throws IOException {
        document.close();
    }
}
