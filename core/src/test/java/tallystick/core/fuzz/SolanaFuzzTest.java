package tallystick.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.ArrayList;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.solana.AccountUse;
import tallystick.core.chain.solana.Address;
import tallystick.core.chain.solana.Draft;
import tallystick.core.chain.solana.Instruction;
import tallystick.core.chain.solana.Message;
import tallystick.core.chain.solana.Programs;
import tallystick.core.chain.solana.Solana;
import tallystick.core.chain.solana.SolanaTransaction;
import tallystick.core.kit.SolanaExamples;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Whatever the bytes, they are refused or the one form of what was read, and their effects can be told.
class SolanaFuzzTest {
    private static final AccountUse.Role[] ROLES = AccountUse.Role.values();

    @FuzzTest
    void anyMessage_isRefusedOrCanonical(byte @NotNull [] bytes) {
        if (Message.parse(Bytes.copyOf(bytes)) instanceof Parsed.Ok<Message>(var message))
            assertThat(message.encode()).isEqualTo(Bytes.copyOf(bytes));
    }

    @FuzzTest
    void anyTransaction_isRefusedOrCanonical(byte @NotNull [] bytes) {
        if (SolanaTransaction.parse(Solana.MAINNET, Bytes.copyOf(bytes))
                instanceof Parsed.Ok<SolanaTransaction>(var transaction)) {
            assertThat(transaction.bytes()).isEqualTo(Bytes.copyOf(bytes));
            told(transaction);
        }
    }

    @FuzzTest
    void anyAddress_isRefusedOrTheOneText(@NotNull String text) {
        Address.parse(text).ifPresent(address -> assertThat(address).hasToString(text));
    }

    @FuzzTest
    void anySystemInstruction_isTold(byte @NotNull [] bytes) {
        told(Programs.SYSTEM, bytes);
    }

    @FuzzTest
    void anyTokenInstruction_isTold(byte @NotNull [] bytes) {
        told(Programs.TOKEN, bytes);
    }

    @FuzzTest
    void anyTokenInstructionWithExtensions_isTold(byte @NotNull [] bytes) {
        told(Programs.TOKEN_2022, bytes);
    }

    @FuzzTest
    void anyAssociatedTokenInstruction_isTold(byte @NotNull [] bytes) {
        told(Programs.ASSOCIATED_TOKEN, bytes);
    }

    @FuzzTest
    void anyBudgetInstruction_isTold(byte @NotNull [] bytes) {
        told(Programs.COMPUTE_BUDGET, bytes);
    }

    @FuzzTest
    void anyMemo_isTold(byte @NotNull [] bytes) {
        told(Address.ofText("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr"), bytes);
    }

    @FuzzTest
    void anyStakeInstruction_isTold(byte @NotNull [] bytes) {
        told(Programs.STAKE, bytes);
    }

    @FuzzTest
    void anyLoaderInstruction_isTold(byte @NotNull [] bytes) {
        told(Programs.UPGRADEABLE_LOADER, bytes);
    }

    /// The first byte counts accounts, one byte follows for each, and the rest is data.
    private static void told(Address program, byte[] bytes) {
        if (bytes.length == 0) return;
        var count = Math.min(bytes[0] & 15, bytes.length - 1);
        var uses = new ArrayList<AccountUse>();
        for (var i = 0; i < count; i++) {
            var letter = (char) ('A' + (bytes[1 + i] >> 2 & 15));
            uses.add(new AccountUse(SolanaExamples.letter(letter), ROLES[bytes[1 + i] & 3], false));
        }
        var data = Bytes.copyOf(bytes, 1 + count, bytes.length - 1 - count);
        var draft = Draft.of(Solana.MAINNET, SolanaExamples.PAYER).then(new Instruction(program, uses, data));
        if (draft.fits()) told(draft.build());
    }

    private static void told(SolanaTransaction transaction) {
        var signer = SolanaExamples.SIGNER.on(Solana.MAINNET);
        assertThat(transaction.effects(signer, Knowledge.none())).last().isInstanceOf(Effect.Fee.class);
        var undecoded =
                transaction.effects(signer, Knowledge.none()).stream().anyMatch(Effect.Undecoded.class::isInstance);
        var warned = transaction.warnings(signer, Knowledge.none()).stream()
                .anyMatch(each -> each.code().equals("UNDECODED"));
        assertThat(warned).isEqualTo(undecoded);
    }
}
