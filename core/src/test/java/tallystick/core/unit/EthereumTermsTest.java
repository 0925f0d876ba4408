package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.TypedTexts.OWNER;
import static tallystick.core.kit.TypedTexts.PERMIT2;
import static tallystick.core.kit.TypedTexts.SPENDER;
import static tallystick.core.kit.TypedTexts.TOKEN;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Term;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.ethereum.Ethereum;
import tallystick.core.chain.ethereum.account.EntryPoint;
import tallystick.core.chain.ethereum.account.SafeApproval;
import tallystick.core.chain.ethereum.account.SafeOperation;
import tallystick.core.chain.ethereum.account.UserOperation;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.call.CallFrame;
import tallystick.core.chain.ethereum.call.Calls;
import tallystick.core.chain.ethereum.safe.SafeAccount;
import tallystick.core.chain.ethereum.safe.SafeTransaction;
import tallystick.core.chain.ethereum.safe.SafeVersion;
import tallystick.core.kit.Abi;
import tallystick.core.kit.Calling;
import tallystick.core.kit.Envelopes;
import tallystick.core.kit.EthereumKey;
import tallystick.core.kit.Operations;
import tallystick.core.kit.TypedTexts;
import tallystick.crypto.codec.Bytes;

class EthereumTermsTest {
    private static final ChainId CHAIN = Calling.CHAIN;
    private static final Account SIGNER = account(OWNER);
    private static final Account AT_TOKEN = account(TOKEN);
    private static final Bytes WORD = Bytes.ofHex("0c".repeat(32));
    private static final String DETAILS = "PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)";
    private static final String PERMISSIONS = "TokenPermissions(address token,uint256 amount)";

    private static Account account(String address) {
        return Address.parse(address).orElseThrow().on(CHAIN);
    }

    private static BigInteger number(long value) {
        return BigInteger.valueOf(value);
    }

    private static Optional<Term.Moment> second(long value) {
        return Optional.of(new Term.Second(number(value)));
    }

    private static Term.Order order(String what, Account of, Account at, long nonce) {
        return new Term.Order(what, of, Optional.of(at), Optional.empty(), number(nonce));
    }

    private static Term.NotAfter until(String field, Account at, long seconds) {
        return new Term.NotAfter(field, Optional.of(at), second(seconds), true);
    }

    /// Terms of these effects alone.
    private static Term[] of(int first, int last, Term... terms) {
        return Stream.of(terms)
                .map(each -> new Term.Part(new Term.Span(first, last), each))
                .toArray(Term[]::new);
    }

    private static Term of(int effect, Term term) {
        return new Term.Part(new Term.Span(effect, effect), term);
    }

    private static List<Term> typed(String name, String contract, String structs, String message) {
        return new Ethereum()
                .parse(CHAIN, Content.TYPED_DATA, Bytes.ofUtf8(TypedTexts.of(name, contract, structs, message)))
                .orThrow()
                .terms(SIGNER, Knowledge.none());
    }

    private static List<Term> called(Address contract, String signature, Object... arguments) {
        var data = Abi.call(signature, arguments);
        return Calls.terms(CallFrame.outermost(CHAIN, Calling.ME, contract, BigInteger.ZERO, data), Knowledge.none());
    }

    @Test
    void transactionsOfEveryType_sayTheirNonce() {
        var key = EthereumKey.of(7);
        var signer = key.on(Envelopes.TRIAL);
        var paying = Envelopes.paying(5);
        var nonce = new Term.Order(
                "transaction",
                signer,
                Optional.empty(),
                Optional.empty(),
                paying.feeMarket().nonce());
        for (var each : List.<UnsignedTransaction>of(paying.legacy(), paying.accessList(), paying.feeMarket()))
            assertThat(each.terms(signer, Knowledge.none())).containsExactly(nonce);
        var other = EthereumKey.of(8);
        var leave = paying.leave(other, false, Abi.address(6), 12);
        var delegation = new Term.Order(
                "delegation in the place of transaction",
                other.on(Envelopes.TRIAL),
                Optional.empty(),
                Optional.empty(),
                number(12));
        assertThat(paying.setCode(leave).terms(signer, Knowledge.none())).containsExactly(nonce, of(1, delegation));
        assertThat(leave.authorization().terms(other.on(Envelopes.TRIAL), Knowledge.none()))
                .containsExactly(delegation);
    }

