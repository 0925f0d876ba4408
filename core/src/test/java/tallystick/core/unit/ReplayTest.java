package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Judging;
import tallystick.core.policy.Policy;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.rehearse.Replay;

/// docs/spec/policy.md, PO-18: what a draft would have made of what was decided before.
class ReplayTest {
    private static final String ALLOW = "{\"id\":\"all\",\"effect\":\"ALLOW\",\"activity\":[\"TRANSFER\"]%s}";
    private static final String LIMIT = "{\"id\":\"day\",\"effect\":\"LIMIT\",\"activity\":[\"*\"],"
            + "\"limit\":{\"measure\":\"FIAT:USD\",\"max\":\"%d\",\"window\":{\"type\":\"LIFETIME\"}}}";

    private static List<Level> levels(String... rules) {
        return List.of(Level.of(policy(rules)));
    }

    private static Policy policy(String... rules) {
        return Judging.policy(String.join(",", rules));
    }

    private static Replay.Case one(int number, Circumstances circumstances, Leg leg) {
        var asked = Judging.asked(number);
        return new Replay.Case(Judging.matter(asked, leg), circumstances, Judging.NOW);
    }

    /// Payments of 1 to `count` ether.
    private static List<Replay.Case> payments(int count) {
        var cases = new ArrayList<Replay.Case>();
        for (var i = 1; i <= count; i++)
            cases.add(one(i, Judging.CALM, Judging.ether(Judging.PAYEE, Integer.toString(i))));
        return cases;
    }

    @Test
    void stricterDraft_namesWhatItDenies() {
        var before = levels(ALLOW.formatted(""));
        var after = levels(ALLOW.formatted(",\"match\":{\"amount\":{\"fiat\":\"USD\",\"max\":\"6000\"}}"));
        var replay = Replay.of(before, after, payments(5), Counters.none());
        assertThat(replay.summary()).isEqualTo("2 of 5 would change: 2 newly denied");
        assertThat(replay.changes())
                .extracting(Replay.Change::intent)
                .containsExactly(Judging.asked(4).intent(), Judging.asked(5).intent());
        assertThat(Replay.of(after, before, payments(5), Counters.none()).summary())
                .isEqualTo("2 of 5 would change: 2 newly allowed");
        assertThat(Replay.of(before, before, payments(5), Counters.none()).summary())
                .isEqualTo("0 of 5 would change");
    }

    @Test
    void approvals_turnIntoPending_andBack() {
        var require = "{\"id\":\"two\",\"effect\":\"REQUIRE\",\"activity\":[\"*\"],"
                + "\"approvals\":[{\"group\":\"exec\",\"min\":%d}]}";
        var free = levels(ALLOW.formatted(""));
        var asking = levels(ALLOW.formatted(""), require.formatted(2));
        var denying = levels("");
        assertThat(Replay.of(free, asking, payments(1), Counters.none()).count(Replay.Turn.NEWLY_PENDING))
                .isEqualTo(1);
        assertThat(Replay.of(asking, free, payments(1), Counters.none()).count(Replay.Turn.NEWLY_ALLOWED))
                .isEqualTo(1);
        assertThat(Replay.of(denying, asking, payments(1), Counters.none()).count(Replay.Turn.NO_LONGER_DENIED))
                .isEqualTo(1);
        assertThat(Replay.of(asking, denying, payments(1), Counters.none()).count(Replay.Turn.NEWLY_DENIED))
                .isEqualTo(1);
        assertThat(Replay.of(asking, levels(ALLOW.formatted(""), require.formatted(3)), payments(1), Counters.none())
                        .count(Replay.Turn.OTHER_OBLIGATIONS))
                .isEqualTo(1);
    }

