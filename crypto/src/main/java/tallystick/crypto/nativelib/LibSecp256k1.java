package tallystick.crypto.nativelib;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HexFormat;
import java.util.Locale;

/// libsecp256k1, the library of Bitcoin Core. For `tallystick.crypto` only.
///
/// **Form** a *point* here is the library's opaque 64 bytes, never the infinity; a number is 32 bytes, big-endian.
/// Methods that can meet the infinity or a refused input return false and then leave their output undefined.
/// **Threads** all safe: the one context is randomised at start and only read afterwards. **Timing** constant in
/// arguments that are native memory (secrets), variable in arrays (public values).
public final class LibSecp256k1 {
    /// Length of a point in the library's own form.
    public static final int POINT_BYTES = 64;

    private static final int CONTEXT_NONE = 1;
    private static final int COMPRESSED = 258;
    private static final int UNCOMPRESSED = 2;
    private static final int RECOVERABLE_BYTES = 65;

    private static final Symbols SYMBOLS = load();
    private static final MethodHandle CONTEXT_CREATE =
            SYMBOLS.slow("secp256k1_context_create", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    private static final MethodHandle CONTEXT_RANDOMIZE =
            SYMBOLS.slow("secp256k1_context_randomize", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle PARSE = quick("ec_pubkey_parse", ADDRESS, ADDRESS, JAVA_LONG);
    private static final MethodHandle SERIALIZE = quick("ec_pubkey_serialize", ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle NEGATE = quick("ec_pubkey_negate", ADDRESS);
    private static final MethodHandle COMBINE = quick("ec_pubkey_combine", ADDRESS, ADDRESS, JAVA_LONG);
    private static final MethodHandle TWEAK_MUL = quick("ec_pubkey_tweak_mul", ADDRESS, ADDRESS);
    private static final MethodHandle CREATE = quick("ec_pubkey_create", ADDRESS, ADDRESS);
    private static final MethodHandle ECDH = SYMBOLS.slow(
            "secp256k1_ecdh", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle ECDSA_PARSE = quick("ecdsa_signature_parse_compact", ADDRESS, ADDRESS);
    private static final MethodHandle ECDSA_SERIALIZE = quick("ecdsa_signature_serialize_compact", ADDRESS, ADDRESS);
    private static final MethodHandle ECDSA_VERIFY = quick("ecdsa_verify", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle ECDSA_SIGN = quick("ecdsa_sign", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle RECOVERABLE_PARSE =
            quick("ecdsa_recoverable_signature_parse_compact", ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle RECOVER = quick("ecdsa_recover", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle XONLY_PARSE = quick("xonly_pubkey_parse", ADDRESS, ADDRESS);
    private static final MethodHandle XONLY_OF = quick("xonly_pubkey_from_pubkey", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle SCHNORR_VERIFY = quick("schnorrsig_verify", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);

    private static final MemorySegment COPY_POINT = copyPointStub();
    private static final MemorySegment CONTEXT = context();

    static {
        selfTest();
    }

    private LibSecp256k1() {}

    static void touch() {}

    /// SEC 1 compressed (33 bytes) or uncompressed (65) to a point; false if it is no canonical encoding of one. The
    /// hybrid prefixes 6 and 7 are the caller's to refuse.
    public static boolean parse(byte[] encoded, byte[] point) {
        try {
            return 1 == (int) PARSE.invokeExact(CONTEXT, heap(point), heap(encoded), (long) encoded.length);
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// A point as SEC 1: 33 bytes compressed.
    public static byte[] compressed(byte[] point) {
        return serialize(point, 33, COMPRESSED);
    }

    /// A point as SEC 1: 65 bytes uncompressed.
    public static byte[] uncompressed(byte[] point) {
        return serialize(point, 65, UNCOMPRESSED);
    }

    private static byte[] serialize(byte[] point, int lengthBytes, int form) {
        try {
            var encoded = new byte[lengthBytes];
            var length = MemorySegment.ofArray(new long[] {lengthBytes});
            var done = (int) SERIALIZE.invokeExact(CONTEXT, heap(encoded), length, heap(point), form);
            if (done != 1) throw new AssertionError("a good point could not be serialised");
            return encoded;
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// `point = -point`.
    public static void negate(byte[] point) {
        try {
            if (1 != (int) NEGATE.invokeExact(CONTEXT, heap(point)))
                throw new AssertionError("a good point could not be negated");
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// `sum = Σ points`, at least one; false if it is the infinity.
    public static boolean combine(byte[] sum, byte[]... points) {
        try (var arena = Arena.ofConfined()) {
            var copies = arena.allocate((long) points.length * (POINT_BYTES + ADDRESS.byteSize()), 16);
            var pointers = copies.asSlice((long) points.length * POINT_BYTES);
            for (var i = 0; i < points.length; i++) {
                MemorySegment.copy(points[i], 0, copies, JAVA_BYTE, (long) i * POINT_BYTES, POINT_BYTES);
                pointers.setAtIndex(ADDRESS, i, copies.asSlice((long) i * POINT_BYTES));
            }
            return 1 == (int) COMBINE.invokeExact(CONTEXT, heap(sum), pointers, (long) points.length);
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// `point = number·point`; false if the number is zero or not below n.
    public static boolean multiply(byte[] point, byte[] number) {
        try {
            return 1 == (int) TWEAK_MUL.invokeExact(CONTEXT, heap(point), heap(number));
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// `point = secret·G`, constant time, also for a public number in an array; false if the secret is zero or not
    /// below n.
    public static boolean multiplyGenerator(MemorySegment secret, byte[] point) {
        try {
            return 1 == (int) CREATE.invokeExact(CONTEXT, heap(point), secret);
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// `product = secret·point` as x ‖ y in 64 bytes of native memory, constant time; false if the secret is zero
    /// or not below n, and then `product` must not be used: the library multiplied by something else.
    public static boolean multiplySecretly(MemorySegment secret, byte[] point, MemorySegment product) {
        try (var arena = Arena.ofConfined()) {
            var copy = arena.allocate(POINT_BYTES, 16);
            MemorySegment.copy(point, 0, copy, JAVA_BYTE, 0, POINT_BYTES);
            return 1 == (int) ECDH.invokeExact(CONTEXT, product, copy, secret, COPY_POINT, MemorySegment.NULL);
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// Scratch that [#subtractSecretly] needs.
    public static final int SUBTRACT_SCRATCH_BYTES = 320;

    /// `difference = a - b`, all three x ‖ y in 64 bytes of native memory, constant time; false if it is the
    /// infinity. Both must be on the curve.
    ///
    /// @param scratch [#SUBTRACT_SCRATCH_BYTES] bytes of secret memory, aligned to 8, overwritten
    public static boolean subtractSecretly(
            MemorySegment a, MemorySegment b, MemorySegment difference, MemorySegment scratch) {
        var pointers = scratch.asSlice(0, 16);
        var first = scratch.asSlice(16, POINT_BYTES);
        var second = scratch.asSlice(16 + POINT_BYTES, POINT_BYTES);
        // The library clears its output before it reads its inputs.
        var sum = scratch.asSlice(16 + 2 * POINT_BYTES, POINT_BYTES);
        var length = scratch.asSlice(16 + 3 * POINT_BYTES, 8);
        var encoded = scratch.asSlice(24 + 3 * POINT_BYTES, 1 + POINT_BYTES);
        pointers.setAtIndex(ADDRESS, 0, first);
        pointers.setAtIndex(ADDRESS, 1, second);
        length.set(JAVA_LONG, 0, encoded.byteSize());
        encoded.set(JAVA_BYTE, 0, (byte) 4);
        try {
            MemorySegment.copy(a, 0, encoded, 1, POINT_BYTES);
            var good = (int) PARSE.invokeExact(CONTEXT, first, encoded, encoded.byteSize());
            MemorySegment.copy(b, 0, encoded, 1, POINT_BYTES);
            good &= (int) PARSE.invokeExact(CONTEXT, second, encoded, encoded.byteSize());
            good &= (int) NEGATE.invokeExact(CONTEXT, second);
            if (good != 1) throw new AssertionError("a secret point is not on the curve");
            if (1 != (int) COMBINE.invokeExact(CONTEXT, sum, pointers, 2L)) return false;
            if (1 != (int) SERIALIZE.invokeExact(CONTEXT, encoded, length, sum, UNCOMPRESSED))
                throw new AssertionError("a good point could not be serialised");
            MemorySegment.copy(encoded, 1, difference, 0, POINT_BYTES);
            return true;
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// Whether r ‖ s (64 bytes) is an ECDSA signature with low s of the digest under the point.
    public static boolean verifyEcdsa(byte[] compact, byte[] digest, byte[] point) {
        try {
            var signature = heap(new byte[64]);
            return 1 == (int) ECDSA_PARSE.invokeExact(CONTEXT, signature, heap(compact))
                    && 1 == (int) ECDSA_VERIFY.invokeExact(CONTEXT, signature, heap(digest), heap(point));
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// Signs by RFC 6979 with low s; false if the secret is zero or not below n.
    public static boolean signEcdsa(MemorySegment secret, byte[] digest, byte[] compact) {
        try {
            var signature = heap(new byte[64]);
            return 1
                            == (int) ECDSA_SIGN.invokeExact(
                                    CONTEXT, signature, heap(digest), secret, MemorySegment.NULL, MemorySegment.NULL)
                    && 1 == (int) ECDSA_SERIALIZE.invokeExact(CONTEXT, heap(compact), signature);
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// The point under which r ‖ s with this recovery id (0..3) is a signature of the digest; false if there is none.
    public static boolean recover(byte[] compact, int recoveryId, byte[] digest, byte[] point) {
        try {
            var signature = heap(new byte[RECOVERABLE_BYTES]);
            return 1 == (int) RECOVERABLE_PARSE.invokeExact(CONTEXT, signature, heap(compact), recoveryId)
                    && 1 == (int) RECOVER.invokeExact(CONTEXT, heap(point), signature, heap(digest));
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// Whether the 64 bytes are a BIP-340 signature of the message under the 32-byte key.
    public static boolean verifySchnorr(byte[] signature, byte[] message, byte[] xOnly) {
        try {
            var key = heap(new byte[POINT_BYTES]);
            return 1 == (int) XONLY_PARSE.invokeExact(CONTEXT, key, heap(xOnly))
                    && 1
                            == (int) SCHNORR_VERIFY.invokeExact(
                                    CONTEXT, heap(signature), heap(message), (long) message.length, key);
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// The same under the x coordinate of a point, whichever its y.
    public static boolean verifySchnorrUnder(byte[] point, byte[] signature, byte[] message) {
        try {
            var key = heap(new byte[POINT_BYTES]);
            return 1 == (int) XONLY_OF.invokeExact(CONTEXT, key, MemorySegment.NULL, heap(point))
                    && 1
                            == (int) SCHNORR_VERIFY.invokeExact(
                                    CONTEXT, heap(signature), heap(message), (long) message.length, key);
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    private static MemorySegment heap(byte[] bytes) {
        return MemorySegment.ofArray(bytes);
    }

    private static MethodHandle quick(String name, MemoryLayout... afterContext) {
        var shape = FunctionDescriptor.of(JAVA_INT, ADDRESS).appendArgumentLayouts(afterContext);
        return SYMBOLS.quick("secp256k1_" + name, shape);
    }

    private static Symbols load() {
        var machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        var folder = "/fr/acinq/secp256k1/jni/native/";
        var remedy = "put fr.acinq.secp256k1:secp256k1-kmp-jni-jvm-linux 0.22.0 on the class path, on Linux x86-64 or"
                + " aarch64, with a java.io.tmpdir that allows execution";
        var bundled =
                switch (machine) {
                    case "amd64", "x86_64" ->
                        new LibraryFile.Bundled(
                                folder + "linux-x86_64/libsecp256k1-jni.so",
                                "a1cb7b626b125dccf93cc99d333cc471b4b6a2b5d1308875c7d8b488eda1fd87");
                    case "aarch64" ->
                        new LibraryFile.Bundled(
                                folder + "linux-aarch64/libsecp256k1-jni.so",
                                "4b3bddfeffc1af3e93dc4e495c0cf603aa00e752aceb31c47ccaeb2c5603fbfb");
                    default ->
                        throw new NativeLibraryRefused(
                                "libsecp256k1", folder, "none for the machine " + machine, remedy);
                };
        return new Symbols(
                "libsecp256k1",
                LibraryFile.bundled("libsecp256k1", bundled, remedy),
                "class path resource " + bundled.resource(),
                remedy);
    }

    private static MemorySegment context() {
        try (var arena = Arena.ofConfined()) {
            var context = (MemorySegment) CONTEXT_CREATE.invokeExact(CONTEXT_NONE);
            var seed = arena.allocate(32);
            if (!Libc.random(seed)) throw new AssertionError("the kernel gave no random bytes");
            if (1 != (int) CONTEXT_RANDOMIZE.invokeExact(context, seed))
                throw new AssertionError("the context could not be randomised");
            seed.fill((byte) 0);
            return context;
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    private static void selfTest() {
        var g = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
        var twoG = "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";
        try (var arena = Arena.ofConfined()) {
            var one = arena.allocate(32);
            one.set(JAVA_BYTE, 31, (byte) 1);
            var point = new byte[POINT_BYTES];
            SYMBOLS.selfTest(multiplyGenerator(one, point), "the generator");
            SYMBOLS.selfTest(hex(compressed(point)).equals("02" + g), "the generator");
            SYMBOLS.selfTest(
                    combine(point, point, point) && hex(compressed(point)).equals(twoG), "doubling");
            var product = arena.allocate(64);
            one.set(JAVA_BYTE, 31, (byte) 2);
            SYMBOLS.selfTest(multiplyGenerator(one, point), "a multiple of the generator");
            SYMBOLS.selfTest(hex(compressed(point)).equals(twoG), "a multiple of the generator");
            var generator = new byte[POINT_BYTES];
            SYMBOLS.selfTest(parse(HexFormat.of().parseHex("02" + g), generator), "parsing");
            SYMBOLS.selfTest(multiplySecretly(one, generator, product), "secret multiplication");
            var x = product.asSlice(0, 32).toArray(JAVA_BYTE);
            SYMBOLS.selfTest(twoG.endsWith(hex(x)), "secret multiplication");
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static MemorySegment copyPointStub() {
        try {
            var coordinate = ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(32, JAVA_BYTE));
            AddressLayout output = ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(64, JAVA_BYTE));
            var copy = MethodHandles.lookup()
                    .findStatic(
                            LibSecp256k1.class,
                            "copyPoint",
                            MethodType.methodType(
                                    int.class,
                                    MemorySegment.class,
                                    MemorySegment.class,
                                    MemorySegment.class,
                                    MemorySegment.class));
            var shape = FunctionDescriptor.of(JAVA_INT, output, coordinate, coordinate, ADDRESS);
            return Linker.nativeLinker().upcallStub(copy, shape, Arena.global());
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new LinkageError("our own callback is not there", e);
        }
    }

    /// In place of the hash of `secp256k1_ecdh`: both coordinates as they are. Must not throw: that ends the process.
    @SuppressWarnings("UnusedMethod") // found by its name, in copyPointStub
    private static int copyPoint(MemorySegment output, MemorySegment x, MemorySegment y, MemorySegment unused) {
        MemorySegment.copy(x, 0, output, 0, 32);
        MemorySegment.copy(y, 0, output, 32, 32);
        return 1;
    }
}
