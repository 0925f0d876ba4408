package tallystick.node.kek;

import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.node.kek.KekRefused.Why;
import tallystick.node.tpm.TpmFailed;
import tallystick.node.tpm.TpmSeal;

/// A random key-encryption key that a TPM gave out once, at start; it is in locked memory while the node runs.
public final class TpmKek implements KeyEncryptionKey {
    private final KekName name;
    private final SecretBytes key;
    private final Entropy entropy;

    private TpmKek(KekName name, SecretBytes key, Entropy entropy) {
        this.name = name;
        this.key = key;
        this.entropy = entropy;
    }

    /// A fresh key, sealed by the TPM.
    static TpmSeal make(
            TpmSeal.Place place,
            TpmSeal.Conditions conditions,
            Optional<SecretBytes> password,
            Entropy entropy,
            SecretMemory home)
            throws KekRefused {
        try (var fresh = SecretBytes.random(DATA_KEY_LENGTH_BYTES, entropy, home)) {
            return TpmSeal.make(place, conditions, password, fresh, entropy);
        } catch (TpmFailed e) {
            throw refused(place, e);
        }
    }

    /// Has the TPM give the key out.
    static TpmKek open(KekSettings.Tpm settings, Optional<SecretBytes> password, Entropy entropy, SecretMemory home)
            throws KekRefused {
        var seal = settings.seal();
        try {
            var key = seal.open(settings.place(), settings.conditions(), password, entropy, home);
            return new TpmKek(new KekName(KekKind.TPM, seal.name()), key, entropy);
        } catch (TpmFailed e) {
            throw refused(settings.place(), e);
        }
    }

    @Override
    public KekName name() {
        return name;
    }

    @Override
    public Bytes wrap(Bytes context, SecretBytes dataKey) {
        return Wrapping.wrap(key, context, dataKey, entropy);
    }

    @Override
    public SecretBytes unwrap(Bytes context, Bytes wrapped, SecretMemory home) throws KekRefused {
        return Wrapping.unwrap(key, context, wrapped, home);
    }

    static KekRefused refused(TpmSeal.Place place, TpmFailed failed) {
        var text = failed.text();
        return switch (failed.kind()) {
            case ABSENT -> new KekRefused(Why.TPM_ABSENT, text);
            case OTHER_TPM ->
                new KekRefused(
                        Why.OTHER_TPM,
                        "the key was not sealed by the TPM at %s (%s): start where it was, or have the shares repaired"
                                .formatted(place.address(), text));
            case POLICY ->
                new KekRefused(
                        Why.PCRS_CHANGED,
                        "the TPM's registers differ from those of the sealing (%s): start what was started then"
                                .formatted(text));
            case WRONG_PASSWORD ->
                new KekRefused(
                        Why.WRONG_PASSWORD,
                        "the TPM refused the password (%s): correct it before trying again, TPMs count"
                                .formatted(text));
            case LOCKED_OUT ->
                new KekRefused(
                        Why.LOCKED_OUT,
                        "the TPM takes no password for a while (%s): wait, or reset its lockout".formatted(text));
            case OTHER -> new KekRefused(Why.DEVICE_FAILED, "the TPM failed: " + text);
        };
    }

    @Override
    public void close() {
        key.close();
    }

    @Override
    public String toString() {
        return "TpmKek " + name;
    }
}
