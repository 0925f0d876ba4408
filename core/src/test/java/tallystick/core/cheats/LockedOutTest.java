package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Proof;
import tallystick.core.governance.Change;
import tallystick.core.governance.Direction;
import tallystick.core.governance.Document;
import tallystick.core.governance.Least;
import tallystick.core.governance.OwnCause;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Ruling;
import tallystick.core.governance.SignedChange;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Senate;
import tallystick.core.kit.Statutes;
import tallystick.core.people.Directory;
import tallystick.core.people.HeldKey;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.Right;
import tallystick.core.policy.change.GovernedPolicies;

@DisplayName("One stolen laptop that would lock everybody out, docs/spec/governance.md GO-9, GO-29, GO-33")
class LockedOutTest {
    private static final Instant NOW = Statutes.NOW;
    private static final Instant SOON = NOW.plusSeconds(60);
    private static final Instant LATER = NOW.plus(Duration.ofHours(25));
    private static final Directory CROWD = Crowd.directory();
    private static final Senate SENATE = Senate.of("", CROWD);

    private static SignedChange with(SignedChange signed, Change change, String... against) {
        var answers = new ArrayList<>(signed.approvals());
        for (var name : against) answers.add(Statutes.answer(change, Answer.REJECT, name));
        return signed.with(List.copyOf(answers));
    }

    private static Change suspending(Senate senate, String by, String... names) {
        return senate.toPeople(Senate.suspended(senate.people(), names), SOON, by);
    }

    private static Ruling ruled(Senate senate, SignedChange signed) {
        return senate.rule(signed, NOW.plusSeconds(30));
    }

    @Test
    void suspensionByOne_thatLeavesNobodyToGovernWithoutHim_needsAnother() {
        var allButBo = suspending(SENATE, "ann", "u:cy", "u:dee", "u:eli", "u:fay");
        assertThat(ruled(SENATE, Statutes.sign(allButBo, "ann", "ann"))).isInstanceOf(Ruling.Open.class);
        assertThat(ruled(SENATE, Statutes.sign(allButBo, "ann", "ann", "ann-ops")))
                .isInstanceOf(Ruling.Open.class);
        assertThat(ruled(SENATE, Statutes.sign(allButBo, "ann", "ann", "bo"))).isInstanceOf(Ruling.Accepted.class);
        // Bo, Cy and Fay are left, of whom two need nobody else.
        var fewer = suspending(SENATE, "ann", "u:dee", "u:eli");
        assertThat(ruled(SENATE, Statutes.sign(fewer, "ann", "ann"))).isInstanceOf(Ruling.Accepted.class);
        // Whoever stops himself locks nobody out.
        var himself = suspending(SENATE, "ann", "u:ann", "u:ann-ops");
        assertThat(ruled(SENATE, Statutes.sign(himself, "ann", "ann"))).isInstanceOf(Ruling.Accepted.class);
    }

    @Test
    void policyByWhichOneAloneProposes_needsAnother() {
        var onlyAnn = Senate.policy(
                2,
                "{\"id\":\"d\",\"effect\":\"DENY\",\"activity\":[\"POLICY_CHANGE\"],\"match\":{\"initiator\":"
                        + "{\"users\":[\"u:bo\",\"u:cy\",\"u:dee\",\"u:eli\",\"u:fay\"]}}}",
                "");
        var change = SENATE.toPolicy(onlyAnn, SOON, "ann");
        assertThat(SENATE.council().direction(document(change), new GovernedPolicies()))
                .isEqualTo(Direction.TIGHTEN);
        assertThat(ruled(SENATE, Statutes.sign(change, "ann", "ann"))).isInstanceOf(Ruling.Open.class);
        assertThat(ruled(SENATE, Statutes.sign(change, "ann", "ann", "bo"))).isInstanceOf(Ruling.Accepted.class);
    }

