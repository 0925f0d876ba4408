package tallystick.tools.build;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.Wish;
import tallystick.core.chain.json.Unusable;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// A wish, as a command's options say it: the same words for every chain.
public final class WishOptions {
    private static final Pattern HEX = Pattern.compile("(0x)?((?:[0-9a-fA-F]{2})++)");
    private static final Pattern ASSET = Pattern.compile("(?:([^/]+)/)?([-a-z0-9]{3,8}):([-.%a-zA-Z0-9]{1,128})");
    private static final Pattern AMOUNT = Pattern.compile("0|[1-9][0-9]{0,77}");
    private static final String COIN = "slip44";

    /// The kinds of wishes.
    public enum Kind {
        /// An amount for somebody.
        PAY,
        /// What waits, for a higher fee.
        SPEED_UP,
        /// What waits shall not happen.
        CANCEL,
        /// All there is, for somebody.
        SWEEP,
        /// All that lies scattered, in one own place.
        CONSOLIDATE;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// Reads a kind.
    static final class Word implements CommandLine.ITypeConverter<Kind> {
        @Override
        public Kind convert(String text) {
            return Stream.of(Kind.values())
                    .filter(each -> each.word().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new CommandLine.TypeConversionException("expected one of "
                            + Stream.of(Kind.values()).map(Kind::word).collect(Collectors.joining(", "))));
        }
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "WISH",
            defaultValue = "pay",
            converter = Word.class,
            description = "pay (default), speed-up, cancel, sweep or consolidate")
    private Kind kind = Kind.PAY;

    @Option(names = "--to", paramLabel = "ADDRESS", description = "receiver: for pay and sweep")
    private @Nullable String to;

    @Option(names = "--amount", paramLabel = "N", description = "how much, in base units, digits alone: for pay")
    private @Nullable String amount;

    @Option(
            names = "--asset",
            paramLabel = "ASSET",
            description = "what is moved, such as erc20:0x… or token:MINT (CAIP-19); by default the chain's coin")
    private @Nullable String asset;

    @Option(
            names = "--pending",
            paramLabel = "HEX|FILE",
            description = "unsigned bytes of the transaction that waits: for speed-up and cancel")
    private @Nullable String pending;

    /// Which kind of wish it is.
    public String word() {
        return kind.word();
    }

    /// What is moved, where it is named by something that has an address: the contract or mint of a token.
    public Optional<String> token() {
        return Optional.ofNullable(asset)
                .map(ASSET::matcher)
                .filter(parts -> parts.matches() && !parts.group(2).equals(COIN))
                .map(parts -> parts.group(3));
    }

    /// What is wished of a chain.
    ///
    /// @throws Unusable if an option is missing, of no use, or not of its form: the text names it
    public Wish wish(ChainId chain, Chain family) throws Unusable, IOException {
        check("--to", to, kind == Kind.PAY || kind == Kind.SWEEP);
        check("--amount", amount, kind == Kind.PAY);
        check("--pending", pending, kind == Kind.SPEED_UP || kind == Kind.CANCEL);
        if (asset != null && (kind == Kind.SPEED_UP || kind == Kind.CANCEL))
            throw new Unusable("--asset is of no use with " + word());
        return switch (kind) {
            case PAY -> new Wish.Pay(asset(chain, family), receiver(chain, family), amount());
            case SWEEP -> new Wish.Sweep(asset(chain, family), receiver(chain, family));
            case CONSOLIDATE -> new Wish.Consolidate(asset(chain, family));
            case SPEED_UP -> new Wish.SpeedUp(pending(chain, family));
            case CANCEL -> new Wish.Cancel(pending(chain, family));
        };
    }

    private void check(String name, @Nullable Object given, boolean isNeeded) throws Unusable {
        if (isNeeded && given == null) throw new Unusable("%s is missing: %s needs it".formatted(name, word()));
        if (!isNeeded && given != null) throw new Unusable("%s is of no use with %s".formatted(name, word()));
    }

    /// Digits and nothing else: a sign, a fraction or an exponent would be somebody's guess at another unit.
    private BigInteger amount() throws Unusable {
        var digits = Optional.ofNullable(amount).orElseThrow();
        if (!AMOUNT.matcher(digits).matches())
            throw new Unusable(
                    "--amount is no whole number of base units: expected digits alone, such as 1500000, at most 78,"
                            + " without sign, space, point or exponent, and no 0 before others");
        return new BigInteger(digits);
    }

    private Account receiver(ChainId chain, Chain family) throws Unusable {
        return Optional.ofNullable(to)
                .flatMap(text -> family.account(chain, text))
                .orElseThrow(() -> new Unusable(
                        "--to is no address of %s with its right checksum: check every character".formatted(chain)));
    }

    private Asset asset(ChainId chain, Chain family) throws Unusable {
        if (asset == null) return family.building().coin(chain);
        var parts = ASSET.matcher(asset);
        if (!parts.matches())
            throw new Unusable("--asset is not of the form namespace:reference, such as " + coin(chain, family));
        if (parts.group(1) != null && !parts.group(1).equals(chain.toString()))
            throw new Unusable("--asset is of another chain than the state, " + chain);
        var reference = parts.group(3);
        if (parts.group(2).equals(COIN)) return new Asset(chain, COIN, reference);
        // An address has one canonical text, and assets are compared by it.
        var address = family.account(chain, reference)
                .orElseThrow(() -> new Unusable(
                        "--asset names no address of %s with its right checksum: check every".formatted(chain)
                                + " character"));
        return new Asset(chain, parts.group(2), address.address());
    }

    private static String coin(ChainId chain, Chain family) {
        var coin = family.building().coin(chain);
        return coin.namespace() + ":" + coin.reference();
    }

    private UnsignedTransaction pending(ChainId chain, Chain family) throws Unusable, IOException {
        return switch (family.parse(
                chain, Content.TRANSACTION, bytes(Optional.ofNullable(pending).orElseThrow()))) {
            case Parsed.Ok<? extends UnsignedTransaction>(var transaction) -> transaction;
            case Parsed.Malformed<? extends UnsignedTransaction>(var offset, var expected) ->
                throw new Unusable("--pending at byte %d: expected %s".formatted(offset, expected));
        };
    }

    private static Bytes bytes(String given) throws Unusable, IOException {
        var hex = HEX.matcher(given);
        if (hex.matches()) return Bytes.ofHex(hex.group(2));
        try {
            var text = new String(Files.readAllBytes(Path.of(given)), StandardCharsets.US_ASCII).strip();
            var inside = HEX.matcher(text);
            if (inside.matches()) return Bytes.ofHex(inside.group(2));
            throw new Unusable("--pending names a file that holds no hex of whole bytes");
        } catch (InvalidPathException noName) {
            throw new Unusable("--pending is neither hex of whole bytes nor a file");
        }
    }
}
