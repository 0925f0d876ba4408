package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.CALM;
import static tallystick.core.kit.Judging.NOW;
import static tallystick.core.kit.Judging.PAYEE;
import static tallystick.core.kit.Judging.ether;
import static tallystick.core.kit.Judging.judge;
import static tallystick.core.kit.Judging.matter;
import static tallystick.core.kit.Judging.policy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Assembly;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Judging;
import tallystick.core.policy.PolicyHash;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Judgement;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.judge.RuleName;
import tallystick.core.policy.judge.Trace;
import tallystick.core.policy.judge.Unmet;
import tallystick.core.policy.limit.CounterKey;

/// docs/spec/policy.md, PO-12: what a trace says of a judgement, and that its hash is over all of it.
class TraceTest {
    private static final String ALLOW = "{\"id\":\"a\",\"effect\":\"ALLOW\",\"activity\":[\"TRANSFER\"]}";

    private static Trace.Part part(int leg, String rule, Trace.How how, String criterion, String why) {
        return new Trace.Part(leg, new RuleName("p", rule), how, criterion, why);
    }

    private static Trace.Count count(String rule, int before, int after, int max) {
        return new Trace.Count(
                new CounterKey("p", rule, List.of()),
                BigDecimal.valueOf(before),
                BigDecimal.valueOf(after),
                BigDecimal.valueOf(max));
    }

    private static Trace trace(Map<String, String> consulted, List<Trace.Part> parts, List<Trace.Count> counts) {
        return new Trace(
                List.of(new PolicyHash(Ballots.digest("policy"))),
                Ballots.digest("matter"),
                NOW,
                new TreeMap<>(consulted),
                parts,
                counts,
                "allowed");
    }

    @Test
    void traceThatDiffersInAnyOneThing_hasAnotherHash() {
        var asked = Map.of("risk", "missing");
        var parts = List.of(part(0, "a", Trace.How.MATCHED, "", ""));
        var counts = List.of(count("l", 1, 2, 3));
        var one = trace(asked, parts, counts);
        assertThat(trace(asked, parts, counts).digest()).isEqualTo(one.digest());
        var others = List.of(
                trace(Map.of("risk", "expired"), parts, counts),
                trace(Map.of("code", "missing"), parts, counts),
                trace(Map.of(), parts, counts),
                trace(asked, List.of(part(1, "a", Trace.How.MATCHED, "", "")), counts),
                trace(asked, List.of(part(0, "b", Trace.How.MATCHED, "", "")), counts),
                trace(asked, List.of(part(0, "a", Trace.How.NEAREST, "", "")), counts),
                trace(asked, List.of(part(0, "a", Trace.How.MATCHED, "time", "")), counts),
                trace(asked, List.of(part(0, "a", Trace.How.MATCHED, "", "late")), counts),
                trace(asked, List.of(), counts),
                trace(asked, parts, List.of(count("m", 1, 2, 3))),
                trace(asked, parts, List.of(count("l", 0, 2, 3))),
                trace(asked, parts, List.of(count("l", 1, 3, 3))),
                trace(asked, parts, List.of(count("l", 1, 2, 4))),
                trace(asked, parts, List.of()),
                new Trace(one.policies(), one.matter(), NOW, one.consulted(), parts, counts, "denied"),
                new Trace(one.policies(), one.matter(), NOW.plusNanos(1), one.consulted(), parts, counts, "allowed"),
                new Trace(one.policies(), Ballots.digest("m"), NOW, one.consulted(), parts, counts, "allowed"),
                new Trace(List.of(), one.matter(), NOW, one.consulted(), parts, counts, "allowed"));
        assertThat(others)
                .extracting(Trace::digest)
                .doesNotContain(one.digest())
                .doesNotHaveDuplicates();
    }

    private static String outcome(String rules, Circumstances circumstances) {
        return judge(matter(ether(PAYEE, "1")), circumstances, policy(rules))
                .trace()
                .outcome();
    }

    @Test
    void outcome_saysTheWholeDecision() {
        assertThat(outcome(ALLOW, CALM))
                .isEqualTo("allowed: approvals [], delay PT0S cancelled by [], facts [], signers"
                        + " [] weighing 0 until the intent's end");
        assertThat(outcome("", CALM))
                .isEqualTo("denied: NO_ALLOW (leg 0) no rule admits this activity from this source");
        var deny = ",{\"id\":\"d\",\"effect\":\"DENY\",\"activity\":[\"*\"]}";
        assertThat(outcome(ALLOW + deny, CALM)).isEqualTo("denied: DENIED_BY (p14/d leg 0) a rule denies it");
        var objecting = CALM.withObjections(List.of(Reason.of(Reason.Code.NOT_PROPOSED, "nobody proposed it")));
        assertThat(outcome(ALLOW, objecting)).isEqualTo("denied: NOT_PROPOSED nobody proposed it");
    }