    /// Ann, and Fay, whose key is lost.
    @Test
    void policyByWhichOneProposesBesideSomebodyWhoNeverDoes_needsAnother() {
        for (var rule : List.of(
                "\"effect\":\"DENY\",\"activity\":[%s],\"match\":{\"initiator\":{\"notGroups\":[\"two\"]}}",
                "\"effect\":\"DENY\",\"activity\":[%s],\"when\":\"initiator.id != 'u:ann' && initiator.id != 'u:fay'\"",
                "\"effect\":\"LIMIT\",\"activity\":[%s],\"match\":{\"initiator\":{\"notGroups\":[\"two\"]}},"
                        + "\"limit\":{\"measure\":\"COUNT\",\"max\":\"1\",\"window\":{\"type\":\"LIFETIME\"}}",
                "\"effect\":\"DENY\",\"activity\":[%s],\"match\":{\"time\":{\"tz\":\"UTC\",\"days\":[\"SUN\"],"
                        + "\"hours\":\"03:00-03:01\",\"outside\":true}}")) {
            var activities = "\"POLICY_CHANGE\",\"USER_ROLE_CHANGE\",\"UNFREEZE\"";
            var walls = Senate.policy(
                    2,
                    "{\"id\":\"d\"," + rule.formatted(activities) + "}",
                    ",\"two\":{\"members\":[\"u:ann\",\"u:fay\"]}");
            var change = SENATE.toPolicy(walls, SOON, "ann");
            assertThat(SENATE.council().least(change, new GovernedPolicies(), NOW))
                    .as(rule)
                    .isEqualTo(Least.TIGHTEN_TOGETHER);
            assertThat(ruled(SENATE, Statutes.sign(change, "ann", "ann"))).isInstanceOf(Ruling.Open.class);
            var payments = Senate.policy(
                    2,
                    "{\"id\":\"d\"," + rule.formatted("\"TRANSFER\"") + "}",
                    ",\"two\":{\"members\":[\"u:ann\",\"u:fay\"]}");
            assertThat(ruled(SENATE, Statutes.sign(SENATE.toPolicy(payments, SOON, "ann"), "ann", "ann")))
                    .as(rule)
                    .isInstanceOf(Ruling.Accepted.class);
        }
    }

    private static Document document(Change change) {
        return ((Proposal.NewDocument) change.proposal()).document();
    }

    @Test
    void removalOfANode_needsAsManyPeople_whoeverIsSuspended() {
        assertThat(Least.removal(CROWD).people()).isEqualTo(3);
        assertThat(Least.removal(Senate.suspended(CROWD, "u:cy", "u:dee", "u:eli", "u:fay"))
                        .people())
                .isEqualTo(3);
        var removed = CROWD;
        for (var name : List.of("u:cy", "u:dee", "u:eli", "u:fay"))
            removed = Crowd.with(removed, Crowd.find(removed, name).with(Person.Status.REMOVED));
        assertThat(Least.removal(removed).people()).isEqualTo(2);
    }

    @Test
    void suspensionThatAStolenProgramProposes_andOneAloneApproves_needsAnother() {
        var allButCy = suspending(SENATE, "eli", "u:ann", "u:ann-ops", "u:dee", "u:fay", "u:eli");
        // Bo and Cy are left, and not without Bo.
        assertThat(ruled(SENATE, Statutes.sign(allButCy, "eli", "bo"))).isInstanceOf(Ruling.Open.class);
        assertThat(ruled(SENATE, Statutes.sign(allButCy, "eli", "bo", "cy"))).isInstanceOf(Ruling.Accepted.class);
        assertThat(ruled(SENATE, Statutes.sign(allButCy, "eli", "bo", "ann"))).isInstanceOf(Ruling.Accepted.class);
        var fewer = suspending(SENATE, "eli", "u:dee", "u:eli");
        assertThat(ruled(SENATE, Statutes.sign(fewer, "eli", "bo"))).isInstanceOf(Ruling.Accepted.class);
    }

