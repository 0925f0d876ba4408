package tallystick.tools.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tallystick.core.veil.Opening;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.wire.OpeningFiles;

/// Makes the veil of a text that is to stand in a document: of a person's name, an account's label, a counterparty.
@Command(
        name = "veil",
        description = {
            "Make the veil of a personal text, to write into a document in its place (a display name, a label, a",
            "counterparty), and keep what opens it beside the logs of nodes, where 'evidence redact' erases it."
        },
        mixinStandardHelpOptions = true)
public final class VeilCommand implements Callable<Integer> {
    @Option(
            names = "--node",
            required = true,
            paramLabel = "DIR",
            description = "a node's folder, where it runs; once for each node that is to have the opening")
    private List<Path> nodes = List.of();

    @Option(names = "--text", required = true, paramLabel = "TEXT", description = "what stands behind the veil")
    private String text = "";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /// Exit 0 done, 3 if a file could not be written.
    /// @spec docs/spec/redaction.md#RD-7 redaction
    @Override
    public Integer call() throws IOException {
        if (text.isBlank() || Bytes.ofUtf8(text).length() > Opening.TEXT_BYTES_MAX)
            throw new ParameterException(spec.commandLine(), "--text is of 1..1024 bytes");
        for (var node : nodes)
            if (!Files.isDirectory(node.resolve("log")))
                throw new ParameterException(spec.commandLine(), node + " is no node's folder: it has no 'log'");
        var salt = new Digest32(new SystemEntropy().bytes(Digest32.LENGTH_BYTES));
        var opening = Opening.of(Instant.now(), salt, text);
        for (var node : nodes) new OpeningFiles(node).keep(List.of(opening));
        spec.commandLine().getOut().println(opening.veil().text());
        spec.commandLine().getOut().flush();
        return 0;
    }
}
