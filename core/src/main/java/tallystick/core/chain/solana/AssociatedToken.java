package tallystick.core.chain.solana;

import java.math.BigInteger;
import java.util.List;
import tallystick.crypto.codec.MalformedInput;

/// The Associated Token Account program: token accounts whose address follows from owner and mint.
///
/// @spec https://www.solana-program.com/docs/associated-token-account Associated Token Account program
final class AssociatedToken {
    /// The deposit of an account of 165 bytes: 2 years of 3,480 lamports for each byte and 128 more.
    static final BigInteger DEPOSIT = deposit(165);
    /// The most for Token-2022: its longest account that this program makes is below 256 bytes.
    static final BigInteger DEPOSIT_2022_MAX = deposit(256);

    private AssociatedToken() {}

    static void read(Fields fields, Reading reading) throws MalformedInput {
        var tag = fields.remaining() == 0 ? 0 : fields.u8("associated token instruction");
        fields.end();
        switch (tag) {
            case 0 -> create(fields, reading, "create");
            case 1 -> create(fields, reading, "createIdempotent");
            case 2 -> recoverNested(fields, reading);
            default -> throw new MalformedInput(0, "associated token instruction 0..2");
        }
    }

    private static void create(Fields fields, Reading reading, String function) throws MalformedInput {
        var payer = fields.writableSigner("payer").address();
        var account = fields.writable("token account").address();
        var owner = fields.readOnly("owner").address();
        var mint = fields.readOnly("mint").address();
        fields.exactly(Programs.SYSTEM, "system program");
        var program = tokenProgram(fields);
        fields.perhaps(Programs.RENT);
        fields.noMoreAccounts();
        checkDerived(account, owner, program, mint);
        reading.prove(account, new PinnedState.Holding(mint, owner, program));
        // the owner gets the deposit when closing the account, so it counts as the owner's
        var deposit = program.equals(Programs.TOKEN) ? DEPOSIT : DEPOSIT_2022_MAX;
        reading.transfer(reading.coin(), payer, owner, deposit);
        reading.call(
                payer,
                Programs.ASSOCIATED_TOKEN,
                function,
                List.of(
                        reading.argument("account", account),
                        reading.argument("owner", owner),
                        reading.argument("mint", mint)));
    }

    private static void recoverNested(Fields fields, Reading reading) throws MalformedInput {
        var nested = fields.writable("nested account").address();
        var nestedMint = fields.readOnly("nested mint").address();
        var destination = fields.writable("destination").address();
        var ownerAccount = fields.readOnly("owner account").address();
        var ownerMint = fields.readOnly("owner mint").address();
        var wallet = fields.writableSigner("wallet").address();
        var program = tokenProgram(fields);
        fields.noMoreAccounts();
        checkDerived(ownerAccount, wallet, program, ownerMint);
        checkDerived(nested, ownerAccount, program, nestedMint);
        checkDerived(destination, wallet, program, nestedMint);
        reading.call(
                wallet,
                Programs.ASSOCIATED_TOKEN,
                "recoverNested",
                List.of(
                        reading.argument("from", nested),
                        reading.argument("to", destination),
                        reading.argument("mint", nestedMint)));
    }

    private static Address tokenProgram(Fields fields) throws MalformedInput {
        var program = fields.readOnly("token program").address();
        if (!program.equals(Programs.TOKEN) && !program.equals(Programs.TOKEN_2022))
            throw new MalformedInput(0, "one of the token programs");
        return program;
    }

    private static void checkDerived(Address account, Address owner, Address program, Address mint)
            throws MalformedInput {
        if (!DerivedAddress.ofToken(owner, program, mint).equals(account))
            throw new MalformedInput(0, "the token account that owner and mint give");
    }

    private static BigInteger deposit(int lengthBytes) {
        return BigInteger.valueOf((128 + lengthBytes) * 3480L * 2);
    }
}
