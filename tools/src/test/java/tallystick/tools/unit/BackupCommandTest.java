package tallystick.tools.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.tools.boot.Main;
import tallystick.tools.kit.AttestedCeremony;
import tallystick.wire.BackupKeyFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("backups of shares, made, tried and sealed to another key")
class BackupCommandTest {
    @TempDir
    Path folder;

    private final AttestedCeremony ceremony = new AttestedCeremony(31);

    @BeforeEach
    void start() throws IOException {
        Files.writeString(folder.resolve("passphrase"), "a long enough passphrase");
        Files.setPosixFilePermissions(folder.resolve("passphrase"), PosixFilePermissions.fromString("rw-------"));
        newKey("first");
        Files.write(
                folder.resolve("risk.backup"),
                ceremony.backup(BackupKeyFile.parse(Files.readString(folder.resolve("first.txt")))
                                .orThrow())
                        .encode()
                        .toArray());
    }

    @AfterEach
    void close() {
        ceremony.close();
    }

    private record Said(int exit, String out, String err) {
        JsonNode json() {
            assertEquals(0, exit, err);
            return new JsonMapper().readTree(out);
        }
    }

    private Said say(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var all = new ArrayList<>(List.of("backup"));
        all.addAll(List.of(words));
        all.addAll(List.of("--passphrase-file", file("passphrase")));
        var exit = Main.of(new Main())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        return new Said(exit, out.toString(), err.toString());
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private JsonNode newKey(String name) {
        return say("new-key", "--json", "--out", file(name), "--public", file(name + ".txt"))
                .json();
    }

    private Said verify(String backup, String key, String... more) {
        var words = new ArrayList<>(List.of("verify", file(backup), "--key", file(key)));
        words.addAll(List.of(more));
        return say(words.toArray(String[]::new));
    }

    @Test
    void backup_isTried_sealedToAnotherKey_andTriedWithThat() throws IOException {
        var key = ceremony.certificate().key();
        assertThat(verify("risk.backup", "first").out()).contains("the share in it is whole");
        var tried = verify("risk.backup", "first", "--json").json();
        assertThat(tried.path("format").asString()).isEqualTo("tallystick-backup-1");
        assertThat(tried.path("key").asString()).isEqualTo(key.id().toString());
        assertThat(tried.path("epoch").asInt()).isEqualTo(1);
        assertThat(tried.path("whole").asBoolean()).isTrue();
        var second = newKey("second");
        var reseal = List.of("reseal", file("risk.backup"), "--key", file("first"), "--to", file("second.txt"));
        var words = new ArrayList<>(reseal);
        words.addAll(List.of("--out", file("again"), "--json"));
        var sealed = say(words.toArray(String[]::new)).json();
        assertThat(sealed.path("node").asString()).isEqualTo("risk");
        assertThat(sealed.path("sealed_to")).isEqualTo(second.path("backup_key"));
        assertThat(verify("again", "second", "--json").json()).isEqualTo(tried);
        var twice = say(words.toArray(String[]::new));
        assertThat(twice.exit()).isNotZero();
        assertThat(twice.err()).contains("exists");
    }

    @Test
    void backupOfAnotherKey_orChanged_doesNotOpen() throws IOException {
        newKey("second");
        var other = verify("risk.backup", "second", "--json");
        assertThat(other.exit()).isNotZero();
        assertThat(other.out()).isEmpty();
        assertThat(other.err()).contains("does not open: sealed to another key, or damaged");
        var bytes = Files.readAllBytes(folder.resolve("risk.backup"));
        bytes[bytes.length - 1] ^= 1;
        Files.write(folder.resolve("risk.backup"), bytes);
        assertThat(verify("risk.backup", "first").err()).contains("does not open");
    }
}
