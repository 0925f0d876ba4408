package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEvent;
import tallystick.core.chain.SigningInput;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialNode;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.Alarms;
import tallystick.node.log.FileLog;
import tallystick.node.log.Refusals;
import tallystick.node.ops.Activations;
import tallystick.node.ops.Certificates;
import tallystick.node.ops.Drain;
import tallystick.node.ops.Durations;
import tallystick.node.ops.MetricsPage;
import tallystick.node.ops.ObservedLog;
import tallystick.node.ops.Readiness;
import tallystick.node.ops.Requests;
import tallystick.node.ops.Vitals;
import tallystick.node.rounds.PoolStock;

/// Figures and readiness of a real node among others.
class MetricsPageTest {
    private static final List<String> NAMES = List.of("risk", "client", "backup");
    private static final String TREE = "2 of (risk, client, backup)";
    private static final Digest32 ZEROS = new Digest32(Bytes.ofHex("00".repeat(32)));
    private static final Pattern LINE = Pattern.compile("# (HELP|TYPE) tallystick_[a-z_]+ .+"
            + "|tallystick_[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*})? [-0-9.E]+");

    @TempDir
    private Path directory;

    private final InstantSource clock = InstantSource.system();
    private final Drain drain = new Drain();
    private final Requests requests = new Requests();
    private final Activations activations = new Activations();
    private final Set<String> linked = ConcurrentHashMap.newKeySet();
    private TrialFleet fleet;
    private Readiness readiness;
    private Vitals vitals;
    private ObservedLog observed;
    private MetricsPage page;
    private boolean warm = true;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, NAMES);
        linked.addAll(List.of("client", "backup"));
        var risk = node();
        var roster = fleet.roster();
        observed = new ObservedLog(risk.log(), clock, activations);
        var refusals = new Refusals(observed, clock, Runnable::run);
        var ends = clock.instant().plus(Duration.ofDays(20));
        var certificates = new Certificates(() -> roster, "risk", ends, refusals, clock);
        vitals = new Vitals(stores(fleet.disk("risk"), risk), alarms(risk.log()), () -> certificates.warn(_ -> {}));
        readiness = new Readiness(
                "risk",
                () -> node().keys().all(),
                () -> List.copyOf(linked),
                peer -> !peer.equals("distrusted"),
                drain,
                vitals::unwritable,
                () -> warm);
        var peers = roster.nodes().stream()
                .filter(each -> !each.name().equals("risk"))
                .toList();
        page = new MetricsPage(
                new MetricsPage.Program("1.2.3", ZEROS, peers),
                new MetricsPage.Work(requests, observed, refusals, new Durations()),
                new MetricsPage.Holdings(
                        () -> node().keys().all(),
                        id -> node().keys().earliestEpoch(id),
                        () -> List.copyOf(linked),
                        risk.log(),
                        activations,
                        certificates),
                new MetricsPage.Care(() -> 4, TreeMap::new, List::of, () -> List.of("client"), () -> Set.of("backup")),
                new MetricsPage.State(vitals, readiness, drain),
                clock);
        refusals.refused("", "only nodes link");
    }

    private TrialNode node() {
        return fleet.node("risk");
    }

    @AfterEach
    void stop() {
        vitals.close();
        fleet.close();
    }

    private List<String> lines() {
        return page.text().lines().toList();
    }

    private static Vitals.Stores stores(Path directory, TrialNode node) {
        return new Vitals.Stores(directory, node.ledger(), node.log(), Optional::empty);
    }

    private static Alarms alarms(FileLog log) {
        return new Alarms(log, InstantSource.system(), Runnable::run);
    }

    @Test
    void everyLine_isOfTheFormat_andEveryNameIsInTheSpecification() throws IOException {
        var key = fleet.generate(Scheme.ECDSA_SECP256K1.code(), TREE, NAMES);
        activations.readBack(
                Patience.published(node().log()),
                List.of(node().keys().held(key.id()).orElseThrow().key()));
        awaitStock();
        assertThat(lines())
                .hasSizeGreaterThan(80)
                .allMatch(line -> LINE.matcher(line).matches());
        var spec = Files.readString(Path.of(System.getProperty("tallystick.root", ".."), "docs/spec/metrics.md"));
        var names = new TreeSet<String>();
        for (var line : lines()) if (line.startsWith("# TYPE ")) names.add(line.split(" ", -1)[2]);
        assertThat(names).hasSize(39);
        for (var name : names) assertThat(spec).contains("`" + name + "`");
        assertThat(lines())
                .contains("tallystick_key_epoch{key=\"%s\",scheme=\"ecdsa_secp256k1\"} 1"
                        .formatted(key.id().toString().substring(0, 16)))
                .contains("tallystick_key_earliest_epoch{key=\"%s\"} 1"
                        .formatted(key.id().toString().substring(0, 16)))
                .contains("tallystick_key_quarantined_sets{key=\"%s\"} 0"
                        .formatted(key.id().toString().substring(0, 16)))
                .contains("tallystick_link_up{node=\"client\"} 1")
                .contains("tallystick_log_refused{node=\"backup\"} 1", "tallystick_log_refused{node=\"client\"} 0")
                .contains("tallystick_log_set_back 0")
                .contains("tallystick_peers_refused_total{reason=\"only nodes link\"} 1")
                .contains("tallystick_build_info{version=\"1.2.3\",build=\"%s\",java=\"%s\"} 1"
                        .formatted(ZEROS, Runtime.version()))
                .contains("tallystick_healthy 1", "tallystick_ready 1", "tallystick_keys 1")
                .anyMatch(line -> line.startsWith("tallystick_certificate_days_left{node=\"risk\"} 19.9"))
                .anyMatch(line -> line.startsWith("tallystick_key_share_age_seconds{key=\""))
                .anyMatch(line -> line.startsWith("tallystick_pool_items{key=\"") && line.contains("node=\"backup\""));
    }

    private void awaitStock() {
        Patience.until(() -> readiness.whyNot().isEmpty());
        assertThat(node().keys().all().getFirst().stock()).hasSize(2).anyMatch(PoolStock::isEnough);
    }

    @Test
    void readiness_goesByTheQuorumOfWhoIsLinked_andEndsWithTheDrain() {
        assertThat(readiness.whyNot()).isEmpty();
        var key = fleet.generate(Scheme.FROST_ED25519.code(), TREE, NAMES);
        assertThat(readiness.whyNot()).isEmpty();
        linked.remove("client");
        assertThat(readiness.whyNot()).isEmpty();
        linked.remove("backup");
        assertThat(readiness.whyNot())
                .containsExactly("key %s: too few of its nodes are linked and trusted"
                        .formatted(key.id().toString().substring(0, 16)));
        linked.add("distrusted");
        assertThat(readiness.whyNot()).hasSize(1);
        linked.add("backup");
        assertThat(readiness.whyNot()).isEmpty();
        drain.begin();
        assertThat(readiness.whyNot()).containsExactly("it is shutting down");
    }

    @Test
    void requests_areCountedByOutcome_andRefusalsAndFaultsAsTheLogHasThem() throws StoreUnavailable {
        var key = fleet.generate(Scheme.FROST_ED25519.code(), TREE, NAMES);
        var request = fleet.request(
                key.id(), SigningInput.Algorithm.ED25519, Bytes.copyOf(new byte[32]), List.of("risk", "client"));
        var replies = fleet.sign(request);
        for (var reply : replies.values()) requests.count(() -> reply);
        requests.count(() -> new SignReply.Refused("no"));
        requests.count(() -> new SignReply.Aborted("no", true));
        var why = List.of("expired", "expired", "unknown_key");
        for (var each : why)
            observed.append(new AuditEvent.NodeVerdict(
                    request.evidence().intent().id(),
                    key.id(),
                    List.of(),
                    AuditEvent.Ruling.REFUSE,
                    each,
                    ZEROS,
                    java.util.Optional.empty()));
        observed.append(new AuditEvent.RoundAborted(ZEROS, "absent", List.of("client"), ZEROS));
        assertThat(lines())
                .contains(
                        "tallystick_requests_total{outcome=\"signed\"} 2",
                        "tallystick_requests_total{outcome=\"refused\"} 1",
                        "tallystick_requests_total{outcome=\"aborted\"} 1",
                        "tallystick_refusals_total{reason=\"expired\"} 2",
                        "tallystick_refusals_total{reason=\"unknown_key\"} 1",
                        "tallystick_runs_stopped_total{fault=\"absent\"} 1",
                        "tallystick_signing_seconds_count 2",
                        "tallystick_signing_seconds_bucket{le=\"+Inf\"} 2",
                        "tallystick_log_append_seconds_count 5");
    }

    @Test
    void kindsWithoutEnd_areBounded() throws StoreUnavailable {
        for (var i = 0; i < 200; i++)
            observed.append(new AuditEvent.RoundAborted(ZEROS, "fault-" + i, List.of(), ZEROS));
        var faults = lines().stream()
                .filter(line -> line.startsWith("tallystick_runs_stopped_total{"))
                .toList();
        assertThat(faults).hasSize(65).contains("tallystick_runs_stopped_total{fault=\"other\"} 136");
    }

    @Test
    void directoryThatIsGone_makesTheNodeUnhealthy() throws IOException, StoreUnavailable {
        assertThat(vitals.troubles()).isEmpty();
        var elsewhere = directory.resolve("not-there");
        try (var sick = new Vitals(stores(elsewhere, node()), alarms(node().log()), () -> {})) {
            assertThat(sick.troubles()).containsExactly("the node's directory cannot be written");
        }
        var without = new Vitals.Stores(
                directory, node().ledger(), node().log(), () -> Optional.of("the docket cannot be written"));
        try (var sick = new Vitals(without, alarms(node().log()), () -> {})) {
            assertThat(sick.troubles()).containsExactly("the docket cannot be written");
            assertThat(sick.unwritable()).isEmpty();
        }
        node().log().close();
        try (var sick = new Vitals(stores(directory, node()), alarms(node().log()), () -> {})) {
            assertThat(sick.troubles()).containsExactly("the audit log is closed");
            assertThat(sick.unwritable()).containsExactly("the audit log is closed");
        }
    }

    @Test
    void nodeThatStillPractises_isNotReady_andSaysSo() {
        warm = false;
        assertThat(readiness.whyNot()).containsExactly("it is warming up");
        warm = true;
        assertThat(readiness.whyNot()).isEmpty();
    }
}
