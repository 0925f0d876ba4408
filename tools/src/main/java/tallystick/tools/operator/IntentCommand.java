package tallystick.tools.operator;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.SigningInput;
import tallystick.core.chain.json.Json;
import tallystick.core.chain.registry.Chains;
import tallystick.core.intent.Evidence;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.sdk.Draft;
import tallystick.sdk.NotSo;
import tallystick.sdk.Payment;
import tallystick.sdk.Vault;

/// An initiator's own step between a draft of control's and its submission.
@Command(
        name = "intent",
        description = "Sign the intent of a payment that control drafted.",
        mixinStandardHelpOptions = true,
        subcommands = IntentCommand.Sign.class)
public final class IntentCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// Reads the draft's bytes, compares them with what was wanted, and signs.
    @Command(
            name = "sign",
            description = "Read a draft's bytes, compare them with the payment that is wanted, and sign the intent of"
                    + " it. What control says of the draft is believed in nothing.",
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:signed; prints the evidence to submit, in hex",
                "1:the draft is not what was wanted; says what differs",
                "2:wrong arguments",
                "3:a file cannot be read or written"
            })
    static final class Sign implements Callable<Integer> {
        private static final Pattern ASSET = Pattern.compile("([^:/]+):([^:/]+)/([^:/]+):(.+)");
        private static final int DIGITS_MAX = 78;

        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Parameters(paramLabel = "DRAFT", description = "what POST /v1/withdrawals answered, as JSON")
        private Path draft = Path.of("");

        @Option(names = "--key", required = true, paramLabel = "ID", description = "id of the vault's key, 64 digits")
        private String keyId = "";

        @Option(
                names = "--point",
                required = true,
                paramLabel = "HEX",
                description = "its public key, from its attestation and not from control")
        private String point = "";

        @Option(names = "--chain-code", required = true, paramLabel = "HEX", description = "its chain code")
        private String chainCode = "";

        @Option(names = "--chain", required = true, paramLabel = "CHAIN", description = "such as eip155:1")
        private String chain = "";

        @Option(names = "--to", required = true, paramLabel = "ADDRESS", description = "who is to be paid")
        private String to = "";

        @Option(names = "--amount", required = true, paramLabel = "UNITS", description = "base units")
        private String amount = "";

        @Option(names = "--fee-max", required = true, paramLabel = "UNITS", description = "the most the chain may take")
        private String feeMax = "";

        @Option(names = "--asset", paramLabel = "ASSET", description = "as in CAIP-19; the chain's coin if absent")
        private @Nullable String asset;

        @Option(names = "--minutes", paramLabel = "N", description = "how long nodes may begin to sign (default 60)")
        private int minutes = 60;

        @Option(names = "--out", paramLabel = "FILE", description = "where the evidence goes in place of the screen")
        private @Nullable Path out;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() throws IOException, Unable {
            if (minutes < 1 || minutes > Duration.ofDays(1).toMinutes())
                throw wrong("--minutes: expected a number in 1..1440");
            var wanted = wanted();
            try (var home = SecretMemory.open();
                    var self = identity.open(home)) {
                var read = Draft.of(vault(), json()).verify(wanted);
                var screen = out == null
                        ? spec.commandLine().getErr()
                        : spec.commandLine().getOut();
                read.lines().forEach(screen::println);
                screen.println("code       " + read.comparisonCode());
                screen.flush();
                var until = Instant.now().plus(Duration.ofMinutes(minutes));
                var intent = read.intent(self.key().verifyKey(), until, new SystemEntropy());
                tell(Evidence.of(intent, self.key()).encode().toHex());
                return 0;
            } catch (NotSo e) {
                throw new Unable("nothing was signed: " + e.getMessage());
            }
        }

        private void tell(String evidence) throws IOException {
            var file = out;
            if (file != null) Files.writeString(file, evidence + "\n");
            else {
                spec.commandLine().getOut().println(evidence);
                spec.commandLine().getOut().flush();
            }
        }

        private Json json() throws IOException, Unable {
            return switch (Json.parse(Bytes.copyOf(Files.readAllBytes(draft)))) {
                case Parsed.Ok<Json>(var json) -> json;
                case Parsed.Malformed<Json>(var offset, var expected) ->
                    throw new Unable("%s at byte %d: expected %s".formatted(draft, offset, expected));
            };
        }

        private Vault vault() {
            var curve = Chains.all().family(chainId()).orElseThrow().curve();
            var algorithm =
                    switch (curve) {
                        case ED25519 -> SigningInput.Algorithm.ED25519;
                        case SECP256K1 -> SigningInput.Algorithm.ECDSA_SECP256K1;
                    };
            return new Vault(
                    new Digest32(hex("--key", keyId, 32)),
                    algorithm,
                    hex("--point", point, point.length() / 2),
                    new Digest32(hex("--chain-code", chainCode, 32)));
        }

        private ChainId chainId() {
            var parts = chain.split(":", 2);
            if (parts.length == 2 && ChainId.isValid(parts[0], parts[1])) {
                var id = new ChainId(parts[0], parts[1]);
                if (Chains.all().family(id).filter(each -> each.serves(id)).isPresent()) return id;
            }
            throw wrong("--chain: expected one such as eip155:1");
        }

        private Payment wanted() {
            var id = chainId();
            var family = Chains.all().family(id).orElseThrow();
            var receiver = family.account(id, to).orElseThrow(() -> wrong("--to: expected an address of " + id));
            return new Payment(
                    "",
                    Optional.empty(),
                    asset == null ? family.building().coin(id) : asset(asset, id),
                    receiver,
                    units("--amount", amount),
                    units("--fee-max", feeMax),
                    Optional.empty());
        }

        private Asset asset(String text, ChainId id) {
            var parts = ASSET.matcher(text);
            if (!parts.matches() || !text.startsWith(id + "/")) throw wrong("--asset: expected an asset of " + id);
            return new Asset(id, parts.group(3), parts.group(4));
        }

        private BigInteger units(String option, String text) {
            if (!text.matches("[1-9][0-9]*") || text.length() > DIGITS_MAX)
                throw wrong(option + ": expected a number from 1 on");
            return new BigInteger(text);
        }

        private Bytes hex(String option, String text, int lengthBytes) {
            if (!text.matches("(?:[0-9a-f]{2})+") || text.length() != 2 * lengthBytes)
                throw wrong("%s: expected %d bytes in hex".formatted(option, lengthBytes));
            return Bytes.ofHex(text);
        }

        private CommandLine.ParameterException wrong(String why) {
            return new CommandLine.ParameterException(spec.commandLine(), why);
        }
    }
}
