package tallystick.core.tlog;

import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;

/// What a log says of itself: its name, its size and its root.
///
/// **Form** three lines, and opaque further lines that our own logs never write.
///
/// @param origin names the log
/// @param head size and root
/// @param extensions further lines, not empty
/// @spec https://c2sp.org/tlog-checkpoint#note-text C2SP tlog-checkpoint (note text)
public record Checkpoint(String origin, TreeHead head, List<String> extensions) {
    private static final int EXTENSIONS_MAX = 16;

    /// Copies.
    public Checkpoint {
        extensions = List.copyOf(extensions);
    }

    /// Without further lines.
    public static Checkpoint of(String origin, TreeHead head) {
        return new Checkpoint(origin, head, List.of());
    }

    /// The text that is signed.
    public String text() {
        var text = new StringBuilder("%s\n%d\n%s\n"
                .formatted(origin, head.size(), Lines.base64(head.root().bytes())));
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /// Reads the text of a note.
    public static Parsed<Checkpoint> parse(String text) {
        return Lines.parse(Bytes.ofUtf8(text), SignedNote.LENGTH_BYTES_MAX, Checkpoint::read);
    }

    private static Checkpoint read(Lines lines) throws MalformedInput {
        var origin = lines.line("origin");
        if (origin.isEmpty()) throw lines.malformed("an origin");
        var size = lines.decimal(lines.line("tree size"), "tree size");
        var root = lines.hash(lines.line("root hash"), "root hash");
        var extensions = new ArrayList<String>();
        while (!lines.isAtEnd()) {
            if (lines.blank()) throw lines.malformed("no empty line");
            if (extensions.size() == EXTENSIONS_MAX) throw lines.malformed("at most 16 extension lines");
            extensions.add(lines.line("extension"));
        }
        return new Checkpoint(origin, new TreeHead(size, root), extensions);
    }
}
