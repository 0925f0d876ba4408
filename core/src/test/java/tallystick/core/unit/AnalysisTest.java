package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.policy.analyze.Remark.Code.CONTRADICTED;
import static tallystick.core.policy.analyze.Remark.Code.FREEZES_AGAIN;
import static tallystick.core.policy.analyze.Remark.Code.INCOMPLETE;
import static tallystick.core.policy.analyze.Remark.Code.NEVER_MATCHES;
import static tallystick.core.policy.analyze.Remark.Code.NEVER_SIGNED;
import static tallystick.core.policy.analyze.Remark.Code.NOT_COUNTED;
import static tallystick.core.policy.analyze.Remark.Code.SELF_APPROVAL;
import static tallystick.core.policy.analyze.Remark.Code.SHADOWED;
import static tallystick.core.policy.analyze.Remark.Code.TIME_GATED_DENY;
import static tallystick.core.policy.analyze.Remark.Code.UNAPPROVED;
import static tallystick.core.policy.analyze.Remark.Code.UNCOVERED;
import static tallystick.core.policy.analyze.Remark.Code.UNREACHABLE_AMOUNT;
import static tallystick.core.policy.analyze.Remark.Code.UNREACHABLE_QUORUM;
import static tallystick.core.policy.analyze.Remark.Code.UNSUMMED;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Judging;
import tallystick.core.policy.analyze.Analysis;
import tallystick.core.policy.analyze.Remark;
import tallystick.core.policy.analyze.Remark.Severity;
import tallystick.core.policy.change.Direction;
import tallystick.core.policy.change.PolicyChange;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.crypto.codec.Bytes;

/// Each remark beside a policy that nearly deserves it.
@DisplayName("Remarks about a policy, docs/spec/policy-review.md, PV-3")
class AnalysisTest {
    private static final String ALLOW = "{\"id\":\"a\",\"effect\":\"ALLOW\",\"activity\":[\"TRANSFER\"]%s}";
    private static final String ALL = "{\"id\":\"all\",\"effect\":\"ALLOW\",\"activity\":[\"*\"]}";

    private static List<Remark> remarks(Remark.Code code, String... rules) {
        return Analysis.of(Judging.policy(String.join(",", rules))).remarks().stream()
                .filter(each -> each.code() == code)
                .toList();
    }

    private static void assertRemarked(Remark.Code code, Severity severity, String pointer, String... rules) {
        assertThat(remarks(code, rules))
                .as(String.join(",", rules))
                .singleElement()
                .satisfies(remark -> {
                    assertThat(remark.pointer()).isEqualTo(pointer);
                    assertThat(remark.severity()).isEqualTo(severity);
                    assertThat(remark.sentence()).endsWith(".").doesNotContain("\n");
                    assertThat(remark.remedy()).endsWith(".");
                });
    }

    private static void assertQuiet(Remark.Code code, String... rules) {
        assertThat(remarks(code, rules)).as(String.join(",", rules)).isEmpty();
    }

    private static String rule(String id, String effect, String match, String more) {
        return "{\"id\":\"%s\",\"effect\":\"%s\",\"activity\":[\"TRANSFER\"],\"match\":{%s}%s}"
                .formatted(id, effect, match, more);
    }

    private static String deny(String id, String match) {
        return rule(id, "DENY", match, "");
    }

    private static String require(String id, String approvals) {
        return "{\"id\":\"%s\",\"effect\":\"REQUIRE\",\"activity\":[\"TRANSFER\"],\"approvals\":[%s]}"
                .formatted(id, approvals);
    }

    private static final String HOT = "\"source\":{\"tags\":[\"hot\"]}";
    private static final String HOT_OR_OPS = "\"source\":{\"tags\":[\"hot\",\"ops\"]}";
    private static final String TO_SAFES = "\"destination\":{\"in\":[\"safes\"]}";

    @Test
    void denyWithinAnother_isShadowed_andOneThatReachesFurtherIsNot() {
        assertRemarked(SHADOWED, Severity.WARNING, "/rules/1", ALL, deny("in", HOT), deny("out", HOT_OR_OPS));
        assertQuiet(SHADOWED, ALL, deny("in", HOT + "," + TO_SAFES), deny("out", HOT_OR_OPS + ",\"decoded\":true"));
    }

