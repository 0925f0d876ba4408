package tallystick.core.chain.ethereum.account;

import java.math.BigInteger;
import tallystick.core.chain.ethereum.base.PrefixedHash;
import tallystick.core.chain.ethereum.safe.Words;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// How the releases of the entry point hash a user operation.
final class OperationHash {
    private static final int HALF_BITS = 128;

    private OperationHash() {}

    static Digest32 of(UserOperation operation) {
        return switch (operation.release()) {
            case V06 -> bound(loose(operation), operation);
            case V07 -> bound(packed(Words.empty(), operation).hash(), operation);
            case V08 -> typed(operation);
        };
    }

    /// > keccak256(abi.encode(hash of the fields, entryPoint, chainId))
    private static Digest32 bound(Digest32 fields, UserOperation operation) {
        return Words.of(fields)
                .address(operation.entryPoint())
                .number(operation.chainNumber())
                .hash();
    }

    private static Digest32 loose(UserOperation operation) {
        return Words.empty()
                .address(operation.sender())
                .number(operation.nonce())
                .hashOf(operation.initCode())
                .hashOf(operation.callData())
                .number(operation.callGasLimit())
                .number(operation.verificationGasLimit())
                .number(operation.preVerificationGas())
                .number(operation.maxFeePerGas())
                .number(operation.maxPriorityFeePerGas())
                .hashOf(operation.paymasterAndData())
                .hash();
    }

    private static Words packed(Words words, UserOperation operation) {
        return words.address(operation.sender())
                .number(operation.nonce())
                .hashOf(operation.boundInitCode())
                .hashOf(operation.callData())
                .number(pair(operation.verificationGasLimit(), operation.callGasLimit()))
                .number(operation.preVerificationGas())
                .number(pair(operation.maxPriorityFeePerGas(), operation.maxFeePerGas()))
                .hashOf(operation.paymasterAndData());
    }

    private static BigInteger pair(BigInteger high, BigInteger low) {
        return high.shiftLeft(HALF_BITS).add(low);
    }

    private static Digest32 typed(UserOperation operation) {
        var domain = Words.of(Words.typeHash(
                        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"))
                .hashOf(Bytes.ofUtf8("ERC4337"))
                .hashOf(Bytes.ofUtf8("1"))
                .number(operation.chainNumber())
                .address(operation.entryPoint())
                .hash();
        var struct = packed(
                        Words.of(Words.typeHash("PackedUserOperation(address sender,uint256 nonce,bytes initCode,"
                                + "bytes callData,bytes32 accountGasLimits,uint256 preVerificationGas,"
                                + "bytes32 gasFees,bytes paymasterAndData)")),
                        operation)
                .hash();
        return PrefixedHash.structured(domain, struct);
    }
}
