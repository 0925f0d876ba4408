package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Warning;
import tallystick.core.chain.solana.AccountUse;
import tallystick.core.chain.solana.AccountUse.Role;
import tallystick.core.chain.solana.Draft;
import tallystick.core.chain.solana.Instruction;
import tallystick.core.chain.solana.Instructions;
import tallystick.core.chain.solana.Programs;
import tallystick.core.chain.solana.Solana;
import tallystick.core.kit.SolanaExamples;
import tallystick.core.kit.SolanaExamples.Example;
import tallystick.crypto.codec.Bytes;

/// Each good instruction, spoiled in one place: nothing of it may be believed.
@DisplayName("Solana, instructions that are almost right")
class SolanaInstructionCheatsTest {
    private static boolean isUndecoded(Instruction instruction) {
        var transaction = SolanaExamples.alone(instruction);
        var signer = SolanaExamples.SIGNER.on(Solana.MAINNET);
        // What of the whole message is not for this key to sign is no part of how an instruction is read.
        var effects = transaction.effects(signer, Knowledge.none()).stream()
                .filter(each -> !(each instanceof Effect.Undecoded(var target, var _, var _)) || !target.equals(signer))
                .toList();
        var undecoded = effects.stream().anyMatch(Effect.Undecoded.class::isInstance);
        var warned = transaction.warnings(signer, Knowledge.none()).stream()
                .anyMatch(each -> each.code().equals("UNDECODED") && each.severity() == Warning.Severity.DANGER);
        assertThat(warned).isEqualTo(undecoded);
        // nothing of it but that it is not understood, and the fee where it does not hang on it
        var isBudget = instruction.program().equals(Programs.COMPUTE_BUDGET);
        if (undecoded && !isBudget) assertThat(effects).hasSize(2);
        if (undecoded && isBudget) assertThat(effects).hasSizeBetween(1, 2);
        return undecoded;
    }

    private static Instruction with(Instruction instruction, Bytes data) {
        return new Instruction(instruction.program(), instruction.accounts(), data);
    }

    private static Instruction with(Instruction instruction, List<AccountUse> accounts) {
        return new Instruction(instruction.program(), accounts, instruction.data());
    }

    private static List<AccountUse> replaced(Instruction instruction, int index, AccountUse use) {
        var accounts = new ArrayList<>(instruction.accounts());
        accounts.set(index, use);
        return accounts;
    }

    private static boolean isMemo(Example example) {
        return example.name().startsWith("memo");
    }

    @Test
    void accountOfTheSigner_madeForAForeignProgram_isGivenAway() {
        var thief = SolanaExamples.letter('T');
        var evil = SolanaExamples.letter('X');
        var signer = SolanaExamples.SIGNER.on(Solana.MAINNET);
        for (var program : List.of(evil, Programs.SYSTEM)) {
            var way = new Instructions.Way(thief, SolanaExamples.SIGNER);
            var made = Draft.of(Solana.MAINNET, thief)
                    .then(Instructions.createAccount(way, BigInteger.valueOf(890_880), 0, program))
                    .build();
            var isGivenAway = made.effects(signer, Knowledge.none())
                    .contains(new Effect.AuthorityChange(
                            signer,
                            Effect.Authority.OWNER,
                            Effect.Turn.SET,
                            Optional.of(program.on(Solana.MAINNET)),
                            List.of(new Effect.Argument("power", "enum", "program"))));
            var isWarned = made.warnings(signer, Knowledge.none()).stream()
                    .anyMatch(each ->
                            each.code().equals("ACCOUNT_ASSIGNED") && each.severity() == Warning.Severity.DANGER);
            assertThat(List.of(isGivenAway, isWarned)).as(program.toString()).containsOnly(program.equals(evil));
        }
    }

    @Test
    void data_withAByteMore_isUndecoded() {
        var tried = 0;
        for (var each : SolanaExamples.all()) {
            // any text is a memo, and an empty form of the next has a byte in its newer one
            if (isMemo(each) || each.instruction().data().length() == 0) continue;
            var longer = Bytes.concat(each.instruction().data(), Bytes.copyOf((byte) 0));
            assertThat(isUndecoded(with(each.instruction(), longer)))
                    .as(each.name())
                    .isTrue();
            tried++;
        }
        assertThat(tried).isEqualTo(68);
    }

    @Test
    void data_cutAnywhere_isUndecoded() {
        var tried = 0;
        for (var each : SolanaExamples.all()) {
            if (isMemo(each) || each.instruction().program().equals(Programs.ASSOCIATED_TOKEN)) continue;
            var data = each.instruction().data();
            for (var length = 0; length < data.length(); length++, tried++)
                assertThat(isUndecoded(with(each.instruction(), data.slice(0, length))))
                        .as("%s cut to %d", each.name(), length)
                        .isTrue();
        }
        assertThat(tried).isGreaterThan(1_000);
    }

