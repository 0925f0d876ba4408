package tallystick.core.attestation;

import java.nio.charset.StandardCharsets;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.seal.VerifyKey;

/// A node that took part in a ceremony, and the key by which its signature is known for ever.
///
/// @param name in the roster
/// @param identity signs its statements
public record Participant(String name, VerifyKey identity) {
    private static final int NAME_BYTES_MAX = 32;

    /// @throws IllegalArgumentException if the name is none of a roster: the caller's fault
    public Participant {
        if (!CeremonyFacts.isName(name))
            throw new IllegalArgumentException("participant's name not of [a-z][a-z0-9-]{0,31}");
    }

    void write(Writer writer) {
        writer.variable(Bytes.ofUtf8(name)).raw(identity.bytes());
    }

    static Participant read(Reader reader) throws MalformedInput {
        return new Participant(ascii(reader, "participant"), VerifyKey.read(reader, "participant's identity"));
    }

    static String ascii(Reader reader, String field) throws MalformedInput {
        return new String(reader.variable(NAME_BYTES_MAX, field).toArray(), StandardCharsets.ISO_8859_1);
    }
}
