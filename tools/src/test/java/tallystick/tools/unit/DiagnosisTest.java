package tallystick.tools.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.places.Places;
import tallystick.core.topology.Station;
import tallystick.core.wire.Distrust;
import tallystick.core.wire.GovernanceStanding;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.KeyCondition;
import tallystick.core.wire.NodeCondition;
import tallystick.core.wire.NodeStanding;
import tallystick.core.wire.NodeStatus;
import tallystick.core.wire.ProtocolVersions;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.tools.doctor.Diagnosis;
import tallystick.tools.doctor.Finding;
import tallystick.tools.doctor.Limits;
import tallystick.tools.doctor.Visit;
import tallystick.wire.MemberIdentity;

/// What a doctor finds of nodes that are well, and of each thing that may be wrong.
class DiagnosisTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Duration TOOK = Duration.ofMillis(10);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Digest32 BUILD = new Digest32(Bytes.ofHex("cd".repeat(32)));
    private static final Digest32 KEY = new Digest32(Bytes.ofHex("ab".repeat(32)));
    private static final String KEY_NAME = "ab".repeat(8);
    private static final List<String> NAMES = List.of("risk", "client", "backup");

    private final SecretMemory home = SecretMemory.open();
    private final Roster roster = new Roster(4, NAMES.stream().map(this::member).toList());

    private Member member(String name) {
        try (var identity = MemberIdentity.generate(name, NOW, new SystemEntropy(), home)) {
            return new Member(
                    name,
                    Member.Role.NODE,
                    identity.key().verifyKey(),
                    identity.tls().pin(),
                    name + ".example",
                    7001);
        }
    }

    @AfterEach
    void close() {
        home.close();
    }

    /// What may be wrong with one node.
    private record Sick(NodeStatus status, Duration clockAhead, Duration took) {
        Sick with(NodeStatus other) {
            return new Sick(other, clockAhead, took);
        }

        Sick with(NodeCondition condition) {
            return with(new NodeStatus(
                    status.name(),
                    status.software(),
                    status.rosterVersion(),
                    status.linked(),
                    status.keys(),
                    condition));
        }

        Sick withKey(KeyCard card, KeyCondition condition) {
            var was = status.condition();
            return with(new NodeStatus(
                    status.name(),
                    status.software(),
                    status.rosterVersion(),
                    status.linked(),
                    List.of(card),
                    new NodeCondition(
                            was.build(), was.clock(), was.certificateEnds(), was.ready(), List.of(condition))));
        }
    }

    private static KeyCard card(int epoch) {
        return new KeyCard(KEY, 1, "all(risk, any(client, backup))", epoch, Bytes.ofHex("02"), KEY);
    }

    private static KeyCondition condition(Duration age, boolean backedUp) {
        var since = NOW.minus(age);
        return new KeyCondition(
                KEY, Optional.of(since), backedUp ? Optional.of(since) : Optional.empty(), true, List.of());
    }

    private static Sick well(String name) {
        var linked = NAMES.stream().filter(other -> !other.equals(name)).toList();
        var key = condition(Duration.ofDays(12), name.equals("risk"));
        var condition = new NodeCondition(BUILD, NOW, NOW.plus(Duration.ofDays(300)), true, List.of(key));
        return new Sick(new NodeStatus(name, "1.0.0", 4, linked, List.of(card(3)), condition), Duration.ZERO, TOOK);
    }

    private Diagnosis diagnosis(String sick, UnaryOperator<Sick> illness) {
        var visits = new ArrayList<Visit>();
        for (var node : roster.nodes()) {
            var state = node.name().equals(sick) ? illness.apply(well(node.name())) : well(node.name());
            var asked = NOW.minus(state.took().dividedBy(2)).minus(state.clockAhead());
            visits.add(new Visit.Answered(node, state.status(), asked, state.took()));
        }
        return judge(visits);
    }

    private Diagnosis judge(List<Visit> visits) {
        var asker = new Diagnosis.Asker("operator", NOW.plus(Duration.ofDays(100)));
        return Diagnosis.of(roster, asker, visits, new Limits(Duration.ofDays(35)), NOW);
    }

    private static void only(Diagnosis diagnosis, Finding.Level level, String about, String check, String what) {
        var wrong = diagnosis.findings().stream()
                .filter(each -> each.level() != Finding.Level.OK)
                .toList();
        assertThat(wrong).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(level);
            assertThat(finding.about()).isEqualTo(about);
            assertThat(finding.check()).isEqualTo(check);
            assertThat(finding.what()).contains(what);
            assertThat(finding.remedy()).isNotEmpty();
            assertThat(finding.text()).startsWith(level.toString()).contains("-> " + finding.remedy());
        });
        assertThat(diagnosis.holds()).isEqualTo(level != Finding.Level.FAIL);
    }

    private static UnaryOperator<Sick> with(UnaryOperator<NodeCondition> change) {
        return sick -> sick.with(change.apply(sick.status().condition()));
    }

    private static UnaryOperator<Sick> certificate(Duration left) {
        return with(was -> new NodeCondition(was.build(), was.clock(), NOW.plus(left), was.ready(), was.keys()));
    }

    @Test
    void nodesThatAreWell_areFoundSo_inEveryCheck() {
        var well = diagnosis("", sick -> sick);
        assertThat(well.holds()).isTrue();
        assertThat(well.findings()).hasSize(1 + 3 * 7 + 1 + 3).allMatch(each -> each.level() == Finding.Level.OK);
        assertThat(well.findings().stream().map(Finding::check).distinct())
                .containsExactlyInAnyOrder(
                        "certificate",
                        "reachable",
                        "roster",
                        "clock",
                        "links",
                        "protocol",
                        "ready",
                        "versions",
                        "epochs",
                        "share age",
                        "backup");
    }

    private static UnaryOperator<Sick> standing(NodeStanding standing) {
        return sick -> sick.with(new NodeStatus(
                sick.status().name(),
                sick.status().software(),
                sick.status().rosterVersion(),
                sick.status().linked(),
                sick.status().keys(),
                sick.status().condition(),
                Optional.of(standing)));
    }

    @Test
    void nodesWithoutAProtocolVersionInCommon_failWithWhomToUpgrade() {
        var newer = new NodeStanding(ProtocolVersions.of(2, 3), List.of("backup"), List.of(), List.of());
        var found = diagnosis("client", standing(newer));
        only(found, Finding.Level.FAIL, "client", "protocol", "no version in common with backup; it speaks 2,3");
        assertThat(found.findings()).anyMatch(each -> each.remedy().equals("upgrade backup"));
    }

    @Test
    void nodeInQuarantine_isWarnedOf() {
        var quarantine = new NodeStanding(ProtocolVersions.OWN, List.of(), List.of("backup"), List.of());
        only(
                diagnosis("client", standing(quarantine)),
                Finding.Level.WARN,
                "client",
                "quarantine",
                "does not work with the present shares of backup");
    }

    @Test
    void sharesOfAnEarlierEpochThatMaySign_areWarnedOf() {
        var earlier = List.of(new NodeStanding.EarlierEpoch(KEY, 1));
        var standing = new NodeStanding(ProtocolVersions.OWN, List.of(), List.of(), List.of(), earlier);
        only(
                diagnosis("client", standing(standing)),
                Finding.Level.WARN,
                "abababababababab",
                "old shares",
                "shares of epoch 1 may sign still, at client: not every owner has said that it uses epoch 3");
    }

    @Test
    void refresh_isWarnedOfWhenDue_andFailsWhenOverdue() {
        var due = new NodeStanding.RefreshDue(KEY, NOW.minusSeconds(5), NOW.plusSeconds(5));
        only(
                diagnosis("client", standing(refresh(due))),
                Finding.Level.WARN,
                "abababababababab",
                "refresh",
                "due since");
        var overdue = new NodeStanding.RefreshDue(KEY, NOW.minusSeconds(9), NOW);
        var found = diagnosis("client", standing(refresh(overdue)));
        only(found, Finding.Level.FAIL, "abababababababab", "refresh", "overdue since");
        assertThat(found.holds()).isFalse();
        var later = new NodeStanding.RefreshDue(KEY, NOW.plusSeconds(5), NOW.plusSeconds(9));
        assertThat(diagnosis("client", standing(refresh(later))).holds()).isTrue();
    }

    private static NodeStanding refresh(NodeStanding.RefreshDue due) {
        return new NodeStanding(ProtocolVersions.OWN, List.of(), List.of(), List.of(due));
    }

    private Diagnosis distrusting(String who, String whom) {
        var visits = new ArrayList<Visit>();
        for (var node : roster.nodes()) {
            var said = node.name().equals(who)
                    ? List.of(new Distrust.Refused(whom, "its log lost entries it had signed"))
                    : List.<Distrust.Refused>of();
            visits.add(new Visit.Answered(
                    node,
                    well(node.name()).status(),
                    NOW.minus(TOOK.dividedBy(2)),
                    TOOK,
                    new Visit.Said(Optional.of(new Distrust(said)), Optional.empty())));
        }
        return judge(visits);
    }

    private Diagnosis judging(GovernanceStanding ofRisk, GovernanceStanding ofOthers) {
        var visits = new ArrayList<Visit>();
        for (var node : roster.nodes())
            visits.add(new Visit.Answered(
                    node,
                    well(node.name()).status(),
                    NOW.minus(TOOK.dividedBy(2)),
                    TOOK,
                    new Visit.Said(Optional.empty(), Optional.of(node.name().equals("risk") ? ofRisk : ofOthers))));
        return judge(visits);
    }

    private Diagnosis standing(String... operators) {
        var stations = new TreeMap<String, Station>();
        for (var i = 0; i < operators.length; i++)
            stations.put(
                    NAMES.get(i),
                    Station.of(Map.of(
                            Station.Trait.OPERATOR, operators[i],
                            Station.Trait.ZONE, "zone-" + i,
                            Station.Trait.ACCOUNT, "account-" + i)));
        var places = new Places(2, List.of(), List.of(), List.of(), stations);
        var visits = new ArrayList<Visit>();
        for (var node : roster.nodes()) {
            var told = node.name().equals("client") ? places : Places.none(1);
            visits.add(new Visit.Answered(
                    node,
                    well(node.name()).status(),
                    NOW.minus(TOOK.dividedBy(2)),
                    TOOK,
                    new Visit.Said(Optional.empty(), Optional.empty(), Optional.of(told))));
        }
        return judge(visits);
    }

    @Test
    void keyInOneHand_fails_byTheNewestPlacesThatANodeTells() {
        assertThat(standing("ops", "it", "exec").findings())
                .anyMatch(each -> each.check().equals("topology") && each.level() == Finding.Level.OK);
        var found = standing("ops", "it", "ops");
        only(found, Finding.Level.FAIL, KEY_NAME, "topology", "operator ops (backup, risk) can sign alone.");
        assertThat(found.holds()).isFalse();
    }

    @Test
    void keyOfWhichNobodySaysInWhoseHandsItIs_isWarnedOf() {
        var found = standing();
        only(found, Finding.Level.WARN, KEY_NAME, "topology", "nobody says who operates its nodes");
        var unsaid = standing("ops", "it");
        assertThat(unsaid.findings().stream().filter(each -> each.level() == Finding.Level.FAIL))
                .extracting(Finding::what)
                .contains("Nobody says which operator backup has: it could be anybody's.");
    }

    private static GovernanceStanding policy(Digest32 policy, List<DocumentVersion> awaited) {
        return new GovernanceStanding(Optional.of(KEY), policy, List.of(), awaited, List.of(), List.of(), List.of());
    }

    @Test
    void nodesWithoutAPolicyInForce_areWarnedOf_eachByItsName() {
        var found = judging(GovernanceStanding.none(), GovernanceStanding.none());
        assertThat(found.findings().stream().filter(each -> each.level() != Finding.Level.OK))
                .extracting(Finding::about, Finding::check, Finding::level)
                .containsExactly(
                        tuple("risk", "policy", Finding.Level.WARN),
                        tuple("client", "policy", Finding.Level.WARN),
                        tuple("backup", "policy", Finding.Level.WARN));
        assertThat(found.findings()).anyMatch(each -> each.what().startsWith("no policy in force"));
        assertThat(found.holds()).isTrue();
    }

    @Test
    void nodesThatJudgeByOnePolicy_areFoundSo_andByTwoTheyFail() {
        var same = judging(policy(BUILD, List.of()), policy(BUILD, List.of()));
        assertThat(same.count(Finding.Level.OK)).isEqualTo(same.findings().size());
        assertThat(same.findings()).anyMatch(each -> each.what().equals("judges by sha256:cdcdcdcdcdcdcdcd"));
        only(
                judging(policy(KEY, List.of()), policy(BUILD, List.of())),
                Finding.Level.FAIL,
                "all",
                "policy",
                "sha256:abababababababab: risk; sha256:cdcdcdcdcdcdcdcd: client, backup");
    }

    @Test
    void nodeThatLacksADocument_fails() {
        var lacks = new DocumentVersion(DocumentKind.POLICY, 2, KEY, NOW);
        only(
                judging(policy(BUILD, List.of(lacks)), policy(BUILD, List.of())),
                Finding.Level.FAIL,
                "risk",
                "policy",
                "lacks 1 documents that are to be in force, and signs nothing");
    }

    @Test
    void logsThatAreNotBelieved_fail() {
        only(
                distrusting("client", "risk"),
                Finding.Level.FAIL,
                "client",
                "log",
                "refuses risk: its log lost entries it had signed");
        only(distrusting("risk", "risk"), Finding.Level.FAIL, "risk", "log", "its own log was set back");
    }

    @Test
    void setsInQuarantine_fail_withThoseWhoSayIt() {
        var was = condition(Duration.ofDays(12), true);
        var burnt =
                new KeyCondition(KEY, was.activeSince(), was.backedUpAt(), true, List.of(List.of("client", "risk")));
        only(
                diagnosis("risk", sick -> sick.withKey(card(3), burnt)),
                Finding.Level.FAIL,
                KEY.toString().substring(0, 16),
                "signing sets",
                "client + risk made a signature that does not verify, says risk: they sign no more together"
                        + " in epoch 3");
        var old = new KeyCondition(KEY, was.activeSince(), was.backedUpAt(), true, List.of(List.of("a")));
        assertThat(diagnosis("risk", sick -> sick.withKey(card(2), old)).findings())
                .as("of an epoch that is over")
                .noneMatch(finding -> finding.check().equals("signing sets"));
    }

    @Test
    void certificates_areWarnedOfWithinAMonth_andFailOnTheLastDay() {
        only(
                diagnosis("client", certificate(MONTH.minusSeconds(1))),
                Finding.Level.WARN,
                "client",
                "certificate",
                "ends in 29 days");
        only(
                diagnosis("risk", certificate(Duration.ofHours(23))),
                Finding.Level.FAIL,
                "risk",
                "certificate",
                "23 hours");
        only(diagnosis("risk", certificate(Duration.ofDays(-1))), Finding.Level.FAIL, "risk", "certificate", "ended");
        assertThat(diagnosis("risk", certificate(MONTH.plusHours(1))).count(Finding.Level.WARN))
                .isZero();
    }

    @Test
    void clocks_areHeldTo_whatIsCertain() {
        UnaryOperator<Sick> slow = sick -> new Sick(sick.status(), Duration.ofSeconds(-3), TOOK);
        UnaryOperator<Sick> unsure = sick -> new Sick(sick.status(), Duration.ofSeconds(3), Duration.ofSeconds(4));
        UnaryOperator<Sick> wrong = sick -> new Sick(sick.status(), Duration.ofSeconds(31), TOOK);
        only(diagnosis("backup", slow), Finding.Level.WARN, "backup", "clock", "3000 ms behind");
        only(diagnosis("backup", wrong), Finding.Level.FAIL, "backup", "clock", "31000 ms ahead");
        assertThat(diagnosis("backup", unsure).count(Finding.Level.WARN)).isZero();
    }

    @Test
    void versionsBuildsAndRosters_mustBeTheSame() {
        UnaryOperator<Sick> other = sick -> {
            var was = sick.status();
            return sick.with(new NodeStatus(
                    was.name(), "1.0\u001b[31m", was.rosterVersion(), was.linked(), was.keys(), was.condition()));
        };
        UnaryOperator<Sick> roster = sick -> {
            var was = sick.status();
            return sick.with(new NodeStatus(was.name(), was.software(), 3, was.linked(), was.keys(), was.condition()));
        };
        only(
                diagnosis("client", other),
                Finding.Level.WARN,
                "all",
                "versions",
                "1.0?[31m (build cdcdcdcdcdcdcdcd): client");
        only(diagnosis("client", roster), Finding.Level.FAIL, "client", "roster", "version 3, and this one is 4");
        only(
                diagnosis(
                        "client",
                        with(was ->
                                new NodeCondition(KEY, was.clock(), was.certificateEnds(), was.ready(), was.keys()))),
                Finding.Level.FAIL,
                "all",
                "versions",
                "different builds");
    }

    @Test
    void epochs_mustBeEqual_andSharesBeThere() {
        UnaryOperator<Sick> behind = sick -> sick.withKey(card(2), condition(MONTH, false));
        UnaryOperator<Sick> without = sick -> sick.with(new NodeStatus(
                sick.status().name(),
                "1.0.0",
                4,
                sick.status().linked(),
                List.of(),
                sick.status().condition()));
        only(diagnosis("client", behind), Finding.Level.FAIL, KEY_NAME, "epochs", "client is in epoch 2");
        only(diagnosis("backup", without), Finding.Level.FAIL, KEY_NAME, "epochs", "backup holds no share");
    }

    @Test
    void shares_growOverdue() {
        UnaryOperator<Sick> due = sick -> sick.withKey(card(3), condition(Duration.ofDays(33), true));
        UnaryOperator<Sick> overdue = sick -> sick.withKey(card(3), condition(Duration.ofDays(36), true));
        only(diagnosis("risk", due), Finding.Level.WARN, KEY_NAME, "share age", "33 days, refresh is due");
        only(
                diagnosis("risk", overdue),
                Finding.Level.FAIL,
                KEY_NAME,
                "share age",
                "36 days, refresh is overdue after 35");
    }

    @Test
    void backup_mustBeThere_ofWhoIsInEverySigningSet() {
        UnaryOperator<Sick> without = sick -> sick.withKey(card(3), condition(Duration.ofDays(12), false));
        only(diagnosis("risk", without), Finding.Level.FAIL, KEY_NAME, "backup", "risk is in every signing set");
        assertThat(diagnosis("client", without).holds()).isTrue();
    }

    @Test
    void nodeThatIsSilent_fails_andItsLinksAreOnlyWarnedOf() {
        var visits = new ArrayList<Visit>();
        for (var node : roster.nodes())
            visits.add(
                    node.name().equals("backup")
                            ? new Visit.Silent(node, "unavailable\u001b[2J")
                            : new Visit.Answered(node, unlinked(node.name()), NOW, TOOK));
        var diagnosis = judge(visits);
        assertThat(diagnosis.holds()).isFalse();
        assertThat(diagnosis.count(Finding.Level.FAIL)).isEqualTo(1);
        assertThat(diagnosis.count(Finding.Level.WARN)).isEqualTo(2);
        assertThat(diagnosis.findings())
                .anyMatch(
                        each -> each.check().equals("reachable") && each.what().equals("unavailable?[2J"))
                .anyMatch(each -> each.remedy().contains("backup.example:7001"));
    }

    private static NodeStatus unlinked(String name) {
        var was = well(name).status();
        var linked =
                was.linked().stream().filter(other -> !other.equals("backup")).toList();
        return new NodeStatus(name, was.software(), was.rosterVersion(), linked, was.keys(), was.condition());
    }

    @Test
    void linkThatIsMissingBetweenTwoThatAnswer_fails() {
        UnaryOperator<Sick> cut = sick -> sick.with(unlinked("client"));
        only(diagnosis("client", cut), Finding.Level.FAIL, "client", "links", "no link to backup");
    }
}
