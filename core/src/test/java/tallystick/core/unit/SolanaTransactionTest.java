package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.chain.Term;
import tallystick.core.chain.Warning;
import tallystick.core.chain.solana.AccountUse;
import tallystick.core.chain.solana.Address;
import tallystick.core.chain.solana.DerivedAddress;
import tallystick.core.chain.solana.Draft;
import tallystick.core.chain.solana.DurableNonce;
import tallystick.core.chain.solana.Instruction;
import tallystick.core.chain.solana.Instructions;
import tallystick.core.chain.solana.Instructions.Way;
import tallystick.core.chain.solana.NonceAccount;
import tallystick.core.chain.solana.Programs;
import tallystick.core.chain.solana.Replacement;
import tallystick.core.chain.solana.Solana;
import tallystick.core.chain.solana.SolanaTransaction;
import tallystick.core.chain.solana.Sweep;
import tallystick.core.chain.solana.Token;
import tallystick.core.kit.SolanaExamples;
import tallystick.core.kit.SolanaKey;
import tallystick.core.kit.SolanaWords;
import tallystick.crypto.codec.Base58;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;

@DisplayName("Solana, transactions built and read")
class SolanaTransactionTest {
    private static final Address SIGNER = SolanaExamples.SIGNER;
    private static final Address OTHER = SolanaExamples.letter('B');
    private static final Address MINT = SolanaExamples.letter('M');
    private static final Bytes HASH = SolanaExamples.letter('H').value();
    private static final Token TOKEN = new Token(Programs.TOKEN, MINT, 6);

    private static Draft draft() {
        return Draft.of(Solana.MAINNET, SIGNER);
    }

    private static SolanaTransaction payment() {
        return draft().transfer(OTHER, BigInteger.TEN).build();
    }

    private static List<String> effects(SolanaTransaction transaction) {
        return transaction.effects(SIGNER.on(Solana.MAINNET), Knowledge.none()).stream()
                .map(SolanaWords::of)
                .toList();
    }

    private static List<String> warnings(SolanaTransaction transaction, Knowledge knowledge) {
        return transaction.warnings(SIGNER.on(Solana.MAINNET), knowledge).stream()
                .map(SolanaWords::of)
                .toList();
    }

    @Test
    void clusters_haveTheirNames_andKeysTheirAccounts() {
        assertThat(Solana.MAINNET).hasToString("solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp");
        var key = Curve.ED25519.group().generator();
        var chain = new ChainId("solana", "localnet");
        var account = new Solana().account(chain, key);
        assertThat(account.address()).isEqualTo(Base58.encode(key.encode()));
        assertThat(new Solana().account(chain, account.address())).contains(account);
        assertThat(Address.of(account).isOnCurve()).isTrue();
        assertThat(new Solana().account(chain, "1".repeat(31))).isEmpty();
        assertThat(new Solana().account(chain, "1".repeat(33))).isEmpty();
        assertThat(new Solana().account(chain, "0".repeat(32))).isEmpty();
        assertThat(new Solana().account(chain, "z".repeat(45))).isEmpty();
    }

    @Test
    void derivedAddresses_areOffTheCurve_andBounded() {
        assertThat(DerivedAddress.ofToken(SIGNER, Programs.TOKEN, MINT).isOnCurve())
                .isFalse();
        var seeds = java.util.Collections.nCopies(15, Bytes.copyOf(new byte[32]));
        assertThat(DerivedAddress.ofProgram(Programs.TOKEN, seeds)).isPresent();
        assertThat(DerivedAddress.ofProgram(Programs.TOKEN, java.util.Collections.nCopies(16, Bytes.empty())))
                .isEmpty();
        assertThat(DerivedAddress.ofProgram(Programs.TOKEN, List.of(Bytes.copyOf(new byte[33]))))
                .isEmpty();
    }

    @Test
    void ordinaryPayment_hasItsEffectAndFee_andNoWarning() {
        assertThat(effects(payment()))
                .containsExactly(
                        "transfer 10 lamports %s -> %s".formatted(SIGNER, OTHER), "fee 5000 lamports of " + SIGNER);
        assertThat(warnings(payment(), Knowledge.none())).isEmpty();
        var transfer = (Effect.Transfer)
                payment().effects(SIGNER.on(Solana.MAINNET), Knowledge.none()).getFirst();
        assertThat(transfer.asset()).hasToString(Solana.MAINNET + "/slip44:501");
    }

