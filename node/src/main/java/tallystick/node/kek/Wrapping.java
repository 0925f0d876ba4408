package tallystick.node.kek;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.seal.Envelope;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// Wrapping under a key that is in this process: an [Envelope] whose context begins with its purpose.
final class Wrapping {
    private static final Bytes PURPOSE = Bytes.ofUtf8("tallystick/kek/v1/data-key");

    private Wrapping() {}

    static Bytes wrap(SecretBytes key, Bytes context, SecretBytes dataKey, Entropy entropy) {
        return Envelope.seal(key, Bytes.concat(PURPOSE, context), dataKey, entropy);
    }

    static SecretBytes unwrap(SecretBytes key, Bytes context, Bytes wrapped, SecretMemory home) throws KekRefused {
        return switch (Envelope.open(key, Bytes.concat(PURPOSE, context), wrapped, home)) {
            case Parsed.Ok<SecretBytes>(var dataKey)
            when dataKey.length() == KeyEncryptionKey.DATA_KEY_LENGTH_BYTES -> dataKey;
            case Parsed.Ok<SecretBytes>(var other) -> {
                other.close();
                throw notOpened();
            }
            case Parsed.Malformed<SecretBytes> _ -> throw notOpened();
        };
    }

    static KekRefused notOpened() {
        return new KekRefused(
                KekRefused.Why.NOT_OPENED, "its data key does not open: damaged, or put in another file's place");
    }
}
