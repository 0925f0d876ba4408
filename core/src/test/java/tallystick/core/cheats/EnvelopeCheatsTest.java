package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static tallystick.core.kit.Envelopes.PAYEE;
import static tallystick.core.kit.Envelopes.TRIAL;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.ethereum.Ethereum;
import tallystick.core.chain.ethereum.base.Rlp;
import tallystick.core.chain.ethereum.envelope.Authorization;
import tallystick.core.chain.ethereum.envelope.Envelope;
import tallystick.core.chain.ethereum.envelope.SignedAuthorization;
import tallystick.core.kit.Envelopes;
import tallystick.core.kit.EthereumKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

class EnvelopeCheatsTest {
    private static final BigInteger MANY = BigInteger.ONE.shiftLeft(64);

    private static void refused(Bytes unsigned, int offset, String expected) {
        refused(TRIAL, Content.TRANSACTION, unsigned, offset, expected);
    }

    private static void refused(ChainId chain, Content content, Bytes unsigned, int offset, String expected) {
        switch (new Ethereum().parse(chain, content, unsigned)) {
            case Parsed.Malformed<? extends UnsignedTransaction>(var at, var what) -> {
                assertThat(what).contains(expected);
                assertEquals(offset, at, what);
            }
            case Parsed.Ok<? extends UnsignedTransaction> ok -> Assertions.fail("read as " + ok);
        }
    }

    private static Bytes list(int type, List<Rlp> fields) {
        var list = Rlp.of(fields).encode();
        return type == 0 ? list : Bytes.concat(Bytes.copyOf((byte) type), list);
    }

    private static Bytes changed(Envelope envelope, int field, Rlp value) {
        var fields = new ArrayList<>(envelope.fields());
        fields.set(field, value);
        return list(envelope.type(), fields);
    }

    private static Rlp hex(String hex) {
        return Rlp.of(Bytes.ofHex(hex));
    }

    @Test
    void forms_thatAreNotRead() {
        refused(Bytes.empty(), 0, "found no bytes");
        refused(Bytes.ofHex("03c0"), 0, "without blobs");
        refused(Bytes.ofHex("05c0"), 0, "transaction type 1, 2 or 4");
        refused(Bytes.ofHex("7fc0"), 0, "transaction type 1, 2 or 4");
        refused(Bytes.ofHex("8101"), 0, "transaction type 1, 2 or 4");
        refused(Bytes.ofHex("0280"), 1, "rlp list as a list");
        refused(Bytes.copyOf(new byte[Envelope.LENGTH_BYTES_MAX + 1]), Envelope.LENGTH_BYTES_MAX, "at most");
    }

    @Test
    void legacyWithoutChain_isRefused() {
        var fields = Envelopes.paying(5).legacy().fields();
        var bytes = list(0, fields);
        refused(bytes, bytes.length(), "without it every chain");
        var signed = new ArrayList<>(fields);
        signed.addAll(List.of(hex("1b"), hex("01"), hex("01")));
        assertThat(Envelope.parse(list(0, signed))).isInstanceOf(Parsed.Malformed.class);
        var zeroChain = new ArrayList<>(fields);
        zeroChain.addAll(List.of(hex(""), hex(""), hex("")));
        refused(list(0, zeroChain), bytes.length(), "chain id from 1");
    }

    @Test
    void chainIds_thatAreAnothers() {
        for (var envelope : Envelopes.paying(5).all())
            refused(new ChainId("eip155", "1"), Content.TRANSACTION, envelope.bytes(), 1, "chain id of eip155:1");
        var market = Envelopes.paying(5).feeMarket();
        refused(changed(market, 0, Rlp.of(BigInteger.ZERO)), 3, "chain id from 1");
        refused(changed(market, 0, Rlp.of(MANY)), 3, "chain id of at most 64 bits");
        refused(new ChainId("eip155", "x"), Content.TRANSACTION, market.bytes(), 0, "with its number");
        refused(new ChainId("bip122", "1"), Content.TRANSACTION, market.bytes(), 0, "a chain of eip155");
    }

