package tallystick.core.intent;

import tallystick.core.people.PersonKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.VerifyKey;

/// Who proposes an intent, as the intent itself names him.
///
/// **Form** 32 bytes of either kind; the intent's version says which.
public sealed interface Author {
    /// By the very key, that of a program: in intents of version 1 and 2.
    record Signer(VerifyKey key) implements Author {
        @Override
        public String toString() {
            return key.toString();
        }
    }

    /// By the name of a key in the document of people, such as a passkey: in intents of version 3.
    ///
    /// @param name [PersonKey#id]
    record Holder(Digest32 name) implements Author {
        @Override
        public String toString() {
            return name.toString();
        }
    }

    /// How the document of people names the key.
    default Digest32 keyId() {
        return switch (this) {
            case Signer(var key) -> new PersonKey.EdKey(key).id();
            case Holder(var name) -> name;
        };
    }

    /// How an intent holds it.
    default Bytes bytes() {
        return switch (this) {
            case Signer(var key) -> key.bytes();
            case Holder(var name) -> name.bytes();
        };
    }

    /// Reads what an intent of this version holds.
    static Author read(Reader reader, Intent.Version version) throws MalformedInput {
        return switch (version) {
            case V1, V2 -> new Signer(VerifyKey.read(reader, "initiator"));
            case V3 -> new Holder(Digest32.read(reader, "initiator"));
        };
    }
}
