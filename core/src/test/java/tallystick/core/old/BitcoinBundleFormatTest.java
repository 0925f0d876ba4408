package tallystick.core.old;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.KeyTree;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.kit.VectorFiles;

@DisplayName("Bundles, docs/spec/bitcoin.md, version 1")
class BitcoinBundleFormatTest {
    @Test
    void bundlesOfVersion1_open_andSignAndDoTheSame() {
        var opened = 0;
        var document = VectorFiles.ours("bitcoin/bundle-1.json");
        var tree = new KeyTree(new Derivation(
                Curve.SECP256K1.group().parsePoint(document.get("key").hex()).orThrow(),
                new Digest32(document.get("chainCode").hex())));
        var knowledge = Knowledge.none().chapter(KeyTree.class, tree);
        for (var each : document.get("bundles").items()) {
            var network = BitcoinNetwork.REGTEST;
            var bundle =
                    Bundle.parse(network, each.get("bundle").hex(), Set.of()).orThrow();
            assertEquals(each.get("bundle").hex(), bundle.bytes());
            assertEquals(
                    each.get("digests").items().stream()
                            .map(digest -> new Digest32(digest.hex()))
                            .toList(),
                    bundle.digests());
            var signer = new Account(network.chain(), each.get("signer").text());
            assertEquals(
                    each.get("effects").items().stream()
                            .map(effect -> effect.text())
                            .toList(),
                    bundle.effects(signer, knowledge).stream()
                            .filter(effect -> !(effect instanceof Effect.Spend))
                            .map(effect -> effect.getClass().getSimpleName())
                            .toList());
            assertEquals(each.get("feeSatoshi").number(), bundle.feeSatoshi());
            opened++;
        }
        assertEquals(4, opened);
    }
}
