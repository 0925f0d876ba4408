package tallystick.mpc.ecdsa;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.curve.SecpScalars;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

/// OT extension and VOLE on ideal base OTs, in any size, with parties that follow the specification literally and can
/// cheat: for tests outside this package.
public final class VoleLab implements AutoCloseable {
    /// How one extension with its VOLEs ended.
    public enum Verdict {
        /// Every check passed.
        ACCEPTED,
        /// The extension sender refused.
        EXTENSION_REFUSED,
        /// The VOLE receiver refused.
        VOLE_REFUSED
    }

    private static final Group GROUP = Curve.SECP256K1.group();

    private final SecretMemory home = SecretMemory.open();
    private final ExtensionShape shape;
    private final SeededEntropy entropy;
    private final Random chance;
    private int instances;

    /// @param gadgetLength m, a multiple of 8
    public VoleLab(long seed, int gadgetLength, int items) {
        this.shape = new ExtensionShape(gadgetLength, items);
        this.entropy = new SeededEntropy(seed);
        this.chance = new Random(seed);
    }

    private Digest32 instance() {
        return Transcript.of("tallystick/test/v1/lab").add("run", instances++).digest();
    }

    /// Runs everything honestly.
    ///
    /// @return how many items satisfy t + r = α·β for both inputs
    public int fittingItems() {
        try (var run = new Pass()) {
            var fitting = 0;
            for (var item = 0; item < shape.items(); item++) if (run.fits(item)) fitting++;
            return fitting;
        }
    }

    /// Whether the shipped sender's messages and outputs are those of the specification taken literally, for every
    /// item, and the shipped receiver's extension message too.
    public boolean shippedIsLiteral() {
        try (var run = new Pass()) {
            var literal = new PlainExtension(shape, run.instance, run.pair, home).message();
            var same = literal.equals(run.receiver.message());
            for (var item = 0; item < shape.items(); item++) same &= run.isLiteral(item);
            return same;
        }
    }

    /// A receiver that flips `columns` corrections and bets on Δ there, by chance.
    public Verdict betOnDelta(int columns) {
        try (var pair = new ExtensionPair(entropy, home)) {
            var instance = instance();
            var cheater = new PlainExtension(shape, instance, pair, home);
            for (var i = 1; i <= columns; i++) cheater.cheat(7 * i % 127 + 1, 3, chance.nextInt(2));
            var sender = ExtensionSender.extend(
                    shape, instance, pair.delta.memory(), pair.chosenSeeds.memory(), cheater.message(), home);
            sender.close();
            return sender.passes() ? Verdict.ACCEPTED : Verdict.EXTENSION_REFUSED;
        }
    }

    /// A receiver that bets on one bit of Δ and knows it; whether the check passes.
    public boolean betOnDelta(boolean right) {
        try (var pair = new ExtensionPair(entropy, home)) {
            var instance = instance();
            var cheater = new PlainExtension(shape, instance, pair, home);
            cheater.cheat(9, 3, right ? pair.deltaBit(9) : 1 - pair.deltaBit(9));
            var sender = ExtensionSender.extend(
                    shape, instance, pair.delta.memory(), pair.chosenSeeds.memory(), cheater.message(), home);
            sender.close();
            return sender.passes();
        }
    }

    /// A sender that spoils `rows` rows of one item and bets on the receiver's choices there, by chance.
    public Verdict betOnChoices(int rows) {
        try (var run = new Pass()) {
            var cheats = new ArrayList<PlainVole.Cheat>();
            for (var j = 0; j < rows; j++) cheats.add(new PlainVole.Cheat(j, chance.nextInt(2)));
            return run.accepts(0, run.literal(0).message(inputs(), cheats));
        }
    }

    /// A sender that spoils one row and knows the choice there; whether the check passes.
    public boolean betOnChoice(boolean right) {
        try (var run = new Pass()) {
            var choice = (int) (Xor.maskOfBit(run.receiver.bits(0), 2) & 1);
            var cheat = new PlainVole.Cheat(2, right ? choice : 1 - choice);
            return run.accepts(0, run.literal(0).message(inputs(), List.of(cheat))) == Verdict.ACCEPTED;
        }
    }

    /// A sender whose message is honest but for the turned lowest bit of one byte.
    ///
    /// @param at counts from the corrections' first byte to the inputs check's last
    public Verdict spoil(int at) {
        try (var run = new Pass()) {
            var writer = new Writer();
            run.literal(0).message(inputs(), List.of()).write(writer);
            var bytes = writer.toBytes().toArray();
            bytes[at] ^= 1;
            var message = Reader.parse(Bytes.copyOf(bytes), reader -> VoleMessage.read(reader, shape.gadgetLength()))
                    .orThrow();
            return run.accepts(0, message);
        }
    }

