package tallystick.mpc.ecdsa;

import static tallystick.mpc.ecdsa.BaseOtContext.LIST_BYTES;
import static tallystick.mpc.ecdsa.VoleParameters.BASE_OTS;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// The receiver of 128 base OTs, who becomes extension sender: its choices are Δ, it ends with the chosen seeds.
///
/// **Why** Δ is drawn here and for this ordered pair alone: one Δ for two peers would tie their transcripts together.
///
/// **Timing** constant in Δ: both candidates of every choice are computed and one is selected under a mask. **Copies**
/// the two candidate points pass through heap objects, as all points do.
///
/// @spec https://eprint.iacr.org/2018/499 DKLs18, Protocol 7 (verified simplest OT)
final class BaseOtReceiver implements AutoCloseable {
    /// Length of one choice point on the wire.
    static final int POINT_BYTES = BaseOtContext.POINT_BYTES;

    private static final Group GROUP = Curve.SECP256K1.group();

    private final BaseOtContext context;
    private final SecretMemory home;
    private final Point point;
    /// Δ and the chosen seeds.
    private final SecretBytes values;
    /// H(ρ^ω) of each OT.
    private final SecretBytes openings;
    /// H(H(ρ^ω)).
    private final SecretBytes checks;
    private Bytes challenges = Bytes.empty();

    /// @param point B, whose proof of knowledge was verified
    BaseOtReceiver(BaseOtContext context, Point point, Entropy entropy, SecretMemory home) {
        this.context = context;
        this.home = home;
        this.point = point;
        try (var held = new Held()) {
            this.values = held.hold(home.allocate(ExtensionSenderState.LENGTH_BYTES));
            entropy.fill(values.memory().asSlice(0, ExtensionShape.ROW_BYTES));
            this.openings = held.hold(home.allocate(LIST_BYTES));
            this.checks = held.release(home.allocate(LIST_BYTES));
        }
    }

    private MemorySegment delta() {
        return values.memory().asSlice(0, ExtensionShape.ROW_BYTES);
    }

    /// > 2. For each j: a_j random, A_j = a_j·G + ω_j·B. 3. ρ^ω_j = H(ctx, j, a_j·B).
    ///
    /// @return 128 points of 33 bytes
    /// @spec docs/spec/base-ot.md#BO-3 base-ot
    Bytes choices(Entropy entropy) {
        var encoded = new byte[BASE_OTS * POINT_BYTES];
        try (var points = home.allocate(BASE_OTS * POINT_BYTES);
                var pads = home.allocate(LIST_BYTES)) {
            for (var j = 0; j < BASE_OTS; j++) {
                try (var a = GROUP.randomSecret(entropy, home);
                        var product = a.times(point)) {
                    var zero = a.timesGenerator();
                    select(Xor.maskOfBit(delta(), j), zero.plus(point), zero, encoded, j * POINT_BYTES);
                    BaseOtContext.compress(product, points.memory().asSlice((long) j * POINT_BYTES, POINT_BYTES));
                }
            }
            context.pads(points.memory(), pads.memory(), home);
            context.openings(pads.memory(), openings.memory(), home);
            context.checks(openings.memory(), checks.memory(), home);
            context.seeds(pads.memory(), values.memory().asSlice(ExtensionShape.ROW_BYTES, LIST_BYTES), home);
        }
        return Bytes.copyOf(encoded);
    }

    private static void select(long mask, Element one, Element zero, byte[] out, int at) {
        var ones = one.encode();
        var zeros = zero.encode();
        for (var i = 0; i < POINT_BYTES; i++) out[at + i] = (byte) (zeros.at(i) ^ ((ones.at(i) ^ zeros.at(i)) & mask));
    }

    /// A challenge of zero would be one of equal pads.
    static boolean hasZero(Bytes challenges) {
        for (var j = 0; j < BASE_OTS; j++) {
            var any = 0;
            for (var i = 0; i < 32; i++) any |= challenges.at(32 * j + i);
            if (any == 0) return true;
        }
        return false;
    }

    /// > 5. Response = H(H(ρ^ω_j)) + ω_j·ξ_j.
    /// @spec docs/spec/base-ot.md#BO-6 base-ot
    Bytes responses(Bytes challenges) {
        this.challenges = challenges;
        var xi = MemorySegment.ofArray(challenges.toArray());
        try (var responses = home.allocate(LIST_BYTES)) {
            responses.memory().copyFrom(checks.memory());
            for (var j = 0; j < BASE_OTS; j++)
                Xor.masked(
                        Xor.maskOfBit(delta(), j),
                        xi.asSlice(32L * j, 32),
                        responses.memory().asSlice(32L * j, 32),
                        32);
            return BaseOtContext.joined(responses.memory());
        }
    }

    /// > 6. The opening of the chosen branch is H(ρ^ω_j), and H(opening⁰) + H(opening¹) = ξ_j.
    /// @spec docs/spec/base-ot.md#BO-7 base-ot
    boolean accepts(Bytes theirs) {
        var passed = -1L;
        try (var heard = home.allocate(2 * LIST_BYTES);
                var hashed = home.allocate(2 * LIST_BYTES);
                var chosen = home.allocate(32)) {
            MemorySegment.copy(theirs.toArray(), 0, heard.memory(), ValueLayout.JAVA_BYTE, 0, 2 * LIST_BYTES);
            var zeros = heard.memory().asSlice(0, LIST_BYTES);
            var ones = heard.memory().asSlice(LIST_BYTES, LIST_BYTES);
            for (var j = 0; j < BASE_OTS; j++) {
                var mask = Xor.maskOfBit(delta(), j);
                Xor.select(mask, ones.asSlice(32L * j, 32), zeros.asSlice(32L * j, 32), chosen.memory(), 32);
                passed &= Xor.equalMask(chosen.memory(), openings.memory().asSlice(32L * j, 32), 32);
            }
            var zeroChecks = hashed.memory().asSlice(0, LIST_BYTES);
            var oneChecks = hashed.memory().asSlice(LIST_BYTES, LIST_BYTES);
            context.checks(zeros, zeroChecks, home);
            context.checks(ones, oneChecks, home);
            Xor.into(zeroChecks, oneChecks, LIST_BYTES);
            passed &= Xor.equalMask(zeroChecks, MemorySegment.ofArray(challenges.toArray()), LIST_BYTES);
        }
        return passed != 0;
    }

    /// Δ and the seeds; this object is spent.
    ExtensionSenderState finish() {
        openings.close();
        checks.close();
        return new ExtensionSenderState(values);
    }

    @Override
    public void close() {
        values.close();
        openings.close();
        checks.close();
    }
}
