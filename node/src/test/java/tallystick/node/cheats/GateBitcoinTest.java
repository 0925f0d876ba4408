package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.Content;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Warning;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.SpentOutput;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxInput;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.core.chain.registry.Chains;
import tallystick.core.clear.ClearText;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Element;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.node.gate.Gate;
import tallystick.node.gate.Verdict;
import tallystick.node.gate.Verdict.Why;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("What a node checks of a bundle, docs/spec/bitcoin.md")
class GateBitcoinTest {
    private static final Digest32 KEY = Transcript.of("tallystick/test/v1/key").digest();
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final BitcoinNetwork NETWORK = BitcoinNetwork.REGTEST;

    @TempDir
    Path directory;

    private static GroupKey key(Scheme scheme) {
        var tree = QuorumTree.parse("2 of (a, b)").orThrow();
        var point = scheme.curve().group().generator();
        var leaves = new TreeMap<LeafId, Element>();
        tree.leaves().forEach(leaf -> leaves.put(leaf.id(), point));
        return new GroupKey(KEY, scheme, tree, 1, point, KEY, leaves);
    }

    /// Coins of the key itself, each of 100,000 satoshi; two go to somebody else but for a fee of 1,000.
    ///
    /// @param shown how many of the transactions that made them come along
    private static Bundle spending(Scheme scheme, AddressForm form, int coins, int shown) {
        return spending(NETWORK, scheme, form, coins, shown);
    }

    private static Bundle spending(BitcoinNetwork network, Scheme scheme, AddressForm form, int coins, int shown) {
        var point = key(scheme).point();
        var output = new TxOutput(100_000, form.script(point));
        var made = new ArrayList<Transaction>();
        for (var i = 0; i < coins; i++)
            made.add(new Transaction(
                    2, List.of(TxInput.unsigned(new OutPoint(KEY, i), TxInput.FINAL)), List.of(output), 0));
        var inputs = made.stream()
                .map(each -> TxInput.unsigned(new OutPoint(each.hash(), 0), TxInput.FINAL))
                .toList();
        var payee = new OutputScript(Bytes.ofHex("0014" + "11".repeat(20)));
        var outputs = List.of(new TxOutput(coins * 100_000L - 1000, payee));
        var spent = made.stream()
                .map(_ -> SpentOutput.whole(output, point, DerivationPath.root()))
                .toList();
        return Bundle.of(
                        network,
                        new Transaction(2, inputs, outputs, 0),
                        spent,
                        List.of(Optional.empty()),
                        made.subList(0, shown))
                .orThrow();
    }

    private Verdict decided(Scheme scheme, Bundle bundle) throws StoreUnavailable {
        return decided(scheme, bundle, Gate.Networks.ALSO_TEST);
    }

    private Verdict decided(Scheme scheme, Bundle bundle, Gate.Networks networks) throws StoreUnavailable {
        var entropy = new SeededEntropy(5);
        try (var home = SecretMemory.open();
                var treasurer = IdentityKey.generate(entropy, home);
                var ledger = Ledger.open(directory.resolve("ledger.db"))) {
            var pin = Transcript.of("tallystick/test/v1/pin").digest();
            var member = new Member("treasurer", Member.Role.INITIATOR, treasurer.verifyKey(), pin, "", 0);
            var gate = new Gate(
                    () -> new Roster(1, List.of(member)),
                    Chains.all(),
                    Knowledge.none(),
                    id -> Optional.of(key(scheme)).filter(_ -> id.equals(KEY)),
                    () -> NOW,
                    ledger,
                    networks);
            var intent = new Intent(
                    Intent.Version.V2,
                    KEY,
                    List.of(),
                    bundle.chain(),
                    Content.TRANSACTION,
                    bundle.bytes(),
                    bundle.digests(),
                    NOW.plusSeconds(60),
                    treasurer.verifyKey(),
                    Bytes.copyOf(new byte[16]));
            return gate.decide(Evidence.of(intent, treasurer), Bytes.empty());
        }
    }

    @Test
    void networkForTrial_whoseSignaturesCountOnTheRealOne_isRefused() throws StoreUnavailable {
        var scheme = Scheme.ECDSA_SECP256K1;
        var bundle = spending(scheme, AddressForm.P2WPKH, 1, 1);
        assertEquals(new Verdict.Refuse(Why.TEST_NETWORK), decided(scheme, bundle, Gate.Networks.REAL));
        assertInstanceOf(Verdict.Sign.class, decided(scheme, bundle, Gate.Networks.ALSO_TEST));
    }

    @Test
    void realNetwork_isServedByEveryNode() throws StoreUnavailable {
        var scheme = Scheme.ECDSA_SECP256K1;
        var bundle = spending(BitcoinNetwork.MAINNET, scheme, AddressForm.P2WPKH, 1, 1);
        for (var networks : Gate.Networks.values())
            assertThat(decided(scheme, bundle, networks)).isNotInstanceOf(Verdict.Refuse.class);
    }

    @Test
    void valuesThatNothingProves_areShownAndNotSigned() throws StoreUnavailable {
        var scheme = Scheme.ECDSA_SECP256K1;
        for (var shown : List.of(0, 1)) {
            var bundle = spending(scheme, AddressForm.P2WPKH, 2, shown);
            assertEquals(new Verdict.Refuse(Why.OPAQUE_EFFECT), decided(scheme, bundle));
            var signer = Chains.all()
                    .family(NETWORK.chain())
                    .orElseThrow()
                    .account(NETWORK.chain(), key(scheme).point());
            var text = ClearText.of(bundle, signer, Knowledge.none());
            assertThat(text.warnings())
                    .extracting(Warning::severity, Warning::code)
                    .contains(tuple(Warning.Severity.DANGER, "VALUE_UNPROVEN"));
            assertThat(text.lines())
                    .filteredOn(line -> line.contains("unproven value"))
                    .hasSize(2 - shown);
        }
    }

    @Test
    void valuesThatAreProven_orThatASignatureCommitsTo_areSigned() throws StoreUnavailable {
        var ecdsa = Scheme.ECDSA_SECP256K1;
        assertInstanceOf(Verdict.Sign.class, decided(ecdsa, spending(ecdsa, AddressForm.P2WPKH, 2, 2)));
        assertInstanceOf(Verdict.Sign.class, decided(ecdsa, spending(ecdsa, AddressForm.P2WPKH, 1, 0)));
        var taproot = Scheme.FROST_BIP340;
        assertInstanceOf(Verdict.Sign.class, decided(taproot, spending(taproot, AddressForm.P2TR, 2, 0)));
    }
}
