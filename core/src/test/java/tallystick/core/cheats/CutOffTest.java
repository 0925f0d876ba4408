package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.Direction;
import tallystick.core.governance.Least;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Ruling;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Senate;
import tallystick.core.kit.Statutes;
import tallystick.core.people.Directory;
import tallystick.core.people.Person;
import tallystick.core.policy.Policy;
import tallystick.core.policy.change.ChangeTerms;
import tallystick.core.policy.change.GovernedPolicies;

@DisplayName("Policies and people too large to search through, docs/spec/governance.md GO-26, GO-31, GO-33")
class CutOffTest {
    private static final Directory CROWD = Crowd.directory();

    /// A Friday at eight in the morning.
    private static final Instant NOW = Statutes.NOW;

    /// Within the hours, where the next full hour is not.
    private static final Instant LATE = NOW.plus(Duration.ofMinutes(65));

    private static final String CHANGES = "\"POLICY_CHANGE\",\"USER_ROLE_CHANGE\",\"UNFREEZE\"";

    /// Changes begin in two hours of the week.
    private static final String HOURS = "{\"id\":\"hours\",\"effect\":\"DENY\",\"activity\":[" + CHANGES
            + "],\"match\":{\"time\":{\"tz\":\"UTC\",\"days\":[\"FRI\"],\"hours\":\"08:00-10:00\",\"outside\":true}}}";

