package tallystick.crypto.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.SecpRows;
import tallystick.crypto.curve.SecretPoint;
import tallystick.crypto.hash.Midstate;
import tallystick.crypto.hash.PrgAes;
import tallystick.crypto.hash.SecretHash;
import tallystick.crypto.hash.SecretStandardHash;
import tallystick.crypto.hash.Sha256Batch;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.kit.TimedInput;
import tallystick.crypto.kit.TimingProbe;
import tallystick.crypto.seal.AgreementKey;
import tallystick.crypto.seal.Envelope;
import tallystick.crypto.seal.Hpke;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// A18: the time of no hash, stream, sealing or point operation tells the secret it works on.
class A18PrimitivesTest {
    private static final Bytes CONTEXT = Bytes.ofUtf8("context");
    private static final int POINTS = 32;

    private static void constant(String what, int samples, int repeats, TimingProbe.Subject subject) {
        var t = new TimingProbe(18).measure(samples, repeats, subject);
        System.out.printf("%-40s |t| %5.1f%n", what, t);
        assertThat(t).as(what).isLessThan(TimingProbe.T_MAX);
    }

    @Test
    void hashes_ofZeroAndRandomSecrets_takeEqualTime() {
        try (var home = SecretMemory.open();
                var arena = Arena.ofConfined();
                var secret = home.allocate(64)) {
            var input = new TimedInput(secret.memory(), arena, (byte) 0);
            constant("secret hash", 1500, 2, input.doing(() -> {
                try (var hash = SecretHash.of("tallystick/test/v1/timing", home)) {
                    hash.add("secret", secret).digest().close();
                }
            }));
            constant(
                    "sha-512",
                    1500,
                    2,
                    input.doing(() ->
                            SecretStandardHash.sha512(CONTEXT, secret, home).close()));
            constant(
                    "expand to 48 bytes",
                    1500,
                    1,
                    input.doing(() ->
                            SecretStandardHash.expand48(secret, CONTEXT, home).close()));
        }
    }

    @Test
    void batchHashes_ofZeroAndRandomRows_takeEqualTime() {
        try (var arena = Arena.ofConfined()) {
            var count = 32;
            var blocks = arena.allocate((long) count * Sha256Batch.BLOCK_BYTES, 64);
            var out = arena.allocate((long) count * Sha256Batch.DIGEST_BYTES, 64);
            var state = arena.allocate(32, 64);
            var midstate = Midstate.after(Bytes.copyOf(new byte[64]));
            var input = new TimedInput(blocks, arena, (byte) 0);
            for (var path : Sha256Batch.available()) {
                var name = path.getClass().getSimpleName();
                constant(name + " blocks", 400, 2, input.doing(() -> path.compressMany(state, blocks, count, out)));
                constant(name + " rows", 400, 2, input.doing(() -> path.hashRows(midstate, 1, blocks, 0, count, out)));
            }
        }
    }

    @Test
    void streamAndSealing_underZeroAndRandomKeys_takeEqualTime() {
        try (var home = SecretMemory.open();
                var arena = Arena.ofConfined();
                var key = home.allocate(PrgAes.SEED_BYTES);
                var between = Secrets.of(Bytes.ofHex("5a".repeat(PrgAes.SEED_BYTES)), home);
                var stream = PrgAes.open(key, 1);
                var plain = Secrets.of(Bytes.copyOf(new byte[64]), home)) {
            var out = arena.allocate(1024, 64);
            var input = new TimedInput(key.memory(), arena, (byte) 0);
            // The platform keeps the schedule of a key that comes twice in a row, which the fixed class would show:
            // so another key always stands between.
            constant("stream, key and bytes", 1500, 2, input.doing(() -> {
                stream.restart(between, 2);
                stream.restart(key, 2);
                stream.fill(out);
            }));
            var entropy = Secrets.entropy(1);
            constant("seal", 1500, 2, input.doing(() -> Envelope.seal(key, CONTEXT, plain, entropy)));
            var sealed = Envelope.seal(key, CONTEXT, plain, entropy);
            constant("open under another key", 1000, 1, input.doing(() -> refused(key, sealed, home)));
        }
    }

    private static void refused(SecretBytes key, Bytes sealed, SecretMemory home) {
        if (Envelope.open(key, CONTEXT, sealed, home) instanceof Parsed.Ok(var opened)) opened.close();
    }

    /// A tag that is wrong in its first byte, or in its last.
    private static Bytes wrong(Bytes sealed, boolean first) {
        var bytes = sealed.toArray();
        bytes[first ? bytes.length - 16 : bytes.length - 1] ^= 1;
        return Bytes.copyOf(bytes);
    }

    private static TimingProbe.Subject opening(Bytes sealed, java.util.function.Consumer<Bytes> open) {
        var early = wrong(sealed, true);
        var late = wrong(sealed, false);
        return new TimingProbe.Subject() {
            private Bytes shown = early;

            @Override
            public void prepare(boolean fixed) {
                shown = fixed ? early : late;
            }

            @Override
            public void run() {
                open.accept(shown);
            }
        };
    }

