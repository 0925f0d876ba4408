package tallystick.tools.attest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
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
        FINE(7.5f, 0.2f);

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

    private final PDDocument document = new PDDocument();
    private final PDFont font;
    private final String foot;
    private final List<PDPage> pages = new ArrayList<>();
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
        if (y - height >= MARGIN + 14) return;
        content.close();
        content = turn();
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
        content.showText(text);
        content.endText();
    }

    private List<String> wrap(Style style, String text, float width) throws IOException {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ", -1)) {
            var longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && font.getStringWidth(longer) / 1000 * style.size > width) {
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