    @Test
    void accounts_withOneLess_areUndecoded() {
        var tried = 0;
        for (var each : SolanaExamples.all()) {
            var accounts = each.instruction().accounts();
            if (accounts.isEmpty() || isMemo(each) || OPTIONAL_LAST.contains(each.name())) continue;
            var fewer = accounts.subList(0, accounts.size() - 1);
            assertThat(isUndecoded(with(each.instruction(), fewer)))
                    .as(each.name())
                    .isTrue();
            tried++;
        }
        assertThat(tried).isEqualTo(59);
    }

    /// Their last account may be there or not, or there may be one of several.
    private static final List<String> OPTIONAL_LAST = List.of(
            "create, old form",
            "initializeMultisig",
            "initializeMultisig2",
            "setAuthority of code",
            "transferChecked, by a multisig",
            "withdraw locked stake");

    @Test
    void accounts_withAWritableMore_areUndecoded() {
        var tried = 0;
        for (var each : SolanaExamples.all()) {
            if (each.name().startsWith("initializeMultisig") || each.name().endsWith("code, nobody")) continue;
            var more = new ArrayList<>(each.instruction().accounts());
            more.add(AccountUse.writable(SolanaExamples.letter('Y')));
            assertThat(isUndecoded(with(each.instruction(), more)))
                    .as(each.name())
                    .isTrue();
            tried++;
        }
        assertThat(tried).isEqualTo(69);
    }

    @Test
    void signers_thatDoNotSign_makeItUndecoded() {
        var tried = 0;
        for (var each : SolanaExamples.all()) {
            var accounts = each.instruction().accounts();
            for (var i = 0; i < accounts.size(); i++) {
                var use = accounts.get(i);
                if (!use.role().isSigner() || isElsewhereASigner(accounts, i)) continue;
                var role = use.role().isWritable() ? Role.WRITABLE : Role.READ_ONLY;
                var silent = replaced(each.instruction(), i, new AccountUse(use.address(), role, false));
                assertThat(isUndecoded(with(each.instruction(), silent)))
                        .as("%s, account %d", each.name(), i)
                        .isTrue();
                tried++;
            }
        }
        assertThat(tried).isGreaterThan(45);
    }

    private static boolean isElsewhereASigner(List<AccountUse> accounts, int index) {
        for (var i = 0; i < accounts.size(); i++)
            if (i != index
                    && accounts.get(i).address().equals(accounts.get(index).address())
                    && accounts.get(i).role().isSigner()) return true;
        return false;
    }

    @Test
    void accounts_thatCannotBeChanged_makeItUndecoded() {
        var tried = 0;
        for (var each : SolanaExamples.all()) {
            var accounts = each.instruction().accounts();
            for (var i = 0; i < accounts.size(); i++) {
                var use = accounts.get(i);
                if (!use.role().isWritable()) continue;
                var role = use.role().isSigner() ? Role.SIGNER : Role.READ_ONLY;
                var fixed = replaced(each.instruction(), i, new AccountUse(use.address(), role, false));
                if (fixed.stream()
                        .anyMatch(other -> other.address().equals(use.address())
                                && other.role().isWritable())) continue;
                assertThat(isUndecoded(with(each.instruction(), fixed)))
                        .as("%s, account %d", each.name(), i)
                        .isTrue();
                tried++;
            }
        }
        assertThat(tried).isGreaterThan(80);
    }

    @Test
    void accountsOfTheChain_replacedByAnother_makeItUndecoded() {
        var tried = 0;
        for (var each : SolanaExamples.all()) {
            var accounts = each.instruction().accounts();
            for (var i = 0; i < accounts.size(); i++) {
                var text = accounts.get(i).address().toString();
                if (!text.startsWith("Sysvar") && !text.startsWith("1111") && !text.startsWith("Token")) continue;
                var other = AccountUse.readOnly(SolanaExamples.letter('Y'));
                assertThat(isUndecoded(with(each.instruction(), replaced(each.instruction(), i, other))))
                        .as("%s, account %d", each.name(), i)
                        .isTrue();
                tried++;
            }
        }
        assertThat(tried).isEqualTo(35);
    }

    @Test
    void derivedAccounts_replacedByAnother_makeItUndecoded() {
        var tried = 0;
        for (var name : List.of(
                "create",
                "createIdempotent",
                "createAccountWithSeed",
                "assignWithSeed",
                "allocateWithSeed",
                "transferWithSeed",
                "recoverNested")) {
            var example = SolanaExamples.all().stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            var index = name.startsWith("create") ? 1 : 0;
            var other = AccountUse.writable(SolanaExamples.letter('Y'));
            assertThat(isUndecoded(with(example.instruction(), replaced(example.instruction(), index, other))))
                    .as(name)
                    .isTrue();
            tried++;
        }
        assertThat(tried).isEqualTo(7);
    }

