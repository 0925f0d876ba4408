package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.Constitution;
import tallystick.core.governance.Direction;
import tallystick.core.governance.Policies;
import tallystick.core.governance.Remedy;
import tallystick.core.people.Directory;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.Right;
import tallystick.crypto.codec.Bytes;
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
        public Set<Remedy> possible(Constitution by) {
            asked.add("possible %d %s %s".formatted(by.left().version(), by.without(), by.from()));
            return by.policy().equals(ONE) ? Remedy.NEEDED : Set.of();
        }

        @Override
        public Map<Remedy, Integer> proposers(Constitution by) {
            asked.add("proposers %d %s %s".formatted(by.left().version(), by.without(), by.from()));
            return by.policy().equals(ONE) ? Map.of(Remedy.END_FREEZE, 2) : Map.of();
        }
    }

    private static final Optional<HumanId> ANN = Optional.of(new HumanId("h:ann"));

    private static Bytes people(int version) {
        var ann = new Person(
                new PersonId("u:ann"),
                ANN.orElseThrow(),
                "Ann",
                Person.Status.ACTIVE,
                Set.of(Right.APPROVE),
                List.of(),
                List.of());
        return new Directory(version, List.of(ann)).encode();
    }

    private static Constitution by(Bytes policy, int people, Instant at) {
        return new Constitution(policy, people(people), Optional.empty(), at);
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
    void whatIsPossible_isFoundAnew_forOtherPeople_andInAnotherHour() {
        var asked = new Asked();
        var weighed = new Weighed(asked);
        for (var minutes : List.of(1, 30, 60)) {
            var at = NOON.plus(Duration.ofMinutes(minutes));
            assertThat(weighed.possible(by(ONE, 1, at))).isEqualTo(Remedy.NEEDED);
            assertThat(weighed.possible(by(OTHER, 1, at))).isEmpty();
        }
        assertThat(asked.asked).hasSize(2);
        assertThat(weighed.possible(by(ONE, 2, NOON))).isEqualTo(Remedy.NEEDED);
        assertThat(asked.asked)
                .hasSize(3)
                .contains(
                        "possible 1 Optional.empty 2026-11-22T13:00:00Z",
                        "possible 2 Optional.empty 2026-11-22T12:00:00Z");
        var without = new Constitution(ONE, people(2), ANN, NOON);
        for (var i = 0; i < 2; i++) assertThat(weighed.possible(without)).isEqualTo(Remedy.NEEDED);
        assertThat(asked.asked).hasSize(4).contains("possible 2 %s 2026-11-22T12:00:00Z".formatted(ANN));
    }

    @Test
    void whoCouldPropose_isFoundAnew_forOtherPeople_andInAnotherHour() {
        var asked = new Asked();
        var weighed = new Weighed(asked);
        for (var minutes : List.of(1, 30, 60)) {
            var at = NOON.plus(Duration.ofMinutes(minutes));
            assertThat(weighed.proposers(by(ONE, 1, at))).isEqualTo(Map.of(Remedy.END_FREEZE, 2));
            assertThat(weighed.proposers(by(OTHER, 1, at))).isEmpty();
        }
        assertThat(weighed.proposers(by(ONE, 2, NOON))).hasSize(1);
        assertThat(asked.asked)
                .hasSize(3)
                .contains(
                        "proposers 1 Optional.empty 2026-11-22T13:00:00Z",
                        "proposers 2 Optional.empty 2026-11-22T12:00:00Z");
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