    @Test
    void blockhash_leftOpen_isFilledInOnce() {
        var blank = payment();
        var last = blank.withBlockhash(HASH);
        assertThat(blank.isComplete()).isFalse();
        assertThat(last.isComplete()).isTrue();
        assertThat(last.completes(blank)).isTrue();
        assertThat(last.completes(last)).isTrue();
        assertThat(last.blanked()).isEqualTo(blank);
        assertThat(blank.completes(blank)).isFalse();
        assertThat(last.completes(blank.withBlockhash(OTHER.value()))).isFalse();
        var more = draft().transfer(OTHER, BigInteger.TWO).build();
        assertThat(last.completes(more)).isFalse();
        assertThat(last.message().blanked()).isNotEqualTo(more.message());
        assertThat(last.digests()).isNotEqualTo(blank.digests());
        assertThat(new SolanaTransaction(Solana.DEVNET, last.message()).completes(blank))
                .isFalse();
    }

    @Test
    void messageThatIsSigned_isHeldAgainstWhatWasAgreedTo() {
        var blank = payment();
        var last = blank.withBlockhash(HASH);
        var signed = last.message().encode();
        assertThat(blank.isCompletedBy(signed)).isTrue();
        assertThat(last.isCompletedBy(signed)).isTrue();
        assertThat(blank.isCompletedBy(blank.message().encode())).isFalse();
        assertThat(blank.withBlockhash(OTHER.value()).isCompletedBy(signed)).isFalse();
        assertThat(draft().transfer(OTHER, BigInteger.TWO).build().isCompletedBy(signed))
                .isFalse();
        for (var broken : List.of(Bytes.empty(), signed.slice(1, signed.length()), Bytes.concat(signed, signed)))
            assertThat(blank.isCompletedBy(broken)).isFalse();
    }

    @Test
    void input_isTheWholeMessage_andTheSignatureTheName() {
        var key = SolanaKey.number(1);
        var last = Draft.of(Solana.MAINNET, key.address())
                .transfer(OTHER, BigInteger.TEN)
                .build()
                .withBlockhash(HASH);
        assertThat(last.inputs()).hasSize(1);
        assertThat(last.inputs().getFirst().algorithm()).isEqualTo(Algorithm.ED25519);
        assertThat(last.inputs().getFirst().message()).isEqualTo(last.message().encode());
        assertThat(last.predictedId()).isEmpty();
        var signed = last.attach(List.of(key.sign(last)));
        assertThat(signed.bytes().slice(65, signed.bytes().length()))
                .isEqualTo(last.message().encode());
        assertThat(signed.id()).isEqualTo(Base58.encode(signed.bytes().slice(1, 65)));
    }

    @Test
    void secondSigner_signsInItsPlace_andIsShown() {
        var first = SolanaKey.number(1);
        var second = SolanaKey.number(2);
        var last = Draft.of(Solana.MAINNET, first.address())
                .then(Instructions.memo(second.address(), "agreed"))
                .build()
                .withBlockhash(HASH);
        var half = last.attach(List.of(second.sign(last)));
        assertThat(half.id()).isEmpty();
        assertThat(half.bytes().slice(0, 65))
                .isEqualTo(Bytes.concat(Bytes.copyOf((byte) 2), Bytes.copyOf(new byte[64])));
        var whole = last.attach(List.of(second.sign(last), first.sign(last)));
        assertThat(whole.id()).isEqualTo(Base58.encode(whole.bytes().slice(1, 65)));
        assertThat(last.warnings(second.address().on(Solana.MAINNET), Knowledge.none()))
                .extracting(Warning::code)
                .containsExactly("OTHER_SIGNERS", "FEE_PAID_BY_OTHER");
    }