    @Test
    void fieldsOfTheWrongShape_areRefusedWhereTheyStand() {
        var market = Envelopes.paying(5).feeMarket();
        refused(changed(market, 1, hex("00")), 6, "nonce without leading zeros");
        refused(changed(market, 1, Rlp.of(MANY)), 6, "nonce of at most 64 bits");
        refused(changed(market, 1, Rlp.of(MANY.subtract(BigInteger.ONE))), 6, "nonce below 2^64-1");
        refused(changed(market, 2, Rlp.of(Envelopes.PRICE.add(BigInteger.ONE))), 7, "not above the max fee");
        refused(changed(market, 4, Rlp.of(MANY)), 18, "gas limit of at most 64 bits");
        refused(changed(market, 5, hex("aa".repeat(19))), 22, "to of 20 bytes or none");
        refused(changed(market, 5, Rlp.of(List.of())), 22, "to as a byte string");
        refused(changed(market, 6, Rlp.of(BigInteger.ONE.shiftLeft(256))), 43, "value of at most 256 bits");
        refused(changed(market, 7, Rlp.of(List.of())), 44, "data as a byte string");
        refused(changed(market, 8, hex("")), 44, "access list as a list");
        refused(changed(market, 8, Rlp.of(List.of(hex("")))), 45, "access list entry as a list");
        var oneField = Rlp.of(List.of(Rlp.of(List.of(Rlp.of(PAYEE.value())))));
        refused(changed(market, 8, oneField), 68, "storage slots");
        var shortSlot = Rlp.of(List.of(Rlp.of(List.of(Rlp.of(PAYEE.value()), Rlp.of(List.of(hex("aabb")))))));
        refused(changed(market, 8, shortSlot), 69, "storage slot of 32 bytes");
    }

    @Test
    void fieldsMissingOrTooMany_areRefused() {
        for (var envelope : Envelopes.paying(5).all()) {
            var fields = envelope.fields();
            assertThat(Envelope.parse(list(envelope.type(), fields.subList(0, fields.size() - 1))))
                    .isInstanceOf(Parsed.Malformed.class);
            var more = new ArrayList<>(fields);
            more.addAll(List.of(hex(""), hex(""), hex(""), hex("")));
            assertThat(Envelope.parse(list(envelope.type(), more))).isInstanceOf(Parsed.Malformed.class);
            assertThat(Envelope.parse(Bytes.concat(envelope.bytes(), Bytes.copyOf((byte) 0))))
                    .isInstanceOf(Parsed.Malformed.class);
        }
    }

    @Test
    void authorizations_thatDoNotCount() {
        var common = Envelopes.paying(5);
        var envelope = common.setCode(common.leave(EthereumKey.of(9), false, PAYEE, 3));
        var bare = Rlp.of(List.of());
        var start = changed(envelope, 9, bare).length() - 1;
        refused(changed(envelope, 9, bare), start, "at least one authorization");
        refused(changed(envelope, 5, hex("")), 22, "destination of 20 bytes");
        var good = List.of(Rlp.of(common.number()), Rlp.of(PAYEE.value()), hex("03"), hex(""), hex("01"), hex("01"));
        refusedTuple(envelope, good, 0, Rlp.of(BigInteger.ONE), "chain id 0 or that of eip155:31337");
        refusedTuple(envelope, good, 1, hex("aa"), "delegate of 20 bytes");
        refusedTuple(envelope, good, 2, Rlp.of(MANY.subtract(BigInteger.ONE)), "nonce below 2^64-1");
        refusedTuple(envelope, good, 3, hex("02"), "y parity 0 or 1");
        refusedTuple(envelope, good, 4, hex(""), "recovers to an account");
        refusedTuple(envelope, good, 5, hex("ff".repeat(32)), "recovers to an account");
        refusedTuple(envelope, good, 5, Rlp.of(List.of()), "s as a byte string");
    }

