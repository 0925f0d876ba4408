package tallystick.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Who may use whom. The arrows are drawn in ARCHITECTURE.md; this is the same picture as a test.
class ArrowsTest {
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("crypto", Set.of()),
            Map.entry("mpc", Set.of("crypto")),
            Map.entry("core", Set.of("crypto")),
            Map.entry("wire", Set.of("crypto", "core")),
            Map.entry("sdk", Set.of("crypto", "core")),
            Map.entry("node", Set.of("crypto", "mpc", "core", "wire")),
            Map.entry("console", Set.of()),
            Map.entry("control", Set.of("crypto", "core", "wire")),
            Map.entry("tools", Set.of("crypto", "mpc", "core", "wire", "sdk")),
            Map.entry("demo", Set.of("crypto", "mpc", "core", "wire", "sdk", "tools")),
            Map.entry("sim", Set.of("crypto", "mpc", "core", "wire", "node", "control", "tools")),
            Map.entry(
                    "bench",
                    Set.of("crypto", "mpc", "core", "wire", "sdk", "node", "control", "tools", "demo", "sim")));

    @Test
    void everyModule_ofTheBuild_hasItsArrowsHereAndItsClassesInTheScan() {
        assertThat(MAY_USE.keySet()).containsAll(Repository.modules());
        var house = Repository.text(Repository.root().resolve("house/pom.xml"));
        for (var module : Repository.modules())
            assertThat(house)
                    .as("house is built after " + module)
                    .contains("<artifactId>%s</artifactId>".formatted(module));
        var scanned = new TreeSet<String>();
        for (var type : House.main())
            scanned.add(type.getPackageName().replaceFirst("^tallystick\\.", "").replaceFirst("\\..*", ""));
        // The console has pages and no classes.
        scanned.add("console");
        assertThat(scanned).containsExactlyInAnyOrderElementsOf(Repository.modules());
    }

    @Test
    void everyModule_usesOnlyWhatItsArrowsAllow() {
        var rules = 0;
        for (var module : Repository.modules()) {
            var barred = new TreeSet<>(MAY_USE.keySet());
            barred.removeAll(MAY_USE.getOrDefault(module, Set.of()));
            barred.remove(module);
            noClasses()
                    .that()
                    .resideInAPackage("tallystick.%s..".formatted(module))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            barred.stream().map("tallystick.%s.."::formatted).toArray(String[]::new))
                    .because("the arrows of ARCHITECTURE.md allow " + module + " only " + MAY_USE.get(module))
                    .allowEmptyShould(module.equals("console"))
                    .check(House.main());
            rules++;
        }
        assertThat(rules).isGreaterThanOrEqualTo(4);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("tallystick.(**)").should().beFreeOfCycles().check(House.main());
    }

    @Test
    void shippedClasses_useNoTestLibraryAndNoTestKit() {
        noClasses()
                .that()
                .resideOutsideOfPackages("tallystick.sim..", "tallystick.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.junit..", "org.assertj..", "com.tngtech..", "com.code_intelligence..", "tallystick..kit..")
                .because("what is made for tests is not shipped")
                .check(House.main());
    }

    @Test
    void shippedClasses_neverDrawChanceFromASeed() {
        var seeded = "tallystick.crypto.secret.SeededEntropy";
        assertThat(House.main().stream().map(JavaClass::getName)).contains(seeded);
        noClasses()
                .that()
                .resideOutsideOfPackages("tallystick.sim..", "tallystick.bench..")
                .and()
                .doNotHaveFullyQualifiedName(seeded)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(seeded)
                .because("whoever knows the seed knows every key")
                .check(House.main());
    }

    @Test
    void aRuleThatMustFail_fails() {
        var wrong = noClasses()
                .that()
                .resideInAPackage("tallystick.mpc..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("tallystick.crypto..");
        assertThatThrownBy(() -> wrong.check(House.main()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("tallystick.crypto");
    }
}
