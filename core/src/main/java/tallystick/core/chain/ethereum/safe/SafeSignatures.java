package tallystick.core.chain.ethereum.safe;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.base.PrefixedHash;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.EcdsaVerify;
import tallystick.crypto.hash.Digest32;

/// The signatures a Safe checks, one after the other.
///
/// **Form** 65 bytes for each owner, `r ‖ s ‖ v`; after them, in the same order and without gaps, a length and the
/// bytes of each contract's signature.
///
/// @spec https://docs.safe.global/advanced/smart-account-signatures Safe, signatures
public record SafeSignatures(List<One> each) {
    private static final int STATIC_BYTES = 65;
    private static final int WORD_BYTES = 32;
    private static final int ADDRESS_BYTES = 20;
    private static final BigInteger ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    /// Copies.
    public SafeSignatures {
        each = List.copyOf(each);
    }

    /// One owner's agreement.
    public sealed interface One {
        /// Signed with an owner's key, over the hash itself or over the hash as an Ethereum message.
        ///
        /// @param signature 64 bytes, r ‖ s
        /// @param parity of R's y
        /// @param asMessage whether the key signed the hash under the prefix of EIP-191
        record ByKey(Bytes signature, int parity, boolean asMessage) implements One {}

        /// A contract that owns the Safe says so itself (EIP-1271).
        ///
        /// @param signature what that contract is asked about
        record ByContract(Address owner, Bytes signature) implements One {}

        /// The owner approved the hash on the chain before, or sends the transaction.
        record Approved(Address owner) implements One {}
    }

    /// Reads them; every byte accounted for.
    public static Parsed<SafeSignatures> parse(Bytes input) {
        try {
            return new Parsed.Ok<>(new SafeSignatures(read(input)));
        } catch (MalformedInput malformed) {
            return new Parsed.Malformed<>(malformed.offsetBytes(), malformed.expected());
        }
    }

    private static List<One> read(Bytes input) throws MalformedInput {
        var each = new ArrayList<One>();
        var heads = input.length();
        var tail = -1;
        for (var at = 0; at < heads; at += STATIC_BYTES) {
            if (heads - at < STATIC_BYTES) throw new MalformedInput(at, "signature of 65 bytes");
            var v = input.at(at + STATIC_BYTES - 1);
            if (v == 0) {
                var offset = length(input, at + WORD_BYTES);
                if (tail < 0) {
                    if (offset < at + STATIC_BYTES || offset % STATIC_BYTES != 0)
                        throw new MalformedInput(at + WORD_BYTES, "offset of a contract's signature after all others");
                    heads = offset;
                    tail = offset;
                }
                if (offset != tail)
                    throw new MalformedInput(at + WORD_BYTES, "offset %d, where the one before ends".formatted(tail));
                if (input.length() - tail < WORD_BYTES)
                    throw new MalformedInput(tail, "length of a contract's signature");
                var length = length(input, tail);
                if (length > input.length() - tail - WORD_BYTES)
                    throw new MalformedInput(tail, "contract's signature within the input");
                var start = tail + WORD_BYTES;
                tail = start + length;
                each.add(new One.ByContract(owner(input, at), input.slice(start, tail)));
            } else each.add(plain(input, at, v));
        }
        if (tail >= 0 && tail != input.length()) throw new MalformedInput(tail, "end of signatures");
        return each;
    }

    private static One plain(Bytes input, int at, int v) throws MalformedInput {
        return switch (v) {
            case 1 -> {
                // s is not looked at by the contract; wallets write zeros
                for (var i = at + WORD_BYTES; i < at + 2 * WORD_BYTES; i++)
                    if (input.at(i) != 0) throw new MalformedInput(i, "zeros beside an approved hash");
                yield new One.Approved(owner(input, at));
            }
            case 27, 28 -> new One.ByKey(input.slice(at, at + 64), v - 27, false);
            case 31, 32 -> new One.ByKey(input.slice(at, at + 64), v - 31, true);
            default -> throw new MalformedInput(at + STATIC_BYTES - 1, "v of 0, 1, 27, 28, 31 or 32");
        };
    }

    private static Address owner(Bytes input, int at) throws MalformedInput {
        for (var i = at; i < at + WORD_BYTES - ADDRESS_BYTES; i++)
            if (input.at(i) != 0) throw new MalformedInput(i, "owner's address after 12 zero bytes");
        return new Address(input.slice(at + WORD_BYTES - ADDRESS_BYTES, at + WORD_BYTES));
    }

    private static int length(Bytes input, int at) throws MalformedInput {
        for (var i = at; i < at + WORD_BYTES - 4; i++)
            if (input.at(i) != 0) throw new MalformedInput(i, "number within the input");
        var value = 0L;
        for (var i = at + WORD_BYTES - 4; i < at + WORD_BYTES; i++) value = value << 8 | input.at(i);
        if (value > input.length()) throw new MalformedInput(at, "number within the input");
        return (int) value;
    }

    /// Who agreed to this hash: the named owner, or the one whose key made the signature. Empty where no key can have
    /// made it. A recovered address proves only that its key signed; whether it is an owner the caller must know.
    public List<Optional<Address>> owners(Digest32 safeTxHash) {
        return each.stream()
                .map(one -> switch (one) {
                    case One.ByKey key -> recover(key, safeTxHash);
                    case One.ByContract(var owner, var _) -> Optional.of(owner);
                    case One.Approved(var owner) -> Optional.of(owner);
                })
                .toList();
    }

    private static Optional<Address> recover(One.ByKey key, Digest32 hash) {
        var signed = key.asMessage() ? PrefixedHash.message(hash.bytes()) : hash;
        return lowS(key)
                .flatMap(low -> EcdsaVerify.recover(signed, low.signature(), low.parity()))
                .map(Address::of);
    }

    /// The chain's recovery takes a high s too: n - s with the other parity is the same signature.
    private static Optional<One.ByKey> lowS(One.ByKey key) {
        var s = new BigInteger(1, key.signature().slice(32, 64).toArray());
        if (s.compareTo(ORDER) >= 0) return Optional.empty();
        if (s.compareTo(ORDER.shiftRight(1)) <= 0) return Optional.of(key);
        var r = key.signature().slice(0, 32);
        var low = ORDER.subtract(s).toByteArray();
        var word = new byte[32];
        var skip = Math.max(0, low.length - 32);
        System.arraycopy(low, skip, word, 32 - low.length + skip, low.length - skip);
        return Optional.of(new One.ByKey(Bytes.concat(r, Bytes.copyOf(word)), 1 - key.parity(), key.asMessage()));
    }
}
