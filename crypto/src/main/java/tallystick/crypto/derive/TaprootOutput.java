package tallystick.crypto.derive;

import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.TaggedHash;

/// A Taproot output key, and how it comes from its internal key.
///
/// **Why** signers need both parities: an internal key with odd y is negated before the tweak is added, and the sum is
/// negated if its y is odd.
///
/// **Timing** public values only.
///
/// @param internalEven the internal key with even y
/// @param tweak t, added to its private key
/// @param key internalEven + t·G; its x alone is in the output
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0341.mediawiki#script-validation-rules BIP-341
public record TaprootOutput(Point internalEven, Scalar tweak, Point key) {

    /// Tweaks `internal`, whose parity does not matter.
    ///
    /// @param merkleRoot of the script tree; empty for an output that only its key can spend
    /// @return none if the tweak is no scalar or the key would be the identity: once in 2^127 tries, and then there
    ///     is no such output
    /// @throws IllegalArgumentException if the key is not on secp256k1: the caller's fault
    /// @spec docs/spec/derivation.md#DE-6 derivation
    public static Optional<TaprootOutput> of(Point internal, Optional<Digest32> merkleRoot) {
        if (internal.group().curve() != Curve.SECP256K1)
            throw new IllegalArgumentException("a taproot key is on secp256k1");
        // > t = int_from_bytes(tagged_hash("TapTweak", pubkey + h)); if t >= SECP256K1_ORDER: raise ValueError
        var root = merkleRoot.map(Digest32::bytes).orElse(Bytes.empty());
        var hash = TaggedHash.TAP_TWEAK.hash(internal.xOnly(), root);
        return switch (internal.group().parseScalar(hash.bytes())) {
            case Parsed.Ok<Scalar>(var tweak) -> of(even(internal), tweak);
            case Parsed.Malformed<Scalar> _ -> Optional.empty();
        };
    }

    /// `internal` with this tweak added; none if that is the identity.
    public static Optional<TaprootOutput> of(Point internal, Scalar tweak) {
        // > Q = point_add(lift_x(int_from_bytes(pubkey)), point_mul(G, t))
        var even = even(internal);
        return even.plus(tweak.timesGenerator()) instanceof Point key
                ? Optional.of(new TaprootOutput(even, tweak, key))
                : Optional.empty();
    }

    /// The 32 bytes in the output's script.
    public Bytes xOnly() {
        return key.xOnly();
    }

    /// Whether signers must negate the tweaked private key.
    public boolean isOdd() {
        return !key.hasEvenY();
    }

    private static Point even(Point point) {
        return point.hasEvenY() ? point : point.negate();
    }
}
