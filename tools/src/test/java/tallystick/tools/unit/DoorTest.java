package tallystick.tools.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the repository's one script, with a compiler and a JDK that only say how they were called")
class DoorTest {
    @TempDir
    Path directory;

    private static void executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Path repository() throws IOException {
        var repository = Files.createDirectories(directory.resolve("repository"));
        var script = Path.of(System.getProperty("tallystick.root", "")).resolve("tallystick");
        executable(repository.resolve("tallystick"), Files.readString(script));
        executable(repository.resolve("mvnw"), "#!/bin/sh\nexit 0\n");
        Files.createFile(repository.resolve("pom.xml"));
        for (var module : List.of("crypto", "core", "mpc", "wire", "sdk", "tools")) {
            Files.createDirectories(repository.resolve(module).resolve("src/main"));
            Files.createFile(repository.resolve(module).resolve("pom.xml"));
        }
        for (var module : List.of("node", "tools")) {
            Files.createDirectories(repository.resolve(module).resolve("target"));
            Files.writeString(repository.resolve(module).resolve("target/classpath.txt"), "/somewhere.jar");
        }
        var jdk = directory.resolve("jdk");
        executable(jdk.resolve("bin/javac"), "#!/bin/sh\nexit 1\n");
        executable(jdk.resolve("bin/java"), "#!/bin/sh\npwd\nfor word in \"$@\"; do echo \"$word\"; done\n");
        executable(jdk.resolve("bin/unzip"), "#!/bin/sh\nexit 1\n");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        return repository;
    }

    private List<String> called(Path repository, Path from, String... words) throws Exception {
        var command = new ArrayList<>(List.of(repository.resolve("tallystick").toString()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).directory(from.toFile()).redirectErrorStream(true);
        var jdk = directory.resolve("jdk");
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().merge("PATH", jdk.resolve("bin").toString(), (path, fake) -> fake + ":" + path);
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines().toList();
    }

    @Test
    void programs_runWhereTheCallerStands_withAbsoluteClassPath() throws Exception {
        var repository = repository().toRealPath();
        var elsewhere = Files.createDirectories(directory.resolve("else where")).toRealPath();
        for (var program :
                List.of("node", "decode", "judge", "verify", "identity", "roster", "ceremony", "log", "status")) {
            var said = called(repository, elsewhere, program, "--file", "a b.json");
            assertThat(said).as(program).startsWith(elsewhere.toString()).endsWith("--file", "a b.json");
            var path = said.get(said.indexOf("-cp") + 1);
            assertThat(path.split(":")).as(program).hasSize(2).allMatch(each -> each.startsWith("/"));
            assertThat(path).as(program).startsWith(repository.toString());
        }
    }
}
