package tallystick.node.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.Content;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.Bitcoin;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.bitcoin.SpentOutput;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxInput;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.core.chain.registry.Chains;
import tallystick.core.clear.ComparisonCode;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Element;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.node.gate.Gate;
import tallystick.node.gate.Verdict;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("By which of its addresses a node names a Bitcoin key")
class SignerAccountTest {
    private static final BitcoinNetwork NETWORK = BitcoinNetwork.REGTEST;
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);
    private static final Digest32 KEY = StandardHash.sha256(Bytes.ofUtf8("key"));

    @TempDir
    Path directory;

    /// Keeps the comparison codes of verdicts.
    private static final class Ear extends Handler {
        private final List<Object> codes = new ArrayList<>();

        @Override
        public void publish(LogRecord heard) {
            var parts = heard.getParameters();
            var names = String.valueOf(heard.getMessage()).contains("compare {1}");
            if (names && parts != null && parts.length > 1) codes.add(parts[1]);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static GroupKey key(Scheme scheme) {
        var tree = QuorumTree.parse("2 of (a, b)").orThrow();
        var point = scheme.curve().group().generator();
        var leaves = new TreeMap<LeafId, Element>();
        tree.leaves().forEach(leaf -> leaves.put(leaf.id(), point));
        return new GroupKey(KEY, scheme, tree, 1, point, KEY, leaves);
    }

    private static Bundle spending(AddressForm form) {
        var point = Curve.SECP256K1.group().generator();
        var spent = SpentOutput.whole(new TxOutput(90_000, form.script(point)), point, DerivationPath.root());
        var payee = AddressForm.P2WPKH.script(point);
        return Bundle.of(
                        NETWORK,
                        new Transaction(
                                2,
                                List.of(TxInput.unsigned(new OutPoint(KEY, 0), TxInput.FINAL)),
                                List.of(new TxOutput(80_000, payee)),
                                0),
                        List.of(spent),
                        List.of(Optional.empty()),
                        List.of())
                .orThrow();
    }

    private Object codeOf(Scheme scheme, Bundle bundle) throws StoreUnavailable {
        var ear = new Ear();
        var logger = Logger.getLogger(Gate.class.getName());
        logger.addHandler(ear);
        try (var home = SecretMemory.open();
                var treasurer = IdentityKey.generate(new SeededEntropy(7), home);
                var ledger = Ledger.open(directory.resolve(scheme + ".db"))) {
            var member = new Member("treasurer", Member.Role.INITIATOR, treasurer.verifyKey(), KEY, "", 0);
            var gate = new Gate(
                    () -> new Roster(1, List.of(member)),
                    Chains.of(List.of(new Bitcoin())),
                    Knowledge.none(),
                    _ -> Optional.of(key(scheme)),
                    () -> NOW,
                    ledger,
                    Gate.Networks.ALSO_TEST);
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
            assertInstanceOf(Verdict.Sign.class, gate.decide(Evidence.of(intent, treasurer), Bytes.empty()));
        } finally {
            logger.removeHandler(ear);
        }
        return ear.codes.getLast();
    }

    @Test
    void key_isNamedByTheAddressItCanSpend() throws StoreUnavailable {
        var compared = 0;
        for (var scheme : List.of(Scheme.FROST_BIP340, Scheme.ECDSA_SECP256K1)) {
            var form = scheme == Scheme.FROST_BIP340 ? AddressForm.P2TR : AddressForm.P2WPKH;
            var bundle = spending(form);
            var account = form.script(Curve.SECP256K1.group().generator()).account(NETWORK);
            assertEquals(ComparisonCode.of(bundle, account), codeOf(scheme, bundle));
            assertEquals(account, new Bitcoin().signer(bundle, account));
            compared++;
        }
        assertEquals(2, compared);
    }
}
