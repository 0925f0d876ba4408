package tallystick.core.chain.solana;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Effect;
import tallystick.crypto.codec.MalformedInput;

/// The instructions of the Token program that move, allow, make or destroy tokens, and of Token-2022 the same ones and
/// the transfer with a fee. [TokenAuthorities] reads those that change who commands.
///
/// @spec https://www.solana-program.com/docs/token Token program
final class TokenProgram {
    private static final BigInteger U64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private TokenProgram() {}

    static void read(Fields fields, Reading reading) throws MalformedInput {
        var tag = fields.u8("token instruction");
        switch (tag) {
            case 3 -> transfer(fields, reading);
            case 4 -> approve(fields, reading);
            case 5 -> revoke(fields, reading);
            case 7 -> mintTo(fields, reading, false);
            case 8 -> burn(fields, reading, false);
            case 12 -> transferChecked(fields, reading);
            case 13 -> approveChecked(fields, reading);
            case 14 -> mintTo(fields, reading, true);
            case 15 -> burn(fields, reading, true);
            case 26 -> transferWithFee(fields, reading);
            default -> TokenAuthorities.read(tag, fields, reading);
        }
    }

    /// Who commands: a signer, or a multisig account followed by the signers that stand for it.
    static Address authority(Fields fields) throws MalformedInput {
        var authority = fields.readOnly("authority");
        if (authority.isSigner()) {
            // further accounts would be called by hooks of Token-2022
            if (program(fields).equals(Programs.TOKEN)) fields.onlyReferences();
            else fields.noMoreAccounts();
            return authority.address();
        }
        var signers = fields.rest();
        if (signers.isEmpty() || signers.size() > 11 || !signers.stream().allMatch(AccountUse::isSigner))
            throw new MalformedInput(0, "authority as a signer, or 1..11 signers of a multisig");
        return authority.address();
    }

    static Address program(Fields fields) {
        return fields.instruction().program();
    }

    private static void transfer(Fields fields, Reading reading) throws MalformedInput {
        var amount = fields.u64("amount");
        fields.end();
        var source = fields.writable("source").address();
        var destination = fields.writable("destination").address();
        var authority = authority(fields);
        var mint = mint(reading, fields, source).or(() -> mint(reading, fields, destination));
        if (mint.isEmpty()) unknownMint(fields, reading);
        else moved(new Move(fields, reading, mint.get(), authority), source, destination, amount);
    }

    private static void transferChecked(Fields fields, Reading reading) throws MalformedInput {
        var amount = fields.u64("amount");
        var decimals = fields.u8("decimals");
        fields.end();
        var source = fields.writable("source").address();
        var mint = fields.readOnly("mint").address();
        var destination = fields.writable("destination").address();
        var move = new Move(fields, reading, mint, authority(fields));
        checkDecimals(reading, mint, decimals);
        moved(move, source, destination, amount);
    }

    private static void transferWithFee(Fields fields, Reading reading) throws MalformedInput {
        if (program(fields).equals(Programs.TOKEN)) throw new MalformedInput(0, "token instruction 0..25");
        if (fields.u8("transfer fee instruction") != 1) throw new MalformedInput(1, "transfer with fee");
        var amount = fields.u64("amount");
        var decimals = fields.u8("decimals");
        var fee = fields.u64("fee");
        fields.end();
        if (fee.compareTo(amount) > 0) throw new MalformedInput(11, "fee of at most the amount");
        var source = fields.writable("source").address();
        var mint = fields.readOnly("mint").address();
        var destination = fields.writable("destination").address();
        var move = new Move(fields, reading, mint, authority(fields));
        checkDecimals(reading, mint, decimals);
        moved(move, source, destination, amount.subtract(fee));
        // kept back in the receiving account, for the mint's authority to take
        if (fee.signum() > 0)
            reading.transfer(reading.token(mint), owner(move, source, Optional.of(move.authority())), mint, fee);
    }

    /// @param authority who signs for the source
    private record Move(Fields fields, Reading reading, Address mint, Address authority) {
        Address program() {
            return TokenProgram.program(fields);
        }
    }

    private static void moved(Move move, Address source, Address destination, BigInteger amount) throws MalformedInput {
        var reading = move.reading();
        checkMint(move, source);
        checkMint(move, destination);
        var from = owner(move, source, Optional.of(move.authority()));
        var to = source.equals(destination) ? from : owner(move, destination, signerUnless(move));
        reading.transfer(reading.token(move.mint()), from, to, amount);
        if (to.equals(destination))
            reading.attention(
                    "UNPROVEN_TOKEN_ACCOUNT",
                    "The bytes do not prove whose token account receives; it is named by its own address.");
        extensions(move.program(), reading);
    }

    /// The signer's own account is a receiver worth knowing, unless it is the source.
    private static Optional<Address> signerUnless(Move move) {
        var signer = Address.of(move.reading().signer());
        return signer.equals(move.authority()) ? Optional.empty() : Optional.of(signer);
    }

