package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.TypedTexts.OWNER;
import static tallystick.core.kit.TypedTexts.SPENDER;
import static tallystick.core.kit.TypedTexts.TOKEN;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Content;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.Ethereum;
import tallystick.core.chain.ethereum.account.EntryPoint;
import tallystick.core.chain.ethereum.account.SafeOperation;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.clear.ClearText;
import tallystick.core.kit.Calling;
import tallystick.core.kit.Operations;
import tallystick.core.kit.TypedTexts;
import tallystick.crypto.codec.Bytes;

/// Somebody hides in a number how long a signature counts.
class TermCheatsTest {
    private static final Account SIGNER = Address.parse(OWNER).orElseThrow().on(Calling.CHAIN);
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
        assertThat(codes(operation(1_700_000_001L, 1_700_000_000L))).contains("NEVER_COUNTS");
        assertThat(codes(operation(1_700_000_000L, 1_700_000_000L))).doesNotContain("NEVER_COUNTS");
        assertThat(codes(authorised("1700000000", "1700000001"))).contains("NEVER_COUNTS");
        assertThat(codes(authorised("1700000000", "1700000002"))).doesNotContain("NEVER_COUNTS");
    }
}
