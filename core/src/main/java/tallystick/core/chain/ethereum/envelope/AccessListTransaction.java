package tallystick.core.chain.ethereum.envelope;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.base.Rlp;
import tallystick.core.chain.ethereum.base.RlpCursor;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// A type-1 transaction, unsigned.
///
/// @param number the chain's number
/// @param gasPrice wei per gas, all of it paid
/// @param data calldata or init code
/// @spec https://eips.ethereum.org/EIPS/eip-2930#specification EIP-2930
public record AccessListTransaction(
        BigInteger number,
        BigInteger nonce,
        BigInteger gasPrice,
        BigInteger gasLimit,
        Optional<Address> to,
        BigInteger value,
        Bytes data,
        List<AccessListEntry> accessList)
        implements Envelope {
    /// @throws IllegalArgumentException if a number is out of its range: the caller's fault
    public AccessListTransaction {
        accessList = List.copyOf(accessList);
        Limits.check(number, nonce, gasPrice, gasPrice, gasLimit, value);
    }

    /// Reads `0x01 ‖ rlp(8 fields)`; every byte must be accounted for.
    public static Parsed<AccessListTransaction> parse(Bytes unsigned) {
        if (unsigned.length() == 0 || unsigned.at(0) != 1) return new Parsed.Malformed<>(0, "transaction type 1");
        return RlpCursor.parse(
                unsigned,
                1,
                fields -> new AccessListTransaction(
                        Limits.chain(fields),
                        Limits.nonce(fields),
                        fields.number(256, "gas price"),
                        fields.number(64, "gas limit"),
                        fields.addressOrNone("to"),
                        fields.number(256, "value"),
                        fields.text("data"),
                        fields.items("access list", AccessListEntry::read)));
    }

    @Override
    public int type() {
        return 1;
    }

    @Override
    public BigInteger feePerGasMax() {
        return gasPrice;
    }

    @Override
    public BigInteger priorityFeePerGas() {
        return gasPrice;
    }

    @Override
    public List<Rlp> fields() {
        return List.of(
                Rlp.of(number),
                Rlp.of(nonce),
                Rlp.of(gasPrice),
                Rlp.of(gasLimit),
                Rlp.of(to.map(Address::value).orElse(Bytes.empty())),
                Rlp.of(value),
                Rlp.of(data),
                AccessListEntry.encode(accessList));
    }
}