    private static String rules(int count, String text) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"id\":\"t%d\",%s}".formatted(i, text))
                .collect(Collectors.joining(","));
    }

    /// What is about no change, though it says nothing of activities.
    private static String ofNoChange(int count) {
        return rules(count, "\"effect\":\"DENY\",\"activity\":[\"*\"],\"match\":{\"source\":{\"wallets\":[\"w1\"]}}");
    }

    private static Ruling suspending(Senate senate, Instant at, String by, String... names) {
        var change = senate.toPeople(Senate.suspended(senate.people(), names), NOW.plusSeconds(60), by);
        return senate.rule(Statutes.sign(change, by, by), at);
    }

    /// By two documents of one signature each: many rules about payments that never are, while changes may begin, and
    /// then, with the next full hour outside of it, all others suspended.
    @Test
    void manyRulesOfNoChange_hideNobodyWhoIsSuspended() {
        var before = Senate.of(Senate.policy(1, HOURS, ""), CROWD);
        var many = before.toPolicy(Senate.policy(2, HOURS + "," + ofNoChange(9_900), ""), NOW.plusSeconds(60), "ann");
        var document = ((Proposal.NewDocument) many.proposal()).document();
        assertThat(before.council().direction(document, new GovernedPolicies())).isEqualTo(Direction.TIGHTEN);
        assertThat(before.rule(Statutes.sign(many, "ann", "ann"), NOW)).isInstanceOf(Ruling.Accepted.class);
        var senate = Senate.of(Senate.policy(1, HOURS + "," + ofNoChange(9_900), ""), CROWD);
        assertThat(suspending(senate, LATE, "ann", "u:bo", "u:cy", "u:dee", "u:eli", "u:fay"))
                .isEqualTo(new Ruling.Refused(Ruling.Why.UNGOVERNABLE));
        assertThat(suspending(senate, LATE, "ann", "u:cy", "u:dee", "u:eli", "u:fay"))
                .isInstanceOf(Ruling.Open.class);
        // So large a policy stays one by which somebody can be stopped, at every hour.
        assertThat(suspending(senate, LATE, "ann", "u:eli")).isInstanceOf(Ruling.Accepted.class);
        assertThat(suspending(senate, NOW, "ann", "u:eli")).isInstanceOf(Ruling.Accepted.class);
    }

    /// Each hour of the week is one of its own, and all of nine thousand rules are about every change.
    private static Policy endless() {
        var days = List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");
        var rules = new ArrayList<String>();
        for (var i = 0; i < 9_000; i++)
            rules.add(("{\"id\":\"t%d\",\"effect\":\"REQUIRE\",\"activity\":[\"*\"],\"match\":{\"time\":"
                            + "{\"tz\":\"UTC\",\"days\":[\"%s\"],\"hours\":\"%02d:00-%02d:%02d\"}},"
                            + "\"approvals\":[{\"group\":\"exec\",\"min\":1}]}")
                    .formatted(i, days.get(i / 24 % 7), i % 24, i % 24, 1 + i / 168));
        return Senate.policy(1, HOURS + "," + String.join(",", rules), "");
    }

    @Test
    void whatWasNotFoundOut_countsAsPossibleBefore_andAsImpossibleAfter() {
        var senate = Senate.of(endless(), CROWD);
        assertThat(suspending(senate, LATE, "ann", "u:bo", "u:cy", "u:dee", "u:eli", "u:fay"))
                .isEqualTo(new Ruling.Refused(Ruling.Why.UNGOVERNABLE));
        var small = senate.toPolicy(Senate.policy(2, HOURS, ""), NOW.plus(Duration.ofHours(25)), "ann");
        assertThat(senate.rule(Statutes.sign(small, "ann", "bo", "cy"), NOW)).isInstanceOf(Ruling.Accepted.class);
    }

    private static final int DENIED = 64;

    /// Sixty-four who may propose and whom the policy denies it, before some whom it does not.
    private static Senate crowded(int others) {
        var people = new ArrayList<Person>();
        for (var i = 0; i < DENIED + others; i++) {
            var name = "p%03d".formatted(i);
            people.add(Crowd.person("u:" + name, "h:" + name, Crowd.passkey(name, true)));
        }
        var denied =
                IntStream.range(0, DENIED).mapToObj("\"u:p%03d\""::formatted).collect(Collectors.joining(","));
        var denies = "{\"id\":\"d\",\"effect\":\"DENY\",\"activity\":[" + CHANGES
                + "],\"match\":{\"initiator\":{\"groups\":[\"denied\"]}}}";
        return Senate.of(
                Senate.policy(1, denies, ",\"denied\":{\"members\":[" + denied + "]}"),
                Crowd.of(1, people.toArray(Person[]::new)));
    }

    @Test
    void whoMayProposeAfterManyWhoAreDenied_isFound() {
        var senate = crowded(1);
        var names = IntStream.range(0, DENIED).mapToObj("u:p%03d"::formatted).toArray(String[]::new);
        assertThat(suspending(senate, NOW, "p064", names)).isEqualTo(new Ruling.Refused(Ruling.Why.UNGOVERNABLE));
        assertThat(suspending(senate, NOW, "p064", "u:p000")).isInstanceOf(Ruling.Accepted.class);
    }

    /// Whom the policy lets propose one alone takes from the others, but for one whose key is lost.
    @Test
    void twoWhoMayProposeAfterManyWhoAreDenied_areFound() {
        var senate = crowded(4);
        var walled = senate.toPeople(Senate.suspended(senate.people(), "u:p065", "u:p066"), NOW, "p064");
        assertThat(senate.council().least(walled, new GovernedPolicies(), NOW)).isEqualTo(Least.TIGHTEN_TOGETHER);
        assertThat(suspending(senate, NOW, "p064", "u:p065", "u:p066")).isInstanceOf(Ruling.Open.class);
    }

    private static boolean mayBegin(String rules) {
        var end = Statutes.sign(Statutes.change(new Proposal.Unfreeze(Statutes.WORKSPACE), "ann"), "ann");
        return ChangeTerms.of(Senate.policy(1, rules, ""), CROWD, end, Least.UNFREEZE, NOW, NOW)
                .isPresent();
    }

    /// One person alone brings rules that deny payments, by two documents as many as there may be: then there is none
    /// left for the node's own.
    @Test
    void policyOfAsManyRulesAsThereMayBe_letsChangesBegin_ifTheyAreAboutNone() {
        assertThat(mayBegin(rules(Policy.RULES_MAX - 1, "\"effect\":\"DENY\",\"activity\":[\"TRANSFER\"]")))
                .isTrue();
        assertThat(mayBegin(rules(Policy.RULES_MAX, "\"effect\":\"DENY\",\"activity\":[\"TRANSFER\"]")))
                .isTrue();
        assertThat(mayBegin(ofNoChange(Policy.RULES_MAX))).isTrue();
        var half = Senate.of(Senate.policy(1, ofNoChange(Policy.RULES_MAX / 2), ""), CROWD);
        var full = half.toPolicy(Senate.policy(2, ofNoChange(Policy.RULES_MAX), ""), NOW.plusSeconds(60), "ann");
        assertThat(half.rule(Statutes.sign(full, "ann", "ann"), NOW)).isInstanceOf(Ruling.Accepted.class);
        var senate = Senate.of("", CROWD);
        // Where changes meet all of them, there is no room, and no node takes such a policy.
        for (var activity : List.of("*", "ADDRESS_BOOK_CHANGE")) {
            var all = rules(
                    Policy.RULES_MAX,
                    "\"effect\":\"REQUIRE\",\"activity\":[\"%s\"],\"approvals\":[{\"group\":\"exec\",\"min\":1}]"
                            .formatted(activity));
            assertThat(mayBegin(all)).as(activity).isFalse();
            var next = senate.toPolicy(Senate.policy(2, all, ""), NOW.plus(Duration.ofHours(25)), "ann");
            assertThat(senate.rule(Statutes.sign(next, "ann", "bo", "cy"), NOW))
                    .as(activity)
                    .isEqualTo(new Ruling.Refused(Ruling.Why.UNGOVERNABLE));
        }
    }
}
