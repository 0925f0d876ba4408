package tallystick.core.attestation;

import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.seal.Signature64;

/// A participant's own words with its signature over them and the facts.
///
/// @param signature not yet verified
public record SignedTestimony(Testimony testimony, Signature64 signature) {
    /// Whether the participant of that name signed this about these facts.
    public boolean verifies(CeremonyFacts facts) {
        return facts.participants().stream()
                .filter(each -> each.name().equals(testimony.name()))
                .anyMatch(each -> each.identity().verifies(testimony.statement(facts), signature));
    }

    void write(Writer writer) {
        testimony.write(writer);
        writer.raw(signature.bytes());
    }

    static SignedTestimony read(Reader reader) throws MalformedInput {
        return new SignedTestimony(Testimony.read(reader), Signature64.read(reader, "participant's signature"));
    }
}
