package tallystick.core.chain.solana;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Effect.Authority;
import tallystick.crypto.codec.MalformedInput;

/// The System program's instructions 0 to 12.
///
/// @spec https://docs.rs/solana-system-interface/latest/solana_system_interface/instruction/enum.SystemInstruction.html
/// Solana SDK, SystemInstruction
final class SystemProgram {
    private static final Address HERE = Programs.SYSTEM;

    private SystemProgram() {}

    static void read(Fields fields, Reading reading) throws MalformedInput {
        var tag = fields.u32("system instruction");
        if (tag > 12) throw new MalformedInput(0, "system instruction 0..12");
        switch ((int) tag) {
            case 0 -> createAccount(fields, reading);
            case 1 -> assign(fields, reading);
            case 2 -> transfer(fields, reading);
            case 3 -> createAccountWithSeed(fields, reading);
            case 4 -> advanceNonce(fields, reading);
            case 5 -> withdrawNonce(fields, reading);
            case 6 -> initializeNonce(fields, reading);
            case 7 -> authorizeNonce(fields, reading);
            case 8 -> allocate(fields, reading);
            case 9 -> allocateWithSeed(fields, reading);
            case 10 -> assignWithSeed(fields, reading);
            case 11 -> transferWithSeed(fields, reading);
            default -> upgradeNonce(fields, reading);
        }
    }

    private static void createAccount(Fields fields, Reading reading) throws MalformedInput {
        var lamports = fields.u64("lamports");
        var space = fields.u64("space");
        var owner = fields.key("owner");
        fields.end();
        var from = fields.writableSigner("funding account");
        var made = fields.writableSigner("new account");
        fields.noMoreAccounts();
        made(reading, from.address(), made.address(), lamports, space, owner);
        // an account nobody has paid into yet is handed over for good, with all that is ever sent to it
        if (reading.account(made.address()).equals(reading.signer()) && !owner.equals(HERE))
            assigned(reading, made.address(), owner);
    }

    private static void createAccountWithSeed(Fields fields, Reading reading) throws MalformedInput {
        var base = fields.key("base");
        var seed = fields.seed();
        var lamports = fields.u64("lamports");
        var space = fields.u64("space");
        var owner = fields.key("owner");
        fields.end();
        var from = fields.writableSigner("funding account");
        var made = fields.writable("new account").address();
        if (fields.accountsLeft() > 0) sameAs(base, fields.signer("base").address());
        else sameAs(base, from.address());
        fields.noMoreAccounts();
        sameAs(DerivedAddress.withSeed(base, seed, owner), made);
        made(reading, from.address(), made, lamports, space, owner);
    }

    private static void made(
            Reading reading, Address from, Address made, BigInteger lamports, BigInteger space, Address owner) {
        reading.transfer(reading.coin(), from, made, lamports);
        var arguments = List.of(
                reading.argument("account", made), reading.argument("owner", owner), Reading.argument("space", space));
        reading.call(from, HERE, "createAccount", arguments);
    }

    private static void assign(Fields fields, Reading reading) throws MalformedInput {
        var owner = fields.key("owner");
        fields.end();
        var account = fields.writableSigner("account");
        fields.noMoreAccounts();
        assigned(reading, account.address(), owner);
    }

    private static void assignWithSeed(Fields fields, Reading reading) throws MalformedInput {
        var base = fields.key("base");
        var seed = fields.seed();
        var owner = fields.key("owner");
        fields.end();
        var account = fields.writable("account").address();
        sameAs(base, fields.signer("base").address());
        fields.noMoreAccounts();
        sameAs(DerivedAddress.withSeed(base, seed, owner), account);
        assigned(reading, account, owner);
    }

    private static void assigned(Reading reading, Address account, Address owner) {
        reading.authority(account, Authority.OWNER, Optional.of(owner), List.of(Reading.word("power", "program")));
        reading.danger("ACCOUNT_ASSIGNED", "An account is given to a program, which then commands it and its coin.");
    }

    private static void transfer(Fields fields, Reading reading) throws MalformedInput {
        var lamports = fields.u64("lamports");
        fields.end();
        var from = fields.writableSigner("sender");
        var to = fields.writable("receiver");
        fields.onlyReferences();
        reading.transfer(reading.coin(), from.address(), to.address(), lamports);
    }