    @Test
    void tokens_intoAnAccountMadeHere_goToItsOwner() {
        var transaction = draft().transfer(TOKEN, OTHER, BigInteger.valueOf(25), Draft.Making.IF_MISSING)
                .build();
        assertThat(effects(transaction))
                .containsExactly(
                        "transfer 2039280 lamports %s -> %s".formatted(SIGNER, OTHER),
                        "call createIdempotent by %s of %s account=%s owner=%s mint=%s"
                                .formatted(SIGNER, Programs.ASSOCIATED_TOKEN, TOKEN.accountOf(OTHER), OTHER, MINT),
                        "transfer 25 %s %s -> %s".formatted(MINT, SIGNER, OTHER),
                        "fee 5000 lamports of " + SIGNER);
        assertThat(warnings(transaction, Knowledge.none())).isEmpty();
        var asset = ((Effect.Transfer) transaction
                        .effects(SIGNER.on(Solana.MAINNET), Knowledge.none())
                        .get(2))
                .asset();
        assertThat(asset).isEqualTo(new Asset(Solana.MAINNET, "token", MINT.toString()));
    }

    @Test
    void ownership_handedOverBetween_isNoLongerProof() {
        var handOver = SolanaExamples.parse("hand over | token | 06 02 01 $C | tokenBM:w B:s")
                .instruction();
        var way = new Way(TOKEN.accountOf(SIGNER), TOKEN.accountOf(OTHER));
        var transaction = draft().then(Instructions.createTokenAccount(SIGNER, OTHER, TOKEN))
                .then(handOver)
                .then(Instructions.transferToken(TOKEN, way, SIGNER, BigInteger.ONE))
                .build();
        assertThat(effects(transaction))
                .contains("transfer 1 %s %s -> %s".formatted(MINT, SIGNER, TOKEN.accountOf(OTHER)));
    }

    @Test
    void mintOfAnAccountMadeHere_isKnownToPlainTransfers() {
        var plain = SolanaExamples.parse("plain | token | 03 u64:5 | tokenAM:w tokenBM:w A:s")
                .instruction();
        var known = draft().then(Instructions.createTokenAccount(SIGNER, OTHER, TOKEN))
                .then(plain)
                .build();
        assertThat(effects(known)).contains("transfer 5 %s %s -> %s".formatted(MINT, SIGNER, OTHER));
        var other = new Token(Programs.TOKEN, SolanaExamples.letter('Q'), 6);
        var way = new Way(TOKEN.accountOf(SIGNER), TOKEN.accountOf(OTHER));
        var wrong = draft().then(Instructions.createTokenAccount(SIGNER, OTHER, TOKEN))
                .then(Instructions.transferToken(other, way, SIGNER, BigInteger.ONE))
                .build();
        assertThat(warnings(wrong, Knowledge.none())).contains("DANGER UNDECODED");
    }

    @Test
    void fees_areTheMostThatCanBeTaken() {
        record Case(Draft draft, long lamports) {}
        var price = Instructions.unitPrice(BigInteger.valueOf(1_000_000));
        var verifier = new Instruction(
                Address.ofText("Ed25519SigVerify111111111111111111111111111"), List.of(), Bytes.copyOf((byte) 3));
        var cases = List.of(
                new Case(draft(), 5_000),
                new Case(draft().then(price), 5_000 + 3_000),
                new Case(draft().then(price).transfer(OTHER, BigInteger.ONE), 5_000 + 203_000),
                new Case(draft().budget(1, BigInteger.ONE), 5_001),
                new Case(draft().budget(1_000_000, BigInteger.valueOf(3)), 5_003),
                new Case(draft().budget(1_000_001, BigInteger.ONE), 5_002),
                new Case(draft().then(verifier), 5_000 + 3 * 5_000),
                new Case(
                        draft().then(price)
                                .then(SolanaExamples.parse("all | budget | 02 u32:2000000 |")
                                        .instruction()),
                        5_000 + 1_400_000));
        for (var each : cases)
            assertThat(effects(each.draft().build()))
                    .last()
                    .isEqualTo("fee %d lamports of %s".formatted(each.lamports(), SIGNER));
        assertThat(cases).hasSize(8);
    }

    @Test
    void fee_aboveTheCap_isShown() {
        var dear = draft().budget(1_000_000, BigInteger.valueOf(10_000_000)).build();
        assertThat(warnings(dear, Knowledge.none())).containsExactly("ATTENTION FEE_ABOVE_CAP");
        var cheap = draft().budget(1_000_000, BigInteger.valueOf(9_995_000)).build();
        assertThat(warnings(cheap, Knowledge.none())).isEmpty();
    }

