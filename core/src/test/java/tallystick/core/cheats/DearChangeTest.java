package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.SeenCount;
import tallystick.core.governance.Change;
import tallystick.core.governance.Constitution;
import tallystick.core.governance.Council;
import tallystick.core.governance.Direction;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Least;
import tallystick.core.governance.Policies;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Proposing;
import tallystick.core.governance.Ruling;
import tallystick.core.governance.Survey;
import tallystick.core.governance.Weighing;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Senate;
import tallystick.core.kit.Statutes;
import tallystick.core.policy.change.ChangeTerms;
import tallystick.core.policy.change.GovernedPolicies;
import tallystick.core.policy.json.PolicyText;
import tallystick.crypto.codec.Bytes;

@DisplayName("One change takes so much, docs/spec/governance.md GO-34")
class DearChangeTest {
    private static final long MOST = 16_000_000;

    private final Senate senate = Senate.of("", Crowd.directory());

    /// Finds what there is, says that it took so much, and remembers what it is told to.
    private static final class Dear implements Policies {
        private final GovernedPolicies real = new GovernedPolicies();
        private final Map<Weighing.Question, Weighing> known = new HashMap<>();
        private final List<Constitution> asked = new ArrayList<>();
        private final long cost;
        private final boolean isRemembering;
        private boolean isAtOnce;

        Dear(long cost, boolean isRemembering) {
            this.cost = cost;
            this.isRemembering = isRemembering;
        }

        @Override
        public Policies atOnce() {
            isAtOnce = true;
            return this;
        }

        @Override
        public boolean isGood(Bytes content, int version) {
            return real.isGood(content, version);
        }

        @Override
        public boolean fits(Bytes policy, Bytes places) {
            return real.fits(policy, places);
        }

        @Override
        public Direction direction(Bytes before, Bytes after) {
            return real.direction(before, after);
        }

        @Override
        public boolean mayDenyChanges(Bytes before, Bytes after) {
            return real.mayDenyChanges(before, after);
        }

        @Override
        public Survey outlook(Constitution by, Proposing enough) {
            assertThat(isAtOnce).as("each policy made ready once").isTrue();
            asked.add(by);
            return new Survey(real.outlook(by, enough).outlooks(), cost);
        }

        @Override
        public Weighing weighed(Weighing.Question question, Supplier<Weighing> find) {
            if (!isRemembering) return find.get();
            var before = known.get(question);
            if (before != null) return before;
            var found = find.get();
            known.put(question, found);
            return found;
        }
    }

    private Change suspending(String name) {
        return senate.toPeople(Senate.suspended(senate.people(), name), Statutes.NOW.plusSeconds(60), "ann");
    }

    private Ruling rule(Change change, Policies policies) {
        var signed = Statutes.sign(change, "ann", "ann");
        var least = senate.council().least(change, policies, Statutes.NOW);
        var rule = ChangeTerms.of(senate.policy(), senate.people(), signed, least, Statutes.NOW, Statutes.NOW)
                .orElseThrow();
        var occasion = new Council.Occasion(rule, policies, SeenCount.Store.empty(), Statutes.NOW, Statutes.NOW);
        return senate.council().rule(signed, occasion);
    }

    @Test
    void whatIsAskedOnceTooMuchIsSpent_isNotFoundOut_andLessIsLetThrough() {
        var cheap = new Dear(1, false);
        assertThat(rule(suspending("u:eli"), cheap)).isInstanceOf(Ruling.Accepted.class);
        assertThat(cheap.asked).hasSizeGreaterThan(12);
        // By the policy and the one for emergencies it can still be governed; without Ann, nobody knows.
        var dear = new Dear(MOST - 1, false);
        assertThat(senate.council().least(suspending("u:eli"), dear, Statutes.NOW))
                .isEqualTo(Least.TIGHTEN_TOGETHER);
        assertThat(dear.asked).hasSize(2);
        assertThat(rule(suspending("u:eli"), dear)).isInstanceOf(Ruling.Open.class);
        assertThat(dear.asked).hasSize(6);
        var dearest = new Dear(MOST, false);
        assertThat(rule(suspending("u:eli"), dearest)).isEqualTo(new Ruling.Refused(Ruling.Why.UNGOVERNABLE));
    }