    @Test
    void authorizations_moreThanShown_areRefusedAtTheFirstTooMany() {
        var common = Envelopes.paying(5);
        var leave = common.leave(EthereumKey.of(9), false, PAYEE, 3);
        var most = common.setCode(java.util.Collections.nCopies(64, leave).toArray(SignedAuthorization[]::new));
        assertThat(Envelope.parse(most.bytes())).isEqualTo(new Parsed.Ok<>(most));
        assertThatThrownBy(() ->
                        common.setCode(java.util.Collections.nCopies(65, leave).toArray(SignedAuthorization[]::new)))
                .hasMessage("65 authorizations, not 1..64");
        var one = most.fields().get(9) instanceof Rlp.Sequence(var items) ? items.getFirst() : hex("");
        // What is too many is not even looked at: it need not be an authorization.
        var tooMany = new ArrayList<>(java.util.Collections.nCopies(64, one));
        tooMany.add(hex("01"));
        assertThat(Envelope.parse(changed(most, 9, Rlp.of(tooMany))))
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        malformed -> assertThat(malformed.expected()).isEqualTo("at most 64 authorizations"));
    }

    private static void refusedTuple(Envelope envelope, List<Rlp> good, int field, Rlp value, String expected) {
        var tuple = new ArrayList<>(good);
        tuple.set(field, value);
        var unsigned = changed(envelope, 9, Rlp.of(List.of(Rlp.of(tuple))));
        assertThat(Envelope.parse(unsigned))
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        malformed -> assertThat(malformed.expected()).contains(expected));
    }

    @Test
    void ownAuthorization_ofAnotherChainOrShape_isRefused() {
        var bytes = new Authorization(TRIAL, false, PAYEE, BigInteger.TWO).bytes();
        refused(new ChainId("eip155", "1"), Content.AUTHORIZATION, bytes, 2, "chain id 0 or that of eip155:1");
        refused(TRIAL, Content.AUTHORIZATION, bytes.slice(1, bytes.length()), 0, "magic 5");
        refused(TRIAL, Content.AUTHORIZATION, Bytes.empty(), 0, "magic 5");
        refused(TRIAL, Content.TRANSACTION, bytes, 0, "transaction type 1, 2 or 4");
    }

    @Test
    void authorityOfAnother_isNoSignedAuthorization() {
        var leave = Envelopes.paying(1).leave(EthereumKey.of(9), false, PAYEE, 3);
        assertThatThrownBy(() -> new SignedAuthorization(leave.authorization(), leave.signature(), PAYEE))
                .isInstanceOf(IllegalArgumentException.class);
        var elsewhere = new Envelopes(
                BigInteger.ONE, BigInteger.ZERO, Envelopes.paying(1).to(), BigInteger.ONE, Bytes.empty());
        assertThatThrownBy(() -> elsewhere.setCode(leave)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> elsewhere.setCode()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tenMegabytesOfNesting_areRefusedAtOnce() {
        var nest = new byte[10_000_000];
        java.util.Arrays.fill(nest, (byte) 0xc1);
        var json = new byte[10_000_000];
        java.util.Arrays.fill(json, (byte) '[');
        Assertions.assertTimeout(Duration.ofMinutes(1), () -> {
            for (var content : Content.values()) {
                assertThat(new Ethereum().parse(TRIAL, content, Bytes.copyOf(nest)))
                        .isInstanceOf(Parsed.Malformed.class);
                assertThat(new Ethereum().parse(TRIAL, content, Bytes.copyOf(json)))
                        .isInstanceOf(Parsed.Malformed.class);
            }
            assertThat(Rlp.parse(Bytes.copyOf(nest))).isInstanceOf(Parsed.Malformed.class);
        });
    }

    @Test
    void rlpOfTooManyItems_isRefused() {
        var many = new byte[Rlp.ITEMS_MAX];
        assertThat(Rlp.parse(Bytes.concat(Bytes.ofHex("fa010000"), Bytes.copyOf(many))))
                .isEqualTo(new Parsed.Malformed<>(4 + Rlp.ITEMS_MAX - 1, "at most 65536 rlp items"));
    }
}
