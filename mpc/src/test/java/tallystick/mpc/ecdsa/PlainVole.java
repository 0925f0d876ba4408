package tallystick.mpc.ecdsa;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.PrgAes;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// The sender of one random VOLE, scalar by scalar as the specification says, apart from the shipped code's kernels;
/// and able to cheat.
final class PlainVole {
    private static final Group GROUP = Curve.SECP256K1.group();
    private static final int WIDTH = VoleParameters.WIDTH;

    /// A row the cheater spoils.
    ///
    /// @param row which OT of the item
    /// @param bet what it bets the receiver's choice bit to be
    record Cheat(int row, int bet) {}

    private final int length;
    private final Digest32 extension;
    private final int item;
    private final List<List<Scalar>> zeros = new ArrayList<>();
    private final List<List<Scalar>> ones = new ArrayList<>();

    /// @param rows of Q of the item
    PlainVole(int length, Digest32 extension, int item, MemorySegment rows, MemorySegment delta) {
        this.length = length;
        this.extension = extension;
        this.item = item;
        for (var c = 0; c < WIDTH; c++) {
            zeros.add(new ArrayList<>());
            ones.add(new ArrayList<>());
            for (var j = 0; j < length; j++) {
                var row = rows.asSlice(16L * j, 16).toArray(ValueLayout.JAVA_BYTE);
                zeros.get(c).add(pad(extension, item * length + j, c, row));
                for (var i = 0; i < 16; i++) row[i] ^= delta.get(ValueLayout.JAVA_BYTE, i);
                ones.get(c).add(pad(extension, item * length + j, c, row));
            }
        }
    }

    /// SHA-256(SHA-256-transcript("tallystick/vole/v1/pad") ‖ extension ‖ u32 row ‖ u32 column ‖ row) mod n.
    static Scalar pad(Digest32 extension, int index, int column, byte[] row) {
        var input = new Writer()
                .raw(Transcript.of("tallystick/vole/v1/pad").digest().bytes())
                .raw(extension.bytes())
                .u32(index)
                .u32(column)
                .raw(Bytes.copyOf(row))
                .toBytes();
        return number(Bytes.copyOf(sha256(input)));
    }

    private static byte[] sha256(Bytes input) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(input.toArray());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Scalar number(Bytes encoded) {
        return GROUP.reduceWide(Bytes.concat(Bytes.copyOf(new byte[16]), encoded));
    }

    /// The message for inputs α, which passes if and only if every bet is right.
    VoleMessage message(List<Scalar> inputs, List<Cheat> cheats) {
        var writer = new Writer();
        for (var c = 0; c < WIDTH; c++) {
            for (var j = 0; j < length; j++) {
                var correction = zeros.get(c).get(j).minus(ones.get(c).get(j)).plus(inputs.get(c));
                for (var cheat : cheats) if (c == 0 && cheat.row() == j) correction = correction.plus(GROUP.scalar(1));
                writer.raw(correction.encode());
            }
        }
        var sent = writer.toBytes();
        var digest = start("corrections").add("corrections", sent).digest();
        var weights = weights(digest);
        var rows = new Writer();
        for (var j = 0; j < length; j++) {
            var sum = GROUP.scalar(0);
            for (var c = 0; c < WIDTH; c++) sum = sum.plus(zeros.get(c).get(j).times(weights.get(c)));
            for (var cheat : cheats) if (cheat.row() == j && cheat.bet() == 1) sum = sum.plus(weights.getFirst());
            rows.raw(sum.encode());
        }
        var rowsCheck = start("rows-check")
                .add("corrections", digest)
                .add("rows", rows.toBytes())
                .digest();
        var inputsCheck = GROUP.scalar(0);
        for (var c = 0; c < WIDTH; c++)
            inputsCheck = inputsCheck.plus(inputs.get(c).times(weights.get(c)));
        return new VoleMessage(sent, rowsCheck, inputsCheck.encode());
    }

    /// t_c = -Σ g_j T⁰_{j,c}.
    List<Scalar> outputs(VoleMessage message, SecretMemory home) {
        var gadget = gadget(message, home);
        var outputs = new ArrayList<Scalar>();
        for (var c = 0; c < VoleParameters.INPUTS; c++) {
            var sum = GROUP.scalar(0);
            for (var j = 0; j < length; j++)
                sum = sum.minus(gadget.get(j).times(zeros.get(c).get(j)));
            outputs.add(sum);
        }
        return outputs;
    }

    private List<Scalar> gadget(VoleMessage message, SecretMemory home) {
        var digest =
                start("corrections").add("corrections", message.corrections()).digest();
        var bound = start("gadget")
                .add("corrections", digest)
                .add("rows check", message.rowsCheck())
                .add("inputs check", message.inputsCheck())
                .digest();
        try (var seed = SecretBytes.takeFrom(bound.bytes().toArray(), home);
                var stream = PrgAes.open(seed, 0);
                var out = home.allocate(32 * length)) {
            stream.fill(out.memory());
            var all = Bytes.copyOf(out.memory().toArray(ValueLayout.JAVA_BYTE));
            var gadget = new ArrayList<Scalar>();
            for (var j = 0; j < length; j++) gadget.add(number(all.slice(32 * j, 32 * j + 32)));
            return gadget;
        }
    }

    private List<Scalar> weights(Digest32 corrections) {
        var weights = new ArrayList<Scalar>();
        for (var c = 0; c < VoleParameters.INPUTS; c++)
            weights.add(GROUP.hashToScalar(
                    start("weight").add("corrections", corrections).add("column", c)));
        weights.add(GROUP.scalar(1));
        return weights;
    }

    private Transcript start(String purpose) {
        return Transcript.of("tallystick/vole/v1/" + purpose)
                .add("extension", extension)
                .add("item", item);
    }
}