    @Test
    void sameChange_isLookedIntoOnce_whereThatIsRemembered_andAnsweredAsWhereItIsNot() {
        for (var cost : List.of(1L, MOST / 40, MOST / 20, MOST / 10, MOST - 1, MOST)) {
            var remembering = new Dear(cost, true);
            var first = rule(suspending("u:eli"), remembering);
            var times = remembering.asked.size();
            for (var i = 0; i < 3; i++)
                assertThat(rule(suspending("u:eli"), remembering))
                        .as("cost %d", cost)
                        .hasSameClassAs(first);
            assertThat(remembering.asked).hasSize(times);
            assertThat(rule(suspending("u:eli"), new Dear(cost, false)).getClass())
                    .isEqualTo(first.getClass());
            var other = rule(suspending("u:dee"), remembering);
            assertThat(other.getClass()).isEqualTo(first.getClass());
            assertThat(remembering.asked).hasSizeGreaterThan(times);
        }
    }

    /// As many rules as there may be, of which each asks for more of the changes of somebody who is not there.
    @Test
    void asManyRulesAboutChangesAsThereMayBe_areFoundOut() {
        var rules = IntStream.range(0, 9_990)
                .mapToObj(i -> ("{\"id\":\"r%d\",\"effect\":\"REQUIRE\",\"activity\":[\"*\"],\"match\":{\"initiator\":"
                                + "{\"users\":[\"u:x%d\"]}},\"approvals\":[{\"group\":\"exec\",\"min\":2}]}")
                        .formatted(i, i))
                .collect(Collectors.joining(","));
        var many = Senate.of(rules, Crowd.directory());
        var change = many.toPeople(Senate.suspended(many.people(), "u:eli"), Statutes.NOW.plusSeconds(60), "ann");
        assertThat(many.rule(Statutes.sign(change, "ann", "ann"), Statutes.NOW)).isInstanceOf(Ruling.Accepted.class);
    }

    private static final String NO_CHANGES =
            "{\"id\":\"no\",\"effect\":\"DENY\",\"activity\":[\"POLICY_CHANGE\",\"USER_ROLE_CHANGE\"]}";

    private Council withoutEmergency() {
        var documents = new HashMap<>(senate.inForce());
        documents.remove(DocumentKind.EMERGENCY_POLICY);
        return new Council(
                Statutes.WORKSPACE, senate.people(), Ballots.POLICY, Map.copyOf(documents), senate.freezes());
    }

    private static Change first(String rules) {
        var content = PolicyText.canonical(Senate.policy(1, rules, ""));
        return Statutes.change(
                new Proposal.NewDocument(new Document(
                        DocumentKind.EMERGENCY_POLICY,
                        1,
                        Optional.empty(),
                        Statutes.NOW.plusSeconds(2 * 86_400),
                        content)),
                "ann");
    }

    private Ruling ruledFirst(String rules) {
        var change = first(rules);
        var signed = Statutes.sign(change, "ann", "bo", "cy");
        var policies = new GovernedPolicies();
        var least = withoutEmergency().least(change, policies, Statutes.NOW);
        assertThat(least).isEqualTo(Least.LOOSEN);
        var rule = ChangeTerms.of(senate.policy(), senate.people(), signed, least, Statutes.NOW, Statutes.NOW)
                .orElseThrow();
        return withoutEmergency()
                .rule(
                        signed,
                        new Council.Occasion(rule, policies, SeenCount.Store.empty(), Statutes.NOW, Statutes.NOW));
    }

    /// It takes the place of the policy in force while the glass is broken, whatever it denies or lets through.
    @Test
    void firstEmergencyPolicy_loosens_andLeavesWhatThePolicyInForceDoes() {
        assertThat(ruledFirst("")).isInstanceOf(Ruling.Accepted.class);
        assertThat(ruledFirst(NO_CHANGES)).isEqualTo(new Ruling.Refused(Ruling.Why.UNGOVERNABLE));
    }
}