    @Test
    void allowWithinAnother_isShadowed_andOneThatAsksForLessIsNot() {
        var most = "\"amount\":{\"fiat\":\"USD\",\"max\":\"%s\"}";
        var small = rule("in", "ALLOW", most.formatted("10"), "");
        var large = rule("out", "ALLOW", most.formatted("11"), "");
        assertRemarked(SHADOWED, Severity.WARNING, "/rules/0", small, large);
        assertQuiet(SHADOWED, small, rule("out", "ALLOW", most.formatted("11"), ",\"signers\":{\"minWeight\":2}"));
    }

    @Test
    void requireWithinAnother_isShadowed_andOneThatAsksForMoreIsNot() {
        var one = "{\"group\":\"exec\",\"min\":1}";
        var two = "{\"group\":\"exec\",\"min\":2}";
        assertRemarked(SHADOWED, Severity.WARNING, "/rules/1", ALL, require("one", one), require("two", two));
        assertQuiet(SHADOWED, ALL, require("one", one), require("two", two.replace("exec", "ops")));
    }

    /// Two groups of the same people are asked for different ones of them: together for three, and not for two.
    @Test
    void requireOfAnotherGroup_ofTheSamePeople_isNotShadowed() {
        var policy = Judging.policy(ALL + "," + require("one", "{\"group\":\"exec\",\"min\":1}") + ","
                + require("two", "{\"group\":\"ops\",\"min\":2}"));
        var groups = new java.util.TreeMap<>(policy.groups());
        groups.put("ops", policy.members("exec"));
        var text = new String(PolicyText.canonical(policy).toArray(), java.nio.charset.StandardCharsets.UTF_8)
                .replace("\"u:ann\",\"u:bo\",\"u:cy\"", "\"u:dee\",\"u:eli\",\"u:fay\"");
        var same = PolicyFile.parse(Bytes.ofUtf8(text)).orThrow();
        assertThat(same.groups()).isEqualTo(groups);
        assertThat(Analysis.of(same).remarks()).noneMatch(each -> each.code() == SHADOWED);
        var fewer = same.withRules(List.of(same.rules().getFirst(), same.rules().getLast()));
        assertThat(PolicyChange.between(same, fewer).direction()).isEqualTo(Direction.LOOSEN);
    }

    @Test
    void ofTwoEqualRules_theLaterIsShadowed_andNotBoth() {
        assertRemarked(SHADOWED, Severity.WARNING, "/rules/2", ALL, deny("one", HOT), deny("two", HOT));
    }

    @Test
    void limitBesideAWiderOne_isNotCalledShadowed_forEachCountsForItself() {
        var limit = ",\"limit\":{\"measure\":\"COUNT\",\"max\":\"%d\",\"window\":{\"type\":\"LIFETIME\"}}";
        assertQuiet(
                SHADOWED,
                ALL,
                rule("one", "LIMIT", HOT, limit.formatted(5)),
                rule("two", "LIMIT", HOT, limit.formatted(4)));
    }

    @Test
    void whatADenyAlwaysDenies_isContradicted() {
        var limit = ",\"limit\":{\"measure\":\"COUNT\",\"max\":\"5\",\"window\":{\"type\":\"LIFETIME\"}}";
        for (var rule : List.of(
                rule("x", "ALLOW", HOT, ""),
                rule("x", "LIMIT", HOT, limit),
                rule("x", "REQUIRE", HOT, ",\"approvals\":[{\"group\":\"exec\",\"min\":1}]"))) {
            assertRemarked(CONTRADICTED, Severity.ERROR, "/rules/1", ALL, rule, deny("no", HOT_OR_OPS));
            assertQuiet(CONTRADICTED, ALL, rule, deny("no", HOT_OR_OPS + "," + TO_SAFES));
        }
    }

