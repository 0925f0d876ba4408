package tallystick.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Specification steps lead to code, and the code leads back.
class ReferencesTest {
    private static final String GOOD = """
            - step: A §1
              spec: https://example.org/a#1
              anchor: tallystick.a.A#run
            """;

    private static final String PAGE = """
            # A

            ## 1. Form [AA-1]

            1. [AA-2] first
            2.1 [AA-3] sub

            | step | who | what |
            |--:|---|---|
            | 1 | S | [AA-4] row |
            |   | R | more |

            ## Example

            1. no step
            ### Part
            """;

    private static final String FILE = Repository.text(Repository.root().resolve("docs/specrefs.yml"));

    private static final String INDEX = "docs/spec/README.md";
    private static final Pattern LINE = Pattern.compile("(?m)^(\\d+)\\. \\[(\\S+)]\\(\\2\\): \\S");

    private static Map<String, String> pages() {
        return Repository.files(".md").stream()
                .filter(file -> Repository.name(file).startsWith("docs/spec/"))
                .filter(file -> !Repository.name(file).equals(INDEX))
                .collect(Collectors.toMap(Repository::name, Repository::text));
    }

    @Test
    void everyPage_hasOneLineOfTheIndex() {
        var listed = LINE.matcher(Repository.text(Repository.root().resolve(INDEX)))
                .results()
                .toList();
        assertThat(listed)
                .extracting(line -> "docs/spec/" + line.group(2))
                .containsExactlyInAnyOrderElementsOf(pages().keySet());
        assertThat(listed)
                .extracting(line -> Integer.parseInt(line.group(1)))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, listed.size()).boxed().toList());
        assertThat(listed).hasSizeGreaterThan(40);
    }

    @Test
    void everyEntry_leadsToAMethodThatNamesItsSpecification() {
        var entries = References.read(FILE);
        assertThat(entries).hasSizeGreaterThan(400);
        assertThat(References.stray(FILE)).isEmpty();
        assertThat(References.broken(entries, Repository.sources())).isEmpty();
    }

    @Test
    void everyStepOfOurPages_isAnchored_andNoOtherIs() {
        var steps = SpecSteps.read(pages());
        assertThat(steps.faults()).isEmpty();
        var anchored = addresses(entry -> entry.spec().startsWith("docs/"));
        var reached = steps.addresses().stream().filter(anchored::contains).count();
        var all = steps.addresses().size();
        System.out.printf(
                Locale.ROOT, "docs/spec: %d of %d steps anchored, %.1f %%%n", reached, all, 100.0 * reached / all);
        assertThat(steps.addresses()).hasSizeGreaterThan(200);
        assertThat(anchored).containsExactlyInAnyOrderElementsOf(steps.addresses());
    }

    @Test
    void everySpecificationTheCodeNames_isInTheFile() {
        var named = References.named(Repository.sources());
        assertThat(named).hasSizeGreaterThan(300);
        assertThat(addresses(_ -> true)).containsAll(named);
    }

    private static Set<String> addresses(Predicate<References.Entry> chosen) {
        return References.read(FILE).stream()
                .filter(chosen)
                .map(References.Entry::spec)
                .collect(Collectors.toSet());
    }

    @Test
    void step_withoutTypeMethodOrSpec_isFound() {
        var entries = References.read(GOOD);
        assertThat(entries).hasSize(1);
        assertThat(References.broken(entries, List.of()))
                .singleElement()
                .asString()
                .contains("no type");
        assertThat(References.broken(entries, List.of(code("class A { void walk() {} }"))))
                .singleElement()
                .asString()
                .contains("no method");
        assertThat(References.broken(entries, List.of(code("class A { void run() {} }"))))
                .singleElement()
                .asString()
                .contains("@spec");
        assertThat(References.broken(
                        entries, List.of(code("class A {\n/// @spec https://example.org/a#1 A §1\nvoid run() {} }"))))
                .isEmpty();
    }

    @Test
    void address_thatOnlyBeginsAlike_isNoMatch() {
        var entries = References.read(GOOD);
        var longer = code("class A {\n/// @spec https://example.org/a#10 A §10\nvoid run() {} }");
        assertThat(References.broken(entries, List.of(longer))).hasSize(1);
        assertThat(References.named(List.of(longer))).containsExactly("https://example.org/a#10");
    }

    @Test
    void file_withALineThatBelongsToNoEntry_isFound() {
        assertThat(References.stray("# said\n\n" + GOOD)).isEmpty();
        for (var broken : List.of(
                GOOD.replace("  spec", "  specification"),
                GOOD.replace("  anchor: ", "  anchor:"),
                GOOD.replace("- step", "-  step"),
                GOOD.replace("https:", "http:"),
                GOOD.replace("#run", ""),
                GOOD.replace("  spec", "# between\n  spec"))) {
            assertThat(References.read(broken)).isEmpty();
            assertThat(References.stray(broken)).hasSize(3);
        }
        assertThat(References.stray(GOOD + "  note: more\n")).hasSize(1);
        assertThat(References.stray(GOOD + "anything\n" + GOOD.replace("§1", "§2")))
                .hasSize(1);
        assertThat(References.stray(GOOD + GOOD)).singleElement().asString().contains("twice");
    }

    @Test
    void step_withoutAnIdOrWithAnothers_isFound() {
        var steps = SpecSteps.read(Map.of("docs/spec/a.md", PAGE));
        assertThat(steps.faults()).isEmpty();
        assertThat(steps.addresses())
                .containsExactly(
                        "docs/spec/a.md#AA-1", "docs/spec/a.md#AA-2", "docs/spec/a.md#AA-3", "docs/spec/a.md#AA-4");
        for (var id : List.of(" [AA-1]", "[AA-2] ", "[AA-3] ", "[AA-4] "))
            assertThat(SpecSteps.read(Map.of("docs/spec/a.md", PAGE.replace(id, "")))
                            .faults())
                    .singleElement()
                    .asString()
                    .contains("without an id");
        assertThat(SpecSteps.read(Map.of("docs/spec/a.md", PAGE.replace("AA-2", "AA-3")))
                        .faults())
                .singleElement()
                .asString()
                .contains("twice");
        assertThat(SpecSteps.read(Map.of("docs/spec/a.md", PAGE, "docs/spec/b.md", "## Form [AA-9]\n"))
                        .faults())
                .isNotEmpty()
                .allMatch(fault -> fault.contains("letters"));
    }

    private static Source code(String text) {
        return Source.of("a/src/main/java/A.java", "package tallystick.a;\n" + text);
    }
}
