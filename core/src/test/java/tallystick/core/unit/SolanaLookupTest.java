package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.solana.Address;
import tallystick.core.chain.solana.DerivedAddress;
import tallystick.core.chain.solana.Draft;
import tallystick.core.chain.solana.Message;
import tallystick.core.chain.solana.NonceAccount;
import tallystick.core.chain.solana.PinnedState;
import tallystick.core.chain.solana.Programs;
import tallystick.core.chain.solana.Replacement;
import tallystick.core.chain.solana.Solana;
import tallystick.core.chain.solana.SolanaTransaction;
import tallystick.core.chain.solana.TableLookup;
import tallystick.core.clear.ComparisonCode;
import tallystick.core.kit.SolanaExamples;
import tallystick.core.kit.SolanaWords;

@DisplayName("Solana, lookup tables and pinned state")
class SolanaLookupTest {
    private static final Account SIGNER = SolanaExamples.SIGNER.on(Solana.MAINNET);
    private static final Address RECEIVER = SolanaExamples.letter('L');
    private static final Address TABLE = SolanaExamples.letter('T');

    /// A payment whose receiver is entry 2 of a table.
    private static SolanaTransaction lookedUp() {
        var written = Draft.of(Solana.MAINNET, SolanaExamples.SIGNER)
                .transfer(RECEIVER, BigInteger.TEN)
                .build()
                .message();
        var message = new Message(
                Message.Version.V0,
                new Message.Counts(1, 0, 1),
                List.of(SolanaExamples.SIGNER, Programs.SYSTEM),
                written.blockhash(),
                List.of(new Message.Compiled(
                        1, List.of(0, 2), written.instructions().getFirst().data())),
                List.of(new TableLookup(TABLE, List.of(2), List.of())));
        return new SolanaTransaction(Solana.MAINNET, message, List.of(RECEIVER));
    }

    private static List<String> effects(SolanaTransaction transaction, Knowledge knowledge) {
        return transaction.effects(SIGNER, knowledge).stream()
                .map(SolanaWords::of)
                .toList();
    }

    private static List<String> warnings(SolanaTransaction transaction, Knowledge knowledge) {
        return transaction.warnings(SIGNER, knowledge).stream()
                .map(SolanaWords::of)
                .toList();
    }

    private static Knowledge pinned(List<Address> entries) {
        return Knowledge.none().chapter(PinnedState.class, PinnedState.none().table(TABLE.on(Solana.MAINNET), entries));
    }

    @Test
    void lookedUpAccount_ofNoPinnedTable_isNotBelieved() {
        assertThat(effects(lookedUp(), Knowledge.none()))
                .first()
                .asString()
                .endsWith("uses accounts of a lookup table that is not pinned; can change " + SolanaExamples.SIGNER
                        + "; acts with the signature of this key");
        assertThat(warnings(lookedUp(), Knowledge.none()))
                .containsExactly("DANGER UNPROVEN_LOOKUP", "DANGER UNDECODED");
    }

    @Test
    void lookedUpAccount_ofAPinnedTable_isBelievedAndSaid() {
        var entries = List.of(SolanaExamples.letter('X'), SolanaExamples.letter('Y'), RECEIVER);
        assertThat(effects(lookedUp(), pinned(entries)))
                .first()
                .isEqualTo("transfer 10 lamports %s -> %s".formatted(SolanaExamples.SIGNER, RECEIVER));
        assertThat(warnings(lookedUp(), pinned(entries))).containsExactly("ATTENTION UNPROVEN_LOOKUP");
    }

    @Test
    void lookedUpAccount_otherThanPinned_isGrave() {
        for (var entries : List.of(
                Collections.nCopies(3, SolanaExamples.letter('X')), List.of(RECEIVER, RECEIVER), List.<Address>of()))
            assertThat(warnings(lookedUp(), pinned(entries)))
                    .containsExactly("DANGER LOOKUP_DIFFERS", "DANGER UNPROVEN_LOOKUP", "DANGER UNDECODED");
    }

