package tallystick.core.chain.ethereum.envelope;

import java.math.BigInteger;
import tallystick.core.chain.ethereum.base.RlpCursor;
import tallystick.crypto.codec.MalformedInput;

/// What the chain takes for a number of a transaction.
///
/// @spec https://eips.ethereum.org/EIPS/eip-2681#specification EIP-2681
final class Limits {
    private static final BigInteger NONCE_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.TWO);

    /// The most that 256 bits hold.
    static final BigInteger WORD_MAX = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

    private Limits() {}

    static BigInteger chain(RlpCursor fields) throws MalformedInput {
        var refusal = fields.malformed("chain id from 1 on");
        var number = fields.number(64, "chain id");
        if (number.signum() == 0) throw refusal;
        return number;
    }

    static BigInteger nonce(RlpCursor fields) throws MalformedInput {
        var refusal = fields.malformed("nonce below 2^64-1");
        var nonce = fields.number(64, "nonce");
        if (nonce.compareTo(NONCE_MAX) > 0) throw refusal;
        return nonce;
    }

    /// @throws IllegalArgumentException if a number is out of its range: the caller's fault
    static void check(
            BigInteger number,
            BigInteger nonce,
            BigInteger priorityFeePerGas,
            BigInteger feePerGasMax,
            BigInteger gasLimit,
            BigInteger value) {
        bits(number, 64, "chain id");
        if (number.signum() == 0) throw new IllegalArgumentException("chain id 0");
        nonce(nonce);
        bits(gasLimit, 64, "gas limit");
        bits(priorityFeePerGas, 256, "priority fee per gas");
        bits(feePerGasMax, 256, "fee per gas");
        bits(value, 256, "value");
        if (priorityFeePerGas.compareTo(feePerGasMax) > 0)
            throw new IllegalArgumentException("priority fee per gas above the whole fee per gas");
    }

    /// The fee of type 2 and 4: the part may not be more than the whole.
    record FeePair(BigInteger priorityFeePerGas, BigInteger feePerGasMax) {
        static FeePair read(RlpCursor fields) throws MalformedInput {
            var refusal = fields.malformed("max priority fee per gas not above the max fee per gas");
            var priority = fields.number(256, "max priority fee per gas");
            var max = fields.number(256, "max fee per gas");
            if (priority.compareTo(max) > 0) throw refusal;
            return new FeePair(priority, max);
        }
    }

    static void nonce(BigInteger nonce) {
        bits(nonce, 64, "nonce");
        if (nonce.compareTo(NONCE_MAX) > 0) throw new IllegalArgumentException("nonce not below 2^64-1");
    }

    static void bits(BigInteger number, int bitsMax, String field) {
        if (number.signum() < 0 || number.bitLength() > bitsMax)
            throw new IllegalArgumentException("%s not in 0..2^%d-1".formatted(field, bitsMax));
    }
}
