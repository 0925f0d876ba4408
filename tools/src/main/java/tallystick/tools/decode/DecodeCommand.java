package tallystick.tools.decode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import tallystick.core.chain.Account;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.registry.Chains;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;

/// Says what unsigned bytes do, what would be signed, and what to compare; or which byte it cannot account for.
@Command(
        name = "decode",
        description = "Say what unsigned bytes do: effects, warnings, digests and the comparison code.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every byte is accounted for (see the warnings for what is not understood)",
            "2:a byte cannot be accounted for; says which, and what was expected",
            "3:a file cannot be read",
            "64:wrong arguments"
        },
        exitCodeOnInvalidInput = DecodeCommand.WRONG_ARGUMENTS)
public final class DecodeCommand implements Callable<Integer> {
    static final int WRONG_ARGUMENTS = 64;
    private static final int STUCK = 2;

    @Option(names = "--chain", paramLabel = "CHAIN", description = "bitcoin, ethereum or solana")
    private @Nullable Family family;

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
            description = "transaction (default), message, login, typed-data, contract-account or raw-digest")
    private Content content = Content.TRANSACTION;

    @Option(
            names = "--signer",
            paramLabel = "ADDRESS|KEY",
            description = "whose key signs: an address, or a public key in hex")
    private @Nullable String signer;

    @Option(names = "--knowledge", paramLabel = "FILE", description = "names, units and interfaces, as JSON")
    private @Nullable Path knowledgeFile;

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

    private final Chains chains = Chains.all();

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
            var reading = read(Material.read(given, System.in));
            spec.commandLine()
                    .getOut()
                    .print(json ? ReportJson.of(reading).toPrettyString() + "\n" : ReportText.of(reading));
            spec.commandLine().getOut().flush();
            return reading instanceof Reading.Stuck ? STUCK : 0;
        } catch (Unusable wrong) {
            spec.commandLine().getErr().println("tallystick decode: " + wrong.getMessage());
            return WRONG_ARGUMENTS;
        }
    }

    private Reading read(Material material) throws IOException, Unusable {
        var knowledge = knowledge();
        return switch (material) {
            case Material.Json(var text)
            when content != Content.TYPED_DATA ->
                new Incident(knowledge, prevouts()).read(StrictJson.parse(text, "vector"));
            case Material.Json(var text) -> read(Bytes.ofUtf8(text), knowledge);
            case Material.Raw(var bytes) -> read(bytes, knowledge);
        };
    }

    private Reading read(Bytes unsigned, Knowledge knowledge) throws IOException, Unusable {
        if (family == null) throw new Unusable("--chain is missing: bitcoin, ethereum or solana");
        var chain = reference == null ? family.chainOf(content, unsigned) : family.chain(reference);
        var reader = chains.family(chain)
                .orElseThrow(() -> new Unusable("no decoder for %s in this version".formatted(chain)));
        var account = signer(reader, chain);
        var network = BitcoinNetwork.of(chain);
        if (network.isPresent() && content == Content.TRANSACTION && !BitcoinInput.isBundle(unsigned))
            return new BitcoinInput(network.get(), knowledge).read(unsigned, prevouts(), account);
        return switch (reader.parse(chain, content, unsigned)) {
            case Parsed.Malformed<? extends UnsignedTransaction> malformed ->
                Reading.Stuck.of(chain, content, malformed);
            case Parsed.Ok<? extends UnsignedTransaction>(var transaction) ->
                account.isPresent()
                        ? Reading.Done.of(transaction, account.get(), knowledge)
                        : withoutSigner(transaction, knowledge);
        };
    }

    private static Reading withoutSigner(UnsignedTransaction transaction, Knowledge knowledge) {
        var standIn = StandIn.of(transaction);
        return Reading.Done.of(transaction, standIn, StandIn.named(standIn, knowledge));
    }

    private Knowledge knowledge() throws IOException, Unusable {
        return knowledgeFile == null
                ? Knowledge.none()
                : new KnowledgeFile(chains).parse(Files.readString(knowledgeFile));
    }

    private Optional<Prevouts> prevouts() throws IOException, Unusable {
        return prevoutsFile == null ? Optional.empty() : Optional.of(Prevouts.parse(Files.readString(prevoutsFile)));
    }

    private Optional<Account> signer(Chain reader, ChainId chain) throws Unusable {
        if (signer == null) return Optional.empty();
        var text = signer;
        var account = reader.account(chain, text).or(() -> key(text).map(point -> reader.account(chain, point)));
        if (account.isEmpty())
            throw new Unusable("--signer is neither an address of the chain with its right checksum nor the hex of a"
                    + " public key");
        return account;
    }

    private static Optional<Point> key(String text) {
        if (!Material.Hex.DIGITS.matcher(text).matches()) return Optional.empty();
        return switch (text.length()) {
            case 66 -> point(Curve.SECP256K1, text);
            case 64 -> point(Curve.ED25519, text);
            default -> Optional.empty();
        };
    }

    private static Optional<Point> point(Curve curve, String text) {
        return curve.group().parsePoint(Bytes.ofHex(text)) instanceof Parsed.Ok<Point>(var point)
                ? Optional.of(point)
                : Optional.empty();
    }
}
