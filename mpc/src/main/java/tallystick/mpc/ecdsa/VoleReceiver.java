package tallystick.mpc.ecdsa;

import static tallystick.mpc.ecdsa.VoleParameters.INPUTS;
import static tallystick.mpc.ecdsa.VoleParameters.WIDTH;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.curve.SecpRows;
import tallystick.crypto.curve.SecpScalars;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// The receiver of random VOLEs, item after item in one workspace: multiplier β random, outputs r with t + r = α·β.
///
/// **Timing** constant: choice bits act as masks.
///
/// @spec https://eprint.iacr.org/2026/976 Asharov, Protocol 4.2, Variant II
final class VoleReceiver implements AutoCloseable {
    /// Bytes of one finished item: β, r_k, r_x, little-endian scalars.
    static final int ITEM_BYTES = 3 * 32;

    /// What the check of one item compares.
    ///
    /// @param computed T(u')
    /// @param said H_u
    record Check(Digest32 computed, Digest32 said) {}

    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final int length;
    private final ExtensionReceiver extension;
    private final ExtensionHash padHash;
    private final SecretBytes workspace;
    /// S, then R, column after column.
    private final MemorySegment rowsOut;
    /// One column of Q big-endian, then u big-endian, then g as it was stretched.
    private final MemorySegment column;
    private final MemorySegment gadget;
    private final MemorySegment masks;
    private final MemorySegment weights;
    private final MemorySegment negated;
    private final List<Digest32> messages = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();

    VoleReceiver(ExtensionShape shape, ExtensionReceiver extension, SecretMemory home) {
        this.length = shape.gadgetLength();
        this.extension = extension;
        this.padHash = ExtensionHash.of("tallystick/vole/v1/pad", extension.transcript());
        var columnBytes = 32L * length;
        this.workspace = home.allocate((int) ((WIDTH + 2) * columnBytes) + 8 * length + 32 * WIDTH + 32);
        var slices = new Slices(workspace.memory());
        this.rowsOut = slices.next(WIDTH * columnBytes);
        this.column = slices.next(columnBytes);
        this.gadget = slices.next(columnBytes);
        this.masks = slices.next(8L * length);
        this.weights = slices.next(32L * WIDTH);
        this.negated = slices.next(32);
    }

    /// Makes item `item` and all that its check compares; [#pass] compares.
    ///
    /// @param message its scalars are canonical: parsing saw to that
    /// @param out receives [#ITEM_BYTES] bytes, to be used only if the check passed
    /// @spec docs/spec/vole.md#VO-6 vole
    void make(int item, VoleMessage message, MemorySegment out) {
        var challenges = new VoleChallenges(extension.transcript(), item);
        var digest = challenges.corrections(message.corrections());
        challenges.weights(digest, weights);
        var bits = extension.bits(item);
        for (var j = 0; j < length; j++) masks.set(WORD, 8L * j, Xor.maskOfBit(bits, j));
        receiveRows(item, message);

        // > u'_j = ⟨R_j, χ⟩ - w_j v. *Unless T(u') = H_u: abort and ban.*
        var inputsCheck = message.inputsCheck().memory();
        SecpScalars.fromBigEndian(inputsCheck, 0, negated, 0);
        SecpScalars.negate(negated, 0, negated, 0);
        SecpRows.combinations(rowsOut, weights, masks, negated, length, column);
        checks.add(new Check(challenges.rowsCheck(digest, column), message.rowsCheck()));

        // > β = ⟨g, w⟩, r_c = Σ_j g_j R_{j,c}.
        var bound = challenges.message(digest, message);
        messages.add(bound);
        VoleChallenges.gadget(bound, length, column, gadget, workspace.home());
        SecpRows.maskedSum(masks, gadget, length, out);
        for (var c = 0; c < INPUTS; c++) SecpRows.innerProduct(rows(c), gadget, length, out.asSlice(32L * (1 + c), 32));
    }

    /// Whether every item made so far passes, all of them compared whichever fails. If not, the sender has learnt
    /// choice bits and must never get another try. Needs no memory, so that nothing stops it halfway.
    static boolean pass(List<Check> checks) {
        var passed = -1L;
        for (var check : checks) passed &= check.computed().equals(check.said()) ? -1L : 0L;
        return passed != 0;
    }

    /// What is to be compared of each item made so far.
    List<Check> checks() {
        return List.copyOf(checks);
    }

    /// > R_{j,c} = S_{j,c} + w_j Q_{j,c}, where S_{j,c} = H(ext, j, c, row_j).
    private void receiveRows(int item, VoleMessage message) {
        padHash.numbers(WIDTH, extension.rows(item), item * length, length, rowsOut);
        var corrections = message.corrections().memory();
        for (var c = 0; c < WIDTH; c++) {
            MemorySegment.copy(corrections, 32L * length * c, column, 0, 32L * length);
            SecpRows.addMaskedBigEndian(masks, column, rows(c), length);
        }
    }

    private MemorySegment rows(int column) {
        return rowsOut.asSlice(32L * length * column, 32L * length);
    }

    /// T(M) of each item made so far.
    List<Digest32> messages() {
        return List.copyOf(messages);
    }

    @Override
    public void close() {
        workspace.close();
    }
}
