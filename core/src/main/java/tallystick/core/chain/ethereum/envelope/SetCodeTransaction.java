package tallystick.core.chain.ethereum.envelope;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.base.Rlp;
import tallystick.core.chain.ethereum.base.RlpCursor;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;

/// A type-4 transaction (EIP-7702), unsigned: a call, and before it accounts lend themselves to code.
///
/// @param number the chain's number, bound into the digest
/// @param receiver who is called; this type creates no contract
/// @param data calldata
/// @param authorizations 1..64, each for this chain or for every chain
/// @spec https://eips.ethereum.org/EIPS/eip-7702#set-code-transaction EIP-7702
public record SetCodeTransaction(
        BigInteger number,
        BigInteger nonce,
        BigInteger priorityFeePerGas,
        BigInteger feePerGasMax,
        BigInteger gasLimit,
        Address receiver,
        BigInteger value,
        Bytes data,
        List<AccessListEntry> accessList,
        List<SignedAuthorization> authorizations)
        implements Envelope {
    /// @throws IllegalArgumentException if a number is out of its range or the authorizations are: the caller's
    /// fault
    public SetCodeTransaction {
        accessList = List.copyOf(accessList);
        authorizations = List.copyOf(authorizations);
        Limits.check(number, nonce, priorityFeePerGas, feePerGasMax, gasLimit, value);
        if (authorizations.isEmpty() || authorizations.size() > SignedAuthorization.COUNT_MAX)
            throw new IllegalArgumentException("%d authorizations, not 1..64".formatted(authorizations.size()));
        for (var each : authorizations)
            if (!each.authorization().countsOn(number))
                throw new IllegalArgumentException("authorization for another chain");
    }

    /// Reads `0x04 ‖ rlp(10 fields)`; every byte must be accounted for.
    public static Parsed<SetCodeTransaction> parse(Bytes unsigned) {
        if (unsigned.length() == 0 || unsigned.at(0) != 4) return new Parsed.Malformed<>(0, "transaction type 4");
        return RlpCursor.parse(unsigned, 1, SetCodeTransaction::read);
    }

    private static SetCodeTransaction read(RlpCursor fields) throws MalformedInput {
        var number = Limits.chain(fields);
        var nonce = Limits.nonce(fields);
        var fee = Limits.FeePair.read(fields);
        var gasLimit = fields.number(64, "gas limit");
        var receiver = fields.address("destination");
        var value = fields.number(256, "value");
        var data = fields.text("data");
        var accessList = fields.items("access list", AccessListEntry::read);
        var none = fields.malformed("at least one authorization");
        var authorizations = SignedAuthorization.readAll(fields, number);
        if (authorizations.isEmpty()) throw none;
        return new SetCodeTransaction(
                number,
                nonce,
                fee.priorityFeePerGas(),
                fee.feePerGasMax(),
                gasLimit,
                receiver,
                value,
                data,
                accessList,
                authorizations);
    }

    @Override
    public int type() {
        return 4;
    }

    @Override
    public Optional<Address> to() {
        return Optional.of(receiver);
    }

    @Override
    public List<Rlp> fields() {
        return List.of(
                Rlp.of(number),
                Rlp.of(nonce),
                Rlp.of(priorityFeePerGas),
                Rlp.of(feePerGasMax),
                Rlp.of(gasLimit),
                Rlp.of(receiver.value()),
                Rlp.of(value),
                Rlp.of(data),
                AccessListEntry.encode(accessList),
                Rlp.of(authorizations.stream().map(SignedAuthorization::encode).toList()));
    }
}
