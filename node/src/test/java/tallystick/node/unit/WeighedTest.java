package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.Constitution;
import tallystick.core.governance.Direction;
import tallystick.core.governance.Outlook;
import tallystick.core.governance.Policies;
import tallystick.core.governance.Proposing;
import tallystick.core.governance.Remedy;
import tallystick.core.governance.Survey;
import tallystick.core.governance.Weighing;
import tallystick.core.people.Directory;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.Right;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.node.documents.Weighed;

@DisplayName("What was found of policies, docs/spec/documents.md ND-2")
class WeighedTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Bytes ONE = Bytes.ofUtf8("one");
    private static final Bytes OTHER = Bytes.ofUtf8("other");

    /// Answers by what is asked, and remembers that it was.
    private static final class Asked implements Policies {
        private final List<String> asked = new ArrayList<>();

        @Override
        public boolean isGood(Bytes content, int version) {
            asked.add("good");
            return content.equals(ONE) && version == 1;
        }

        @Override
        public boolean fits(Bytes policy, Bytes places) {
            asked.add("fits");
            return policy.equals(places);
        }

        @Override
        public Direction direction(Bytes before, Bytes after) {
            asked.add("direction");
            return before.equals(ONE) ? Direction.TIGHTEN : Direction.LOOSEN;
        }

        @Override
        public boolean mayDenyChanges(Bytes before, Bytes after) {
            asked.add("denies");
            return before.equals(ONE);
        }

        @Override
        public Survey outlook(Constitution by, Proposing enough) {
            asked.add("%s %d %s %s".formatted(enough, by.left().version(), by.without(), by.from()));
            return by.policy().equals(ONE) ? SURVEY : Survey.NOTHING;
        }
    }

    private static final Outlook FOUND = new Outlook(Proposing.PROGRAM, Proposing.PROGRAM, Set.of());
    private static final Survey SURVEY = new Survey(Map.of(Remedy.END_FREEZE, FOUND), 7);
    private static final HumanId ANN = new HumanId("h:ann");

    private static Bytes people(int version) {
        var ann = new Person(
                new PersonId("u:ann"), ANN, "Ann", Person.Status.ACTIVE, Set.of(Right.APPROVE), List.of(), List.of());
        return new Directory(version, List.of(ann)).encode();
    }

    private static Constitution by(Bytes policy, int people, Instant at) {
        return new Constitution(policy, people(people), Set.of(), at);
    }

    @Test
    void sameQuestion_isAnsweredOnce_andEveryOtherAnew() {
        var asked = new Asked();
        var weighed = new Weighed(asked);
        for (var i = 0; i < 3; i++) {
            assertThat(weighed.direction(ONE, OTHER)).isEqualTo(Direction.TIGHTEN);
            assertThat(weighed.direction(OTHER, ONE)).isEqualTo(Direction.LOOSEN);
            assertThat(weighed.mayDenyChanges(ONE, OTHER)).isTrue();
            assertThat(weighed.mayDenyChanges(OTHER, ONE)).isFalse();
            assertThat(weighed.isGood(ONE, 1)).isTrue();
            assertThat(weighed.isGood(ONE, 2)).isFalse();
            assertThat(weighed.fits(ONE, ONE)).isTrue();
            assertThat(weighed.fits(ONE, OTHER)).isFalse();
        }
        assertThat(asked.asked).hasSize(8);
    }

    @Test
    void whatIsPossible_isFoundAnew_forOtherPeople_inAnotherHour_andWhereMoreIsLookedFor() {
        var asked = new Asked();
        var weighed = new Weighed(asked);
        for (var minutes : List.of(1, 30, 60)) {
            var at = NOON.plus(Duration.ofMinutes(minutes));
            assertThat(weighed.outlook(by(ONE, 1, at), Proposing.PROGRAM)).isEqualTo(SURVEY);
            assertThat(weighed.outlook(by(OTHER, 1, at), Proposing.PROGRAM)).isEqualTo(Survey.NOTHING);
        }
        assertThat(asked.asked).hasSize(2);
        assertThat(weighed.outlook(by(ONE, 2, NOON), Proposing.PROGRAM)).isEqualTo(SURVEY);
        assertThat(asked.asked)
                .hasSize(3)
                .contains("PROGRAM 1 [] 2026-11-22T13:00:00Z", "PROGRAM 2 [] 2026-11-22T12:00:00Z");
        assertThat(weighed.outlook(by(ONE, 2, NOON), Proposing.TWO)).isEqualTo(SURVEY);
        assertThat(asked.asked).hasSize(4).contains("TWO 2 [] 2026-11-22T12:00:00Z");
        var without = new Constitution(ONE, people(2), Set.of(ANN), NOON);
        for (var i = 0; i < 2; i++)
            assertThat(weighed.outlook(without, Proposing.PROGRAM)).isEqualTo(SURVEY);
        assertThat(asked.asked).hasSize(5).contains("PROGRAM 2 [%s] 2026-11-22T12:00:00Z".formatted(ANN));
    }

    /// Whoever has others wait asks what is known, and hears of what is not that it has to be looked for.
    @Test
    void whatIsNotKnown_isNotLookedFor_whereOthersWait() {
        var asked = new Asked();
        var weighed = new Weighed(asked);
        var question = new Weighing.Question(Map.of(), Map.of(), StandardHash.sha256(ONE), Optional.empty(), NOON, 3);
        var unknown = weighed.recalling();
        assertThat(unknown.isLacking()).isFalse();
        assertThat(unknown.direction(ONE, OTHER)).isEqualTo(Direction.LOOSEN);
        assertThat(unknown.isLacking()).isTrue();
        for (Function<Weighed, Object> admitting : List.<Function<Weighed, Object>>of(
                each -> each.isGood(ONE, 1),
                each -> each.fits(ONE, ONE),
                each -> !each.mayDenyChanges(OTHER, ONE),
                each -> each.outlook(by(ONE, 1, NOON), Proposing.TWO).equals(SURVEY),
                each -> each.weighed(question, () -> new Weighing(true, 9)).isLeft())) {
            var lacking = weighed.recalling();
            assertThat(admitting.apply(lacking)).isEqualTo(false);
            assertThat(lacking.isLacking()).isTrue();
            assertThat(admitting.apply(weighed)).isEqualTo(true);
            var known = weighed.recalling();
            assertThat(admitting.apply(known)).isEqualTo(true);
            assertThat(known.isLacking()).isFalse();
        }
        assertThat(asked.asked).hasSize(4).doesNotContain("direction");
        assertThat(weighed.isLacking()).isFalse();
        // A question is another after more was spent.
        var later = new Weighing.Question(Map.of(), Map.of(), StandardHash.sha256(ONE), Optional.empty(), NOON, 4);
        assertThat(weighed.recalling().weighed(later, () -> new Weighing(true, 9)))
                .isEqualTo(new Weighing(false, 4));
    }

    @Test
    void soMuchIsKept_andWhatWasNotAskedForTheLongest_goesFirst() {
        var asked = new Asked();
        var weighed = new Weighed(asked);
        for (var i = 0; i < 2_048; i++) assertThat(weighed.isGood(ONE, i + 2)).isFalse();
        assertThat(weighed.isGood(ONE, 2)).isFalse();
        assertThat(asked.asked).hasSize(2_048);
        assertThat(weighed.isGood(ONE, 1)).isTrue();
        assertThat(weighed.isGood(ONE, 2)).isFalse();
        assertThat(asked.asked).hasSize(2_049);
        assertThat(weighed.isGood(ONE, 3)).isFalse();
        assertThat(asked.asked).hasSize(2_050);
    }
}
