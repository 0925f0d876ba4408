package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Freezes;
import tallystick.core.governance.GlassWindow;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Remedy;
import tallystick.core.governance.Ruling;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Senate;
import tallystick.core.kit.Statutes;
import tallystick.core.people.Directory;
import tallystick.core.policy.Policy;
import tallystick.core.policy.change.Governing;

@DisplayName("Policies that wall their own governance in, docs/spec/governance.md GO-26, documents.md ND-2")
class WalledInTest {
    private static final Instant NOW = Statutes.NOW;
    private static final Directory CROWD = Crowd.directory();
    private static final String NEEDED = "\"POLICY_CHANGE\",\"USER_ROLE_CHANGE\",\"UNFREEZE\"";
    private static final Duration LONGER = Duration.ofHours(25);

    /// Of one group, one person and one person with a strong key: the same person.
    private static final Policy ONE_AND_ONE = Senate.policy(
            1,
            Senate.require("a", "\"*\"", "\"group\":\"exec\",\"min\":1") + ","
                    + Senate.require("b", NEEDED, "\"group\":\"exec\",\"min\":1,\"authStrength\":\"HARDWARE\""),
            "");

    /// A group of the name under which people are asked in addition, once.
    private static final Policy ADMINISTRATORS = Senate.policy(
            1,
            Senate.require("b", NEEDED, "\"group\":\"administrators\",\"min\":1"),
            ",\"administrators\":{\"members\":[\"u:ann\",\"u:bo\",\"u:cy\"]}");

    private static final Policy ONE_AND_TWO = Senate.policy(
            1,
            Senate.require("a", "\"*\"", "\"group\":\"exec\",\"min\":1") + ","
                    + Senate.require("b", "\"POLICY_CHANGE\"", "\"group\":\"exec\",\"min\":2"),
            "");

    private static void ends(Policy policy) {
        var frozen = Statutes.freeze(new FreezeScope.Workspace(), "eli");
        var freezes = Freezes.none().with(frozen, Statutes.WORKSPACE, CROWD).orElseThrow();
        var senate = Senate.of(policy, CROWD).with(freezes);
        var end = Statutes.change(new Proposal.Unfreeze(frozen.order().id()), "ann");
        assertThat(senate.rule(Statutes.sign(end, "ann", "bo"), NOW.plus(Duration.ofHours(2))))
                .isInstanceOf(Ruling.Open.class);
        assertThat(senate.rule(Statutes.sign(end, "ann", "bo", "eli"), NOW.plus(Duration.ofHours(2))))
                .isInstanceOf(Ruling.Accepted.class);
        var other = senate.toPolicy(Senate.policy(2, "", ""), NOW.plus(LONGER), "ann");
        assertThat(senate.rule(Statutes.sign(other, "ann", "bo", "eli"), NOW.plusSeconds(60)))
                .isInstanceOf(Ruling.Accepted.class);
    }

    @Test
    void termsThatShareAPlace_areFilledUp_andAFreezeEnds() {
        ends(ONE_AND_ONE);
        ends(ONE_AND_TWO);
    }

    @Test
    void groupCalledAdministrators_sharesNoPlaceWithWhoIsAskedInAddition() {
        ends(ADMINISTRATORS);
    }

    @Test
    void glassBreaks_byTheThreePeopleItNeeds_howeverTermsShare() {
        for (var policy : new Policy[] {ONE_AND_ONE, ADMINISTRATORS, ONE_AND_TWO}) {
            var senate = Senate.of(policy, CROWD);
            var emergency = senate.inForce().get(DocumentKind.EMERGENCY_POLICY);
            var window = new GlassWindow(NOW.plus(LONGER), NOW.plus(LONGER).plusSeconds(3600));
            var broken = Statutes.change(new Proposal.BreakGlass(emergency.hash(), window), "ann");
            assertThat(senate.rule(Statutes.sign(broken, "ann", "bo", "eli"), NOW.plus(LONGER)))
                    .isInstanceOf(Ruling.Open.class);
            assertThat(senate.rule(Statutes.sign(broken, "ann", "bo", "eli", "dee"), NOW.plus(LONGER)))
                    .isInstanceOf(Ruling.Accepted.class);
        }
    }

    @Test
    void whatIsPossible_isCountedWithTheLeastOfEachChange() {
        assertThat(Governing.possible(ONE_AND_ONE, CROWD, NOW)).isEqualTo(EnumSet.allOf(Remedy.class));
        // Of five people three have a key in hardware and may not propose at the same time; the glass wants three.
        var two = Senate.policy(
                1,
                Senate.require("b", "\"POLICY_CHANGE\"", "\"group\":\"two\",\"min\":2,\"authStrength\":\"HARDWARE\""),
                ",\"two\":{\"members\":[\"u:ann\",\"u:bo\",\"u:eli\"]}");
        var few = Crowd.of(
                1,
                Crowd.find(CROWD, "u:ann"),
                Crowd.find(CROWD, "u:bo"),
                Crowd.find(CROWD, "u:cy"),
                Crowd.find(CROWD, "u:eli"));
        assertThat(Governing.possible(two, few, NOW)).isEqualTo(EnumSet.allOf(Remedy.class));
        var fewer = Senate.suspended(few, "u:eli");
        assertThat(Governing.possible(two, fewer, NOW))
                .contains(Remedy.CHANGE_POLICY)
                .doesNotContain(Remedy.BREAK_GLASS);
    }

    @Test
    void policyByWhichTheGlassCannotBreakAnyMore_isRefused() {
        var few = Crowd.of(1, Crowd.find(CROWD, "u:ann"), Crowd.find(CROWD, "u:bo"), Crowd.find(CROWD, "u:cy"));
        var senate = Senate.of("", few);
        // Cy's passkey is in no hardware, and whoever is asked in addition needs as much as those who are asked.
        var strong = Senate.policy(
                2,
                Senate.require(
                        "b",
                        "\"POLICY_CHANGE\"",
                        "\"group\":\"exec\",\"min\":2,\"authStrength\":\"HARDWARE\",\"excludeInitiator\":false"),
                "");
        var change = senate.toPolicy(strong, NOW.plus(LONGER), "ann");
        assertThat(senate.rule(Statutes.sign(change, "ann", "ann", "bo"), NOW.plusSeconds(60)))
                .isEqualTo(new Ruling.Refused(Ruling.Why.UNGOVERNABLE));
        // Whoever is suspended may bring them below three: who steals a key has to be stopped first.
        var fewer = Senate.suspended(few, "u:cy");
        var suspending = senate.toPeople(fewer, NOW.plusSeconds(60), "ann");
        assertThat(senate.rule(Statutes.sign(suspending, "ann", "ann", "bo"), NOW.plusSeconds(30)))
                .isInstanceOf(Ruling.Accepted.class);
    }
}
