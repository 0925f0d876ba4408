package tallystick.tools.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.LogNames;
import tallystick.core.audit.Receipt;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.intent.IntentId;
import tallystick.core.tlog.LogProof;
import tallystick.core.tlog.MerkleTree;
import tallystick.core.tlog.NoteKey;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.TreeHead;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.LogPage;
import tallystick.core.wire.LogQuery;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.key.Scheme;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("what left an account without the nodes is found, and what they signed is not")
class LookoutTest {
    private static final SecretMemory HOME = SecretMemory.open();
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Digest32 KEY = digest("key");
    private static final Digest32 CHAIN_CODE = digest("chain code");
    private static final KeyCard CARD = new KeyCard(
            KEY,
            Scheme.ECDSA_SECP256K1.code(),
            "2 of (alpha, bravo, charlie)",
            1,
            Curve.SECP256K1.group().generator().encode(),
            CHAIN_CODE);
    private static final String OURS =
            Address.of(Curve.SECP256K1.group().generator()).toString();

    private final Map<String, Log> logs = new TreeMap<>();
    private final Chain chain = new Chain();
    private final Accounts accounts = new Accounts(3, Accounts.Naming.EVM);
    private Instant now = START;
    private Lookout lookout = looking();

    @AfterAll
    static void close() {
        HOME.close();
    }

    static Digest32 digest(String of) {
        return StandardHash.sha256(Bytes.ofUtf8(of));
    }

    @BeforeEach
    void begin() {
        for (var name : List.of("alpha", "bravo", "charlie")) logs.put(name, new Log(name));
        accounts.add(List.of(CARD));
        lookout = looking();
    }

    private Lookout looking() {
        var read = new HashMap<String, NodeLog>();
        logs.forEach((name, log) -> read.put(name, new NodeLog(log.noteKey(), log)));
        var receipts = new Receipts(read, Duration.ofDays(7));
        return new Lookout(new EthereumBlocks(chain), accounts, receipts, 0, PATIENCE, () -> now);
    }

    /// A node's log in memory.
    static final class Log implements NodeLog.Source {
        private final String name;
        private final IdentityKey key;
        private final List<Bytes> entries = new ArrayList<>();
        private boolean isDown;
        private IdentityKey signer;

        Log(String name) {
            this.name = name;
            this.key = IdentityKey.generate(new SeededEntropy(name.hashCode()), HOME);
            this.signer = key;
        }

        NoteKey noteKey() {
            return new NoteKey(origin(), NoteKey.Kind.SIGNATURE, key.verifyKey());
        }

        private String origin() {
            return LogNames.origin(name, key.verifyKey());
        }

        void write(Instant at, AuditEvent event) {
            entries.add(new AuditEntry(at, event).encode());
        }

        private Digest32 at(int level, long index) {
            return level == 0
                    ? MerkleTree.leaf(entries.get((int) index))
                    : MerkleTree.node(at(level - 1, 2 * index), at(level - 1, 2 * index + 1));
        }

        @Override
        public LogPage page(LogQuery query) throws Unread {
            if (isDown) throw new Unread("down");
            var size = entries.size();
            var head = new TreeHead(size, MerkleTree.root(this::at, size));
            var checkpoint = SignedCheckpoint.of(origin(), head, signer);
            var proofs = new ArrayList<LogProof>();
            for (var i = Math.min(query.before(), size) - 1; i >= 0 && proofs.size() < query.count(); i--)
                proofs.add(new LogProof(
                        Optional.of(entries.get((int) i)), MerkleTree.include(this::at, i, size), checkpoint));
            return new LogPage(proofs, List.of());
        }
    }

    /// Blocks in memory; a transaction of one sender each.
    private static final class Chain implements EthereumBlocks.Source {
        private final List<JsonNode> blocks = new ArrayList<>();

