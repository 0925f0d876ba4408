package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.Attainable;
import tallystick.core.approval.Lacking;
import tallystick.core.approval.Tally;
import tallystick.core.approval.Vote;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Crowd;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.Directory;
import tallystick.core.people.PersonId;
import tallystick.core.policy.ApprovalTerm;

@DisplayName("Counting people and not signatures, docs/spec/approval.md AP-11 to AP-13")
class TallyCheatsTest {
    private static final Directory CROWD = Crowd.directory();
    private static final PersonId PAYOUTS = new PersonId("s:payouts");

    private static ApprovalStatement at(Answer answer, long second) {
        return Ballots.statement(answer, Ballots.NOW.plusSeconds(second));
    }

    private static Approval yes(String name, long second) {
        return answer(Answer.APPROVE, name, second);
    }

    private static Approval answer(Answer answer, String name, long second) {
        var statement = at(answer, second);
        return switch (name) {
            case "cy", "fay" -> Ballots.synced(name, statement);
            case "dee" -> Ballots.edPasskey(name, statement);
            case "bo-api" -> Ballots.nist(name, statement);
            case "cy-api", "payouts" -> Ballots.ed(name, statement);
            default -> Ballots.hardware(name, statement);
        };
    }

    private static List<Vote> votes(Approval... approvals) {
        var heard = Ballots.hearing(CROWD).verify(List.of(approvals));
        assertThat(heard.refused()).isEmpty();
        return heard.votes();
    }

    private static Set<PersonId> members(String... names) {
        return Stream.of(names).map(PersonId::new).collect(Collectors.toSet());
    }

    private static ApprovalTerm exec(int min) {
        return new ApprovalTerm(
                "exec", members("u:ann", "u:ann-ops", "u:bo", "u:cy"), min, true, AuthStrength.API_KEY, 1);
    }

    private static ApprovalTerm risk(int min, int order) {
        return new ApprovalTerm("risk", members("u:bo", "u:dee", "u:eli"), min, true, AuthStrength.API_KEY, order);
    }

    private static Tally tally(List<ApprovalTerm> terms, PersonId initiator, Approval... approvals) {
        return Tally.of(terms, votes(approvals), CROWD, initiator);
    }

    private static List<Lacking> open(Tally tally) {
        assertThat(tally).isInstanceOf(Tally.Open.class);
        return ((Tally.Open) tally).lacking();
    }

    private static List<String> met(Tally tally) {
        assertThat(tally).isInstanceOf(Tally.Met.class);
        return ((Tally.Met) tally)
                .counted().stream().map(vote -> vote.person().name()).toList();
    }

    @Test
    void noTerms_areMet_andSilenceMeetsNone() {
        assertThat(met(tally(List.of(), PAYOUTS))).isEmpty();
        assertThat(open(tally(List.of(exec(2)), PAYOUTS))).containsExactly(new Lacking(exec(2), 2, false, true));
    }

    @Test
    void oneHuman_withTwoAccountsOrTwoKeys_isOneVoice() {
        assertThat(open(tally(List.of(exec(2)), PAYOUTS, yes("ann", 0), yes("ann-ops", 1))))
                .containsExactly(new Lacking(exec(2), 1, false, true));
        assertThat(open(tally(List.of(exec(2)), PAYOUTS, yes("cy", 0), yes("cy-api", 1))))
                .hasSize(1);
        assertThat(met(tally(List.of(exec(2)), PAYOUTS, yes("ann", 0), yes("cy-api", 1))))
                .containsExactlyInAnyOrder("u:ann", "u:cy");
    }

    @Test
    void initiator_doesNotApprove_alsoNotThroughAnotherAccount() {
        for (var initiator : List.of("u:ann", "u:ann-ops"))
            assertThat(open(tally(List.of(exec(1)), new PersonId(initiator), yes("ann", 0), yes("ann-ops", 0))))
                    .containsExactly(new Lacking(exec(1), 1, false, true));
        var lenient = new ApprovalTerm("exec", exec(1).members(), 1, false, AuthStrength.API_KEY, 1);
        assertThat(met(tally(List.of(lenient), new PersonId("u:ann"), yes("ann", 0))))
                .containsExactly("u:ann");
    }

    @Test
    void whoAnswersForAProgram_isItsInitiator() {
        var people = Crowd.with(CROWD, Crowd.person("u:gus", "h:gus", Crowd.passkey("gus", true)));
        var term = new ApprovalTerm("exec", members("u:gus"), 1, true, AuthStrength.API_KEY, 1);
        var votes = Ballots.hearing(people).verify(List.of(yes("gus", 0))).votes();
        assertThat(votes).hasSize(1);
        assertThat(Tally.of(List.of(term), votes, people, PAYOUTS)).isInstanceOf(Tally.Open.class);
        assertThat(Tally.of(List.of(term), votes, people, new PersonId("u:bo"))).isInstanceOf(Tally.Met.class);
    }

