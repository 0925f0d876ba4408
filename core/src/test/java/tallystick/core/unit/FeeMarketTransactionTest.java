package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.ethereum.Ethereum;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.base.Rlp;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

class FeeMarketTransactionTest {
    private static final Address PAYEE =
            Address.parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed").orElseThrow();

    private static final ChainId CHAIN = new ChainId("eip155", "31337");
    private static final Asset ETHER = Asset.coin(CHAIN, 60);
    private static final Account PAYER = Address.parse("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")
            .orElseThrow()
            .on(CHAIN);

    private static FeeMarketTransaction transaction(Optional<Address> to, long value, Bytes data) {
        return new FeeMarketTransaction(
                BigInteger.valueOf(31337),
                BigInteger.ZERO,
                BigInteger.ONE,
                BigInteger.TWO,
                BigInteger.valueOf(21000),
                to,
                BigInteger.valueOf(value),
                data,
                List.of());
    }

    @Test
    void bytes_parseBackToAnEqualTransaction() {
        var sent = transaction(Optional.of(PAYEE), 12345, Bytes.empty());
        assertEquals(sent, FeeMarketTransaction.parse(sent.bytes()).orThrow());
        assertEquals(
                sent.bytes(), FeeMarketTransaction.parse(sent.bytes()).orThrow().bytes());
    }

    @Test
    void plainPayment_isATransferAndAFee() {
        assertThat(transaction(Optional.of(PAYEE), 12345, Bytes.empty()).effects(PAYER, Knowledge.none()))
                .containsExactly(
                        new Effect.Transfer(ETHER, PAYER, PAYEE.on(CHAIN), BigInteger.valueOf(12345)),
                        new Effect.Fee(ETHER, PAYER, BigInteger.valueOf(42000)));
    }

    @Test
    void calldata_isUndecoded() {
        assertThat(transaction(Optional.of(PAYEE), 0, Bytes.ofHex("a9059cbb")).effects(PAYER, Knowledge.none()))
                .first()
                .isInstanceOf(Effect.Undecoded.class);
    }

    @Test
    void contractCreation_isACreation() {
        assertThat(transaction(Optional.empty(), 0, Bytes.ofHex("6000")).effects(PAYER, Knowledge.none()))
                .first()
                .isInstanceOf(Effect.Creation.class);
    }

    @Test
    void anotherChainsNumber_isMalformed() {
        var bytes = transaction(Optional.of(PAYEE), 1, Bytes.empty()).bytes();
        assertInstanceOf(Parsed.Ok.class, new Ethereum().parse(CHAIN, Content.TRANSACTION, bytes));
        assertInstanceOf(
                Parsed.Malformed.class, new Ethereum().parse(new ChainId("eip155", "1"), Content.TRANSACTION, bytes));
    }

    @Test
    void everySingleByteDroppedOrAppended_isMalformedOrAnotherTransaction() {
        var bytes = transaction(Optional.of(PAYEE), 12345, Bytes.empty()).bytes();
        var original = FeeMarketTransaction.parse(bytes).orThrow();
        for (var length = 0; length < bytes.length(); length++)
            assertInstanceOf(Parsed.Malformed.class, FeeMarketTransaction.parse(bytes.slice(0, length)));
        assertInstanceOf(
                Parsed.Malformed.class, FeeMarketTransaction.parse(Bytes.concat(bytes, Bytes.copyOf((byte) 0))));
        for (var i = 0; i < bytes.length(); i++) {
            var changed = bytes.toArray();
            changed[i] ^= 1;
            if (FeeMarketTransaction.parse(Bytes.copyOf(changed))
                    instanceof Parsed.Ok<FeeMarketTransaction>(var other)) {
                assertThat(other).isNotEqualTo(original);
                assertEquals(Bytes.copyOf(changed), other.bytes());
            }
        }
    }

    @Test
    void leadingZerosAndWrongWidths_areMalformed() {
        var zero = Rlp.of(BigInteger.ZERO);
        var padded = Rlp.of(Bytes.ofHex("0001"));
        var fields = List.of(padded, zero, zero, zero, zero, Rlp.of(PAYEE.value()), zero, zero, Rlp.of(List.of()));
        assertInstanceOf(Parsed.Malformed.class, parse(fields));
        var shortAddress =
                List.of(zero, zero, zero, zero, zero, Rlp.of(Bytes.ofHex("aa")), zero, zero, Rlp.of(List.of()));
        assertInstanceOf(Parsed.Malformed.class, parse(shortAddress));
        var wide = Rlp.of(BigInteger.ONE.shiftLeft(64));
        var wideNonce = List.of(zero, wide, zero, zero, zero, Rlp.of(PAYEE.value()), zero, zero, Rlp.of(List.of()));
        assertInstanceOf(Parsed.Malformed.class, parse(wideNonce));
    }

    private static Parsed<FeeMarketTransaction> parse(List<Rlp> fields) {
        return FeeMarketTransaction.parse(
                Bytes.concat(Bytes.ofHex("02"), Rlp.of(fields).encode()));
    }
}
