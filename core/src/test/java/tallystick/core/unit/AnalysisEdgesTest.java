package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Judging;
import tallystick.core.policy.Policy;
import tallystick.core.policy.analyze.Analysis;
import tallystick.core.policy.analyze.Remark;

/// docs/spec/policy-review.md, PV-3: what is remarked, and beside it what is next to it and is not.
class AnalysisEdgesTest {
    private static final String ALL = "{\"id\":\"all\",\"effect\":\"ALLOW\",\"activity\":[\"*\"]}";
    private static final String TETHER = "eip155:1/erc20:0xdac17f958d2ee523a2206206994597c13d831ec7";

    private static String rule(String effect, String activity, String match) {
        return "{\"id\":\"%s\",\"effect\":\"%s\",\"activity\":[\"%s\"],\"match\":{%s}}"
                .formatted(effect.charAt(0), effect, activity, match);
    }

    private static String require(String match) {
        return rule("REQUIRE", "*", match).replace("}}}", "}},\"approvals\":[{\"group\":\"exec\",\"min\":1}]}");
    }

    private static List<String> said(Remark.Code code, Policy policy) {
        return Analysis.of(policy).remarks().stream()
                .filter(each -> each.code() == code)
                .map(Remark::sentence)
                .toList();
    }

    private static List<String> never(String match) {
        return said(Remark.Code.NEVER_MATCHES, Judging.policy(rule("ALLOW", "*", match)));
    }

    @Test
    void whatCannotBeSo_neverMatches_andWhatIsNextToItMay() {
        for (var match : List.of(
                "\"initiator\":{\"users\":[\"u:ann\"],\"service\":true}",
                "\"initiator\":{\"users\":[\"s:pay\"],\"service\":false}",
                "\"destination\":{\"kinds\":[\"INTERNAL\"],\"lookAlike\":true}",
                "\"destination\":{\"in\":[\"safes\"],\"notIn\":[\"safes\"]}",
                "\"destination\":{\"in\":[\"payees\"],\"notIn\":[\"payees\"]}",
                "\"asset\":{\"is\":[\"eip155:1/slip44:60\"],\"class\":[\"STABLE\"]}",
                "\"asset\":{\"is\":[\"eip155:1/slip44:60\"],\"class\":[\"COLLECTIBLE\"]}",
                "\"time\":{\"tz\":\"UTC\",\"hours\":\"00:00-24:00\",\"outside\":true}"))
            assertThat(never(match)).as(match).hasSize(1);
        for (var match : List.of(
                "\"initiator\":{\"users\":[\"u:ann\"],\"service\":false}",
                "\"destination\":{\"kinds\":[\"INTERNAL\"],\"lookAlike\":false}",
                "\"destination\":{\"kinds\":[\"INTERNAL\",\"ONE_TIME\"],\"lookAlike\":true}",
                "\"destination\":{\"in\":[\"payees\"],\"notIn\":[\"safes\"]}",
                "\"asset\":{\"class\":[\"STABLE\"]}",
                "\"asset\":{\"class\":[\"TOKEN\"]}",
                "\"asset\":{\"in\":[\"stables\"],\"class\":[\"STABLE\"]}",
                "\"asset\":{\"is\":[\"eip155:1/slip44:60\"],\"class\":[\"NATIVE\"]}",
                "\"time\":{\"tz\":\"UTC\",\"hours\":\"00:00-24:00\"}",
                "\"time\":{\"tz\":\"UTC\",\"hours\":\"00:00-24:00\",\"holidays\":\"fr\",\"outside\":true}",
                "\"time\":{\"tz\":\"UTC\",\"days\":[\"MON\"],\"hours\":\"00:00-24:00\",\"outside\":true}",
                "\"time\":{\"tz\":\"UTC\",\"hours\":\"00:00-23:59\",\"outside\":true}"))
            assertThat(never(match)).as(match).isEmpty();
        assertThat(never("\"initiator\":{\"users\":[\"u:ann\"],\"service\":true}"))
                .allMatch(each -> each.contains("it names people and wants a program"));
        assertThat(never("\"initiator\":{\"users\":[\"s:pay\"],\"service\":false}"))
                .allMatch(each -> each.contains("it names programs and wants a person"));
    }

