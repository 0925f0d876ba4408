package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Judging;
import tallystick.core.policy.analyze.Analysis;
import tallystick.core.policy.analyze.Remark;

@DisplayName("What a version admits more than the one before, docs/spec/policy-review.md, PV-4")
class ExposureTest {
    private static final String ALLOW =
            "{\"id\":\"a\",\"effect\":\"ALLOW\",\"activity\":[\"TRANSFER\"],\"match\":{\"amount\":"
                    + "{\"fiat\":\"USD\",\"max\":\"%s\"}}}";
    private static final String LIMIT = ",{\"id\":\"daily\",\"effect\":\"LIMIT\",\"activity\":[\"TRANSFER\"],\"limit\":"
            + "{\"measure\":\"FIAT:USD\",\"max\":\"%s\",\"window\":{\"type\":\"ROLLING\",\"length\":\"PT24H\"}}}";

    private static java.util.List<Remark> between(String before, String after) {
        return Analysis.between(Judging.policy(before), Judging.policy(after)).remarks();
    }

    @Test
    void largerPayments_areSaidWithBothAmounts_andSmallerOnesAreNot() {
        var found = between(ALLOW.formatted("100"), ALLOW.formatted("250"));
        assertThat(found).hasSize(2).allMatch(each -> each.code() == Remark.Code.WIDENED);
        assertThat(found.getFirst().sentence())
                .isEqualTo("The most that one payment may be grows from 100 to 250 USD.");
        assertThat(found.getLast().sentence()).contains("It was at most 100 USD, and is at most 250 USD.");
        assertThat(found.getLast().pointer()).isEqualTo("/rules/0");
        assertThat(between(ALLOW.formatted("250"), ALLOW.formatted("100"))).isEmpty();
        assertThat(between(ALLOW.formatted("250"), ALLOW.formatted("250"))).isEmpty();
    }

    @Test
    void anyAmount_isMoreThanAnyOther() {
        var any = "{\"id\":\"a\",\"effect\":\"ALLOW\",\"activity\":[\"TRANSFER\"],"
                + "\"match\":{\"amount\":{\"fiat\":\"USD\",\"min\":\"1\"}}}";
        assertThat(between(ALLOW.formatted("100"), any).getFirst().sentence())
                .isEqualTo("The most that one payment may be grows from 100 USD to any amount.");
    }

    @Test
    void largerLimit_andOneThatIsGone_areSaid() {
        var found = between(ALLOW.formatted("1") + LIMIT.formatted("50"), ALLOW.formatted("1") + LIMIT.formatted("70"));
        assertThat(found)
                .singleElement()
                .satisfies(each ->
                        assertThat(each.sentence()).contains("It was 50 of USD in PT24H, and is 70 of USD in PT24H."));
        assertThat(between(ALLOW.formatted("1") + LIMIT.formatted("50"), ALLOW.formatted("1")))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.pointer()).isEqualTo("/rules");
                    assertThat(each.sentence()).contains("It was 50 of USD in PT24H, and is no more.");
                });
    }

    @Test
    void ruleWithoutAmounts_isSaidWithoutThem() {
        var deny = ",{\"id\":\"d\",\"effect\":\"DENY\",\"activity\":[\"*\"],\"match\":{\"decoded\":false}}";
        assertThat(between(ALLOW.formatted("1") + deny, ALLOW.formatted("1")))
                .singleElement()
                .satisfies(each ->
                        assertThat(each.sentence()).isEqualTo("rule d is removed: no other restricts as much."));
    }

    @Test
    void groupsListsCalendarsAndTheDocument_arePointedAt() {
        var one = Judging.policy(ALLOW.formatted("1"));
        var groups = new java.util.TreeMap<>(one.groups());
        groups.remove("ops");
        var other = new tallystick.core.policy.Policy(
                "q",
                one.version(),
                one.parent(),
                one.scope(),
                one.admission(),
                one.effectiveFrom().minusSeconds(1),
                groups,
                one.lists(),
                one.calendars(),
                one.rules(),
                one.signatures());
        assertThat(Analysis.between(one, other).remarks())
                .extracting(Remark::pointer)
                .containsExactly("/id", "/effectiveFrom", "/groups/ops");
    }

    @Test
    void everyMeasureUnitAndWindow_hasWords() {
        var limit =
                "{\"id\":\"l\",\"effect\":\"LIMIT\",\"activity\":[\"*\"],\"limit\":{\"measure\":\"%s\",\"max\":\"%d\","
                        + "\"window\":{%s}}}";
        var day = "\"type\":\"CALENDAR\",\"tz\":\"UTC\",\"unit\":\"DAY\"";
        assertThat(between(limit.formatted("COUNT", 5, day), limit.formatted("COUNT", 6, day))
                        .getFirst()
                        .sentence())
                .endsWith("It was 5 of requests in a day in UTC, and is 6 of requests in a day in UTC.");
        var life = "\"type\":\"LIFETIME\"";
        assertThat(between(limit.formatted("ASSET", 5, life), limit.formatted("ASSET", 6, life))
                        .getFirst()
                        .sentence())
                .endsWith("It was 5 of base units in all time, and is 6 of base units in all time.");
        var units = ALLOW.replace("\"fiat\":\"USD\"", "\"unit\":\"ASSET\"");
        assertThat(between(units.formatted("1"), units.formatted("2"))
                        .getFirst()
                        .sentence())
                .isEqualTo("The most that one payment may be grows from 1 to 2 whole units.");
        var base = ALLOW.replace("\"fiat\":\"USD\"", "\"unit\":\"BASE\"");
        assertThat(between(
                                units.formatted("1"),
                                units.formatted("1") + "," + base.formatted("2").replace("\"a\"", "\"b\""))
                        .getFirst()
                        .sentence())
                .isEqualTo("The most that one payment may be grows to something in base units.");
    }
}