    @Test
    void eachSide_countsWhatItWouldHaveAllowed() {
        // Of 1, 2, 3, 4 ether at 2,000 dollars: 20,000 all together, and 6,000 after the first two.
        var before = levels(ALLOW.formatted(""), LIMIT.formatted(20_000));
        var after = levels(ALLOW.formatted(""), LIMIT.formatted(8_000));
        var replay = Replay.of(before, after, payments(4), Counters.none());
        assertThat(replay.summary()).isEqualTo("2 of 4 would change: 2 newly denied");
        // What is denied is not counted: another of one ether still fits.
        var more = new ArrayList<>(payments(4));
        more.add(one(9, Judging.CALM, Judging.ether(Judging.STRANGER, "1")));
        assertThat(Replay.of(before, after, more, Counters.none()).changes())
                .extracting(Replay.Change::turn)
                .containsExactly(Replay.Turn.NEWLY_DENIED, Replay.Turn.NEWLY_DENIED, Replay.Turn.NEWLY_ALLOWED);
    }

    @Test
    void whatIf_reservesNothing_andJudgesByThePlacesOfTheSource() {
        var inner = Judging.policy(
                "{\"org\":\"acme\",\"workspace\":\"prod\"}", "\"admission\":\"INHERITED\"," + deny("inner"));
        var elsewhere = Judging.policy(
                "{\"org\":\"acme\",\"workspace\":\"test\"}", "\"admission\":\"INHERITED\"," + deny("other"));
        var org = Level.of(policy(ALLOW.formatted("")));
        var thought = payments(1).getFirst();
        assertThat(Replay.whatIf(List.of(Level.of(elsewhere), org), thought).decision())
                .isInstanceOf(Decision.Allowed.class);
        assertThat(Replay.whatIf(List.of(Level.of(inner), org), thought).decision())
                .isInstanceOf(Decision.Denied.class);
        Matter matter = thought.matter();
        var limited = levels(ALLOW.formatted(""), LIMIT.formatted(2_000));
        var first = Replay.whatIf(limited, thought);
        assertThat(first.charges()).hasSize(1);
        assertThat(Replay.whatIf(limited, thought)).isEqualTo(first);
        assertThat(thought.circumstances().counters().keys()).isEmpty();
        assertThat(matter).isEqualTo(payments(1).getFirst().matter());
    }

    private static String deny(String id) {
        return "{\"id\":\"%s\",\"effect\":\"DENY\",\"activity\":[\"*\"]}".formatted(id);
    }

    private static List<Replay.Recorded> history(Replay.Was... was) {
        var cases = payments(was.length);
        var history = new ArrayList<Replay.Recorded>();
        for (var i = 0; i < was.length; i++) history.add(new Replay.Recorded(cases.get(i), was[i]));
        return history;
    }

    /// Of 1, 2, 3 ether at 2,000 dollars.
    @Test
    void history_isHeldAgainstADraft_byWhatWasDecidedThen() {
        var free = levels(ALLOW.formatted(""));
        var asking = levels(
                ALLOW.formatted(""),
                "{\"id\":\"two\",\"effect\":\"REQUIRE\",\"activity\":[\"*\"],"
                        + "\"approvals\":[{\"group\":\"exec\",\"min\":2}]}");
        var all = history(Replay.Was.DENIED, Replay.Was.PENDING, Replay.Was.ALLOWED);
        var allowed = Replay.of(free, all, Counters.none());
        assertThat(allowed.summary()).isEqualTo("2 of 3 would change: 2 newly allowed");
        assertThat(allowed.changes())
                .extracting(Replay.Change::before)
                .containsExactly(Replay.Was.DENIED, Replay.Was.PENDING);
        assertThat(Replay.of(asking, all, Counters.none()).changes())
                .extracting(Replay.Change::turn)
                .containsExactly(Replay.Turn.NO_LONGER_DENIED, Replay.Turn.NEWLY_PENDING);
        assertThat(Replay.of(levels(""), all, Counters.none()).summary())
                .isEqualTo("2 of 3 would change: 2 newly denied");
    }

    @Test
    void historyThatADraftAllows_isCountedForWhatComesAfter() {
        var limited = levels(ALLOW.formatted(""), LIMIT.formatted(8_000));
        var all = history(Replay.Was.ALLOWED, Replay.Was.ALLOWED, Replay.Was.ALLOWED);
        assertThat(Replay.of(limited, all, Counters.none()).changes())
                .as("6,000 after two, and 6,000 more")
                .extracting(Replay.Change::intent)
                .containsExactly(Judging.asked(3).intent());
    }
}