    @Test
    void lookups_readOnlyAfterWritable_keepTheirOrder() {
        var message = new Message(
                Message.Version.V0,
                new Message.Counts(1, 0, 1),
                List.of(SolanaExamples.SIGNER, SolanaExamples.letter('P')),
                SolanaExamples.letter('H').value(),
                List.of(new Message.Compiled(
                        1, List.of(2, 3, 4, 5), SolanaExamples.letter('D').value())),
                List.of(
                        new TableLookup(TABLE, List.of(1), List.of(0)),
                        new TableLookup(SolanaExamples.letter('U'), List.of(0), List.of(1))));
        var names = List.of('a', 'b', 'c', 'd');
        var loaded = names.stream().map(SolanaExamples::letter).toList();
        var transaction = new SolanaTransaction(Solana.MAINNET, message, loaded);
        var uses = transaction.instructions().getFirst().accounts();
        assertThat(uses).extracting(use -> use.role().isWritable()).containsExactly(true, true, false, false);
        assertThat(uses).allMatch(use -> use.isLookedUp());
        var state = PinnedState.none()
                .table(TABLE.on(Solana.MAINNET), List.of(loaded.get(2), loaded.get(0)))
                .table(SolanaExamples.letter('U').on(Solana.MAINNET), List.of(loaded.get(1), loaded.get(3)));
        assertThat(warnings(transaction, Knowledge.none().chapter(PinnedState.class, state)))
                .containsExactly("DANGER UNDECODED", "ATTENTION UNPROVEN_LOOKUP");
        assertThat(SolanaTransaction.parse(Solana.MAINNET, transaction.bytes()).orThrow())
                .isEqualTo(transaction);
    }

    @Test
    void faster_withLookups_keepsTheirIndexes() {
        var faster = Replacement.faster(lookedUp(), BigInteger.TWO);
        assertThat(faster.instructions().get(1))
                .isEqualTo(lookedUp().instructions().getFirst());
        assertThat(faster.loaded()).isEqualTo(lookedUp().loaded());
    }

    @Test
    void pinnedHolding_givesTheMint_andTheOwnerOnlyIfTheAddressProvesIt() {
        var plain = SolanaExamples.parse("plain | token | 03 u64:5 | C:w tokenBM:w A:s")
                .instruction();
        var transaction =
                Draft.of(Solana.MAINNET, SolanaExamples.SIGNER).then(plain).build();
        var mint = SolanaExamples.letter('M');
        var owner = SolanaExamples.letter('B');
        var derived = DerivedAddress.ofToken(owner, Programs.TOKEN, mint).on(Solana.MAINNET);
        var held = new PinnedState.Holding(mint, owner, Programs.TOKEN);
        var proves = PinnedState.none().holding(derived, held);
        assertThat(effects(transaction, Knowledge.none().chapter(PinnedState.class, proves)))
                .first()
                .isEqualTo("transfer 5 %s %s -> %s".formatted(mint, SolanaExamples.letter('C'), owner));
        var claims = PinnedState.none()
                .holding(derived, new PinnedState.Holding(mint, SolanaExamples.letter('E'), Programs.TOKEN));
        assertThat(effects(transaction, Knowledge.none().chapter(PinnedState.class, claims)))
                .first()
                .isEqualTo("transfer 5 %s %s -> %s".formatted(mint, SolanaExamples.letter('C'), derived.address()));
        var elsewhere = PinnedState.none().holding(derived, new PinnedState.Holding(mint, owner, Programs.TOKEN_2022));
        assertThat(warnings(transaction, Knowledge.none().chapter(PinnedState.class, elsewhere)))
                .contains("DANGER UNDECODED", "ATTENTION UNKNOWN_MINT");
    }

    @Test
    void decimals_otherThanKnown_areSaid() {
        var transfer = SolanaExamples.parse("transfer | token | 0c u64:5 06 | tokenAM:w M tokenAM:w A:s")
                .instruction();
        var transaction =
                Draft.of(Solana.MAINNET, SolanaExamples.SIGNER).then(transfer).build();
        var asset = new tallystick.core.chain.Asset(
                Solana.MAINNET, "token", SolanaExamples.letter('M').toString());
        var nine = Knowledge.none().unit(asset, new Knowledge.Unit("T", 9));
        var six = Knowledge.none().unit(asset, new Knowledge.Unit("T", 6));
        assertThat(warnings(transaction, nine)).containsExactly("ATTENTION DECIMALS_DIFFER");
        assertThat(warnings(transaction, six)).isEmpty();
    }

