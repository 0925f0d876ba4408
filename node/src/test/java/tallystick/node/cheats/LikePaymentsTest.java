package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.Content;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.ethereum.Ethereum;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.core.chain.registry.Chains;
import tallystick.core.governance.SignedGenesis;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.intent.IntentId;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Element;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.node.documents.Documents;
import tallystick.node.documents.GenesisLost;
import tallystick.node.gate.Bench;
import tallystick.node.gate.Gate;
import tallystick.node.gate.Verdict;
import tallystick.node.kit.LoneDocuments;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialPeople;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.FileLog;

/// A ruling that is made again waits behind all that came meanwhile, and the other signers wait for it.
@DisplayName("The same payment by several requests at once, docs/spec/policy.md PO-19")
class LikePaymentsTest {
    private static final List<String> NODES = List.of("alpha", "bravo", "charlie");
    private static final Digest32 KEY = Transcript.of("tallystick/test/v1/key").digest();
    private static final Address PAYEE =
            Address.parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed").orElseThrow();
    private static final String PAY = """
        , {"id": "pay", "effect": "ALLOW", "activity": ["TRANSFER"]}\
        """;
    private static final String NOT_TWICE = PAY + """
        , {"id": "not-twice", "effect": "DENY", "activity": ["TRANSFER"], "match": {"duplicate": {"within": "PT1H"}}}\
        """;

    @TempDir
    Path directory;

    private final SystemEntropy entropy = new SystemEntropy();
    private final List<IntentId> ruled = new ArrayList<>();
    private TrialFleet fleet;
    private TrialPeople people;
    private Ledger ledger;
    private FileLog log;
    private Gate gate;
    private Runnable meanwhile = () -> {};

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, NODES);
        people = new TrialPeople(fleet, NODES);
        ledger = Ledger.open(directory.resolve("another-ledger.db"));
        log = FileLog.open(directory.resolve("another-log"), fleet.identity("alpha"), InstantSource.system());
    }

    @AfterEach
    void close() {
        log.close();
        ledger.close();
        people.close();
        fleet.close();
    }

    /// Another alpha, that judges by this policy.
    private void begin(String rules) throws StoreUnavailable, GenesisLost {
        var genesis = people.genesis(TrialPeople.policy(1, rules));
        var clock = InstantSource.system();
        var own = new Documents.Own(
                "alpha", fleet.identity("alpha").key(), fleet::roster, () -> Optional.of(genesis.hash()));
        var documents = Documents.open(own, ledger, log, log::tiles, LoneDocuments.NOBODY, clock);
        var signatures = NODES.stream()
                .map(name -> fleet.identity(name).key().sign(genesis.hash()))
                .toList();
        people.follow(documents, new GovernanceOrder.TakeGenesis(new SignedGenesis(genesis, signatures)));
        var bench = new Bench("alpha", documents, ledger, log, clock, (asked, _, _, _) -> {
            ruled.add(asked.evidence().intent().id());
            var now = meanwhile;
            meanwhile = () -> {};
            now.run();
            return () -> {};
        });
        gate = new Gate(
                        fleet::roster,
                        Chains.of(List.of(new Ethereum())),
                        Knowledge.none(),
                        _ -> Optional.of(key()),
                        clock,
                        ledger,
                        Gate.Networks.ALSO_TEST)
                .with(bench);
    }

    private static GroupKey key() {
        var scheme = Scheme.ECDSA_SECP256K1;
        var tree = QuorumTree.parse("2 of (alpha, bravo, charlie)").orThrow();
        var point = scheme.curve().group().generator();
        var leaves = new TreeMap<LeafId, Element>();
        tree.leaves().forEach(leaf -> leaves.put(leaf.id(), point));
        return new GroupKey(KEY, scheme, tree, 1, point, KEY, leaves);
    }

    /// Of the same amount to the same payee each time.
    private SignRequest payment(long number) {
        var transaction = new FeeMarketTransaction(
                BigInteger.ONE,
                BigInteger.valueOf(number),
                BigInteger.ONE,
                BigInteger.TWO,
                BigInteger.valueOf(21_000),
                Optional.of(PAYEE),
                BigInteger.valueOf(7),
                Bytes.empty(),
                List.of());
        var treasurer = fleet.identity("treasurer").key();
        var intent = new Intent(
                Intent.Version.V2,
                KEY,
                List.of(),
                transaction.chain(),
                Content.TRANSACTION,
                transaction.bytes(),
                transaction.digests(),
                Instant.ofEpochSecond(Instant.now().getEpochSecond() + 300),
                treasurer.verifyKey(),
                entropy.bytes(16));
        return new SignRequest(
                Evidence.of(intent, treasurer), Bytes.empty(), List.of("alpha", "bravo"), entropy.bytes(16));
    }

    private Verdict decided(SignRequest request) {
        try {
            return gate.decide(request, Optional.of(key()));
        } catch (StoreUnavailable e) {
            throw new AssertionError(e);
        }
    }

    /// Decides it, and when it has been ruled on another like it is let through before it is reserved.
    private Verdict overtaken(SignRequest request) {
        meanwhile = () -> assertThat(decided(payment(1))).isInstanceOf(Verdict.Sign.class);
        var verdict = decided(request);
        ruled.removeIf(each -> !each.equals(request.evidence().intent().id()));
        return verdict;
    }

    @Test
    void onePaidMeanwhile_changesNothing_whereNoRuleAsks() throws StoreUnavailable, GenesisLost {
        begin(PAY);
        assertThat(overtaken(payment(2))).isInstanceOf(Verdict.Sign.class);
        assertThat(ruled).hasSize(1);
    }

    @Test
    void onePaidMeanwhile_isHeldAgainstIt_whereARuleAsks() throws StoreUnavailable, GenesisLost {
        begin(NOT_TWICE);
        assertThat(overtaken(payment(2)))
                .isInstanceOfSatisfying(
                        Verdict.Refuse.class,
                        refused -> assertThat(refused.why()).isEqualTo(Verdict.Why.DENIED));
        assertThat(ruled).hasSize(2);
    }
}
