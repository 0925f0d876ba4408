package tallystick.node.tpm;

import java.security.MessageDigest;
import java.util.Arrays;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;

/// A salted session with a TPM: authorizes commands without showing the password, and encrypts their first parameter,
/// so that nobody on the wires between processor and TPM reads it.
///
/// @spec https://trustedcomputinggroup.org/resource/tpm-library-specification/ TPM 2.0 Library, Part 1 §19.6, §21
final class TpmSession implements AutoCloseable {
    static final int NONCE_BYTES = 32;
    private static final int CONTINUE = 0x01;
    static final int ENCRYPTS_COMMAND = 0x20;
    static final int ENCRYPTS_RESPONSE = 0x40;

    private final Bytes handle;
    private final byte[] key;
    private Bytes nonceTpm;
    private Bytes nonceCaller = Bytes.empty();

    /// @param key taken over
    TpmSession(Bytes handle, byte[] key, Bytes nonceTpm) {
        this.handle = handle;
        this.key = key;
        this.nonceTpm = nonceTpm;
    }

    Bytes handle() {
        return handle;
    }

    /// Begins the next command.
    void next(Bytes nonce) {
        nonceCaller = nonce;
    }

    /// Encrypts a command's first parameter.
    ///
    /// @param authorization of the object used
    byte[] encrypt(byte[] plain, byte[] authorization) {
        var value = value(authorization);
        try {
            return Derive.parameter(javax.crypto.Cipher.ENCRYPT_MODE, value, nonceCaller, nonceTpm, plain);
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }

    /// Decrypts a response's first parameter, after [#verify].
    byte[] decrypt(Bytes sealed, byte[] authorization) {
        var value = value(authorization);
        try {
            return Derive.parameter(javax.crypto.Cipher.DECRYPT_MODE, value, nonceTpm, nonceCaller, sealed.toArray());
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }

    /// The authorization area of a command.
    Bytes authorize(Bytes commandHash, int encrypts, byte[] authorization) {
        var attributes = CONTINUE | encrypts;
        var value = value(authorization);
        var mac = Derive.hmac(value, commandHash, nonceCaller, nonceTpm, Bytes.copyOf((byte) attributes));
        Arrays.fill(value, (byte) 0);
        return new Writer()
                .raw(handle)
                .u16(NONCE_BYTES)
                .raw(nonceCaller)
                .u8(attributes)
                .u16(mac.length)
                .raw(Bytes.copyOf(mac))
                .toBytes();
    }

    /// Takes the authorization area of a response.
    ///
    /// @throws TpmFailed if somebody else answered
    void verify(Bytes responseHash, Authorization answer, byte[] authorization) throws TpmFailed {
        nonceTpm = answer.nonce();
        var value = value(authorization);
        var mac = Derive.hmac(value, responseHash, nonceTpm, nonceCaller, Bytes.copyOf((byte) answer.attributes()));
        Arrays.fill(value, (byte) 0);
        if (!MessageDigest.isEqual(mac, answer.mac().toArray()))
            throw new TpmFailed(
                    TpmFailed.Kind.OTHER,
                    "an answer is not by the TPM that the session is with: look at what is between");
    }

    /// What a response says of its session.
    record Authorization(Bytes nonce, int attributes, Bytes mac) {}

    private byte[] value(byte[] authorization) {
        var value = Arrays.copyOf(key, key.length + authorization.length);
        System.arraycopy(authorization, 0, value, key.length, authorization.length);
        return value;
    }

    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
    }
}
