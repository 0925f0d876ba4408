package tallystick.crypto.curve;

import java.util.Collection;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// A group of prime order with its scalars: secp256k1 or the prime-order subgroup of edwards25519.
///
/// **Threads** implementations are stateless singletons. **Timing** everything on [SecretScalar] is constant time;
/// everything on [Scalar] and [Element] is variable time and for public values only.
public sealed interface Group permits PrimeGroup {
    /// Which curve.
    Curve curve();

    /// Length of an encoded point: 33 (SEC 1 compressed) or 32 (RFC 8032).
    int pointLengthBytes();

    /// Length of an encoded scalar: 32 in both.
    int scalarLengthBytes();

    /// The generator of the standard.
    Point generator();

    /// The neutral element.
    NeutralElement identity();

    /// A small scalar; negative values wrap mod q.
    Scalar scalar(long value);

    /// The canonical form only: 32 bytes, big-endian for secp256k1, little-endian for ed25519, below q. Zero is
    /// allowed.
    Parsed<Scalar> parseScalar(Bytes encoded);

    /// Reads a canonical scalar.
    Scalar readScalar(Reader reader, String field) throws MalformedInput;

    /// A point of the prime-order subgroup in its one canonical encoding; refuses the identity, points off the
    /// curve, of small or mixed order, and non-canonical encodings.
    Parsed<Point> parsePoint(Bytes encoded);

    /// Reads a point as [#parsePoint] does.
    Point readPoint(Reader reader, String field) throws MalformedInput;

    /// Like [#readPoint], but `pointLengthBytes` zero bytes are the identity (only for derived child constants and
    /// the like, where a protocol says so).
    Element readElement(Reader reader, String field) throws MalformedInput;

    /// `wide` mod q, at least 48 bytes, in the curve's byte order, so that the bias is below 2^-128.
    Scalar reduceWide(Bytes wide);

    /// [Transcript#wide] reduced; the field's challenge.
    Scalar hashToScalar(Transcript transcript);

    /// Uniform public scalar (for batch checks).
    Scalar randomScalar(Entropy entropy);

    /// Uniform non-zero secret scalar.
    SecretScalar randomSecret(Entropy entropy, SecretMemory home);

    /// A secret zero (the refresh contribution), or accumulator.
    SecretScalar secretZero(SecretMemory home);

    /// A secret copy of a public scalar (tweaks).
    SecretScalar secretOf(Scalar value, SecretMemory home);

    /// 48 to 64 secret bytes (in the curve's byte order) mod q, constant time.
    SecretScalar reduceSecretWide(SecretBytes wide, SecretMemory home);

    /// Canonical secret bytes (as [#parseScalar]); malformed if not below q. Whether it is canonical is not secret.
    Parsed<SecretScalar> parseSecret(SecretBytes encoded, SecretMemory home);

    /// Sum of public elements.
    Element sum(Collection<? extends Element> elements);

    /// Σ scalar·element, public, variable time.
    Element linearCombination(List<Term> terms);

    /// One summand of a linear combination.
    record Term(Scalar scalar, Element element) {}
}
