package tallystick.core.attestation;

import java.time.Instant;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// What a node knows of a ceremony before it promises its share, kept for the moment when the certificate comes, which
/// may be in another life of the process.
///
/// **Form** `"tallystick-attestation-draft"` ‖ u8 1 ‖ facts ‖ u64 begin in milliseconds since 1970.
///
/// @param began when the node found the order good
public record AttestationDraft(CeremonyFacts facts, Instant began) {
    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-attestation-draft");
    private static final Bytes VERSION = Bytes.copyOf((byte) 1);

    /// Cuts the time to milliseconds.
    public AttestationDraft {
        began = Instant.ofEpochMilli(began.toEpochMilli());
    }

    /// The canonical bytes.
    /// @spec docs/spec/attestation.md#AT-5 attestation
    public Bytes encode() {
        return new Writer()
                .raw(MAGIC)
                .raw(VERSION)
                .raw(facts.encode())
                .u64(began.toEpochMilli())
                .toBytes();
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<AttestationDraft> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(MAGIC, "attestation draft magic");
            reader.expect(VERSION, "attestation draft version 1");
            return new AttestationDraft(CeremonyFacts.read(reader), Testimony.time(reader, "begin"));
        });
    }
}
