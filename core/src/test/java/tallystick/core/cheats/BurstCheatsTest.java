package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Trials.agreed;
import static tallystick.core.kit.Trials.documents;
import static tallystick.core.kit.Trials.evidence;
import static tallystick.core.kit.Trials.policy;
import static tallystick.core.kit.Trials.rule;
import static tallystick.core.kit.Trials.standing;
import static tallystick.core.kit.Trials.words;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.court.Court;
import tallystick.core.court.Ruling;
import tallystick.core.court.Standing;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Freezes;
import tallystick.core.kit.Judging;
import tallystick.core.kit.Trials;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Policy;
import tallystick.core.policy.change.Direction;
import tallystick.core.policy.change.PolicyChange;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.core.policy.limit.Counters;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

@DisplayName("Many requests in a short time, docs/spec/policy.md PO-20, docs/spec/court.md CO-14")
class BurstCheatsTest {
    private static final String FREEZES = "\"effect\":\"DENY\",\"freeze\":\"INITIATOR\"";

    private static String rules(String id, String max, String onExceed) {
        return """
            ,{"id":"%s","effect":"LIMIT","activity":["TRANSFER"],"limit":{"measure":"COUNT","max":"%s",
            "window":{"type":"ROLLING","length":"PT1H"},"per":["initiator"],"onExceed":{%s}}}
            """.formatted(id, max, onExceed);
    }

    private static Policy bursting(String onExceed) {
        return policy(Trials.RULES + rules("burst", "2", onExceed));
    }

    /// After so many others, all of which were let through.
    private static Standing after(int others, Policy... policies) {
        var held = standing(documents(policies));
        for (var number = 1; number <= others; number++) {
            var allowed = (Ruling.Allowed) rule(agreed(evidence(), held, "dee", "eli"), held);
            var made = held.counters().reserve(Judging.intent(number), allowed.charges(), Trials.NOW);
            held = held.with(((Counters.Reservation.Made) made).counters());
        }
        return held;
    }

    private static Ruling next(Standing standing) {
        return rule(agreed(evidence(), standing, "dee", "eli"), standing);
    }

    private static Optional<FreezeOrder> order(Ruling ruling) {
        return ruling instanceof Ruling.Denied denied ? denied.freeze() : Optional.empty();
    }

    @Test
    void oneTooMany_isDenied_andItsInitiatorFrozenByTheNode() {
        var policy = bursting(FREEZES);
        assertThat(words(next(after(1, policy)))).containsExactly("ALLOWED");
        var third = next(after(2, policy));
        assertThat(words(third)).containsExactly("LIMIT_EXCEEDED", "BURST");
        var order = order(third).orElseThrow();
        assertThat(order.scope()).isEqualTo(new FreezeScope.Initiator(new PersonId("u:ann")));
        assertThat(order.by()).isEqualTo(new PersonId("s:alpha"));
        assertThat(order.reason()).isEqualTo("a burst: beyond the limit burst");
        assertThat(order.workspace()).isEqualTo(after(2, policy).workspace());
        assertThat(((Ruling.Denied) third).reasons().getLast().text())
                .isEqualTo("too many together: the initiator is to be frozen");
    }

    @Test
    void requestThatAloneTakesAllThereMayBe_isOneTooMany_afterAnother() {
        var one = policy(Trials.RULES + rules("burst", "1", FREEZES.replace("INITIATOR", "WORKSPACE")));
        assertThat(words(next(after(0, one)))).containsExactly("ALLOWED");
        var second = next(after(1, one));
        assertThat(words(second)).containsExactly("LIMIT_EXCEEDED", "BURST");
        assertThat(((Ruling.Denied) second).reasons().getLast().text())
                .isEqualTo("too many together: the workspace is to be frozen");
    }

    @Test
    void whatIsFrozen_staysSoWhenTheWindowIsOver_andIsNotFrozenTwice() {
        var held = after(2, bursting(FREEZES));
        var frozen = held.with(Freezes.none().imposed(order(next(held)).orElseThrow()));
        var again = next(frozen);
        assertThat(words(again)).containsExactly("FROZEN");
        assertThat(order(again)).isEmpty();
        var asked = Trials.asked(agreed(evidence(), frozen, "dee", "eli"));
        var later = Trials.NOW.plus(Duration.ofMinutes(61));
        assertThat(words(Court.rule(asked, held, later))).doesNotContain("BURST");
        assertThat(words(Court.rule(asked, frozen, later))).contains("FROZEN");
    }

