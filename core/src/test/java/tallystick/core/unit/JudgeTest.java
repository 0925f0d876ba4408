package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.CALM;
import static tallystick.core.kit.Judging.NOW;
import static tallystick.core.kit.Judging.PAYEE;
import static tallystick.core.kit.Judging.STRANGER;
import static tallystick.core.kit.Judging.codes;
import static tallystick.core.kit.Judging.ether;
import static tallystick.core.kit.Judging.judge;
import static tallystick.core.kit.Judging.matter;
import static tallystick.core.kit.Judging.policy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Assembly;
import tallystick.core.kit.Judging;
import tallystick.core.kit.Witness;
import tallystick.core.people.PersonId;
import tallystick.core.policy.ApprovalTerm;
import tallystick.core.policy.Names;
import tallystick.core.policy.Policy;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.Scope;
import tallystick.core.policy.Signers;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Judgement;
import tallystick.core.policy.judge.Obligations;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.judge.RuleName;
import tallystick.core.policy.judge.Trace;
import tallystick.core.policy.judge.Unmet;

/// docs/spec/policy.md: the four effects and what they come to together.
class JudgeTest {
    private static final String ALLOW = """
            {"id":"allow","effect":"ALLOW","activity":["TRANSFER"],"match":{"destination":{"in":["payees"]}}}""";
    private static final String DENY = """
            ,{"id":"deny","effect":"DENY","activity":["*"],"match":{"amount":{"fiat":"USD","min":"1000000"}}}""";
    private static final String REQUIRE = """
            ,{"id":"require","effect":"REQUIRE","activity":["*"],"match":{"amount":{"fiat":"USD","min":"5000"}},
            "approvals":[{"group":"exec","min":2}],"signers":{"mustInclude":["role:risk"],"minWeight":3},
            "delay":{"min":"PT1H","cancelBy":["risk"]},"expiresIn":"PT2H"}""";

    private static Obligations obligations(Judgement judgement) {
        return switch (judgement.decision()) {
            case Decision.Pending(var obligations, var _) -> obligations;
            case Decision.Allowed(var obligations) -> obligations;
            case Decision.Denied(var reasons) -> throw new AssertionError(reasons.toString());
        };
    }

    private static List<Unmet> unmet(Judgement judgement) {
        return judgement.decision() instanceof Decision.Pending(var _, var unmet) ? unmet : List.of();
    }

    @Test
    void noRule_admitsNothing() {
        assertThat(codes(judge(matter(ether(PAYEE, "1")), policy("")))).containsExactly(Reason.Code.NO_ALLOW);
    }

    @Test
    void oneAllow_admits() {
        var judgement = judge(matter(ether(PAYEE, "1")), policy(ALLOW));
        assertThat(judgement.decision()).isInstanceOf(Decision.Allowed.class);
        assertThat(obligations(judgement))
                .isEqualTo(new Obligations(
                        List.of(),
                        tallystick.core.policy.Delay.none(),
                        Names.sorted(List.<tallystick.core.policy.FactKind>of()),
                        List.of(new Obligations.Release(Signers.any(), Optional.empty()))));
    }

    @Test
    void anotherDestination_isAdmittedByNobody_andTheNearestRuleSaysWhy() {
        var judgement = judge(matter(ether(STRANGER, "1")), policy(ALLOW));
        assertThat(judgement.decision()).isInstanceOfSatisfying(Decision.Denied.class, denied -> {
            assertThat(denied.reasons()).hasSize(1);
            assertThat(denied.reasons().getFirst().code()).isEqualTo(Reason.Code.NO_ALLOW);
            assertThat(denied.reasons().getFirst().rule().map(RuleName::rule)).contains("allow");
            assertThat(denied.reasons().getFirst().text())
                    .isEqualTo("destination: the destination is in none of the lists");
        });
        assertThat(judgement.trace().rules()).extracting(Trace.Part::how).containsExactly(Trace.How.NEAREST);
    }

    @Test
    void oneDeny_amongManyAllows_denies() {
        assertThat(codes(judge(matter(ether(PAYEE, "500")), policy(ALLOW + DENY))))
                .containsExactly(Reason.Code.DENIED_BY);
        assertThat(codes(judge(matter(ether(PAYEE, "499.9")), policy(ALLOW + DENY))))
                .isEmpty();
    }

