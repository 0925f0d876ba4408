package tallystick.core.wire;

import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// A key's active epoch as a node shows it, for whoever has to prove it to a node that does not know the key.
///
/// @param certificate canonical bytes of the certificate of the active epoch, as `mpc.ceremony.Certificate`
/// @param names of the participants of the ceremony it certifies, by their numbers there, from 1
/// @param attempt the highest attempt at the next epoch this node has been ordered to make, 0 if none
public record KeyRecord(Bytes certificate, List<String> names, int attempt) {
    static final int TREE_BYTES_MAX = 4096;
    private static final int CERTIFICATE_BYTES_MAX = 65536;
    private static final int NAMES_MAX = 128;

    /// Copies.
    public KeyRecord {
        names = List.copyOf(names);
    }

    /// The canonical bytes.
    public Bytes encode() {
        var writer = new Writer();
        write(writer);
        return writer.toBytes();
    }

    /// Reads the canonical bytes and nothing else; verifies nothing.
    public static Parsed<KeyRecord> parse(Bytes encoded) {
        return Reader.parse(encoded, KeyRecord::read);
    }

    void write(Writer writer) {
        writer.variable(certificate).list(names, Text::write).u32(attempt);
    }

    static KeyRecord read(Reader reader) throws MalformedInput {
        return new KeyRecord(
                reader.variable(CERTIFICATE_BYTES_MAX, "certificate"), names(reader, "names"), reader.u32("attempt"));
    }

    static List<String> names(Reader reader, String field) throws MalformedInput {
        return reader.list(1, NAMES_MAX, field, each -> Text.read(each, 32, field));
    }
}
