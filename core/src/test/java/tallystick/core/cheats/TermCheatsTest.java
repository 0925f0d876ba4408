package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.TypedTexts.OWNER;
import static tallystick.core.kit.TypedTexts.SPENDER;
import static tallystick.core.kit.TypedTexts.TOKEN;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Term;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.Ethereum;
import tallystick.core.chain.ethereum.account.EntryPoint;
import tallystick.core.chain.ethereum.account.SafeOperation;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.call.CallFrame;
import tallystick.core.chain.ethereum.call.Calls;
import tallystick.core.clear.ClearText;
import tallystick.core.kit.Abi;
import tallystick.core.kit.Calling;
import tallystick.core.kit.Envelopes;
import tallystick.core.kit.EthereumKey;
import tallystick.core.kit.Operations;
import tallystick.core.kit.TypedTexts;
import tallystick.crypto.codec.Bytes;

/// Somebody hides in a number how long a signature counts.
class TermCheatsTest {
    private static final Account SIGNER = Address.parse(OWNER).orElseThrow().on(Calling.CHAIN);
    private static final Address SIX = Abi.address(6);
    private static final long LAST_SECOND = 253_402_300_799L;

    private static ClearText text(UnsignedTransaction transaction) {
        return ClearText.of(transaction, SIGNER, Knowledge.none());
    }

    private static List<String> codes(ClearText text) {
        return text.warnings().stream().map(Warning::code).toList();
    }

    private static ClearText permit(BigInteger deadline) {
        var message = "{\"owner\":\"%s\",\"spender\":\"%s\",\"value\":\"70\",\"nonce\":0,\"deadline\":\"%s\"}"
                .formatted(OWNER, SPENDER, deadline);
        var structs = "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)";
        return text(new Ethereum()
                .parse(Calling.CHAIN, Content.TYPED_DATA, Bytes.ofUtf8(TypedTexts.of("Coin", TOKEN, structs, message)))
                .orThrow());
    }

    private static ClearText authorised(String validAfter, String validBefore) {
        var structs = "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,"
                + "uint256 validBefore,bytes32 nonce)";
        var message = ("{\"from\":\"%s\",\"to\":\"%s\",\"value\":\"70\",\"validAfter\":\"%s\",\"validBefore\":\"%s\","
                        + "\"nonce\":\"0x%s\"}")
                .formatted(OWNER, SPENDER, validAfter, validBefore, "00".repeat(32));
        return text(new Ethereum()
                .parse(Calling.CHAIN, Content.TYPED_DATA, Bytes.ofUtf8(TypedTexts.of("Coin", TOKEN, structs, message)))
                .orThrow());
    }

    private static ClearText operation(long validAfter, long validUntil) {
        var release = EntryPoint.V07;
        return text(new SafeOperation(
                Operations.calling(release, Bytes.empty()),
                release.safeModule().orElseThrow(),
                validAfter,
                validUntil));
    }

    @Test
    void deadlineBeyondAnything_isWarnedOf_andShownExactly() {
        var greatest = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        var overflowing = List.of(
                BigInteger.valueOf(LAST_SECOND + 1),
                BigInteger.valueOf(Long.MAX_VALUE),
                BigInteger.ONE.shiftLeft(64),
                // Seconds that a counter of 64 bits would take for a day of 2023.
                BigInteger.ONE.shiftLeft(64).add(BigInteger.valueOf(1_700_000_000)),
                greatest);
        for (var deadline : overflowing) {
            var text = permit(deadline);
            assertThat(codes(text)).as("deadline %s", deadline).contains("NO_END");
            assertThat(text.lines().getLast())
                    .startsWith("TIME: Never ends: " + deadline + " seconds since 1970 are after the year 9999");
        }
        var last = permit(BigInteger.valueOf(LAST_SECOND));
        assertThat(codes(last)).doesNotContain("NO_END", "NEVER_COUNTS");
        assertThat(last.lines().getLast()).contains("9999-12-31T23:59:59Z (253402300799 seconds since 1970)");
    }

    @Test
    void deadlineUnset_isNoEndWhereTheContractTakesItSo_andAnEndElsewhere() {
        assertThat(codes(permit(BigInteger.ZERO))).contains("NEVER_COUNTS").doesNotContain("NO_END");
        assertThat(codes(operation(0, 0))).contains("NO_END").doesNotContain("NEVER_COUNTS");
        assertThat(codes(authorised("0", "0"))).contains("NEVER_COUNTS").doesNotContain("NO_END");
    }

