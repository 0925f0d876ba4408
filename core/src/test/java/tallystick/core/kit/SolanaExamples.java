package tallystick.core.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tallystick.core.chain.solana.AccountUse;
import tallystick.core.chain.solana.AccountUse.Role;
import tallystick.core.chain.solana.Address;
import tallystick.core.chain.solana.DerivedAddress;
import tallystick.core.chain.solana.Draft;
import tallystick.core.chain.solana.Instruction;
import tallystick.core.chain.solana.Programs;
import tallystick.core.chain.solana.Solana;
import tallystick.core.chain.solana.SolanaTransaction;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;

/// One good instruction of every kind that is read, written in a small language.
///
/// Accounts are `name:roles`, with `s` for a signer and `w` for one that can be changed. One capital letter is an
/// address filled with it; `tokenXY` and `extraXY` are the token accounts of owner X and mint Y; `seedXY` is made with
/// base X, seed `s` and owner Y; other names are the chain's own. Data are hex digits, `u32:` and `u64:` numbers,
/// `i64:`, and `$X` for the bytes of an address.
public final class SolanaExamples {
    /// Who signs in all of them.
    public static final Address SIGNER = letter('A');
    /// Pays fees, and is in no instruction.
    public static final Address PAYER = letter('Z');

    private static final Map<String, String> NAMED = Map.ofEntries(
            Map.entry("recent", "SysvarRecentB1ockHashes11111111111111111111"),
            Map.entry("rent", "SysvarRent111111111111111111111111111111111"),
            Map.entry("clock", "SysvarC1ock11111111111111111111111111111111"),
            Map.entry("history", "SysvarStakeHistory1111111111111111111111111"),
            Map.entry("system", "11111111111111111111111111111111"),
            Map.entry("token", "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"),
            Map.entry("extra", "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"),
            Map.entry("associated", "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL"),
            Map.entry("budget", "ComputeBudget111111111111111111111111111111"),
            Map.entry("memo", "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr"),
            Map.entry("memo1", "Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo"),
            Map.entry("stake", "Stake11111111111111111111111111111111111111"),
            Map.entry("loader", "BPFLoaderUpgradeab1e11111111111111111111111"));

    private static final List<String> SYSTEM = List.of(
            "createAccount | system | u32:0 u64:5000 u64:165 $T | A:sw B:sw",
            "assign | system | u32:1 $T | A:sw",
            "transfer | system | u32:2 u64:1500000000 | A:sw B:w",
            "createAccountWithSeed | system | u32:3 $A u64:1 73 u64:7 u64:8 $P | A:sw seedAP:w",
            "createAccountWithSeed, another base | system | u32:3 $C u64:1 73 u64:7 u64:8 $P | A:sw seedCP:w C:s",
            "advanceNonce | system | u32:4 | N:w recent A:s",
            "withdrawNonce | system | u32:5 u64:77 | N:w B:w recent rent A:s",
            "initializeNonce | system | u32:6 $A | N:w recent rent",
            "initializeNonce, another's | system | u32:6 $B | N:w recent rent",
            "authorizeNonce | system | u32:7 $B | N:w A:s",
            "allocate | system | u32:8 u64:100 | A:sw",
            "allocateWithSeed | system | u32:9 $A u64:1 73 u64:100 $P | seedAP:w A:s",
            "assignWithSeed | system | u32:10 $A u64:1 73 $P | seedAP:w A:s",
            "transferWithSeed | system | u32:11 u64:9 u64:1 73 $P | seedAP:w A:s B:w",
            "upgradeNonce | system | u32:12 | N:w");