    private static Change removing(String by, Instant from, String... names) {
        var people = CROWD;
        for (var name : names)
            people = Crowd.with(people, Crowd.find(people, name).with(Person.Status.REMOVED));
        return SENATE.toPeople(new Directory(2, people.people()), from, by);
    }

    @Test
    void whoIsToBeSuspendedOrRemoved_hasNoVoiceInIt_andEverybodyElseHas() {
        var stopped = suspending(SENATE, "bo", "u:ann");
        assertThat(ruled(SENATE, with(Statutes.sign(stopped, "bo", "bo"), stopped, "ann", "ann-ops")))
                .isInstanceOf(Ruling.Accepted.class);
        assertThat(ruled(SENATE, with(Statutes.sign(stopped, "bo", "bo"), stopped, "cy")))
                .isEqualTo(new Ruling.Rejected(new PersonId("u:cy")));
        var gone = removing("bo", LATER, "u:ann", "u:ann-ops");
        assertThat(OwnCause.of(gone, CROWD)).contains(new HumanId("h:ann"));
        assertThat(ruled(SENATE, with(Statutes.sign(gone, "bo", "bo", "cy"), gone, "ann")))
                .isInstanceOf(Ruling.Accepted.class);
        assertThat(ruled(SENATE, with(Statutes.sign(gone, "bo", "bo", "cy"), gone, "eli")))
                .isEqualTo(new Ruling.Rejected(new PersonId("u:eli")));
        // Nor is his yes the second one.
        assertThat(ruled(SENATE, Statutes.sign(gone, "bo", "bo", "ann"))).isInstanceOf(Ruling.Open.class);
    }

    @Test
    void changeThatTakesFromTwo_orGivesSomething_orIsHisOwn_hearsHim() {
        var two = removing("bo", LATER, "u:dee", "u:eli");
        assertThat(OwnCause.of(two, CROWD)).isEmpty();
        assertThat(ruled(SENATE, with(Statutes.sign(two, "bo", "bo", "cy"), two, "dee")))
                .isEqualTo(new Ruling.Rejected(new PersonId("u:dee")));
        var own = removing("eli", LATER, "u:eli");
        assertThat(OwnCause.of(own, CROWD)).isEmpty();
        assertThat(ruled(SENATE, with(Statutes.sign(own, "eli", "bo", "cy"), own, "eli")))
                .isEqualTo(new Ruling.Rejected(new PersonId("u:eli")));
        var dee = Crowd.find(CROWD, "u:dee");
        for (var given : List.of(
                Crowd.person("u:dee", "h:dee", Crowd.edPasskey("dee"), Crowd.edKey("more")),
                new Person(dee.id(), dee.human(), "Another name", dee.status(), dee.rights(), dee.roles(), dee.keys())))
            assertThat(OwnCause.of(
                            SENATE.toPeople(
                                    new Directory(2, Crowd.with(CROWD, given).people()), LATER, "bo"),
                            CROWD))
                    .isEmpty();
        var back = Senate.of("", Senate.suspended(CROWD, "u:dee"));
        assertThat(OwnCause.of(back.toPeople(new Directory(3, CROWD.people()), LATER, "bo"), back.people()))
                .isEmpty();
        var policy = SENATE.toPolicy(Senate.policy(2, "", ""), SOON, "bo");
        assertThat(OwnCause.of(policy, CROWD)).isEmpty();
    }

    @Test
    void keyOfWhoeverIsConcerned_endsNothingByAnswersThatCannotBeHonest() {
        var gone = removing("bo", LATER, "u:ann", "u:ann-ops");
        var other = removing("bo", LATER.plusSeconds(1), "u:ann", "u:ann-ops");
        var strange = Statutes.strange(gone, other, "ann");
        var signed = Statutes.sign(gone, "bo", "bo", "cy");
        var answers = new ArrayList<>(signed.approvals());
        answers.add(strange);
        assertThat(ruled(SENATE, signed.with(answers))).isInstanceOf(Ruling.Accepted.class);
        var byEli = new ArrayList<>(signed.approvals());
        byEli.add(Statutes.strange(gone, other, "eli"));
        assertThat(ruled(SENATE, signed.with(byEli))).isEqualTo(new Ruling.Refused(Ruling.Why.FORGED_APPROVAL));
    }

