package tallystick.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The pure middle: `crypto`, `mpc` and `core` have no world. Socket, file, clock, thread and chance are arguments.
class PureMiddleTest {
    private static final String[] PURE = {"tallystick.crypto..", "tallystick.mpc..", "tallystick.core.."};

    private static final Pattern WORLD = Pattern.compile("java\\.(time\\.Clock|time\\.InstantSource"
            + "|util\\.Random|util\\.SplittableRandom|util\\.random\\..*|util\\.Timer|security\\.SecureRandom"
            + "|lang\\.Thread|lang\\.ThreadLocal|lang\\.Process.*|lang\\.Runtime"
            + "|io\\.(?!ByteArray)\\w*Stream|io\\.File.*|io\\.Print.*|io\\.RandomAccessFile)");

    /// Calls that read the clock or draw chance without a type that says so.
    private static final Map<String, Set<String>> CALLS = Map.of(
            "java.lang.System", Set.of("currentTimeMillis", "nanoTime", "getenv", "exit"),
            "java.lang.Math", Set.of("random"),
            "java.time.Instant", Set.of("now"),
            "java.time.LocalDateTime", Set.of("now"),
            "java.time.ZonedDateTime", Set.of("now"),
            "java.util.UUID", Set.of("randomUUID"),
            "java.util.Collections", Set.of("shuffle"));

    /// The one class that turns the system's chance into an `Entropy`, for `boot` to hand in.
    private static final String SYSTEM_ENTROPY = "tallystick.crypto.secret.SystemEntropy";

    /// Where `crypto` may use BigInteger: numbers that everybody may know. A class, or one method of one.
    private static final Map<String, String> PUBLIC_NUMBERS = Map.ofEntries(
            Map.entry("tallystick.crypto.curve.Scalar", "a public scalar; the secret one is another type"),
            Map.entry("tallystick.crypto.curve.PrimeGroup", "parses and reduces public scalars"),
            Map.entry("tallystick.crypto.curve.Secp256k1", "the order, which is public"),
            Map.entry("tallystick.crypto.curve.Field25519", "reads constants of the curve"),
            Map.entry("tallystick.crypto.curve.EdCoordinates", "public points and public scalars only"),
            Map.entry("tallystick.crypto.curve.EdHalving", "constants of the curve; public points only"),
            Map.entry("tallystick.crypto.seal.AgreementPoint", "the range of a public key's coordinate"),
            Map.entry("tallystick.crypto.seal.P256VerifyKey", "a public key's coordinates"),
            Map.entry("tallystick.crypto.seal.P256Signature", "a signature is public"),
            Map.entry(
                    "tallystick.crypto.curve.SecretScalar.declassify",
                    "makes public what the protocol is about to send"),
            Map.entry("tallystick.crypto.hash.FractionalRoots", "derives the constants of SHA-256"));

    private static final DescribedPredicate<JavaClass> IN_PURE_MIDDLE = describe(
            "in the pure middle",
            type -> JavaClass.Predicates.resideInAnyPackage(PURE).test(type)
                    && !type.getPackageName().equals("tallystick.crypto.nativelib")
                    && !outermost(type).equals(SYSTEM_ENTROPY));

    private static String outermost(JavaClass type) {
        return type.getName().replaceFirst("\\$.*", "");
    }

    private static ArchRule noWorld(DescribedPredicate<JavaClass> who) {
        return noClasses()
                .that(who)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net..",
                        "java.nio.file..",
                        "java.nio.channels..",
                        "java.sql..",
                        "java.util.logging..",
                        "java.util.concurrent",
                        "java.util.concurrent.locks")
                .orShould()
                .dependOnClassesThat(describe(
                        "are a clock, chance, a thread or a stream",
                        type -> WORLD.matcher(type.getName()).matches()))
                .because("socket, file, clock, thread and chance are arguments");
    }

    private static ArchRule noWorldlyCall(DescribedPredicate<JavaClass> who) {
        return noClasses()
                .that(who)
                .should()
                .callMethodWhere(describe(
                        "reads the clock or draws chance",
                        call -> CALLS.getOrDefault(call.getTarget().getOwner().getName(), Set.of())
                                .contains(call.getTarget().getName())))
                .because("clock and chance are arguments");
    }

    private static JavaClasses pure() {
        var classes = House.main();
        assertThat(classes.stream().filter(IN_PURE_MIDDLE)).hasSizeGreaterThan(50);
        return classes;
    }

    @Test
    void cryptoMpcCore_dependOnNoWorld() {
        noWorld(IN_PURE_MIDDLE).check(pure());
    }

    @Test
    void cryptoMpcCore_callNoClockAndNoChance() {
        noWorldlyCall(IN_PURE_MIDDLE).check(pure());
    }

    @Test
    void systemEntropy_isHandedInFromOutside() {
        noClasses()
                .that(IN_PURE_MIDDLE)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(SYSTEM_ENTROPY)
                .because("chance is an argument")
                .check(pure());
    }

    @Test
    void digests_areMadeInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "tallystick.crypto.hash..",
                        "tallystick.crypto.nativelib..",
                        "tallystick.node.tpm..",
                        "tallystick.bench..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.security.MessageDigest")
                .because("hashing goes through Transcript, or through the standards' own functions beside it;"
                        + " nativelib, below them, compares the library it loads with the one it was built for;"
                        + " a TPM's derivations hash secrets, by a standard of its own")
                .check(House.main());
    }

    private static final Pattern PLACE = Pattern.compile("(?s)[A-Za-z ]+<([\\w.$]+).*");

    /// The methods, fields and types that use BigInteger, each once.
    private static List<String> bigIntegerPlaces(JavaClasses classes) {
        return classes.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> use.getTargetClass().getName().equals("java.math.BigInteger"))
                .map(use -> PLACE.matcher(use.getDescription()).replaceFirst("$1"))
                .distinct()
                .toList();
    }

    private static boolean isListed(String place) {
        return PUBLIC_NUMBERS.keySet().stream().anyMatch(listed -> place.matches(Pattern.quote(listed) + "([.$].*)?"));
    }

    @Test
    void bigInteger_touchesNoSecret() {
        var places = bigIntegerPlaces(
                pure().that(JavaClass.Predicates.resideInAnyPackage("tallystick.mpc..", "tallystick.crypto..")));
        assertThat(places).isNotEmpty();
        assertThat(places).filteredOn(place -> !isListed(place)).isEmpty();
    }

    @Test
    void placesForPublicNumbers_areAllInUse() {
        var places = bigIntegerPlaces(pure());
        assertThat(PUBLIC_NUMBERS.keySet())
                .filteredOn(listed -> places.stream().noneMatch(place -> place.startsWith(listed)))
                .isEmpty();
    }

    @Test
    void aRuleThatMustFail_fails() {
        var worldly = new ClassFileImporter().importClasses(Repository.class, Worldly.class);
        assertThatThrownBy(() -> noWorld(DescribedPredicate.alwaysTrue()).check(worldly))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("java.nio.file.Path");
        assertThatThrownBy(() -> noWorldlyCall(DescribedPredicate.alwaysTrue()).check(worldly))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("nanoTime");
        assertThat(isListed("tallystick.crypto.curve.SecretScalar.declassify")).isTrue();
        assertThat(isListed("tallystick.crypto.curve.SecretScalar.times")).isFalse();
        assertThat(isListed("tallystick.crypto.curve.ScalarThief.take")).isFalse();
    }

    private static final class Worldly {
        private final long madeAtNanos = System.nanoTime();

        @Override
        public String toString() {
            return Long.toString(madeAtNanos);
        }
    }
}
