package tallystick.core.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SignatureException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.AccessListObject;
import org.web3j.crypto.AuthorizationTuple;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.Sign;
import org.web3j.crypto.SignedRawTransaction;
import org.web3j.crypto.StructuredDataEncoder;
import org.web3j.crypto.TransactionDecoder;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.crypto.transaction.type.Transaction1559;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.AccessListEntry;
import tallystick.core.chain.ethereum.envelope.AccessListTransaction;
import tallystick.core.chain.ethereum.envelope.Envelope;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.core.chain.ethereum.envelope.LegacyTransaction;
import tallystick.core.chain.ethereum.envelope.SetCodeTransaction;
import tallystick.core.chain.ethereum.message.PersonalMessage;
import tallystick.core.chain.ethereum.typed.TypedMessage;
import tallystick.core.kit.Envelopes;
import tallystick.core.kit.EthereumKey;
import tallystick.core.kit.TypedTexts;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// Bytes, digests and signed bytes equal those of a second library.
class Web3jDifferentialTest {
    private static final int ROUNDS = 100;
    private static final long SEED = 20_251_121;

    /// How the other library writes that there is no receiver.
    private static final String EMPTY = "0x";

    private final Random chance = new Random(SEED);

    private static BigInteger big(Random chance, int bits) {
        return new BigInteger(chance.nextInt(bits + 1), chance);
    }

    private Bytes bytes(int length) {
        var bytes = new byte[length];
        chance.nextBytes(bytes);
        return Bytes.copyOf(bytes);
    }

    private record Draw(
            Envelopes common, List<AccessListEntry> warm, BigInteger tip, BigInteger price, BigInteger gas) {}

    private Draw draw(boolean creates) {
        var price = big(chance, 64);
        var common = new Envelopes(
                BigInteger.valueOf(1 + chance.nextInt(1 << 20)),
                big(chance, 40),
                creates ? Optional.empty() : Optional.of(new Address(bytes(20))),
                big(chance, 200),
                bytes(chance.nextInt(3) == 0 ? 0 : chance.nextInt(300)));
        var entry = new AccessListEntry(new Address(bytes(20)), List.of(new Digest32(bytes(32))));
        return new Draw(
                common,
                chance.nextBoolean() ? List.of() : List.of(entry),
                price.shiftRight(1 + chance.nextInt(3)),
                price,
                big(chance, 30));
    }

    private static List<AccessListObject> theirs(List<AccessListEntry> warm) {
        return warm.stream()
                .map(entry -> new AccessListObject(
                        "0x" + entry.address().value(),
                        entry.slots().stream().map(slot -> "0x" + slot).toList()))
                .toList();
    }

    private static String hex(Optional<Address> to) {
        return to.map(address -> "0x" + address.value()).orElse("");
    }

    /// What the other library reads out of our signed bytes.
    private static void readAlike(String what, Envelope ours, Bytes signed, EthereumKey key) {
        var read = (SignedRawTransaction) TransactionDecoder.decode("0x" + signed);
        assertThat(List.of(read.getNonce(), read.getGasLimit(), read.getValue()))
                .as(what)
                .containsExactly(ours.nonce(), ours.gasLimit(), ours.value());
        assertThat(read.getTo()).as(what).isEqualTo(hex(ours.to()).isEmpty() ? EMPTY : hex(ours.to()));
        assertThat(read.getData()).as(what).isEqualTo(ours.data().toHex());
        if (ours instanceof LegacyTransaction) assertThat(read.getGasPrice()).isEqualTo(ours.feePerGasMax());
        if (read.getTransaction() instanceof Transaction1559 priced) {
            assertThat(priced.getMaxPriorityFeePerGas()).as(what).isEqualTo(ours.priorityFeePerGas());
            assertThat(priced.getMaxFeePerGas()).as(what).isEqualTo(ours.feePerGasMax());
        }
        try {
            // Of its four types the library recovers senders for all but the newest.
            if (!(ours instanceof SetCodeTransaction))
                assertThat(read.getFrom())
                        .as(what)
                        .isEqualToIgnoringCase(key.address().toString());
        } catch (SignatureException unsigned) {
            throw new AssertionError(what, unsigned);
        }
    }

    private static void same(String what, Envelope ours, byte[] theirBytes, byte[] theirSigned, EthereumKey key) {
        assertEquals(Bytes.copyOf(theirBytes), ours.bytes(), what);
        assertEquals(ours, Envelope.parse(ours.bytes()).orThrow(), what);
        var signed = ours.attach(key.on(ours.chain()), key.sign(ours));
        assertEquals(Bytes.copyOf(theirSigned), signed.bytes(), what);
        readAlike(what, ours, signed.bytes(), key);
    }

