package tallystick.core.chain.solana;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Effect.Argument;
import tallystick.core.chain.Effect.Authority;
import tallystick.crypto.codec.MalformedInput;

/// The instructions of the token programs that make, close, freeze or hand over mints and token accounts.
final class TokenAuthorities {
    private static final List<String> POWERS = List.of(
            "mintTokens",
            "freezeAccount",
            "accountOwner",
            "closeAccount",
            "transferFeeConfig",
            "withheldWithdraw",
            "closeMint",
            "interestRate",
            "permanentDelegate",
            "confidentialTransferMint",
            "transferHookProgramId",
            "confidentialTransferFeeConfig",
            "metadataPointer",
            "groupPointer",
            "groupMemberPointer",
            "scaledUiAmount",
            "pause");
    private static final int POWERS_OF_TOKEN = 4;

    private TokenAuthorities() {}

    static void read(int tag, Fields fields, Reading reading) throws MalformedInput {
        switch (tag) {
            case 0 -> initializeMint(fields, reading, true);
            case 1 -> initializeAccount(fields, reading, true, true);
            case 2 -> initializeMultisig(fields, reading, true);
            case 6 -> setAuthority(fields, reading);
            case 9 -> closeAccount(fields, reading);
            case 10 -> freeze(fields, reading, "freezeAccount");
            case 11 -> freeze(fields, reading, "thawAccount");
            case 16 -> initializeAccount(fields, reading, false, true);
            case 17 -> syncNative(fields, reading);
            case 18 -> initializeAccount(fields, reading, false, false);
            case 19 -> initializeMultisig(fields, reading, false);
            case 20 -> initializeMint(fields, reading, false);
            case 22 -> immutableOwner(fields, reading);
            default -> throw new MalformedInput(0, "a token instruction known here");
        }
    }

    private static void initializeMint(Fields fields, Reading reading, boolean rent) throws MalformedInput {
        var decimals = fields.u8("decimals");
        var minter = fields.key("mint authority");
        var freezer = fields.optionalKey("freeze authority");
        fields.end();
        var mint = fields.writable("mint").address();
        if (rent) fields.exactly(Programs.RENT, "rent");
        fields.noMoreAccounts();
        var detail = List.of(new Argument("decimals", "u8", Integer.toString(decimals)));
        reading.authority(mint, Authority.MINT, Optional.of(minter), detail);
        freezer.ifPresent(each -> reading.authority(mint, Authority.FREEZE, Optional.of(each), List.of()));
        if (!reading.isOurs(minter) || freezer.isPresent() && !reading.isOurs(freezer.get()))
            reading.danger("MINT_AUTHORITY", "Somebody else commands a new mint.");
    }

    private static void initializeAccount(Fields fields, Reading reading, boolean ownerAsAccount, boolean rent)
            throws MalformedInput {
        var inData = ownerAsAccount ? Optional.<Address>empty() : Optional.of(fields.key("owner"));
        fields.end();
        var account = fields.writable("token account").address();
        var mint = fields.readOnly("mint").address();
        var owner = inData.isPresent() ? inData.get() : fields.readOnly("owner").address();
        if (rent) fields.exactly(Programs.RENT, "rent");
        fields.noMoreAccounts();
        var program = TokenProgram.program(fields);
        reading.prove(account, new PinnedState.Holding(mint, owner, program));
        reading.call(
                account,
                program,
                "initializeAccount",
                List.of(
                        reading.argument("account", account),
                        reading.argument("mint", mint),
                        reading.argument("owner", owner)));
        if (!reading.isOurs(owner))
            reading.attention("FOREIGN_TOKEN_ACCOUNT", "A token account is made that somebody else owns.");
    }

    private static void initializeMultisig(Fields fields, Reading reading, boolean rent) throws MalformedInput {
        var signersMin = fields.u8("least signers");
        fields.end();
        var account = fields.writable("multisig").address();
        if (rent) fields.exactly(Programs.RENT, "rent");
        var signers = fields.rest();
        if (signersMin < 1 || signersMin > signers.size() || signers.size() > 11)
            throw new MalformedInput(1, "least signers among 1..11 signers");
        var detail = new ArrayList<Argument>();
        detail.add(new Argument("signersMin", "u8", Integer.toString(signersMin)));
        for (var each : signers) detail.add(reading.argument("signer", each.address()));
        reading.authority(account, Authority.THRESHOLD, Optional.empty(), detail);
        reading.danger("MULTISIG", "A token multisig is set up: check each of its signers.");
    }

    private static void setAuthority(Fields fields, Reading reading) throws MalformedInput {
        var power = fields.u8("authority type");
        var holder = fields.optionalKey("new authority");
        fields.end();
        var powers = TokenProgram.program(fields).equals(Programs.TOKEN) ? POWERS_OF_TOKEN : POWERS.size();
        if (power >= powers) throw new MalformedInput(1, "authority type known here");
        var over = fields.writable("account or mint").address();
        var before = TokenProgram.authority(fields);
        reading.forget(over);
        var detail = List.of(Reading.word("power", POWERS.get(power)), reading.argument("before", before));
        reading.authority(over, authority(power), holder, detail);
        reading.danger("TOKEN_AUTHORITY", "A power over a token account or a mint changes hands.");
    }

    private static Authority authority(int power) {
        return switch (power) {
            case 0 -> Authority.MINT;
            case 1 -> Authority.FREEZE;
            case 2 -> Authority.OWNER;
            case 3 -> Authority.CLOSE;
            default -> Authority.OTHER;
        };
    }

    private static void closeAccount(Fields fields, Reading reading) throws MalformedInput {
        fields.end();
        var account = fields.writable("token account").address();
        var to = fields.writable("receiver").address();
        var owner = TokenProgram.authority(fields);
        reading.forget(account);
        reading.call(
                owner,
                TokenProgram.program(fields),
                "closeAccount",
                List.of(reading.argument("account", account), reading.argument("to", to)));
        reading.attention("ACCOUNT_CLOSED", "A token account is closed, and all coin in it leaves.");
        if (reading.isOurs(to)) return;
        // how much is not in the bytes, so it counts as without limit
        reading.add(new Effect.Allowance(
                reading.coin(), reading.account(account), reading.account(to), Optional.empty(), Optional.empty()));
        reading.danger("ACCOUNT_DRAINED", "All coin of a closed account goes to somebody else.");
    }

    private static void freeze(Fields fields, Reading reading, String function) throws MalformedInput {
        fields.end();
        var account = fields.writable("token account").address();
        var mint = fields.readOnly("mint").address();
        var freezer = TokenProgram.authority(fields);
        reading.call(
                freezer,
                TokenProgram.program(fields),
                function,
                List.of(reading.argument("account", account), reading.argument("mint", mint)));
        reading.attention("HOLDING_FROZEN_OR_THAWED", "A holding of a token is frozen or thawed.");
    }

    private static void syncNative(Fields fields, Reading reading) throws MalformedInput {
        fields.end();
        var account = fields.writable("token account").address();
        fields.noMoreAccounts();
        reading.call(
                account, TokenProgram.program(fields), "syncNative", List.of(reading.argument("account", account)));
    }

    private static void immutableOwner(Fields fields, Reading reading) throws MalformedInput {
        fields.end();
        var account = fields.writable("token account").address();
        fields.noMoreAccounts();
        reading.call(
                account,
                TokenProgram.program(fields),
                "initializeImmutableOwner",
                List.of(reading.argument("account", account)));
    }
}