    private static void transferWithSeed(Fields fields, Reading reading) throws MalformedInput {
        var lamports = fields.u64("lamports");
        var seed = fields.seed();
        var owner = fields.key("owner");
        fields.end();
        var from = fields.writable("sender").address();
        var base = fields.signer("base").address();
        var to = fields.writable("receiver");
        fields.noMoreAccounts();
        sameAs(DerivedAddress.withSeed(base, seed, owner), from);
        reading.transfer(reading.coin(), from, to.address(), lamports);
    }

    private static void advanceNonce(Fields fields, Reading reading) throws MalformedInput {
        fields.end();
        var nonce = fields.writable("nonce account");
        fields.exactly(Programs.RECENT_BLOCKHASHES, "recent blockhashes");
        var authority = fields.signer("nonce authority");
        fields.noMoreAccounts();
        reading.call(
                authority.address(),
                HERE,
                "advanceNonceAccount",
                List.of(
                        reading.argument("nonce", nonce.address()),
                        reading.argument("authority", authority.address())));
    }

    private static void withdrawNonce(Fields fields, Reading reading) throws MalformedInput {
        var lamports = fields.u64("lamports");
        fields.end();
        var nonce = fields.writable("nonce account");
        var to = fields.writable("receiver");
        fields.exactly(Programs.RECENT_BLOCKHASHES, "recent blockhashes");
        fields.exactly(Programs.RENT, "rent");
        var authority = fields.signer("nonce authority");
        fields.noMoreAccounts();
        reading.transfer(reading.coin(), nonce.address(), to.address(), lamports);
        reading.call(
                authority.address(),
                HERE,
                "withdrawNonceAccount",
                List.of(reading.argument("nonce", nonce.address()), reading.argument("to", to.address())));
    }

    private static void initializeNonce(Fields fields, Reading reading) throws MalformedInput {
        var authority = fields.key("nonce authority");
        fields.end();
        var nonce = fields.writable("nonce account");
        fields.exactly(Programs.RECENT_BLOCKHASHES, "recent blockhashes");
        fields.exactly(Programs.RENT, "rent");
        fields.noMoreAccounts();
        reading.authority(nonce.address(), Authority.NONCE, Optional.of(authority), List.of());
        if (!reading.isOurs(authority))
            reading.danger("NONCE_AUTHORITY", "Somebody else may advance and empty a nonce account.");
    }

    private static void authorizeNonce(Fields fields, Reading reading) throws MalformedInput {
        var authority = fields.key("nonce authority");
        fields.end();
        var nonce = fields.writable("nonce account");
        var before = fields.signer("nonce authority");
        fields.noMoreAccounts();
        var detail = List.of(reading.argument("before", before.address()));
        reading.authority(nonce.address(), Authority.NONCE, Optional.of(authority), detail);
        reading.danger("NONCE_AUTHORITY", "The power over a nonce account, and the coin in it, changes hands.");
    }

    private static void allocate(Fields fields, Reading reading) throws MalformedInput {
        var space = fields.u64("space");
        fields.end();
        var account = fields.writableSigner("account").address();
        fields.noMoreAccounts();
        var arguments = List.of(reading.argument("account", account), Reading.argument("space", space));
        reading.call(account, HERE, "allocate", arguments);
        reading.attention("ACCOUNT_ALLOCATED", "An account is given space, and can no longer send coin by itself.");
    }

    private static void allocateWithSeed(Fields fields, Reading reading) throws MalformedInput {
        var base = fields.key("base");
        var seed = fields.seed();
        var space = fields.u64("space");
        var owner = fields.key("owner");
        fields.end();
        var account = fields.writable("account").address();
        sameAs(base, fields.signer("base").address());
        fields.noMoreAccounts();
        sameAs(DerivedAddress.withSeed(base, seed, owner), account);
        reading.call(
                base,
                HERE,
                "allocateWithSeed",
                List.of(reading.argument("account", account), Reading.argument("space", space)));
        assigned(reading, account, owner);
    }

    private static void upgradeNonce(Fields fields, Reading reading) throws MalformedInput {
        fields.end();
        var nonce = fields.writable("nonce account").address();
        fields.noMoreAccounts();
        reading.call(nonce, HERE, "upgradeNonceAccount", List.of(reading.argument("nonce", nonce)));
    }

    private static void sameAs(Address derived, Address named) throws MalformedInput {
        if (!derived.equals(named)) throw new MalformedInput(0, "the account that base, seed and owner give");
    }
}
