package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.SigningInput;
import tallystick.core.chain.Term;
import tallystick.core.chain.Warning;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.Bech32;
import tallystick.core.chain.bitcoin.Bitcoin;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.ChainTip;
import tallystick.core.chain.bitcoin.FeeLimits;
import tallystick.core.chain.bitcoin.KeyTree;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.SighashType;
import tallystick.core.chain.bitcoin.SpentOutput;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxInput;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.core.chain.bitcoin.build.Coin;
import tallystick.core.clear.ClearText;
import tallystick.core.kit.BitcoinScenes;
import tallystick.core.kit.BitcoinSigner;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.derive.DerivationPath;

/// What a bundle does, and what people are warned of.
class BitcoinBundleTest {
    private static final BitcoinNetwork NETWORK = BitcoinScenes.NETWORK;
    private static final BitcoinSigner SIGNER = new BitcoinSigner(7);
    private static final Account ACCOUNT = SIGNER.account(NETWORK);
    private static final DerivationPath RECEIVING = DerivationPath.of(0, 3);
    private static final DerivationPath CHANGE = DerivationPath.of(1, 4);
    private static final Account PAYER =
            SIGNER.script(AddressForm.P2WPKH, RECEIVING).account(NETWORK);
    private static final OutputScript PAYEE = OutputScript.of(new Bech32.Program(0, Bytes.ofHex("11".repeat(20))));

    private static Coin coin(AddressForm form, long value) {
        return BitcoinScenes.coin(SIGNER, form, RECEIVING, value, new Random(value));
    }

    private static TxOutput to(OutputScript script, long value) {
        return new TxOutput(value, script);
    }

    private static TxOutput back(long value) {
        return to(SIGNER.script(AddressForm.P2WPKH, CHANGE), value);
    }

    /// A bundle whose last output may be ours.
    private static Bundle bundle(List<Coin> coins, List<TxOutput> outputs, Optional<DerivationPath> last) {
        return bundle(coins, outputs, last, TxInput.FINAL, 0);
    }

    private static Bundle bundle(
            List<Coin> coins, List<TxOutput> outputs, Optional<DerivationPath> last, long sequence, long lockTime) {
        var paths = new ArrayList<Optional<DerivationPath>>();
        for (var i = 0; i < outputs.size() - 1; i++) paths.add(Optional.empty());
        paths.add(last);
        var transaction = new Transaction(
                2,
                coins.stream()
                        .map(coin -> TxInput.unsigned(coin.at(), sequence))
                        .toList(),
                outputs,
                lockTime);
        return Bundle.of(
                        NETWORK,
                        transaction,
                        coins.stream().map(Coin::spent).toList(),
                        paths,
                        coins.stream().flatMap(coin -> coin.made().stream()).toList())
                .orThrow();
    }

    private static Bundle ordinary() {
        return bundle(
                List.of(coin(AddressForm.P2WPKH, 1_000_000)),
                List.of(to(PAYEE, 600_000), back(399_000)),
                Optional.of(CHANGE));
    }

    private static List<String> codes(Bundle bundle, Knowledge knowledge) {
        return bundle.warnings(ACCOUNT, knowledge).stream().map(Warning::code).toList();
    }

    private static List<String> codes(Bundle bundle) {
        return codes(bundle, SIGNER.knowledge());
    }

    @Test
    void ordinaryPayment_isATransferAndChangeAndAFee_withoutAWarning() {
        assertThat(ordinary().effects(ACCOUNT, SIGNER.knowledge()))
                .containsExactly(
                        new Effect.Transfer(NETWORK.coin(), PAYER, PAYEE.account(NETWORK), BigInteger.valueOf(600_000)),
                        new Effect.Change(
                                NETWORK.coin(), back(0).script().account(NETWORK), BigInteger.valueOf(399_000), CHANGE),
                        new Effect.Fee(NETWORK.coin(), PAYER, BigInteger.valueOf(1000)));
        assertThat(codes(ordinary())).isEmpty();
    }

