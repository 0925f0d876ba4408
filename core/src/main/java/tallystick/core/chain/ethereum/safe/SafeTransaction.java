package tallystick.core.chain.ethereum.safe;

import java.math.BigInteger;
import java.util.List;
import tallystick.core.chain.Effect;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// What a Safe's owners agree to: one call, and what the Safe pays back for the gas of it.
///
/// @param to whom the Safe calls, or whose code it runs on itself
/// @param value wei
/// @param data calldata
/// @param safeTxGas gas for the call
/// @param baseGas gas paid back besides the call's own
/// @param gasPrice wei, or base units of the gas token, paid back for each gas; 0 pays nothing back
/// @param gasToken the token paid back in; zero is the chain's coin
/// @param refundReceiver who is paid; zero is whoever sent the transaction
/// @param nonce the Safe's own count of transactions
public record SafeTransaction(
        Address to,
        BigInteger value,
        Bytes data,
        Effect.Operation operation,
        BigInteger safeTxGas,
        BigInteger baseGas,
        BigInteger gasPrice,
        Address gasToken,
        Address refundReceiver,
        BigInteger nonce) {
    /// @throws IllegalArgumentException if a number is not in 0..2^256-1: the caller's fault
    public SafeTransaction {
        for (var number : List.of(value, safeTxGas, baseGas, gasPrice, nonce))
            if (number.signum() < 0 || number.bitLength() > 256)
                throw new IllegalArgumentException("number not in 0..2^256-1");
    }

    /// What the owners of this Safe sign.
    ///
    /// @spec https://docs.safe.global/reference-smart-account/transactions/getTransactionHash Safe,
    /// getTransactionHash
    /// @spec docs/spec/contract-account.md#CA-2 contract-account
    public Digest32 hash(SafeAccount safe) {
        return safe.digest(structHash(safe.version()));
    }

    /// The hash of the transaction's own fields, before it is bound to a Safe.
    public Digest32 structHash(SafeVersion version) {
        var type = "SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 "
                + (version.namesBaseGas() ? "baseGas" : "dataGas")
                + ",uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce)";
        return Words.of(Words.typeHash(type))
                .address(to)
                .number(value)
                .hashOf(data)
                .number(BigInteger.valueOf(operation == Effect.Operation.CALL ? 0 : 1))
                .number(safeTxGas)
                .number(baseGas)
                .number(gasPrice)
                .address(gasToken)
                .address(refundReceiver)
                .number(nonce)
                .hash();
    }
}
