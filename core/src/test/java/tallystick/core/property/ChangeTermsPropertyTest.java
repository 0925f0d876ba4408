package tallystick.core.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Tally;
import tallystick.core.approval.Vote;
import tallystick.core.governance.Change;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Least;
import tallystick.core.governance.Proposal;
import tallystick.core.kit.Assembly;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Senate;
import tallystick.core.kit.Statutes;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.Directory;
import tallystick.core.policy.Policy;
import tallystick.core.policy.change.ChangeTerms;
import tallystick.core.policy.change.Direction;
import tallystick.core.policy.change.PolicyChange;

/// docs/spec/policy.md, PO-21: by what tightens, no change of a document passes that did not pass before.
class ChangeTermsPropertyTest {
    private static final int PAIRS = 400;
    private static final int TRIALS = 12;
    private static final Instant NOW = Statutes.NOW;
    private static final Directory PEOPLE = Crowd.directory();
    private static final List<String> NAMES = List.of("ann", "bo", "cy", "dee", "eli", "fay");
    private static final String GROUPS =
            ",\"mine\":{\"members\":[\"u:bo\",\"u:cy\"]},\"others\":{\"members\":[\"u:dee\",\"u:eli\",\"u:fay\"]}";

    private static final List<String> EFFECTS = List.of(
            "\"DENY\"",
            "\"REQUIRE\",\"approvals\":[{\"group\":\"exec\",\"min\":2}]",
            "\"REQUIRE\",\"approvals\":[{\"group\":\"exec\",\"min\":3,\"excludeInitiator\":false}]",
            "\"REQUIRE\",\"approvals\":[{\"group\":\"mine\",\"min\":2,\"authStrength\":\"API_KEY\"}]",
            "\"REQUIRE\",\"approvals\":[{\"group\":\"others\",\"min\":1,\"authStrength\":\"HARDWARE\"}]",
            "\"REQUIRE\",\"approvals\":[{\"group\":\"exec\",\"min\":1,\"order\":2}]",
            "\"REQUIRE\",\"delay\":{\"min\":\"PT48H\"}",
            "\"LIMIT\",\"limit\":{\"measure\":\"COUNT\",\"max\":\"5\",\"window\":{\"type\":\"ROLLING\","
                    + "\"length\":\"PT24H\"}}");

    private static final List<String> MATCHES = List.of(
            "",
            "",
            ",\"match\":{\"risk\":{\"scoreMin\":60}}",
            ",\"match\":{\"initiator\":{\"users\":[\"u:ann\"]}}",
            ",\"match\":{\"initiator\":{\"groups\":[\"mine\"]}}",
            ",\"match\":{\"source\":{\"vaults\":[\"hot\"]}}",
            ",\"match\":{\"decoded\":false}",
            ",\"match\":{\"time\":{\"tz\":\"UTC\",\"hours\":\"08:00-19:00\"}}",
            ",\"when\":\"initiator.id == 'u:bo'\"");

    private static final List<String> ACTIVITIES =
            List.of("*", "POLICY_CHANGE", "USER_ROLE_CHANGE", "TRANSFER", "UNFREEZE");

    private static <T> T one(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static String rule(Random random, int number) {
        return "{\"id\":\"r%d\",\"activity\":[\"%s\"],\"effect\":%s%s}"
                .formatted(number, one(random, ACTIVITIES), one(random, EFFECTS), one(random, MATCHES));
    }

    private static Policy policy(int version, List<String> rules) {
        return Senate.policy(version, String.join(",", rules), GROUPS);
    }

    private static Change change(Random random) {
        var kind = one(random, List.of(DocumentKind.POLICY, DocumentKind.PEOPLE, DocumentKind.ADDRESS_BOOK));
        var now = Statutes.inForce(kind);
        return random.nextInt(4) == 0
                ? Statutes.change(new Proposal.Unfreeze(Ballots.digest("freeze")), one(random, NAMES))
                : Statutes.change(
                        new Proposal.NewDocument(now.next(now.content(), NOW.plus(Duration.ofDays(2)))),
                        one(random, NAMES));
    }

    private static List<Vote> votes(Random random) {
        var votes = new ArrayList<Vote>();
        for (var name : NAMES)
            if (random.nextInt(3) > 0)
                votes.add(Assembly.vote(
                        "u:" + name,
                        one(random, List.of(AuthStrength.values())),
                        random.nextInt(12) == 0 ? Answer.REJECT : Answer.APPROVE,
                        NOW.plusSeconds(random.nextInt(3))));
        return votes;
    }

    private static boolean passes(Policy policy, Change change, Least least, List<Vote> votes, Instant now) {
        var signed = Statutes.sign(change, change.by().name().substring("u:".length()));
        var rule = ChangeTerms.of(policy, PEOPLE, signed, least, now, now);
        if (rule.isEmpty()) return false;
        if (!(Tally.of(rule.get().terms(), votes, PEOPLE, change.by()) instanceof Tally.Met(var counted))) return false;
        var humans = new HashSet<Object>();
        for (var vote : counted)
            humans.add(PEOPLE.person(vote.person()).orElseThrow().human());
        assertThat(humans).as("people who were asked").hasSizeGreaterThanOrEqualTo(least.people());
        return true;
    }

    @Test
    void byWhatTightens_noChangePasses_thatDidNotPassBefore() {
        var tightened = 0;
        var passed = 0;
        for (var seed = 0; seed < PAIRS; seed++) {
            var random = new Random(seed);
            var rules = new ArrayList<String>();
            for (var i = random.nextInt(3); i >= 0; i--) rules.add(rule(random, i));
            var before = policy(1, rules);
            if (random.nextInt(3) == 0 || rules.size() == 1) rules.add(rule(random, 7));
            else if (random.nextInt(4) == 0) rules.removeFirst();
            else rules.set(0, rule(random, rules.size() - 1));
            var after = policy(2, rules);
            if (PolicyChange.between(before, after).direction() == Direction.LOOSEN) continue;
            tightened++;
            for (var i = 0; i < TRIALS; i++) {
                var change = change(random);
                var least = one(random, List.of(Least.TIGHTEN, Least.LOOSEN, Least.BREAK_GLASS));
                var votes = votes(random);
                var now = NOW.plusSeconds(random.nextInt(7 * 24 * 3600));
                if (!passes(after, change, least, votes, now)) continue;
                passed++;
                assertThat(passes(before, change, least, votes, now))
                        .as("seed %d: %s, then %s", seed, before.rules(), after.rules())
                        .isTrue();
            }
        }
        assertThat(tightened).isGreaterThan(PAIRS / 10);
        assertThat(passed).isGreaterThan(PAIRS / 10);
    }
}