    @Test
    void inputsOfSeveralAddresses_areNamedEachWithItsSum_andPayTogether() {
        var wrapped = SIGNER.script(AddressForm.P2TR, RECEIVING).account(NETWORK);
        var bundle = bundle(
                List.of(
                        coin(AddressForm.P2WPKH, 1_000_000),
                        coin(AddressForm.P2TR, 70_000),
                        coin(AddressForm.P2WPKH, 5_000)),
                List.of(to(PAYEE, 600_000), back(474_000)),
                Optional.of(CHANGE));
        var together = new Account(NETWORK.chain(), "all-inputs");
        assertThat(bundle.effects(ACCOUNT, SIGNER.knowledge()))
                .containsExactly(
                        new Effect.Spend(NETWORK.coin(), PAYER, BigInteger.valueOf(1_005_000), Optional.of(RECEIVING)),
                        new Effect.Spend(NETWORK.coin(), wrapped, BigInteger.valueOf(70_000), Optional.of(RECEIVING)),
                        new Effect.Transfer(
                                NETWORK.coin(), together, PAYEE.account(NETWORK), BigInteger.valueOf(600_000)),
                        new Effect.Change(
                                NETWORK.coin(), back(0).script().account(NETWORK), BigInteger.valueOf(474_000), CHANGE),
                        new Effect.Fee(NETWORK.coin(), together, BigInteger.valueOf(1000)));
        assertThat(bundle.effects(ACCOUNT, Knowledge.none()).getFirst())
                .isEqualTo(new Effect.Spend(NETWORK.coin(), PAYER, BigInteger.valueOf(1_005_000), Optional.empty()));
        assertThat(new Bitcoin().account(NETWORK.chain(), "all-inputs")).isEmpty();
    }

    @Test
    void signerNamedByAnyAddressOfAnInputsKey_isOneAccount() {
        var chain = new Bitcoin();
        for (var form : AddressForm.values()) {
            var named = SIGNER.script(form, RECEIVING).account(NETWORK);
            assertThat(chain.signer(ordinary(), named)).as("%s", form).isEqualTo(PAYER);
        }
        assertThat(chain.signer(ordinary(), ACCOUNT)).isEqualTo(ACCOUNT);
        var taproot = bundle(List.of(coin(AddressForm.P2TR, 1_000_000)), List.of(to(PAYEE, 600_000)), Optional.empty());
        var own = SIGNER.script(AddressForm.P2TR, RECEIVING).account(NETWORK);
        for (var form : AddressForm.values())
            assertEquals(
                    own, chain.signer(taproot, SIGNER.script(form, RECEIVING).account(NETWORK)));
    }

    @Test
    void changeWithoutTheTree_isATransferWithAWarning() {
        var effects = ordinary().effects(ACCOUNT, Knowledge.none());
        assertThat(effects.get(1)).isInstanceOf(Effect.Transfer.class);
        assertThat(codes(ordinary(), Knowledge.none()))
                .containsExactly("INPUT_UNPROVEN", "NO_CHANGE", "CHANGE_UNPROVEN");
    }

    @Test
    void changeAtAnotherPath_isATransferWithDanger() {
        var lied = bundle(
                List.of(coin(AddressForm.P2WPKH, 1_000_000)),
                List.of(to(PAYEE, 600_000), to(PAYEE, 399_000)),
                Optional.of(CHANGE));
        assertThat(lied.effects(ACCOUNT, SIGNER.knowledge())).noneMatch(Effect.Change.class::isInstance);
        assertThat(lied.warnings(ACCOUNT, SIGNER.knowledge()))
                .filteredOn(warning -> warning.code().equals("CHANGE_UNPROVEN"))
                .extracting(Warning::severity)
                .containsExactly(Warning.Severity.DANGER);
    }

    @Test
    void inputOfAnotherTree_isUndecodedAndADanger() {
        var stranger = Knowledge.none().chapter(KeyTree.class, new BitcoinSigner(8).tree());
        assertThat(ordinary().effects(ACCOUNT, stranger).getFirst())
                .isInstanceOfSatisfying(
                        Effect.Undecoded.class,
                        undecoded -> assertThat(undecoded.why()).isEqualTo("an input whose key is not the signer's"));
        assertThat(codes(ordinary(), stranger)).contains("FOREIGN_INPUT");
    }

    @Test
    void inputOfTheSignersOwnKey_isProvenWithoutATree() {
        for (var form : AddressForm.values()) {
            var coin = BitcoinScenes.coin(SIGNER, form, DerivationPath.root(), 1_000_000, new Random(1));
            var sweep = bundle(List.of(coin), List.of(to(PAYEE, 999_000)), Optional.empty());
            for (var address : AddressForm.values())
                assertEquals(
                        List.of("NO_CHANGE"),
                        sweep
                                .warnings(
                                        SIGNER.script(address, DerivationPath.root())
                                                .account(NETWORK),
                                        Knowledge.none())
                                .stream()
                                .map(Warning::code)
                                .toList());
        }
    }

