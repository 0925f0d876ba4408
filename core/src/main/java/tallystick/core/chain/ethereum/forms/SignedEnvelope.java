package tallystick.core.chain.ethereum.forms;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.ethereum.base.Rlp;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// An Ethereum transaction that carries its signature already.
///
/// @param unsigned what was signed; empty if it is bound to no chain, which nobody here reads
/// @param signature the last three fields; empty if they are out of range
/// @spec https://eips.ethereum.org/EIPS/eip-155#specification EIP-155
record SignedEnvelope(Optional<Bytes> unsigned, Optional<RecoverableSignature> signature) {
    private static final int SIGNATURE_FIELDS = 3;
    private static final int LEGACY_FIELDS = 9;
    private static final BigInteger PARITY_BASE = BigInteger.valueOf(35);

    /// Parts transaction and signature; empty if the bytes have not the form of a signed transaction.
    static Optional<SignedEnvelope> of(Bytes bytes) {
        if (bytes.length() == 0) return Optional.empty();
        var type = bytes.at(0) < 0xc0 ? bytes.at(0) : 0;
        var list = Rlp.parse(type == 0 ? bytes : bytes.slice(1, bytes.length()));
        if (!(list instanceof Parsed.Ok<Rlp>(Rlp.Sequence(var items))) || items.size() != fields(type))
            return Optional.empty();
        var numbers = new ArrayList<BigInteger>();
        for (var item : items.subList(items.size() - SIGNATURE_FIELDS, items.size())) {
            if (!(item instanceof Rlp.Text(var value))) return Optional.empty();
            numbers.add(new BigInteger(1, value.toArray()));
        }
        if (numbers.get(1).signum() == 0 && numbers.get(2).signum() == 0) return Optional.empty();
        var body = items.subList(0, items.size() - SIGNATURE_FIELDS);
        return Optional.of(
                type == 0
                        ? legacy(body, numbers)
                        : new SignedEnvelope(
                                Optional.of(Bytes.concat(
                                        Bytes.copyOf((byte) type), Rlp.of(body).encode())),
                                signature(numbers.get(0), numbers)));
    }

    private static int fields(int type) {
        return switch (type) {
            case 0 -> LEGACY_FIELDS;
            case 1 -> 8 + SIGNATURE_FIELDS;
            case 2 -> 9 + SIGNATURE_FIELDS;
            case 4 -> 10 + SIGNATURE_FIELDS;
            default -> -1;
        };
    }

    private static SignedEnvelope legacy(List<Rlp> body, List<BigInteger> numbers) {
        var beyond = numbers.get(0).subtract(PARITY_BASE);
        if (beyond.signum() < 0) return new SignedEnvelope(Optional.empty(), Optional.empty());
        var all = new ArrayList<>(body);
        all.add(Rlp.of(beyond.shiftRight(1)));
        all.add(Rlp.of(BigInteger.ZERO));
        all.add(Rlp.of(BigInteger.ZERO));
        return new SignedEnvelope(Optional.of(Rlp.of(all).encode()), signature(beyond.and(BigInteger.ONE), numbers));
    }

    private static Optional<RecoverableSignature> signature(BigInteger parity, List<BigInteger> numbers) {
        if (parity.bitLength() > 1
                || numbers.get(1).bitLength() > 256
                || numbers.get(2).bitLength() > 256) return Optional.empty();
        return Optional.of(new RecoverableSignature(word(numbers.get(1)), word(numbers.get(2)), parity.intValue()));
    }

    private static Bytes word(BigInteger number) {
        var word = new byte[32];
        var bytes = number.toByteArray();
        var length = Math.min(bytes.length, word.length);
        System.arraycopy(bytes, bytes.length - length, word, word.length - length, length);
        return Bytes.copyOf(word);
    }
}
