package tallystick.core.people;

import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// A key in somebody's hands.
///
/// @param isRevoked whether nothing counts any more that only this key permits. A revoked key stays listed: with it
/// things can still be rejected and frozen, so that revoking never opens what was stopped, and nobody else can be given
/// it
public record HeldKey(PersonKey key, boolean isRevoked) {
    /// A key in use.
    public static HeldKey of(PersonKey key) {
        return new HeldKey(key, false);
    }

    /// The same key, revoked.
    public HeldKey revoked() {
        return new HeldKey(key, true);
    }

    void write(Writer writer) {
        key.write(writer);
        writer.bool(isRevoked);
    }

    static HeldKey read(Reader reader) throws MalformedInput {
        return new HeldKey(PersonKey.read(reader), reader.bool("revoked"));
    }
}