    @Test
    void dataOutput_isAStatement_andWithValueABurn() {
        var said = OutputScript.ofData(Bytes.ofUtf8("hello"));
        var free = bundle(
                List.of(coin(AddressForm.P2TR, 100_000)), List.of(to(said, 0), back(99_000)), Optional.of(CHANGE));
        assertThat(free.effects(ACCOUNT, SIGNER.knowledge()).getFirst())
                .isEqualTo(new Effect.Statement(
                        SIGNER.script(AddressForm.P2TR, RECEIVING).account(NETWORK),
                        "data",
                        "hello",
                        List.of(
                                new Effect.Argument("data", "bytes", "0x68656c6c6f"),
                                new Effect.Argument("script", "bytes", "0x6a0568656c6c6f"))));
        var burnt = bundle(
                List.of(coin(AddressForm.P2TR, 100_000)), List.of(to(said, 9000), back(90_000)), Optional.of(CHANGE));
        assertThat(burnt.effects(ACCOUNT, SIGNER.knowledge()).getFirst()).isInstanceOf(Effect.Transfer.class);
        assertThat(codes(burnt)).startsWith("BURN");
    }

    @Test
    void sameDataInAnotherScript_isShownAsAnother() {
        var shown = new java.util.HashSet<Effect>();
        for (var hex : List.of("6a51", "6a0101", "6a0151", "6a4c0101"))
            shown.add(bundle(
                            List.of(coin(AddressForm.P2TR, 100_000)),
                            List.of(to(new OutputScript(Bytes.ofHex(hex)), 0), back(99_000)),
                            Optional.of(CHANGE))
                    .effects(ACCOUNT, SIGNER.knowledge())
                    .getFirst());
        assertThat(shown).hasSize(4).hasOnlyElementsOfType(Effect.Statement.class);
    }

    @Test
    void changeWhereNoWalletLooks_isWarnedOf() {
        var usual = List.of(CHANGE, DerivationPath.of(1, 999_999), DerivationPath.of(84, 0, 0, 1, 9));
        var unusual = List.of(
                DerivationPath.of(1, 1_000_000),
                DerivationPath.of(2_000_000_000, 1, 0),
                DerivationPath.of(84, 0, 0, 0, 1, 9));
        for (var path :
                java.util.stream.Stream.concat(usual.stream(), unusual.stream()).toList()) {
            var bundle = bundle(
                    List.of(coin(AddressForm.P2WPKH, 1_000_000)),
                    List.of(to(PAYEE, 600_000), to(SIGNER.script(AddressForm.P2WPKH, path), 399_000)),
                    Optional.of(path));
            assertThat(codes(bundle))
                    .as("%s", path)
                    .isEqualTo(unusual.contains(path) ? List.of("CHANGE_PATH_UNUSUAL") : List.of());
        }
    }

    @Test
    void unspendableScriptThatIsMoreThanData_isUndecoded() {
        var odd = new OutputScript(Bytes.ofHex("6aac"));
        var bundle = bundle(
                List.of(coin(AddressForm.P2TR, 100_000)), List.of(to(odd, 0), back(99_000)), Optional.of(CHANGE));
        assertThat(bundle.effects(ACCOUNT, SIGNER.knowledge()).getFirst())
                .isEqualTo(new Effect.Undecoded(
                        new Account(NETWORK.chain(), "script:6aac"),
                        odd.bytes(),
                        "an unspendable script that holds more than data"));
    }

    @Test
    void unusualOutputs_areWarnedOf() {
        var coins = List.of(coin(AddressForm.P2WPKH, 1_000_000));
        var unknown = bundle(
                coins, List.of(to(new OutputScript(Bytes.ofHex("51")), 600_000), back(399_000)), Optional.of(CHANGE));
        assertThat(codes(unknown)).containsExactly("UNKNOWN_SCRIPT");
        var future = OutputScript.of(new Bech32.Program(2, Bytes.ofHex("11".repeat(32))));
        assertThat(codes(bundle(coins, List.of(to(future, 600_000), back(399_000)), Optional.of(CHANGE))))
                .containsExactly("UNKNOWN_WITNESS_VERSION");
        var dust = bundle(coins, List.of(to(PAYEE, 293), back(999_000)), Optional.of(CHANGE));
        assertThat(codes(dust)).containsExactly("DUST_OUTPUT", "ABSURD_FEE");
        assertThat(codes(bundle(coins, List.of(to(PAYEE, 999_000)), Optional.empty())))
                .containsExactly("NO_CHANGE");
    }

