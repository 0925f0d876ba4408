package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.solana.AccountUse;
import tallystick.core.chain.solana.Draft;
import tallystick.core.chain.solana.Instruction;
import tallystick.core.chain.solana.Message;
import tallystick.core.chain.solana.Message.Compiled;
import tallystick.core.chain.solana.Message.Counts;
import tallystick.core.chain.solana.Solana;
import tallystick.core.chain.solana.SolanaTransaction;
import tallystick.core.chain.solana.TableLookup;
import tallystick.core.kit.SolanaExamples;
import tallystick.core.kit.SolanaKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Bytes that are almost a message: refused, at the right byte.
@DisplayName("Solana, messages that are almost right")
class SolanaMessageCheatsTest {
    private static final int KEYS = 4;
    private static final int BLOCKHASH = KEYS + 3 * 32;
    private static final int INSTRUCTIONS = BLOCKHASH + 32;
    /// One signer, a receiver and a program; one instruction of twelve bytes.
    private static final Bytes GOOD = Draft.of(Solana.MAINNET, SolanaExamples.SIGNER)
            .transfer(SolanaExamples.letter('B'), BigInteger.TEN)
            .build()
            .bytes();
    /// The same with a lookup of one entry in version 0, and what it finds.
    private static final Bytes LOOKED_UP = Bytes.concat(
            Bytes.copyOf((byte) 0x80),
            GOOD,
            Bytes.copyOf((byte) 1),
            SolanaExamples.letter('T').value(),
            Bytes.copyOf((byte) 0, (byte) 1, (byte) 9),
            SolanaExamples.letter('L').value());
    private static final int LOOKUPS = 1 + GOOD.length();

    private static Bytes edited(Bytes good, int at, int... bytes) {
        var edited = good.toArray();
        for (var i = 0; i < bytes.length; i++) edited[at + i] = (byte) bytes[i];
        return Bytes.copyOf(edited);
    }

    private static Bytes spliced(Bytes good, int at, int removed, int... bytes) {
        var middle = new byte[bytes.length];
        for (var i = 0; i < bytes.length; i++) middle[i] = (byte) bytes[i];
        return Bytes.concat(good.slice(0, at), Bytes.copyOf(middle), good.slice(at + removed, good.length()));
    }

    private static void refused(Bytes bytes, int offset, String expected) {
        assertThat(SolanaTransaction.parse(Solana.MAINNET, bytes))
                .isEqualTo(new Parsed.Malformed<SolanaTransaction>(offset, expected));
    }

    @Test
    void goodOnes_areRead() {
        assertThat(SolanaTransaction.parse(Solana.MAINNET, GOOD)).isInstanceOf(Parsed.Ok.class);
        var looked = SolanaTransaction.parse(Solana.MAINNET, LOOKED_UP).orThrow();
        assertThat(looked.loaded()).containsExactly(SolanaExamples.letter('L'));
        assertThat(looked.bytes()).isEqualTo(LOOKED_UP);
    }