    @Test
    void budgetSetTwice_isUndecoded_andTheHigherCounts() {
        var twice = draft().budget(1_000_000, BigInteger.ONE)
                .then(Instructions.unitPrice(BigInteger.TWO))
                .build();
        assertThat(warnings(twice, Knowledge.none())).contains("DANGER UNDECODED");
        assertThat(effects(twice)).last().isEqualTo("fee 5002 lamports of " + SIGNER);
    }

    @Test
    void budgetWithATrailingByte_isUndecoded_andNoFeeIsClaimed() {
        var odd = draft().then(SolanaExamples.parse("price | budget | 03 u64:9000000000 00 |")
                        .instruction())
                .build();
        assertThat(effects(odd))
                .noneMatch(effect -> effect.startsWith("fee "))
                .anyMatch(effect -> effect.startsWith("undecoded ComputeBudget"));
        assertThat(warnings(odd, Knowledge.none())).contains("DANGER UNDECODED", "DANGER FEE_UNKNOWN");
    }

    @Test
    void messageThatTakesNoSignatureOfTheKey_isUndecoded() {
        var others = SolanaExamples.parse("transfer | system | u32:2 u64:1 | B:sw C:w")
                .transaction();
        var signer = SolanaExamples.SIGNER.on(Solana.MAINNET);
        assertThat(others.effects(signer, Knowledge.none()))
                .contains(
                        new Effect.Undecoded(signer, others.bytes(), "a message that takes no signature of this key"));
        assertThat(others.warnings(signer, Knowledge.none()).stream().map(Warning::code))
                .contains("NOT_A_SIGNER");
    }

    @Test
    void durableNonce_inFront_isSeenAndGrave() {
        var nonce = new NonceAccount(SolanaExamples.letter('N'), SIGNER);
        var transaction = draft().nonce(nonce)
                .budget(1_000, BigInteger.ONE)
                .transfer(OTHER, BigInteger.TEN)
                .build();
        assertThat(transaction.durableNonce())
                .contains(new DurableNonce(Optional.of(nonce.account()), Optional.of(SIGNER)));
        assertThat(transaction.instructions().getFirst().data()).isEqualTo(Bytes.ofHex("04000000"));
        assertThat(warnings(transaction, Knowledge.none())).containsExactly("DANGER DURABLE_NONCE");
        var own = Knowledge.none().own(nonce.account().on(Solana.MAINNET), "nonce 1");
        assertThat(warnings(transaction, own)).containsExactly("ATTENTION DURABLE_NONCE");
        assertThat(payment().durableNonce()).isEmpty();
        var later = draft().transfer(OTHER, BigInteger.TEN)
                .then(Instructions.advanceNonce(nonce))
                .build();
        assertThat(later.durableNonce()).isEmpty();
    }

    @Test
    void blockhashOrNonce_isATerm_openOrFilledIn() {
        var me = SIGNER.on(Solana.MAINNET);
        var value = Optional.of(Base58.encode(HASH));
        assertThat(payment().blanked().terms(me, Knowledge.none()))
                .containsExactly(new Term.While("recent blockhash", Optional.empty(), Optional.empty()));
        assertThat(payment().withBlockhash(HASH).terms(me, Knowledge.none()))
                .containsExactly(new Term.While("recent blockhash", Optional.empty(), value));
        var nonce = new NonceAccount(SolanaExamples.letter('N'), SIGNER);
        var keeper = Optional.of(nonce.account().on(Solana.MAINNET));
        var lasting = draft().nonce(nonce).transfer(OTHER, BigInteger.TEN).build();
        assertThat(lasting.terms(me, Knowledge.none()))
                .containsExactly(new Term.While("durable nonce", keeper, Optional.empty()));
        assertThat(lasting.withBlockhash(HASH).terms(me, Knowledge.none()))
                .containsExactly(new Term.While("durable nonce", keeper, value));
    }

