package tallystick.crypto.nativelib;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// libsodium's group of edwards25519, and its hashes. For `tallystick.crypto` only.
///
/// **Form** points and scalars are 32 bytes, little-endian (RFC 8032). **Threads** all safe. **Timing** constant in
/// arguments that are native memory (secrets).
public final class LibSodium {
    private static final String REMEDY = "apt-get install libsodium23 (or the package of your system with"
            + " libsodium.so.23 or newer), or put com.goterl:lazysodium-java 5.2.0 on the class path";
    private static final List<Path> SYSTEM = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/libsodium.so.23"),
            Path.of("/usr/lib/aarch64-linux-gnu/libsodium.so.23"),
            Path.of("/usr/lib64/libsodium.so.23"),
            Path.of("/usr/lib/libsodium.so.23"),
            Path.of("/usr/lib/x86_64-linux-gnu/libsodium.so.26"),
            Path.of("/usr/lib/aarch64-linux-gnu/libsodium.so.26"),
            Path.of("/usr/lib64/libsodium.so.26"),
            Path.of("/usr/lib/libsodium.so.26"));

    private static final Symbols SYMBOLS = load(SYSTEM);
    private static final MethodHandle INIT = SYMBOLS.slow("sodium_init", FunctionDescriptor.of(JAVA_INT));
    private static final MethodHandle ADD = quick("crypto_core_ed25519_add", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle SUB = quick("crypto_core_ed25519_sub", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle MULTIPLY = quick("crypto_scalarmult_ed25519_noclamp", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle MULTIPLY_BASE = quick("crypto_scalarmult_ed25519_base_noclamp", ADDRESS, ADDRESS);
    private static final MethodHandle SCALAR_ADD = none("crypto_core_ed25519_scalar_add", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle SCALAR_SUB = none("crypto_core_ed25519_scalar_sub", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle SCALAR_MUL = none("crypto_core_ed25519_scalar_mul", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle SCALAR_NEGATE = none("crypto_core_ed25519_scalar_negate", ADDRESS, ADDRESS);
    private static final MethodHandle SCALAR_REDUCE = none("crypto_core_ed25519_scalar_reduce", ADDRESS, ADDRESS);
    private static final MethodHandle SCALAR_INVERT = quick("crypto_core_ed25519_scalar_invert", ADDRESS, ADDRESS);
    private static final MethodHandle VERIFY =
            quick("crypto_sign_verify_detached", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    private static final MethodHandle KEY_PAIR = quick("crypto_sign_seed_keypair", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle SIGN =
            quick("crypto_sign_detached", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    private static final MethodHandle AGREE = quick("crypto_scalarmult_curve25519", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle SHA256 = quick("crypto_hash_sha256", ADDRESS, ADDRESS, JAVA_LONG);
    private static final MethodHandle SHA512 = quick("crypto_hash_sha512", ADDRESS, ADDRESS, JAVA_LONG);
    private static final MethodHandle AGREE_BASE = quick("crypto_scalarmult_curve25519_base", ADDRESS, ADDRESS);

    static {
        selfTest();
    }

    private LibSodium() {}

    static void touch() {}

    /// `sum = a + b`, encodings of points on the curve; false if one is not on it.
    public static boolean add(byte[] a, byte[] b, byte[] sum) {
        try {
            return 0 == (int) ADD.invokeExact(heap(sum), heap(a), heap(b));
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// `difference = a - b`, encodings of points on the curve; false if one is not on it.
    public static boolean subtract(byte[] a, byte[] b, byte[] difference) {
        try {
            return 0 == (int) SUB.invokeExact(heap(difference), heap(a), heap(b));
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// `product = secret·point`, constant time, to native or heap memory; false if it is the identity or the point is
    /// not of the prime-order group. Builds before 30 December 2025 also take points of order 2L, so that this
    /// alone is no proof.
    public static boolean multiply(MemorySegment secret, byte[] point, MemorySegment product) {
        try {
            return 0 == (int) MULTIPLY.invokeExact(product, secret, heap(point));
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// `product = secret·B`, constant time; false if it is the identity.
    public static boolean multiplyGenerator(MemorySegment secret, byte[] product) {
        try {
            return 0 == (int) MULTIPLY_BASE.invokeExact(heap(product), secret);
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// `out = a + b mod L`.
    public static void addScalars(MemorySegment a, MemorySegment b, MemorySegment out) {
        try {
            SCALAR_ADD.invokeExact(out, a, b);
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// `out = a - b mod L`.
    public static void subtractScalars(MemorySegment a, MemorySegment b, MemorySegment out) {
        try {
            SCALAR_SUB.invokeExact(out, a, b);
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// `out = a · b mod L`.
    public static void multiplyScalars(MemorySegment a, MemorySegment b, MemorySegment out) {
        try {
            SCALAR_MUL.invokeExact(out, a, b);
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// `out = -a mod L`.
    public static void negateScalar(MemorySegment a, MemorySegment out) {
        try {
            SCALAR_NEGATE.invokeExact(out, a);
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// `out = wide mod L`, 64 bytes to 32.
    public static void reduceScalar(MemorySegment wide, MemorySegment out) {
        try {
            SCALAR_REDUCE.invokeExact(out, wide);
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// `out = a⁻¹ mod L`, 0 for 0.
    public static void invertScalar(MemorySegment a, MemorySegment out) {
        try {
            var _ = (int) SCALAR_INVERT.invokeExact(out, a);
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// Whether the 64 bytes are an Ed25519 signature of the message: without cofactor, S below L, no small order.
    public static boolean verifyEd25519(byte[] signature, byte[] message, byte[] key) {
        try {
            return 0 == (int) VERIFY.invokeExact(heap(signature), heap(message), (long) message.length, heap(key));
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// The RFC 8032 key of a 32-byte seed: writes 32 bytes to `publicKey` and 64 bytes, seed ‖ public key, to
    /// `secretKey`.
    public static void keyPair(MemorySegment seed, byte[] publicKey, MemorySegment secretKey) {
        try {
            var done = (int) KEY_PAIR.invokeExact(heap(publicKey), secretKey, seed);
            SYMBOLS.selfTest(done == 0, "crypto_sign_seed_keypair");
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// Signs deterministically (RFC 8032) with the 64 bytes that [#keyPair] wrote.
    public static void sign(MemorySegment secretKey, byte[] message, byte[] signature) {
        try {
            var done = (int) SIGN.invokeExact(
                    heap(signature), MemorySegment.NULL, heap(message), (long) message.length, secretKey);
            SYMBOLS.selfTest(done == 0, "crypto_sign_detached");
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// X25519 of a secret and a public key; false if the result is zero, as it is for a public key of small order.
    public static boolean agree(MemorySegment secret, byte[] publicKey, MemorySegment shared) {
        try {
            return 0 == (int) AGREE.invokeExact(shared, secret, heap(publicKey));
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// The X25519 public key of a secret.
    public static void agreementKey(MemorySegment secret, byte[] publicKey) {
        try {
            var done = (int) AGREE_BASE.invokeExact(heap(publicKey), secret);
            SYMBOLS.selfTest(done == 0, "crypto_scalarmult_curve25519_base");
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// Writes to `digest` the 32 bytes of SHA-256; what it worked with is wiped.
    public static void sha256(MemorySegment message, MemorySegment digest) {
        hash(SHA256, message, digest, "crypto_hash_sha256");
    }

    /// Writes to `digest` the 64 bytes of SHA-512; what it worked with is wiped.
    public static void sha512(MemorySegment message, MemorySegment digest) {
        hash(SHA512, message, digest, "crypto_hash_sha512");
    }

    private static void hash(MethodHandle function, MemorySegment message, MemorySegment digest, String name) {
        try {
            var done = (int) function.invokeExact(digest, message, message.byteSize());
            SYMBOLS.selfTest(done == 0, name);
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    private static MemorySegment heap(byte[] bytes) {
        return MemorySegment.ofArray(bytes);
    }

    private static MethodHandle quick(String name, MemoryLayout... arguments) {
        return SYMBOLS.quick(name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private static MethodHandle none(String name, MemoryLayout... arguments) {
        return SYMBOLS.quick(name, FunctionDescriptor.ofVoid(arguments));
    }

    /// The system's library, else the bundled one.
    public static Symbols load(List<Path> system) {
        var found = LibraryFile.system(system);
        if (found.isPresent()) return new Symbols("libsodium", found.get(), "the system's folders " + system, REMEDY);
        var machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        var bundled =
                switch (machine) {
                    case "amd64", "x86_64" ->
                        new LibraryFile.Bundled(
                                "/linux64/libsodium.so",
                                "ec4a681bdc8e8635efb5c47f53458c7adfa5234dc0367611ddfa38d0d4305894");
                    case "aarch64" ->
                        new LibraryFile.Bundled(
                                "/arm64/libsodium.so",
                                "dcb6b3a9e10614d9f80a4a3729df2cab5a4c99851d3ca426c9a7fd64b622d2ea");
                    default ->
                        throw new NativeLibraryRefused(
                                "libsodium", system.toString(), "none for the machine " + machine, REMEDY);
                };
        var remedy = "and in the system's folders %s; %s".formatted(system, REMEDY);
        return new Symbols(
                "libsodium",
                LibraryFile.bundled("libsodium", bundled, remedy),
                "class path resource " + bundled.resource(),
                REMEDY);
    }

    private static void selfTest() {
        try (var arena = Arena.ofConfined()) {
            SYMBOLS.selfTest((int) INIT.invokeExact() >= 0, "sodium_init");
            var generator = "5866666666666666666666666666666666666666666666666666666666666666";
            var twoB = "c9a3f86aae465f0e56513864510f3997561fa2c9e85ea21dc2292309f3cd6022";
            var scalar = arena.allocate(32);
            scalar.set(JAVA_BYTE, 0, (byte) 1);
            var point = new byte[32];
            SYMBOLS.selfTest(multiplyGenerator(scalar, point) && hex(point).equals(generator), "the generator");
            addScalars(scalar, scalar, scalar);
            var product = new byte[32];
            SYMBOLS.selfTest(
                    multiply(scalar, point, heap(product)) && hex(product).equals(twoB), "a multiple");
            SYMBOLS.selfTest(add(point, point, product) && hex(product).equals(twoB), "doubling");
        } catch (NativeLibraryRefused refused) {
            throw refused;
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