    @Test
    void fees_aboveTheLimits_areWarnedOf() {
        var coins = List.of(coin(AddressForm.P2WPKH, 10_000_000));
        var absurd = bundle(coins, List.of(to(PAYEE, 600_000), back(9_000_000)), Optional.of(CHANGE));
        assertThat(absurd.warnings(ACCOUNT, SIGNER.knowledge()))
                .filteredOn(warning -> warning.severity() == Warning.Severity.DANGER)
                .extracting(Warning::code)
                .containsExactly("FEE_RATE_ABOVE_CAP", "ABSURD_FEE");
        var strict = SIGNER.knowledge().chapter(FeeLimits.class, new FeeLimits(5000, 50));
        assertThat(codes(ordinary(), strict)).containsExactly("FEE_RATE_ABOVE_CAP");
        var lavish = SIGNER.knowledge().chapter(FeeLimits.class, new FeeLimits(1_000_000_000, 100));
        assertThat(codes(absurd, lavish)).isEmpty();
    }

    @Test
    void feeRate_atTheCap_isNotAboveIt() {
        var bundle = ordinary();
        var exact = bundle.feeSatoshi() * 1000 / bundle.virtualBytesMax() + 1;
        assertThat(codes(bundle, SIGNER.knowledge().chapter(FeeLimits.class, new FeeLimits(exact + 8, 100))))
                .isEmpty();
        assertThat(codes(bundle, SIGNER.knowledge().chapter(FeeLimits.class, new FeeLimits(exact - 10, 100))))
                .containsExactly("FEE_RATE_ABOVE_CAP");
    }

    @Test
    void valueWithoutProof_isUndecoded_onlyWhereALieWouldPay() {
        var first = coin(AddressForm.P2WPKH, 500_000);
        var second = coin(AddressForm.P2SH_P2WPKH, 400_000);
        var taproot = coin(AddressForm.P2TR, 300_000);
        var outputs = List.of(to(PAYEE, 250_000), back(40_000));
        var unproven = new Coin(second.at(), second.spent(), Optional.empty());
        var lying = bundle(List.of(first, unproven), outputs, Optional.of(CHANGE));
        assertThat(codes(lying)).contains("VALUE_UNPROVEN");
        assertThat(lying.effects(ACCOUNT, SIGNER.knowledge()))
                .first()
                .isEqualTo(new Effect.Undecoded(
                        unproven.spent().output().script().account(NETWORK),
                        unproven.at().transaction().bytes(),
                        "an input of unproven value: the transaction that made it is missing"));
        assertThat(codes(bundle(List.of(first, second), outputs, Optional.of(CHANGE))))
                .doesNotContain("VALUE_UNPROVEN");
        assertThat(codes(bundle(List.of(unproven), outputs, Optional.of(CHANGE))))
                .doesNotContain("VALUE_UNPROVEN");
        assertThat(codes(bundle(List.of(taproot, unproven), outputs, Optional.of(CHANGE))))
                .doesNotContain("VALUE_UNPROVEN");
        // Of a stranger's key, or of one not known to be ours, it proves nothing.
        var strangers = BitcoinScenes.coin(new BitcoinSigner(8), AddressForm.P2TR, RECEIVING, 300_000, new Random(1));
        assertThat(codes(bundle(List.of(strangers, unproven), outputs, Optional.of(CHANGE))))
                .contains("VALUE_UNPROVEN");
        assertThat(codes(bundle(List.of(taproot, unproven), outputs, Optional.of(CHANGE)), Knowledge.none()))
                .contains("VALUE_UNPROVEN");
    }

    @Test
    void outputThatComesBackInAFormTheKeyCannotSignFor_isSentAway() {
        for (var form : AddressForm.values())
            for (var back : AddressForm.values()) {
                var outputs = List.of(to(PAYEE, 600_000), to(SIGNER.script(back, CHANGE), 399_000));
                var bundle = bundle(List.of(coin(form, 1_000_000)), outputs, Optional.of(CHANGE));
                var lost = (form == AddressForm.P2TR) != (back == AddressForm.P2TR);
                assertThat(bundle.effects(ACCOUNT, SIGNER.knowledge()))
                        .as("%s to %s", form, back)
                        .hasExactlyElementsOfTypes(
                                Effect.Transfer.class,
                                lost ? Effect.Transfer.class : Effect.Change.class,
                                Effect.Fee.class);
                assertEquals(lost, codes(bundle).contains("CHANGE_UNPROVEN"));
            }
    }