    /// Whether a message with this scalar as first correction can be read.
    public static boolean canBeRead(Bytes scalar, int gadgetLength) {
        var bytes = new byte[VoleMessage.correctionsBytes(gadgetLength) + 64];
        scalar.copyTo(bytes, 0);
        return Reader.parse(Bytes.copyOf(bytes), reader -> VoleMessage.read(reader, gadgetLength))
                instanceof Parsed.Ok<VoleMessage>;
    }

    /// The inputs check of an honest message without the mask column's part, and with it.
    public record InputsCheck(Scalar unmasked, Scalar sent) {}

    /// What v would be without α̂, and what it is, for the same two inputs and the same extension, twice.
    public List<InputsCheck> inputsChecks() {
        try (var run = new Pass()) {
            var checks = new ArrayList<InputsCheck>();
            var first = inputs();
            for (var i = 0; i < 2; i++) {
                var inputs = List.of(first.get(0), first.get(1), GROUP.randomScalar(entropy));
                var message = run.literal(0).message(inputs, List.of());
                var sent = GROUP.parseScalar(message.inputsCheck()).orThrow();
                checks.add(new InputsCheck(sent.minus(inputs.get(2)), sent));
            }
            return checks;
        }
    }

    /// The pad of one row at one place under one extension.
    public static Scalar pad(Digest32 extension, int index, int column, Bytes row) {
        return PlainVole.pad(extension, index, column, row.toArray());
    }

    /// The same by the shipped code.
    public static Scalar shippedPad(Digest32 extension, int index, int column, Bytes row) {
        try (var arena = Arena.ofConfined()) {
            var rows = arena.allocate(16);
            var out = arena.allocate(32L * (column + 1));
            MemorySegment.copy(row.toArray(), 0, rows, ValueLayout.JAVA_BYTE, 0, 16);
            ExtensionHash.of("tallystick/vole/v1/pad", extension).numbers(column + 1, rows, index, 1, out);
            return scalar(out, column);
        }
    }

    /// The weights χ_1, χ_2 for given corrections under an extension.
    public static List<Scalar> weights(Digest32 extension, int item, Bytes corrections) {
        try (var arena = Arena.ofConfined()) {
            var out = arena.allocate(96);
            var challenges = new VoleChallenges(extension, item);
            challenges.weights(challenges.corrections(corrections), out);
            return List.of(scalar(out, 0), scalar(out, 1), scalar(out, 2));
        }
    }

    /// The first number of the gadget for given corrections under an extension.
    public Scalar gadget(Digest32 extension, int item, Bytes corrections, Digest32 rowsCheck, Scalar inputsCheck) {
        try (var arena = Arena.ofConfined()) {
            var stretched = arena.allocate(32);
            var out = arena.allocate(32);
            var challenges = new VoleChallenges(extension, item);
            var message = new VoleMessage(corrections, rowsCheck, inputsCheck.encode());
            var bound = challenges.message(challenges.corrections(corrections), message);
            VoleChallenges.gadget(bound, 1, stretched, out, home);
            return scalar(out, 0);
        }
    }

    /// The pad of base OT `index` for one and the same point.
    public static Bytes baseOtPad(String session, int sender, int receiver, int index) {
        var id = new SessionId(Transcript.of(session).digest());
        var context =
                BaseOtContext.of(id, Transcript.of("key").digest(), 1, new PartyId(sender), new PartyId(receiver));
        try (var home = SecretMemory.open();
                var points = home.allocate(128 * BaseOtContext.POINT_BYTES);
                var pads = home.allocate(BaseOtContext.LIST_BYTES)) {
            context.pads(points.memory(), pads.memory(), home);
            return Bytes.copyOf(pads.memory().asSlice(32L * index, 32).toArray(ValueLayout.JAVA_BYTE));
        }
    }

    /// What a proof of knowledge is bound to, changed one at a time; how many of the changed ones still verify.
    ///
    /// @return whether the honest one verifies, then each changed one
    public static List<Boolean> proofs(long seed) {
        var entropy = new SeededEntropy(seed);
        var key = Transcript.of("key").digest();
        var other = Transcript.of("other").digest();
        var session = new SessionId(key);
        var one = new PartyId(1);
        var two = new PartyId(2);
        try (var home = SecretMemory.open();
                var secret = GROUP.randomSecret(entropy, home);
                var second = GROUP.randomSecret(entropy, home)) {
            var point = secret.timesGenerator().orThrow("random");
            var context = BaseOtContext.of(session, key, 1, one, two);
            var proof = KnowledgeProof.prove(context, secret, point, entropy, home);
            var elsewhere = second.timesGenerator().orThrow("random");
            return List.of(
                    proof.verifies(context, point),
                    proof.verifies(BaseOtContext.of(new SessionId(other), key, 1, one, two), point),
                    proof.verifies(BaseOtContext.of(session, other, 1, one, two), point),
                    proof.verifies(BaseOtContext.of(session, key, 2, one, two), point),
                    proof.verifies(BaseOtContext.of(session, key, 1, two, one), point),
                    proof.verifies(BaseOtContext.of(session, key, 1, one, new PartyId(3)), point),
                    proof.verifies(BaseOtContext.of(session, key, 1, new PartyId(3), two), point),
                    proof.verifies(context, elsewhere),
                    new KnowledgeProof(elsewhere, proof.response()).verifies(context, point),
                    new KnowledgeProof(proof.nonce(), proof.response().plus(GROUP.scalar(1))).verifies(context, point),
                    // The same challenge in both signs: nonce and response negated.
                    new KnowledgeProof(proof.nonce().negate(), proof.response().negate()).verifies(context, point));
        }
    }

