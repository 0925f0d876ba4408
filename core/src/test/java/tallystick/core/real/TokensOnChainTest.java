package tallystick.core.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static tallystick.core.kit.Envelopes.TRIAL;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.call.ContractKind;
import tallystick.core.chain.ethereum.call.ContractKinds;
import tallystick.core.chain.ethereum.typed.TypedMessage;
import tallystick.core.kit.Abi;
import tallystick.core.kit.Envelopes;
import tallystick.core.kit.EthereumKey;
import tallystick.crypto.codec.Bytes;

/// Published tokens on a real node do what was said of the calls that were signed.
@Tag("chain")
class TokensOnChainTest {
    private static final EthereumKey HOLDER = EthereumKey.of(301);
    private static final EthereumKey OTHER = EthereumKey.of(302);
    private static final Address PAYEE = EthereumKey.of(303).address();
    private static final String PRESETS = "@openzeppelin/contracts/build/contracts/";

    private static EthereumWorld world;

    @BeforeAll
    static void startChain() throws IOException, InterruptedException {
        world = EthereumWorld.start();
        for (var key : List.of(HOLDER, OTHER)) world.fund(key.address(), BigInteger.TEN.pow(18));
    }

    @AfterAll
    static void stopChain() {
        if (world != null) world.close();
    }

    private static BigInteger number(Address contract, String signature, Object... arguments)
            throws IOException, InterruptedException {
        return new BigInteger(
                1, world.view(contract, Abi.call(signature, arguments)).toArray());
    }

    /// Signs and sends a call, and gives what is said of it but for the fee.
    private static Effect call(EthereumKey key, int nonce, Address contract, ContractKind kind, Bytes data)
            throws IOException, InterruptedException {
        var envelope = new Envelopes(
                        BigInteger.valueOf(31337),
                        BigInteger.valueOf(nonce),
                        Optional.of(contract),
                        BigInteger.ZERO,
                        data)
                .feeMarket();
        var known = Knowledge.none().chapter(ContractKinds.class, new ContractKinds(Map.of(contract.on(TRIAL), kind)));
        var effects = envelope.effects(key.on(TRIAL), known);
        assertThat(effects).hasSize(2).last().isInstanceOf(Effect.Fee.class);
        world.mined(envelope.attach(key.on(TRIAL), key.sign(envelope)));
        return effects.getFirst();
    }

    private static Asset erc20(Address contract) {
        return new Asset(TRIAL, "erc20", contract.toString());
    }

    @Test
    void coins_areMovedAllowedAndTakenAsSaid() throws IOException, InterruptedException {
        var token = world.deploy(EthereumWorld.artifact(
                PRESETS + "ERC20PresetFixedSupply.json",
                "constructor(string,string,uint256,address)",
                Abi.value("Token"),
                Abi.value("TKN"),
                Abi.value(1_000_000),
                Abi.value(HOLDER.address())));
        var moved = call(HOLDER, 0, token, ContractKind.ERC20, Abi.call("transfer(address,uint256)", PAYEE, 250_000));
        assertEquals(
                new Effect.Transfer(erc20(token), HOLDER.on(TRIAL), PAYEE.on(TRIAL), BigInteger.valueOf(250_000)),
                moved);
        assertEquals(BigInteger.valueOf(250_000), number(token, "balanceOf(address)", PAYEE));
        var allowed = (Effect.Allowance)
                call(HOLDER, 1, token, ContractKind.ERC20, Abi.call("approve(address,uint256)", OTHER.address(), 500));
        assertThat(allowed.amountMax()).contains(BigInteger.valueOf(500));
        assertEquals(
                BigInteger.valueOf(500),
                number(token, "allowance(address,address)", HOLDER.address(), OTHER.address()));
        var taken = call(
                OTHER,
                0,
                token,
                ContractKind.ERC20,
                Abi.call("transferFrom(address,address,uint256)", HOLDER.address(), PAYEE, 500));
        assertEquals(
                new Effect.Transfer(erc20(token), HOLDER.on(TRIAL), PAYEE.on(TRIAL), BigInteger.valueOf(500)), taken);
        assertEquals(BigInteger.valueOf(250_500), number(token, "balanceOf(address)", PAYEE));
        assertEquals(BigInteger.valueOf(749_500), number(token, "balanceOf(address)", HOLDER.address()));
    }

