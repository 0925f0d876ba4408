package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.Outlook;
import tallystick.core.governance.Proposing;
import tallystick.core.governance.Remedy;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Senate;
import tallystick.core.kit.Statutes;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Policy;
import tallystick.core.policy.change.Governing;
import tallystick.core.policy.change.Outlooks;
import tallystick.core.policy.matter.Initiator;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

@DisplayName("Conditions that take long, docs/spec/policy.md PO-15, docs/spec/governance.md GO-26")
class CostlyConditionsTest {
    private static final Digest32 SOME = new Digest32(Bytes.copyOf(new byte[Digest32.LENGTH_BYTES]));

    /// As many as a policy may have.
    private static final int CONDITIONS = 1_000;

    private static final int GROUPS = 4_095;

    /// Changes begin in a Sunday's last hour, and each hour of the week is one of its own.
    private static final String SUNDAY = "{\"id\":\"d\",\"effect\":\"DENY\",\"activity\":[\"*\"],\"match\":{\"time\":"
            + "{\"tz\":\"UTC\",\"days\":[\"SUN\"],\"hours\":\"23:00-23:59\",\"outside\":true}}}";

    private static String hours() {
        return IntStream.range(0, 168)
                .mapToObj(i -> ("{\"id\":\"h%d\",\"effect\":\"REQUIRE\",\"activity\":[\"*\"],\"match\":{\"time\":"
                                + "{\"tz\":\"UTC\",\"days\":[\"%s\"],\"hours\":\"%02d:00-%02d:01\"}},"
                                + "\"approvals\":[{\"group\":\"exec\",\"min\":1}]}")
                        .formatted(i, "MONTUEWEDTHUFRISATSUN".substring(i / 24 * 3, i / 24 * 3 + 3), i % 24, i % 24))
                .collect(Collectors.joining(","));
    }

    /// Each asks fifty times, in 199 parts, whether somebody is in a group.
    private static String denying(int count, String group) {
        var asked = IntStream.range(0, 50)
                .mapToObj(_ -> "'%s' in initiator.groups".formatted(group))
                .collect(Collectors.joining("||"));
        return denyingWhere(count, asked);
    }

    private static String denyingWhere(int count, String asked) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        "{\"id\":\"c%d\",\"effect\":\"DENY\",\"activity\":[\"*\"],\"when\":\"%s\"}".formatted(i, asked))
                .collect(Collectors.joining(","));
    }

    private static Policy policy(String rules) {
        return Senate.policy(
                1,
                rules,
                IntStream.range(0, GROUPS)
                        .mapToObj(i -> ",\"g%d\":{\"members\":[\"u:ann\"]}".formatted(i))
                        .collect(Collectors.joining()));
    }

    private static boolean mayPropose(String person, Policy policy) {
        var by = Initiator.of(new PersonId(person), AuthStrength.PASSKEY);
        return Governing.by(policy)
                .asked(Activity.POLICY_CHANGE, by, SOME, SOME, Statutes.NOW, Statutes.NOW)
                .isPresent();
    }

    @Test
    void groupsAskedForFiftyThousandTimes_areThoseOfWhoAsks() {
        assertThat(mayPropose("u:ann", policy(denying(CONDITIONS, "none")))).isTrue();
        var last = policy(denying(CONDITIONS, "g4094"));
        assertThat(mayPropose("u:ann", last)).isFalse();
        assertThat(mayPropose("u:bo", last)).isTrue();
    }

    private static Map<Remedy, Outlook> outlooks(String conditions) {
        var policy = policy(SUNDAY + "," + hours() + "," + conditions);
        return Outlooks.of(policy, Crowd.directory(), Statutes.NOW, Proposing.TWO);
    }

    @Test
    void trialThatWouldTakeTooMuch_isNotMade_andNotCounted() {
        var survey =
                Outlooks.by(policy(denying(CONDITIONS, "none"))).survey(Crowd.directory(), Statutes.NOW, Proposing.TWO);
        assertThat(survey.outlooks().values()).containsOnly(new Outlook(Proposing.NOBODY, Proposing.TWO, Set.of()));
        assertThat(survey.work()).isLessThan(1_000);
    }

    @Test
    void trialsCountThePartsOfConditions_andEndInTime() {
        assertThat(outlooks(denying(CONDITIONS, "none")).values())
                .containsOnly(new Outlook(Proposing.NOBODY, Proposing.TWO, Set.of()));
        assertThat(outlooks(denyingWhere(20, "initiator.service")).values())
                .allSatisfy(outlook -> assertThat(outlook.atLeast()).isEqualTo(Proposing.TWO));
    }
}
