package tallystick.core.chain.solana;

import java.util.List;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.StandardHash;

/// Addresses that follow from others by hashing.
///
/// @spec https://solana.com/docs/core/pda Solana documentation, program derived addresses
public final class DerivedAddress {
    private static final Bytes MARKER = Bytes.ofUtf8("ProgramDerivedAddress");
    private static final int SEED_BYTES_MAX = 32;
    private static final int SEEDS_MAX = 16;

    private DerivedAddress() {}

    /// The address of a program under these seeds: the first, counting a last seed byte down from 255, that is not on
    /// the curve. Empty if there is none, or a seed is longer than 32 bytes, or there are more than 15.
    public static Optional<Address> ofProgram(Address program, List<Bytes> seeds) {
        if (seeds.size() >= SEEDS_MAX || seeds.stream().anyMatch(seed -> seed.length() > SEED_BYTES_MAX))
            return Optional.empty();
        for (var bump = 255; bump >= 0; bump--) {
            var writer = new Writer();
            seeds.forEach(writer::raw);
            var hash = StandardHash.sha256(
                    writer.u8(bump).raw(program.value()).raw(MARKER).toBytes());
            var address = new Address(hash.bytes());
            if (!address.isOnCurve()) return Optional.of(address);
        }
        return Optional.empty();
    }

    /// The token account of an owner for a mint.
    ///
    /// @param tokenProgram which of the token programs keeps the mint
    /// @spec https://www.solana-program.com/docs/associated-token-account Associated Token Account program
    public static Address ofToken(Address owner, Address tokenProgram, Address mint) {
        return ofProgram(Programs.ASSOCIATED_TOKEN, List.of(owner.value(), tokenProgram.value(), mint.value()))
                .orElseThrow(() -> new AssertionError("all 256 hashes of a token account are on the curve"));
    }

    /// The address of an account made with a seed.
    ///
    /// @param seed at most 32 bytes, as the chain takes it
    static Address withSeed(Address base, Bytes seed, Address program) {
        return new Address(StandardHash.sha256(Bytes.concat(base.value(), seed, program.value()))
                .bytes());
    }
}
