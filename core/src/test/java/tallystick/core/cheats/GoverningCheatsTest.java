package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.Outlook;
import tallystick.core.governance.Proposing;
import tallystick.core.governance.Remedy;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Judging;
import tallystick.core.people.Directory;
import tallystick.core.people.Person;
import tallystick.core.people.Right;
import tallystick.core.policy.Policy;
import tallystick.core.policy.change.Outlooks;
import tallystick.core.policy.json.PolicyFile;

@DisplayName("Policies after which nobody could change anything, docs/spec/governance.md GO-26")
class GoverningCheatsTest {
    private static final Directory CROWD = Crowd.directory();

    private static Set<Remedy> possible(String rules, Directory people) {
        return needed(Judging.policy(rules), people, Judging.NOW);
    }

    /// What every workspace needs, of what is possible.
    private static Set<Remedy> needed(Policy policy, Directory people, Instant from) {
        var possible = EnumSet.noneOf(Remedy.class);
        possible.addAll(Outlook.possible(Outlooks.of(policy, people, from, Proposing.PROGRAM)));
        possible.retainAll(Remedy.NEEDED);
        return possible;
    }

    private static String require(String activity, String rest) {
        return "{\"id\":\"r\",\"effect\":\"REQUIRE\",\"activity\":[\"%s\"],%s}".formatted(activity, rest);
    }

    private static String deny(String activity, String rest) {
        return "{\"id\":\"d\",\"effect\":\"DENY\",\"activity\":[\"%s\"]%s}".formatted(activity, rest);
    }

    private static String exec(int min) {
        return "\"approvals\":[{\"group\":\"exec\",\"min\":%d}]".formatted(min);
    }

    private static void governs(String rules) {
        assertThat(possible(rules, CROWD)).isEqualTo(Remedy.NEEDED);
    }

    private static void denies(String rules, Remedy... those) {
        assertThat(possible(rules, CROWD)).doesNotContain(those).hasSize(Remedy.NEEDED.size() - those.length);
    }

    @Test
    void rulesAboutPayments_leaveGovernanceAlone() {
        governs("");
        governs(deny("TRANSFER", ""));
        governs(deny("TRANSFER", "") + "," + require("POLICY_CHANGE", exec(2)).replace("\"r\"", "\"s\""));
        governs(deny("ADDRESS_BOOK_CHANGE", ""));
        governs(deny("*", ",\"match\":{\"amount\":{\"unit\":\"BASE\",\"min\":\"1\"}}"));
    }

    @Test
    void denialOfWhatIsNeeded_isFound_howeverItIsMeant() {
        denies(deny("POLICY_CHANGE", ""), Remedy.CHANGE_POLICY);
        denies(deny("UNFREEZE", ""), Remedy.END_FREEZE);
        denies(deny("*", ""), Remedy.CHANGE_POLICY, Remedy.CHANGE_PEOPLE, Remedy.END_FREEZE);
        denies(deny("UNFREEZE", ",\"when\":\"initiator.id != 'nobody'\""), Remedy.END_FREEZE);
        governs(deny("UNFREEZE", ",\"when\":\"initiator.id == 'u:ann'\""));
        // What waits for a fact would deny for ever: there is none of a change.
        governs(deny("*", ",\"match\":{\"risk\":{\"scoreMin\":90}}"));
        denies(
                deny(
                        "USER_ROLE_CHANGE",
                        ",\"match\":{\"time\":{\"tz\":\"Europe/Paris\",\"holidays\":\"fr\",\"outside\":true}}"),
                Remedy.CHANGE_PEOPLE);
        governs(deny(
                "UNFREEZE",
                ",\"match\":{\"time\":{\"tz\":\"Europe/Paris\",\"days\":[\"MON-FRI\"],\"hours\":\"08:00-19:00\"}}"));
        denies(
                deny("UNFREEZE", ",\"match\":{\"time\":{\"tz\":\"Europe/Paris\",\"hours\":\"08:00-19:00\"}}")
                        + ",{\"id\":\"e\",\"effect\":\"DENY\",\"activity\":[\"*\"],\"match\":{\"time\":{\"tz\":"
                        + "\"Europe/Paris\",\"hours\":\"08:00-19:00\",\"outside\":true}}}",
                Remedy.END_FREEZE);
        governs(deny("UNFREEZE", ",\"match\":{\"initiator\":{\"users\":[\"u:ann\"]}}"));
    }

    @Test
    void peopleWhoAreAsked_haveToBeThere() {
        governs(require("POLICY_CHANGE", exec(3)));
        denies(require("POLICY_CHANGE", exec(4)), Remedy.CHANGE_POLICY);
        // Gus and Hal are no people here.
        denies(require("UNFREEZE", "\"approvals\":[{\"group\":\"risk\",\"min\":1}]"), Remedy.END_FREEZE);
        // Fay's passkey is no hardware.
        denies(
                require("UNFREEZE", "\"approvals\":[{\"group\":\"exec\",\"min\":3,\"authStrength\":\"HARDWARE\"}]"),
                Remedy.END_FREEZE);
        denies(require("UNFREEZE", exec(1) + ",\"delay\":{\"min\":\"P31D\"}"), Remedy.END_FREEZE);
        governs(require("UNFREEZE", exec(1) + ",\"delay\":{\"min\":\"P30D\"}"));
    }

