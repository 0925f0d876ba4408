package tallystick.mpc.ecdsa;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.kit.TimedInput;
import tallystick.crypto.kit.TimingProbe;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

/// A18: no step of a multiplication tells choice bits or rows by its time.
class A18ChoicesTest {
    private static final ExtensionShape SHAPE = ExtensionShape.of(1);

    private static void constant(String what, int samples, int repeats, TimingProbe.Subject subject) {
        var t = new TimingProbe(18).measure(samples, repeats, subject);
        System.out.printf("%-40s |t| %5.1f%n", what, t);
        assertThat(t).as(what).isLessThan(TimingProbe.T_MAX);
    }

    @Test
    void transposition_ofZeroAndRandomBits_takesEqualTime() {
        try (var arena = Arena.ofConfined()) {
            var columns = arena.allocate(8L * VoleParameters.BASE_OTS, 64);
            var rows = arena.allocate(64L * ExtensionShape.ROW_BYTES, 64);
            var scratch = arena.allocate(BitTranspose.SCRATCH_BYTES, 64);
            var input = new TimedInput(columns, arena, (byte) 0);
            constant("transposition", 2000, 2, input.doing(() -> BitTranspose.toRows(columns, 8, rows, scratch)));
        }
    }

    @Test
    void linearCheck_ofZeroAndRandomRows_takesEqualTime() {
        var seed = StandardHash.sha256(Bytes.empty());
        try (var home = SecretMemory.open();
                var arena = Arena.ofConfined()) {
            var rows = arena.allocate((long) SHAPE.rowsBytes(), 64);
            var product = arena.allocate(LinearCheck.PRODUCT_BYTES, 64);
            var input = new TimedInput(rows, arena, (byte) 0);
            constant(
                    "check of rows", 150, 1, input.doing(() -> LinearCheck.multiply(SHAPE, seed, rows, product, home)));
            var bits = rows.asSlice(0, SHAPE.strideBytes());
            var choices = new TimedInput(bits, arena, (byte) 0);
            constant(
                    "check of choice bits",
                    1000,
                    1,
                    choices.doing(() -> LinearCheck.multiplyBits(SHAPE, seed, bits, product, home)));
        }
    }

    @Test
    void selection_byZeroAndRandomBits_takesEqualTime() {
        try (var arena = Arena.ofConfined()) {
            var bits = arena.allocate(VoleParameters.BASE_OTS / 8, 8);
            var one = arena.allocate(32, 8);
            var zero = arena.allocate(32, 8);
            var out = arena.allocate(32, 8);
            one.fill((byte) 1);
            var input = new TimedInput(bits, arena, (byte) 0);
            constant("selection by bits", 2000, 1, input.doing(() -> {
                for (var j = 0; j < VoleParameters.BASE_OTS; j++) {
                    Xor.select(Xor.maskOfBit(bits, j), one, zero, out, 32);
                    Xor.masked(Xor.maskOfBit(bits, j), one, out, 32);
                }
            }));
            var same = new TimedInput(one, arena, (byte) 0);
            constant("comparison", 2000, 8, same.doing(() -> Xor.equalMask(one, zero, 32)));
        }
    }

    /// Which point of the two is sent, and what answers the challenge, with all choices zero and with random ones.
    @Test
    void baseTransfer_ofZeroAndRandomChoices_takesEqualTime() {
        var context = BaseOtContext.of(
                new SessionId(StandardHash.sha256(Bytes.empty())),
                StandardHash.sha256(Bytes.empty()),
                1,
                new PartyId(1),
                new PartyId(2));
        var group = Curve.SECP256K1.group();
        var point = group.scalar(7).timesGenerator().orThrow("not zero");
        try (var home = SecretMemory.open();
                var arena = Arena.ofConfined()) {
            var delta = arena.allocate(ExtensionShape.ROW_BYTES, 8);
            var choices = new TimedInput(delta, arena, (byte) 0);
            Entropy chosen = target -> MemorySegment.copy(delta, 0, target, 0, target.byteSize());
            constant("base transfer", 20, 1, choices.doing(() -> {
                try (var receiver = new BaseOtReceiver(context, point, chosen, home)) {
                    receiver.choices(Secrets.entropy(5));
                }
            }));
            var asked = Bytes.copyOf(new byte[32 * VoleParameters.BASE_OTS]);
            constant("answer of the base transfer", 1000, 1, choices.doing(() -> {
                try (var receiver = new BaseOtReceiver(context, point, chosen, home)) {
                    receiver.responses(asked);
                }
            }));
        }
    }

    /// The probe itself must see a selection that branches on its bits.
    @Test
    void selection_thatBranchesOnItsBits_isFoundOut() {
        try (var arena = Arena.ofConfined()) {
            var bits = arena.allocate(VoleParameters.BASE_OTS / 8, 8);
            var one = arena.allocate(256, 8);
            var out = arena.allocate(256, 8);
            var t = new TimingProbe(18).measure(2000, 1, new TimedInput(bits, arena, (byte) 0).doing(() -> {
                        for (var j = 0; j < VoleParameters.BASE_OTS; j++)
                            if ((bits.get(JAVA_BYTE, j / 8) >> j % 8 & 1) == 1) Xor.into(out, one, 256);
                    }));
            assertThat(t).isGreaterThan(TimingProbe.T_MAX);
        }
    }
}
