package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tallystick.core.kit.Judging.CALM;
import static tallystick.core.kit.Judging.PAYEE;
import static tallystick.core.kit.Judging.ether;
import static tallystick.core.kit.Judging.judge;
import static tallystick.core.kit.Judging.matter;
import static tallystick.core.kit.Judging.no;
import static tallystick.core.kit.Judging.yes;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Voices;
import tallystick.core.approval.Vote;
import tallystick.core.kit.Assembly;
import tallystick.core.kit.Judging;
import tallystick.core.policy.Policy;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.judge.Unmet;
import tallystick.crypto.codec.Bytes;

/// docs/spec/policy.md PO-10, docs/spec/approval.md AP-11 to AP-13: a judgement counts humans, as governance does.
class VoicesCheatsTest {
    /// Dee has a second account in `exec`, Ann, who initiates, one in `ops`, and Fay is in `risk` too.
    private static Policy policy(String demands) {
        var policy = Judging.policy("""
                {"id":"allow","effect":"ALLOW","activity":["TRANSFER"]},
                {"id":"ask","effect":"REQUIRE","activity":["*"],%s}""".formatted(demands));
        var text = new String(PolicyText.canonical(policy).toArray(), StandardCharsets.UTF_8)
                .replace("\"u:dee\",\"u:eli\"", "\"u:dee\",\"u:dee-ops\",\"u:eli\"")
                .replace("\"u:ann\",\"u:bo\"", "\"s:payouts\",\"u:ann\",\"u:ann-too\",\"u:bo\"")
                .replace("\"u:gus\",\"u:hal\"", "\"u:fay\",\"u:gus\",\"u:hal\"");
        return PolicyFile.parse(Bytes.ofUtf8(text)).orThrow();
    }

    private static List<String> open(String demands, Vote... votes) {
        var judged = judge(matter(ether(PAYEE, "1")), CALM.with(Assembly.said(votes)), policy(demands));
        return switch (judged.decision()) {
            case Decision.Allowed _ -> List.of();
            case Decision.Pending(var _, var unmet) ->
                unmet.stream().map(VoicesCheatsTest::words).toList();
            case Decision.Denied(var reasons) ->
                reasons.stream().map(Reason::code).map(Enum::name).toList();
        };
    }

    private static String words(Unmet unmet) {
        return unmet instanceof Unmet.Approval(var term, var have)
                ? "%d of %d %s".formatted(have, term.min(), term.group())
                : unmet.toString();
    }

    private static String asks(String group, int min) {
        return "\"approvals\":[{\"group\":\"%s\",\"min\":%d}]".formatted(group, min);
    }

    @Test
    void secondAccountOfOneHuman_isNoSecondVoice() {
        assertThat(open(asks("exec", 2), yes("u:dee"), yes("u:dee-ops"))).containsExactly("1 of 2 exec");
        assertThat(open(asks("exec", 2), yes("u:dee-ops"), yes("u:eli"))).isEmpty();
        assertThat(open(asks("exec", 3), yes("u:dee"), yes("u:dee-ops"), yes("u:eli")))
                .containsExactly("2 of 3 exec");
    }

    @Test
    void secondAccountOfTheInitiator_doesNotCount_andNeitherDoesAProgram() {
        assertThat(open(asks("ops", 1), yes("u:ann-too"))).containsExactly("0 of 1 ops");
        assertThat(open(asks("ops", 1), yes("s:payouts"))).containsExactly("0 of 1 ops");
        assertThat(open(asks("ops", 1), yes("u:bo"))).isEmpty();
    }

    @Test
    void onePersonInTwoGroups_fillsOnePlace() {
        var both = "\"approvals\":[{\"group\":\"exec\",\"min\":1},{\"group\":\"risk\",\"min\":1}]";
        assertThat(open(both, yes("u:fay"))).hasSize(1);
        assertThat(open(both, yes("u:fay"), yes("u:gus"))).isEmpty();
        var inOrder =
                "\"approvals\":[{\"group\":\"exec\",\"min\":1,\"order\":1},{\"group\":\"risk\",\"min\":1,\"order\":2}]";
        assertThat(open(inOrder, yes("u:fay"))).containsExactly("0 of 1 risk");
        assertThat(open(inOrder, yes("u:fay"), yes("u:eli"))).isEmpty();
    }

    @Test
    void noThroughAnotherAccount_endsIt() {
        assertThat(open(asks("risk", 1), yes("u:gus"), no("u:hal"))).containsExactly("REJECTED");
        var policyOfDee = asks("exec", 1).replace("exec", "ops");
        assertThat(open(policyOfDee, yes("u:bo"), no("u:dee-ops"))).isEmpty();
        assertThat(open(asks("exec", 1), yes("u:eli"), no("u:dee-ops"))).containsExactly("REJECTED");
        var delayed = "\"delay\":{\"min\":\"PT1H\",\"cancelBy\":[\"ops\"]}";
        assertThat(open(delayed, no("u:ann-too"))).containsExactly("CANCELLED");
        assertThat(open(delayed, no("u:hal"))).doesNotContain("CANCELLED");
    }

    @Test
    void noOfAnAccountThatIsNotNamed_counts_asItIsTheSameHuman() {
        var plain = Judging.policy("""
                {"id":"allow","effect":"ALLOW","activity":["TRANSFER"]},
                {"id":"ask","effect":"REQUIRE","activity":["*"],"approvals":[{"group":"exec","min":1}],
                "delay":{"min":"PT1H","cancelBy":["ops"]}}""");
        for (var one : List.of(no("u:dee-ops"), no("u:ann-too"))) {
            var judged = judge(matter(ether(PAYEE, "1")), CALM.with(Assembly.said(yes("u:eli"), one)), plain);
            assertThat(Judging.codes(judged)).hasSize(1);
        }
        var yes = judge(matter(ether(PAYEE, "1")), CALM.with(Assembly.said(yes("u:dee-ops"))), plain);
        assertThat(yes.decision()).as("a yes is that account's alone").isInstanceOf(Decision.Pending.class);
    }

    @Test
    void votes_withoutTheirPeople_areNone() {
        var votes = List.of(yes("u:dee"));
        assertThatThrownBy(() -> new Voices(votes, Optional.empty())).isInstanceOf(IllegalArgumentException.class);
    }
}
