package tallystick.tools.decode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.chain.Chain;
import tallystick.core.chain.Content;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.Chains;
import tallystick.crypto.codec.Bytes;

/// Says what unsigned bytes do, what would be signed, and what to compare; or which byte it cannot account for.
@Command(
        name = "decode",
        description = "Say what unsigned bytes do: effects, warnings, digests and the comparison code.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every byte is accounted for (see the warnings for what is not understood)",
            "2:a byte or a part of a vector object cannot be accounted for, or --signer is no account of --key; says"
                    + " which, and what was expected",
            "3:a file cannot be read",
            "64:wrong arguments"
        },
        exitCodeOnInvalidInput = DecodeCommand.WRONG_ARGUMENTS)
public final class DecodeCommand implements Callable<Integer> {
    static final int WRONG_ARGUMENTS = 64;
    private static final int STUCK = 2;

    @Option(
            names = "--chain",
            paramLabel = "CHAIN",
            completionCandidates = Names.class,
            description = "${COMPLETION-CANDIDATES}")
    private @Nullable String family;

    @Option(
            names = "--chain-id",
            paramLabel = "REFERENCE",
            description =
                    "which chain of the family, its CAIP-2 reference, such as 31337; by default what the bytes are"
                            + " bound to, else the main network")
    private @Nullable String reference;

    @Option(
            names = "--content",
            paramLabel = "KIND",
            converter = Kind.class,
            description = "transaction (default), message, login, typed-data, contract-account, raw-digest or"
                    + " authorization")
    private @Nullable Content content;

    @Option(
            names = "--signer",
            paramLabel = "ADDRESS|KEY",
            description = "whose key signs: an address, or a public key in hex")
    private @Nullable String signer;

    @Option(
            names = "--key",
            paramLabel = "HEX",
            description = "the public key that signs; without --signer its account, with it one of its accounts")
    private @Nullable String key;

    @Option(
            names = "--chain-code",
            paramLabel = "HEX",
            description = "the key's chain code: with it bitcoin inputs and change are proven")
    private @Nullable String chainCode;

    @CommandLine.Mixin
    private KnowledgeOptions knowledge = new KnowledgeOptions();

    @Option(
            names = "--prevouts",
            paramLabel = "FILE",
            description = "the outputs that a raw Bitcoin transaction spends, as JSON")
    private @Nullable Path prevoutsFile;

    @Option(names = "--json", description = "print JSON for programs")
    private boolean json;

    @Parameters(
            paramLabel = "HEX|FILE",
            description = "the unsigned bytes as hex, a file with them, or - for the input")
    private String given = "";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    private final Chains chains;

    /// Reads every chain of this version.
    public DecodeCommand() {
        this(Chains.all());
    }

    /// Reads these chains.
    public DecodeCommand(Chains chains) {
        this.chains = chains;
    }

    /// What `--chain` can be.
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Chains.all().names().iterator();
        }
    }

    /// Reads `--content`.
    static final class Kind implements CommandLine.ITypeConverter<Content> {
        @Override
        public Content convert(String text) {
            return Stream.of(Content.values())
                    .filter(each -> name(each).equals(text))
                    .findFirst()
                    .orElseThrow(() -> new CommandLine.TypeConversionException("expected one of "
                            + Stream.of(Content.values()).map(Kind::name).collect(Collectors.joining(", "))));
        }

        private static String name(Content content) {
            return content.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Override
    public Integer call() throws IOException {
        try {
            var kind = Optional.ofNullable(content);
            var reader = family();
            var decoder = decoder(kind, reader);
            var material = Material.read(given, System.in, kind, reader);
            var readings = decoder.read(material);
            spec.commandLine().getOut().print(report(readings, material.isCollection()));
            spec.commandLine().getOut().flush();
            if (readings.stream().allMatch(Reading.Done.class::isInstance)) return 0;
            if (Material.isPerhapsAName(given))
                spec.commandLine()
                        .getErr()
                        .println("tallystick decode: the argument was read as bytes; if a file was meant, there is none"
                                + " of this name");
            return STUCK;
        } catch (Unusable wrong) {
            spec.commandLine().getErr().println("tallystick decode: " + wrong.getMessage());
            return WRONG_ARGUMENTS;
        }
    }

    private Optional<Chain> family() throws Unusable {
        if (family == null) return Optional.empty();
        var named = chains.named(family);
        if (named.isEmpty()) throw new Unusable("--chain is none of " + String.join(", ", chains.names()));
        return named;
    }

    private Decoder decoder(Optional<Content> kind, Optional<Chain> reader) throws IOException, Unusable {
        var who = Signer.of(Optional.ofNullable(signer), Optional.ofNullable(key), Optional.ofNullable(chainCode));
        return new Decoder(
                chains, reader, Optional.ofNullable(reference), kind, who, knowledge.read(chains), prevouts());
    }

    private String report(List<Reading> readings, boolean many) {
        if (!json) return readings.stream().map(ReportText::of).collect(Collectors.joining("\n"));
        if (!many) return ReportJson.of(readings.getFirst()).toPrettyString() + "\n";
        var list = ReportJson.MAPPER.createArrayNode();
        for (var reading : readings) list.add(ReportJson.of(reading));
        return list.toPrettyString() + "\n";
    }

    private Optional<Entry> prevouts() throws IOException, Unusable {
        return prevoutsFile == null
                ? Optional.empty()
                : Optional.of(Entry.parse(Bytes.copyOf(Files.readAllBytes(prevoutsFile)), "prevouts"));
    }
}
