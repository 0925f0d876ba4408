package tallystick.core.chain.solana;

/// One kind of token.
///
/// @param program which of the token programs keeps the mint
/// @param decimals base units per unit are 10 to this power, 0..255
public record Token(Address program, Address mint, int decimals) {
    /// @throws IllegalArgumentException if the program is no token program, or decimals are out of range: the caller's
    /// fault
    public Token {
        if (!program.equals(Programs.TOKEN) && !program.equals(Programs.TOKEN_2022))
            throw new IllegalArgumentException("not one of the token programs");
        if (decimals < 0 || decimals > 255)
            throw new IllegalArgumentException("%d decimals not in 0..255".formatted(decimals));
    }

    /// The token account of an owner.
    public Address accountOf(Address owner) {
        return DerivedAddress.ofToken(owner, program, mint);
    }
}
