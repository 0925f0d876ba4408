package tallystick.core.kit;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Effect.Argument;
import tallystick.core.chain.Effect.Authority;
import tallystick.core.chain.Effect.Turn;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Term;
import tallystick.core.chain.Warning;
import tallystick.core.clear.ClearText;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.derive.DerivationPath;

/// Effects of every kind, whose texts stand in `vectors/house/clear/texts.json` under the same names.
public final class ClearCases {
    public static final ChainId MAIN = new ChainId("eip155", "1");
    public static final Account VAULT = at("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
    public static final Account SHOP = at("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045");
    public static final Account NOBODY = at("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359");
    public static final Asset ETHER = Asset.coin(MAIN, 60);
    public static final Asset DOLLAR = new Asset(MAIN, "erc20", "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48");
    public static final Asset CATS = new Asset(MAIN, "erc721", "0x06012c8cf97BEaD5deAe237070F9587f8E7A266d");

    private static final Optional<Account> AT_NOBODY = Optional.of(NOBODY);

    private ClearCases() {}

    public static Account at(String address) {
        return new Account(MAIN, address);
    }

    public static Knowledge knowledge() {
        return Knowledge.none()
                .unit(DOLLAR, new Knowledge.Unit("USDC", 6))
                .own(VAULT, "Payments EU")
                .label(SHOP, "Northwind Ltd");
    }

    /// The text of each case.
    public static Map<String, ClearText> texts() {
        var texts = new LinkedHashMap<String, ClearText>();
        effects().forEach((name, effects) -> texts.put(name, ClearText.of(effects, List.of(), List.of(), knowledge())));
        texts.put(
                "warnings of a chain's package, the gravest first",
                ClearText.of(
                        List.of(new Effect.Fee(ETHER, VAULT, BigInteger.ONE)),
                        List.of(),
                        List.of(
                                new Warning(Warning.Severity.ATTENTION, "UNUSUAL", "Look twice."),
                                new Warning(Warning.Severity.DANGER, "FOREIGN_CODE", "Foreign code runs.")),
                        knowledge()));
        texts.put(
                "nothing known",
                ClearText.of(
                        List.of(new Effect.Transfer(DOLLAR, VAULT, SHOP, BigInteger.valueOf(1_250_500_000))),
                        List.of(),
                        List.of(),
                        Knowledge.none()));
        var ends = new Effect.Fee(ETHER, VAULT, BigInteger.ONE);
        texts.put("every term", ClearText.of(List.of(ends), terms(), List.of(), knowledge()));
        texts.put(
                "a time that cannot come",
                ClearText.of(
                        List.of(),
                        List.of(
                                new Term.NotBefore("validAfter", Optional.of(NOBODY), second("1790000000"), false),
                                new Term.NotAfter(
                                        "validBefore", Optional.of(NOBODY), Optional.of(second("1790000001")), false)),
                        List.of(),
                        knowledge()));
        texts.put(
                "parts with times of their own",
                ClearText.of(
                        List.of(ends, ends, ends),
                        List.of(
                                part(1, 1, new Term.NotAfter("validBefore", AT_NOBODY, moment("1790000000"), false)),
                                part(2, 3, new Term.NotBefore("validAfter", AT_NOBODY, second("1790000000"), false)),
                                part(2, 3, new Term.NotAfter("validUntil", AT_NOBODY, Optional.empty(), true))),
                        List.of(),
                        knowledge()));
        texts.put("a login", ClearText.of(List.of(), login(), List.of(), knowledge()));
        return texts;
    }

    private static Term part(int first, int last, Term term) {
        return new Term.Part(new Term.Span(first, last), term);
    }

    private static Optional<Term.Moment> moment(String since1970) {
        return Optional.of(second(since1970));
    }

    private static List<Term> login() {
        Term.Moment made = new Term.Written(Instant.parse("2026-09-21T14:13:20.250Z"));
        Term.Moment end = new Term.Written(Instant.parse("2026-09-21T15:13:20Z"));
        return List.of(
                new Term.Once("login", VAULT, Optional.empty(), "32891756"),
                new Term.Made("issued at", made),
                new Term.NotBefore("not before", Optional.empty(), made, true),
                new Term.NotAfter("expiration time", Optional.empty(), Optional.of(end), false));
    }

    private static Term.Second second(String since1970) {
        return new Term.Second(new BigInteger(since1970));
    }

    private static List<Term> terms() {
        var greatest = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE).toString();
        var at = Optional.of(NOBODY);
        return List.of(
                new Term.Order("transaction", VAULT, Optional.empty(), Optional.empty(), BigInteger.valueOf(71)),
                new Term.Order("user operation", VAULT, at, Optional.of(BigInteger.valueOf(7)), BigInteger.ZERO),
                new Term.Once("authorisation", SHOP, at, "0x" + "ab".repeat(32)),
                new Term.NotBefore("validAfter", at, second("1790000000"), true),
                new Term.NotBefore("lock time", Optional.empty(), new Term.Block(BigInteger.valueOf(900_000)), false),
                new Term.NotAfter("deadline", at, Optional.of(second("253402300799")), true),
                new Term.NotAfter("validBefore", at, Optional.of(second("1790086400")), false),
                new Term.NotAfter("deadline", at, Optional.of(second("253402300800")), true),
                new Term.NotAfter("deadline", at, Optional.of(second(greatest)), true),
                new Term.NotAfter("validUntil", at, Optional.empty(), true),
                new Term.Aged(1, BigInteger.ONE, true),
                new Term.Aged(2, BigInteger.valueOf(1024), false),
                new Term.While("recent blockhash", Optional.empty(), Optional.empty()),
                new Term.While("durable nonce", at, Optional.of("4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM")));
    }