    @Test
    void faster_keepsEverythingButThePrice() {
        var dearer = Replacement.faster(
                draft().budget(1_000, BigInteger.ONE)
                        .transfer(OTHER, BigInteger.TEN)
                        .build()
                        .withBlockhash(HASH),
                BigInteger.TWO);
        assertThat(dearer)
                .isEqualTo(draft().budget(1_000, BigInteger.TWO)
                        .transfer(OTHER, BigInteger.TEN)
                        .build());
        assertThatThrownBy(() -> Replacement.faster(dearer, BigInteger.TWO))
                .hasMessage("price not above the one before");
        var nonce = new NonceAccount(SolanaExamples.letter('N'), SIGNER);
        var durable = Replacement.faster(
                draft().nonce(nonce).transfer(OTHER, BigInteger.TEN).build(), BigInteger.TWO);
        assertThat(durable.durableNonce()).isPresent();
        assertThat(durable.instructions().get(1)).isEqualTo(Instructions.unitPrice(BigInteger.TWO));
        var cancel = Replacement.cancel(Solana.MAINNET, OTHER, nonce);
        assertThat(cancel.instructions()).containsExactly(Instructions.advanceNonce(nonce));
    }

    @Test
    void sweeps_fillTransactions_andLeaveNothingOut() {
        var scattered = new java.util.ArrayList<Sweep.Scattered>();
        for (var i = 0; i < 30; i++) {
            var loose = new Address(Bytes.concat(Bytes.copyOf(new byte[31]), Bytes.copyOf((byte) (i + 1))));
            scattered.add(new Sweep.Scattered(TOKEN, loose, BigInteger.valueOf(i)));
        }
        var way = new Way(SIGNER, OTHER);
        var swept = Sweep.tokens(Solana.MAINNET, way, scattered);
        assertThat(swept.size()).isBetween(2, 6);
        var moved = swept.stream()
                .flatMap(each -> each.instructions().stream())
                .filter(each -> each.data().at(0) == 12)
                .toList();
        assertThat(moved).hasSize(30);
        for (var each : swept) assertThat(each.bytes().length() + 65).isLessThanOrEqualTo(1232);
        var itself = List.of(new Sweep.Scattered(TOKEN, TOKEN.accountOf(OTHER), BigInteger.ONE));
        assertThatThrownBy(() -> Sweep.tokens(Solana.MAINNET, way, itself))
                .hasMessage("a token account swept into itself");
        assertThat(Sweep.tokens(Solana.MAINNET, way, List.of())).isEmpty();
        assertThat(Sweep.coin(draft(), OTHER, BigInteger.valueOf(5_000))).isEmpty();
        assertThat(effects(Sweep.coin(draft(), OTHER, BigInteger.valueOf(5_001)).orElseThrow()))
                .contains("transfer 1 lamports %s -> %s".formatted(SIGNER, OTHER));
    }

    @Test
    void unknownProgram_saysWhatOfTheSignersItReaches() {
        var call = new Instruction(
                SolanaExamples.letter('P'),
                List.of(AccountUse.writableSigner(SIGNER), AccountUse.writable(OTHER)),
                Bytes.ofHex("0102"));
        var told = "undecoded %s 0102: call of an unknown program; can change %s; acts with the signature of "
                .formatted(SolanaExamples.letter('P'), SIGNER);
        assertThat(effects(draft().then(call).build())).contains(told + "this key");
    }

    @Test
    void parts_outOfRange_areRefused() {
        assertThatThrownBy(() -> new Address(Bytes.empty())).hasMessage("address of 0 bytes, not 32");
        assertThatThrownBy(() -> Address.ofText("x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Token(Programs.SYSTEM, MINT, 6)).hasMessage("not one of the token programs");
        assertThatThrownBy(() -> new Token(Programs.TOKEN, MINT, 256)).hasMessage("256 decimals not in 0..255");
        assertThatThrownBy(() -> draft().budget(0, BigInteger.ONE)).hasMessage("0 compute units not in 1..1400000");
        assertThatThrownBy(() -> draft().transfer(OTHER, BigInteger.ONE.negate()))
                .hasMessage("number not in 0..2^64-1");
        assertThatThrownBy(() -> draft().transfer(OTHER, BigInteger.ONE.shiftLeft(64)))
                .hasMessage("number not in 0..2^64-1");
    }
}