    @Test
    void otherPlacesThanThePolicys_neverMatch_atAnyDepth() {
        var wallet = "{\"org\":\"acme\",\"workspace\":\"prod\",\"vault\":\"hot\",\"wallet\":\"w1\"}";
        for (var kind : List.of("workspaces", "vaults", "wallets")) {
            var match = "\"source\":{\"%s\":[\"%s\"]}";
            assertThat(said(
                            Remark.Code.NEVER_MATCHES,
                            Judging.policy(wallet, rule("DENY", "*", match.formatted(kind, "another")))))
                    .as(kind)
                    .hasSize(1);
            var own = kind.equals("workspaces") ? "prod" : kind.equals("vaults") ? "hot" : "w1";
            assertThat(said(
                            Remark.Code.NEVER_MATCHES,
                            Judging.policy(wallet, rule("DENY", "*", match.formatted(kind, own)))))
                    .isEmpty();
        }
    }

    private static List<String> beyond(String allowed, String denied, String activity, String unit) {
        var amount = "\"amount\":{%s,\"%s\":\"%s\"}";
        return said(
                Remark.Code.UNREACHABLE_AMOUNT,
                Judging.policy(rule("ALLOW", "TRANSFER", amount.formatted(allowed, "max", "5")) + ","
                        + rule("DENY", activity, amount.formatted(denied, "min", unit))));
    }

    @Test
    void amountBeyondEveryAllow_isRemarked_inTheSameUnitAlone() {
        var base = "\"unit\":\"BASE\"";
        var dollars = "\"fiat\":\"USD\"";
        assertThat(beyond(base, base, "TRANSFER", "6")).hasSize(1);
        assertThat(beyond(base, base, "TRANSFER", "5")).isEmpty();
        assertThat(beyond(dollars, dollars, "TRANSFER", "6")).hasSize(1);
        assertThat(beyond(base, dollars, "TRANSFER", "6")).isEmpty();
        assertThat(beyond(dollars, "\"fiat\":\"EUR\"", "TRANSFER", "6")).isEmpty();
        assertThat(beyond("\"unit\":\"ASSET\"", "\"unit\":\"ASSET\"", "TRANSFER", "6"))
                .isEmpty();
        assertThat(beyond(base, base, "BATCH", "6")).as("transfers are both").hasSize(1);
        assertThat(beyond(base, base, "MESSAGE", "6")).as("of another activity").isEmpty();
    }

    private static List<String> watched(String allow, String watching) {
        return said(Remark.Code.UNCOVERED, Judging.policy(rule("ALLOW", "*", allow) + "," + require(watching)));
    }

    @Test
    void whatARuleWatches_isCovered_ifOneAllowReachesIt() {
        var safes = "\"destination\":{\"in\":[\"safes\"]}";
        assertThat(watched("\"destination\":{\"in\":[\"payees\"]}", safes)).isEmpty();
        assertThat(watched(safes, safes)).isEmpty();
        assertThat(watched("\"destination\":{\"lookAlike\":false}", safes)).isEmpty();
        assertThat(watched("\"destination\":{\"notIn\":[\"safes\"]}", safes)).hasSize(1);
        assertThat(watched("\"decoded\":true", safes)).isEmpty();
        var stables = "\"asset\":{\"in\":[\"stables\"]}";
        assertThat(watched("\"asset\":{\"is\":[\"" + TETHER + "\"]}", stables)).isEmpty();
        assertThat(watched("\"asset\":{\"is\":[\"eip155:1/slip44:60\"]}", stables))
                .hasSize(1);
        assertThat(watched("\"asset\":{\"notIn\":[\"stables\"]}", stables)).hasSize(1);
        assertThat(watched(stables, stables)).isEmpty();
        assertThat(watched("\"asset\":{\"class\":[\"TOKEN\"]}", stables)).isEmpty();
    }

    @Test
    void denialOfSomeHours_saysWhetherWithinOrOutside() {
        var hours = "\"decoded\":true,\"time\":{\"tz\":\"UTC\",\"hours\":\"08:00-19:00\"%s}";
        assertThat(said(
                        Remark.Code.TIME_GATED_DENY,
                        Judging.policy(ALL + "," + rule("DENY", "*", hours.formatted("")))))
                .containsExactly("DENY D denies within its hours only: whoever waits is not stopped by it.");
        assertThat(said(
                        Remark.Code.TIME_GATED_DENY,
                        Judging.policy(ALL + "," + rule("DENY", "*", hours.formatted(",\"outside\":true")))))
                .containsExactly("DENY D denies outside its hours only: whoever waits is not stopped by it.");
    }
}
