package tallystick.mpc.ecdsa;

import static tallystick.mpc.ecdsa.BaseOtContext.LIST_BYTES;
import static tallystick.mpc.ecdsa.VoleParameters.BASE_OTS;

import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.session.Invariant;

/// The sender of 128 base OTs, who becomes extension receiver: ends with both seeds of each.
///
/// **Timing** constant in b and the pads.
///
/// @spec https://eprint.iacr.org/2018/499 DKLs18, Protocol 7 (verified simplest OT)
final class BaseOtSender implements AutoCloseable {
    private final BaseOtContext context;
    private final SecretMemory home;
    private final SecretScalar b;
    private final Point point;
    private final SecretBytes seeds;
    /// All H(ρ⁰), then all H(ρ¹).
    private final SecretBytes openings;
    /// H(H(ρ⁰)): the one right response.
    private final SecretBytes checks;

    /// > 1. b random, B = b·G.
    BaseOtSender(BaseOtContext context, Entropy entropy, SecretMemory home) {
        this.context = context;
        this.home = home;
        try (var held = new Held()) {
            this.b = held.hold(Curve.SECP256K1.group().randomSecret(entropy, home), SecretScalar::close);
            this.point = b.timesGenerator().orThrow("b is not zero");
            this.seeds = held.hold(home.allocate(ExtensionReceiverState.LENGTH_BYTES));
            this.openings = held.hold(home.allocate(2 * LIST_BYTES));
            this.checks = held.release(home.allocate(LIST_BYTES));
        }
    }

    /// B.
    Point point() {
        return point;
    }

    /// @spec docs/spec/base-ot.md#BO-2 base-ot
    KnowledgeProof prove(Entropy entropy) {
        return KnowledgeProof.prove(context, b, point, entropy, home);
    }

    /// > 2. A_j is not B, and all A_j differ. *That it is on the curve and not O, parsing saw to.*
    Optional<String> objection(List<Point> choices) {
        Invariant.check(choices.size() == BASE_OTS, "parsing fixes the count");
        if (choices.contains(point)) return Optional.of("a choice point that is not the sender's own");
        if (new HashSet<>(choices).size() != choices.size()) return Optional.of("choice points that all differ");
        return Optional.empty();
    }

    /// > 3, 4. ρ⁰_j = H(ctx, j, b·A_j), ρ¹_j = H(ctx, j, b·(A_j - B)); ξ_j = H(H(ρ⁰_j)) + H(H(ρ¹_j)).
    /// @spec docs/spec/base-ot.md#BO-5 base-ot
    Bytes challenges(List<Point> choices) {
        Invariant.check(objection(choices).isEmpty(), "choices were checked before");
        var half = BASE_OTS * BaseOtContext.POINT_BYTES;
        try (var points = home.allocate(2 * half);
                var own = b.times(point)) {
            for (var j = 0; j < BASE_OTS; j++) {
                // b·(A - B) = b·A - b·B, which is no identity because A is not B.
                try (var product = b.times(choices.get(j));
                        var shifted = product.minus(own)) {
                    var at = (long) j * BaseOtContext.POINT_BYTES;
                    BaseOtContext.compress(product, points.memory().asSlice(at, BaseOtContext.POINT_BYTES));
                    BaseOtContext.compress(shifted, points.memory().asSlice(half + at, BaseOtContext.POINT_BYTES));
                }
            }
            b.close();
            try (var other = home.allocate(LIST_BYTES)) {
                derive(0, points.memory().asSlice(0, half), checks.memory());
                derive(1, points.memory().asSlice(half, half), other.memory());
                Xor.into(other.memory(), checks.memory(), LIST_BYTES);
                return BaseOtContext.joined(other.memory());
            }
        }
    }

    private void derive(int branch, MemorySegment points, MemorySegment checksOut) {
        var opened = openings.memory().asSlice((long) branch * LIST_BYTES, LIST_BYTES);
        try (var pads = home.allocate(LIST_BYTES)) {
            context.pads(points, pads.memory(), home);
            context.openings(pads.memory(), opened, home);
            context.checks(opened, checksOut, home);
            context.seeds(pads.memory(), seeds.memory().asSlice((long) branch * LIST_BYTES, LIST_BYTES), home);
        }
    }

    /// > 5. Each response equals H(H(ρ⁰_j)).
    boolean accepts(Bytes responses) {
        return Xor.equalMask(MemorySegment.ofArray(responses.toArray()), checks.memory(), LIST_BYTES) != 0;
    }

    /// > 6. All H(ρ⁰_j), then all H(ρ¹_j); only after the responses were accepted.
    Bytes openings() {
        return BaseOtContext.joined(openings.memory());
    }

    /// The seeds; this object is spent.
    ExtensionReceiverState finish() {
        openings.close();
        checks.close();
        return new ExtensionReceiverState(seeds);
    }

    @Override
    public void close() {
        b.close();
        seeds.close();
        openings.close();
        checks.close();
    }
}