    @Test
    void outcomeOfWhatWaits_saysWhatItWaitsFor() {
        var require = """
                ,{"id":"r","effect":"REQUIRE","activity":["*"],
                "approvals":[{"group":"exec","min":2,"order":2},
                {"group":"risk","min":1,"order":1,"excludeInitiator":false}],
                "signers":{"mustInclude":["role:risk"],"minWeight":3},
                "delay":{"min":"PT1H","cancelBy":["risk"]},"expiresIn":"PT2H","require":["SIMULATION"]}""";
        var exec = "2 of exec [u:dee, u:eli, u:fay] with PASSKEY, not the initiator, in order 2";
        var risk = "1 of risk [u:gus, u:hal] with PASSKEY in order 1";
        var said = CALM.with(Assembly.said(Judging.yes("u:gus")));
        assertThat(outcome(ALLOW + require, CALM))
                .isEqualTo("pending: approvals [" + exec + ", " + risk + "], delay PT1H cancelled by [risk],"
                        + " facts [SIMULATION], signers [role:risk] weighing 3 until 2026-11-24T18:00:00Z; unmet: "
                        + "0 have agreed of " + risk + "; 0 have agreed of " + exec
                        + "; SIMULATION: a simulation is missing; waits until 2026-11-24T17:00:00Z");
        assertThat(outcome(ALLOW + require, said))
                .contains("; unmet: 0 have agreed of " + exec + "; SIMULATION")
                .doesNotContain("have agreed of " + risk);
    }

    @Test
    void approvalsThatAreAskedForFirst_standFirst() {
        var require = """
                ,{"id":"r","effect":"REQUIRE","activity":["*"],
                "approvals":[{"group":"exec","min":1,"order":3},{"group":"risk","min":1,"order":1},
                {"group":"ops","min":1,"order":2}]}""";
        assertThat(judge(matter(ether(PAYEE, "1")), policy(ALLOW + require)).decision())
                .isInstanceOfSatisfying(
                        Decision.Pending.class,
                        pending -> assertThat(pending.unmet())
                                .extracting(
                                        each -> ((Unmet.Approval) each).term().group())
                                .containsExactly("risk", "ops", "exec"));
    }

    @Test
    void ofRulesThatDoNotAdmit_theThreeNearestSayWhy() {
        var allow = "{\"id\":\"%s\",\"effect\":\"ALLOW\",\"activity\":[\"TRANSFER\"],\"match\":{%s}}";
        var late = "\"time\":{\"tz\":\"UTC\",\"hours\":\"01:00-02:00\"}";
        var rules = String.join(
                ",",
                allow.formatted("z", late),
                allow.formatted("d", "\"asset\":{\"class\":[\"TOKEN\"]}," + late + ",\"decoded\":true"),
                allow.formatted("c", "\"asset\":{\"class\":[\"TOKEN\"]}," + late),
                allow.formatted("e", "\"amount\":{\"fiat\":\"EUR\",\"max\":\"1\"}"),
                allow.formatted("b", "\"asset\":{\"class\":[\"NATIVE\"]}," + late));
        var judgement = judge(matter(ether(PAYEE, "1")), policy(rules));
        assertThat(judgement.trace().rules())
                .extracting(each -> each.rule().rule() + " " + each.how() + " " + each.criterion())
                .containsExactly("e ERRED amount", "b NEAREST time", "z NEAREST time");
        assertThat(reasons(judgement))
                .containsExactly(
                        "amount: the price is missing",
                        "time: it is outside these hours",
                        "time: it is outside these hours");
    }

    private static List<String> reasons(Judgement judgement) {
        return judgement.decision() instanceof Decision.Denied(var reasons)
                ? reasons.stream().map(Reason::text).toList()
                : List.of();
    }

    @Test
    void countsOfLimits_standInTheTrace() {
        var limit = """
                ,{"id":"l","effect":"LIMIT","activity":["*"],
                "limit":{"measure":"FIAT:USD","max":"10000","window":{"type":"LIFETIME"}}}""";
        assertThat(judge(matter(ether(PAYEE, "2")), policy(ALLOW + limit))
                        .trace()
                        .counts())
                .singleElement()
                .satisfies(count -> {
                    assertThat(count.key().toString()).contains("p14/l");
                    assertThat(count.before()).isZero();
                    assertThat(count.after()).isEqualByComparingTo("4000");
                    assertThat(count.max()).isEqualByComparingTo("10000");
                });
    }

    @Test
    void circumstancesOfNothing_knowNothing() {
        var none = Circumstances.none();
        assertThat(none.frozen()).isEmpty();
        assertThat(none.objections()).isEmpty();
        assertThat(none.past().payments()).isEmpty();
        assertThat(judge(matter(ether(PAYEE, "1")), none, policy(ALLOW))
                        .decision()
                        .isAllowed())
                .isTrue();
    }
}