    private static final List<String> TOKEN = List.of(
            "initializeMint | token | 00 06 $A 01 $B | M:w rent",
            "initializeMint2 | token | 14 06 $A 00 | M:w",
            "initializeAccount | token | 01 | C:w M A rent",
            "initializeAccount2 | token | 10 $A | C:w M rent",
            "initializeAccount3, another's | token | 12 $B | C:w M",
            "initializeMultisig | token | 02 02 | C:w rent D E F",
            "initializeMultisig2 | token | 13 01 | C:w D E",
            "approveChecked | token | 0d u64:40 06 | tokenAM:w M D A:s",
            "approveChecked, without limit | token | 0d ffffffffffffffff 06 | tokenAM:w M D A:s",
            "revoke | token | 05 | tokenAM:w A:s",
            "setAuthority, mint | token | 06 00 01 $B | M:w A:s",
            "setAuthority, freeze, nobody | token | 06 01 00 | M:w A:s",
            "setAuthority, owner | token | 06 02 01 $B | tokenAM:w A:s",
            "setAuthority, close | token | 06 03 01 $B | tokenAM:w A:s",
            "setAuthority, delegate for ever | extra | 06 08 01 $B | M:w A:s",
            "mintTo | token | 07 u64:30 | M:w tokenAM:w A:s",
            "mintToChecked | token | 0e u64:30 06 | M:w B:w A:s",
            "burn | token | 08 u64:30 | tokenAM:w M:w A:s",
            "burnChecked | token | 0f u64:30 06 | tokenAM:w M:w A:s",
            "closeAccount | token | 09 | C:w A:w A:s",
            "closeAccount, to another | token | 09 | C:w B:w A:s",
            "freezeAccount | token | 0a | C:w M A:s",
            "thawAccount | token | 0b | C:w M A:s",
            "transferChecked | token | 0c u64:250000 06 | tokenAM:w M tokenBM:w A:s",
            "transferChecked, from elsewhere | token | 0c u64:250000 06 | C:w M D:w A:s",
            "transferChecked, into our own | token | 0c u64:250000 06 | tokenBM:w M tokenAM:w B:s",
            "transferChecked, by a multisig | token | 0c u64:250000 06 | tokenCM:w M tokenBM:w C A:s D:s",
            "transferChecked, with extensions | extra | 0c u64:250000 06 | extraAM:w M extraBM:w A:s",
            "transferChecked, with a fee | extra | 1a 01 u64:250000 06 u64:2500 | extraAM:w M extraBM:w A:s",
            "syncNative | token | 11 | C:w",
            "initializeImmutableOwner | extra | 16 | C:w");

    private static final List<String> OTHERS = List.of(
            "create | associated | | A:sw tokenBM:w B M system token",
            "create, old form | associated | 00 | A:sw tokenBM:w B M system token rent",
            "createIdempotent | associated | 01 | A:sw extraBM:w B M system extra",
            "heap | budget | 01 u32:65536 |",
            "unit limit | budget | 02 u32:300000 |",
            "unit price | budget | 03 u64:1000 |",
            "loaded bytes | budget | 04 u32:1000 |",
            "memo | memo | 68c3a9 | A:s",
            "memo of the payer | memo | 6f6b |",
            "memo 1 | memo1 | 6f6b | B:s",
            "initialize stake | stake | u32:0 $A $A u64:0 u64:0 $S | S:w rent",
            "initialize stake, locked | stake | u32:0 $A $B i64:5 u64:9 $C | S:w rent",
            "authorize stake | stake | u32:1 $B u32:1 | S:w clock A:s",
            "delegateStake | stake | u32:2 | S:w V clock history C A:s",
            "split | stake | u32:3 u64:10 | S:w B:w A:s",
            "withdraw stake | stake | u32:4 u64:10 | S:w B:w clock history A:s",
            "withdraw locked stake | stake | u32:4 u64:10 | S:w B:w clock history A:s C:s",
            "deactivate | stake | u32:5 | S:w clock A:s",
            "merge | stake | u32:7 | S:w B:w clock history A:s",
            "initializeChecked stake | stake | u32:9 | S:w rent A A:s",
            "authorizeChecked stake | stake | u32:10 u32:0 | S:w clock A:s B:s",
            "upgrade | loader | u32:3 | D:w P:w B:w C:w rent clock A:s",
            "setAuthority of code | loader | u32:4 | D:w A:s B",
            "setAuthority of code, nobody | loader | u32:4 | D:w A:s",
            "setAuthorityChecked of code | loader | u32:7 | D:w A:s B:s");

