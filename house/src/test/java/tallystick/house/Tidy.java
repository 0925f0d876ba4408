package tallystick.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The rules a file is held to, each a function from a file to what is wrong with it, so that each can also be shown
/// a file that must not pass.
final class Tidy {
    static final int METHOD_LINES_MAX = 60;
    static final int FILE_LINES_MAX = 500;
    static final int LINE_CHARACTERS_MAX = 120;

    private static final Set<String> VAGUE = Set.of("Util", "Utils", "Manager", "Helper", "Impl", "Data", "Info");
    private static final Set<String> TOO_WIDE = Set.of("Exception", "RuntimeException", "Throwable", "Error");
    private static final Set<String> NATIVE_CALLS =
            Set.of("tallystick.crypto.nativelib", "tallystick.node.pkcs11", "tallystick.node.kit");
    /// Repeatable chance is also asked for by sim and bench; [ArrowsTest] sees that nothing shipped uses it.
    private static final String SEEDED = "SeededEntropy";
    private static final Set<String> TEST_WORLD = Set.of("Fake", "Toy", "Insecure", "Stub", "Mock", "Seeded");
    // Written in two halves, or these lines would find themselves.
    private static final Pattern LEFTOVER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern MACHINE =
            Pattern.compile("(^|[^A-Za-z0-9_.}*])/(wo" + "rk|ro" + "ot|ho" + "me|fa" + "rm)/");
    private static final Pattern SENTENCE = Pattern.compile("[a-z][A-Za-z0-9]*(_[a-zA-Z0-9]+)+");

    private Tidy() {}

    static List<String> longMethods(Source source) {
        return source.methods().stream()
                .filter(method -> method.lines() > METHOD_LINES_MAX)
                .map(method -> "%s:%d %s has %d lines, at most %d"
                        .formatted(source.path(), method.firstLine(), method.name(), method.lines(), METHOD_LINES_MAX))
                .toList();
    }

    static List<String> longFile(String path, String text) {
        var lines = text.lines().count();
        return lines > FILE_LINES_MAX
                ? List.of("%s has %d lines, at most %d".formatted(path, lines, FILE_LINES_MAX))
                : List.of();
    }

    static List<String> longLines(String path, String text) {
        return numbered(path, text, line -> line.codePointCount(0, line.length()) > LINE_CHARACTERS_MAX);
    }

    static List<String> leftovers(String path, String text) {
        return numbered(path, text, line -> LEFTOVER.matcher(line).find());
    }

    static List<String> machinePaths(String path, String text) {
        return numbered(path, text, line -> MACHINE.matcher(line).find());
    }

    /// A plain comment right under a doc comment: the formatter cut a long doc line in two. A quoted step (`// >`) is
    /// not meant.
    static List<String> cutDocComments(Source source) {
        var lines = source.lines().stream().map(String::strip).toList();
        return IntStream.range(1, lines.size())
                .filter(i -> lines.get(i - 1).startsWith("///"))
                .filter(i -> lines.get(i).startsWith("//") && !lines.get(i).startsWith("///"))
                .filter(i -> !lines.get(i).startsWith("// >"))
                .mapToObj(i ->
                        "%s:%d a plain comment goes on where a doc comment stopped".formatted(source.path(), i + 1))
                .toList();
    }

    static List<String> asserts(Source source) {
        return source.assertLines().stream()
                .map(line -> "%s:%d the assert keyword may be switched off; use Invariant.check"
                        .formatted(source.path(), line))
                .toList();
    }

    /// Native calls go through method handles, whose one signature throws Throwable: there, and only there, it is
    /// caught.
    static List<String> wideCatches(Source source) {
        return source.caught().stream()
                .filter(TOO_WIDE::contains)
                .filter(type -> !(type.equals("Throwable") && NATIVE_CALLS.contains(source.packageName())))
                .map(type -> "%s catches %s; name what can happen".formatted(source.path(), type))
                .toList();
    }

    static List<String> vagueNames(Source source) {
        return endings(source, VAGUE, "says nothing");
    }

    /// Things made for tests, standing where they would be shipped.
    static List<String> testWorldInMain(Source source) {
        return source.types().stream()
                .map(type -> simple(type.name()))
                .filter(name -> !name.equals(SEEDED))
                .filter(name -> TEST_WORLD.stream().anyMatch(name::startsWith))
                .map(name -> "%s: %s belongs to the tests or to sim".formatted(source.path(), name))
                .toList();
    }

    static List<String> missingDocs(Source source) {
        var found = new ArrayList<String>();
        for (var type : source.types())
            if (type.exposed() && type.doc() == null) found.add("%s: %s".formatted(source.path(), type.name()));
        for (var method : source.methods())
            if (method.exposed() && !method.overrides() && method.doc() == null && !isCompact(source, method))
                found.add("%s:%d %s".formatted(source.path(), method.firstLine(), method.name()));
        return found;
    }

    /// A record's compact constructor checks what the record's own comment already promised.
    private static boolean isCompact(Source source, Source.Method method) {
        return source.lines().get((int) method.firstLine() - 1).strip().matches("public \\w+ \\{");
    }

    static List<String> testNames(Source source) {
        return source.methods().stream()
                .filter(method -> method.annotations().stream()
                        .anyMatch(Set.of("Test", "ParameterizedTest", "RepeatedTest", "FuzzTest")::contains))
                .filter(method -> !SENTENCE.matcher(method.name()).matches()
                        || Stream.of(method.name().split("_"))
                                .anyMatch(part -> part.matches("(test|should)([A-Z].*)?")))
                .map(method -> "%s:%d %s is not subject_condition_outcome"
                        .formatted(source.path(), method.firstLine(), method.name()))
                .toList();
    }

    private static List<String> endings(Source source, Set<String> endings, String why) {
        return source.types().stream()
                .map(type -> simple(type.name()))
                .filter(name -> endings.stream().anyMatch(name::endsWith))
                .map(name -> "%s: the name %s %s".formatted(source.path(), name, why))
                .toList();
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private interface Wrong {
        boolean is(String line);
    }

    private static List<String> numbered(String path, String text, Wrong wrong) {
        var lines = text.lines().toList();
        return IntStream.range(0, lines.size())
                .filter(i -> wrong.is(lines.get(i)))
                .mapToObj(i -> "%s:%d %s".formatted(path, i + 1, lines.get(i).strip()))
                .toList();
    }
}