    private static final Map<String, String> IMPOSSIBLE = Map.ofEntries(
            Map.entry(
                    "\"destination\":{\"in\":[\"safes\"],\"notIn\":[\"safes\"]}",
                    "\"destination\":{\"in\":[\"safes\",\"payees\"],\"notIn\":[\"safes\"]}"),
            Map.entry(
                    "\"destination\":{\"kinds\":[\"INTERNAL\"],\"lookAlike\":true}",
                    "\"destination\":{\"kinds\":[\"INTERNAL\",\"ONE_TIME\"],\"lookAlike\":true}"),
            Map.entry(
                    "\"initiator\":{\"users\":[\"u:ann\"],\"groups\":[\"exec\"]}",
                    "\"initiator\":{\"users\":[\"u:ann\",\"u:dee\"],\"groups\":[\"exec\"]}"),
            Map.entry(
                    "\"initiator\":{\"groups\":[\"exec\"],\"notGroups\":[\"exec\"]}",
                    "\"initiator\":{\"groups\":[\"exec\",\"ops\"],\"notGroups\":[\"exec\"]}"),
            Map.entry(
                    "\"initiator\":{\"users\":[\"u:ann\"],\"service\":true}",
                    "\"initiator\":{\"users\":[\"u:ann\",\"s:pay\"],\"service\":true}"),
            Map.entry(
                    "\"time\":{\"tz\":\"UTC\",\"outside\":true}",
                    "\"time\":{\"tz\":\"UTC\",\"outside\":true,\"holidays\":\"fr\"}"),
            Map.entry(
                    "\"decoded\":true,\"asset\":{\"in\":[\"stables\"],\"notIn\":[\"stables\"]}",
                    "\"asset\":{\"in\":[\"stables\"],\"notIn\":[\"stables\"]}"),
            Map.entry(
                    "\"decoded\":true,\"asset\":{\"in\":[\"stables\"],\"class\":[\"NATIVE\"]}",
                    "\"decoded\":true,\"asset\":{\"in\":[\"stables\"],\"class\":[\"NATIVE\",\"TOKEN\"]}"),
            Map.entry(
                    "\"decoded\":true,\"asset\":{\"in\":[\"stables\"],\"is\":[\"eip155:1/slip44:60\"]}",
                    "\"decoded\":true,\"asset\":{\"is\":[\"eip155:1/slip44:60\"]}"));

    @Test
    void whatCannotBeSoAtOnce_neverMatches_andOneMoreWayOutDoes() {
        IMPOSSIBLE.forEach((never, nearly) -> {
            assertThat(remarks(NEVER_MATCHES, ALL, deny("x", never)))
                    .as(never)
                    .singleElement()
                    .satisfies(remark -> assertThat(remark.pointer()).startsWith("/rules/1/match/"));
            assertQuiet(NEVER_MATCHES, ALL, deny("x", nearly));
        });
        assertThat(IMPOSSIBLE).hasSize(9);
    }

    @Test
    void allowOfAnAssetThatCannotBe_neverMatches_alsoOfWhatIsNotUnderstood() {
        assertRemarked(
                NEVER_MATCHES,
                Severity.ERROR,
                "/rules/0/match/asset",
                ALLOW.formatted(",\"match\":{\"asset\":{\"in\":[\"stables\"],\"class\":[\"NATIVE\"]}}"));
        var ages = ",\"match\":{\"counterparty\":{\"codeAgeMin\":\"%s\",\"codeAgeMax\":\"P2D\"}}";
        assertRemarked(
                NEVER_MATCHES, Severity.ERROR, "/rules/0/match/counterparty", ALLOW.formatted(ages.formatted("P2D")));
        assertQuiet(NEVER_MATCHES, ALLOW.formatted(ages.formatted("P1D")));
    }

    @Test
    void allowOfEntriesThatItLeavesOut_neverMatches_andADenyOfThemMayErr() {
        var book = "\"destination\":{\"in\":[\"payees\"],\"notIn\":[\"%s\"]}";
        assertRemarked(
                NEVER_MATCHES,
                Severity.ERROR,
                "/rules/0/match/destination",
                ALLOW.formatted(",\"match\":{" + book.formatted("payees") + "}"));
        assertQuiet(NEVER_MATCHES, ALLOW.formatted(",\"match\":{" + book.formatted("safes") + "}"));
        assertQuiet(NEVER_MATCHES, ALL, deny("x", book.formatted("payees")));
    }

    @Test
    void anotherPlaceThanThePolicys_neverMatches() {
        var policy = Judging.policy(
                "{\"org\":\"acme\",\"workspace\":\"prod\"}", deny("x", "\"source\":{\"workspaces\":[\"dev\"]}"));
        assertThat(Analysis.of(policy).of(Severity.ERROR))
                .extracting(Remark::code)
                .containsExactly(NEVER_MATCHES);
        var own = Judging.policy(
                "{\"org\":\"acme\",\"workspace\":\"prod\"}", deny("x", "\"source\":{\"workspaces\":[\"prod\"]}"));
        assertThat(Analysis.of(own).of(Severity.ERROR)).isEmpty();
    }