    @Test
    void whoMayCancel_endsAChangeByHisNo_throughAnyAccount_andNoneThatTakesFromHimAlone() {
        var rule = "{\"id\":\"c\",\"effect\":\"REQUIRE\",\"activity\":[\"*\"],"
                + "\"approvals\":[{\"group\":\"two\",\"min\":2,\"excludeInitiator\":false}],"
                + "\"delay\":{\"min\":\"P2D\",\"cancelBy\":[\"risk\"]}}";
        var groups = ",\"two\":{\"members\":[\"u:bo\",\"u:cy\"]},\"risk\":{\"members\":[\"u:ann\"]}";
        var senate = Senate.of(Senate.policy(1, rule, groups), CROWD);
        var from = NOW.plus(Duration.ofMinutes(48 * 60 + 30));
        var change = senate.toPolicy(Senate.policy(2, "", ""), from, "bo");
        var signed = Statutes.sign(change, "bo", "bo", "cy");
        assertThat(ruled(senate, signed)).isInstanceOf(Ruling.Waiting.class);
        assertThat(ruled(senate, with(signed, change, "ann"))).isEqualTo(new Ruling.Rejected(new PersonId("u:ann")));
        assertThat(ruled(senate, with(signed, change, "ann-ops")))
                .isEqualTo(new Ruling.Rejected(new PersonId("u:ann-ops")));
        assertThat(ruled(senate, with(signed, change, "eli"))).isInstanceOf(Ruling.Waiting.class);
        var stopped = senate.toPeople(Senate.suspended(CROWD, "u:ann"), from, "bo");
        assertThat(ruled(senate, with(Statutes.sign(stopped, "bo", "bo", "cy"), stopped, "ann")))
                .isInstanceOf(Ruling.Waiting.class);
    }

    private static Senate without(Person eli, String rule) {
        var groups = ",\"two\":{\"members\":[\"u:bo\",\"u:cy\"]}";
        return Senate.of(Senate.policy(1, rule, groups), Crowd.with(CROWD, eli));
    }

    /// What a change of the policy comes to, with an answer of somebody's to it that cannot be honest.
    private static Ruling shown(Senate senate, String name) {
        var change = senate.toPolicy(Senate.policy(2, "", ""), LATER, "ann");
        var other = senate.toPolicy(Senate.policy(2, "", ""), LATER.plusSeconds(1), "ann");
        var signed = Statutes.sign(change, "ann", "bo", "cy");
        var answers = new ArrayList<>(signed.approvals());
        answers.add(Statutes.strange(change, other, name));
        return ruled(senate, signed.with(answers));
    }

    @Test
    void keyOfSomebodyWhoseNoWouldEndNothing_endsNothingByAnswersThatCannotBeHonest() {
        var forged = new Ruling.Refused(Ruling.Why.FORGED_APPROVAL);
        var eli = Crowd.find(CROWD, "u:eli");
        var asksAll = Senate.require("a", "\"POLICY_CHANGE\"", "\"group\":\"exec\",\"min\":2");
        assertThat(shown(without(eli, asksAll), "eli")).isEqualTo(forged);
        assertThat(shown(without(eli.with(Person.Status.SUSPENDED), asksAll), "eli"))
                .isEqualTo(forged);
        var gone = eli.with(Person.Status.REMOVED);
        assertThat(shown(without(gone, asksAll), "eli")).isInstanceOf(Ruling.Accepted.class);
        var initiates = new Person(
                eli.id(),
                eli.human(),
                eli.displayName(),
                eli.status(),
                EnumSet.of(Right.INITIATE),
                eli.roles(),
                eli.keys());
        assertThat(shown(without(initiates, asksAll), "eli")).isInstanceOf(Ruling.Accepted.class);
        var asksTwo = Senate.require("a", "\"POLICY_CHANGE\"", "\"group\":\"two\",\"min\":2");
        assertThat(shown(without(eli, asksTwo), "eli")).as("nobody asks him").isInstanceOf(Ruling.Accepted.class);
        assertThat(shown(without(eli, asksTwo), "bo")).isEqualTo(forged);
    }