    @Test
    void collectibles_changeHandsAsSaid() throws IOException, InterruptedException {
        var single = world.deploy(EthereumWorld.artifact(
                PRESETS + "ERC721PresetMinterPauserAutoId.json",
                "constructor(string,string,string)",
                Abi.value("Item"),
                Abi.value("ITM"),
                Abi.value("")));
        var key = EthereumKey.of(311);
        world.fund(key.address(), BigInteger.TEN.pow(18));
        assertThat(world.send(single, BigInteger.ZERO, Abi.call("mint(address)", key.address())))
                .isTrue();
        var given = (Effect.Transfer) call(
                key,
                0,
                single,
                ContractKind.ERC721,
                Abi.call("safeTransferFrom(address,address,uint256)", key.address(), PAYEE, 0));
        assertEquals(PAYEE.on(TRIAL), given.to());
        assertEquals(BigInteger.ONE, given.amount());
        assertEquals(new BigInteger(1, PAYEE.value().toArray()), number(single, "ownerOf(uint256)", 0));
        var many = world.deploy(EthereumWorld.artifact(
                PRESETS + "ERC1155PresetMinterPauser.json", "constructor(string)", Abi.value("")));
        assertThat(world.send(
                        many,
                        BigInteger.ZERO,
                        Abi.call("mint(address,uint256,uint256,bytes)", key.address(), 7, 100, Bytes.empty())))
                .isTrue();
        var units = (Effect.Transfer) call(
                key,
                1,
                many,
                ContractKind.ERC1155,
                Abi.call(
                        "safeTransferFrom(address,address,uint256,uint256,bytes)",
                        key.address(),
                        PAYEE,
                        7,
                        40,
                        Bytes.empty()));
        assertEquals(BigInteger.valueOf(40), units.amount());
        assertEquals(BigInteger.valueOf(40), number(many, "balanceOf(address,uint256)", PAYEE, 7));
    }

    private static String permit(Address token, long value) {
        return """
                {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},
                {"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],
                "Permit":[{"name":"owner","type":"address"},{"name":"spender","type":"address"},
                {"name":"value","type":"uint256"},{"name":"nonce","type":"uint256"},
                {"name":"deadline","type":"uint256"}]},"primaryType":"Permit",
                "domain":{"name":"Uniswap V2","version":"1","chainId":31337,"verifyingContract":"%s"},
                "message":{"owner":"%s","spender":"%s","value":"%d","nonce":"0","deadline":"4102444800"}}
                """.formatted(token, HOLDER.address(), OTHER.address(), value);
    }

    @Test
    void permit_signedHere_isTakenByTheTokenOnce() throws IOException, InterruptedException {
        var token = world.deploy(EthereumWorld.artifact(
                "@uniswap/v2-core/build/ERC20.json", "constructor(uint256)", Abi.value(1_000_000)));
        assertThat(world.send(token, BigInteger.ZERO, Abi.call("transfer(address,uint256)", HOLDER.address(), 1000)))
                .isTrue();
        var typed = TypedMessage.parse(TRIAL, Bytes.ofUtf8(permit(token, 300))).orThrow();
        assertThat(typed.effects(HOLDER.on(TRIAL), Knowledge.none()))
                .singleElement()
                .isInstanceOfSatisfying(Effect.Allowance.class, allowance -> {
                    assertThat(allowance.asset()).isEqualTo(erc20(token));
                    assertThat(allowance.amountMax()).contains(BigInteger.valueOf(300));
                    assertThat(allowance.spender()).isEqualTo(OTHER.on(TRIAL));
                });
        var signature = HOLDER.sign(typed);
        var call = Abi.call(
                "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)",
                HOLDER.address(),
                OTHER.address(),
                300,
                BigInteger.valueOf(4_102_444_800L),
                27 + signature.recoveryId(),
                signature.r(),
                signature.s());
        assertThat(world.send(token, BigInteger.ZERO, call)).isTrue();
        assertEquals(
                BigInteger.valueOf(300),
                number(token, "allowance(address,address)", HOLDER.address(), OTHER.address()));
        assertThat(world.send(token, BigInteger.ZERO, call)).isFalse();
    }
}
