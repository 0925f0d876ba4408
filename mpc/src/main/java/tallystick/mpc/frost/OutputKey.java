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
/// **Why only derived** an offset of the asker's choosing would sign for a key of its choosing; so the offset comes
/// from a [KeyTweak] of this very key and from BIP-341, and there is no other way to make one.
///
/// **Threads** immutable. **Timing** variable: public values only.
public final class OutputKey {
    private final Point point;
    private final boolean negated;
    private final Scalar offset;

    private OutputKey(Point point, boolean negated, Scalar offset) {
        this.point = point;
        this.negated = negated;
        this.offset = offset;
    }

    /// Tweaks the group key, first by derivation, then for Taproot.
    ///
    /// @throws IllegalArgumentException if the child is not one of this key, a Taproot tweak is asked of another
    ///     scheme, or (with chance 2^-128) the Taproot tweak is not below the order: take the next index
    /// @spec docs/spec/frost.md#FR-5 frost
    /// @spec docs/spec/frost.md#FR-6 frost
    /// @spec docs/spec/frost.md#FR-7 frost
    public static OutputKey of(GroupKey key, KeyTweak child, TaprootTweak taproot) {
        if (!taproot.isOf(key.scheme()))
            throw new IllegalArgumentException("%s has no Taproot outputs".formatted(key.scheme()));
        if (!child.isOf(key)) throw new IllegalArgumentException("tweak to which the path does not lead from this key");
        return find(key, child, taproot)
                .orElseThrow(() -> new IllegalArgumentException("internal key without a Taproot output"));
    }

    /// The same, of tweaks that were checked.
    ///
    /// @return nothing if the Taproot tweak is not below the order
    static Optional<OutputKey> find(GroupKey key, KeyTweak child, TaprootTweak taproot) {
        var point = child.childOf(key.point()).orThrow("a derived child is no identity");
        var internal = new OutputKey(point, false, child.sum());
        if (!Ciphersuite.of(key.scheme()).evenOnly()) return Optional.of(internal);
        // > g1: the internal key is P or -P, whichever has an even y
        var even = internal.even();
        return switch (taproot) {
            case TaprootTweak.None() -> Optional.of(even);
            case TaprootTweak.KeyOnly() -> even.output(Optional.empty());
            case TaprootTweak.Scripts(var merkleRoot) -> even.output(Optional.of(merkleRoot));
        };
    }

    // > Q = P + int(hash_TapTweak(bytes(P) || merkle_root)) G
    /// @spec docs/spec/frost.md#FR-8 frost
    private Optional<OutputKey> output(Optional<Digest32> merkleRoot) {
        // > g2: the output key is Q or -Q, whichever has an even y
        return TaprootOutput.of(point, merkleRoot)
                .map(output -> new OutputKey(output.key(), negated, offset.plus(output.tweak())).even());
    }

    /// The point; with an even y where the scheme has x coordinates only.
    public Point point() {
        return point;
    }

    /// Whether every share is negated.
    public boolean negated() {
        return negated;
    }

    /// What the designated party adds to its share.
    public Scalar offset() {
        return offset;
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
