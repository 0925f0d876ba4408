package tallystick.core.chain.ethereum.envelope;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.base.Rlp;
import tallystick.core.chain.ethereum.base.RlpCursor;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// A transaction without a type, bound to its chain, unsigned.
///
/// @param number the chain's number
/// @param gasPrice wei per gas, all of it paid
/// @param data calldata or init code
/// @spec https://eips.ethereum.org/EIPS/eip-155#specification EIP-155
public record LegacyTransaction(
        BigInteger number,
        BigInteger nonce,
        BigInteger gasPrice,
        BigInteger gasLimit,
        Optional<Address> to,
        BigInteger value,
        Bytes data)
        implements Envelope {
    private static final BigInteger PARITY_BASE = BigInteger.valueOf(35);

    /// @throws IllegalArgumentException if a number is out of its range: the caller's fault
    public LegacyTransaction {
        Limits.check(number, nonce, gasPrice, gasPrice, gasLimit, value);
    }

    /// Reads `rlp(nonce, gas price, gas limit, to, value, data, chain id, 0, 0)`.
    public static Parsed<LegacyTransaction> parse(Bytes unsigned) {
        return RlpCursor.parse(unsigned, 0, fields -> {
            var nonce = Limits.nonce(fields);
            var gasPrice = fields.number(256, "gas price");
            var gasLimit = fields.number(64, "gas limit");
            var to = fields.addressOrNone("to");
            var value = fields.number(256, "value");
            var data = fields.text("data");
            if (!fields.hasMore())
                throw fields.malformed("chain id: without it every chain would take the transaction");
            var number = Limits.chain(fields);
            fields.text(0, "zero after the chain id");
            fields.text(0, "second zero after the chain id");
            return new LegacyTransaction(number, nonce, gasPrice, gasLimit, to, value, data);
        });
    }

    @Override
    public int type() {
        return 0;
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
                Rlp.of(nonce),
                Rlp.of(gasPrice),
                Rlp.of(gasLimit),
                Rlp.of(to.map(Address::value).orElse(Bytes.empty())),
                Rlp.of(value),
                Rlp.of(data));
    }

    @Override
    public Bytes bytes() {
        var all = new ArrayList<>(fields());
        all.add(Rlp.of(number));
        all.add(Rlp.of(BigInteger.ZERO));
        all.add(Rlp.of(BigInteger.ZERO));
        return Rlp.of(all).encode();
    }

    @Override
    public SignedTransaction attach(RecoverableSignature signature) {
        var parity = number.shiftLeft(1).add(PARITY_BASE).add(BigInteger.valueOf(signature.recoveryId()));
        return signed(parity, signature);
    }
}