    @Test
    void program_neverCounts_norDoesWhoIsNoMember() {
        var term = new ApprovalTerm("exec", members("s:payouts", "u:ann"), 1, false, AuthStrength.API_KEY, 1);
        assertThat(open(tally(List.of(term), new PersonId("u:bo"), yes("payouts", 0))))
                .hasSize(1);
        assertThat(open(tally(List.of(exec(1)), PAYOUTS, yes("eli", 0)))).hasSize(1);
    }

    @Test
    void weakerKey_thanAsked_doesNotCount() {
        for (var strength : AuthStrength.values()) {
            var term = new ApprovalTerm("exec", exec(1).members(), 1, true, strength, 1);
            assertThat(tally(List.of(term), PAYOUTS, yes("ann", 0))).isInstanceOf(Tally.Met.class);
            assertThat(tally(List.of(term), PAYOUTS, yes("cy", 0)) instanceof Tally.Met)
                    .isEqualTo(strength != AuthStrength.HARDWARE);
            assertThat(tally(List.of(term), PAYOUTS, yes("cy-api", 0)) instanceof Tally.Met)
                    .isEqualTo(strength == AuthStrength.API_KEY);
        }
    }

    @Test
    void personOfTwoGroups_fillsOnePlace_theOneWhereHeIsNeeded() {
        var both = List.of(exec(1), risk(1, 1));
        assertThat(open(tally(both, PAYOUTS, yes("bo", 0)))).hasSize(1);
        assertThat(met(tally(both, PAYOUTS, yes("bo", 0), yes("ann", 1)))).containsExactly("u:ann", "u:bo");
        assertThat(met(tally(both, PAYOUTS, yes("ann", 0), yes("bo", 1)))).containsExactly("u:ann", "u:bo");
        assertThat(met(tally(both, PAYOUTS, yes("bo", 0), yes("eli", 1)))).containsExactly("u:bo", "u:eli");
    }

    @Test
    void termsOfOneGroup_shareTheirPlaces_andEachIsMet() {
        var strict = new ApprovalTerm("exec", exec(1).members(), 1, true, AuthStrength.HARDWARE, 1);
        var terms = List.of(exec(2), strict, exec(1));
        assertThat(met(tally(terms, PAYOUTS, yes("cy", 0), yes("ann", 0)))).hasSize(2);
        assertThat(open(tally(terms, PAYOUTS, yes("cy", 0), yes("bo-api", 0))))
                .extracting(Lacking::term)
                .contains(strict);
        assertThat(open(tally(terms, PAYOUTS, yes("ann", 0)))).containsExactly(new Lacking(exec(2), 1, false, true));
    }

    @Test
    void laterOrder_countsOnlyWhatWasSaidAfterTheEarlierWasMet() {
        var terms = List.of(exec(2), risk(1, 2));
        assertThat(met(tally(terms, PAYOUTS, yes("ann", 0), yes("cy", 5), yes("eli", 5))))
                .containsExactlyInAnyOrder("u:ann", "u:cy", "u:eli");
        assertThat(open(tally(terms, PAYOUTS, yes("ann", 0), yes("cy", 5), yes("eli", 4))))
                .containsExactly(new Lacking(risk(1, 2), 1, false, true));
        assertThat(open(tally(terms, PAYOUTS, yes("ann", 0), yes("eli", 9))))
                .containsExactly(new Lacking(exec(2), 1, false, true), new Lacking(risk(1, 2), 1, true, true));
        assertThat(met(tally(terms, PAYOUTS, yes("ann", 0), yes("cy", 5), yes("eli", 4), yes("eli", 6))))
                .hasSize(3);
    }

    @Test
    void rejection_ofWhoWasAsked_endsIt_whateverElseWasSaid() {
        var terms = List.of(exec(1));
        var yes = yes("ann", 0);
        assertThat(tally(terms, PAYOUTS, yes, answer(Answer.REJECT, "bo", 0)))
                .isEqualTo(new Tally.Rejected(new PersonId("u:bo")));
        assertThat(tally(terms, PAYOUTS, yes, answer(Answer.REJECT, "ann", 5)))
                .isEqualTo(new Tally.Rejected(new PersonId("u:ann")));
        assertThat(tally(terms, PAYOUTS, yes, answer(Answer.REJECT, "eli", 0))).isInstanceOf(Tally.Met.class);
        var annAlone = new ApprovalTerm("lead", members("u:ann"), 1, true, AuthStrength.API_KEY, 1);
        assertThat(tally(List.of(annAlone), PAYOUTS, yes, answer(Answer.REJECT, "ann-ops", 0)))
                .isInstanceOf(Tally.Rejected.class);
    }

