package tallystick.core.attestation;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// One participant's part of an attestation, as its node keeps and gives it: the facts, its own words signed, and the
/// certificate of the epoch.
///
/// **Form** `"tallystick-attestation"` ‖ u8 1 ‖ facts ‖ testimony ‖ signature (64) ‖ u32 length ‖
/// certificate.
///
/// @param certificate canonical bytes, as `mpc.ceremony.Certificate`
public record NodeAttestation(CeremonyFacts facts, SignedTestimony own, Bytes certificate) {
    /// The longest certificate.
    public static final int CERTIFICATE_BYTES_MAX = 65536;

    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-attestation");
    private static final Bytes VERSION = Bytes.copyOf((byte) 1);

    /// The canonical bytes.
    /// @spec docs/spec/attestation.md#AT-5 attestation
    public Bytes encode() {
        var writer = new Writer().raw(MAGIC).raw(VERSION).raw(facts.encode());
        own.write(writer);
        return writer.variable(certificate).toBytes();
    }

    /// Reads the canonical bytes and nothing else; verifies nothing.
    public static Parsed<NodeAttestation> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(MAGIC, "attestation magic");
            reader.expect(VERSION, "attestation version 1");
            return new NodeAttestation(
                    CeremonyFacts.read(reader),
                    SignedTestimony.read(reader),
                    reader.variable(CERTIFICATE_BYTES_MAX, "certificate"));
        });
    }
}
