package tallystick.core.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.account.ContractAccounts;
import tallystick.core.chain.ethereum.account.SafeApproval;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.call.CallFrame;
import tallystick.core.chain.ethereum.call.Calls;
import tallystick.core.chain.ethereum.call.DelegateTargets;
import tallystick.core.chain.ethereum.safe.PackedBatch;
import tallystick.core.chain.ethereum.safe.SafeAccount;
import tallystick.core.chain.ethereum.safe.SafeSignatures;
import tallystick.core.chain.ethereum.safe.SafeTransaction;
import tallystick.core.chain.ethereum.safe.SafeVersion;
import tallystick.core.kit.Abi;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.EcdsaSign;
import tallystick.crypto.curve.EcdsaVerify;
import tallystick.crypto.curve.Point;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretMemory;

/// Real Safes of two releases, from their published artifacts, on a real node.
@Tag("chain")
class SafeOnChainTest {
    private static final BigInteger CHAIN = BigInteger.valueOf(31337);
    private static final Address NOBODY = Abi.address(0);
    private static final String SETUP = "setup(address[],uint256,address,bytes,address,address,uint256,address)";
    private static final String HASH =
            "getTransactionHash(address,uint256,bytes,uint8,uint256,uint256,uint256,address," + "address,uint256)";
    private static final String EXECUTE =
            "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)";

    /// Where one release's artifacts lie.
    private record Release(String version, String folder, String safe) {
        String artifact(String path) {
            return folder + "/build/artifacts/contracts/" + path;
        }
    }

    private static final List<Release> RELEASES = List.of(
            new Release("1.3.0", "@gnosis.pm/safe-contracts", "GnosisSafe.sol/GnosisSafe.json"),
            new Release("1.4.1", "@safe-global/safe-contracts", "Safe.sol/Safe.json"));

    /// Three owners' keys and what they make.
    private static final class Owners {
        private static final List<Integer> KEYS = List.of(1001, 1002, 1003);

        static Point key(int number) {
            return (Point) Curve.SECP256K1.group().scalar(number).timesGenerator();
        }

        static List<Object> addresses() {
            return KEYS.stream().map(key -> (Object) Address.of(key(key))).toList();
        }

        static RecoverableSignature sign(int number, Digest32 digest) {
            var group = Curve.SECP256K1.group();
            try (var home = SecretMemory.open();
                    var secret = group.secretOf(group.scalar(number), home)) {
                var signature = EcdsaSign.sign(secret, digest);
                for (var id = 0; id < 2; id++)
                    if (EcdsaVerify.recover(digest, signature, id).equals(Optional.of(key(number))))
                        return new RecoverableSignature(signature.slice(0, 32), signature.slice(32, 64), id);
                throw new AssertionError("no recovery id fits");
            }
        }

        /// Two of the three, in the order of their addresses.
        static Bytes agree(SafeApproval approval) {
            return Bytes.concat(Stream.of(KEYS.get(0), KEYS.get(2))
                    .sorted(Comparator.comparing(key -> Address.of(key(key)).value()))
                    .map(key -> approval.attach(
                                    List.of(sign(key, approval.digests().getFirst())))
                            .bytes())
                    .toArray(Bytes[]::new));
        }
    }

    private record Deployed(Release release, SafeAccount safe, Address multiSend) {}

    private static Deployed deploy(EthereumWorld world, Release release) throws IOException, InterruptedException {
        var singleton = world.deploy(EthereumWorld.artifact(release.artifact(release.safe()), "none()"));
        var proxy = world.deploy(proxyTo(singleton));
        assertThat(world.send(
                        proxy,
                        BigInteger.ZERO,
                        Abi.call(SETUP, Owners.addresses(), 2, NOBODY, Bytes.empty(), NOBODY, NOBODY, 0, NOBODY)))
                .isTrue();
        assertThat(world.send(proxy, BigInteger.TEN.pow(18), Bytes.empty())).isTrue();
        var version = SafeVersion.parse(release.version()).orElseThrow();
        return new Deployed(
                release,
                new SafeAccount(CHAIN, proxy, version),
                world.deploy(EthereumWorld.artifact(
                        release.artifact("libraries/MultiSendCallOnly.sol/MultiSendCallOnly.json"), "none()")));
    }

    /// The published proxy of the newest release: it delegates everything to the code it is made with.
    private static Bytes proxyTo(Address singleton) throws IOException {
        return EthereumWorld.artifact(
                "@safe-global/safe-contracts/build/artifacts/contracts/proxies/SafeProxy.sol/SafeProxy.json",
                "constructor(address)",
                Abi.value(singleton));
    }

    private static Object[] fields(SafeTransaction transaction, Object last) {
        return new Object[] {
            transaction.to(),
            transaction.value(),
            transaction.data(),
            transaction.operation() == Effect.Operation.CALL ? 0 : 1,
            transaction.safeTxGas(),
            transaction.baseGas(),
            transaction.gasPrice(),
            transaction.gasToken(),
            transaction.refundReceiver(),
            last
        };
    }

    private static SafeTransaction plain(
            Address to, BigInteger value, Bytes data, Effect.Operation operation, int nonce) {
        return new SafeTransaction(
                to,
                value,
                data,
                operation,
                BigInteger.ZERO,
                BigInteger.ZERO,
                BigInteger.ZERO,
                NOBODY,
                NOBODY,
                BigInteger.valueOf(nonce));
    }