    private static Map<String, List<Effect>> effects() {
        var cases = new LinkedHashMap<String, List<Effect>>();
        cases.put("payments", payments());
        cases.put(
                "coins of several addresses",
                List.of(
                        new Effect.Spend(ETHER, VAULT, BigInteger.TWO, Optional.of(DerivationPath.of(0, 3))),
                        new Effect.Spend(ETHER, NOBODY, BigInteger.ONE, Optional.empty())));
        cases.put("allowances", allowances());
        cases.put("every authority, every turn", authorities());
        cases.put("calls", calls());
        cases.put(
                "new code",
                List.of(
                        new Effect.Creation(VAULT, Optional.empty(), Bytes.ofHex("6000")),
                        new Effect.Creation(VAULT, Optional.of(NOBODY), Bytes.copyOf(new byte[100]))));
        cases.put(
                "a declaration",
                List.of(new Effect.Statement(
                        VAULT,
                        "message",
                        "I agree.\nNorthw\u0456nd Ltd gets \u202eall\"",
                        List.of(new Argument("domain", "string", "example.org")))));
        cases.put(
                "bytes nobody understands",
                List.of(
                        new Effect.Undecoded(NOBODY, Bytes.ofHex("deadbeef"), "calldata with no known meaning"),
                        new Effect.Undecoded(NOBODY, Bytes.copyOf(new byte[65]), "calldata with no known meaning")));
        cases.put(
                "an address that looks like a known one",
                List.of(new Effect.Transfer(
                        ETHER, VAULT, at("0xd8dA000000000000000000000000000000006045"), BigInteger.ONE)));
        return cases;
    }

    private static List<Effect> payments() {
        return List.of(
                new Effect.Transfer(DOLLAR, VAULT, SHOP, BigInteger.valueOf(1_250_500_000)),
                new Effect.Transfer(ETHER, VAULT, NOBODY, BigInteger.TEN.pow(18).multiply(BigInteger.valueOf(1234567))),
                new Effect.Transfer(CATS.item("42"), VAULT, NOBODY, BigInteger.ONE),
                new Effect.Change(ETHER, VAULT, BigInteger.ONE, DerivationPath.of(1, 5)),
                new Effect.Fee(ETHER, VAULT, BigInteger.valueOf(21_000_000_000_000L)));
    }

    private static List<Effect> allowances() {
        return List.of(
                new Effect.Allowance(DOLLAR, VAULT, SHOP, Optional.of(BigInteger.TWO), Optional.empty()),
                new Effect.Allowance(
                        DOLLAR, VAULT, NOBODY, Optional.empty(), Optional.of(Instant.ofEpochSecond(1_800_000_000))),
                new Effect.Allowance(CATS, VAULT, NOBODY, Optional.empty(), Optional.empty()));
    }

    private static List<Effect> authorities() {
        var effects = new ArrayList<Effect>();
        for (var authority : Authority.values())
            effects.add(new Effect.AuthorityChange(VAULT, authority, Turn.SET, Optional.of(NOBODY), List.of()));
        for (var turn : Turn.values())
            for (var holder : List.of(Optional.of(SHOP), Optional.<Account>empty()))
                effects.add(new Effect.AuthorityChange(
                        VAULT, Authority.OWNER, turn, holder, List.of(new Argument("nonce", "uint256", "1"))));
        effects.add(new Effect.AuthorityChange(
                VAULT,
                Authority.THRESHOLD,
                Turn.SET,
                Optional.empty(),
                List.of(new Argument("threshold", "uint256", "1"))));
        return effects;
    }

    private static List<Effect> calls() {
        return List.of(
                new Effect.Call(
                        VAULT,
                        NOBODY,
                        "swap(address,uint256,string,bytes)",
                        List.of(
                                new Argument("to", "address", SHOP.address()),
                                new Argument("amount", "uint256", "5"),
                                new Argument("", "string", "for \"Northwind\""),
                                new Argument("data", "bytes", "0x" + "00".repeat(200)),
                                new Argument("na\u200bme", "", "line\nbreak")),
                        Effect.Operation.CALL,
                        BigInteger.ZERO,
                        0),
                new Effect.Call(
                        VAULT, NOBODY, "run()", List.of(), Effect.Operation.DELEGATECALL, BigInteger.valueOf(7), 1));
    }
}