    private static void sameFeeMarket(String what, Draw draw, EthereumKey key) {
        var c = draw.common();
        var market = new FeeMarketTransaction(
                c.number(), c.nonce(), draw.tip(), draw.price(), draw.gas(), c.to(), c.value(), c.data(), draw.warm());
        var their = RawTransaction.createTransaction(
                c.number().longValueExact(),
                c.nonce(),
                draw.gas(),
                hex(c.to()),
                c.value(),
                "0x" + c.data(),
                draw.tip(),
                draw.price(),
                theirs(draw.warm()));
        same(
                what,
                market,
                TransactionEncoder.encode(their),
                TransactionEncoder.signMessage(
                        their, Credentials.create(key.number().toHex())),
                key);
    }

    @Test
    void transactionsOfEveryType_areEncodedAndSignedAlike() {
        var compared = 0;
        for (var round = 0; round < ROUNDS; round++) {
            var what = "seed %d, round %d".formatted(SEED, round);
            var key = EthereumKey.of(1 + round);
            var credentials = Credentials.create(key.number().toHex());
            var draw = draw(round % 10 == 0);
            var c = draw.common();
            var data = "0x" + c.data();
            var number = c.number().longValueExact();

            var legacy =
                    new LegacyTransaction(c.number(), c.nonce(), draw.price(), draw.gas(), c.to(), c.value(), c.data());
            var their =
                    RawTransaction.createTransaction(c.nonce(), draw.price(), draw.gas(), hex(c.to()), c.value(), data);
            same(
                    what,
                    legacy,
                    TransactionEncoder.encode(their, number),
                    TransactionEncoder.signMessage(their, number, credentials),
                    key);

            var listed = new AccessListTransaction(
                    c.number(), c.nonce(), draw.price(), draw.gas(), c.to(), c.value(), c.data(), draw.warm());
            their = RawTransaction.createTransaction(
                    number, c.nonce(), draw.price(), draw.gas(), hex(c.to()), c.value(), data, theirs(draw.warm()));
            same(
                    what,
                    listed,
                    TransactionEncoder.encode(their),
                    TransactionEncoder.signMessage(their, credentials),
                    key);

            sameFeeMarket(what, draw, key);
            compared += 3;
        }
        assertEquals(3 * ROUNDS, compared);
    }

    @Test
    void delegations_areEncodedAndSignedAlike() {
        for (var round = 0; round < ROUNDS; round++) {
            var what = "seed %d, round %d".formatted(SEED, round);
            var key = EthereumKey.of(1 + round);
            var giver = EthereumKey.of(1000 + round);
            var draw = draw(false);
            var c = draw.common();
            var leave = c.leave(giver, round % 3 == 0, new Address(bytes(20)), round);
            var ours = new SetCodeTransaction(
                    c.number(),
                    c.nonce(),
                    draw.tip(),
                    draw.price(),
                    draw.gas(),
                    c.to().orElseThrow(),
                    c.value(),
                    c.data(),
                    draw.warm(),
                    List.of(leave));
            var tuple = AuthorizationTuple.from(
                    round % 3 == 0 ? BigInteger.ZERO : c.number(),
                    "0x" + leave.authorization().delegate().value(),
                    BigInteger.valueOf(round),
                    Credentials.create(giver.number().toHex()));
            var their = RawTransaction.createTransaction(
                    c.number().longValueExact(),
                    c.nonce(),
                    draw.tip(),
                    draw.price(),
                    draw.gas(),
                    hex(c.to()),
                    c.value(),
                    "0x" + c.data(),
                    theirs(draw.warm()),
                    List.of(tuple));
            same(
                    what,
                    ours,
                    TransactionEncoder.encode(their),
                    TransactionEncoder.signMessage(
                            their, Credentials.create(key.number().toHex())),
                    key);
            assertThat(leave.authority()).as(what).isEqualTo(giver.address());
        }
    }

    @Test
    void messagesAndTypedData_haveTheSameDigests() throws IOException {
        var chain = new ChainId("eip155", "1");
        for (var round = 0; round < ROUNDS; round++) {
            var message = bytes(round);
            assertEquals(
                    Bytes.copyOf(Sign.getEthereumMessageHash(message.toArray())),
                    PersonalMessage.parse(chain, message).orThrow().digest().bytes(),
                    "seed %d, round %d".formatted(SEED, round));
        }
        var texts = List.of(TypedTexts.MAIL, TypedTexts.ALL);
        var compared = 0;
        for (var text : texts) {
            var theirs = new StructuredDataEncoder(text).hashStructuredData();
            assertEquals(
                    Bytes.copyOf(theirs),
                    TypedMessage.parse(chain, Bytes.ofUtf8(text))
                            .orThrow()
                            .digest()
                            .bytes());
            compared++;
        }
        assertEquals(2, compared);
    }
}
