package tallystick.core.governance;

import java.time.Instant;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// Names a version of a document, for nodes that may not have it.
///
/// @param number from 1
/// @param hash [Document#hash]
/// @param effectiveFrom as in the document
public record DocumentVersion(DocumentKind kind, int number, Digest32 hash, Instant effectiveFrom) {
    /// The version a document is.
    public static DocumentVersion of(Document document) {
        return new DocumentVersion(document.kind(), document.version(), document.hash(), document.effectiveFrom());
    }

    /// Writes the canonical bytes into a larger form.
    public void write(Writer writer) {
        writer.u8(kind.code()).u32(number).raw(hash.bytes()).u64(effectiveFrom.getEpochSecond());
    }

    /// Reads the canonical bytes out of a larger form.
    public static DocumentVersion read(Reader reader) throws MalformedInput {
        return new DocumentVersion(
                DocumentKind.read(reader),
                reader.u32("document version"),
                Digest32.read(reader, "document"),
                Moments.read(reader, "effective from"));
    }
}