    @Test
    void everyLeg_isAdmittedForItself() {
        assertThat(codes(judge(matter(ether(PAYEE, "1"), ether(STRANGER, "1")), policy(ALLOW))))
                .containsExactly(Reason.Code.NO_ALLOW);
        assertThat(codes(judge(matter(ether(PAYEE, "1"), ether(PAYEE, "2")), policy(ALLOW))))
                .isEmpty();
    }

    @Test
    void require_addsObligations() {
        var judgement = judge(matter(ether(PAYEE, "10")), policy(ALLOW + REQUIRE));
        var obligations = obligations(judgement);
        assertThat(obligations.approvals()).extracting(ApprovalTerm::group).containsExactly("exec");
        assertThat(obligations.delay().min()).isEqualTo(Duration.ofHours(1));
        assertThat(obligations.releases())
                .containsExactly(new Obligations.Release(
                        Signers.of(List.of("role:risk"), 3), Optional.of(NOW.plus(Duration.ofHours(2)))));
        assertThat(unmet(judgement)).hasSize(2);
    }

    @Test
    void obligations_areMetByVotesAndTime() {
        var policy = policy(ALLOW + REQUIRE);
        var matter = matter(ether(PAYEE, "10"));
        var votes = CALM.with(Assembly.said(Judging.yes("u:dee"), Judging.yes("u:eli")));
        assertThat(unmet(judge(matter, votes, policy))).containsExactly(new Unmet.Waiting(NOW.plusSeconds(3600)));
        assertThat(judge(matter, votes, NOW.plusSeconds(3599), policy)
                        .decision()
                        .isAllowed())
                .isFalse();
        assertThat(judge(matter, votes, NOW.plusSeconds(3600), policy)
                        .decision()
                        .isAllowed())
                .isTrue();
        assertThat(codes(judge(matter, votes, NOW.plusSeconds(7200), policy))).containsExactly(Reason.Code.EXPIRED);
    }

    @Test
    void noOfWhoeverIsAsked_endsIt() {
        var matter = matter(ether(PAYEE, "10"));
        var policy = policy(ALLOW + REQUIRE);
        assertThat(codes(judge(matter, CALM.with(Assembly.said(Judging.no("u:fay"))), policy)))
                .containsExactly(Reason.Code.REJECTED);
        assertThat(codes(judge(matter, CALM.with(Assembly.said(Judging.no("u:gus"))), policy)))
                .containsExactly(Reason.Code.CANCELLED);
        assertThat(codes(judge(matter, CALM.with(Assembly.said(Judging.no("u:bo"))), policy)))
                .isEmpty();
    }

    @Test
    void missingPrice_isNotMatchedByAllow_andTriggersAllOthers() {
        var blind = CALM.with(Judging.prices(Map.of()));
        var matter = matter(ether(PAYEE, "1"));
        assertThat(codes(judge(matter, blind, policy(ALLOW + DENY)))).containsExactly(Reason.Code.DENIED_BY);
        assertThat(obligations(judge(matter, blind, policy(ALLOW + REQUIRE))).approvals())
                .hasSize(1);
        var small =
                ALLOW.replace("{\"destination\":", "{\"amount\":{\"fiat\":\"USD\",\"max\":\"10000\"},\"destination\":");
        assertThat(codes(judge(matter, blind, policy(small)))).containsExactly(Reason.Code.NO_ALLOW);
        assertThat(codes(judge(matter, policy(small)))).isEmpty();
    }

    @Test
    void unmetCriterion_countsBeforeOneThatCannotBeAnswered() {
        var elsewhere = DENY.replace("\"match\":{", "\"match\":{\"source\":{\"tags\":[\"cold\"]},");
        assertThat(codes(judge(
                        matter(ether(PAYEE, "1")), CALM.with(Judging.prices(Map.of())), policy(ALLOW + elsewhere))))
                .isEmpty();
    }

    @Test
    void priceThatExpired_isNoPrice() {
        var late = Witness.facts(Judging.claims(Map.of(Judging.ETHER, "2000")), List.of());
        assertThat(codes(judge(matter(ether(PAYEE, "1")), CALM.with(late), policy(ALLOW + DENY))))
                .containsExactly(Reason.Code.DENIED_BY);
    }

