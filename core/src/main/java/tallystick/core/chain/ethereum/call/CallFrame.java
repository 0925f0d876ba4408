package tallystick.core.chain.ethereum.call;

import java.math.BigInteger;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Effect;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.crypto.codec.Bytes;

/// One message call: who calls whom with what.
///
/// @param caller whose authority it runs under: the sender of the transaction, or the contract account that forwards
/// @param target whose code runs
/// @param value wei sent along; a delegatecall moves none
/// @param data calldata, any bytes
/// @param operation on whose state the code runs
/// @param depth 0 for the transaction's own call, one more for each wrapper around it
public record CallFrame(
        ChainId chain,
        Address caller,
        Address target,
        BigInteger value,
        Bytes data,
        Effect.Operation operation,
        int depth) {
    /// @throws IllegalArgumentException if the value is not in 0..2^256-1 or the depth negative: the caller's fault
    public CallFrame {
        if (value.signum() < 0 || value.bitLength() > 256)
            throw new IllegalArgumentException("value not in 0..2^256-1");
        if (depth < 0) throw new IllegalArgumentException("depth %d negative".formatted(depth));
    }

    /// A transaction's own call.
    public static CallFrame outermost(ChainId chain, Address caller, Address target, BigInteger value, Bytes data) {
        return new CallFrame(chain, caller, target, value, data, Effect.Operation.CALL, 0);
    }
}
