package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static tallystick.core.kit.Envelopes.PAYEE;
import static tallystick.core.kit.Envelopes.TRIAL;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.Ethereum;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.Authorization;
import tallystick.core.chain.ethereum.envelope.DataFees;
import tallystick.core.chain.ethereum.envelope.Envelope;
import tallystick.core.chain.ethereum.envelope.FeeCaps;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.core.kit.Envelopes;
import tallystick.core.kit.EthereumKey;
import tallystick.crypto.codec.Bytes;

class EnvelopeTest {
    private static final EthereumKey KEY = EthereumKey.of(7);
    private static final Account SIGNER = KEY.on(TRIAL);
    private static final Asset COIN = Asset.coin(TRIAL, 60);
    private static final Address NOBODY = new Address(Bytes.copyOf(new byte[20]));

    private static List<String> codes(UnsignedTransaction content) {
        return content.warnings(SIGNER, Knowledge.none()).stream()
                .map(Warning::code)
                .toList();
    }

    @Test
    void chainsThatTakeAFeeForData_areToldOf_becauseNothingBoundsIt() {
        var market = Envelopes.paying(5).feeMarket();
        assertThat(codes(market)).doesNotContain("DATA_FEE_UNBOUNDED");
        var knowledge =
                Knowledge.none().chapter(DataFees.class, DataFees.known().and(TRIAL));
        assertThat(market.warnings(SIGNER, knowledge))
                .filteredOn(warning -> warning.code().equals("DATA_FEE_UNBOUNDED"))
                .singleElement()
                .returns(Warning.Severity.ATTENTION, Warning::severity);
        for (var number : List.of(10, 8453, 534_352)) {
            var rollup = new FeeMarketTransaction(
                    BigInteger.valueOf(number),
                    market.nonce(),
                    BigInteger.ONE,
                    BigInteger.TWO,
                    market.gasLimit(),
                    market.to(),
                    market.value(),
                    market.data(),
                    List.of());
            assertThat(codes(rollup)).as("chain %d", number).containsExactly("DATA_FEE_UNBOUNDED");
        }
    }

    @Test
    void everyType_parsesBackAndRecoversItsSigner() {
        var checked = 0;
        for (var envelope : Envelopes.paying(5).all()) {
            assertEquals(
                    envelope,
                    new Ethereum()
                            .parse(TRIAL, Content.TRANSACTION, envelope.bytes())
                            .orThrow());
            assertThat(envelope.signer(KEY.sign(envelope))).contains(KEY.address());
            var signed = envelope.attach(SIGNER, KEY.sign(envelope));
            assertThat(signed.id()).matches("0x[0-9a-f]{64}");
            assertThat(envelope.predictedId()).isEmpty();
            checked++;
        }
        assertEquals(4, checked);
    }

