package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.PAYEE;
import static tallystick.core.kit.Judging.codes;
import static tallystick.core.kit.Judging.ether;
import static tallystick.core.kit.Judging.judge;
import static tallystick.core.kit.Judging.matter;
import static tallystick.core.kit.Judging.policy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Judging;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Scope;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Judgement;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.judge.Obligations;
import tallystick.core.policy.judge.Reason;

/// docs/spec/policy.md, PO-10 and PO-11: inner places only tighten, and admissions are choices.
class PlacesTest {
    private static final String WORKSPACE = "{\"org\":\"acme\",\"workspace\":\"prod\"}";
    private static final String VAULT = "{\"org\":\"acme\",\"workspace\":\"prod\",\"vault\":\"hot\"}";
    private static final String ALLOW = "{\"id\":\"allow\",\"effect\":\"ALLOW\",\"activity\":[\"TRANSFER\"]%s}";
    private static final String INHERITED = "\"admission\":\"INHERITED\",";

    private static Policy org() {
        return policy(ALLOW.formatted(""));
    }

    private static List<Reason.Code> judged(Policy... policies) {
        return codes(judge(matter(ether(PAYEE, "1")), policies));
    }

    @Test
    void innerPlace_thatAdmitsForItself_needsAnAllowOfItsOwn() {
        assertThat(judged(org(), policy(WORKSPACE, ""))).containsExactly(Reason.Code.NO_ALLOW);
        assertThat(judged(org(), policy(WORKSPACE, ALLOW.formatted("")))).isEmpty();
        assertThat(judged(org(), policy(WORKSPACE, INHERITED))).isEmpty();
    }

    @Test
    void innerAllow_doesNotAdmitWhatTheOuterPlaceDoesNot() {
        assertThat(judged(policy(""), policy(WORKSPACE, ALLOW.formatted("")))).containsExactly(Reason.Code.NO_ALLOW);
    }

    @Test
    void innerDenyRequireLimit_count() {
        var deny = "{\"id\":\"deny\",\"effect\":\"DENY\",\"activity\":[\"*\"]}";
        var require = """
                {"id":"ask","effect":"REQUIRE","activity":["*"],"approvals":[{"group":"exec","min":1}]}""";
        var limit = """
                {"id":"limit","effect":"LIMIT","activity":["*"],
                "limit":{"measure":"COUNT","max":"0","window":{"type":"LIFETIME"}}}""";
        assertThat(judged(org(), policy(WORKSPACE, INHERITED), policy(VAULT, INHERITED + deny)))
                .containsExactly(Reason.Code.DENIED_BY);
        assertThat(judged(org(), policy(VAULT, INHERITED + limit))).containsExactly(Reason.Code.LIMIT_EXCEEDED);
        assertThat(judge(matter(ether(PAYEE, "1")), org(), policy(VAULT, INHERITED + require))
                        .decision())
                .isInstanceOf(Decision.Pending.class);
    }

    @Test
    void places_outOfOrder_orElsewhere_doNotJudge() {
        var workspace = policy(WORKSPACE, INHERITED);
        assertThat(judged(workspace, org())).containsExactly(Reason.Code.NO_POLICY);
        assertThat(judged(org(), policy(VAULT, INHERITED), workspace)).containsExactly(Reason.Code.NO_POLICY);
        assertThat(judged(org(), org())).containsExactly(Reason.Code.NO_POLICY);
        assertThat(judged(org(), policy("{\"org\":\"acme\",\"workspace\":\"test\"}", INHERITED)))
                .containsExactly(Reason.Code.NO_POLICY);
    }

    @Test
    void twoDocumentsOfOneName_doNotJudge() {
        var inner = policy(WORKSPACE, INHERITED);
        var sameName = new Policy(
                org().id(),
                1,
                inner.parent(),
                inner.scope(),
                inner.admission(),
                inner.effectiveFrom(),
                inner.groups(),
                inner.lists(),
                inner.calendars(),
                inner.rules(),
                List.of());
        assertThat(judged(org(), sameName)).containsExactly(Reason.Code.NO_POLICY);
    }

    @Test
    void policiesThatHoldASource_areFoundFromTheOrganisationInwards() {
        var levels = List.of(
                Level.of(policy(VAULT, INHERITED)),
                Level.of(policy("{\"org\":\"acme\",\"workspace\":\"test\"}", INHERITED)),
                Level.of(org()),
                Level.of(policy("{\"org\":\"other\"}", "")));
        assertThat(Level.covering(levels, Judging.HOT))
                .extracting(each -> each.policy().scope())
                .containsExactly(Scope.of("acme"), Judging.HOT);
    }

    private static List<Obligations.Release> releases(Judgement judgement) {
        return judgement.decision() instanceof Decision.Allowed(var obligations) ? obligations.releases() : List.of();
    }

    @Test
    void allowsThatBothMatch_areChoices_ofWhichTheHarderOnesFallAway() {
        var allow = "{\"id\":\"%s\",\"effect\":\"ALLOW\",\"activity\":[\"TRANSFER\"],\"signers\":{%s}}";
        var first = allow.formatted("a", "\"mustInclude\":[\"risk\"]");
        var second = "," + allow.formatted("b", "\"minWeight\":5");
        var harder = "," + allow.formatted("c", "\"mustInclude\":[\"risk\"],\"minWeight\":5");
        assertThat(releases(judge(matter(ether(PAYEE, "1")), policy(first + second + harder))))
                .extracting(Obligations.Release::signers)
                .extracting(Object::toString)
                .containsExactly("Signers[mustInclude=[risk], minWeight=0]", "Signers[mustInclude=[], minWeight=5]");
        assertThat(releases(judge(matter(ether(PAYEE, "1")), policy(first)))).hasSize(1);
    }

    @Test
    void admissionThatExpires_endsIt() {
        var soon = policy(ALLOW.formatted(",\"expiresIn\":\"PT1H\""));
        var matter = matter(ether(PAYEE, "1"));
        var later = Judging.NOW.plus(Duration.ofHours(1));
        assertThat(codes(judge(matter, Judging.CALM, later.minusSeconds(1), soon)))
                .isEmpty();
        assertThat(codes(judge(matter, Judging.CALM, later, soon))).containsExactly(Reason.Code.EXPIRED);
    }

    @Test
    void choicesOfTheSameWeight_standInOneOrder_whicheverRuleIsFirst() {
        var allow = "{\"id\":\"%s\",\"effect\":\"ALLOW\",\"activity\":[\"TRANSFER\"],"
                + "\"signers\":{\"mustInclude\":[\"%s\"]}}";
        var first = allow.formatted("a", "beta") + "," + allow.formatted("b", "alpha");
        var second = allow.formatted("a", "alpha") + "," + allow.formatted("b", "beta");
        var matter = matter(ether(PAYEE, "1"));
        for (var rules : List.of(first, second))
            assertThat(releases(judge(matter, policy(rules))))
                    .extracting(each -> each.signers().mustInclude().first())
                    .containsExactly("alpha", "beta");
    }
}