    @Test
    void safe_saysItsOwnNonce_howeverDeepThePermitsInside() {
        var permit = Abi.call(
                "permit(address,address,uint256,uint256,bytes)", Abi.address(3), Abi.address(4), 7, 99, Bytes.empty());
        var safe = new SafeAccount(BigInteger.ONE, Abi.address(9), new SafeVersion(1, 4, 1));
        var zero = Address.parse("0x" + "0".repeat(40)).orElseThrow();
        var transaction = new SafeTransaction(
                Abi.address(2),
                BigInteger.ZERO,
                permit,
                Effect.Operation.CALL,
                BigInteger.ZERO,
                BigInteger.ZERO,
                BigInteger.ZERO,
                zero,
                zero,
                number(71));
        assertThat(new SafeApproval(safe, transaction).terms(SIGNER, Knowledge.none()))
                .containsExactly(
                        new Term.Order(
                                "Safe transaction", Calling.account(9), Optional.empty(), Optional.empty(), number(71)),
                        of(1, until("deadline", Calling.account(2), 99)));
    }

    @Test
    void userOperation_saysKeyAndSequence() {
        var plain = Operations.calling(EntryPoint.V07, Bytes.empty());
        var entry = plain.entryPoint().on(CHAIN);
        assertThat(plain.terms(SIGNER, Knowledge.none()))
                .containsExactly(new Term.Order(
                        "user operation", Calling.account(9), Optional.of(entry), Optional.of(number(0)), number(5)));
        var greatest = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        var keyed = new UserOperation(
                plain.chainNumber(),
                plain.release(),
                plain.entryPoint(),
                false,
                plain.sender(),
                greatest,
                Bytes.empty(),
                Optional.empty(),
                Bytes.empty(),
                number(1),
                number(1),
                number(1),
                number(1),
                number(1),
                Bytes.empty());
        assertThat(keyed.terms(SIGNER, Knowledge.none()))
                .containsExactly(new Term.Order(
                        "user operation",
                        Calling.account(9),
                        Optional.of(entry),
                        Optional.of(BigInteger.ONE.shiftLeft(192).subtract(BigInteger.ONE)),
                        BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE)));
    }

    @Test
    void operationOfASafe_saysBothMoments_andThatZeroIsNoEnd() {
        var operation = Operations.calling(EntryPoint.V07, Bytes.empty());
        var module = EntryPoint.V07.safeModule().orElseThrow();
        var at = Optional.of(module.on(CHAIN));
        var bounded = new SafeOperation(operation, module, 1_700_000_000L, 1_700_000_001L);
        assertThat(bounded.terms(SIGNER, Knowledge.none()))
                .containsAll(operation.terms(SIGNER, Knowledge.none()))
                .endsWith(
                        new Term.NotBefore(
                                "validAfter", at, second(1_700_000_000L).orElseThrow(), true),
                        new Term.NotAfter("validUntil", at, second(1_700_000_001L), true));
        assertThat(new SafeOperation(operation, module, 0, 0).terms(SIGNER, Knowledge.none()))
                .hasSize(2)
                .endsWith(new Term.NotAfter("validUntil", at, Optional.empty(), true));
    }

    @Test
    void signedPermits_sayNumberAndEnd() {
        var plain = "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)";
        var signed = "{\"owner\":\"%s\",\"spender\":\"%s\",\"value\":\"70\",\"nonce\":3,\"deadline\":1700000000}"
                .formatted(OWNER, SPENDER);
        assertThat(typed("Coin", TOKEN, plain, signed))
                .containsExactly(order("permit", SIGNER, AT_TOKEN, 3), until("deadline", AT_TOKEN, 1_700_000_000));
        var dai = "Permit(address holder,address spender,uint256 nonce,uint256 expiry,bool allowed)";
        var message = "{\"holder\":\"%s\",\"spender\":\"%s\",\"nonce\":4,\"expiry\":%d,\"allowed\":true}";
        assertThat(typed("Dai", TOKEN, dai, message.formatted(OWNER, SPENDER, 9)))
                .containsExactly(order("permit", SIGNER, AT_TOKEN, 4), until("expiry", AT_TOKEN, 9));
        assertThat(typed("Dai", TOKEN, dai, message.formatted(OWNER, SPENDER, 0)))
                .endsWith(new Term.NotAfter("expiry", Optional.of(AT_TOKEN), Optional.empty(), true));
        assertThat(typed(
                        "Cats",
                        TOKEN,
                        "Permit(address spender,uint256 tokenId,uint256 nonce,uint256 deadline)",
                        """
                        {"spender":"%s","tokenId":"42","nonce":1,"deadline":"9"}""".formatted(SPENDER)))
                .containsExactly(order("permit of item 42,", SIGNER, AT_TOKEN, 1), until("deadline", AT_TOKEN, 9));
    }

    @Test
    void signedTransfers_sayTheirNumberAndBothMoments() {
        var structs = "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,"
                + "uint256 validBefore,bytes32 nonce)";
        var message = ("{\"from\":\"%s\",\"to\":\"%s\",\"value\":\"70\",\"validAfter\":8,\"validBefore\":9,"
                        + "\"nonce\":\"0x%s\"}")
                .formatted(OWNER, SPENDER, WORD);
        var at = Optional.of(AT_TOKEN);
        assertThat(typed("Coin", TOKEN, structs, message))
                .containsExactly(
                        new Term.Once("authorisation", SIGNER, at, "0x" + WORD),
                        new Term.NotBefore("validAfter", at, second(8).orElseThrow(), false),
                        new Term.NotAfter("validBefore", at, second(9), false));
    }

    @Test
    void permitsOfPermit2_sayNumbersAndEnds() {
        var at = account(PERMIT2);
        var lasting = "PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)" + DETAILS;
        var message = "{\"details\":{\"token\":\"%s\",\"amount\":5,\"expiration\":%d,\"nonce\":6},\"spender\":\"%s\","
                + "\"sigDeadline\":9}";
        assertThat(typed("Permit2", PERMIT2, lasting, message.formatted(TOKEN, 1_800_000_000, SPENDER)))
                .containsExactly(
                        of(1, order("Permit2 permit", SIGNER, AT_TOKEN, 6)),
                        of(1, until("expiration of the allowance", at, 1_800_000_000)),
                        until("sigDeadline", at, 9));
        assertThat(typed("Permit2", PERMIT2, lasting, message.formatted(TOKEN, 0, SPENDER)))
                .containsExactly(of(1, order("Permit2 permit", SIGNER, AT_TOKEN, 6)), until("sigDeadline", at, 9));
        var once = "PermitTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline)";
        var signed = "{\"permitted\":{\"token\":\"%s\",\"amount\":5},\"spender\":\"%s\",\"nonce\":77,\"deadline\":9}"
                .formatted(TOKEN, SPENDER);
        assertThat(typed("Permit2", PERMIT2, once + PERMISSIONS, signed))
                .containsExactly(
                        new Term.Once("Permit2 transfer", SIGNER, Optional.of(at), "77"), until("deadline", at, 9));
    }

    @Test
    void callsThatBringAPermit_sayWhatTheSignedOneSays() {
        var contract = Calling.CONTRACT;
        var at = Calling.account(2);
        var owner = Calling.account(3);
        assertThat(called(
                        contract,
                        "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)",
                        Abi.address(3),
                        Abi.address(4),
                        7,
                        99,
                        27,
                        WORD,
                        WORD))
                .containsExactly(of(1, until("deadline", at, 99)));
        assertThat(called(
                        contract,
                        "permit(address,address,uint256,uint256,bool,uint8,bytes32,bytes32)",
                        Abi.address(3),
                        Abi.address(4),
                        7,
                        0,
                        true,
                        27,
                        WORD,
                        WORD))
                .containsExactly(of(
                        1,
                        1,
                        order("permit", owner, at, 7),
                        new Term.NotAfter("expiry", Optional.of(at), Optional.empty(), true)));
        assertThat(called(
                        contract,
                        "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)",
                        Abi.address(3),
                        Abi.address(4),
                        7,
                        8,
                        9,
                        WORD,
                        Bytes.empty()))
                .containsExactly(of(
                        1,
                        1,
                        new Term.Once("authorisation", owner, Optional.of(at), "0x" + WORD),
                        new Term.NotBefore(
                                "validAfter", Optional.of(at), second(8).orElseThrow(), false),
                        new Term.NotAfter("validBefore", Optional.of(at), second(9), false)));
    }

    @Test
    void callsOfPermit2_sayNumbersAndEnds() {
        var contract = Calling.CONTRACT;
        var at = Calling.account(2);
        var owner = Calling.account(3);
        assertThat(called(
                        contract,
                        "permit(address,((address,uint160,uint48,uint48),address,uint256),bytes)",
                        Abi.address(3),
                        List.of(List.of(Abi.address(4), 7, 88, 6), Abi.address(5), 9),
                        Bytes.empty()))
                .containsExactly(of(
                        1,
                        1,
                        until("expiration of the allowance", at, 88),
                        order("Permit2 permit", owner, Calling.account(4), 6),
                        until("sigDeadline", at, 9)));
        assertThat(called(
                        contract,
                        "permitTransferFrom(((address,uint256),uint256,uint256),(address,uint256),address,bytes)",
                        List.of(List.of(Abi.address(4), 7), 77, 9),
                        List.of(Abi.address(5), 7),
                        Abi.address(3),
                        Bytes.empty()))
                .containsExactly(of(
                        1,
                        1,
                        new Term.Once("Permit2 transfer", owner, Optional.of(at), "77"),
                        until("deadline", at, 9)));
        assertThat(called(contract, "approve(address,address,uint160,uint48)", Abi.address(4), Abi.address(5), 7, 88))
                .containsExactly(of(1, until("expiration of the allowance", at, 88)));
    }

    @Test
    void batchOfPermit2_saysNumberAndEndOfEachTokenApart() {
        var batch = "PermitBatch(PermitDetails[] details,address spender,uint256 sigDeadline)" + DETAILS;
        var detail = "{\"token\":\"%s\",\"amount\":5,\"expiration\":%d,\"nonce\":%d}";
        var message = "{\"details\":[%s,%s],\"spender\":\"%s\",\"sigDeadline\":9}"
                .formatted(detail.formatted(TOKEN, 20, 6), detail.formatted(SPENDER, 30, 7), SPENDER);
        assertThat(typed("Permit2", PERMIT2, batch, message))
                .containsExactly(
                        of(1, order("Permit2 permit", SIGNER, AT_TOKEN, 6)),
                        of(1, until("expiration of the allowance", account(PERMIT2), 20)),
                        of(2, order("Permit2 permit", SIGNER, account(SPENDER), 7)),
                        of(2, until("expiration of the allowance", account(PERMIT2), 30)),
                        until("sigDeadline", account(PERMIT2), 9));
    }

    @Test
    void login_saysItsNumberAndItsMoments() {
        var text = "example.com wants you to sign in with your Ethereum account:\n" + OWNER
                + "\n\nHello.\n\nURI: https://example.com/\nVersion: 1\nChain ID: 1\nNonce: 32891756\n"
                + "Issued At: 2021-09-30T16:25:24.5Z";
        var made = new Term.Written(Instant.parse("2021-09-30T16:25:24.5Z"));
        var number = new Term.Once("login", SIGNER, Optional.empty(), "32891756");
        assertThat(login(text)).containsExactly(number, new Term.Made("issued at", made));
        var day = Instant.parse("2021-10-01T00:00:00Z");
        assertThat(login(text + "\nExpiration Time: 2021-10-01T02:00:00+01:00\nNot Before: 2021-10-01T00:00:00Z"))
                .containsExactly(
                        number,
                        new Term.Made("issued at", made),
                        new Term.NotBefore("not before", Optional.empty(), new Term.Written(day), true),
                        new Term.NotAfter(
                                "expiration time",
                                Optional.empty(),
                                Optional.of(new Term.Written(day.plusSeconds(3600))),
                                false));
    }

    private static List<Term> login(String text) {
        return new Ethereum()
                .parse(CHAIN, Content.LOGIN, Bytes.ofUtf8(text))
                .orThrow()
                .terms(SIGNER, Knowledge.none());
    }
}