    @Test
    void frozen_mismatched_empty_areDeniedBeforeAnyRule() {
        var matter = matter(ether(PAYEE, "1"));
        assertThat(codes(judge(matter, CALM.withFrozen(Names.sorted(List.of("vault:hot"))), policy(ALLOW))))
                .containsExactly(Reason.Code.FROZEN);
        assertThat(codes(judge(matter(), policy(ALLOW)))).containsExactly(Reason.Code.NO_EFFECT);
        var asked = matter.asked();
        var other = new tallystick.core.policy.matter.Matter.Asked(
                asked.intent(), asked.source(), asked.initiator(), List.of(), false, NOW);
        assertThat(codes(judge(matter(other, ether(PAYEE, "1")), policy(ALLOW))))
                .containsExactly(Reason.Code.INTENT_MISMATCH);
    }

    @Test
    void policies_ofOtherPlacesOrOtherTimes_doNotJudge() {
        var matter = matter(ether(PAYEE, "1"));
        assertThat(codes(judge(matter))).containsExactly(Reason.Code.NO_POLICY);
        assertThat(codes(judge(matter, policy("{\"org\":\"other\"}", ALLOW)))).containsExactly(Reason.Code.NO_POLICY);
        assertThat(codes(judge(matter, policy("{\"org\":\"acme\",\"workspace\":\"prod\"}", ALLOW))))
                .containsExactly(Reason.Code.NO_POLICY);
        assertThat(codes(judge(matter, CALM, NOW.minus(Duration.ofDays(400)), policy(ALLOW))))
                .contains(Reason.Code.NOT_EFFECTIVE);
    }

    @Test
    void splitPayments_areSummed() {
        var small =
                ALLOW.replace("{\"destination\":", "{\"amount\":{\"fiat\":\"USD\",\"max\":\"10000\"},\"destination\":");
        assertThat(codes(judge(matter(ether(PAYEE, "3"), ether(PAYEE, "2")), policy(small))))
                .isEmpty();
        assertThat(codes(judge(matter(ether(PAYEE, "3"), ether(PAYEE, "3")), policy(small))))
                .containsExactly(Reason.Code.NO_ALLOW, Reason.Code.NO_ALLOW);
        assertThat(codes(judge(matter(ether(PAYEE, "250"), ether(PAYEE, "250")), policy(ALLOW + DENY))))
                .containsExactly(Reason.Code.DENIED_BY, Reason.Code.DENIED_BY);
    }

    @Test
    void sameInputs_giveTheSameTrace_andAnyOtherInputAnother() {
        var policy = PolicyFile.parse(Judging.example()).orThrow();
        var matter = matter(ether(PAYEE, "1"));
        var trace = judge(matter, policy).trace();
        assertThat(judge(matter, policy).trace().digest()).isEqualTo(trace.digest());
        assertThat(judge(matter(ether(PAYEE, "2")), policy).trace().digest()).isNotEqualTo(trace.digest());
        assertThat(judge(matter, CALM, NOW.plusSeconds(1), policy).trace().digest())
                .isNotEqualTo(trace.digest());
        assertThat(judge(matter, CALM.with(Judging.prices(Map.of(Judging.ETHER, "2001"))), policy)
                        .trace()
                        .digest())
                .isNotEqualTo(trace.digest());
        assertThat(judge(matter, policy.withRules(policy.rules().reversed()))
                        .trace()
                        .digest())
                .isNotEqualTo(trace.digest());
    }

    /// Both ask for the same, and each has people of its own in the group that it names.
    @Test
    void ruleOfTwoPlaces_isCancelledByThePeopleOfBoth() {
        var outer = policy(ALLOW + REQUIRE);
        var requiring = outer.rules().stream()
                .filter(rule -> rule.effect() == RuleEffect.REQUIRE)
                .toList();
        var groups = new java.util.TreeMap<>(outer.groups());
        groups.put("risk", Names.sorted(List.of(new PersonId("u:bo"))));
        var inner = new Policy(
                "inner",
                1,
                Optional.empty(),
                Scope.of("acme", "prod", "hot"),
                Policy.Admission.INHERITED,
                outer.effectiveFrom(),
                groups,
                outer.lists(),
                outer.calendars(),
                requiring,
                List.of());
        for (var canceller : List.of("u:gus", "u:bo"))
            assertThat(codes(judge(
                            matter(ether(PAYEE, "10")), CALM.with(Assembly.said(Judging.no(canceller))), outer, inner)))
                    .as(canceller)
                    .containsExactly(Reason.Code.CANCELLED);
    }
}
