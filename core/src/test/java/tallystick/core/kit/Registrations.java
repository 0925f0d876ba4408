package tallystick.core.kit;

import tallystick.core.people.PersonKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.StandardHash;

/// What authenticators say when they make a passkey, or say wrong.
public final class Registrations {
    private Registrations() {}

    /// Authenticator data with a credential in it.
    public static Bytes data(int flags, PersonKey.Passkey passkey) {
        return new Writer()
                .raw(StandardHash.sha256(Bytes.ofUtf8(passkey.relyingParty())).bytes())
                .u8(flags)
                .raw(Bytes.copyOf(new byte[4]))
                .raw(passkey.aaguid())
                .u16(passkey.credential().length())
                .raw(passkey.credential())
                .raw(passkey.key().cose())
                .toBytes();
    }

    /// What the browser says.
    public static Bytes client(String type, String challenge, String origin) {
        return Bytes.ofUtf8(
                "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\"}".formatted(type, challenge, origin));
    }
}
