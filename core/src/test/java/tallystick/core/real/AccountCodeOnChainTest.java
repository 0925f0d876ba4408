package tallystick.core.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.ethereum.account.EntryPoint;
import tallystick.core.chain.ethereum.account.SafeOperation;
import tallystick.core.chain.ethereum.account.UserOperation;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.kit.Abi;
import tallystick.core.kit.EthereumKey;
import tallystick.crypto.codec.Bytes;

/// Real entry points and the real module of the Safe hash operations of accounts that lend themselves to code, and of
/// Safes, as we do.
@Tag("chain")
class AccountCodeOnChainTest {
    private static final BigInteger CHAIN = BigInteger.valueOf(31337);
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);
    private static final String PACKED = "(address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes)";
    private static final List<Bytes> PAYMASTERS = List.of(
            Bytes.empty(),
            Bytes.concat(
                    Abi.address(6).value(),
                    EntryPointOnChainTest.pair(BigInteger.ONE, BigInteger.TWO),
                    Bytes.ofHex("0102")));

    private static UserOperation operation(
            EntryPoint release,
            Address at,
            Address sender,
            Bytes initCode,
            Optional<Address> delegate,
            Bytes callData,
            Bytes paymaster) {
        return new UserOperation(
                CHAIN,
                release,
                at,
                false,
                sender,
                BigInteger.ZERO,
                initCode,
                delegate,
                callData,
                BigInteger.valueOf(200_001),
                BigInteger.valueOf(1_500_002),
                BigInteger.valueOf(100_003),
                BigInteger.valueOf(3_000_000_004L),
                BigInteger.valueOf(1_000_000_005),
                paymaster);
    }

    /// The account of `owner`, with the mark on it that it lends itself to `delegate`.
    private static Address lend(EthereumWorld world, EthereumKey owner, Address delegate)
            throws IOException, InterruptedException {
        world.ask("anvil_setCode", "\"%s\",\"0xef0100%s\"".formatted(owner.address(), delegate.value()));
        return owner.address();
    }

    private static Address deployed(EthereumWorld world, String name) throws IOException, InterruptedException {
        return world.deploy(
                EthereumWorld.artifact("account-abstraction-0.8/artifacts/%s.json".formatted(name), "none()"));
    }

    @Test
    void entryPoint_hashesOperationsOfLentAccounts_asWeDo() throws IOException, InterruptedException {
        try (var world = EthereumWorld.start()) {
            var at = deployed(world, "EntryPoint");
            var delegate = deployed(world, "Simple7702Account");
            var sender = lend(world, EthereumKey.of(777), delegate);
            var wide = "7702" + "00".repeat(18);
            var checked = 0;
            for (var initCode : List.of("7702", wide, wide + "aabbccdd", wide + "01"))
                for (var paymaster : PAYMASTERS) {
                    var lent = operation(
                            EntryPoint.V08,
                            at,
                            sender,
                            Bytes.ofHex(initCode),
                            Optional.of(delegate),
                            Bytes.ofHex("01020304"),
                            paymaster);
                    var ask = Abi.call(
                            "getUserOpHash(" + PACKED + ")", EntryPointOnChainTest.fields(lent, Bytes.empty()));
                    assertThat(world.view(at, ask).toHex())
                            .as(initCode)
                            .isEqualTo(lent.hash().toString());
                    checked++;
                }
            assertThat(checked).isEqualTo(8);
        }
    }

    @Test
    void operationOfALentAccount_signedHere_isCarriedOut() throws IOException, InterruptedException {
        try (var world = EthereumWorld.start()) {
            var made = deployed(world, "EntryPoint");
            // The account takes operations from nowhere but the published place.
            var at = EntryPoint.V08.published();
            world.ask("anvil_setCode", "\"%s\",\"0x%s\"".formatted(at, world.code(made)));
            var owner = EthereumKey.of(777);
            var delegate = deployed(world, "Simple7702Account");
            var sender = lend(world, owner, delegate);
            world.fund(sender, ETHER);
            var payee = Abi.address(0xfeed77);
            var pay = operation(
                    EntryPoint.V08,
                    at,
                    sender,
                    Bytes.ofHex("7702"),
                    Optional.of(delegate),
                    Abi.call("execute(address,uint256,bytes)", payee, 12_345, Bytes.empty()),
                    Bytes.empty());
            assertThat(pay.effects(owner.on(pay.chain()), Knowledge.none()))
                    .contains(new Effect.Transfer(
                            Asset.coin(pay.chain(), 60),
                            sender.on(pay.chain()),
                            payee.on(pay.chain()),
                            BigInteger.valueOf(12_345)));
            var signed =
                    pay.attach(List.of(owner.sign(pay.digests().getFirst()))).bytes();
            var handle = Abi.call(
                    "handleOps(" + PACKED + "[],address)",
                    List.of(EntryPointOnChainTest.fields(pay, signed)),
                    Abi.address(0xbead));
            assertThat(world.send(at, BigInteger.ZERO, handle)).isTrue();
            assertThat(world.balance(payee)).isEqualTo(BigInteger.valueOf(12_345));
        }
    }

    @Test
    void moduleOfTheSafe_hashesOperationsAsWeDo() throws IOException, InterruptedException {
        try (var world = EthereumWorld.start()) {
            var at =
                    world.deploy(EthereumWorld.artifact("account-abstraction-0.7/artifacts/EntryPoint.json", "none()"));
            var module = world.deploy(EthereumWorld.artifact(
                    "@safe-global/safe-4337/build/artifacts/contracts/Safe4337Module.sol/Safe4337Module.json",
                    "none(address)",
                    Abi.value(at)));
            var factory = Bytes.concat(Abi.address(8).value(), Bytes.ofHex("01"));
            var checked = 0;
            for (var initCode : List.of(Bytes.empty(), factory))
                for (var paymaster : PAYMASTERS)
                    for (var validUntil : List.of(0L, 0xffffffffffffL)) {
                        var asked = operation(
                                EntryPoint.V07,
                                at,
                                Abi.address(9),
                                initCode,
                                Optional.empty(),
                                Bytes.ofHex("01020304"),
                                paymaster);
                        var ours = new SafeOperation(asked, module, 5, validUntil);
                        var times = Bytes.ofHex("%012x%012x".formatted(5, validUntil));
                        var ask = Abi.call(
                                "getOperationHash(" + PACKED + ")", EntryPointOnChainTest.fields(asked, times));
                        assertThat(world.view(module, ask).toHex())
                                .isEqualTo(ours.digest().toString());
                        checked++;
                    }
            assertThat(checked).isEqualTo(8);
        }
    }
}
