package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Freezes;
import tallystick.core.governance.GlassWindow;
import tallystick.core.governance.Least;
import tallystick.core.governance.Outlook;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Proposing;
import tallystick.core.governance.Remedy;
import tallystick.core.governance.Ruling;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Senate;
import tallystick.core.kit.Statutes;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.Directory;
import tallystick.core.policy.Policy;
import tallystick.core.policy.change.ChangeTerms;
import tallystick.core.policy.change.Outlooks;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.judge.RuleName;
import tallystick.crypto.codec.Bytes;

@DisplayName("Policies that wall their own governance in, docs/spec/governance.md GO-26, documents.md ND-2")
class WalledInTest {
    private static final Instant NOW = Statutes.NOW;
    private static final Directory CROWD = Crowd.directory();
    private static final String NEEDED = "\"POLICY_CHANGE\",\"USER_ROLE_CHANGE\",\"UNFREEZE\"";
    private static final Duration LONGER = Duration.ofHours(25);
    private static final int MINUTES_OF_WEEK = 7 * 24 * 60;

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

    private static Set<Remedy> possible(Policy policy, Directory people, Instant from) {
        return Outlook.possible(Outlooks.of(policy, people, from, Proposing.PROGRAM));
    }

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
    void termForAProgramsKey_lowersNoPlaceOfOthers_whereAnotherAsksForMore() {
        var program = Senate.require("a", NEEDED, "\"group\":\"exec\",\"min\":1,\"authStrength\":\"API_KEY\"");
        var strong = Senate.require("b", NEEDED, "\"group\":\"ops\",\"min\":1,\"authStrength\":\"HARDWARE\"");
        assertThat(asked(program + "," + strong)).isEqualTo(AuthStrength.PASSKEY);
        assertThat(asked(program)).isEqualTo(AuthStrength.API_KEY);
        assertThat(asked(strong)).isEqualTo(AuthStrength.HARDWARE);
        assertThat(asked("")).isEqualTo(AuthStrength.PASSKEY);
    }