    /// The transcript of an extension message.
    public static Digest32 transcript(Digest32 instance, Bytes corrections, Bytes bitsCheck, Digest32 rowsCheck) {
        var challenge = ExtensionTranscript.challenge(instance, corrections);
        return ExtensionTranscript.all(instance, challenge, bitsCheck, rowsCheck);
    }

    private List<Scalar> inputs() {
        return List.of(GROUP.randomScalar(entropy), GROUP.randomScalar(entropy), GROUP.randomScalar(entropy));
    }

    private static Scalar scalar(MemorySegment memory, int index) {
        try (var arena = Arena.ofConfined()) {
            var encoded = arena.allocate(32);
            SecpScalars.toBigEndian(memory, 32L * index, encoded, 0);
            return GROUP.parseScalar(Bytes.copyOf(encoded.toArray(ValueLayout.JAVA_BYTE)))
                    .orThrow();
        }
    }

    @Override
    public void close() {
        home.close();
    }

    /// One extension with shipped code on both sides, and VOLEs on top.
    private final class Pass implements AutoCloseable {
        private final Digest32 instance = instance();
        private final ExtensionPair pair = new ExtensionPair(entropy, home);
        private final ExtensionReceiver receiver =
                ExtensionReceiver.extend(shape, instance, pair.zeroSeeds.memory(), pair.oneSeeds.memory(), home);
        private final ExtensionSender sender = ExtensionSender.extend(
                shape, instance, pair.delta.memory(), pair.chosenSeeds.memory(), receiver.message(), home);
        private final Arena arena = Arena.ofConfined();
        private final MemorySegment sent = arena.allocate(VoleSender.ITEM_BYTES);
        private final MemorySegment received = arena.allocate(VoleReceiver.ITEM_BYTES);

        Pass() {
            if (!sender.passes()) throw new AssertionError("the check of an honest extension");
            if (!receiver.transcript().equals(sender.transcript())) throw new AssertionError("transcripts differ");
        }

        PlainVole literal(int item) {
            return new PlainVole(
                    shape.gadgetLength(), sender.transcript(), item, sender.rows(item), pair.delta.memory());
        }

        Verdict accepts(int item, VoleMessage message) {
            try (var vole = new VoleReceiver(shape, receiver, home)) {
                vole.make(item, message, received);
                return VoleReceiver.pass(vole.checks()) ? Verdict.ACCEPTED : Verdict.VOLE_REFUSED;
            }
        }

        VoleMessage send(int item) {
            try (var vole = new VoleSender(shape, sender, pair.delta.memory(), home)) {
                return vole.make(item, entropy, sent);
            }
        }

        boolean fits(int item) {
            if (accepts(item, send(item)) != Verdict.ACCEPTED) return false;
            var beta = scalar(received, 0);
            var fits = !beta.isZero();
            for (var c = 0; c < 2; c++)
                fits &= scalar(sent, 2 + c)
                        .plus(scalar(received, 1 + c))
                        .equals(scalar(sent, c).times(beta));
            return fits;
        }

        boolean isLiteral(int item) {
            var message = send(item);
            var plain = literal(item);
            // The mask is not handed out; v gives it back: α̂ = v - α_1χ_1 - α_2χ_2.
            var weights = weights(sender.transcript(), item, message.corrections());
            var one = scalar(sent, 0);
            var two = scalar(sent, 1);
            var mask = GROUP.parseScalar(message.inputsCheck())
                    .orThrow()
                    .minus(one.times(weights.get(0)))
                    .minus(two.times(weights.get(1)));
            return plain.message(List.of(one, two, mask), List.of()).equals(message)
                    && plain.outputs(message, home).equals(List.of(scalar(sent, 2), scalar(sent, 3)));
        }

        @Override
        public void close() {
            receiver.close();
            sender.close();
            pair.close();
            arena.close();
        }
    }
}
