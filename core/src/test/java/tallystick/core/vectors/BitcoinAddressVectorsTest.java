package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.acinq.bitcoin.Block;
import fr.acinq.bitcoin.BlockId;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.Bitcoin;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.KeyTree;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.derive.ExtendedKey;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.VectorFiles;

@DisplayName("BIP-173, BIP-350, BIP-49, BIP-84, BIP-86")
class BitcoinAddressVectorsTest {
    private static final Json ADDRESSES = VectorFiles.ours("bitcoin/addresses.json");

    private static BitcoinNetwork networkOf(String address) {
        return address.toLowerCase(Locale.ROOT).startsWith("tb") ? BitcoinNetwork.TESTNET3 : BitcoinNetwork.MAINNET;
    }

    @Test
    void validAddresses_leadToTheirScriptAndBack() {
        var checked = 0;
        for (var each : ADDRESSES.get("valid").items()) {
            var address = each.get("address").text();
            var network = networkOf(address);
            var script = OutputScript.parse(network, address).orElseThrow();
            assertEquals(each.get("script").hex(), script.bytes());
            assertEquals(
                    address.toLowerCase(Locale.ROOT), script.account(network).address());
            assertEquals(
                    script.account(network),
                    new Bitcoin().account(network.chain(), address).orElseThrow());
            checked++;
        }
        assertEquals(8, checked);
    }

    @Test
    void invalidAddresses_areNone() {
        var refused = 0;
        for (var list : java.util.List.of("invalid", "invalidByBip173"))
            for (var each : ADDRESSES.get(list).items()) {
                var address = each.get("address").text();
                for (var network : BitcoinNetwork.values())
                    assertThat(OutputScript.parse(network, address)).as(address).isEmpty();
                refused++;
            }
        assertEquals(25, refused);
    }

    @Test
    void publishedKeys_haveTheirAddresses() {
        var checked = 0;
        for (var each : ADDRESSES.get("keys").items()) {
            var key = each.get("internalKey").hex();
            var point = Curve.SECP256K1
                    .group()
                    .parsePoint(key.length() == 33 ? key : Bytes.concat(Bytes.ofHex("02"), key))
                    .orThrow();
            var network = BitcoinNetwork.valueOf(each.get("network").text());
            var form = AddressForm.valueOf(each.get("form").text());
            assertEquals(
                    each.get("address").text(),
                    new Bitcoin().account(network.chain(), point, form).address());
            if (form == AddressForm.P2WPKH)
                assertEquals(
                        each.get("address").text(),
                        new Bitcoin().account(network.chain(), point).address());
            checked++;
        }
        assertEquals(7, checked);
    }

    @Test
    void accountOfBip86_derivesItsAddresses() {
        var account = ADDRESSES.get("account");
        var tree = new KeyTree(
                ExtendedKey.parse(account.get("xpub").text()).orThrow().derivation());
        var checked = 0;
        for (var each : account.get("paths").items()) {
            var path = ((DerivationPath.Reading.Good)
                            DerivationPath.parse(each.get("path").text()))
                    .path();
            assertEquals(
                    each.get("address").text(),
                    AddressForm.P2TR
                            .script(tree.key(path).orElseThrow())
                            .account(BitcoinNetwork.MAINNET)
                            .address());
            checked++;
        }
        assertEquals(3, checked);
    }

    @Test
    void networks_areNamedByTheirGenesisBlocks() {
        var genesis = Map.of(
                BitcoinNetwork.MAINNET, Block.LivenetGenesisBlock,
                BitcoinNetwork.TESTNET3, Block.Testnet3GenesisBlock,
                BitcoinNetwork.TESTNET4, Block.Testnet4GenesisBlock,
                BitcoinNetwork.SIGNET, Block.SignetGenesisBlock,
                BitcoinNetwork.REGTEST, Block.RegtestGenesisBlock);
        assertThat(genesis).hasSize(BitcoinNetwork.values().length);
        genesis.forEach((network, block) -> assertEquals(
                new BlockId(block.hash).toString().substring(0, 32),
                network.chain().reference()));
    }
}
