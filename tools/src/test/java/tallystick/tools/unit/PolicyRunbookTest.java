package tallystick.tools.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.tools.kit.JudgingVectors;
import tallystick.tools.kit.Policies;

/// docs/runbook/policies.md, played through: every command it shows, in its order, in one folder.
class PolicyRunbookTest {
    private static final String COMMAND = "./tallystick policy ";

    @TempDir
    Path folder;

    private static List<String> commands() throws IOException {
        return Files.readString(Policies.file("docs/runbook/policies.md"))
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith(COMMAND))
                .map(line -> line.substring(COMMAND.length()))
                .toList();
    }

    private String play(String command) throws IOException {
        var words = new ArrayList<Object>();
        var target = "";
        for (var word : command.split(" ", -1))
            if (word.equals(">")) target = ">";
            else if (target.equals(">")) target = word;
            else words.add(word.endsWith(".yaml") || word.endsWith(".json") ? folder.resolve(word) : word);
        var ran = Policies.run(words.toArray());
        assertThat(ran.status()).as(command + ran.err()).isIn(0, 1);
        if (!target.isEmpty()) Files.writeString(folder.resolve(target), ran.out());
        return ran.out();
    }

    @Test
    void everyCommandOfThePage_doesWhatThePageSays() throws IOException {
        Files.writeString(folder.resolve("case.json"), """
                {"at": "2026-11-24T16:00:00Z", "legs": [{"activity": "KEY_REFRESH"}]}
                """);
        Files.writeString(folder.resolve("history.json"), "[" + Files.readString(folder.resolve("case.json")) + "]");
        Files.writeString(
                folder.resolve("vectors.json"),
                JudgingVectors.vectors("incidents.json").getFirst().toString());
        Files.writeString(folder.resolve("topology.yaml"), """
                quorum: "2 of (a, b, c)"
                parties:
                  a: {operator: one, zone: z1, account: x}
                  b: {operator: two, zone: z2, account: w}
                  c: {operator: three, zone: z3, account: z}
                """);
        var outputs = new ArrayList<String>();
        for (var command : commands()) {
            outputs.add(play(command));
            if (command.startsWith("template"))
                Files.writeString(
                        folder.resolve("draft.yaml"),
                        Files.readString(folder.resolve("policy.yaml")).replace("\"20000000\"", "\"30000000\""));
        }
        assertThat(outputs).hasSize(8);
        assertThat(outputs.get(1)).contains(" 0 errors, ");
        assertThat(outputs.get(2)).startsWith("#0: Denied, for 2 reasons.");
        assertThat(outputs.get(3)).startsWith("BYBIT-POS-65 ");
        assertThat(outputs.get(4)).contains("the change as a whole is LOOSEN");
        assertThat(outputs.get(5)).isEqualTo("0 of 1 would change\n");
        assertThat(outputs.get(6)).startsWith("3 parties: 0 grave");
        assertThat(outputs.get(7)).startsWith("sha256:");
    }
}
