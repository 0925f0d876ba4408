package tallystick.node.kek;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.node.kek.KekRefused.Why;
import tallystick.node.pkcs11.TokenFailed;
import tallystick.node.pkcs11.TokenKey;

/// A key-encryption key in a PKCS#11 token: the token wraps and unwraps, this process never has the key.
public final class TokenKek implements KeyEncryptionKey {
    private static final Bytes PURPOSE = Bytes.ofUtf8("tallystick/kek/v1/data-key");

    private final KekName name;
    private final TokenKey key;
    private final Entropy entropy;

    private TokenKek(KekName name, TokenKey key, Entropy entropy) {
        this.name = name;
        this.key = key;
        this.entropy = entropy;
    }

    /// Makes a key in the token.
    ///
    /// @param id fresh, 16 bytes
    static TokenKek make(TokenKey.Place place, Bytes id, SecretBytes pin, Entropy entropy) throws KekRefused {
        try {
            return new TokenKek(new KekName(KekKind.PKCS11, id), TokenKey.make(place, pin, id), entropy);
        } catch (TokenFailed e) {
            throw refused(e);
        }
    }

    /// Opens the key that was made.
    static TokenKek open(TokenKey.Place place, Bytes id, SecretBytes pin, Entropy entropy) throws KekRefused {
        try {
            return new TokenKek(new KekName(KekKind.PKCS11, id), TokenKey.open(place, pin, id), entropy);
        } catch (TokenFailed e) {
            throw refused(e);
        }
    }

    @Override
    public KekName name() {
        return name;
    }

    @Override
    public Bytes wrap(Bytes context, SecretBytes dataKey) throws KekRefused {
        try {
            return key.seal(bound(context), dataKey, entropy);
        } catch (TokenFailed e) {
            throw refused(e);
        }
    }

    @Override
    public SecretBytes unwrap(Bytes context, Bytes wrapped, SecretMemory home) throws KekRefused {
        try {
            return key.open(bound(context), wrapped, home);
        } catch (TokenFailed e) {
            throw refused(e);
        }
    }

    private static Bytes bound(Bytes context) {
        return new Writer().variable(PURPOSE).variable(context).toBytes();
    }

    /// What the operator does about it.
    public static KekRefused refused(TokenFailed failed) {
        var text = failed.text();
        return switch (failed.kind()) {
            case MODULE -> new KekRefused(Why.FILE_UNFIT, text);
            case WRONG_PIN ->
                new KekRefused(
                        Why.WRONG_PIN,
                        "the token refused the PIN (%s): correct the PIN before trying again, tokens count"
                                .formatted(text));
            case PIN_LOCKED ->
                new KekRefused(
                        Why.PIN_LOCKED,
                        "the token's PIN is locked (%s): its security officer sets a new one".formatted(text));
            case ABSENT ->
                new KekRefused(
                        Why.TOKEN_ABSENT,
                        "the token is gone or its session ended (%s): put it back and restart the node"
                                .formatted(text));
            case NO_KEY -> new KekRefused(Why.KEY_ABSENT, text);
            case UNFIT -> new KekRefused(Why.KEY_UNFIT, text);
            case NOT_OPENED ->
                new KekRefused(
                        Why.NOT_OPENED,
                        "its data key does not open in the token (%s): damaged, or put in another file's place"
                                .formatted(text));
            case OTHER ->
                new KekRefused(Why.DEVICE_FAILED, "the token failed (%s): look it up in its manual".formatted(text));
        };
    }

    @Override
    public void close() {
        key.close();
    }

    @Override
    public String toString() {
        return "TokenKek " + name;
    }
}