    private SolanaExamples() {}

    /// @param instruction read without anything undecoded
    public record Example(String name, Instruction instruction) {
        /// Alone in a transaction, its accounts with just the roles it names.
        public SolanaTransaction transaction() {
            return alone(instruction);
        }
    }

    public static List<Example> all() {
        var examples = new ArrayList<Example>();
        for (var lines : List.of(SYSTEM, TOKEN, OTHERS)) for (var line : lines) examples.add(parse(line));
        examples.add(nested());
        return examples;
    }

    public static Example parse(String line) {
        var parts = line.split("\\|", -1);
        return new Example(parts[0].strip(), instruction(parts[1].strip(), parts[2].strip(), parts[3].strip()));
    }

    public static SolanaTransaction alone(Instruction instruction) {
        return Draft.of(Solana.MAINNET, PAYER).then(instruction).build();
    }

    public static Address letter(char letter) {
        var bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) letter);
        return new Address(Bytes.copyOf(bytes));
    }

    public static Address address(String name) {
        if (name.length() == 1) return letter(name.charAt(0));
        if (name.matches("(token|extra)[A-Z][A-Z]")) {
            var program = name.startsWith("token") ? Programs.TOKEN : Programs.TOKEN_2022;
            return DerivedAddress.ofToken(letter(name.charAt(5)), program, letter(name.charAt(6)));
        }
        if (name.matches("seed[A-Z][A-Z]"))
            return new Address(StandardHash.sha256(Bytes.concat(
                            letter(name.charAt(4)).value(),
                            Bytes.ofUtf8("s"),
                            letter(name.charAt(5)).value()))
                    .bytes());
        return Address.ofText(java.util.Objects.requireNonNull(NAMED.get(name), name));
    }

    /// A token account whose owner is a token account: the program gets its tokens out.
    private static Example nested() {
        var owner = address("tokenAM");
        var nested = DerivedAddress.ofToken(owner, Programs.TOKEN, letter('Q'));
        var uses = List.of(
                AccountUse.writable(nested),
                AccountUse.readOnly(letter('Q')),
                AccountUse.writable(address("tokenAQ")),
                AccountUse.readOnly(owner),
                AccountUse.readOnly(letter('M')),
                AccountUse.writableSigner(SIGNER),
                AccountUse.readOnly(Programs.TOKEN));
        return new Example("recoverNested", new Instruction(Programs.ASSOCIATED_TOKEN, uses, Bytes.copyOf((byte) 2)));
    }

    private static Instruction instruction(String program, String data, String accounts) {
        var uses = new ArrayList<AccountUse>();
        for (var word : accounts.split(" ", -1)) {
            if (word.isEmpty()) continue;
            var parts = word.split(":", -1);
            var roles = parts.length > 1 ? parts[1] : "";
            uses.add(new AccountUse(address(parts[0]), role(roles), false));
        }
        return new Instruction(address(program), uses, data(data));
    }

    private static Role role(String roles) {
        if (roles.contains("s")) return roles.contains("w") ? Role.WRITABLE_SIGNER : Role.SIGNER;
        return roles.contains("w") ? Role.WRITABLE : Role.READ_ONLY;
    }

    private static Bytes data(String text) {
        var data = Bytes.empty();
        for (var word : text.split(" ", -1)) {
            if (word.isEmpty()) continue;
            data = Bytes.concat(
                    data,
                    switch (word.charAt(0)) {
                        case '$' -> address(word.substring(1)).value();
                        case 'u', 'i' -> number(word.startsWith("u32") ? 4 : 8, Long.parseLong(word.substring(4)));
                        default -> Bytes.ofHex(word);
                    });
        }
        return data;
    }

    private static Bytes number(int lengthBytes, long value) {
        var bytes = new byte[lengthBytes];
        for (var i = 0; i < lengthBytes; i++) bytes[i] = (byte) (value >>> 8 * i);
        return Bytes.copyOf(bytes);
    }
}