    private static Directory without(Right right) {
        var people = CROWD;
        for (var person : CROWD.people())
            if (!person.id().name().equals("u:ann") && person.rights().contains(right))
                people = Crowd.with(people, person.with(Person.Status.SUSPENDED));
        return people;
    }

    @Test
    void proposersAndApprovers_haveToBeActive() {
        assertThat(possible("", without(Right.APPROVE))).isEmpty();
        var onlyPayouts = new Directory(
                2,
                CROWD.people().stream()
                        .map(person -> new Person(
                                person.id(),
                                person.human(),
                                person.displayName(),
                                person.status(),
                                Set.of(Right.APPROVE),
                                person.roles(),
                                person.keys()))
                        .toList());
        assertThat(possible("", onlyPayouts)).isEmpty();
        var revoked = new Directory(
                2,
                CROWD.people().stream()
                        .map(person -> person.with(person.keys().stream()
                                .map(held -> held.revoked())
                                .toList()))
                        .toList());
        assertThat(possible("", revoked)).isEmpty();
    }

    @Test
    void policyThatCountsLater_governsNothingUntilThen() {
        var policy = Judging.policy("");
        var from = policy.effectiveFrom();
        assertThat(needed(policy, CROWD, from)).isEqualTo(Remedy.NEEDED);
        assertThat(needed(policy, CROWD, from.minus(Duration.ofSeconds(1)))).isEmpty();
    }

    @Test
    void templates_leaveGovernanceToTheirGroups() {
        var names = List.of("payments", "treasury", "exchange-hot", "cold");
        for (var name : names) {
            var policy = PolicyFile.parse(Judging.file("templates/%s.json".formatted(name)))
                    .orThrow();
            var people = new java.util.ArrayList<Person>();
            policy.groups().values().stream()
                    .flatMap(java.util.Collection::stream)
                    .distinct()
                    .sorted()
                    .filter(id -> !id.isService())
                    .forEach(id -> people.add(
                            Crowd.person(id.name(), "h:" + id.name().substring(2), Crowd.passkey(id.name(), true))));
            assertThat(needed(policy, new Directory(1, people), Instant.parse("2026-12-01T00:00:00Z")))
                    .as(name)
                    .isEqualTo(Remedy.NEEDED);
        }
        assertThat(names).hasSize(4);
    }

    private static Map<Remedy, Outlook> outlooks(String rules, Proposing enough) {
        return Outlooks.of(Judging.policy(rules), CROWD, Judging.NOW, enough);
    }

    /// So many timed rules, each hour of the week in others than the one before, and a week of which but one hour, a
    /// Sunday's last, is denied.
    private static String late(int rules) {
        var days = List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");
        var text = new StringBuilder(deny(
                "*",
                ",\"match\":{\"time\":{\"tz\":\"UTC\",\"days\":[\"SUN\"],\"hours\":\"23:00-23:59\","
                        + "\"outside\":true}}"));
        for (var i = 0; i < rules; i++)
            text.append((",{\"id\":\"t%d\",\"effect\":\"REQUIRE\",\"activity\":[\"*\"],\"match\":{\"time\":"
                            + "{\"tz\":\"UTC\",\"days\":[\"%s\"],\"hours\":\"%02d:00-%02d:%02d\"}},"
                            + "\"approvals\":[{\"group\":\"exec\",\"min\":1}]}")
                    .formatted(i, days.get(i / 24 % 7), i % 24, i % 24, 1 + i / 168));
        return text.toString();
    }

    @Test
    void whatTakesTooMuchToFindOut_isNeitherPossibleNorImpossible() {
        assertThat(possible(late(500), CROWD)).isEqualTo(Remedy.NEEDED);
        for (var enough : List.of(Proposing.PROGRAM, Proposing.HUMAN, Proposing.TWO)) {
            var found = outlooks(late(9_000), enough);
            assertThat(found.keySet()).containsAll(Remedy.NEEDED);
            assertThat(found.values()).containsOnly(new Outlook(Proposing.NOBODY, enough, Set.of()));
        }
        // Whom there are too few of nobody looks for.
        var few = Crowd.of(1, Crowd.find(CROWD, "u:ann"), Crowd.find(CROWD, "u:bo"));
        assertThat(Outlooks.of(Judging.policy(late(9_000)), few, Judging.NOW, Proposing.PROGRAM))
                .containsEntry(Remedy.BREAK_GLASS, Outlook.NONE);
        assertThat(outlooks(deny("*", ""), Proposing.TWO).values()).containsOnly(Outlook.NONE);
    }

    /// Many rules of no change, of which each asks for an hour of its own, and the clock in between.
    @Test
    void rulesThatNoChangeMeets_makeNothingHarderToFind_atAnyHour() {
        var text = late(0) + ","
                + late(9_000)
                        .substring(late(0).length() + 1)
                        .replace("\"match\":{", "\"match\":{\"source\":{\"wallets\":[\"w1\"]},");
        for (var hour = 0; hour < 7 * 24; hour += 5)
            assertThat(Outlooks.of(
                            Judging.policy(text), CROWD, Judging.NOW.plus(Duration.ofHours(hour)), Proposing.TWO))
                    .as("%d hours on", hour)
                    .hasSize(3)
                    .allSatisfy((_, outlook) -> assertThat(outlook.atLeast()).isEqualTo(Proposing.TWO));
    }
}
