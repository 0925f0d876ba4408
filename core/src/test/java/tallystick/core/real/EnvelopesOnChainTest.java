package tallystick.core.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static tallystick.core.kit.Envelopes.TRIAL;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.base.KeySigned;
import tallystick.core.chain.ethereum.envelope.Authorization;
import tallystick.core.chain.ethereum.envelope.Envelope;
import tallystick.core.chain.ethereum.envelope.FeeCaps;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.core.chain.ethereum.envelope.Replacement;
import tallystick.core.chain.ethereum.envelope.SignedAuthorization;
import tallystick.core.chain.ethereum.message.PersonalMessage;
import tallystick.core.chain.ethereum.typed.TypedMessage;
import tallystick.core.kit.Envelopes;
import tallystick.core.kit.EthereumKey;
import tallystick.core.kit.TypedTexts;
import tallystick.crypto.codec.Bytes;

/// A real node takes what is signed here, and signs alike.
@Tag("chain")
class EnvelopesOnChainTest {
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);
    private static final Address NOBODY = new Address(Bytes.copyOf(new byte[20]));
    /// A key that every trial chain of this kind holds, as its documentation says.
    private static final EthereumKey NODES_OWN =
            new EthereumKey(Bytes.ofHex("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"));

    private static EthereumWorld chain;

    @BeforeAll
    static void startChain() throws IOException, InterruptedException {
        chain = EthereumWorld.start();
    }

    @AfterAll
    static void stopChain() {
        if (chain != null) chain.close();
    }

    private static EthereumKey funded(int number) throws IOException, InterruptedException {
        var key = EthereumKey.of(number);
        chain.fund(key.address(), ETHER);
        return key;
    }

    private static void mined(Envelope envelope, EthereumKey key) throws IOException, InterruptedException {
        chain.mined(envelope.attach(key.on(TRIAL), key.sign(envelope)));
    }

    private static Envelopes paying(Address to, long nonce) {
        return new Envelopes(
                BigInteger.valueOf(31337),
                BigInteger.valueOf(nonce),
                Optional.of(to),
                BigInteger.valueOf(1000),
                Bytes.empty());
    }

    @Test
    void everyType_isMinedUnderItsName() throws IOException, InterruptedException {
        var key = funded(101);
        var payee = EthereumKey.of(102).address();
        var giver = EthereumKey.of(103);
        mined(paying(payee, 0).legacy(), key);
        mined(paying(payee, 1).accessList(), key);
        mined(paying(payee, 2).feeMarket(), key);
        var last = paying(payee, 3);
        mined(last.setCode(last.leave(giver, false, payee, 0)), key);
        assertEquals(BigInteger.valueOf(4000), chain.balance(payee));
        assertEquals(
                "ef0100" + payee.value().toHex(), chain.code(giver.address()).toHex());
        var after = paying(payee, 4);
        mined(after.setCode(after.leave(giver, true, NOBODY, 1)), key);
        assertEquals(Bytes.empty(), chain.code(giver.address()));
    }

    @Test
    void ownAuthorization_isTakenFromWhoeverSendsIt() throws IOException, InterruptedException {
        var sender = funded(111);
        var giver = EthereumKey.of(112);
        var delegate = EthereumKey.of(113).address();
        var leave = new Authorization(TRIAL, false, delegate, BigInteger.ZERO);
        var signed = new SignedAuthorization(leave, giver.sign(leave));
        mined(paying(delegate, 0).setCode(signed), sender);
        assertEquals(
                "ef0100" + delegate.value().toHex(), chain.code(giver.address()).toHex());
    }

    @Test
    void creation_standsWhereItWasSaidTo() throws IOException, InterruptedException {
        var key = funded(121);
        // Puts the one byte 01 on the chain.
        var creation = new Envelopes(
                        BigInteger.valueOf(31337),
                        BigInteger.ZERO,
                        Optional.empty(),
                        BigInteger.ZERO,
                        Bytes.ofHex("600160005360016000f3"))
                .feeMarket();
        mined(creation, key);
        var said = ((Effect.Creation)
                        creation.effects(key.on(TRIAL), Knowledge.none()).getFirst())
                .at()
                .orElseThrow();
        assertEquals(Bytes.ofHex("01"), chain.code(Address.parse(said.address()).orElseThrow()));
    }

    @Test
    void replacements_takeTheFirstOnesPlace() throws IOException, InterruptedException {
        var key = funded(131);
        var payee = EthereumKey.of(132).address();
        var low = new Replacement.FeeBid(BigInteger.ONE, BigInteger.ONE);
        var checked = 0;
        for (var first : List.of(paying(payee, 0).feeMarket(), paying(payee, 1).legacy())) {
            chain.mineByHand(true);
            var waiting = first.attach(key.on(TRIAL), key.sign(first));
            chain.broadcast(waiting);
            var faster = ((Replacement.Proposed) Replacement.speedUp(first, low, FeeCaps.DEFAULT)).envelope();
            var second = faster.attach(key.on(TRIAL), key.sign(faster));
            chain.broadcast(second);
            var cancel =
                    ((Replacement.Proposed) Replacement.cancel(faster, key.address(), low, FeeCaps.DEFAULT)).envelope();
            var third = cancel.attach(key.on(TRIAL), key.sign(cancel));
            chain.broadcast(third);
            chain.mine();
            chain.mineByHand(false);
            assertThat(chain.receipt(third.id()).text("status")).contains("0x1");
            assertThat(chain.hasReceipt(waiting.id())).isFalse();
            assertThat(chain.hasReceipt(second.id())).isFalse();
            checked++;
        }
        assertEquals(2, checked);
        assertEquals(BigInteger.ZERO, chain.balance(payee));
    }

    @Test
    void sweep_isMinedAndLeavesAtMostTheUnusedFee() throws IOException, InterruptedException {
        var key = funded(141);
        var payee = EthereumKey.of(142).address();
        var template = new FeeMarketTransaction(
                BigInteger.valueOf(31337),
                BigInteger.ZERO,
                Envelopes.TIP,
                Envelopes.PRICE,
                Replacement.GAS_OF_A_TRANSFER,
                Optional.of(payee),
                BigInteger.ZERO,
                Bytes.empty(),
                List.of());
        var sweep = ((Replacement.Proposed) Replacement.sweep(template, chain.balance(key.address()), FeeCaps.DEFAULT))
                .envelope();
        mined(sweep, key);
        assertEquals(ETHER.subtract(template.feeMax()), chain.balance(payee));
        assertThat(chain.balance(key.address())).isLessThan(template.feeMax());
    }

    @Test
    void nodesOwnSignatures_recoverOverTheDigestsHere() throws IOException, InterruptedException {
        var message = PersonalMessage.parse(TRIAL, Bytes.ofUtf8("hello é")).orThrow();
        var checked = new ArrayList<KeySigned>();
        signedAlike(message, chain.signMessage(NODES_OWN.address(), message.bytes()));
        checked.add(message);
        for (var text : List.of(
                TypedTexts.MAIL.replace("\"chainId\":1", "\"chainId\":31337"),
                TypedTexts.ALL.replace("\"chainId\":\"1\"", "\"chainId\":\"31337\""))) {
            var typed = TypedMessage.parse(TRIAL, Bytes.ofUtf8(text)).orThrow();
            signedAlike(typed, chain.signTyped(NODES_OWN.address(), text));
            checked.add(typed);
        }
        assertThat(checked).hasSize(3);
    }

    private static void signedAlike(KeySigned content, Bytes theirs) {
        assertEquals(
                theirs,
                content.attach(NODES_OWN.on(TRIAL), NODES_OWN.sign(content)).bytes());
    }
}