    @Test
    void moreThanAreInTheGroup_canNeverAgree() {
        var term = "{\"group\":\"risk\",\"min\":%d%s}";
        assertRemarked(
                UNREACHABLE_QUORUM,
                Severity.ERROR,
                "/rules/1/approvals/0/min",
                ALL,
                require("r", term.formatted(3, "")));
        assertRemarked(
                UNREACHABLE_QUORUM,
                Severity.WARNING,
                "/rules/1/approvals/0/min",
                ALL,
                require("r", term.formatted(2, "")));
        assertQuiet(UNREACHABLE_QUORUM, ALL, require("r", term.formatted(1, "")));
        assertQuiet(UNREACHABLE_QUORUM, ALL, require("r", term.formatted(2, ",\"excludeInitiator\":false")));
        var limit = "{\"id\":\"l\",\"effect\":\"LIMIT\",\"activity\":[\"*\"],"
                + "\"limit\":{\"measure\":\"COUNT\",\"max\":\"5\","
                + "\"window\":{\"type\":\"LIFETIME\"},\"onExceed\":{\"effect\":\"REQUIRE\","
                + "\"approvals\":[" + term.formatted(3, "") + "]}}}";
        assertRemarked(UNREACHABLE_QUORUM, Severity.ERROR, "/rules/1/limit/onExceed/approvals/0/min", ALL, limit);
    }

    @Test
    void allOfAGroup_withoutWhoeverProposed_dependsOnWhoMayPropose() {
        var two = ",\"approvals\":[{\"group\":\"risk\",\"min\":2}]";
        var by = "\"initiator\":{\"groups\":[\"%s\"]}";
        assertRemarked(
                UNREACHABLE_QUORUM,
                Severity.ERROR,
                "/rules/1/approvals/0/min",
                ALL,
                rule("r", "REQUIRE", by.formatted("risk"), two));
        assertQuiet(UNREACHABLE_QUORUM, ALL, rule("r", "REQUIRE", by.formatted("ops"), two));
    }

    @Test
    void whoeverProposes_andAgrees_isRemarked_unlessNobodyOfTheGroupProposes() {
        var self = ",\"approvals\":[{\"group\":\"risk\",\"min\":1,\"excludeInitiator\":false}]";
        var by = "\"initiator\":{\"groups\":[\"%s\"]}";
        assertRemarked(
                SELF_APPROVAL,
                Severity.WARNING,
                "/rules/1/approvals/0/excludeInitiator",
                ALL,
                rule("r", "REQUIRE", by.formatted("risk"), self));
        assertQuiet(SELF_APPROVAL, ALL, rule("r", "REQUIRE", by.formatted("ops"), self));
        assertQuiet(SELF_APPROVAL, ALL, rule("r", "REQUIRE", by.formatted("risk"), self.replace("false", "true")));
    }

    @Test
    void allowsThatNobodyHasToAgreeTo_areNamed() {
        var everywhere = require("r", "{\"group\":\"exec\",\"min\":1}");
        assertRemarked(UNAPPROVED, Severity.NOTE, "/rules/0", ALLOW.formatted(""));
        assertQuiet(UNAPPROVED, ALLOW.formatted(""), everywhere);
        assertRemarked(UNAPPROVED, Severity.NOTE, "/rules/0", ALL, everywhere);
    }

    @Test
    void activitiesThatNoAllowReaches_areNamed() {
        assertThat(remarks(UNCOVERED, ALLOW.formatted("")).getFirst().sentence())
                .contains("CONTRACT_CALL")
                .doesNotContain("TRANSFER", "BATCH")
                .as("of these no ALLOW is asked")
                .doesNotContain("_CHANGE", "UNFREEZE", "KEY_");
        assertQuiet(UNCOVERED, ALL);
        assertRemarked(UNCOVERED, Severity.WARNING, "/rules", deny("x", HOT));
    }

    @Test
    void listsThatARuleWatches_andNoAllowAdmits_areNamed() {
        var watch = rule("w", "REQUIRE", TO_SAFES, ",\"approvals\":[{\"group\":\"exec\",\"min\":1}]");
        var elsewhere = "{\"id\":\"b\",\"effect\":\"ALLOW\",\"activity\":[\"*\"],"
                + "\"match\":{\"destination\":{\"notIn\":[\"safes\"]}}}";
        assertRemarked(UNCOVERED, Severity.NOTE, "/rules/1/match/destination/in", elsewhere, watch);
        assertQuiet(UNCOVERED, ALL, watch);
        var stables = rule(
                "w", "REQUIRE", "\"asset\":{\"in\":[\"stables\"]}", ",\"approvals\":[{\"group\":\"exec\",\"min\":1}]");
        var ether = "{\"id\":\"b\",\"effect\":\"ALLOW\",\"activity\":[\"*\"],"
                + "\"match\":{\"asset\":{\"is\":[\"eip155:1/slip44:60\"]}}}";
        assertRemarked(UNCOVERED, Severity.NOTE, "/rules/1/match/asset/in", ether, stables);
        assertQuiet(UNCOVERED, ALL, stables);
    }

