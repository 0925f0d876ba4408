package tallystick.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What can be seen in the files themselves. Each rule has a twin in [TidyRulesTest] that must fail.
class HouseTidyTest {
    private static final Pattern PROSE_OR_CODE =
            Pattern.compile("\\.(java|ts|tsx|md|yml|yaml|xml|sh|proto|json|toml)$");
    private static final List<Source> SOURCES = Repository.sources();

    private static void everySource(Function<Source, List<String>> rule) {
        every(SOURCES, rule);
    }

    private static void everyMain(Function<Source, List<String>> rule) {
        every(SOURCES.stream().filter(Source::isMain).toList(), rule);
    }

    private static void every(List<Source> sources, Function<Source, List<String>> rule) {
        assertThat(sources).hasSizeGreaterThan(20);
        assertThat(sources.stream().flatMap(source -> rule.apply(source).stream()))
                .isEmpty();
    }

    private static void everyFile(String ending, BiFunction<String, String, List<String>> rule) {
        var files = Repository.files().stream()
                .filter(file -> Pattern.compile(ending).matcher(file.toString()).find())
                .toList();
        assertThat(files).isNotEmpty();
        assertThat(files.stream().flatMap(file -> rule.apply(Repository.name(file), Repository.text(file)).stream()))
                .isEmpty();
    }

    @Test
    void methods_ofEveryFile_fitOnAScreen() {
        everySource(Tidy::longMethods);
        assertThat(SOURCES.stream().mapToInt(source -> source.methods().size()).sum())
                .isGreaterThan(100);
    }

    @Test
    void files_ofCode_areShort() {
        everyFile("\\.(java|ts|tsx)$", Tidy::longFile);
    }

    @Test
    void lines_ofCode_areShort() {
        everyFile("(\\.(java|ts|tsx|sh)|/tallystick|/run)$", Tidy::longLines);
    }

    @Test
    void nothing_isLeftForLater() {
        everyFile(".", Tidy::leftovers);
    }

    @Test
    void nothing_namesTheMachineItWasWrittenOn() {
        everyFile(".", Tidy::machinePaths);
    }

    @Test
    void docComments_ofEveryFile_areWhole() {
        everySource(Tidy::cutDocComments);
    }

    @Test
    void checks_inShippedCode_cannotBeSwitchedOff() {
        everyMain(Tidy::asserts);
    }

    @Test
    void catches_everywhere_nameWhatCanHappen() {
        everySource(Tidy::wideCatches);
    }

    @Test
    void names_ofTypes_saySomething() {
        everySource(Tidy::vagueNames);
    }

    @Test
    void shippedFolders_holdNothingMadeForTests() {
        every(
                SOURCES.stream()
                        .filter(Source::isMain)
                        .filter(source -> !source.path().startsWith("sim/"))
                        .toList(),
                Tidy::testWorldInMain);
    }

    @Test
    void publicThings_inMain_haveADocComment() {
        everyMain(Tidy::missingDocs);
    }

    @Test
    void tests_everywhere_areNamedAsSentences() {
        everySource(Tidy::testNames);
    }

    @Test
    void packages_inMain_areNullMarkedAndSayWhatTheyAre() {
        var packages = SOURCES.stream()
                .filter(Source::isMain)
                .map(Source::packageName)
                .distinct()
                .toList();
        assertThat(packages).hasSizeGreaterThan(10);
        var described = SOURCES.stream()
                .filter(source -> source.path().endsWith("package-info.java"))
                .filter(source ->
                        source.text().contains("@NullMarked") && source.text().startsWith("///"))
                .map(Source::packageName)
                .toList();
        assertThat(described).containsAll(packages);
    }

    @Test
    void textFiles_ofTheRepository_areReadAsText() {
        var unread = Repository.files().stream()
                .filter(file -> PROSE_OR_CODE.matcher(file.toString()).find())
                .filter(file ->
                        file.toFile().length() > 0 && Repository.text(file).isEmpty())
                .map(Repository::name);
        assertThat(unread).isEmpty();
    }
}