    /// These people, of whom only some keep a right.
    private static Directory keeping(Directory people, Right right, String... names) {
        var changed = people;
        for (var person : people.people()) {
            if (List.of(names).contains(person.id().name()) || !person.rights().contains(right)) continue;
            var rights = EnumSet.copyOf(person.rights());
            rights.remove(right);
            changed = Crowd.with(
                    changed,
                    new Person(
                            person.id(),
                            person.human(),
                            person.displayName(),
                            person.status(),
                            rights,
                            person.roles(),
                            person.keys()));
        }
        return new Directory(people.version() + 1, changed.people());
    }

    private static Ruling leaving(Senate senate, String by, String approving, String... proposers) {
        var change = senate.toPeople(keeping(senate.people(), Right.PROPOSE, proposers), SOON, by);
        return ruled(senate, Statutes.sign(change, by, approving));
    }

    private static Senate withAProgram() {
        var program = Crowd.person("s:ci", "h:gus", EnumSet.of(Right.PROPOSE), Crowd.edKey("ci"));
        return Senate.of("", new Directory(1, Crowd.with(CROWD, program).people()));
    }

    /// Ann and Fay, whose key is lost: from then on nobody else could begin the end of what Ann freezes.
    @Test
    void peopleOfWhomFewerThanTwoBesideOneMayPropose_needAnother() {
        var walled = SENATE.toPeople(keeping(CROWD, Right.PROPOSE, "u:ann", "u:fay"), SOON, "ann");
        assertThat(SENATE.council().least(walled, new GovernedPolicies(), NOW)).isEqualTo(Least.TIGHTEN_TOGETHER);
        assertThat(ruled(SENATE, Statutes.sign(walled, "ann", "ann"))).isInstanceOf(Ruling.Open.class);
        assertThat(ruled(SENATE, Statutes.sign(walled, "ann", "ann", "ann-ops")))
                .isInstanceOf(Ruling.Open.class);
        assertThat(ruled(SENATE, Statutes.sign(walled, "ann", "ann", "bo"))).isInstanceOf(Ruling.Accepted.class);
        assertThat(leaving(SENATE, "ann", "ann", "u:ann", "u:ann-ops", "u:fay")).isInstanceOf(Ruling.Open.class);
        // Two beside her stay.
        assertThat(leaving(SENATE, "ann", "ann", "u:ann", "u:bo", "u:fay")).isInstanceOf(Ruling.Accepted.class);
        assertThat(leaving(SENATE, "ann", "ann", "u:bo", "u:fay")).isInstanceOf(Ruling.Accepted.class);
        // Who gives away what only he has, and leaves what there was.
        var two = Senate.of(
                "",
                new Directory(1, keeping(CROWD, Right.PROPOSE, "u:ann", "u:bo").people()));
        assertThat(leaving(two, "ann", "ann", "u:bo")).isInstanceOf(Ruling.Accepted.class);
        assertThat(leaving(two, "ann", "ann", "u:ann")).isInstanceOf(Ruling.Open.class);
    }