    @Test
    void denyOfSomeHours_isRemarked_andHoursForEverythingAreNot() {
        var hours = "\"time\":{\"tz\":\"UTC\",\"hours\":\"08:00-19:00\"}";
        assertRemarked(
                TIME_GATED_DENY, Severity.WARNING, "/rules/1/match/time", ALL, deny("x", hours + "," + TO_SAFES));
        assertQuiet(TIME_GATED_DENY, ALL, deny("x", hours));
        assertQuiet(TIME_GATED_DENY, ALLOW.formatted(",\"match\":{" + hours + "," + TO_SAFES + "}"));
    }

    @Test
    void amountsThatNoAllowAdmits_areRemarked() {
        var most = ",\"match\":{\"amount\":{\"fiat\":\"USD\",\"max\":\"%d\"}}";
        var tier = deny("x", "\"amount\":{\"fiat\":\"USD\",\"min\":\"1000\"}");
        assertRemarked(
                UNREACHABLE_AMOUNT,
                Severity.NOTE,
                "/rules/1/match/amount/min",
                ALLOW.formatted(most.formatted(999)),
                tier);
        assertQuiet(UNREACHABLE_AMOUNT, ALLOW.formatted(most.formatted(1000)), tier);
        assertQuiet(UNREACHABLE_AMOUNT, ALLOW.formatted(most.formatted(999)), tier.replace("USD", "EUR"));
    }

    private static String limit(String activities, String measure, int max) {
        return ("{\"id\":\"few\",\"effect\":\"LIMIT\",\"activity\":[%s],\"limit\":{\"measure\":\"%s\",\"max\":\"%d\","
                        + "\"window\":{\"type\":\"ROLLING\",\"length\":\"PT24H\"}}}")
                .formatted(activities, measure, max);
    }

    @Test
    void limitOfChanges_countsNothing_andOneOfNoneForbids() {
        var changes = "\"ADDRESS_BOOK_CHANGE\"";
        assertRemarked(NOT_COUNTED, Severity.ERROR, "/rules/1/activity", ALL, limit(changes, "COUNT", 3));
        assertRemarked(
                NOT_COUNTED,
                Severity.ERROR,
                "/rules/1/activity",
                ALL,
                limit("\"TRANSFER\",\"POLICY_CHANGE\"", "FIAT:USD", 0));
        assertQuiet(NOT_COUNTED, ALL, limit(changes, "COUNT", 0));
        assertQuiet(NOT_COUNTED, ALL, limit("\"TRANSFER\"", "COUNT", 3));
        assertQuiet(NOT_COUNTED, ALL, limit("\"*\"", "COUNT", 3));
    }

    @Test
    void allowOfWhatNoNodeSigns_isNoted_andNobodyIsToldToAddOne() {
        var hash = "{\"id\":\"hash\",\"effect\":\"ALLOW\",\"activity\":[\"%s\"]}";
        for (var activity : List.of("RAW_HASH", "CONTRACT_DEPLOY"))
            assertRemarked(NEVER_SIGNED, Severity.NOTE, "/rules/1/activity", ALL, hash.formatted(activity));
        assertQuiet(NEVER_SIGNED, ALL, hash.formatted("MESSAGE"));
        assertThat(remarks(UNCOVERED, hash.formatted("TRANSFER")))
                .singleElement()
                .satisfies(remark -> assertThat(remark.sentence())
                        .contains("MESSAGE")
                        .doesNotContain("RAW_HASH", "CONTRACT_DEPLOY"));
    }

    private static String when(String condition) {
        return "{\"id\":\"much\",\"effect\":\"DENY\",\"activity\":[\"*\"],\"when\":\"%s\"}".formatted(condition);
    }

