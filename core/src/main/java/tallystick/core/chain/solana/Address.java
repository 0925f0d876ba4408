package tallystick.core.chain.solana;

import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.crypto.codec.Base58;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.curve.Ed25519;
import tallystick.crypto.curve.Point;

/// Names an account: an Ed25519 key, or 32 bytes derived by a program that are no key.
///
/// **Form** 32 bytes; as text Base58, 32..44 characters, without a checksum.
///
/// @spec https://solana.com/docs/core/accounts#account-address Solana documentation, account address
public record Address(Bytes value) {
    /// Length in bytes.
    public static final int LENGTH_BYTES = 32;

    private static final int TEXT_CHARS_MAX = 44;

    /// @throws IllegalArgumentException if not 32 bytes: the caller's fault
    public Address {
        if (value.length() != LENGTH_BYTES)
            throw new IllegalArgumentException("address of %d bytes, not 32".formatted(value.length()));
    }

    /// The account a key commands.
    ///
    /// @throws IllegalArgumentException if not a point of edwards25519: the caller's fault
    public static Address of(Point key) {
        return new Address(key.encode());
    }

    /// Reads the text of an address.
    public static Optional<Address> parse(String text) {
        return switch (Base58.parse(text, TEXT_CHARS_MAX)) {
            case Parsed.Ok<Bytes>(var value) when value.length() == LENGTH_BYTES -> Optional.of(new Address(value));
            case Parsed.Ok<Bytes> _, Parsed.Malformed<Bytes> _ -> Optional.empty();
        };
    }

    /// An address known to be well written.
    ///
    /// @throws IllegalArgumentException if it is not: the caller's fault
    public static Address ofText(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a base58 address of 32 bytes"));
    }

    /// The address of an account of this family.
    ///
    /// @throws IllegalArgumentException if its text is no address: the caller's fault
    public static Address of(Account account) {
        return ofText(account.address());
    }

    static Address read(Reader reader, String field) throws MalformedInput {
        return new Address(reader.raw(LENGTH_BYTES, field));
    }

    /// As an account of a chain.
    public Account on(ChainId chain) {
        return new Account(chain, toString());
    }

    /// Whether a key may exist that signs for it; if not, only a program can.
    public boolean isOnCurve() {
        return Ed25519.isOnCurve(value);
    }

    @Override
    public String toString() {
        return Base58.encode(value);
    }
}