    /// Agrees, sends, and gives the calldata that was sent.
    private static Bytes execute(EthereumWorld world, Deployed on, SafeTransaction transaction)
            throws IOException, InterruptedException {
        var approval = new SafeApproval(on.safe(), transaction);
        assertThat(ContractAccounts.parse(on.safe().chain(), approval.bytes()).orThrow())
                .isEqualTo(approval);
        assertThat(world.view(on.safe().address(), Abi.call(HASH, fields(transaction, transaction.nonce())))
                        .toHex())
                .as(on.release().version())
                .isEqualTo(approval.digests().getFirst().toString());
        var signatures = Owners.agree(approval);
        assertThat(SafeSignatures.parse(signatures).orThrow().owners(transaction.hash(on.safe())))
                .allMatch(owner -> Owners.addresses().contains(owner.orElseThrow()));
        var calldata = Abi.call(EXECUTE, fields(transaction, signatures));
        assertThat(world.send(on.safe().address(), BigInteger.ZERO, calldata))
                .as(on.release().version())
                .isTrue();
        return calldata;
    }

    @Test
    void safesOfTwoReleases_executeWhatWeHashSignAndDecode() throws IOException, InterruptedException {
        try (var world = EthereumWorld.start()) {
            var proven = new ArrayList<String>();
            for (var release : RELEASES) {
                var on = deploy(world, release);
                paysEther(world, on);
                sendsABatch(world, on);
                changesItsOwners(world, on);
                proven.add(release.version());
            }
            assertThat(proven).containsExactly("1.3.0", "1.4.1");
        }
    }

    private static void paysEther(EthereumWorld world, Deployed on) throws IOException, InterruptedException {
        var to = Abi.address(0xbeef00 + on.safe().version().minor());
        var transaction = plain(to, BigInteger.valueOf(12345), Bytes.empty(), Effect.Operation.CALL, 0);
        var calldata = execute(world, on, transaction);
        assertThat(world.balance(to)).isEqualTo(BigInteger.valueOf(12345));
        var outer =
                CallFrame.outermost(on.safe().chain(), world.funded(), on.safe().address(), BigInteger.ZERO, calldata);
        assertThat(Calls.effects(outer, Knowledge.none()).getLast())
                .isEqualTo(
                        Calls.effects(on.safe(), transaction, Knowledge.none()).getFirst());
        var handler = world.deploy(EthereumWorld.artifact(
                on.release().artifact("handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler.json"),
                "none()"));
        var message = Bytes.ofUtf8("hello");
        assertThat(world.view(
                                handler,
                                Abi.call(
                                        "getMessageHashForSafe(address,bytes)",
                                        on.safe().address(),
                                        message))
                        .toHex())
                .isEqualTo(on.safe().messageHash(message).toString());
    }

    private static void sendsABatch(EthereumWorld world, Deployed on) throws IOException, InterruptedException {
        var token = world.deploy(EthereumWorld.artifact(
                "@openzeppelin/contracts/build/contracts/ERC20PresetFixedSupply.json",
                "constructor(string,string,uint256,address)",
                Abi.value("Token"),
                Abi.value("TKN"),
                Abi.value(1_000_000),
                Abi.value(on.safe().address())));
        var to = Abi.address(0xcafe00 + on.safe().version().minor());
        var batch = new PackedBatch(List.of(
                new PackedBatch.Leg(Effect.Operation.CALL, to, BigInteger.valueOf(77), Bytes.empty()),
                new PackedBatch.Leg(
                        Effect.Operation.CALL,
                        token,
                        BigInteger.ZERO,
                        Abi.call("transfer(address,uint256)", to, 250_000))));
        var transaction = plain(
                on.multiSend(),
                BigInteger.ZERO,
                Abi.call("multiSend(bytes)", batch.encode()),
                Effect.Operation.DELEGATECALL,
                1);
        execute(world, on, transaction);
        assertThat(world.balance(to)).isEqualTo(BigInteger.valueOf(77));
        assertThat(new BigInteger(
                        1, world.view(token, Abi.call("balanceOf(address)", to)).toArray()))
                .isEqualTo(BigInteger.valueOf(250_000));

        var pinned = Knowledge.none()
                .chapter(
                        DelegateTargets.class,
                        new DelegateTargets(Map.of(
                                on.multiSend().on(on.safe().chain()), DelegateTargets.Code.MULTI_SEND_CALL_ONLY)));
        assertThat(Calls.effects(on.safe(), transaction, pinned).stream()
                        .map(effect -> effect.getClass().getSimpleName()))
                .containsExactly("Call", "Transfer", "Transfer");
        assertThat(Calls.warnings(on.safe(), transaction, pinned))
                .noneMatch(warning -> warning.severity() == Warning.Severity.DANGER);
        assertThat(Calls.warnings(on.safe(), transaction, Knowledge.none())
                        .getFirst()
                        .code())
                .isEqualTo("DELEGATECALL");
    }

    private static void changesItsOwners(EthereumWorld world, Deployed on) throws IOException, InterruptedException {
        var transaction = plain(
                on.safe().address(),
                BigInteger.ZERO,
                Abi.call("addOwnerWithThreshold(address,uint256)", Abi.address(0xdead), 3),
                Effect.Operation.CALL,
                2);
        execute(world, on, transaction);
        assertThat(world.view(on.safe().address(), Abi.call("getThreshold()")).at(31))
                .isEqualTo(3);
    }
}