    /// Proposed by the stolen key of a program that Gus answers for.
    private static Ruling byProgram(Senate senate, String approving, String... proposers) {
        var next = keeping(senate.people(), Right.PROPOSE, proposers);
        var human = senate.toPeople(next, SOON, "gus");
        var change = new Change(
                human.workspace(),
                human.proposal(),
                new PersonId("s:ci"),
                human.reason(),
                human.at(),
                human.expiresAt(),
                human.salt());
        try (var key = Crowd.ed("ci")) {
            var proof = new Proof.Plain(key.sign(change.id()).bytes());
            var answers = List.of(Statutes.answer(change, Answer.APPROVE, approving));
            return ruled(senate, new SignedChange(change, Crowd.edKey("ci").id(), proof, answers));
        }
    }

    @Test
    void peopleOfWhomAProgramIsLeftToPropose_needAnother_whoeverProposes() {
        var senate = withAProgram();
        assertThat(leaving(senate, "ann", "ann", "u:ann", "s:ci")).isInstanceOf(Ruling.Open.class);
        assertThat(leaving(senate, "ann", "ann", "u:ann", "s:ci", "u:fay")).isInstanceOf(Ruling.Open.class);
        assertThat(leaving(senate, "ann", "ann", "u:ann", "s:ci", "u:fay", "u:dee"))
                .isInstanceOf(Ruling.Accepted.class);
        // By its stolen key, and the yes of one: of him and Fay, Fay is left beside him.
        assertThat(byProgram(senate, "bo", "u:bo", "u:fay", "s:ci")).isInstanceOf(Ruling.Open.class);
        assertThat(byProgram(senate, "bo", "u:fay", "s:ci")).isInstanceOf(Ruling.Open.class);
        assertThat(byProgram(senate, "bo", "u:bo", "u:fay", "u:dee")).isInstanceOf(Ruling.Accepted.class);
    }

    /// One human at a time, each by a document of its own; keys revoked and people suspended as well.
    @Test
    void oneHumanAtATime_endsWhereTwoBesideOneAreLeft() {
        var people = new Directory(1, CROWD.people());
        for (var name : List.of("u:bo", "u:cy")) {
            var left = people.people().stream()
                    .filter(person -> person.may(Right.PROPOSE))
                    .map(person -> person.id().name())
                    .filter(each -> !each.equals(name))
                    .toArray(String[]::new);
            var senate = Senate.of("", people);
            assertThat(leaving(senate, "ann", "ann", left)).as(name).isInstanceOf(Ruling.Accepted.class);
            people = keeping(people, Right.PROPOSE, left);
        }
        // Eli, Dee and Fay are left beside Ann, and Eli goes still.
        people = Senate.suspended(people, "u:eli");
        var senate = Senate.of("", people);
        assertThat(leaving(senate, "ann", "ann", "u:ann", "u:fay")).isInstanceOf(Ruling.Open.class);
        assertThat(ruled(senate, Statutes.sign(suspending(senate, "ann", "u:dee"), "ann", "ann")))
                .isInstanceOf(Ruling.Open.class);
        var dee = Crowd.find(people, "u:dee");
        var revoked = Crowd.with(
                people, dee.with(dee.keys().stream().map(HeldKey::revoked).toList()));
        assertThat(ruled(senate, Statutes.sign(senate.toPeople(revoked, SOON, "ann"), "ann", "ann")))
                .isInstanceOf(Ruling.Open.class);
    }

    private static Change revoking(Senate senate, String by, String... names) {
        var people = senate.people();
        for (var name : names) {
            var person = Crowd.find(people, name);
            people = Crowd.with(
                    people,
                    person.with(person.keys().stream().map(HeldKey::revoked).toList()));
        }
        return senate.toPeople(new Directory(senate.people().version() + 1, people.people()), SOON, by);
    }

