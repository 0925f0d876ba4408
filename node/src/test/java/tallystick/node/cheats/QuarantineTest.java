package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.QuarantineOrder;
import tallystick.core.wire.QuarantineReply;
import tallystick.core.wire.RefreshCause;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.ProtocolCode;
import tallystick.node.kit.LogBench;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.quarantine.Quarantines;

@DisplayName("Quarantine, docs/spec/quarantine.md")
class QuarantineTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> FOUR = List.of("alpha", "bravo", "charlie", "delta");
    private static final Bytes MESSAGE = Bytes.copyOf(new byte[32]);
    private static final int ED25519 = Scheme.FROST_ED25519.code();
    private static final String TREE = "2 of (alpha, bravo, charlie)";

    @TempDir
    Path directory;

    private TrialFleet fleet;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, FOUR);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private QuarantineOrder order(QuarantineOrder.Kind kind, String node, String by, Instant expiresAt) {
        return new QuarantineOrder.Draft(kind, node, "a stolen disk", expiresAt, new SystemEntropy().bytes(32), by)
                .sign(fleet.identity(by).key());
    }

    private static Instant soon() {
        return Instant.ofEpochSecond(Instant.now().getEpochSecond() + 300);
    }

    private QuarantineOrder quarantine(String node) {
        return order(QuarantineOrder.Kind.QUARANTINE, node, "operator", soon());
    }

    private QuarantineReply bring(String to, String caller, QuarantineOrder order) {
        return fleet.node(to).follow(caller, order);
    }

    private void quarantineAtAll(String node) {
        for (var name : THREE)
            assertThat(assertInstanceOf(QuarantineReply.Followed.class, bring(name, "operator", quarantine(node)))
                            .changed())
                    .isTrue();
    }

    private Map<String, SignReply> sign(KeyCard key, List<String> signers) {
        return fleet.sign(fleet.request(key.id(), Algorithm.ED25519, MESSAGE, signers));
    }

    private void refusesNaming(KeyCard key, List<String> signers, String named) {
        assertThat(sign(key, signers).values())
                .allSatisfy(reply -> assertThat(
                                assertInstanceOf(SignReply.Refused.class, reply).why())
                        .contains("node %s is in quarantine".formatted(named)));
    }

    private void signs(KeyCard key, List<String> signers) {
        assertThat(sign(key, signers).values()).allMatch(SignReply.Signed.class::isInstance);
    }

    private Map<String, CeremonyNews> hold(CeremonyTask task, int attempt, List<String> names) {
        return fleet.hold(fleet.order(task, attempt), names);
    }

    private static void failsNaming(Map<String, CeremonyNews> news, String named) {
        assertThat(news.values())
                .allSatisfy(each -> assertThat(assertInstanceOf(CeremonyNews.Failed.class, each)
                                .why())
                        .contains("node %s is in quarantine".formatted(named)));
    }

    @Test
    void nodeInQuarantine_isNotSignedWith_alsoAfterARestart_andTheOthersGoOn() throws Exception {
        var key = fleet.generate(ED25519, TREE, THREE);
        quarantineAtAll("charlie");
        refusesNaming(key, List.of("alpha", "charlie"), "charlie");
        signs(key, List.of("alpha", "bravo"));
        for (var name : THREE) {
            fleet.stop(name);
            fleet.start(name);
        }
        refusesNaming(key, List.of("bravo", "charlie"), "charlie");
        signs(key, List.of("alpha", "bravo"));
    }

    @Test
    void sameOrderAgain_changesNothing_andALiftEndsIt() {
        var key = fleet.generate(ED25519, TREE, THREE);
        quarantineAtAll("charlie");
        var share = new QuarantineReply.Share(key.id(), 1);
        assertThat(bring("alpha", "operator", quarantine("charlie")))
                .isEqualTo(new QuarantineReply.Followed(false, List.of(share)));
        var lift = order(QuarantineOrder.Kind.LIFT, "charlie", "operator", soon());
        for (var name : THREE)
            assertThat(bring(name, "operator", lift)).isEqualTo(new QuarantineReply.Followed(true, List.of()));
        assertThat(bring("alpha", "operator", lift)).isEqualTo(new QuarantineReply.Followed(false, List.of()));
        signs(key, List.of("alpha", "charlie"));
    }

    @Test
    void presentShare_entersNoCeremony_butIsReplacedAfterAnIncident() {
        var key = fleet.generate(ED25519, TREE, THREE);
        quarantineAtAll("charlie");
        var base = fleet.shown("alpha", key.id());
        failsNaming(hold(new CeremonyTask.Refresh(base), 1, THREE), "charlie");
        failsNaming(hold(new CeremonyTask.Refresh(base, RefreshCause.PERSONNEL, "left"), 2, THREE), "charlie");
        failsNaming(hold(new CeremonyTask.Reshare(base, TREE, List.of("alpha", "charlie")), 3, THREE), "charlie");
        failsNaming(hold(new CeremonyTask.Repair(base, "bravo", List.of("alpha", "charlie")), 4, THREE), "charlie");
        failsNaming(hold(new CeremonyTask.Generate(ED25519, TREE), 1, THREE), "charlie");
        refusesNaming(key, List.of("alpha", "charlie"), "charlie");

        var incident = new CeremonyTask.Refresh(base, RefreshCause.INCIDENT, "a stolen disk");
        var fresh = TrialFleet.agreed(hold(incident, 5, THREE));
        assertThat(fresh.epoch()).isEqualTo(2);
        signs(fresh, List.of("alpha", "charlie"));
        for (var name : THREE) {
            var node = fleet.node(name);
            node.quarantines().settle(node.epochs()::earliestEpoch);
            assertThat(node.quarantines().nodes()).isEmpty();
        }
    }

    @Test
    void reshareWithoutItsShare_givesANewOne() {
        var key = fleet.generate(ED25519, TREE, THREE);
        quarantineAtAll("charlie");
        var base = fleet.shown("alpha", key.id());
        var fresh = TrialFleet.agreed(hold(new CeremonyTask.Reshare(base, TREE, List.of("alpha", "bravo")), 1, THREE));
        assertThat(fresh.point()).isEqualTo(key.point());
        signs(fresh, List.of("bravo", "charlie"));
    }

    @Test
    void oldStorePutBackAfterTheRefresh_signsNothing_andIsNamed() throws Exception {
        var key = fleet.generate(ED25519, TREE, THREE);
        fleet.stop("charlie");
        var stolen = directory.resolve("stolen");
        LogBench.copy(fleet.disk("charlie").resolve("keys"), stolen);
        fleet.start("charlie");
        quarantineAtAll("charlie");
        var incident = new CeremonyTask.Refresh(fleet.shown("alpha", key.id()), RefreshCause.INCIDENT, "stolen");
        var fresh = TrialFleet.agreed(hold(incident, 1, THREE));
        signs(fresh, List.of("alpha", "charlie"));

        fleet.stop("charlie");
        LogBench.delete(fleet.disk("charlie").resolve("keys"));
        LogBench.copy(stolen, fleet.disk("charlie").resolve("keys"));
        fleet.start("charlie");
        fleet.network().leaves("charlie", ProtocolCode.FROST);
        var replies = sign(fresh, List.of("alpha", "charlie"));
        assertThat(replies.get("charlie")).isNotInstanceOf(SignReply.Signed.class);
        assertThat(assertInstanceOf(SignReply.Aborted.class, replies.get("alpha"))
                        .why())
                .contains("charlie");
        signs(fresh, List.of("alpha", "bravo"));
    }

    @Test
    void ordersThatAreNoGood_areRefused() {
        var good = quarantine("charlie");
        refused(bring("alpha", "treasurer", good), "signed by another than who brings it");
        refused(
                bring("alpha", "treasurer", order(QuarantineOrder.Kind.QUARANTINE, "charlie", "treasurer", soon())),
                "not signed by operator treasurer");
        var other = order(QuarantineOrder.Kind.QUARANTINE, "bravo", "operator", soon());
        refused(
                bring("alpha", "operator", new QuarantineOrder(good.draft(), other.signature())),
                "not signed by operator");
        var past = Instant.ofEpochSecond(Instant.now().getEpochSecond());
        refused(bring("alpha", "operator", order(QuarantineOrder.Kind.LIFT, "charlie", "operator", past)), "expired");
        var far = past.plus(Duration.ofHours(2));
        refused(bring("alpha", "operator", order(QuarantineOrder.Kind.LIFT, "charlie", "operator", far)), "expired");
        refused(bring("alpha", "operator", quarantine("nobody")), "no node called nobody");
        refused(bring("alpha", "operator", quarantine("treasurer")), "no node called treasurer");
        assertThat(fleet.node("alpha").quarantines().nodes()).isEmpty();
    }

    private static void refused(QuarantineReply reply, String why) {
        assertThat(assertInstanceOf(QuarantineReply.Refused.class, reply).why()).contains(why);
    }

    @Test
    void quarantineOfANodeWithoutShares_standsUntilItIsLifted() {
        var delta = fleet.node("delta").quarantines();
        assertThat(bring("delta", "operator", quarantine("charlie")))
                .isEqualTo(new QuarantineReply.Followed(true, List.of()));
        delta.settle(_ -> Optional.of(9));
        assertThat(delta.nodes()).containsExactly("charlie");
        assertThat(delta.whyNotAtAll("charlie")).isPresent();
        assertThat(delta.whyNot(new Digest32(MESSAGE), 1, "charlie")).isEmpty();
    }

    @Test
    void damagedFile_isNotStartedWith() throws IOException {
        bring("alpha", "operator", quarantine("charlie"));
        var file = fleet.disk("alpha").resolve("quarantine");
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> Quarantines.open(file, fleet::roster, _ -> 0, InstantSource.system()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("quarantines at byte");
    }
}