    @Test
    void times_areWarnedOf_untilTheyHavePassed() {
        var coins = List.of(coin(AddressForm.P2WPKH, 1_000_000));
        var outputs = List.of(to(PAYEE, 600_000), back(399_000));
        var replaceable = bundle(coins, outputs, Optional.of(CHANGE), TxInput.REPLACEABLE, 0);
        assertThat(codes(replaceable)).containsExactly("REPLACEABLE");
        var later = bundle(coins, outputs, Optional.of(CHANGE), TxInput.FINAL - 1, 900_000);
        assertThat(codes(later)).containsExactly("LOCKTIME");
        var tip = SIGNER.knowledge().chapter(ChainTip.class, new ChainTip(900_000, Instant.ofEpochSecond(1)));
        assertThat(codes(later, tip)).isEmpty();
        var before = SIGNER.knowledge().chapter(ChainTip.class, new ChainTip(899_999, Instant.MAX));
        assertThat(codes(later, before)).containsExactly("LOCKTIME");
        var clock = bundle(coins, outputs, Optional.of(CHANGE), TxInput.FINAL - 1, 1_700_000_000);
        assertThat(codes(clock, tip)).containsExactly("LOCKTIME");
        var noon = new ChainTip(1, Instant.ofEpochSecond(1_700_000_001));
        assertThat(codes(clock, SIGNER.knowledge().chapter(ChainTip.class, noon)))
                .isEmpty();
        assertThat(codes(bundle(coins, outputs, Optional.of(CHANGE), TxInput.FINAL, 900_000)))
                .containsExactly("LOCKTIME_OFF");
        assertThat(codes(bundle(coins, outputs, Optional.of(CHANGE), TxInput.FINAL, 0)))
                .isEmpty();
        assertThat(codes(bundle(coins, outputs, Optional.of(CHANGE), 144, 0)))
                .containsExactly("REPLACEABLE", "RELATIVE_LOCKTIME");
    }

    @Test
    void lockTimes_areTerms_whereTheyBind() {
        var coins = List.of(coin(AddressForm.P2WPKH, 1_000_000));
        var outputs = List.of(to(PAYEE, 600_000), back(399_000));
        assertThat(terms(bundle(coins, outputs, Optional.of(CHANGE), TxInput.FINAL, 900_000)))
                .isEmpty();
        assertThat(terms(bundle(coins, outputs, Optional.of(CHANGE), TxInput.REPLACEABLE, 0)))
                .isEmpty();
        assertThat(terms(bundle(coins, outputs, Optional.of(CHANGE), TxInput.FINAL - 1, 499_999_999)))
                .containsExactly(before(new Term.Block(BigInteger.valueOf(499_999_999))));
        assertThat(terms(bundle(coins, outputs, Optional.of(CHANGE), TxInput.FINAL - 1, 500_000_000)))
                .containsExactly(before(new Term.Second(BigInteger.valueOf(500_000_000))));
        assertThat(terms(bundle(coins, outputs, Optional.of(CHANGE), 144, 0)))
                .containsExactly(new Term.Aged(1, BigInteger.valueOf(144), true));
        // Bit 22 counts in units of 512 seconds; bits that mean nothing do not part what is the same.
        assertThat(terms(bundle(coins, outputs, Optional.of(CHANGE), 0x7fff_0000 | 3, 0)))
                .containsExactly(new Term.Aged(1, BigInteger.valueOf(1536), false));
        assertThat(terms(bundle(coins, outputs, Optional.of(CHANGE), 1L << 31 | 144, 0)))
                .isEmpty();
        assertThat(ClearText.of(
                                bundle(coins, outputs, Optional.of(CHANGE), TxInput.FINAL - 1, 1_700_000_000),
                                ACCOUNT,
                                SIGNER.knowledge())
                        .lines())
                .contains(
                        "ATTENTION LOCKTIME: It counts only after 2023-11-14T22:13:20Z, second 1700000000 since 1970.")
                .endsWith(
                        "TIME: Counts only after 2023-11-14T22:13:20Z (1700000000 seconds since 1970), by lock time.");
    }