        void mine(String fork, Spent... all) {
            var block = JSON.createObjectNode();
            block.put("hash", "%s%d".formatted(fork, blocks.size()))
                    .put(
                            "parentHash",
                            blocks.isEmpty()
                                    ? "none"
                                    : blocks.getLast().path("hash").asString());
            var list = block.putArray("transactions");
            for (var each : all)
                list.addObject()
                        .put("hash", each.id())
                        .put("from", each.from())
                        .put(
                                "r",
                                "0x"
                                        + new BigInteger(
                                                        each.signature()
                                                                .slice(0, 32)
                                                                .toHex(),
                                                        16)
                                                .toString(16))
                        .put(
                                "s",
                                "0x"
                                        + new BigInteger(
                                                        each.signature()
                                                                .slice(32, 64)
                                                                .toHex(),
                                                        16)
                                                .toString(16));
            blocks.add(block);
        }

        void forget(int count) {
            for (var i = 0; i < count; i++) blocks.removeLast();
        }

        @Override
        public BigInteger head() {
            return BigInteger.valueOf(blocks.size() - 1L);
        }

        @Override
        public Optional<JsonNode> block(BigInteger number) {
            return number.intValue() < blocks.size() ? Optional.of(blocks.get(number.intValue())) : Optional.empty();
        }
    }

    private record Spent(String id, String from, Bytes signature) {
        /// Small numbers stand in a block without their zeros.
        static Spent by(String from, String id) {
            return new Spent(
                    id,
                    from,
                    Bytes.concat(Bytes.copyOf(new byte[30]), digest(id).bytes(), Bytes.copyOf((byte) 1, (byte) 2)));
        }
    }

    private AuditEvent.Signed receipt(Spent spent, String... signers) {
        return new AuditEvent.Signed(new Receipt(
                new IntentId(digest("intent")),
                KEY,
                1,
                DerivationPath.root(),
                Algorithm.ECDSA_SECP256K1,
                CARD.point(),
                Optional.empty(),
                digest("request"),
                List.of(signers),
                digest("policy"),
                digest("build"),
                List.of(new Receipt.Part(digest("message").bytes(), spent.signature(), 0))));
    }

    private Log log(String node) {
        return Optional.ofNullable(logs.get(node)).orElseThrow();
    }

    private void signed(Spent spent, String... signers) {
        for (var each : signers) log(each).write(now, receipt(spent, signers));
    }

    private List<String> found() throws Exception {
        var ids = new ArrayList<String>();
        ids.addAll(lookout.round().stream().map(Spend::id).toList());
        now = now.plus(PATIENCE);
        ids.addAll(lookout.round().stream().map(Spend::id).toList());
        return ids;
    }

    @Test
    void spendWithAReceiptOfAllItsSigners_isExplained() throws Exception {
        var spent = Spent.by(OURS, "0x01");
        signed(spent, "alpha", "bravo");
        chain.mine("a", spent, Spent.by("0x00000000000000000000000000000000000000aa", "0x02"));
        assertThat(found()).isEmpty();
        assertThat(lookout.attested()).isEqualTo(1);
        assertThat(lookout.next()).isEqualTo(1);
    }

    @Test
    void spendWithoutAReceipt_isFoundOnce_afterThePatience() throws Exception {
        chain.mine("a", Spent.by(OURS, "0x01"));
        assertThat(lookout.round()).isEmpty();
        assertThat(lookout.next()).as("begun anew from there").isZero();
        now = now.plus(PATIENCE);
        assertThat(lookout.round()).extracting(Spend::id).containsExactly("0x01");
        assertThat(lookout.round()).isEmpty();
        assertThat(lookout.next()).isEqualTo(1);
    }

    @Test
    void spendOfAChild_isFound_andOfAChildTooFarOff_isNot() throws Exception {
        var derivation = new Derivation(Curve.SECP256K1.group().generator(), CHAIN_CODE);
        for (var i : List.of(2, 3))
            if (derivation.along(DerivationPath.of(i)) instanceof Derivation.Derived(var _, var key, var _))
                chain.mine("a", Spent.by(Address.of(key).toString(), "0x0" + i));
        assertThat(found()).containsExactly("0x02");
    }

