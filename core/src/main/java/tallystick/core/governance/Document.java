package tallystick.core.governance;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// One version of a governed document.
///
/// **Form** canonical bytes, `docs/spec/governance.md`. **Threads** immutable.
public final class Document {
    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-document");
    private static final Bytes FORMAT = Bytes.copyOf((byte) 1);
    private static final int CONTENT_BYTES_MAX = 4 * 1024 * 1024;

    private final DocumentKind kind;
    private final int version;
    private final Optional<Digest32> parent;
    private final Instant effectiveFrom;
    private final Bytes content;
    private final Kept hash = new Kept();

    /// @param version from 1
    /// @param parent hash of the version before; none of the first alone
    /// @param effectiveFrom from this second on it is the one to judge by
    /// @param content the bytes of its own format, at most 4 MiB
    /// @throws IllegalArgumentException if a part is out of range: the caller's fault
    public Document(DocumentKind kind, int version, Optional<Digest32> parent, Instant effectiveFrom, Bytes content) {
        if (version < 1) throw new IllegalArgumentException("document version %d below 1".formatted(version));
        if (parent.isPresent() != version > 1) throw new IllegalArgumentException("a parent of all but version 1");
        Moments.requireSecond(effectiveFrom);
        if (content.length() > CONTENT_BYTES_MAX)
            throw new IllegalArgumentException("content of %d bytes, more than 4 MiB".formatted(content.length()));
        this.kind = kind;
        this.version = version;
        this.parent = parent;
        this.effectiveFrom = effectiveFrom;
        this.content = content;
    }

    /// What it is about.
    public DocumentKind kind() {
        return kind;
    }

    /// From 1.
    public int version() {
        return version;
    }

    /// Hash of the version before.
    public Optional<Digest32> parent() {
        return parent;
    }

    /// From this second on it is the one to judge by.
    public Instant effectiveFrom() {
        return effectiveFrom;
    }

    /// The bytes of its own format.
    public Bytes content() {
        return content;
    }

    /// The version after this one.
    public Document next(Bytes otherContent, Instant from) {
        return new Document(kind, version + 1, Optional.of(hash()), from, otherContent);
    }

    /// Whether it is the version right after `previous`.
    /// @spec docs/spec/governance.md#GO-2 governance
    public boolean follows(Document previous) {
        return kind == previous.kind && version == previous.version + 1 && parent.equals(Optional.of(previous.hash()));
    }

    /// The canonical bytes.
    /// @spec docs/spec/governance.md#GO-1 governance
    public Bytes encode() {
        var writer = new Writer();
        write(writer);
        return writer.toBytes();
    }

    void write(Writer writer) {
        writer.raw(MAGIC).raw(FORMAT).u8(kind.code()).u32(version).bool(parent.isPresent());
        parent.ifPresent(hash -> writer.raw(hash.bytes()));
        writer.u64(effectiveFrom.getEpochSecond()).variable(content);
    }

    /// The hash of the canonical bytes, found once: of 4 MiB it takes milliseconds, and nodes ask for it while others
    /// wait.
    public Digest32 hash() {
        return hash.get(() -> Transcript.of("tallystick/governance/v1/document")
                .add("document", encode())
                .digest());
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<Document> parse(Bytes encoded) {
        return Reader.parse(encoded, Document::read);
    }

    static Document read(Reader reader) throws MalformedInput {
        reader.expect(MAGIC, "document magic");
        reader.expect(FORMAT, "document format 1");
        var start = reader.position();
        var kind = DocumentKind.read(reader);
        var version = reader.u32("document version");
        Optional<Digest32> parent =
                reader.bool("parent") ? Optional.of(Digest32.read(reader, "parent")) : Optional.empty();
        var effectiveFrom = Moments.read(reader, "effective from");
        var content = reader.variable(CONTENT_BYTES_MAX, "content");
        try {
            return new Document(kind, version, parent, effectiveFrom, content);
        } catch (IllegalArgumentException outOfRange) {
            throw new MalformedInput(start, "a good document: " + outOfRange.getMessage());
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Document document
                        && kind == document.kind
                        && version == document.version
                        && parent.equals(document.parent)
                        && effectiveFrom.equals(document.effectiveFrom)
                        && content.equals(document.content);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, version, parent, effectiveFrom, content.length());
    }

    @Override
    public String toString() {
        return "%s version %d from %s, %d bytes".formatted(kind, version, effectiveFrom, content.length());
    }
}
