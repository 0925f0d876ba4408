package tallystick.core.chain.solana;

import java.math.BigInteger;
import java.util.List;
import tallystick.crypto.codec.Bytes;

/// Instructions as their programs take them.
public final class Instructions {
    private Instructions() {}

    /// Where value goes from and to.
    public record Way(Address from, Address to) {}

    /// Coin moves.
    ///
    /// @param lamports 0..2^64-1
    public static Instruction transfer(Way way, BigInteger lamports) {
        return new Instruction(
                Programs.SYSTEM,
                List.of(AccountUse.writableSigner(way.from()), AccountUse.writable(way.to())),
                Bytes.concat(u32(2), u64(lamports)));
    }

    /// An account is made by its own key.
    ///
    /// @param way who pays, and what is made
    /// @param lamports the deposit
    /// @param spaceBytes how much it holds
    /// @param program who commands it
    public static Instruction createAccount(Way way, BigInteger lamports, long spaceBytes, Address program) {
        return new Instruction(
                Programs.SYSTEM,
                List.of(AccountUse.writableSigner(way.from()), AccountUse.writableSigner(way.to())),
                Bytes.concat(u32(0), u64(lamports), u64(BigInteger.valueOf(spaceBytes)), program.value()));
    }

    /// A nonce account begins.
    public static Instruction initializeNonce(NonceAccount nonce) {
        return new Instruction(
                Programs.SYSTEM,
                List.of(
                        AccountUse.writable(nonce.account()),
                        AccountUse.readOnly(Programs.RECENT_BLOCKHASHES),
                        AccountUse.readOnly(Programs.RENT)),
                Bytes.concat(u32(6), nonce.authority().value()));
    }

    /// A nonce takes its next value, so that whatever was signed with the one before is void.
    public static Instruction advanceNonce(NonceAccount nonce) {
        return new Instruction(
                Programs.SYSTEM,
                List.of(
                        AccountUse.writable(nonce.account()),
                        AccountUse.readOnly(Programs.RECENT_BLOCKHASHES),
                        AccountUse.signer(nonce.authority())),
                u32(4));
    }

    /// The owner's token account is made unless it is there.
    ///
    /// @param payer of the deposit
    public static Instruction createTokenAccount(Address payer, Address owner, Token token) {
        return new Instruction(
                Programs.ASSOCIATED_TOKEN,
                List.of(
                        AccountUse.writableSigner(payer),
                        AccountUse.writable(token.accountOf(owner)),
                        AccountUse.readOnly(owner),
                        AccountUse.readOnly(token.mint()),
                        AccountUse.readOnly(Programs.SYSTEM),
                        AccountUse.readOnly(token.program())),
                Bytes.copyOf((byte) 1));
    }

    /// Tokens move between token accounts.
    ///
    /// @param way token accounts
    /// @param owner of the sending one
    /// @param amount base units, 0..2^64-1
    public static Instruction transferToken(Token token, Way way, Address owner, BigInteger amount) {
        return new Instruction(
                token.program(),
                List.of(
                        AccountUse.writable(way.from()),
                        AccountUse.readOnly(token.mint()),
                        AccountUse.writable(way.to()),
                        AccountUse.signer(owner)),
                Bytes.concat(u8(12), u64(amount), u8(token.decimals())));
    }

    /// An empty token account is closed.
    ///
    /// @param way the token account, and who gets its deposit
    public static Instruction closeTokenAccount(Token token, Way way, Address owner) {
        return new Instruction(
                token.program(),
                List.of(AccountUse.writable(way.from()), AccountUse.writable(way.to()), AccountUse.signer(owner)),
                u8(9));
    }

    /// At most so many compute units.
    ///
    /// @param units 1..1,400,000
    public static Instruction unitLimit(long units) {
        if (units < 1 || units > ComputeBudget.UNITS_MAX)
            throw new IllegalArgumentException("%d compute units not in 1..1400000".formatted(units));
        return new Instruction(
                Programs.COMPUTE_BUDGET, List.of(), Bytes.concat(u8(ComputeBudget.SET_UNIT_LIMIT), u32(units)));
    }

    /// What is paid for priority.
    ///
    /// @param microLamports for each compute unit, 0..2^64-1
    public static Instruction unitPrice(BigInteger microLamports) {
        return new Instruction(
                Programs.COMPUTE_BUDGET, List.of(), Bytes.concat(u8(ComputeBudget.SET_UNIT_PRICE), u64(microLamports)));
    }

    /// A text beside the transaction.
    public static Instruction memo(Address signer, String text) {
        return new Instruction(Programs.MEMO_2, List.of(AccountUse.signer(signer)), Bytes.ofUtf8(text));
    }

    private static Bytes u8(int value) {
        return Bytes.copyOf((byte) value);
    }

    private static Bytes u32(long value) {
        return little(BigInteger.valueOf(value), 4);
    }

    private static Bytes u64(BigInteger value) {
        return little(value, 8);
    }

    private static Bytes little(BigInteger value, int lengthBytes) {
        if (value.signum() < 0 || value.bitLength() > 8 * lengthBytes)
            throw new IllegalArgumentException("number not in 0..2^%d-1".formatted(8 * lengthBytes));
        var bytes = new byte[lengthBytes];
        for (var i = 0; i < lengthBytes; i++) bytes[i] = value.shiftRight(8 * i).byteValue();
        return Bytes.copyOf(bytes);
    }
}