    @Test
    void receiptThatComesWithinThePatience_explains() throws Exception {
        var spent = Spent.by(OURS, "0x01");
        chain.mine("a", spent);
        assertThat(lookout.round()).isEmpty();
        signed(spent, "bravo", "charlie");
        now = now.plus(PATIENCE);
        assertThat(lookout.round()).isEmpty();
        assertThat(lookout.attested()).isEqualTo(1);
    }

    /// Written long before other entries: it is read back to.
    @Test
    void oldReceipt_isFoundFarBack_andOneTooOldIsNot() throws Exception {
        var spent = Spent.by(OURS, "0x01");
        var older = Spent.by(OURS, "0x02");
        now = START.minus(Duration.ofDays(8));
        signed(older, "alpha", "bravo");
        for (var i = 0; i < 50; i++)
            for (var log : logs.values()) log.write(now, new AuditEvent.NodeStopped(digest("boot")));
        now = START.minus(Duration.ofDays(6));
        signed(spent, "alpha", "bravo");
        for (var i = 0; i < 200; i++)
            for (var log : logs.values()) log.write(now, new AuditEvent.NodeStopped(digest("boot")));
        now = START;
        chain.mine("a", spent, older);
        assertThat(found()).containsExactly("0x02");
    }

    /// Whoever holds stolen shares and one node writes what he likes into its log.
    @Test
    void receiptOfOneNodeAlone_explainsNothing() throws Exception {
        var spent = Spent.by(OURS, "0x01");
        log("alpha").write(now, receipt(spent, "alpha", "bravo"));
        chain.mine("a", spent);
        assertThat(found()).containsExactly("0x01");
    }

    @Test
    void receiptOfNodesThatCouldNotSign_explainsNothing() throws Exception {
        var spent = Spent.by(OURS, "0x01");
        signed(spent, "alpha");
        chain.mine("a", spent);
        assertThat(found()).containsExactly("0x01");
    }

    @Test
    void receiptOfAnotherSignature_explainsNothing() throws Exception {
        signed(Spent.by(OURS, "0x02"), "alpha", "bravo");
        chain.mine("a", Spent.by(OURS, "0x01"));
        assertThat(found()).containsExactly("0x01");
    }

    @Test
    void logThatAnotherKeySigns_isNotBelieved() throws Exception {
        var spent = Spent.by(OURS, "0x01");
        signed(spent, "alpha", "bravo");
        log("alpha").signer = IdentityKey.generate(new SeededEntropy(99), HOME);
        chain.mine("a", spent);
        assertThat(found()).containsExactly("0x01");
    }

    /// A node that is down cannot say that it signed: freezing is cheap, and what shares were taken from may be down
    /// too.
    @Test
    void receiptOfANodeThatIsDown_explainsNothing_onceThePatienceIsOver() throws Exception {
        var spent = Spent.by(OURS, "0x01");
        signed(spent, "alpha", "bravo");
        log("bravo").isDown = true;
        chain.mine("a", spent);
        assertThat(found()).containsExactly("0x01");
    }

    @Test
    void reorganisedBlocks_areLookedAtAgain() throws Exception {
        chain.mine("a");
        chain.mine("a");
        chain.mine("a");
        assertThat(found()).isEmpty();
        chain.forget(2);
        chain.mine("b", Spent.by(OURS, "0x01"));
        chain.mine("b");
        chain.mine("b");
        assertThat(found()).containsExactly("0x01");
    }

    @Test
    void shorterChain_isLookedAtAgain_onceItGrows() throws Exception {
        chain.mine("a");
        chain.mine("a");
        assertThat(found()).isEmpty();
        chain.forget(1);
        assertThat(found()).isEmpty();
        chain.mine("b", Spent.by(OURS, "0x01"));
        assertThat(found()).containsExactly("0x01");
    }
}
