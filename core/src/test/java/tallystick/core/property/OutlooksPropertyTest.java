package tallystick.core.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Attainable;
import tallystick.core.governance.Constitution;
import tallystick.core.governance.Outlook;
import tallystick.core.governance.Proposing;
import tallystick.core.governance.Remedy;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Senate;
import tallystick.core.people.Directory;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.Right;
import tallystick.core.policy.Policy;
import tallystick.core.policy.change.Governing;
import tallystick.core.policy.change.Outlooks;
import tallystick.core.policy.matter.Initiator;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// docs/spec/governance.md, GO-26 and GO-33: what is found of a policy is what asking all of it for everybody at each
/// hour finds, and whoever is not named by it is not needed for it.
class OutlooksPropertyTest {
    private static final int ROUNDS = 150;
    private static final Instant MONDAY = Instant.parse("2026-11-23T00:00:00Z");
    private static final Digest32 SOME = new Digest32(Bytes.copyOf(new byte[Digest32.LENGTH_BYTES]));
    private static final String GROUPS = ",\"mine\":{\"members\":[\"u:bo\",\"u:cy\",\"s:ci\"]},"
            + "\"others\":{\"members\":[\"u:dee\",\"u:eli\",\"u:fay\",\"u:ann-ops\"]},"
            + "\"one\":{\"members\":[\"u:cy\"]},\"none\":{\"members\":[\"s:ci\"]}";

    private static final List<String> EFFECTS = List.of(
            "\"DENY\"",
            "\"DENY\"",
            "\"REQUIRE\",\"approvals\":[{\"group\":\"exec\",\"min\":2}]",
            "\"REQUIRE\",\"approvals\":[{\"group\":\"mine\",\"min\":1,\"excludeInitiator\":false}]",
            "\"REQUIRE\",\"approvals\":[{\"group\":\"others\",\"min\":2,\"authStrength\":\"HARDWARE\"}]",
            "\"REQUIRE\",\"delay\":{\"min\":\"P31D\"}",
            "\"LIMIT\",\"limit\":{\"measure\":\"COUNT\",\"max\":\"5\",\"window\":{\"type\":\"ROLLING\","
                    + "\"length\":\"PT24H\"}}");

    private static final List<String> MATCHES = List.of(
            "",
            ",\"match\":{\"risk\":{\"scoreMin\":60}}",
            ",\"match\":{\"amount\":{\"unit\":\"BASE\",\"min\":\"1\"}}",
            ",\"match\":{\"source\":{\"vaults\":[\"hot\"]}}",
            ",\"match\":{\"initiator\":{\"users\":[\"u:ann\",\"u:fay\"]}}",
            ",\"match\":{\"initiator\":{\"notGroups\":[\"mine\"]}}",
            ",\"match\":{\"initiator\":{\"notGroups\":[\"one\"]}}",
            ",\"match\":{\"initiator\":{\"notGroups\":[\"none\"]}}",
            ",\"match\":{\"initiator\":{\"groups\":[\"others\"]},\"time\":{\"tz\":\"UTC\",\"days\":[\"TUE-SAT\"]}}",
            ",\"match\":{\"time\":{\"tz\":\"UTC\",\"hours\":\"08:00-19:00\"}}",
            ",\"match\":{\"time\":{\"tz\":\"Europe/Paris\",\"days\":[\"MON-FRI\"],\"hours\":\"09:00-17:30\","
                    + "\"outside\":true}}",
            ",\"match\":{\"source\":{\"vaults\":[\"hot\"]},\"time\":{\"tz\":\"UTC\",\"hours\":\"01:00-02:00\"}}",
            ",\"when\":\"initiator.id == 'u:bo'\"",
            ",\"when\":\"initiator.service || leg.activity == 'UNFREEZE'\"");

    private static final List<String> ACTIVITIES =
            List.of("*", "POLICY_CHANGE", "USER_ROLE_CHANGE", "TRANSFER", "UNFREEZE", "ADDRESS_BOOK_CHANGE");

    private final Random random;

