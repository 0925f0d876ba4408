package tallystick.core.facts;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.Signature64;
import tallystick.crypto.seal.VerifyKey;

/// A fact with its signature, not yet verified.
///
/// **Form** version byte 1 ‖ claim ‖ u64 at ‖ u64 expires ‖ signer (32) ‖ signature (64); below 4096 bytes.
///
/// @param signer who says so
/// @param signature over [Fact#statement]
public record SignedFact(Fact fact, VerifyKey signer, Signature64 signature) {
    private static final Bytes VERSION = Bytes.copyOf((byte) 1);

    /// Signs.
    public static SignedFact of(Fact fact, IdentityKey key) {
        return new SignedFact(fact, key.verifyKey(), key.sign(fact.statement()));
    }

    /// Whether its signer signed it.
    public boolean isSigned() {
        return signer.verifies(fact.statement(), signature);
    }

    /// The canonical bytes.
    public Bytes encode() {
        var writer = new Writer();
        write(writer);
        return writer.toBytes();
    }

    /// Writes the canonical bytes into a larger form.
    public void write(Writer writer) {
        fact.write(writer.raw(VERSION));
        writer.raw(signer.bytes()).raw(signature.bytes());
    }

    /// Reads the canonical bytes and nothing else; does not verify.
    public static Parsed<SignedFact> parse(Bytes encoded) {
        return Reader.parse(encoded, SignedFact::read);
    }

    /// Reads the canonical bytes out of a larger form.
    public static SignedFact read(Reader reader) throws MalformedInput {
        reader.expect(VERSION, "fact version 1");
        return new SignedFact(
                Fact.read(reader), VerifyKey.read(reader, "signer of a fact"), Signature64.read(reader, "signature"));
    }
}