    /// Ann, Bo, and Fay, whose key is lost: of two who have to agree from then on, one would be Ann.
    @Test
    void peopleOfWhomNoTwoAgreeWithoutOne_ifOneMoreIsSilent_needAnother() {
        var three = new String[] {"u:cy", "u:dee", "u:eli"};
        for (var change : List.of(suspending(SENATE, "ann", three), revoking(SENATE, "ann", three))) {
            assertThat(SENATE.council().least(change, new GovernedPolicies(), NOW))
                    .isEqualTo(Least.TIGHTEN_TOGETHER);
            assertThat(ruled(SENATE, Statutes.sign(change, "ann", "ann"))).isInstanceOf(Ruling.Open.class);
            assertThat(ruled(SENATE, Statutes.sign(change, "ann", "ann", "ann-ops")))
                    .isInstanceOf(Ruling.Open.class);
            assertThat(ruled(SENATE, Statutes.sign(change, "ann", "ann", "bo"))).isInstanceOf(Ruling.Accepted.class);
        }
        // Nor one at a time: four are left by one alone, and three are not.
        var two = suspending(SENATE, "ann", "u:dee", "u:eli");
        assertThat(ruled(SENATE, Statutes.sign(two, "ann", "ann"))).isInstanceOf(Ruling.Accepted.class);
        var four = Senate.of("", Senate.suspended(CROWD, "u:dee", "u:eli"));
        assertThat(ruled(four, Statutes.sign(suspending(four, "ann", "u:cy"), "ann", "ann")))
                .isInstanceOf(Ruling.Open.class);
        assertThat(ruled(four, Statutes.sign(suspending(four, "ann", "u:cy"), "ann", "ann", "bo")))
                .isInstanceOf(Ruling.Accepted.class);
        // Who proposes may be a program whose key was stolen.
        var byEli = suspending(SENATE, "eli", "u:ann", "u:ann-ops", "u:dee", "u:eli");
        assertThat(ruled(SENATE, Statutes.sign(byEli, "eli", "bo"))).isInstanceOf(Ruling.Open.class);
        assertThat(ruled(SENATE, Statutes.sign(byEli, "eli", "bo", "cy"))).isInstanceOf(Ruling.Accepted.class);
    }

    /// Of three people nothing was possible without two of them: there is nothing to lose by that.
    @Test
    void threePeople_suspendOneOfThemByTwo_andWhoeverIsNotNeeded_byOne() {
        var few = Crowd.of(1, Crowd.find(CROWD, "u:ann"), Crowd.find(CROWD, "u:bo"), Crowd.find(CROWD, "u:cy"));
        var senate = Senate.of("", few);
        var stopped = suspending(senate, "ann", "u:cy");
        assertThat(ruled(senate, Statutes.sign(stopped, "ann", "ann"))).isInstanceOf(Ruling.Open.class);
        assertThat(ruled(senate, Statutes.sign(stopped, "ann", "ann", "bo"))).isInstanceOf(Ruling.Accepted.class);
        var initiates = Crowd.person("s:pay", "h:cy", EnumSet.of(Right.INITIATE), Crowd.edKey("pay"));
        var more = Senate.of("", new Directory(1, Crowd.with(few, initiates).people()));
        var program = suspending(more, "ann", "s:pay");
        assertThat(ruled(more, Statutes.sign(program, "ann", "ann"))).isInstanceOf(Ruling.Accepted.class);
    }

    /// Of all who have the right the policy lets three propose, and a right that is worth nothing is nobody's.
    @Test
    void whoMayNotProposeByThePolicy_isNotLeft() {
        var denies = "{\"id\":\"d\",\"effect\":\"DENY\",\"activity\":[\"*\"],"
                + "\"match\":{\"initiator\":{\"notGroups\":[\"three\"]}}}";
        var groups = ",\"three\":{\"members\":[\"u:ann\",\"u:bo\",\"u:fay\"]}";
        for (var rule : List.of("", denies)) {
            var senate = Senate.of(Senate.policy(1, rule, groups), CROWD);
            assertThat(leaving(senate, "ann", "ann", "u:ann", "u:cy", "u:dee", "u:eli", "u:fay"))
                    .as(rule)
                    .isInstanceOf(rule.isEmpty() ? Ruling.Accepted.class : Ruling.Open.class);
        }
    }
}