    @Test
    void everyCut_isRefused() {
        for (var good : List.of(GOOD, LOOKED_UP))
            for (var length = 0; length < good.length(); length++)
                assertThat(SolanaTransaction.parse(Solana.MAINNET, good.slice(0, length)))
                        .isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void counts_thatDoNotFit_areRefused() {
        refused(edited(GOOD, 0, 0), 0, "signer count in 1..127");
        refused(edited(GOOD, 1, 1), 1, "read-only signer count below the signer count");
        refused(edited(GOOD, 2, 3), 2, "signers and read-only others among the account keys");
        refused(edited(GOOD, 0, 4), 2, "signers and read-only others among the account keys");
        refused(edited(LOOKED_UP, 1, 0x80), 1, "signer count in 1..127");
        refused(edited(LOOKED_UP, 0, 0x81), 0, "message version 0");
        refused(edited(LOOKED_UP, 0, 0xff), 0, "message version 0");
    }

    @Test
    void lengths_notInTheirShortestForm_areRefused() {
        refused(spliced(GOOD, 3, 1, 0x83, 0), 3, "the shortest form of account key count");
        refused(spliced(GOOD, 3, 1, 0x83, 0x80, 0), 3, "the shortest form of account key count");
        refused(spliced(GOOD, 3, 1, 0xff, 0xff, 4), 3, "account key count in 0..65535");
        refused(spliced(GOOD, 3, 1, 0xff, 0xff, 0x83, 1), 3, "account key count in 0..65535");
        refused(spliced(GOOD, INSTRUCTIONS, 1, 0x81, 0), INSTRUCTIONS, "the shortest form of instruction count");
        refused(
                spliced(GOOD, INSTRUCTIONS + 2, 1, 0x82, 0),
                INSTRUCTIONS + 2,
                "the shortest form of account index count");
        refused(
                spliced(GOOD, INSTRUCTIONS + 5, 1, 0x8c, 0),
                INSTRUCTIONS + 5,
                "the shortest form of instruction data length");
        refused(spliced(LOOKED_UP, LOOKUPS, 1, 0x81, 0), LOOKUPS, "the shortest form of lookup count");
    }

    @Test
    void counts_beyondTheBytesLeft_areRefusedBeforeMemoryIsTaken() {
        refused(spliced(GOOD, 3, 1, 0xff, 0xff, 3), 3, "account key count that fits the bytes left");
        refused(
                spliced(GOOD, INSTRUCTIONS, 1, 0xff, 0xff, 3),
                INSTRUCTIONS,
                "instruction count that fits the bytes left");
        refused(edited(GOOD, INSTRUCTIONS + 2, 0x7f), INSTRUCTIONS + 2, "account index count that fits the bytes left");
        refused(edited(LOOKED_UP, LOOKUPS, 3), LOOKUPS, "lookup count that fits the bytes left");
    }

    @Test
    void keys_twice_areRefused() {
        var twice = edited(GOOD, KEYS + 32, new int[] {'A'});
        for (var i = 0; i < 32; i++) twice = edited(twice, KEYS + 32 + i, 'A');
        refused(twice, KEYS + 32, "an account key that did not occur before");
        var loaded = LOOKED_UP;
        for (var i = 0; i < 32; i++) loaded = edited(loaded, loaded.length() - 32 + i, 'B');
        refused(loaded, LOOKED_UP.length() - 32, "a looked up account that did not occur before");
    }

    @Test
    void messageAlone_withoutWhatItsLookupsFind_isRefusedAndSaysWhatIsMissing() {
        refused(
                LOOKED_UP.slice(0, LOOKED_UP.length() - 32),
                LOOKED_UP.length() - 32,
                "looked up account appended to the message, 32 bytes, found 0");
    }

    @Test
    void indexes_outOfRange_areRefused() {
        refused(edited(GOOD, INSTRUCTIONS + 1, 0), INSTRUCTIONS + 1, "program index in 1..2");
        refused(edited(GOOD, INSTRUCTIONS + 1, 3), INSTRUCTIONS + 1, "program index in 1..2");
        refused(edited(GOOD, INSTRUCTIONS + 3, 3), INSTRUCTIONS + 2, "account index in 0..2");
        // a looked up account is no program, and may be an account
        refused(edited(LOOKED_UP, INSTRUCTIONS + 2, 3), INSTRUCTIONS + 2, "program index in 1..2");
        assertThat(SolanaTransaction.parse(Solana.MAINNET, edited(LOOKED_UP, INSTRUCTIONS + 4, 3)))
                .isInstanceOf(Parsed.Ok.class);
        refused(edited(LOOKED_UP, INSTRUCTIONS + 4, 4), INSTRUCTIONS + 3, "account index in 0..3");
    }

    @Test
    void lookups_emptyOrTwice_areRefused() {
        refused(
                spliced(LOOKED_UP, LOOKUPS + 34, 2, 0).slice(0, LOOKED_UP.length() - 33),
                LOOKUPS,
                "a lookup of at least one entry");
        var second = Bytes.concat(
                LOOKED_UP.slice(0, LOOKUPS),
                Bytes.copyOf((byte) 2),
                LOOKED_UP.slice(LOOKUPS + 1, LOOKUPS + 36),
                LOOKED_UP.slice(LOOKUPS + 1, LOOKED_UP.length()),
                SolanaExamples.letter('K').value());
        refused(second, LOOKUPS, "each lookup table once");
        refused(
                Bytes.concat(LOOKED_UP, Bytes.copyOf((byte) 0)),
                LOOKED_UP.length(),
                "end of input, found trailing bytes");
    }

    @Test
    void transactions_tooLong_areRefused() {
        var accounts = List.of(SolanaExamples.SIGNER, SolanaExamples.letter('P'));
        var room = Message.TRANSACTION_BYTES_MAX - 65 - (KEYS + 3 * 32 + 1 + 4);
        var data = Bytes.copyOf(new byte[room]);
        var longest = new Message(
                Message.Version.LEGACY,
                new Counts(1, 0, 1),
                accounts,
                SolanaExamples.letter('H').value(),
                List.of(new Compiled(1, List.of(), data)),
                List.of());
        assertThat(Message.parse(longest.encode()).orThrow()).isEqualTo(longest);
        var tooLong = spliced(longest.encode(), longest.encode().length(), 0, 0);
        var grown = edited(tooLong, KEYS + 96 + 2 + 1, (room + 1) & 0x7f | 0x80, (room + 1) >> 7);
        assertThat(Message.parse(grown))
                .isEqualTo(new Parsed.Malformed<Message>(1167, "message of at most 1167 bytes"));
        refused(grown, 0, "transaction of at most 1232 bytes with its signatures");
        assertThatThrownBy(() -> Draft.of(Solana.MAINNET, SolanaExamples.SIGNER)
                        .then(new Instruction(SolanaExamples.letter('P'), List.of(), Bytes.copyOf(new byte[1200])))
                        .build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void megabytes_ofAnything_areRefusedAtOnce() {
        var huge = new byte[10_000_000];
        java.util.Arrays.fill(huge, (byte) 1);
        refused(Bytes.copyOf(huge), 9359, "transaction of at most 9359 bytes");
    }

    @Test
    void otherChainsAndContents_areRefused() {
        var solana = new Solana();
        assertThat(solana.parse(Solana.DEVNET, Content.TRANSACTION, GOOD)).isInstanceOf(Parsed.Ok.class);
        assertThat(solana.parse(new ChainId("eip155", "1"), Content.TRANSACTION, GOOD))
                .isInstanceOf(Parsed.Malformed.class);
        var refused = 0;
        for (var content : Content.values()) {
            if (content == Content.TRANSACTION) continue;
            assertThat(solana.parse(Solana.MAINNET, content, GOOD)).isInstanceOf(Parsed.Malformed.class);
            refused++;
        }
        assertThat(refused).isEqualTo(Content.values().length - 1);
    }

    @Test
    void signatures_thatDoNotBelong_areRefused() {
        var key = SolanaKey.number(1);
        var blank = Draft.of(Solana.MAINNET, key.address())
                .then(new Instruction(
                        SolanaExamples.letter('P'), List.of(AccountUse.signer(key.address())), Bytes.empty()))
                .build();
        var last = blank.withBlockhash(SolanaExamples.letter('H').value());
        assertThatThrownBy(() -> blank.attach(List.of(key.sign(blank)))).hasMessage("blockhash left open");
        assertThatThrownBy(() -> last.attach(List.of())).hasMessage("0 signatures, not 1..1");
        assertThatThrownBy(() -> last.attach(List.of(key.sign(last), key.sign(last))))
                .hasMessage("2 signatures, not 1..1");
        assertThatThrownBy(() -> last.attach(List.of(SolanaKey.number(2).sign(last))))
                .hasMessage("a signature under no key of the message");
        assertThatThrownBy(() -> last.attach(List.of(key.sign(blank))))
                .hasMessage("a signature under no key of the message");
        var recoverable = new tallystick.core.chain.RecoverableSignature(
                Bytes.copyOf(new byte[32]), Bytes.copyOf(new byte[32]), 0);
        assertThatThrownBy(() -> last.attach(List.of(recoverable))).hasMessage("a signature that is not Ed25519");
    }

    @Test
    void messages_putTogetherWrongly_areRefused() {
        var good = SolanaTransaction.parse(Solana.MAINNET, LOOKED_UP).orThrow();
        var message = good.message();
        assertThatThrownBy(() -> message.withBlockhash(Bytes.empty())).hasMessage("blockhash of 0 bytes, not 32");
        assertThatThrownBy(() -> new SolanaTransaction(Solana.MAINNET, message, List.of()))
                .hasMessage("0 looked up accounts, not 1");
        assertThatThrownBy(() -> new SolanaTransaction(Solana.MAINNET, message, List.of(SolanaExamples.SIGNER)))
                .hasMessage("a looked up account twice");
        assertThatThrownBy(() -> new Message(
                        Message.Version.LEGACY,
                        message.counts(),
                        message.accounts(),
                        message.blockhash(),
                        List.of(),
                        List.of(new TableLookup(SolanaExamples.letter('T'), List.of(1), List.of()))))
                .hasMessage("lookups in a legacy message");
        assertThatThrownBy(() -> new Message(
                        Message.Version.LEGACY,
                        message.counts(),
                        List.of(SolanaExamples.SIGNER, SolanaExamples.SIGNER),
                        message.blockhash(),
                        List.of(),
                        List.of()))
                .hasMessage("an account key twice");
    }
}
