package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Warning;
import tallystick.core.clear.AddressText;
import tallystick.core.clear.ClearText;
import tallystick.core.kit.ClearCases;
import tallystick.core.kit.Hostile;
import tallystick.crypto.codec.Bytes;

@DisplayName("Clear text, docs/spec/clear-text.md")
class ClearTextTest {
    private static final ChainId BITCOIN = new ChainId("bip122", "000000000019d6689c085ae165831e93");
    private static final ChainId SOLANA = new ChainId("solana", "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp");

    private static String amount(Asset asset, BigInteger amount, Knowledge knowledge) {
        var text = ClearText.of(
                        List.of(new Effect.Fee(asset, ClearCases.VAULT, amount)), List.of(), List.of(), knowledge)
                .effects()
                .getFirst()
                .text();
        return text.substring("At most ".length(), text.indexOf(" (", "At most ".length()));
    }

    @Test
    void withoutEffects_itSaysThatNothingHappens() {
        assertThat(ClearText.of(List.of(), List.of(), List.of(), Knowledge.none()))
                .hasToString("Nothing happens.\n");
    }

    @Test
    void amounts_ofManySizes_areExactAndGrouped() {
        var cases = Map.of(
                "0", "0 UNI",
                "1", "0.000001 UNI",
                "999999", "0.999999 UNI",
                "1000000", "1 UNI",
                "1000001", "1.000001 UNI",
                "999000000", "999 UNI",
                "1000000000", "1,000 UNI",
                "123456789012345678901234567890", "123,456,789,012,345,678,901,234.56789 UNI");
        var knowledge = Knowledge.none().unit(ClearCases.DOLLAR, new Knowledge.Unit("UNI", 6));
        cases.forEach((base, shown) -> assertThat(amount(ClearCases.DOLLAR, new BigInteger(base), knowledge))
                .isEqualTo(shown));
        var whole = Knowledge.none().unit(ClearCases.DOLLAR, new Knowledge.Unit("W", 0));
        assertThat(amount(ClearCases.DOLLAR, BigInteger.valueOf(1234), whole)).isEqualTo("1,234 W");
        var fine = Knowledge.none().unit(ClearCases.DOLLAR, new Knowledge.Unit("F", 77));
        assertThat(amount(ClearCases.DOLLAR, BigInteger.ONE, fine)).isEqualTo("0." + "0".repeat(76) + "1 F");
    }

    @Test
    void coinsOfTheBestKnownChains_haveTheirUnitsWithoutKnowledge() {
        var one = BigInteger.TEN.pow(8);
        assertThat(amount(Asset.coin(BITCOIN, 0), one, Knowledge.none())).isEqualTo("1 BTC");
        assertThat(amount(Asset.coin(SOLANA, 501), one, Knowledge.none())).isEqualTo("0.1 SOL");
        assertThat(amount(ClearCases.ETHER, one, Knowledge.none())).isEqualTo("0.0000000001 ETH");
    }

    @Test
    void symbols_ofKnowledge_cannotBreakOut() {
        var knowledge = Knowledge.none().unit(ClearCases.DOLLAR, new Knowledge.Unit("U\u202eD", 0));
        assertThat(amount(ClearCases.DOLLAR, BigInteger.ONE, knowledge)).isEqualTo("1 U\\u{202E}D");
    }

