package tallystick.mpc.ecdsa;

import static tallystick.mpc.ecdsa.VoleParameters.INPUTS;
import static tallystick.mpc.ecdsa.VoleParameters.WIDTH;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.SecpRows;
import tallystick.crypto.curve.SecpScalars;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// The sender of random VOLEs, item after item in one workspace: inputs α random, outputs t with t + r = α·β.
///
/// **Timing** constant: lengths alone decide what is done.
///
/// @spec https://eprint.iacr.org/2026/976 Asharov, Protocol 4.2, Variant II
final class VoleSender implements AutoCloseable {
    /// Bytes of one finished item: α_k, α_x, t_k, t_x, little-endian scalars.
    static final int ITEM_BYTES = 4 * 32;

    private final int length;
    private final ExtensionSender extension;
    private final MemorySegment delta;
    private final ExtensionHash padHash;
    private final SecretBytes workspace;
    /// T⁰, column after column; pads are numbers of 256 bits, not reduced.
    private final MemorySegment pads;
    /// T¹, then u big-endian, then g.
    private final MemorySegment otherPads;
    /// Q big-endian, then g as it was stretched.
    private final MemorySegment corrections;
    private final MemorySegment flipped;
    /// Zeros: the sender has no choice bits.
    private final MemorySegment noMasks;
    private final MemorySegment inputs;
    private final MemorySegment weights;
    private final MemorySegment wide;
    private final List<Digest32> messages = new ArrayList<>();

    /// @param delta Δ, 16 bytes, alive as long as this
    VoleSender(ExtensionShape shape, ExtensionSender extension, MemorySegment delta, SecretMemory home) {
        this.length = shape.gadgetLength();
        this.extension = extension;
        this.delta = delta;
        this.padHash = ExtensionHash.of("tallystick/vole/v1/pad", extension.transcript());
        var columnBytes = 32L * length;
        this.workspace = home.allocate((int) (3 * WIDTH * columnBytes) + 24 * length + 2 * 32 * WIDTH + 64);
        var slices = new Slices(workspace.memory());
        this.pads = slices.next(WIDTH * columnBytes);
        this.otherPads = slices.next(WIDTH * columnBytes);
        this.corrections = slices.next(WIDTH * columnBytes);
        this.flipped = slices.next(16L * length);
        this.noMasks = slices.next(8L * length);
        this.inputs = slices.next(32L * WIDTH);
        this.weights = slices.next(32L * WIDTH);
        this.wide = slices.next(64);
    }

    /// Makes item `item`.
    ///
    /// @param out receives [#ITEM_BYTES] bytes
    /// @spec docs/spec/vole.md#VO-1 vole
    VoleMessage make(int item, Entropy entropy, MemorySegment out) {
        var challenges = new VoleChallenges(extension.transcript(), item);
        drawInputs(entropy);
        makeCorrections(item);
        var sent = Bytes.copyOf(corrections);
        var digest = challenges.corrections(sent);
        challenges.weights(digest, weights);

        // > u_j = ⟨T⁰_j, χ⟩, H_u = T(u); v = ⟨α, χ⟩.
        SecpRows.combinations(pads, weights, noMasks, wide, length, otherPads);
        var rowsCheck = challenges.rowsCheck(digest, otherPads.asSlice(0, 32L * length));
        SecpScalars.innerProduct(inputs, 0, 32, weights, 0, 32, WIDTH, wide, 0);
        SecpScalars.toBigEndian(wide, 0, wide, 0);
        var inputsCheck = Bytes.copyOf(wide.asSlice(0, 32));
        var message = new VoleMessage(sent, rowsCheck, inputsCheck);
        finish(challenges.message(digest, message), out);
        return message;
    }

    /// > α = (α_1, α_2, α̂) random.
    /// @spec docs/spec/vole.md#VO-2 vole
    private void drawInputs(Entropy entropy) {
        for (var c = 0; c < WIDTH; c++) {
            entropy.fill(wide);
            SecpScalars.reduceWideBigEndian(wide, 0, inputs, 32L * c);
        }
    }

    /// > Q_{j,c} = T⁰_{j,c} - T¹_{j,c} + α_c, where T^b_{j,c} = H(ext, j, c, row_j + b·Δ).
    /// @spec docs/spec/vole.md#VO-3 vole
    private void makeCorrections(int item) {
        var rows = extension.rows(item);
        Xor.rows(rows, delta, length, flipped);
        padHash.numbers(WIDTH, rows, item * length, length, pads);
        padHash.numbers(WIDTH, flipped, item * length, length, otherPads);
        for (var c = 0; c < WIDTH; c++)
            SecpRows.shiftedDifferences(
                    column(pads, c), column(otherPads, c), inputs.asSlice(32L * c, 32), length, column(corrections, c));
    }

    /// > t_c = -Σ_j g_j T⁰_{j,c}.
    /// @spec docs/spec/vole.md#VO-8 vole
    private void finish(Digest32 message, MemorySegment out) {
        messages.add(message);
        VoleChallenges.gadget(message, length, corrections, otherPads, workspace.home());
        MemorySegment.copy(inputs, 0, out, 0, 32L * INPUTS);
        for (var c = 0; c < INPUTS; c++) {
            var at = 32L * (INPUTS + c);
            SecpRows.innerProduct(column(pads, c), otherPads, length, out.asSlice(at, 32));
            SecpScalars.negate(out, at, out, at);
        }
    }

    private MemorySegment column(MemorySegment columns, int index) {
        return columns.asSlice(32L * length * index, 32L * length);
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
