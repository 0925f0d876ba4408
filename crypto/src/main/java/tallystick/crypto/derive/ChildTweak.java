package tallystick.crypto.derive;

import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.hash.Transcript;

/// One step down: what is added to a parent key to make its child, and the child's chain code.
///
/// **Why** secp256k1 follows BIP-32, so that any wallet finds the same addresses. Ed25519 has no standard for public
/// derivation (SLIP-10 knows only hardened children there); ours has BIP-32's shape, with a tweak reduced from 64 bytes
/// and tags of its own, specified in `docs/spec/derivation.md`.
///
/// **Timing** public values only.
///
/// @param tweak what is added, never zero
/// @param chainCode the child's
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki#public-parent-key--public-child-key BIP-32
public record ChildTweak(Scalar tweak, Digest32 chainCode) {
    private static final int HALF_BYTES = 32;

    /// The step to the child at `index`, or none if that index has no child.
    ///
    /// @param index 0..2^31-1
    /// @throws IllegalArgumentException if it is negative: the caller's fault
    public static Optional<ChildTweak> at(Point parent, Digest32 chainCode, int index) {
        if (index < 0) throw new IllegalArgumentException("index %d negative".formatted(index));
        return switch (parent.group().curve()) {
            case SECP256K1 -> {
                // > let I = HMAC-SHA512(Key = c_par, Data = serP(K_par) || ser32(i))
                var data = new Writer().raw(parent.encode()).u32(index).toBytes();
                yield ofBip32(StandardHash.hmacSha512(chainCode.bytes(), data));
            }
            case ED25519 -> at25519(parent, chainCode, index);
        };
    }

    /// The step that BIP-32's 64 bytes I stand for, or none if it says to proceed with the next index.
    /// @spec docs/spec/derivation.md#DE-2 derivation
    public static Optional<ChildTweak> ofBip32(Bytes hmacOutput64) {
        if (hmacOutput64.length() != 2 * HALF_BYTES)
            throw new IllegalArgumentException("%d bytes, not 64".formatted(hmacOutput64.length()));
        // > In case parse256(I_L) >= n … the resulting key is invalid
        return switch (Curve.SECP256K1.group().parseScalar(hmacOutput64.slice(0, HALF_BYTES))) {
            case Parsed.Ok<Scalar>(var tweak) ->
                unlessZero(tweak, new Digest32(hmacOutput64.slice(HALF_BYTES, 2 * HALF_BYTES)));
            case Parsed.Malformed<Scalar> _ -> Optional.empty();
        };
    }

    /// The child key, or none if it would be the identity.
    public Optional<Point> applyTo(Point parent) {
        // > K_i is point(parse256(I_L)) + K_par … In case K_i is the point at infinity, the resulting key is invalid
        return parent.plus(tweak.timesGenerator()) instanceof Point child ? Optional.of(child) : Optional.empty();
    }

    /// @spec docs/spec/derivation.md#DE-3 derivation
    private static Optional<ChildTweak> at25519(Point parent, Digest32 chainCode, int index) {
        var tweak = parent.group().hashToScalar(transcript("tweak", parent, chainCode, index));
        return unlessZero(
                tweak, transcript("chain-code", parent, chainCode, index).digest());
    }

    /// With zero the child would be its parent.
    private static Optional<ChildTweak> unlessZero(Scalar tweak, Digest32 chainCode) {
        return tweak.isZero() ? Optional.empty() : Optional.of(new ChildTweak(tweak, chainCode));
    }

    private static Transcript transcript(String purpose, Point parent, Digest32 chainCode, int index) {
        return Transcript.of("tallystick/derive/v1/ed25519-" + purpose)
                .add("parent", parent.encode())
                .add("chain code", chainCode)
                .add("index", index);
    }
}
