package tallystick.core.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ethereum.account.EntryPoint;
import tallystick.core.chain.ethereum.account.UserOperation;
import tallystick.core.kit.Abi;
import tallystick.core.kit.Operations;
import tallystick.crypto.codec.Bytes;

/// Real entry points of three releases say what they call an operation.
@Tag("chain")
class EntryPointOnChainTest {
    private static final String LOOSE =
            "getUserOpHash((address,uint256,bytes,bytes,uint256,uint256,uint256,uint256," + "uint256,bytes,bytes))";
    private static final String PACKED =
            "getUserOpHash((address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes))";

    private static Bytes pair(BigInteger high, BigInteger low) {
        return Bytes.ofHex("%032x%032x".formatted(high, low));
    }

    private static Bytes question(UserOperation op) {
        if (op.release() == EntryPoint.V06)
            return Abi.call(
                    LOOSE,
                    List.of(
                            op.sender(),
                            op.nonce(),
                            op.initCode(),
                            op.callData(),
                            op.callGasLimit(),
                            op.verificationGasLimit(),
                            op.preVerificationGas(),
                            op.maxFeePerGas(),
                            op.maxPriorityFeePerGas(),
                            op.paymasterAndData(),
                            Bytes.empty()));
        return Abi.call(
                PACKED,
                List.of(
                        op.sender(),
                        op.nonce(),
                        op.initCode(),
                        op.callData(),
                        pair(op.verificationGasLimit(), op.callGasLimit()),
                        op.preVerificationGas(),
                        pair(op.maxPriorityFeePerGas(), op.maxFeePerGas()),
                        op.paymasterAndData(),
                        Bytes.empty()));
    }

    @Test
    void entryPointsOfThreeReleases_hashOperationsAsWeDo() throws IOException, InterruptedException {
        try (var world = EthereumWorld.start()) {
            var proven = new ArrayList<EntryPoint>();
            for (var release : EntryPoint.values()) {
                var folder = "account-abstraction-0." + release.code();
                var at = world.deploy(EthereumWorld.artifact(folder + "/artifacts/EntryPoint.json", "none()"));
                for (var initCode :
                        List.of(Bytes.empty(), Bytes.concat(Abi.address(8).value(), Bytes.ofHex("01")))) {
                    var operation = Operations.of(
                            release,
                            at,
                            BigInteger.valueOf(31337),
                            initCode,
                            Bytes.ofHex("0102030405"),
                            Bytes.concat(Abi.address(6).value(), pair(BigInteger.ONE, BigInteger.TWO)));
                    assertThat(world.view(at, question(operation)).toHex())
                            .as(release.name())
                            .isEqualTo(operation.hash().toString());
                }
                proven.add(release);
            }
            assertThat(proven).hasSize(3);
        }
    }
}