    @Test
    void quorum_thatCannotBeReached_saysSo_andTakesNoMemory() {
        assertThat(open(tally(List.of(exec(4)), PAYOUTS)).getFirst().isReachable())
                .isFalse();
        assertThat(open(tally(List.of(exec(3)), new PersonId("u:ann")))
                        .getFirst()
                        .isReachable())
                .isFalse();
        assertThat(open(tally(List.of(exec(3)), PAYOUTS)).getFirst().isReachable())
                .isTrue();
        assertThat(open(tally(List.of(exec(Integer.MAX_VALUE)), PAYOUTS, yes("ann", 0))))
                .containsExactly(new Lacking(exec(Integer.MAX_VALUE), Integer.MAX_VALUE - 1, false, false));
    }

    @Test
    void anyTerms_areMetIfSomePlacingOfPeopleMeetsThem_andInNoOtherCase() {
        var names = List.of("ann", "ann-ops", "bo", "cy", "dee", "eli", "fay");
        var random = new Random(1311);
        var met = 0;
        for (var round = 0; round < 400; round++) {
            var terms = new ArrayList<ApprovalTerm>();
            for (var group = 0; group < 1 + random.nextInt(3); group++) {
                var members = new ArrayList<>(names);
                Collections.shuffle(members, random);
                var some = members.subList(0, 2 + random.nextInt(4)).stream()
                        .map(name -> new PersonId("u:" + name))
                        .collect(Collectors.toSet());
                var strength = List.of(AuthStrength.values()).get(random.nextInt(3));
                terms.add(
                        new ApprovalTerm("g" + group, some, 1 + random.nextInt(2), random.nextBoolean(), strength, 1));
            }
            var saying = names.stream().filter(_ -> random.nextInt(3) > 0).toList();
            var votes = votes(saying.stream().map(name -> yes(name, 0)).toArray(Approval[]::new));
            var initiator = new PersonId("u:" + names.get(random.nextInt(names.size())));
            var isMet = Tally.of(terms, votes, CROWD, initiator) instanceof Tally.Met;
            assertThat(isMet)
                    .as("seed 1311 round " + round)
                    .isEqualTo(placeable(terms, votes, initiator, 0, 0, Set.of()));
            if (isMet) met++;
        }
        assertThat(met).isBetween(50, 350);
    }

    /// Tries every placing.
    private static boolean placeable(
            List<ApprovalTerm> terms, List<Vote> votes, PersonId initiator, int term, int filled, Set<Object> used) {
        if (term == terms.size()) return true;
        var asked = terms.get(term);
        if (filled == asked.min()) return placeable(terms, votes, initiator, term + 1, 0, used);
        for (var vote : votes) {
            var human = CROWD.person(vote.person()).orElseThrow().human();
            var isExcluded = asked.isInitiatorExcluded() && CROWD.isSameHuman(initiator, vote.person());
            if (used.contains(human)
                    || isExcluded
                    || !asked.members().contains(vote.person())
                    || !vote.strength().meets(asked.strength())) continue;
            var more = Stream.concat(used.stream(), Stream.of(human)).collect(Collectors.<Object>toSet());
            if (placeable(terms, votes, initiator, term, filled + 1, more)) return true;
        }
        return false;
    }

    /// As a policy of the organisation and one of a vault may name them.
    @Test
    void groupsOfOneName_withOtherMembers_areFilledByDifferentPeople() {
        var apart = List.of(named("u:dee", "u:eli"), named("u:bo"));
        assertThat(Attainable.people(apart)).isEqualTo(2);
        assertThat(Attainable.isMet(apart, Crowd.directory(), new PersonId("u:ann")))
                .isTrue();
        // Of two groups with Dee in both she is one of the two people it takes.
        var overlapping = List.of(named("u:dee", "u:eli"), named("u:dee"));
        assertThat(Attainable.people(overlapping)).isEqualTo(2);
        assertThat(Attainable.isMet(overlapping, Crowd.directory(), new PersonId("u:eli")))
                .isFalse();
        assertThat(Attainable.isMet(overlapping, Crowd.directory(), new PersonId("u:ann")))
                .isTrue();
        assertThat(Attainable.people(List.of(named("u:dee", "u:eli"), named("u:eli", "u:dee"))))
                .isEqualTo(1);
    }

    private static ApprovalTerm named(String... names) {
        return new ApprovalTerm("exec", members(names), 1, true, AuthStrength.API_KEY, 1);
    }
}