    @Test
    void tag_wrongEarlyOrLate_isRefusedInEqualTime() {
        try (var home = SecretMemory.open();
                var key = Secrets.of(Bytes.copyOf(new byte[Envelope.KEY_LENGTH_BYTES]), home);
                var holder = AgreementKey.generate(Secrets.entropy(2), home);
                var plain = Secrets.of(Bytes.copyOf(new byte[64]), home)) {
            var sealed = Envelope.seal(key, CONTEXT, plain, Secrets.entropy(3));
            constant("tag of an envelope", 1500, 1, opening(sealed, shown -> refused(key, shown, home)));
            var context = new Hpke.Context(CONTEXT, CONTEXT);
            var sealing = Hpke.seal(holder.point(), context, plain, Secrets.entropy(4));
            constant("tag of a sealing", 400, 1, opening(sealing, shown -> {
                if (Hpke.open(holder, context, shown, home) instanceof Parsed.Ok(var opened)) opened.close();
            }));
        }
    }

    /// Points stand where they were made, so each class has as many of them in memory of their own.
    @Test
    void secretPoints_ofOneAndOfManyValues_takeEqualTime() {
        var group = Curve.SECP256K1.group();
        try (var home = SecretMemory.open()) {
            var same = new SecretPoint[POINTS];
            var many = new SecretPoint[POINTS];
            var base = group.scalar(5).timesGenerator().orThrow("not zero");
            for (var i = 0; i < POINTS; i++)
                try (var small = group.secretOf(group.scalar(3), home);
                        var random = group.randomSecret(Secrets.entropy(i), home)) {
                    same[i] = small.times(base);
                    many[i] = random.times(base);
                }
            try (var secret = group.randomSecret(Secrets.entropy(99), home);
                    var other = secret.times(base)) {
                constant("point minus and encode", 1000, 4, new TimingProbe.Subject() {
                    private SecretPoint point = same[0];
                    private int next;

                    @Override
                    public void prepare(boolean fixed) {
                        next = (next + 1) % POINTS;
                        point = (fixed ? same : many)[next];
                    }

                    @Override
                    public void run() {
                        other.minus(point).close();
                        point.encode().close();
                    }
                });
            }
            for (var i = 0; i < POINTS; i++) {
                same[i].close();
                many[i].close();
            }
        }
    }

    /// What the receiver of a multiplication does with its choice bits, on each path.
    @Test
    void rows_chosenByZeroAndRandomBits_takeEqualTime() {
        for (var path : SecpRows.available()) {
            chosenRows(path);
            shiftedRows(path);
        }
    }

    private static void chosenRows(SecpRows.Path path) {
        var count = 64;
        try (var arena = Arena.ofConfined()) {
            var bits = arena.allocate(count / 8, 8);
            var masks = arena.allocate(8L * count, 64);
            var rows = arena.allocate(3 * 32L * count, 64);
            var out = arena.allocate(32L * count, 64);
            var weights = arena.allocate(64, 64);
            var number = arena.allocate(32, 64);
            var input = new TimedInput(bits, arena, (byte) 0);
            constant("combinations by choice, " + path, 1000, 1, input.doing(() -> {
                spread(bits, masks, count);
                path.combinations(rows, weights, masks, number, count, out);
            }));
            constant("additions by choice, " + path, 1000, 1, input.doing(() -> {
                spread(bits, masks, count);
                path.addMaskedBigEndian(masks, rows, out, count);
            }));
            constant("sum by choice, " + path, 1000, 1, input.doing(() -> {
                spread(bits, masks, count);
                path.maskedSum(masks, rows.asSlice(0, 32L * count), count, number);
            }));
        }
    }

    private static void shiftedRows(SecpRows.Path path) {
        var count = 64;
        try (var arena = Arena.ofConfined()) {
            var left = arena.allocate(32L * count, 64);
            var right = arena.allocate(32L * count, 64);
            var out = arena.allocate(32L * count, 64);
            var number = arena.allocate(32, 64);
            var secret = new TimedInput(left, arena, (byte) 0);
            constant(
                    "differences of rows, " + path,
                    1000,
                    1,
                    secret.doing(() -> path.shiftedDifferences(left, right, number, count, out)));
            constant(
                    "inner product of rows, " + path,
                    1000,
                    1,
                    secret.doing(() -> path.innerProduct(left, right, count, number)));
        }
    }

    private static void spread(MemorySegment bits, MemorySegment masks, int count) {
        for (var i = 0; i < count; i++)
            masks.setAtIndex(
                    java.lang.foreign.ValueLayout.JAVA_LONG,
                    i,
                    -(bits.get(java.lang.foreign.ValueLayout.JAVA_BYTE, i / 8) >> i % 8 & 1L));
    }
}