    @Test
    void addresses_ofEveryFamily_areGroupedInFoursAfterWhatIsFixed() {
        assertThat(AddressText.of(ClearCases.VAULT))
                .hasToString("0x 5aAe b605 3F3E 94C9 b9A0 9f33 6694 35E7 Ef1B eAed");
        assertThat(AddressText.of(new Account(BITCOIN, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")))
                .hasToString("bc1q w508 d6qe jxtd g4y5 r3za rvar y0c5 xw7k v8f3 t4");
        assertThat(AddressText.of(new Account(BITCOIN, "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"))
                        .groups())
                .startsWith("1", "BvBM")
                .endsWith("aNVN", "2");
        assertThat(AddressText.of(new Account(SOLANA, "11111111111111111111111111111111"))
                        .groups())
                .hasSize(8)
                .containsOnly("1111");
        assertThat(AddressText.of(new Account(BITCOIN, "1"))).hasToString("1");
    }

    private static List<String> codes(Effect effect, Knowledge knowledge) {
        return ClearText.of(List.of(effect), List.of(), List.of(), knowledge).warnings().stream()
                .map(warning -> warning.severity() + " " + warning.code())
                .toList();
    }

    private static Effect to(Account account) {
        return new Effect.Transfer(ClearCases.ETHER, ClearCases.VAULT, account, BigInteger.ONE);
    }

    @Test
    void address_thatBeginsAndEndsLikeAKnownOne_isDangerous() {
        var known = Knowledge.none().label(ClearCases.SHOP, "Northwind Ltd");
        assertThat(codes(to(ClearCases.at("0xD8DA000000000000000000000000000000006045")), known))
                .containsExactly("DANGER LOOKALIKE_ADDRESS");
        assertThat(codes(to(ClearCases.at("0xd8d0000000000000000000000000000000006045")), known))
                .isEmpty();
        assertThat(codes(to(ClearCases.at("0xd8da000000000000000000000000000000006046")), known))
                .isEmpty();
        assertThat(codes(to(ClearCases.SHOP), known)).isEmpty();
        assertThat(codes(to(ClearCases.NOBODY), Knowledge.none())).isEmpty();
        var other = new Account(new ChainId("eip155", "10"), ClearCases.SHOP.address());
        assertThat(codes(to(other), known)).isEmpty();
    }

    @Test
    void addressesInsideArguments_areComparedToo() {
        var call = new Effect.Call(
                ClearCases.VAULT,
                ClearCases.NOBODY,
                "pay(address)",
                List.of(new Effect.Argument("to", "address", "0xd8da000000000000000000000000000000006045")),
                Effect.Operation.CALL,
                BigInteger.ZERO,
                0);
        assertThat(codes(call, ClearCases.knowledge())).containsExactly("DANGER LOOKALIKE_ADDRESS");
    }

    @Test
    void names_thatLookAlike_areShownTogether() {
        for (var name :
                List.of("N0rthwind Ltd", "Northwlnd Ltd", "NORTHWIND-LTD", "N\u043erthwind Ltd", "Northwind Ltd"))
            assertThat(codes(
                            to(ClearCases.SHOP),
                            Knowledge.none()
                                    .label(ClearCases.SHOP, "Northwind Ltd")
                                    .label(ClearCases.NOBODY, name)))
                    .as(name)
                    .containsExactly("ATTENTION CONFUSABLE_LABELS");
        assertThat(codes(
                        to(ClearCases.SHOP),
                        Knowledge.none()
                                .label(ClearCases.SHOP, "Northwind Ltd")
                                .label(ClearCases.NOBODY, "Southwind Ltd")))
                .isEmpty();
    }

    @Test
    void text_thatImitatesAName_isDangerousAndTheNameItselfIsNot() {
        for (var text : List.of("pay N0rthwind Ltd now", "Northw\u0131nd Ltd", "Nort\u04bbwind Ltd"))
            assertThat(codes(
                            new Effect.Statement(ClearCases.VAULT, "message", text, List.of()), ClearCases.knowledge()))
                    .as(text)
                    .contains("DANGER TEXT_IMITATES_LABEL");
        var honest = new Effect.Statement(ClearCases.VAULT, "message", "pay Northwind Ltd now", List.of());
        assertThat(codes(honest, ClearCases.knowledge())).isEmpty();
    }

    @Test
    void imitation_behindALongText_isFound() {
        var text = "x".repeat(60_000) + "\npay N0rthwind Ltd now";
        assertThat(codes(new Effect.Statement(ClearCases.VAULT, "message", text, List.of()), ClearCases.knowledge()))
                .contains("DANGER TEXT_IMITATES_LABEL");
    }

    @Test
    void manyAccounts_againstManyNames_costTheirSum_notTheirProduct() {
        var names = Knowledge.builder();
        for (var i = 0; i < 2000; i++) names.label(numbered(1_000_000 + i), "Counterparty " + i);
        var knowledge = names.build();
        var effects = IntStream.range(0, 2000)
                .mapToObj(i -> to(numbered(2_000_000 + i)))
                .toList();
        assertThat(Hostile.allocated(() -> ClearText.of(effects, List.of(), List.of(), knowledge)))
                .isLessThan(100_000_000L);
    }

    private static Account numbered(int number) {
        return new Account(ClearCases.VAULT.chain(), "0x%08x%032x".formatted(number, 0));
    }

    @Test
    void undecodedBytes_alwaysCarryADanger_andOnlyOne() {
        var undecoded = new Effect.Undecoded(ClearCases.NOBODY, Bytes.ofHex("00"), "no known meaning");
        assertThat(codes(undecoded, Knowledge.none())).containsExactly("DANGER UNDECODED");
        var given = new Warning(Warning.Severity.DANGER, "UNDECODED_CALL", "A call is not understood.");
        assertThat(ClearText.of(List.of(undecoded), List.of(), List.of(given), Knowledge.none())
                        .warnings())
                .containsExactly(given);
    }

    @Test
    void longDeclaration_isCutAndSaysSo() {
        var statement = new Effect.Statement(ClearCases.VAULT, "message", "x\n".repeat(1000), List.of());
        var text = ClearText.of(List.of(statement), List.of(), List.of(), Knowledge.none());
        assertThat(text.lines()).hasSize(1 + 1 + 100 + 1);
        assertThat(text.lines().getLast()).isEqualTo("   [cut after 100 lines]");
        assertThat(text.warnings()).extracting(Warning::code).containsExactly("TEXT_CUT");
    }

    @Test
    void text_ofTheSameEffects_isTheSame() {
        assertThat(ClearCases.texts()).isEqualTo(ClearCases.texts());
        assertThat(ClearCases.texts().get("payments").toString())
                .endsWith(".\n")
                .startsWith("1. 1,250.5 USDC (");
    }
}
