package tallystick.crypto.hash;

import java.lang.foreign.MemorySegment;
import java.security.DigestException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;
import tallystick.crypto.codec.Bytes;

/// The plain hash functions of other people's standards, over public bytes.
///
/// **Why** addresses, BIP-32, RFC 8032 and RFC 9591 fix the bytes that go in. Everything of our own is hashed by
/// [Transcript], never by these.
///
/// **Timing** public values only.
public final class StandardHash {
    private StandardHash() {}

    /// SHA-256.
    ///
    /// @spec https://doi.org/10.6028/NIST.FIPS.180-4 FIPS 180-4 §6.2 (SHA-256)
    public static Digest32 sha256(Bytes input) {
        return new Digest32(Bytes.copyOf(FreshDigest.sha256().digest(input.toArray())));
    }

    /// SHA-256 of bytes that stand in memory of any kind, such as a mapped file.
    ///
    /// @spec https://doi.org/10.6028/NIST.FIPS.180-4 FIPS 180-4 §6.2 (SHA-256)
    public static Digest32 sha256(MemorySegment input) {
        var sha256 = FreshDigest.sha256();
        sha256.update(input.asByteBuffer());
        return new Digest32(Bytes.copyOf(sha256.digest()));
    }

    /// SHA-256 of a first byte and each piece of so many bytes, the digests one after the other: a row of a Merkle tree
    /// from the row below it.
    ///
    /// @param pieces what is left behind the last whole piece is not hashed
    public static Bytes sha256OfEach(byte first, Bytes pieces, int pieceLengthBytes) {
        var sha256 = FreshDigest.sha256();
        var input = pieces.toArray();
        var output = new byte[input.length / pieceLengthBytes * Digest32.LENGTH_BYTES];
        try {
            for (var i = 0; i < output.length / Digest32.LENGTH_BYTES; i++) {
                sha256.update(first);
                sha256.update(input, i * pieceLengthBytes, pieceLengthBytes);
                var _ = sha256.digest(output, i * Digest32.LENGTH_BYTES, Digest32.LENGTH_BYTES);
            }
        } catch (DigestException e) {
            throw new AssertionError("a digest of SHA-256 has 32 bytes", e);
        }
        return Bytes.copyOf(output);
    }

    /// SHA-256 of SHA-256: Bitcoin's checksums and transaction ids.
    public static Digest32 doubleSha256(Bytes input) {
        return sha256(sha256(input).bytes());
    }

    /// SHA-512, 64 bytes.
    ///
    /// @spec https://doi.org/10.6028/NIST.FIPS.180-4 FIPS 180-4 §6.4 (SHA-512)
    public static Bytes sha512(Bytes input) {
        return Bytes.copyOf(FreshDigest.sha512().digest(input.toArray()));
    }

    /// HMAC-SHA-512 under a public key (a chain code), 64 bytes.
    ///
    /// @spec https://www.rfc-editor.org/rfc/rfc2104#section-2 RFC 2104 §2 (definition of HMAC)
    public static Bytes hmacSha512(Bytes key, Bytes input) {
        try {
            var mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(key.toArray(), "HmacSHA512"));
            return Bytes.copyOf(mac.doFinal(input.toArray()));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new AssertionError("this JDK has no HMAC-SHA-512", e);
        }
    }

    /// RIPEMD-160 of SHA-256, 20 bytes: Bitcoin key hashes and BIP-32 fingerprints.
    public static Bytes hash160(Bytes input) {
        var sha256 = sha256(input).bytes().toArray();
        var ripemd160 = new RIPEMD160Digest();
        ripemd160.update(sha256, 0, sha256.length);
        var output = new byte[ripemd160.getDigestSize()];
        ripemd160.doFinal(output, 0);
        return Bytes.copyOf(output);
    }

    /// Keccak-256 with the padding of the competition, as Ethereum uses it (not SHA3-256).
    ///
    /// @spec https://ethereum.github.io/yellowpaper/paper.pdf Ethereum yellow paper §3 (KEC)
    public static Digest32 keccak256(Bytes input) {
        var bytes = input.toArray();
        var keccak = new KeccakDigest(256);
        keccak.update(bytes, 0, bytes.length);
        var output = new byte[Digest32.LENGTH_BYTES];
        keccak.doFinal(output, 0);
        return new Digest32(Bytes.copyOf(output));
    }
}