    /// Control asks nodes once more before a signed payment goes to the chain, and anybody may bring old evidence
    /// again.
    @Test
    void requestThatWasCounted_isNoOneMore_whenItIsJudgedAgainInAFullWindow() {
        var policy = bursting(FREEZES);
        var begun = standing(documents(policy));
        var asked = Trials.asked(agreed(evidence(), begun, "dee", "eli"));
        var own = asked.evidence().intent().id();
        var allowed = (Ruling.Allowed) Court.rule(asked, begun, Trials.NOW);
        var reserved = (Counters.Reservation.Made) begun.counters().reserve(own, allowed.charges(), Trials.NOW);
        var later = Trials.NOW.plus(Duration.ofMinutes(61));
        for (var isSigned : List.of(true, false)) {
            var counters = isSigned ? reserved.counters().commit(own) : begun.counters();
            for (var number = 1; number <= 2; number++)
                counters = ((Counters.Reservation.Made)
                                counters.reserve(Judging.intent(number), allowed.charges(), later))
                        .counters();
            var again = Court.rule(asked, begun.with(counters), later);
            assertThat(words(again)).contains("LIMIT_EXCEEDED");
            assertThat(words(again).contains("BURST"))
                    .as("signed: %s", isSigned)
                    .isNotEqualTo(isSigned);
            assertThat(order(again).isPresent()).isNotEqualTo(isSigned);
        }
    }

    @Test
    void ofTwoLimits_theOneThatFreezesMoreCounts() {
        var both = policy(Trials.RULES
                + rules("burst", "2", FREEZES)
                + rules("storm", "2", "\"effect\":\"DENY\",\"freeze\":\"WORKSPACE\""));
        var order = order(next(after(2, both))).orElseThrow();
        assertThat(order.scope()).isEqualTo(new FreezeScope.Workspace());
        assertThat(order.reason()).isEqualTo("a burst: beyond the limit storm");
    }

    /// Rules of two places may have one name: what the other freezes is not frozen.
    @Test
    void limitOfThatName_ofAnotherPlace_isNotTheOneThatFreezes() {
        var outer = policy(Trials.RULES + rules("burst", "9", FREEZES.replace("INITIATOR", "WORKSPACE")));
        var inner = Judging.policy(
                "{\"org\":\"acme\",\"workspace\":\"prod\"}",
                "\"admission\":\"INHERITED\"" + rules("burst", "2", FREEZES));
        var third = next(after(2, outer, inner));
        assertThat(words(third)).containsExactly("LIMIT_EXCEEDED", "BURST");
        assertThat(order(third).orElseThrow().scope()).isEqualTo(new FreezeScope.Initiator(new PersonId("u:ann")));
    }

    /// Or everybody could freeze by mistyping one amount.
    @Test
    void whatAloneIsBeyondTheLimit_isDenied_andFreezesNothing() {
        var none = next(after(0, policy(Trials.RULES + rules("burst", "0", FREEZES))));
        assertThat(words(none)).containsExactly("LIMIT_EXCEEDED");
        assertThat(order(none)).isEmpty();
    }

    @Test
    void limitThatDoesNotSay_freezesNothing() {
        var plain = next(after(2, bursting("\"effect\":\"DENY\"")));
        assertThat(words(plain)).containsExactly("LIMIT_EXCEEDED");
        assertThat(order(plain)).isEmpty();
    }

    @Test
    void documentThatFreezes_isReadBackAsItWasWritten() {
        for (var freeze : List.of("INITIATOR", "WORKSPACE")) {
            var policy = bursting(FREEZES.replace("INITIATOR", freeze));
            var text = PolicyText.canonical(policy);
            assertThat(new String(text.toArray(), StandardCharsets.UTF_8))
                    .contains("\"onExceed\":{\"effect\":\"DENY\",\"freeze\":\"%s\"}".formatted(freeze));
            assertThat(PolicyFile.parse(text).orThrow()).isEqualTo(policy);
        }
    }

    @Test
    void documentThatFreezesSomethingElse_orAsksAswell_isMalformed() {
        var good = new String(PolicyText.canonical(bursting(FREEZES)).toArray(), StandardCharsets.UTF_8);
        var bad = List.of(
                "\"effect\":\"DENY\",\"freeze\":\"VAULT\"",
                "\"effect\":\"DENY\",\"freeze\":\"INITIATOR\",\"require\":[\"SIMULATION\"]",
                "\"effect\":\"REQUIRE\",\"freeze\":\"INITIATOR\"",
                "\"freeze\":\"INITIATOR\"");
        for (var each : bad)
            assertThat(PolicyFile.parse(Bytes.ofUtf8(good.replace(FREEZES, each))))
                    .as(each)
                    .isInstanceOf(Parsed.Malformed.class);
        assertThat(good).contains(FREEZES);
    }

    @Test
    void freezingLess_loosens_andFreezingMore_tightens() {
        var nothing = bursting("\"effect\":\"DENY\"");
        var initiator = bursting(FREEZES);
        var workspace = bursting(FREEZES.replace("INITIATOR", "WORKSPACE"));
        var order = List.of(nothing, initiator, workspace);
        for (var was = 0; was < order.size(); was++)
            for (var is = 0; is < order.size(); is++)
                assertThat(direction(order.get(was), order.get(is)))
                        .as("%d to %d", was, is)
                        .isEqualTo(is >= was ? Direction.TIGHTEN : Direction.LOOSEN);
    }

    private static Direction direction(Policy was, Policy is) {
        return PolicyChange.between(was, is).direction();
    }
}