    @Test
    void unknownNumbers_ofEveryProgram_areUndecoded() {
        var tried = 0;
        for (var line : List.of(
                "beyond | system | u32:13 u64:1 u64:1 $A | A:sw B:sw",
                "beyond | system | ffffffff | A:sw",
                "beyond | token | 19 00 | M:w",
                "with fee, of the program without | token | 1a 01 u64:9 06 u64:1 | tokenAM:w M tokenBM:w A:s",
                "fee settings | extra | 1a 00 u64:9 06 u64:1 | extraAM:w M extraBM:w A:s",
                "fee above amount | extra | 1a 01 u64:9 06 u64:10 | extraAM:w M extraBM:w A:s",
                "hook's account | extra | 0c u64:1 06 | extraAM:w M extraBM:w A:s Q",
                "power of the other program | token | 06 08 01 $B | M:w A:s",
                "power beyond | extra | 06 11 01 $B | M:w A:s",
                "neither 0 nor 1 | token | 06 00 02 $B | M:w A:s",
                "padded nobody | token | 06 01 00 $B | M:w A:s",
                "no signers | token | 13 00 | C:w D",
                "more than signers | token | 13 02 | C:w D",
                "beyond | associated | 03 | A:sw tokenBM:w B M system token",
                "another program | associated | 01 | A:sw tokenBM:w B M system memo",
                "retired | budget | 00 u32:1 u32:1 |",
                "beyond | budget | 05 u32:1 |",
                "small heap | budget | 01 u32:1024 |",
                "odd heap | budget | 01 u32:65537 |",
                "large heap | budget | 01 u32:524288 |",
                "beyond | stake | u32:6 | S:w A:s",
                "beyond | stake | u32:11 | S:w A:s",
                "neither power | stake | u32:1 $B u32:2 | S:w clock A:s",
                "write | loader | u32:1 | B:w A:s",
                "close | loader | u32:5 | B:w C:w A:s",
                "not utf-8 | memo | ff | A:s",
                "not signed | memo | 6f6b | B",
                "long seed | system | u32:3 $A u64:33 " + "73".repeat(33) + " u64:7 u64:8 $P | A:sw seedAP:w",
                "huge seed | system | u32:3 $A ffffffffffffffff 73 u64:7 u64:8 $P | A:sw seedAP:w",
                "foreign code | P | 00 | A:sw")) {
            assertThat(isUndecoded(SolanaExamples.parse(line).instruction()))
                    .as(line)
                    .isTrue();
            tried++;
        }
        assertThat(tried).isEqualTo(30);
    }

    @Test
    void plainTransfer_ofAnUnknownMint_isUndecodedAndSaysSo() {
        for (var line :
                List.of("transfer | token | 03 u64:5 | C:w D:w A:s", "approve | token | 04 u64:5 | C:w D A:s")) {
            var instruction = SolanaExamples.parse(line).instruction();
            assertThat(isUndecoded(instruction)).isTrue();
            assertThat(SolanaExamples.alone(instruction)
                            .warnings(SolanaExamples.SIGNER.on(Solana.MAINNET), Knowledge.none()))
                    .extracting(Warning::code)
                    .contains("UNKNOWN_MINT");
        }
    }

    @Test
    void approval_ofAsGoodAsAll_isADanger_andKeepsItsAmount() {
        for (var line : List.of(
                "almost all | token | 0d feffffffffffffff 06 | tokenAM:w M D A:s",
                "half | token | 0d 0000000000000080 06 | tokenAM:w M D A:s")) {
            var transaction = SolanaExamples.alone(SolanaExamples.parse(line).instruction());
            var signer = SolanaExamples.SIGNER.on(Solana.MAINNET);
            assertThat(transaction.warnings(signer, Knowledge.none()))
                    .as(line)
                    .extracting(Warning::code)
                    .contains("UNLIMITED_ALLOWANCE");
            assertThat(transaction.effects(signer, Knowledge.none()))
                    .as(line)
                    .anyMatch(effect -> effect instanceof Effect.Allowance allowance
                            && allowance.amountMax().isPresent());
        }
        var less = SolanaExamples.parse("less | token | 0d ffffffffffffff7f 06 | tokenAM:w M D A:s");
        assertThat(SolanaExamples.alone(less.instruction())
                        .warnings(SolanaExamples.SIGNER.on(Solana.MAINNET), Knowledge.none()))
                .extracting(Warning::code)
                .contains("ALLOWANCE")
                .doesNotContain("UNLIMITED_ALLOWANCE");
    }
}
