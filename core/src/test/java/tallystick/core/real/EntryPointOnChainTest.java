package tallystick.core.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.ethereum.abi.AbiValue;
import tallystick.core.chain.ethereum.account.EntryPoint;
import tallystick.core.chain.ethereum.account.UserOperation;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.kit.Abi;
import tallystick.core.kit.EthereumKey;
import tallystick.core.kit.Operations;
import tallystick.crypto.codec.Bytes;

/// Real entry points of three releases say what they call an operation, and carry it out.
@Tag("chain")
class EntryPointOnChainTest {
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);
    private static final BigInteger CHAIN = BigInteger.valueOf(31337);
    private static final String LOOSE =
            "(address,uint256,bytes,bytes,uint256,uint256,uint256,uint256,uint256,bytes,bytes)";
    private static final String PACKED = "(address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes)";

    static Bytes pair(BigInteger high, BigInteger low) {
        return Bytes.ofHex("%032x%032x".formatted(high, low));
    }

    private static String form(UserOperation op) {
        return op.release() == EntryPoint.V06 ? LOOSE : PACKED;
    }

    /// The operation as its entry point takes it.
    static List<Object> fields(UserOperation op, Bytes signature) {
        if (op.release() == EntryPoint.V06)
            return List.of(
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
                    signature);
        return List.of(
                op.sender(),
                op.nonce(),
                op.initCode(),
                op.callData(),
                pair(op.verificationGasLimit(), op.callGasLimit()),
                op.preVerificationGas(),
                pair(op.maxPriorityFeePerGas(), op.maxFeePerGas()),
                op.paymasterAndData(),
                signature);
    }

    @Test
    void entryPointsOfThreeReleases_hashOperationsAsWeDo() throws IOException, InterruptedException {
        try (var world = EthereumWorld.start()) {
            var proven = new ArrayList<EntryPoint>();
            for (var release : EntryPoint.values()) {
                var at = world.deploy(artifact(release, "EntryPoint", "none()"));
                for (var initCode :
                        List.of(Bytes.empty(), Bytes.concat(Abi.address(8).value(), Bytes.ofHex("01")))) {
                    var operation = Operations.of(
                            release,
                            at,
                            CHAIN,
                            initCode,
                            Bytes.ofHex("0102030405"),
                            Bytes.concat(Abi.address(6).value(), pair(BigInteger.ONE, BigInteger.TWO)));
                    assertThat(world.view(
                                            at,
                                            Abi.call(
                                                    "getUserOpHash(" + form(operation) + ")",
                                                    fields(operation, Bytes.empty())))
                                    .toHex())
                            .as(release.name())
                            .isEqualTo(operation.hash().toString());
                }
                proven.add(release);
            }
            assertThat(proven).hasSize(3);
        }
    }

    private static Bytes artifact(EntryPoint release, String name, String constructor, AbiValue... arguments)
            throws IOException {
        return EthereumWorld.artifact(
                "account-abstraction-0.%d/artifacts/%s.json".formatted(release.code(), name), constructor, arguments);
    }

    /// One that makes the account of `owner` and has it pay.
    private static UserOperation paying(
            EthereumWorld world, EntryPoint release, Address at, EthereumKey owner, Address payee)
            throws IOException, InterruptedException {
        var factory = world.deploy(artifact(release, "SimpleAccountFactory", "none(address)", Abi.value(at)));
        var word = world.view(factory, Abi.call("getAddress(address,uint256)", owner.address(), 1));
        return new UserOperation(
                CHAIN,
                release,
                at,
                // The account of the newest release signs the structured hash, those before it a message.
                release != EntryPoint.V08,
                new Address(word.slice(12, 32)),
                BigInteger.ZERO,
                Bytes.concat(factory.value(), Abi.call("createAccount(address,uint256)", owner.address(), 1)),
                Optional.empty(),
                Abi.call("execute(address,uint256,bytes)", payee, 12_345, Bytes.empty()),
                BigInteger.valueOf(200_000),
                BigInteger.valueOf(1_500_000),
                BigInteger.valueOf(100_000),
                BigInteger.valueOf(3_000_000_000L),
                BigInteger.valueOf(1_000_000_000),
                Bytes.empty());
    }

    @Test
    void operationsOfThreeReleases_signedHere_areCarriedOut() throws IOException, InterruptedException {
        try (var world = EthereumWorld.start()) {
            var owner = EthereumKey.of(401);
            var carriedOut = new ArrayList<EntryPoint>();
            for (var release : EntryPoint.values()) {
                var at = world.deploy(artifact(release, "EntryPoint", "none()"));
                var payee = Abi.address(0xfeed00 + release.code());
                var operation = paying(world, release, at, owner, payee);
                world.fund(operation.sender(), ETHER);
                assertThat(operation.effects(owner.on(operation.chain()), Knowledge.none()))
                        .contains(new Effect.Transfer(
                                Asset.coin(operation.chain(), 60),
                                operation.sender().on(operation.chain()),
                                payee.on(operation.chain()),
                                BigInteger.valueOf(12_345)));
                var handle = "handleOps(" + form(operation) + "[],address)";
                var forged = EthereumKey.of(402).sign(operation.digests().getFirst());
                assertThat(world.send(
                                at,
                                BigInteger.ZERO,
                                Abi.call(handle, List.of(fields(operation, attached(operation, forged))), payee)))
                        .as("%s, another's signature", release)
                        .isFalse();
                var signature = owner.sign(operation.digests().getFirst());
                assertThat(world.send(
                                at,
                                BigInteger.ZERO,
                                Abi.call(
                                        handle,
                                        List.of(fields(operation, attached(operation, signature))),
                                        Abi.address(0xbead))))
                        .as(release.name())
                        .isTrue();
                assertThat(world.balance(payee)).as(release.name()).isEqualTo(BigInteger.valueOf(12_345));
                carriedOut.add(release);
            }
            assertThat(carriedOut).hasSize(3);
        }
    }

    private static Bytes attached(UserOperation operation, RecoverableSignature signature) {
        return operation.attach(List.of(signature)).bytes();
    }
}
