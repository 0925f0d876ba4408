package tallystick.mpc.frost;

import java.util.Optional;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.derive.TaprootOutput;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyTweak;

/// The key one signature verifies under, and how additive shares of the group key become shares of it.
///
/// **Why** every tweak is one affine map of the secret: y ↦ ±y + offset. The sign applies to every share, the
/// offset to that of one designated party, the lowest of the signing set; so it holds for shares over any quorum
/// tree.
///
/// **Threads** immutable. **Timing** variable: public values only.
///
/// @param point the output key; with an even y where the scheme has x coordinates only
/// @param negated whether every share is negated
/// @param offset what the designated party adds to its share
public record OutputKey(Point point, boolean negated, Scalar offset) {
    /// Tweaks the group key, first by derivation, then for Taproot.
    ///
    /// @throws IllegalArgumentException if a Taproot tweak is asked of another scheme, or (with chance 2^-128) the
    ///     child is the identity or the Taproot tweak not below the order: take the next index
    /// @spec docs/spec/frost.md#FR-5 frost
    /// @spec docs/spec/frost.md#FR-6 frost
    /// @spec docs/spec/frost.md#FR-7 frost
    public static OutputKey of(GroupKey key, KeyTweak child, TaprootTweak taproot) {
        var evenOnly = Ciphersuite.of(key.scheme()).evenOnly();
        if (!evenOnly && !(taproot instanceof TaprootTweak.None))
            throw new IllegalArgumentException("%s has no Taproot outputs".formatted(key.scheme()));
        var derived = child.childOf(key.point());
        if (!(derived instanceof Point point)) throw new IllegalArgumentException("child key is the identity");
        var internal = new OutputKey(point, false, child.sum());
        if (!evenOnly) return internal;
        // > g1: the internal key is P or -P, whichever has an even y
        var even = internal.even();
        return switch (taproot) {
            case TaprootTweak.None() -> even;
            case TaprootTweak.KeyOnly() -> even.output(Optional.empty());
            case TaprootTweak.Scripts(var merkleRoot) -> even.output(Optional.of(merkleRoot));
        };
    }

    // > Q = P + int(hash_TapTweak(bytes(P) || merkle_root)) G
    /// @spec docs/spec/frost.md#FR-8 frost
    private OutputKey output(Optional<Digest32> merkleRoot) {
        var output = TaprootOutput.of(point, merkleRoot)
                .orElseThrow(() -> new IllegalArgumentException("internal key without a Taproot output"));
        // > g2: the output key is Q or -Q, whichever has an even y
        return new OutputKey(output.key(), negated, offset.plus(output.tweak())).even();
    }

    /// Y' of one party: its additive verifying point as a point of this key.
    /// @spec docs/spec/frost.md#FR-10 frost
    Element verifyingPoint(Element additivePoint, boolean designated) {
        var signed = negated ? additivePoint.negate() : additivePoint;
        return designated ? signed.plus(offset.timesGenerator()) : signed;
    }

    /// @spec docs/spec/frost.md#FR-9 frost
    private OutputKey even() {
        return point.hasEvenY() ? this : new OutputKey(point.negate(), !negated, offset.negate());
    }
}