    /// The owner a token account's address follows from, or the token account itself.
    private static Address owner(Move move, Address tokenAccount, Optional<Address> candidate) {
        var held = move.reading().holding(tokenAccount);
        if (held.isPresent() && move.reading().isProven(tokenAccount))
            return held.get().owner();
        if (held.isPresent() && isDerived(move, held.get().owner(), tokenAccount))
            return held.get().owner();
        return candidate.filter(owner -> isDerived(move, owner, tokenAccount)).orElse(tokenAccount);
    }

    private static boolean isDerived(Move move, Address owner, Address tokenAccount) {
        return DerivedAddress.ofToken(owner, move.program(), move.mint()).equals(tokenAccount);
    }

    private static void checkMint(Move move, Address tokenAccount) throws MalformedInput {
        var held = move.reading().holding(tokenAccount);
        if (held.isEmpty()) return;
        if (!held.get().mint().equals(move.mint()) || !held.get().tokenProgram().equals(move.program()))
            throw new MalformedInput(0, "the mint that the token account is of");
    }

    private static void approve(Fields fields, Reading reading) throws MalformedInput {
        var amount = fields.u64("amount");
        fields.end();
        var source = fields.writable("source").address();
        var delegate = fields.readOnly("delegate").address();
        var owner = authority(fields);
        var mint = mint(reading, fields, source);
        if (mint.isEmpty()) unknownMint(fields, reading);
        else allowed(reading, mint.get(), owner, delegate, amount);
    }

    private static void approveChecked(Fields fields, Reading reading) throws MalformedInput {
        var amount = fields.u64("amount");
        var decimals = fields.u8("decimals");
        fields.end();
        var source = fields.writable("source").address();
        var mint = fields.readOnly("mint").address();
        var delegate = fields.readOnly("delegate").address();
        var owner = authority(fields);
        checkMint(new Move(fields, reading, mint, owner), source);
        checkDecimals(reading, mint, decimals);
        allowed(reading, mint, owner, delegate, amount);
    }

    private static void allowed(Reading reading, Address mint, Address owner, Address delegate, BigInteger amount) {
        reading.add(new Effect.Allowance(
                reading.token(mint),
                reading.account(owner),
                reading.account(delegate),
                amount.equals(U64_MAX) ? Optional.empty() : Optional.of(amount),
                Optional.empty()));
        // Half of what an account can ever hold is as good as all of it.
        if (amount.bitLength() == 64)
            reading.danger("UNLIMITED_ALLOWANCE", "Somebody may take all of a token from here on.");
        else reading.attention("ALLOWANCE", "Somebody may take tokens later without asking again.");
    }

    private static void revoke(Fields fields, Reading reading) throws MalformedInput {
        fields.end();
        var source = fields.writable("source").address();
        var owner = authority(fields);
        reading.call(owner, program(fields), "revoke", List.of(reading.argument("account", source)));
    }

    private static void mintTo(Fields fields, Reading reading, boolean checked) throws MalformedInput {
        var amount = fields.u64("amount");
        var decimals = checked ? Optional.of(fields.u8("decimals")) : Optional.<Integer>empty();
        fields.end();
        var mint = fields.writable("mint").address();
        var destination = fields.writable("destination").address();
        var move = new Move(fields, reading, mint, authority(fields));
        if (decimals.isPresent()) checkDecimals(reading, mint, decimals.get());
        checkMint(move, destination);
        var to = owner(move, destination, Optional.of(Address.of(reading.signer())));
        reading.transfer(reading.token(mint), mint, to, amount);
        reading.attention("MINTED", "New units of a token are made.");
    }

    private static void burn(Fields fields, Reading reading, boolean checked) throws MalformedInput {
        var amount = fields.u64("amount");
        var decimals = checked ? Optional.of(fields.u8("decimals")) : Optional.<Integer>empty();
        fields.end();
        var source = fields.writable("source").address();
        var mint = fields.writable("mint").address();
        var move = new Move(fields, reading, mint, authority(fields));
        if (decimals.isPresent()) checkDecimals(reading, mint, decimals.get());
        checkMint(move, source);
        reading.transfer(reading.token(mint), owner(move, source, Optional.of(move.authority())), mint, amount);
        reading.attention("BURNED", "Units of a token are destroyed.");
    }

    private static Optional<Address> mint(Reading reading, Fields fields, Address tokenAccount) {
        return reading.holding(tokenAccount)
                .filter(held -> held.tokenProgram().equals(program(fields)))
                .map(PinnedState.Holding::mint);
    }

    private static void unknownMint(Fields fields, Reading reading) {
        reading.undecoded(fields.instruction(), "amount of a token whose mint the bytes do not name");
        reading.attention("UNKNOWN_MINT", "Which token is meant is not in the bytes.");
    }

    private static void checkDecimals(Reading reading, Address mint, int decimals) {
        if (reading.decimalsDiffer(mint, decimals))
            reading.attention("DECIMALS_DIFFER", "The bytes count a token in other decimals than are known of it.");
    }

    private static void extensions(Address program, Reading reading) {
        if (program.equals(Programs.TOKEN_2022))
            reading.attention(
                    "TOKEN_EXTENSIONS", "A mint of this program can keep a fee back or run further code on transfers.");
    }
}
