package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static tallystick.core.kit.TypedTexts.OWNER;
import static tallystick.core.kit.TypedTexts.PERMIT2;
import static tallystick.core.kit.TypedTexts.SPENDER;
import static tallystick.core.kit.TypedTexts.TOKEN;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.Ethereum;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.clear.ClearText;
import tallystick.core.kit.TypedTexts;
import tallystick.crypto.codec.Bytes;

class TypedMessageTest {
    private static final ChainId CHAIN = new ChainId("eip155", "1");
    private static final Account SIGNER = account(OWNER);
    private static final Asset ERC20 = new Asset(CHAIN, "erc20", TOKEN);
    private static final String DETAILS = "PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)";
    private static final String PERMISSIONS = "TokenPermissions(address token,uint256 amount)";
    private static final String UINT256_MAX =
            BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE).toString();
    private static final String UINT160_MAX =
            BigInteger.ONE.shiftLeft(160).subtract(BigInteger.ONE).toString();

    private static Account account(String address) {
        return Address.parse(address).orElseThrow().on(CHAIN);
    }

    private static UnsignedTransaction parse(String text) {
        return new Ethereum()
                .parse(CHAIN, Content.TYPED_DATA, Bytes.ofUtf8(text))
                .orThrow();
    }

    private static List<Effect> effects(UnsignedTransaction typed) {
        return typed.effects(SIGNER, Knowledge.none());
    }

    private static List<String> codes(UnsignedTransaction typed) {
        return typed.warnings(SIGNER, Knowledge.none()).stream()
                .map(Warning::code)
                .toList();
    }

    private static Effect.Allowance allowance(Asset asset, String amount, Optional<Instant> until) {
        return new Effect.Allowance(
                asset,
                SIGNER,
                account(SPENDER),
                amount.isEmpty() ? Optional.empty() : Optional.of(new BigInteger(amount)),
                until);
    }

    @Test
    void permit_isAnAllowance() {
        var structs = "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)";
        var message = "{\"owner\":\"%s\",\"spender\":\"%s\",\"value\":\"%s\",\"nonce\":0,\"deadline\":\"9\"}";
        var some = parse(TypedTexts.of("Coin", TOKEN, structs, message.formatted(OWNER, SPENDER, "70")));
        assertThat(effects(some)).containsExactly(allowance(ERC20, "70", Optional.empty()));
        assertThat(codes(some)).containsExactly("UNKNOWN_CONTRACT", "ALLOWANCE");
        var all = parse(TypedTexts.of("Coin", TOKEN, structs, message.formatted(OWNER, SPENDER, UINT256_MAX)));
        assertThat(effects(all)).containsExactly(allowance(ERC20, "", Optional.empty()));
        assertThat(codes(all)).containsExactly("UNLIMITED_ALLOWANCE", "UNKNOWN_CONTRACT");
        var anothers = parse(TypedTexts.of("Coin", TOKEN, structs, message.formatted(SPENDER, SPENDER, "70")));
        assertThat(codes(anothers)).contains("OF_ANOTHER_ACCOUNT");
        assertThat(((Effect.Allowance) effects(anothers).getFirst()).owner()).isEqualTo(account(SPENDER));
    }

    @Test
    void permitForAll_isAllowedWithoutLimitOrTakenBack() {
        var structs = "Permit(address holder,address spender,uint256 nonce,uint256 expiry,bool allowed)";
        var message = "{\"holder\":\"%s\",\"spender\":\"%s\",\"nonce\":0,\"expiry\":0,\"allowed\":%s}";
        var given = parse(TypedTexts.of("Dai", TOKEN, structs, message.formatted(OWNER, SPENDER, "true")));
        assertThat(effects(given)).containsExactly(allowance(ERC20, "", Optional.empty()));
        var taken = parse(TypedTexts.of("Dai", TOKEN, structs, message.formatted(OWNER, SPENDER, "false")));
        assertThat(effects(taken)).containsExactly(allowance(ERC20, "0", Optional.empty()));
        assertThat(codes(taken)).containsExactly("UNKNOWN_CONTRACT");
    }

    @Test
    void permitOfOneItem_isAnAllowanceOfThatItem() {
        var typed = parse(TypedTexts.of(
                "Cats",
                TOKEN,
                "Permit(address spender,uint256 tokenId,uint256 nonce,uint256 deadline)",
                "{\"spender\":\"%s\",\"tokenId\":12,\"nonce\":0,\"deadline\":1}".formatted(SPENDER)));
        assertThat(effects(typed))
                .containsExactly(allowance(new Asset(CHAIN, "erc721", TOKEN).item("12"), "1", Optional.empty()));
    }

    @Test
    void permit2_allowsUntilItsEnd() {
        var detail = "{\"token\":\"%s\",\"amount\":\"%s\",\"expiration\":%s,\"nonce\":0}";
        var single = parse(TypedTexts.of(
                "Permit2",
                PERMIT2,
                "PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)" + DETAILS,
                "{\"details\":%s,\"spender\":\"%s\",\"sigDeadline\":5}"
                        .formatted(detail.formatted(TOKEN, "70", "1700000000"), SPENDER)));
        assertThat(effects(single))
                .containsExactly(allowance(ERC20, "70", Optional.of(Instant.ofEpochSecond(1_700_000_000))));
        assertThat(codes(single)).containsExactly("ALLOWANCE");
        var batch = parse(TypedTexts.of(
                "Permit2",
                PERMIT2,
                "PermitBatch(PermitDetails[] details,address spender,uint256 sigDeadline)" + DETAILS,
                "{\"details\":[%s,%s],\"spender\":\"%s\",\"sigDeadline\":5}"
                        .formatted(
                                detail.formatted(TOKEN, UINT160_MAX, "281474976710655"),
                                detail.formatted(TOKEN, "1", "0"),
                                SPENDER)));
        assertThat(effects(batch))
                .containsExactly(
                        allowance(ERC20, "", Optional.empty()),
                        allowance(ERC20, "1", Optional.of(Instant.ofEpochSecond(5))));
        assertThat(codes(batch)).containsExactly("UNLIMITED_ALLOWANCE", "ALLOWANCE");
        var almost = parse(TypedTexts.of(
                "Permit2",
                PERMIT2,
                "PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)" + DETAILS,
                "{\"details\":%s,\"spender\":\"%s\",\"sigDeadline\":5}"
                        .formatted(
                                detail.formatted(
                                        TOKEN, new BigInteger(UINT160_MAX).subtract(BigInteger.ONE), "1700000000"),
                                SPENDER)));
        assertThat(codes(almost)).containsExactly("UNLIMITED_ALLOWANCE");
    }

    @Test
    void permit2ForOneUse_allowsUntilItsDeadline() {
        var permitted = "{\"token\":\"%s\",\"amount\":\"%s\"}";
        var rest = "\"spender\":\"%s\",\"nonce\":\"3\",\"deadline\":1700000000}".formatted(SPENDER);
        var until = Optional.of(Instant.ofEpochSecond(1_700_000_000));
        var ending = "address spender,uint256 nonce,uint256 deadline)" + PERMISSIONS;
        var one = parse(TypedTexts.of(
                "Permit2",
                PERMIT2,
                "PermitTransferFrom(TokenPermissions permitted," + ending,
                "{\"permitted\":%s,%s".formatted(permitted.formatted(TOKEN, "70"), rest)));
        assertThat(effects(one)).containsExactly(allowance(ERC20, "70", until));
        assertThat(codes(one)).containsExactly("SIGNED_PERMIT", "ALLOWANCE");
        var two = parse(TypedTexts.of(
                "Permit2",
                PERMIT2,
                "PermitBatchTransferFrom(TokenPermissions[] permitted," + ending,
                "{\"permitted\":[%s,%s],%s"
                        .formatted(permitted.formatted(TOKEN, UINT256_MAX), permitted.formatted(TOKEN, "2"), rest)));
        assertThat(effects(two)).containsExactly(allowance(ERC20, "", until), allowance(ERC20, "2", until));
        var elsewhere = parse(TypedTexts.of(
                "Permit2",
                TOKEN,
                "PermitTransferFrom(TokenPermissions permitted," + ending,
                "{\"permitted\":%s,%s".formatted(permitted.formatted(TOKEN, "70"), rest)));
        assertThat(codes(elsewhere)).contains("UNKNOWN_CONTRACT");
    }

    @Test
    void permit2WithTerms_showsThemBesideTheAllowance() {
        var terms = "Terms(address buyer)";
        var ending = "address spender,uint256 nonce,uint256 deadline,Terms witness)";
        var rest = "\"spender\":\"%s\",\"nonce\":\"3\",\"deadline\":17,\"witness\":{\"buyer\":\"%s\"}}"
                .formatted(SPENDER, OWNER);
        var checked = 0;
        for (var shape : List.of(
                List.of("PermitWitnessTransferFrom(TokenPermissions permitted,", "%s"),
                List.of("PermitBatchWitnessTransferFrom(TokenPermissions[] permitted,", "[%s]"))) {
            var permitted = shape.get(1).formatted("{\"token\":\"%s\",\"amount\":\"70\"}".formatted(TOKEN));
            var typed = parse(TypedTexts.of(
                    "Permit2",
                    PERMIT2,
                    shape.get(0) + ending + terms + PERMISSIONS,
                    "{\"permitted\":%s,%s".formatted(permitted, rest)));
            assertThat(effects(typed)).hasSize(2);
            assertThat(effects(typed).get(0)).isEqualTo(allowance(ERC20, "70", Optional.of(Instant.ofEpochSecond(17))));
            assertThat(((Effect.Statement) effects(typed).get(1)).fields())
                    .contains(new Effect.Argument("message.witness.buyer", "address", OWNER));
            assertThat(codes(typed)).contains("UNKNOWN_WITNESS");
            checked++;
        }
        assertEquals(2, checked);
    }

    @Test
    void transferByAuthorization_isATransfer() {
        var checked = 0;
        for (var name : List.of("TransferWithAuthorization", "ReceiveWithAuthorization")) {
            var typed = parse(TypedTexts.of(
                    "USD Coin",
                    TOKEN,
                    name + "(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,"
                            + "bytes32 nonce)",
                    ("{\"from\":\"%s\",\"to\":\"%s\",\"value\":\"70\",\"validAfter\":0,"
                                    + "\"validBefore\":1,\"nonce\":\"0x%s\"}")
                            .formatted(OWNER, SPENDER, "ab".repeat(32))));
            assertThat(effects(typed))
                    .containsExactly(new Effect.Transfer(ERC20, SIGNER, account(SPENDER), BigInteger.valueOf(70)));
            assertThat(codes(typed)).containsExactly("UNKNOWN_CONTRACT", "SIGNED_TRANSFER");
            checked++;
        }
        assertEquals(2, checked);
    }

    @Test
    void knownContract_isNotWarnedAbout() {
        var typed = parse(TypedTexts.of(
                "Coin",
                TOKEN,
                "Permit(address spender,uint256 tokenId,uint256 nonce,uint256 deadline)",
                "{\"spender\":\"%s\",\"tokenId\":12,\"nonce\":0,\"deadline\":1}".formatted(SPENDER)));
        var known = Knowledge.none().label(account(TOKEN), "cats");
        assertThat(typed.warnings(SIGNER, known)).extracting(Warning::code).containsExactly("ALLOWANCE");
    }

    @Test
    void unknownType_isShownAndUndecoded() {
        var mail = parse(TypedTexts.MAIL);
        assertThat(effects(mail)).hasSize(2);
        var said = (Effect.Statement) effects(mail).get(0);
        assertEquals("Mail", said.text());
        assertThat(said.fields())
                .extracting(Effect.Argument::name)
                .containsExactly(
                        "domain.name",
                        "domain.version",
                        "domain.chainId",
                        "domain.verifyingContract",
                        "message.from.name",
                        "message.from.wallet",
                        "message.to.name",
                        "message.to.wallet",
                        "message.contents");
        assertThat(effects(mail).get(1)).isInstanceOf(Effect.Undecoded.class);
        assertThat(codes(mail)).containsExactly("UNKNOWN_TYPED_DATA");
    }

    @Test
    void rightNameWithAnotherShape_isUndecoded() {
        var typed = parse(TypedTexts.of(
                "Coin",
                TOKEN,
                "Permit(address owner,address spender,uint256 value,uint256 nonce,uint128 deadline)",
                "{\"owner\":\"%s\",\"spender\":\"%s\",\"value\":\"7\",\"nonce\":0,\"deadline\":\"9\"}"
                        .formatted(OWNER, SPENDER)));
        assertThat(codes(typed)).containsExactly("UNKNOWN_TYPED_DATA");
        var notPermit2 = parse(TypedTexts.of(
                "Permit3",
                PERMIT2,
                "PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)" + DETAILS,
                ("{\"details\":{\"token\":\"%s\",\"amount\":1,\"expiration\":1,\"nonce\":0},"
                                + "\"spender\":\"%s\",\"sigDeadline\":5}")
                        .formatted(TOKEN, SPENDER)));
        assertThat(codes(notPermit2)).containsExactly("UNKNOWN_TYPED_DATA");
    }

    @Test
    void permitsOfNothing_areUndecoded() {
        var checked = 0;
        for (var structs : List.of(
                "PermitBatch(PermitDetails[] details,address spender,uint256 sigDeadline)" + DETAILS,
                "PermitBatchTransferFrom(TokenPermissions[] permitted,address spender,uint256 nonce,uint256 deadline)"
                        + "TokenPermissions(address token,uint256 amount)")) {
            var typed = parse(TypedTexts.of(
                    "Permit2",
                    PERMIT2,
                    structs,
                    structs.startsWith("PermitBatch(")
                            ? "{\"details\":[],\"spender\":\"%s\",\"sigDeadline\":5}".formatted(SPENDER)
                            : "{\"permitted\":[],\"spender\":\"%s\",\"nonce\":0,\"deadline\":5}".formatted(SPENDER)));
            assertThat(effects(typed)).hasSize(2).first().isInstanceOf(Effect.Statement.class);
            assertThat(effects(typed))
                    .last()
                    .isInstanceOfSatisfying(
                            Effect.Undecoded.class,
                            undecoded -> assertThat(undecoded.why()).isEqualTo("permit of nothing"));
            checked++;
        }
        assertThat(checked).isEqualTo(2);
    }

    @Test
    void listsAndEmptyThings_areShownLeafByLeaf() {
        var typed = parse(TypedTexts.of(
                "List",
                TOKEN,
                "List(uint8[] some,uint8[2][] more,string[] none)",
                "{\"some\":[1,2],\"more\":[[3,4]],\"none\":[]}"));
        assertThat(((Effect.Statement) effects(typed).getFirst()).fields())
                .contains(
                        new Effect.Argument("message.some[1]", "uint8", "2"),
                        new Effect.Argument("message.more[0][1]", "uint8", "4"),
                        new Effect.Argument("message.none", "string[]", "[]"));
    }

    @Test
    void listsOfManyValues_areCutWhereTheyAreShown() {
        var text = "{\"some\":[" + "1,".repeat(299) + "%s]}";
        var typed = parse(TypedTexts.of("List", TOKEN, "List(uint8[] some)", text.formatted("1")));
        var other = parse(TypedTexts.of("List", TOKEN, "List(uint8[] some)", text.formatted("2")));
        var shown = details(typed);
        assertThat(((Effect.Statement) effects(typed).getFirst()).fields()).hasSize(303);
        // One line for the name of the type, 200 of values, and one for the rest.
        assertThat(shown).hasSize(202);
        assertThat(shown.getLast()).startsWith("[... 103 more lines cut, sha-256 ");
        assertThat(details(other).getLast()).isNotEqualTo(shown.getLast());
        assertThat(details(other).subList(0, 201)).isEqualTo(shown.subList(0, 201));
    }

    private static List<String> details(UnsignedTransaction typed) {
        return ClearText.of(effects(typed), List.of(), List.of(), Knowledge.none())
                .effects()
                .getFirst()
                .details();
    }

    @Test
    void domainWithoutChain_isUndecodedBesideWhatItDoes() {
        var text = TypedTexts.of(
                        "Coin",
                        TOKEN,
                        "Permit(address spender,uint256 tokenId,uint256 nonce,uint256 deadline)",
                        "{\"spender\":\"%s\",\"tokenId\":12,\"nonce\":0,\"deadline\":1}".formatted(SPENDER))
                .replace("{\"name\":\"chainId\",\"type\":\"uint256\"},", "")
                .replace("\"chainId\":\"1\",", "");
        assertThat(effects(parse(text))).hasSize(2).last().isInstanceOf(Effect.Undecoded.class);
        assertThat(codes(parse(text))).startsWith("NOT_BOUND_TO_CHAIN");
        var salted = text.replace(
                        "{\"name\":\"verifyingContract\",\"type\":\"address\"}]",
                        "{\"name\":\"verifyingContract\",\"type\":\"address\"},"
                                + "{\"name\":\"salt\",\"type\":\"bytes32\"}]")
                .replace(
                        "\"verifyingContract\":\"",
                        "\"salt\":\"0x%s01\",\"verifyingContract\":\"".formatted("00".repeat(31)));
        assertThat(effects(parse(salted))).hasSize(1);
        assertThat(effects(parse(salted.replace("01\",\"verifying", "02\",\"verifying"))))
                .hasSize(2);
    }
}