    /// Of whoever is asked besides by these rules, that three people answer.
    private static AuthStrength asked(String rules) {
        var policy = Senate.policy(1, rules, ",\"ops\":{\"members\":[\"u:eli\"]}");
        var end = Statutes.sign(Statutes.change(new Proposal.Unfreeze(Statutes.WORKSPACE), "ann"), "ann");
        return ChangeTerms.of(policy, CROWD, end, Least.BREAK_GLASS, NOW, NOW)
                .orElseThrow()
                .terms()
                .getLast()
                .strength();
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
        assertThat(possible(ONE_AND_ONE, CROWD, NOW)).isEqualTo(EnumSet.allOf(Remedy.class));
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
        assertThat(possible(two, few, NOW)).isEqualTo(EnumSet.allOf(Remedy.class));
        var fewer = Senate.suspended(few, "u:eli");
        assertThat(possible(two, fewer, NOW)).contains(Remedy.CHANGE_POLICY).doesNotContain(Remedy.BREAK_GLASS);
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

    /// Each lets changes begin at some time, and asked again each second would let few of them or none come to an end.
    private static final List<String> CLOSING = List.of(
            "\"effect\":\"DENY\",\"match\":{\"time\":{\"tz\":\"UTC\",\"days\":[\"SUN\"],\"hours\":\"03:00-03:01\","
                    + "\"outside\":true}}",
            "\"effect\":\"DENY\",\"match\":{\"time\":{\"tz\":\"UTC\",\"days\":[\"MON-FRI\"],"
                    + "\"hours\":\"08:00-19:00\",\"outside\":true}}",
            "\"effect\":\"REQUIRE\",\"expiresIn\":\"PT1H\"",
            "\"effect\":\"REQUIRE\",\"expiresIn\":\"PT24H\"");

    @Test
    void whatMayBegin_mayEnd_atEveryMinuteOfAWeek() {
        var frozen = Statutes.freeze(new FreezeScope.Workspace(), "eli");
        var freezes = Freezes.none().with(frozen, Statutes.WORKSPACE, CROWD).orElseThrow();
        for (var closing : CLOSING) {
            var rule = "{\"id\":\"d\",\"activity\":[\"UNFREEZE\",\"POLICY_CHANGE\"]," + closing + "}";
            var policy = Senate.policy(2, rule, "");
            assertThat(possible(policy, CROWD, NOW)).isEqualTo(EnumSet.allOf(Remedy.class));
            var senate = Senate.of(policy, CROWD).with(freezes);
            var terms = ChangeTerms.by(policy);
            var end = Statutes.sign(
                    Statutes.change(new Proposal.Unfreeze(frozen.order().id()), "ann"), "ann", "ann", "bo");
            var window = new GlassWindow(NOW.plus(LONGER), NOW.plus(LONGER).plusSeconds(3600));
            var emergency = senate.inForce().get(DocumentKind.EMERGENCY_POLICY).hash();
            var glass = Statutes.sign(
                    Statutes.change(new Proposal.BreakGlass(emergency, window), "ann"), "ann", "ann", "bo", "eli");
            var begun = 0;
            for (var minute = 0; minute < MINUTES_OF_WEEK; minute++) {
                var seen = NOW.plus(Duration.ofMinutes(minute));
                var first = terms.of(CROWD, end, Least.UNFREEZE, seen, seen);
                if (first.isEmpty()) continue;
                begun++;
                for (var wait : List.of(1, 61, 24 * 60)) {
                    var now = seen.plus(Duration.ofMinutes(wait));
                    assertThat(terms.of(CROWD, end, Least.UNFREEZE, seen, now)).isEqualTo(first);
                    assertThat(terms.of(CROWD, glass, Least.BREAK_GLASS, seen, now))
                            .isPresent();
                }
            }
            assertThat(begun).as(closing).isPositive();
        }
    }

    @Test
    void endOfAFreeze_thatBeganInItsHour_endsAfterIt_andOneThatDidNot_isDenied() {
        var hour = DateTimeFormatter.ofPattern("HH:00", Locale.ROOT).withZone(ZoneOffset.UTC);
        var now = hour.format(NOW) + "-" + hour.format(NOW.plus(Duration.ofHours(1)));
        var policy = Senate.policy(
                2,
                "{\"id\":\"d\",\"effect\":\"DENY\",\"activity\":[\"UNFREEZE\"],\"match\":{\"time\":{\"tz\":\"UTC\","
                        + "\"hours\":\"" + now + "\",\"outside\":true}}}",
                "");
        var frozen = Statutes.freeze(new FreezeScope.Workspace(), "eli");
        var freezes = Freezes.none().with(frozen, Statutes.WORKSPACE, CROWD).orElseThrow();
        var senate = Senate.of(policy, CROWD).with(freezes);
        var end = Statutes.sign(
                Statutes.change(new Proposal.Unfreeze(frozen.order().id()), "ann"), "ann", "ann", "bo");
        assertThat(senate.rule(end, NOW)).isInstanceOf(Ruling.Waiting.class);
        assertThat(senate.rule(end, NOW.plus(Duration.ofHours(5)))).isInstanceOf(Ruling.Accepted.class);
        var late = NOW.plus(Duration.ofHours(1));
        var later = late.plus(Duration.ofHours(23));
        assertThat(ChangeTerms.of(policy, CROWD, end, Least.UNFREEZE, late, later))
                .isEmpty();
        assertThat(ChangeTerms.by(policy).denials(CROWD, end, late, later))
                .singleElement()
                .satisfies(reason -> {
                    assertThat(reason.code()).isEqualTo(Reason.Code.DENIED_BY);
                    assertThat(reason.rule()).map(RuleName::rule).contains("d");
                });
        assertThat(ChangeTerms.by(policy).denials(CROWD, end, NOW, later)).isEmpty();
    }

    @Test
    void policyOfLater_admitsNothingBeforeItCounts_andThenWhatWasSeenBeforeIt() {
        var later = NOW.plus(Duration.ofHours(1));
        var text = new String(PolicyText.canonical(Senate.policy(2, "", "")).toArray(), StandardCharsets.UTF_8);
        var policy = PolicyFile.parse(Bytes.ofUtf8(text.replace("2026-01-01T00:00:00Z", later.toString())))
                .orThrow();
        var end = Statutes.sign(Statutes.change(new Proposal.Unfreeze(Statutes.WORKSPACE), "ann"), "ann");
        assertThat(ChangeTerms.of(policy, CROWD, end, Least.UNFREEZE, NOW, NOW)).isEmpty();
        assertThat(ChangeTerms.by(policy).denials(CROWD, end, NOW, NOW))
                .extracting(Reason::code)
                .containsExactly(Reason.Code.NOT_EFFECTIVE);
        assertThat(ChangeTerms.of(policy, CROWD, end, Least.UNFREEZE, NOW, later))
                .isPresent();
    }
}
