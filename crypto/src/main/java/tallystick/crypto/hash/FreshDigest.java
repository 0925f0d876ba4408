package tallystick.crypto.hash;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The JDK's hash functions, begun anew.
///
/// **Why** a copy of a digest that has read nothing: the JDK looks through its providers and their constraints whenever
/// it is asked for one by name, which costs more than hashing a short message does.
///
/// **Threads** any: what is copied is never used itself.
final class FreshDigest {
    private static final MessageDigest SHA256 = named("SHA-256");
    private static final MessageDigest SHA512 = named("SHA-512");

    private FreshDigest() {}

    static MessageDigest sha256() {
        return copy(SHA256);
    }

    static MessageDigest sha512() {
        return copy(SHA512);
    }

    /// Of what has been read so far, if anything has.
    static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("%s of this JDK cannot be copied".formatted(digest.getAlgorithm()), e);
        }
    }

    private static MessageDigest named(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("this JDK has no %s".formatted(algorithm), e);
        }
    }
}