    @Test
    void anothersSignature_isNotAttached() {
        var envelope = Envelopes.paying(5).feeMarket();
        var foreign = EthereumKey.of(8).sign(envelope);
        assertThatThrownBy(() -> envelope.attach(SIGNER, foreign)).isInstanceOf(IllegalArgumentException.class);
        var own = KEY.sign(envelope);
        var beyond = new RecoverableSignature(own.r(), own.s(), 2);
        assertThatThrownBy(() -> envelope.attach(List.of(beyond))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> envelope.attach(List.of(own, own))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> envelope.attach(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void payment_isATransferAndTheMostTheFeeCanBe() {
        for (var envelope : List.of(
                Envelopes.paying(5).legacy(),
                Envelopes.paying(5).accessList(),
                Envelopes.paying(5).feeMarket()))
            assertThat(envelope.effects(SIGNER, Knowledge.none()))
                    .containsExactly(
                            new Effect.Transfer(COIN, SIGNER, PAYEE.on(TRIAL), BigInteger.valueOf(5)),
                            new Effect.Fee(COIN, SIGNER, Envelopes.PRICE.multiply(Envelopes.GAS)));
    }

    @Test
    void delegation_comesBeforeTheCallAndNamesTheAuthority() {
        var giver = EthereumKey.of(9);
        var common = Envelopes.paying(5);
        var envelope = common.setCode(common.leave(giver, false, PAYEE, 3), common.leave(giver, true, NOBODY, 4));
        var effects = envelope.effects(SIGNER, Knowledge.none());
        assertThat(effects).hasSize(4);
        var change = (Effect.AuthorityChange) effects.get(0);
        assertThat(change.over()).isEqualTo(giver.on(TRIAL));
        assertThat(change.authority()).isEqualTo(Effect.Authority.DELEGATE);
        assertThat(change.turn()).isEqualTo(Effect.Turn.SET);
        assertThat(change.holder()).contains(PAYEE.on(TRIAL));
        var cleared = (Effect.AuthorityChange) effects.get(1);
        assertThat(cleared.turn()).isEqualTo(Effect.Turn.TAKEN);
        assertThat(cleared.holder()).isEmpty();
        assertThat(cleared.detail()).contains(new Effect.Argument("chain", "uint256", "0"));
        assertThat(effects.get(2)).isInstanceOf(Effect.Transfer.class);
        assertThat(effects.get(3)).isInstanceOf(Effect.Fee.class);
        assertThat(codes(envelope)).contains("DELEGATION", "DELEGATION_ON_EVERY_CHAIN", "DELEGATION_CLEARED");
    }

    @Test
    void creation_takesItsValueToThePlaceItWillHave() {
        var envelope = Envelopes.paying(5)
                .with(Optional.<Address>empty())
                .with(Bytes.ofHex("6000"))
                .feeMarket();
        var effects = envelope.effects(SIGNER, Knowledge.none());
        assertThat(effects).hasSize(3);
        var creation = (Effect.Creation) effects.get(1);
        assertThat(((Effect.Transfer) effects.get(0)).to())
                .isEqualTo(creation.at().orElseThrow());
        assertThat(codes(envelope)).containsExactly("CREATION");
        assertThat(codes(Envelopes.paying(5).with(Optional.<Address>empty()).legacy()))
                .containsExactly("CREATION_WITHOUT_CODE");
    }

    @Test
    void unusualReceivers_areWarnedAbout() {
        assertThat(codes(Envelopes.paying(5).legacy())).isEmpty();
        assertThat(codes(Envelopes.paying(5).with(Optional.of(NOBODY)).legacy()))
                .containsExactly("VALUE_TO_ZERO_ADDRESS");
        assertThat(codes(Envelopes.paying(0).with(Optional.of(NOBODY)).legacy()))
                .containsExactly("CALL_TO_ZERO_ADDRESS");
        assertThat(codes(Envelopes.paying(5).with(Optional.of(KEY.address())).legacy()))
                .containsExactly("TO_SELF");
    }

    @Test
    void feesAboveTheCap_areWarnedAbout() {
        var envelope = Envelopes.paying(5).feeMarket();
        var caps = FeeCaps.none()
                .with(
                        TRIAL,
                        new FeeCaps.FeeCap(
                                Envelopes.PRICE.subtract(BigInteger.ONE),
                                envelope.feeMax().subtract(BigInteger.ONE)));
        assertThat(envelope.warnings(SIGNER, Knowledge.none().chapter(FeeCaps.class, caps)))
                .extracting(Warning::code)
                .containsExactly("FEE_ABOVE_CAP", "GAS_PRICE_ABOVE_CAP");
        var exact = FeeCaps.none().with(TRIAL, new FeeCaps.FeeCap(Envelopes.PRICE, envelope.feeMax()));
        assertThat(envelope.warnings(SIGNER, Knowledge.none().chapter(FeeCaps.class, exact)))
                .isEmpty();
    }

    @Test
    void ownAuthorization_isAnAuthorityChangeOverTheSigner() {
        var ours = new Authorization(TRIAL, false, PAYEE, BigInteger.TWO);
        var parsed =
                new Ethereum().parse(TRIAL, Content.AUTHORIZATION, ours.bytes()).orThrow();
        assertEquals(ours, parsed);
        assertThat(parsed.effects(SIGNER, Knowledge.none()))
                .singleElement()
                .isInstanceOfSatisfying(
                        Effect.AuthorityChange.class,
                        change -> assertThat(change.over()).isEqualTo(SIGNER));
        assertThat(codes(parsed)).containsExactly("DELEGATION");
        var everywhere = new Authorization(TRIAL, true, PAYEE, BigInteger.TWO);
        assertThat(codes(everywhere)).containsExactly("DELEGATION_ON_EVERY_CHAIN", "DELEGATION");
        assertThat(everywhere.effects(SIGNER, Knowledge.none()))
                .last()
                .isInstanceOfSatisfying(Effect.Undecoded.class, undecoded -> {
                    assertThat(undecoded.bytes()).isEqualTo(everywhere.bytes());
                    assertThat(undecoded.why()).startsWith("delegation that counts on every chain");
                });
        var common = Envelopes.paying(1);
        var listed = common.setCode(common.leave(KEY, false, PAYEE, 2));
        assertThat(listed.bytes().toHex())
                .contains(ours.attach(SIGNER, KEY.sign(ours)).bytes().toHex());
    }

    @Test
    void calldata_isReadAsACall() {
        var call = Bytes.ofHex("a9059cbb" + "00".repeat(12) + PAYEE.value().toHex() + "00".repeat(31) + "07");
        Envelope envelope = Envelopes.paying(0).with(call).accessList();
        assertThat(envelope.effects(SIGNER, Knowledge.none()))
                .first()
                .isEqualTo(new Effect.Transfer(
                        new Asset(TRIAL, "erc20", PAYEE.toString()), SIGNER, PAYEE.on(TRIAL), BigInteger.valueOf(7)));
    }
}
