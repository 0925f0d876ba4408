package tallystick.core.chain.ethereum.envelope;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.base.Rlp;
import tallystick.core.chain.ethereum.base.RlpCursor;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// A type-2 transaction (EIP-1559), unsigned.
///
/// @param number the chain's number, bound into the digest
/// @param nonce the sender's sequence number
/// @param priorityFeePerGas at most this many wei per gas to the block's builder
/// @param feePerGasMax at most this many wei per gas in all
/// @param gasLimit at most this much gas
/// @param to the receiver; empty creates a contract
/// @param value wei
/// @param data calldata or init code
/// @param accessList addresses with storage slots warmed ahead
/// @spec https://eips.ethereum.org/EIPS/eip-1559#specification EIP-1559
public record FeeMarketTransaction(
        BigInteger number,
        BigInteger nonce,
        BigInteger priorityFeePerGas,
        BigInteger feePerGasMax,
        BigInteger gasLimit,
        Optional<Address> to,
        BigInteger value,
        Bytes data,
        List<AccessListEntry> accessList)
        implements Envelope {
    /// @throws IllegalArgumentException if a number is out of its range: the caller's fault
    public FeeMarketTransaction {
        accessList = List.copyOf(accessList);
        Limits.check(number, nonce, priorityFeePerGas, feePerGasMax, gasLimit, value);
    }

    /// Reads `0x02 ‖ rlp(9 fields)`; every byte must be accounted for.
    public static Parsed<FeeMarketTransaction> parse(Bytes unsigned) {
        if (unsigned.length() == 0 || unsigned.at(0) != 2) return new Parsed.Malformed<>(0, "transaction type 2");
        return RlpCursor.parse(unsigned, 1, fields -> {
            var number = Limits.chain(fields);
            var nonce = Limits.nonce(fields);
            var fee = Limits.FeePair.read(fields);
            return new FeeMarketTransaction(
                    number,
                    nonce,
                    fee.priorityFeePerGas(),
                    fee.feePerGasMax(),
                    fields.number(64, "gas limit"),
                    fields.addressOrNone("to"),
                    fields.number(256, "value"),
                    fields.text("data"),
                    fields.items("access list", AccessListEntry::read));
        });
    }

    @Override
    public int type() {
        return 2;
    }

    @Override
    public List<Rlp> fields() {
        return List.of(
                Rlp.of(number),
                Rlp.of(nonce),
                Rlp.of(priorityFeePerGas),
                Rlp.of(feePerGasMax),
                Rlp.of(gasLimit),
                Rlp.of(to.map(Address::value).orElse(Bytes.empty())),
                Rlp.of(value),
                Rlp.of(data),
                AccessListEntry.encode(accessList));
    }
}
