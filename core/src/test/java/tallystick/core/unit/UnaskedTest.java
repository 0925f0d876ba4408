package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Judging;
import tallystick.core.policy.Activity;
import tallystick.core.policy.analyze.Analysis;
import tallystick.core.policy.analyze.Remark;
import tallystick.core.policy.analyze.Remark.Code;
import tallystick.core.policy.analyze.Remark.Severity;

@DisplayName("Rules that no node asks or can answer, docs/spec/policy-review.md, PV-3")
class UnaskedTest {
    private static final String INSIDE = "{\"org\":\"acme\",\"workspace\":\"prod\"}";
    private static final String EXEC = "\"approvals\":[{\"group\":\"exec\",\"min\":%d}]";

    private static List<Remark> remarks(Code code, String scope, String rules) {
        return Analysis.of(Judging.policy(scope, rules)).remarks().stream()
                .filter(each -> each.code() == code)
                .toList();
    }

    private static List<Remark> remarks(Code code, String rules) {
        return remarks(code, "{\"org\":\"acme\"}", rules);
    }

    private static String rule(String effect, String activity, String more) {
        return "{\"id\":\"%s\",\"effect\":\"%s\",\"activity\":[\"%s\"]%s}"
                .formatted(effect.charAt(0) + activity.replace("*", "all"), effect, activity, more);
    }

    private static String by(String asked) {
        return ",\"match\":{\"initiator\":{%s}}".formatted(asked);
    }

    @Test
    void ceremoniesOfKeys_areNeverAskedAbout_whateverTheEffect() {
        for (var activity : List.of("KEY_EXPORT_BACKUP", "KEY_GENERATE", "KEY_REFRESH", "KEY_RESHARE", "KEY_RECOVER"))
            for (var rule : List.of(
                    rule("DENY", activity, ""),
                    rule("ALLOW", activity, ""),
                    rule("REQUIRE", activity, "," + EXEC.formatted(1))))
                assertThat(remarks(Code.NEVER_ASKED, rule))
                        .as(rule)
                        .singleElement()
                        .satisfies(remark -> {
                            assertThat(remark.severity()).isEqualTo(Severity.ERROR);
                            assertThat(remark.pointer()).isEqualTo("/rules/0/activity");
                            assertThat(remark.sentence()).contains(activity);
                        });
        var two = rule("DENY", "KEY_DESTROY", "") + "," + rule("DENY", "WEBHOOK_CHANGE", "");
        assertThat(remarks(Code.NEVER_ASKED, two)).hasSize(2);
        assertThat(remarks(Code.NEVER_ASKED, rule("DENY", "*", "") + "," + rule("DENY", "POLICY_CHANGE", "")))
                .isEmpty();
    }

    @Test
    void changes_areNotAskedOfPoliciesInside() {
        assertThat(remarks(Code.NEVER_ASKED, INSIDE, rule("DENY", "ADDRESS_BOOK_CHANGE", "")))
                .singleElement()
                .satisfies(remark -> assertThat(remark.sentence()).contains("the organisation's own policy"));
        assertThat(remarks(Code.NEVER_ASKED, INSIDE, rule("DENY", "TRANSFER", "")))
                .isEmpty();
        assertThat(remarks(Code.CHANGES, INSIDE, rule("DENY", "TRANSFER", ""))).isEmpty();
    }

    @Test
    void addressAndSession_areErrors_andWhatTheSignatureProves_isNone() {
        for (var asked : List.of("\"ip\":[\"10.0.0.0/8\"]", "\"sessionAgeMax\":\"PT8H\"", "\"apiKeys\":[\"k1\"]"))
            for (var effect : List.of("ALLOW", "DENY"))
                assertThat(remarks(Code.NEVER_KNOWN, rule(effect, "*", by(asked))))
                        .as(asked)
                        .singleElement()
                        .satisfies(remark -> {
                            assertThat(remark.severity()).isEqualTo(Severity.ERROR);
                            assertThat(remark.pointer())
                                    .isEqualTo("/rules/0/match/initiator/" + asked.substring(1, asked.indexOf('"', 1)));
                        });
        var key = "0123456789abcdef0123456789abcdef";
        for (var asked : List.of(
                "\"apiKeys\":[\"%s\"]".formatted(key), "\"authStrength\":\"PASSKEY\"", "\"roles\":[\"trader\"]"))
            assertThat(remarks(Code.NEVER_KNOWN, rule("DENY", "*", by(asked))))
                    .as(asked)
                    .isEmpty();
        var tooLong = by("\"apiKeys\":[\"%s\",\"%s\"]".formatted(key, key + "0"));
        assertThat(remarks(Code.NEVER_KNOWN, rule("DENY", "*", tooLong)))
                .singleElement()
                .satisfies(remark -> assertThat(remark.sentence()).contains(key + "0, and no key"));
        assertThat(remarks(Code.NEVER_KNOWN, rule("DENY", "*", by("\"ip\":[\"10.0.0.0/8\"]")))
                        .getFirst()
                        .sentence())
                .endsWith("it denies all else that it is about.");
    }

    @Test
    void needOfChanges_isSaid_thoughNoAllowNamesThem() {
        var policy = rule("ALLOW", "TRANSFER", "") + ","
                + rule("REQUIRE", "POLICY_CHANGE", "," + EXEC.formatted(2) + ",\"delay\":{\"min\":\"P2D\"}") + ","
                + rule("DENY", "UNFREEZE", "") + ","
                + rule(
                        "REQUIRE",
                        "*",
                        ",\"match\":{\"amount\":{\"unit\":\"BASE\",\"min\":\"1\"}}," + EXEC.formatted(3));
        assertThat(said(policy))
                .contains("By its rules POLICY_CHANGE: 2 of group exec with PASSKEY, a delay of PT48H.")
                .contains("By its rules UNFREEZE: they are denied.")
                .contains("By its rules ADDRESS_BOOK_CHANGE, USER_ROLE_CHANGE, API_KEY_CHANGE: nobody in particular has"
                        + " to agree.");
    }

    @Test
    void needThatHangsOnWhoOrWhen_saysSo() {
        var more = "; other rules say more or less";
        assertThat(said(rule("REQUIRE", "UNFREEZE", by("\"groups\":[\"ops\"]") + "," + EXEC.formatted(2))))
                .contains("By its rules UNFREEZE: nobody in particular has to agree" + more);
        assertThat(said(rule("DENY", "UNFREEZE", by("\"roles\":[\"trader\"]")))).contains(more);
        assertThat(said(rule("DENY", "UNFREEZE", ",\"match\":{\"time\":{\"tz\":\"UTC\",\"hours\":\"08:00-09:00\"}}")))
                .contains(more);
        assertThat(said(rule("DENY", "TRANSFER", by("\"groups\":[\"ops\"]")))).doesNotContain(more);
    }

    private static String said(String rules) {
        return remarks(Code.CHANGES, rules).stream().map(Remark::sentence).collect(Collectors.joining("\n"));
    }

    @Test
    void everyActivity_isOfValue_orOfDocuments_orNeverAsked() {
        var last = List.of(Activity.values()).getLast();
        var unasked = EnumSet.range(Activity.ADDRESS_BOOK_CHANGE, last);
        var changes = String.join(
                ",",
                unasked.stream()
                        .map(activity -> rule("DENY", activity.name(), ""))
                        .toList());
        assertThat(remarks(Code.NEVER_ASKED, INSIDE, changes)).hasSize(unasked.size());
    }
}