    OutlooksPropertyTest() {
        random = new Random(1705);
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private Policy policy() {
        var rules = new ArrayList<String>();
        for (var i = random.nextInt(6); i >= 0; i--)
            rules.add("{\"id\":\"r%d\",\"activity\":[\"%s\"],\"effect\":%s%s}"
                    .formatted(i, one(ACTIVITIES), one(EFFECTS), one(MATCHES)));
        return Senate.policy(1, String.join(",", rules), GROUPS);
    }

    private Directory people() {
        var crowd =
                Crowd.with(Crowd.directory(), Crowd.person("s:ci", "h:gus", Set.of(Right.PROPOSE), Crowd.edKey("ci")));
        for (var person : crowd.people())
            if (random.nextInt(4) == 0) crowd = Crowd.with(crowd, person.with(Person.Status.SUSPENDED));
        return crowd;
    }

    /// Whoever could bring it about at some hour, as a node asks.
    private static Set<PersonId> bringing(Governing governing, Remedy remedy, Directory people) {
        var found = new HashSet<PersonId>();
        for (var hour = 0; hour < 7 * 24; hour++)
            for (var person : people.people()) {
                var at = MONDAY.plus(Duration.ofHours(hour));
                if (!person.may(Right.PROPOSE) || found.contains(person.id())) continue;
                for (var held : person.keys()) {
                    var by = Initiator.of(new Directory.Holding(person, held));
                    var isMet = governing
                            .asked(remedy.activity(), by, SOME, SOME, at, at)
                            .filter(each -> each.delay().min().compareTo(Governing.DELAY_MAX) <= 0)
                            .map(each -> Governing.terms(
                                    each.approvals(), remedy.least(people).people(), people))
                            .filter(terms -> Attainable.isMet(terms, people, person.id()))
                            .isPresent();
                    if (isMet) found.add(person.id());
                }
            }
        return found;
    }

    private static Proposing rank(Set<PersonId> found, Directory people) {
        var humans = found.stream()
                .filter(person -> !person.isService())
                .map(person -> people.person(person).orElseThrow().human())
                .distinct()
                .count();
        if (humans == 0) return found.isEmpty() ? Proposing.NOBODY : Proposing.PROGRAM;
        return humans == 1 ? Proposing.HUMAN : Proposing.TWO;
    }

    @Test
    void whatIsFound_isWhatAskingEverybodyAtEachHourFinds() {
        var ranks = new EnumMap<Proposing, Integer>(Proposing.class);
        for (var round = 0; round < ROUNDS; round++) {
            var policy = policy();
            var people = people();
            for (var remedy : Remedy.NEEDED) {
                var rank = rank(bringing(Governing.by(policy), remedy, people), people);
                ranks.merge(rank, 1, Integer::sum);
                for (var enough : List.of(Proposing.PROGRAM, Proposing.HUMAN, Proposing.TWO)) {
                    var from = MONDAY.plus(Duration.ofHours(random.nextInt(7 * 24)));
                    var outlook = Outlooks.of(policy, people, from, enough).getOrDefault(remedy, Outlook.NONE);
                    assertThat(outlook.atLeast())
                            .as("seed 1705 round %d %s %s", round, remedy, policy.rules())
                            .isEqualTo(rank.atMost(enough))
                            .isEqualTo(outlook.atMost());
                }
            }
        }
        assertThat(ranks).hasSize(4).allSatisfy((_, times) -> assertThat(times).isGreaterThan(5));
    }

    private static Map<Remedy, Outlook> without(Policy policy, Directory people, HumanId human) {
        var left = new Constitution(Bytes.empty(), people.encode(), Set.of(human), MONDAY).left();
        return Outlooks.of(policy, left, MONDAY, Proposing.HUMAN);
    }

    @Test
    void whoeverIsNotNamed_isNotNeeded() {
        var left = 0;
        for (var round = 0; round < ROUNDS; round++) {
            var policy = policy();
            var people = people();
            var found = Outlooks.of(policy, people, MONDAY, Proposing.TWO);
            for (var human :
                    people.people().stream().map(Person::human).distinct().toList()) {
                var less = without(policy, people, human);
                for (var each : found.entrySet()) {
                    var outlook = each.getValue();
                    if (outlook.by().contains(human)) continue;
                    assertThat(less.getOrDefault(each.getKey(), Outlook.NONE).atLeast())
                            .as("seed 1705 round %d %s %s", round, human, policy.rules())
                            .isEqualTo(outlook.atLeast().atMost(Proposing.HUMAN));
                    if (outlook.atLeast().reaches(Proposing.HUMAN)) left++;
                }
            }
        }
        assertThat(left).isGreaterThan(100);
    }
}
