package tallystick.tools.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallystick.core.chain.Built;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.Chains;
import tallystick.core.chain.registry.StateFile;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.decode.KnowledgeOptions;
import tallystick.tools.decode.Report;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Makes an unsigned transaction of any chain from what the chain shows, and says what it does.
@Command(
        name = "build",
        description = "Make an unsigned transaction of any chain: pay, speed-up, cancel, sweep or consolidate.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the transaction is made",
            "1:it cannot be made; says which field stands in the way, and why",
            "2:wrong arguments, or a file that is not of its form",
            "3:a file cannot be read"
        })
public final class BuildCommand implements Callable<Integer> {
    private static final String FORMAT = "tallystick-build-1";
    private static final int WRONG_ARGUMENTS = 2;
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2})++");
    private static final JsonMapper MAPPER = new JsonMapper();

    @Mixin
    private WishOptions wish = new WishOptions();

    @Mixin
    private KnowledgeOptions knowledge = new KnowledgeOptions();

    @Option(
            names = "--state",
            required = true,
            paramLabel = "FILE",
            description = "what the chain shows: coins or balances, nonces, fees, as JSON (docs/spec/state.md)")
    private Path state = Path.of("");

    @Option(names = "--key", required = true, paramLabel = "HEX", description = "the public key that pays")
    private String key = "";

    @Option(
            names = "--chain-code",
            paramLabel = "HEX",
            description = "the key's chain code: where coins or change lie at paths below the key")
    private @Nullable String chainCode;

    @Option(names = "--json", description = "print JSON for programs")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    private final Chains chains;

    /// Makes transactions of every chain of this version.
    public BuildCommand() {
        this(Chains.all());
    }

    /// Makes transactions of these chains.
    public BuildCommand(Chains chains) {
        this.chains = chains;
    }

    @Override
    public Integer call() throws IOException {
        try {
            var file = StateFile.parse(chains, Bytes.copyOf(Files.readAllBytes(state)));
            var making = Making.of(file, hex("--key", key), chainCode(), knowledge.read(chains));
            var built = making.build(wish.wish(file.chain(), file.family()));
            if (chainCode == null && built instanceof Built.Ready(var made) && making.comesBackBelow(made))
                throw new Unusable("--chain-code is missing: change comes back to a path below the key");
            if (json) print(json(making, built).toPrettyString() + "\n");
            return switch (built) {
                case Built.Ready(var transaction) -> {
                    if (!json) print(text(making, transaction));
                    yield 0;
                }
                case Built.Refused(var field, var why) -> {
                    spec.commandLine().getErr().println("tallystick build: %s: %s".formatted(field, why));
                    yield 1;
                }
            };
        } catch (Unusable wrong) {
            spec.commandLine().getErr().println("tallystick build: " + wrong.getMessage());
            return WRONG_ARGUMENTS;
        }
    }

    private void print(String text) {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }

    private static String text(Making making, UnsignedTransaction transaction) {
        return Report.of(transaction, making.signer(transaction), making.known())
                        .text()
                + "unsigned   " + transaction.bytes() + "\n"
                + (transaction.isComplete()
                        ? ""
                        : "note       Part of it is left open: it is filled in when it is signed.\n");
    }

    /// @spec docs/spec/state.md#ST-5 state
    private ObjectNode json(Making making, Built built) {
        var report = MAPPER.createObjectNode();
        report.put("format", FORMAT)
                .put("chain", making.state().chain().toString())
                .put("wish", wish.word());
        report.putNull("unsigned").putNull("complete").putNull("decoded").putNull("refused");
        switch (built) {
            case Built.Ready(var transaction) -> {
                report.put("unsigned", "0x" + transaction.bytes()).put("complete", transaction.isComplete());
                report.set(
                        "decoded",
                        Report.of(transaction, making.signer(transaction), making.known())
                                .json());
            }
            case Built.Refused(var field, var why) ->
                report.putObject("refused").put("field", field.name()).put("why", why);
        }
        return report;
    }

    private Digest32 chainCode() throws Unusable {
        if (chainCode == null) return new Digest32(Bytes.copyOf(new byte[Digest32.LENGTH_BYTES]));
        var code = hex("--chain-code", chainCode);
        if (code.length() != Digest32.LENGTH_BYTES) throw new Unusable("--chain-code is not 32 bytes in hex");
        return new Digest32(code);
    }

    private static Bytes hex(String name, String text) throws Unusable {
        if (!HEX.matcher(text).matches()) throw new Unusable(name + " is not hex of whole bytes");
        return Bytes.ofHex(text);
    }
}
