package tallystick.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The checkout the rules look at: its files, its modules, its Java source.
final class Repository {
    private static final Pattern MODULE = Pattern.compile("<module>([a-z]+)</module>");

    private Repository() {}

    static Path root() {
        return Path.of(System.getProperty("tallystick.root", ".."))
                .toAbsolutePath()
                .normalize();
    }

    /// The modules the build knows, in its order, `house` itself left out.
    static List<String> modules() {
        return MODULE.matcher(text(root().resolve("pom.xml")))
                .results()
                .map(match -> match.group(1))
                .filter(name -> !name.equals("house"))
                .toList();
    }

    /// Every file that is tracked or would be: what Git lists, or without Git what no build made.
    static List<Path> files() {
        try {
            var git = new ProcessBuilder("git", "ls-files", "--cached", "--others", "--exclude-standard")
                    .directory(root().toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var listed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (git.waitFor() == 0)
                return listed.lines()
                        .map(root()::resolve)
                        .filter(Files::isRegularFile)
                        .toList();
        } catch (IOException noGit) {
            return walked();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
        return walked();
    }

    private static List<Path> walked() {
        try (Stream<Path> all = Files.walk(root())) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> Stream.of("target", "node_modules", ".git")
                            .noneMatch(
                                    made -> root().relativize(file).toString().contains(made + "/")))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static List<Path> files(String ending) {
        return files().stream().filter(file -> file.toString().endsWith(ending)).toList();
    }

    /// All Java source, main and test.
    static List<Source> sources() {
        return Sources.ALL;
    }

    private static final class Sources {
        static final List<Source> ALL = Source.parse(files(".java"));
    }

    static String name(Path file) {
        return root().relativize(file).toString();
    }

    /// The file as UTF-8, or empty if it is not text.
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (MalformedInputException notText) {
            return "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