    @Test
    void comparisonCode_bindsWhatLookupsFindAndTheCluster_andNotTheBlockhash() {
        var open = lookedUp();
        var code = ComparisonCode.of(open, SIGNER);
        var filled = open.withBlockhash(SolanaExamples.letter('B').value());
        assertThat(ComparisonCode.of(filled, SIGNER)).isEqualTo(code);

        var elsewhere = new SolanaTransaction(open.chain(), open.message(), List.of(SolanaExamples.letter('Z')));
        assertThat(elsewhere.digests()).isEqualTo(open.digests());
        assertThat(ComparisonCode.of(elsewhere, SIGNER)).isNotEqualTo(code);
        var trial = new SolanaTransaction(Solana.DEVNET, open.message(), open.loaded());
        assertThat(ComparisonCode.of(trial, SIGNER)).isNotEqualTo(code);
        assertThat(ComparisonCode.of(open, RECEIVER.on(Solana.MAINNET))).isNotEqualTo(code);
    }

    @Test
    void draftWithTables_writesOutSignersProgramsAndNonces_andLooksUpTheRest() {
        var nonce = new NonceAccount(SolanaExamples.letter('N'), SolanaExamples.SIGNER);
        var plain = Draft.of(Solana.MAINNET, SolanaExamples.SIGNER)
                .nonce(nonce)
                .budget(20_000, BigInteger.TWO)
                .transfer(RECEIVER, BigInteger.TEN)
                .transfer(SolanaExamples.letter('M'), BigInteger.ONE);
        var everything = List.of(
                SolanaExamples.letter('X'),
                RECEIVER,
                SolanaExamples.SIGNER,
                Programs.SYSTEM,
                nonce.account(),
                SolanaExamples.letter('M'));
        var other = SolanaExamples.letter('O');
        var drafted = plain.lookingUp(TABLE, everything).lookingUp(other, List.of(RECEIVER));
        var built = drafted.build();
        assertThat(built.message().version()).isEqualTo(Message.Version.V0);
        assertThat(built.message().lookups()).containsExactly(new TableLookup(TABLE, List.of(1, 5), List.of()));
        assertThat(built.loaded()).containsExactly(RECEIVER, SolanaExamples.letter('M'));
        assertThat(built.message().accounts())
                .contains(SolanaExamples.SIGNER, Programs.SYSTEM, nonce.account())
                .doesNotContain(RECEIVER, TABLE, other);
        assertThat(built.durableNonce()).isPresent();
        assertThat(SolanaTransaction.parse(Solana.MAINNET, built.bytes()).orThrow())
                .isEqualTo(built);

        var knowledge = Knowledge.none()
                .chapter(PinnedState.class, PinnedState.none().table(TABLE.on(Solana.MAINNET), everything));
        var transfers = effects(built, knowledge);
        assertThat(transfers).isEqualTo(effects(plain.build(), Knowledge.none()));
        assertThat(plain.build().message().version()).isEqualTo(Message.Version.LEGACY);
    }

    @Test
    void draftWithTables_fitsWhereItDidNot_andMeasuresItself() {
        var entries = new ArrayList<Address>();
        var draft = Draft.of(Solana.MAINNET, SolanaExamples.SIGNER);
        for (var c = 'a'; c < 'a' + 20; c++) {
            entries.add(SolanaExamples.letter(c));
            draft = draft.transfer(SolanaExamples.letter(c), BigInteger.valueOf(c));
        }
        for (var c = 'A'; c <= 'R'; c++) draft = draft.transfer(SolanaExamples.letter(c), BigInteger.ONE);
        assertThat(draft.fits()).isFalse();
        var shorter = draft.lookingUp(TABLE, entries);
        assertThat(shorter.fits()).isFalse();
        for (var c = 'A'; c <= 'R'; c++) entries.add(SolanaExamples.letter(c));
        var fitting = draft.lookingUp(TABLE, entries);
        assertThat(fitting.fits()).isTrue();
        assertThat(fitting.build().loaded()).hasSize(37);
    }
}
