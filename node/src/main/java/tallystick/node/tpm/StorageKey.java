package tallystick.node.tpm;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// A TPM's storage key on P-256: what sealed objects hang from, and what salts a session.
///
/// @param handle under which the TPM knows it now
/// @param publicArea as the TPM shows it
/// @param point its coordinates, 32 bytes each
record StorageKey(Bytes handle, Bytes publicArea, Coordinates point) {
    private static final int COORDINATE_BYTES = 32;

    /// What the TPM makes it from: the same key each time, until the owner's hierarchy is cleared. A restricted
    /// decryption key that never leaves, with AES-128-CFB for what hangs from it.
    static final Bytes TEMPLATE = new Writer()
            .u16(Tpm.ALG_ECC)
            .u16(Tpm.ALG_SHA256)
            .u32(0x30472)
            .u16(0)
            .raw(Tpm.AES_128_CFB)
            .u16(Tpm.ALG_NULL)
            .u16(0x0003)
            .u16(Tpm.ALG_NULL)
            .u16(0)
            .u16(0)
            .toBytes();

    record Coordinates(Bytes x, Bytes y) {}

    /// A session's salt, and what tells it to the TPM alone.
    static final class Salt {
        private final byte[] value;
        private final Bytes encrypted;

        Salt(byte[] value, Bytes encrypted) {
            this.value = value;
            this.encrypted = encrypted;
        }

        /// Not a copy: whoever has used it wipes it.
        byte[] value() {
            return value;
        }

        Bytes encrypted() {
            return encrypted;
        }
    }

    static StorageKey of(Bytes handle, Bytes publicArea) throws TpmFailed {
        return switch (Reader.parse(publicArea, StorageKey::read)) {
            case Parsed.Ok<Coordinates>(var point) -> new StorageKey(handle, publicArea, point);
            case Parsed.Malformed<Coordinates>(var offset, var expected) ->
                throw new TpmFailed(
                        TpmFailed.Kind.OTHER,
                        "the storage key at byte %d: expected %s: use one on P-256".formatted(offset, expected));
        };
    }

    private static Coordinates read(Reader reader) throws MalformedInput {
        reader.expect(new Writer().u16(Tpm.ALG_ECC).u16(Tpm.ALG_SHA256).toBytes(), "an ECC key named by SHA-256");
        var at = reader.position();
        var attributes = reader.u32("attributes");
        // Restricted, for decryption, fixed to its TPM and parent.
        if ((attributes & 0x30012) != 0x30012) throw new MalformedInput(at, "a storage key that cannot leave its TPM");
        reader.raw(reader.u16("policy length"), "policy");
        reader.expect(Tpm.AES_128_CFB, "AES-128 in CFB mode");
        reader.expect(
                new Writer().u16(Tpm.ALG_NULL).u16(0x0003).u16(Tpm.ALG_NULL).toBytes(), "P-256");
        return new Coordinates(coordinate(reader), coordinate(reader));
    }

    private static Bytes coordinate(Reader reader) throws MalformedInput {
        reader.expect(new Writer().u16(COORDINATE_BYTES).toBytes(), "a coordinate of 32 bytes");
        return reader.raw(COORDINATE_BYTES, "coordinate");
    }

    /// Its name, which pins it.
    Bytes name() {
        return Tpm.name(publicArea);
    }

    /// A fresh salt.
    Salt salt() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var own = generator.generateKeyPair();
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            var peer = new ECPublicKeySpec(
                    new ECPoint(number(point.x()), number(point.y())),
                    parameters.getParameterSpec(ECParameterSpec.class));
            var agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(own.getPrivate());
            agreement.doPhase(KeyFactory.getInstance("EC").generatePublic(peer), true);
            var shared = agreement.generateSecret();
            var ephemeral = ((ECPublicKey) own.getPublic()).getW();
            var x = coordinate(ephemeral.getAffineX());
            var salt = Derive.fromAgreement(shared, "SECRET", x, point.x());
            Arrays.fill(shared, (byte) 0);
            return new Salt(
                    salt,
                    new Writer()
                            .u16(COORDINATE_BYTES)
                            .raw(x)
                            .u16(COORDINATE_BYTES)
                            .raw(coordinate(ephemeral.getAffineY()))
                            .toBytes());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK cannot agree with the TPM's storage key", e);
        }
    }

    private static BigInteger number(Bytes coordinate) {
        return new BigInteger(1, coordinate.toArray());
    }

    private static Bytes coordinate(BigInteger value) {
        var bytes = value.toByteArray();
        var padded = new byte[COORDINATE_BYTES];
        var length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, padded, COORDINATE_BYTES - length, length);
        return Bytes.copyOf(padded);
    }
}