    private static Term before(Term.Moment moment) {
        return new Term.NotBefore("lock time", Optional.empty(), moment, false);
    }

    private static List<Term> terms(Bundle bundle) {
        return bundle.terms(ACCOUNT, SIGNER.knowledge());
    }

    @Test
    void permittedSighash_isUndecodedAndADanger() {
        var coin = coin(AddressForm.P2WPKH, 1_000_000);
        var spent = new SpentOutput(
                coin.spent().output(), coin.spent().key(), Optional.empty(), RECEIVING, SighashType.SINGLE_ANYONE);
        var open = bundle(
                List.of(new Coin(coin.at(), spent, coin.made())),
                List.of(to(PAYEE, 600_000), back(399_000)),
                Optional.of(CHANGE));
        assertThat(open.effects(ACCOUNT, SIGNER.knowledge()).getFirst())
                .isEqualTo(new Effect.Undecoded(
                        PAYER, Bytes.ofHex("83"), "a signature that leaves part of the transaction to others"));
        assertThat(codes(open)).startsWith("SIGHASH");
    }

    @Test
    void predictedId_isKnown_unlessAnInputIsP2pkh() {
        for (var form : AddressForm.values()) {
            var bundle = bundle(List.of(coin(form, 90_000)), List.of(to(PAYEE, 80_000)), Optional.empty());
            var signed = bundle.attach(SIGNER.sign(bundle));
            assertThat(bundle.predictedId()).isEqualTo(form.isSegwit() ? Optional.of(signed.id()) : Optional.empty());
        }
    }

    @Test
    void signingInputs_nameThePathAndTheTaprootTweak() {
        var bundle = bundle(
                List.of(coin(AddressForm.P2TR, 90_000), coin(AddressForm.P2WPKH, 80_000)),
                List.of(to(PAYEE, 80_000)),
                Optional.empty());
        assertThat(bundle.inputs().get(0).taprootRoot()).contains(Bytes.empty());
        assertThat(bundle.inputs().get(0).path()).contains(RECEIVING);
        assertThat(bundle.inputs().get(1).taprootRoot()).isEmpty();
        var own = BitcoinScenes.coin(SIGNER, AddressForm.P2WPKH, DerivationPath.root(), 90_000, new Random(1));
        assertThat(bundle(List.of(own), List.of(to(PAYEE, 80_000)), Optional.empty())
                        .inputs()
                        .getFirst()
                        .path())
                .isEmpty();
    }

    @Test
    void accounts_ofScriptsWithoutAddress_areReadBack() {
        var bitcoin = new Bitcoin();
        for (var script : List.of("", "51", "6a0568656c6c6f", "ab".repeat(60), "ab".repeat(61), "0003aabbcc")) {
            var account = new OutputScript(Bytes.ofHex(script)).account(NETWORK);
            assertThat(bitcoin.account(NETWORK.chain(), account.address())).contains(account);
        }
        var hidden = "script:" + PAYEE.bytes().toHex();
        assertThat(bitcoin.account(NETWORK.chain(), hidden)).isEmpty();
        assertThat(bitcoin.account(
                        BitcoinNetwork.MAINNET.chain(), PAYEE.account(NETWORK).address()))
                .isEmpty();
    }

    @Test
    void addressesOfBase58_areOfTheirNetworkOnly() {
        var key = SIGNER.at(RECEIVING);
        for (var form : List.of(AddressForm.P2PKH, AddressForm.P2SH_P2WPKH)) {
            var address = form.script(key).account(BitcoinNetwork.MAINNET).address();
            assertEquals(
                    form.script(key),
                    OutputScript.parse(BitcoinNetwork.MAINNET, address).orElseThrow());
            assertThat(OutputScript.parse(BitcoinNetwork.SIGNET, address)).isEmpty();
        }
        assertInstanceOf(Account.class, new Bitcoin().account(NETWORK.chain(), key));
        var schnorr = new Bitcoin().account(NETWORK.chain(), key, SigningInput.Algorithm.BIP340);
        assertEquals(AddressForm.P2TR.script(key).account(NETWORK), schnorr);
        var ecdsa = new Bitcoin().account(NETWORK.chain(), key, SigningInput.Algorithm.ECDSA_SECP256K1);
        assertEquals(AddressForm.P2WPKH.script(key).account(NETWORK), ecdsa);
    }
}