    @Test
    void timesThatOverflowWhatAContractCounts_areSaid() {
        var text = operation(0, (1L << 48) - 1);
        assertThat(codes(text)).contains("NO_END");
        assertThat(text.lines().getLast()).contains("Never ends: 281474976710655 seconds since 1970");
        var never = operation((1L << 48) - 1, 0);
        assertThat(never.lines()).anyMatch(line -> line.contains("Does not count before 281474976710655 seconds"));
    }

    @Test
    void windowWithoutASecondInIt_neverCounts() {
        assertThat(codes(operation(1_700_000_001L, 1_700_000_000))).contains("NEVER_COUNTS");
        assertThat(codes(operation(1_700_000_000, 1_700_000_000L))).doesNotContain("NEVER_COUNTS");
        assertThat(codes(authorised("1700000000", "1700000001"))).contains("NEVER_COUNTS");
        assertThat(codes(authorised("1700000000", "1700000002"))).doesNotContain("NEVER_COUNTS");
    }

    private static Bytes authorisation(int token, int after, int before) {
        return Abi.call(
                "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)",
                Abi.address(3),
                Abi.address(4),
                token,
                after,
                before,
                Bytes.ofHex("0c".repeat(32)),
                Bytes.empty());
    }

    private static ClearText batched(Bytes... calls) {
        var rows = Stream.of(calls)
                .map(each -> List.of(Abi.address(5), true, each))
                .toList();
        var frame = CallFrame.outermost(
                Calling.CHAIN,
                Calling.ME,
                Calling.CONTRACT,
                BigInteger.ZERO,
                Abi.call("aggregate3((address,bool,bytes)[])", rows));
        return ClearText.of(
                Calls.effects(frame, Knowledge.none()),
                Calls.terms(frame, Knowledge.none()),
                List.of(),
                Knowledge.none());
    }

    @Test
    void leavesOfABatch_areNotTakenForOne() {
        var apart =
                batched(authorisation(1, 1_700_000_000, 1_700_000_100), authorisation(2, 1_800_000_000, 1_800_000_100));
        assertThat(codes(apart)).doesNotContain("NEVER_COUNTS");
        assertThat(apart.terms())
                .hasSize(6)
                .extracting(ClearText.Clause::text)
                .allMatch(line -> line.contains(": Of "));
        var one =
                batched(authorisation(1, 1_700_000_000, 1_700_000_100), authorisation(2, 1_800_000_000, 1_700_000_100));
        assertThat(one.warnings())
                .contains(new Warning(
                        Warning.Severity.ATTENTION,
                        "NEVER_COUNTS",
                        "Part of what is agreed to ends before it begins."));
    }

    @Test
    void sameLeaveTwiceInABatch_isSaidOfBoth() {
        var call = authorisation(1, 1_700_000_000, 1_700_000_100);
        assertThat(batched(call, call).terms()).hasSize(6);
    }

    @Test
    void everyPart_namesTheEffectThatItIsSaidOf() {
        var lead = EthereumKey.of(9);
        var calls = Envelopes.paying(5).with(authorisation(1, 1, 2));
        var envelope = calls.setCode(calls.leave(lead, false, Abi.address(6), 0), calls.leave(lead, false, SIX, 1));
        var signer = EthereumKey.of(7).on(Envelopes.TRIAL);
        var checked = 0;
        for (var each : List.of(
                envelope,
                Operations.calling(
                        EntryPoint.V07, Abi.call("execute(address,uint256,bytes)", SIX, 0, authorisation(1, 1, 2))),
                Operations.of(
                        EntryPoint.V07,
                        EntryPoint.V07.published(),
                        BigInteger.ONE,
                        Bytes.ofHex("06".repeat(24)),
                        Abi.call("execute(address,uint256,bytes)", SIX, 0, authorisation(1, 1, 2)),
                        Bytes.empty()))) {
            var account = each.chain().equals(Envelopes.TRIAL) ? signer : SIGNER;
            var effects = each.effects(account, Knowledge.none());
            for (var term : each.terms(account, Knowledge.none())) {
                if (!(term instanceof Term.Part(var of, Term.Once _))) continue;
                assertThat(of.first()).isEqualTo(of.last());
                assertThat(effects.get(of.first() - 1))
                        .isInstanceOfSatisfying(
                                Effect.Transfer.class,
                                moved -> assertThat(moved.asset().namespace()).isEqualTo("erc20"));
                checked++;
            }
        }
        assertThat(checked).isEqualTo(3);
    }
}