    @Test
    void conditionOnTheAmountOfOneLeg_isPassedByTwo_andWarnedOf() {
        var deny = when("leg.amount > amount('1500000000000000000')");
        var policy = Judging.policy(ALL + "," + deny);
        var one = Judging.ether(Judging.PAYEE, "1");
        assertThat(Judging.codes(Judging.judge(Judging.matter(Judging.ether(Judging.PAYEE, "2")), policy)))
                .isNotEmpty();
        assertThat(Judging.codes(Judging.judge(Judging.matter(one, one), policy)))
                .isEmpty();
        assertRemarked(UNSUMMED, Severity.WARNING, "/rules/1/when", ALL, deny);
        assertRemarked(UNSUMMED, Severity.WARNING, "/rules/1/when", ALL, when("leg.value > amount('1')"));
        assertQuiet(UNSUMMED, ALL, when("tx.fee > amount('1')"));
        assertQuiet(UNSUMMED, ALL, rule("sum", "DENY", "\"amount\":{\"fiat\":\"USD\",\"min\":\"9\"}", ""));
    }

    private static String freezing(String measure, String window, String onExceed) {
        return """
            {"id":"f","effect":"LIMIT","activity":["TRANSFER"],"limit":{"measure":"%s","max":"9","window":%s,
            "onExceed":%s}}""".formatted(measure, window, onExceed);
    }

    private static String rolling(String length) {
        return "{\"type\":\"ROLLING\",\"length\":\"%s\"}".formatted(length);
    }

    @Test
    void limitThatFreezesAnewOnceItsFreezeWasEnded_isRemarked_withUntilWhen() {
        var hour = rolling("PT1H");
        var day = "{\"type\":\"CALENDAR\",\"tz\":\"UTC\",\"unit\":\"DAY\"}";
        var ever = "{\"type\":\"LIFETIME\"}";
        var freezes = "{\"effect\":\"DENY\",\"freeze\":\"WORKSPACE\"}";
        for (var rule : List.of(
                freezing("COUNT", day, freezes),
                freezing("COUNT", ever, freezes),
                freezing("FIAT:USD", hour, freezes),
                freezing("ASSET", hour, freezes)))
            assertRemarked(FREEZES_AGAIN, Severity.WARNING, "/rules/1/limit", ALL, rule);
        assertThat(remarks(FREEZES_AGAIN, ALL, freezing("COUNT", day, freezes))
                        .getFirst()
                        .sentence())
                .endsWith("until the day is over.");
        assertThat(remarks(FREEZES_AGAIN, ALL, freezing("COUNT", ever, freezes))
                        .getFirst()
                        .sentence())
                .endsWith("for ever.");
        assertThat(remarks(FREEZES_AGAIN, ALL, freezing("ASSET", hour, freezes))
                        .getFirst()
                        .sentence())
                .endsWith("until what it sums is PT1H old.");
        assertThat(remarks(FREEZES_AGAIN, ALL, freezing("COUNT", rolling("P30D"), freezes))
                        .getFirst()
                        .sentence())
                .endsWith("until what it counts is PT720H old.");
        assertRemarked(
                FREEZES_AGAIN, Severity.WARNING, "/rules/1/limit", ALL, freezing("COUNT", rolling("PT25H"), freezes));
        assertQuiet(FREEZES_AGAIN, ALL, freezing("COUNT", rolling("PT24H"), freezes));
        assertQuiet(FREEZES_AGAIN, ALL, freezing("COUNT", hour, freezes));
        assertQuiet(FREEZES_AGAIN, ALL, freezing("FIAT:USD", day, "{\"effect\":\"DENY\"}"));
    }

    @Test
    void manyRules_areComparedUpToABound_whichIsSaid() {
        var many = new StringBuilder(ALL);
        var few = new StringBuilder(ALL);
        for (var i = 0; i < 145; i++) {
            many.append(',').append(deny("d" + i, "\"initiator\":{\"users\":[\"u:p%d\"]}".formatted(i)));
            few.append(',').append(deny("d" + i, "\"source\":{\"vaults\":[\"v%d\"]}".formatted(i)));
        }
        assertRemarked(INCOMPLETE, Severity.NOTE, "", many.toString());
        assertQuiet(INCOMPLETE, few.toString());
    }

    @Test
    void soundPolicy_hasNoErrors_andTheWorstComesFirst() {
        assertThat(Analysis.of(Judging.policy(ALL + "," + require("r", "{\"group\":\"exec\",\"min\":1}")))
                        .of(Severity.ERROR))
                .isEmpty();
        var found = Analysis.of(Judging.policy(deny("one", HOT) + "," + deny("two", HOT) + ","
                        + require("r", "{\"group\":\"risk\",\"min\":3}")))
                .remarks();
        assertThat(found).extracting(Remark::severity).isSorted().contains(Severity.ERROR, Severity.WARNING);
    }
}
