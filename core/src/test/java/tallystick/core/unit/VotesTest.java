package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.CALM;
import static tallystick.core.kit.Judging.NOW;
import static tallystick.core.kit.Judging.PAYEE;
import static tallystick.core.kit.Judging.ether;
import static tallystick.core.kit.Judging.judge;
import static tallystick.core.kit.Judging.matter;
import static tallystick.core.kit.Judging.no;
import static tallystick.core.kit.Judging.policy;
import static tallystick.core.kit.Judging.yes;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Vote;
import tallystick.core.kit.Assembly;
import tallystick.core.kit.Judging;
import tallystick.core.people.AuthStrength;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.judge.Unmet;

/// docs/spec/policy.md, PO-10: whose yes counts, and for what.
class VotesTest {
    private static List<String> open(String approvals, Vote... votes) {
        var rules = """
                {"id":"allow","effect":"ALLOW","activity":["TRANSFER"]},
                {"id":"ask","effect":"REQUIRE","activity":["*"],"approvals":[%s]}""".formatted(approvals);
        var judgement = judge(matter(ether(PAYEE, "1")), CALM.with(Assembly.said(votes)), policy(rules));
        return switch (judgement.decision()) {
            case Decision.Allowed _ -> List.of();
            case Decision.Pending(var _, var unmet) ->
                unmet.stream()
                        .map(each -> each instanceof Unmet.Approval(var term, var have)
                                ? have + " of " + term.min() + " " + term.group()
                                : each.toString())
                        .toList();
            case Decision.Denied(var reasons) ->
                reasons.stream().map(Reason::code).map(Enum::name).toList();
        };
    }

    @Test
    void peopleCount_andEachOnce() {
        var two = "{\"group\":\"exec\",\"min\":2}";
        assertThat(open(two)).containsExactly("0 of 2 exec");
        assertThat(open(two, yes("u:dee"), yes("u:dee"))).containsExactly("1 of 2 exec");
        assertThat(open(two, yes("u:dee"), yes("u:gus"))).containsExactly("1 of 2 exec");
        assertThat(open(two, yes("u:dee"), yes("u:eli"))).isEmpty();
    }

    @Test
    void initiator_doesNotCount_unlessTheRuleSaysSo() {
        assertThat(open("{\"group\":\"ops\",\"min\":1}", yes("u:ann"))).containsExactly("0 of 1 ops");
        assertThat(open("{\"group\":\"ops\",\"min\":1,\"excludeInitiator\":false}", yes("u:ann")))
                .isEmpty();
    }

    @Test
    void weakAuthentication_doesNotCount() {
        var hardware = "{\"group\":\"exec\",\"min\":1,\"authStrength\":\"HARDWARE\"}";
        var passkey = Assembly.vote("u:dee", AuthStrength.PASSKEY, Answer.APPROVE, NOW);
        var apiKey = Assembly.vote("u:dee", AuthStrength.API_KEY, Answer.APPROVE, NOW);
        assertThat(open(hardware, passkey)).containsExactly("0 of 1 exec");
        assertThat(open("{\"group\":\"exec\",\"min\":1}", passkey)).isEmpty();
        assertThat(open("{\"group\":\"exec\",\"min\":1}", apiKey)).containsExactly("0 of 1 exec");
        assertThat(open(hardware, yes("u:dee"))).isEmpty();
    }

    @Test
    void laterOrder_countsOnlyAfterTheEarlierIsMet() {
        var ordered = "{\"group\":\"exec\",\"min\":2,\"order\":1},{\"group\":\"risk\",\"min\":1,\"order\":2}";
        assertThat(open(ordered, yes("u:gus"))).containsExactly("0 of 2 exec", "0 of 1 risk");
        assertThat(open(
                        ordered,
                        yes("u:dee", NOW.minusSeconds(9)),
                        yes("u:eli", NOW.minusSeconds(5)),
                        yes("u:gus", NOW.minusSeconds(6))))
                .containsExactly("0 of 1 risk");
        assertThat(open(
                        ordered,
                        yes("u:dee", NOW.minusSeconds(9)),
                        yes("u:eli", NOW.minusSeconds(5)),
                        yes("u:gus", NOW.minusSeconds(5))))
                .isEmpty();
    }

    @Test
    void termsOfSeveralRules_standBesideEachOther() {
        var terms = "{\"group\":\"exec\",\"min\":1},{\"group\":\"exec\",\"min\":3},{\"group\":\"risk\",\"min\":1}";
        assertThat(open(terms, yes("u:dee"), yes("u:eli"))).containsExactly("2 of 3 exec", "0 of 1 risk");
    }

    @Test
    void groupThatIsTooSmall_isNeverMet() {
        assertThat(open("{\"group\":\"risk\",\"min\":3}", yes("u:gus"), yes("u:hal")))
                .containsExactly("2 of 3 risk");
    }

    @Test
    void noOfAMember_endsIt_howeverManyYesThereAre() {
        assertThat(open("{\"group\":\"exec\",\"min\":1}", yes("u:dee"), no("u:fay")))
                .containsExactly("REJECTED");
        assertThat(open("{\"group\":\"exec\",\"min\":1}", yes("u:dee"), no("u:gus")))
                .isEmpty();
        assertThat(Judging.codes(judge(matter(ether(PAYEE, "1")), CALM.with(Assembly.said(no("u:fay"))), policy("""
                {"id":"allow","effect":"ALLOW","activity":["TRANSFER"]}"""))))
                .isEmpty();
    }
}
