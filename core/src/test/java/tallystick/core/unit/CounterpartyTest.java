package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.CALM;
import static tallystick.core.kit.Judging.NOW;
import static tallystick.core.kit.Judging.PAYEE;
import static tallystick.core.kit.Judging.ether;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.core.facts.Claim;
import tallystick.core.facts.Topic;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Judging;
import tallystick.core.kit.Witness;
import tallystick.core.policy.Activity;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.judge.Trace;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;

/// docs/spec/policy.md, PO-6: what is established of a destination, where some of it is missing.
class CounterpartyTest {
    private static final String ALL = "\"counterparty\":{\"codeAgeMin\":\"P8D\",\"scoreMax\":30,\"screened\":true}";
    private static final List<Claim> CLAIMS = List.of(
            new Claim.Code(PAYEE, Ballots.digest("code"), NOW.minus(Duration.ofDays(8))),
            new Claim.Risk(new Topic.Party(PAYEE), 30, List.of()),
            Witness.screening(PAYEE, true));
    private static final Matter PAYING = Judging.matter(ether(PAYEE, "1"));

    private static String ask(String match, Matter matter, List<Claim> claims) {
        var rule = "{\"id\":\"d\",\"effect\":\"DENY\",\"activity\":[\"*\"],\"match\":{%s}}".formatted(match);
        var judgement = Judging.judge(matter, CALM.with(Witness.facts(List.of(), claims)), Judging.policy(rule));
        return judgement.trace().rules().stream()
                .findFirst()
                .map(part -> part.how() == Trace.How.ERRED ? "ERRED" : "MET")
                .orElse("UNMET");
    }

    private static List<Claim> with(int place, Claim... others) {
        var all = new ArrayList<>(CLAIMS);
        all.remove(place);
        all.addAll(List.of(others));
        return all;
    }

    @Test
    void anyOneThingMissing_cannotBeAnswered() {
        assertThat(ask(ALL, PAYING, CLAIMS)).isEqualTo("MET");
        for (var i = 0; i < CLAIMS.size(); i++)
            assertThat(ask(ALL, PAYING, with(i))).as("without %d", i).isEqualTo("ERRED");
    }

    @Test
    void anyOneThingNotMet_countsBeforeWhatIsMissing() {
        var others = List.of(
                new Claim.Code(PAYEE, Ballots.digest("code"), NOW.minus(Duration.ofDays(7))),
                new Claim.Risk(new Topic.Party(PAYEE), 31, List.of()),
                Witness.screening(PAYEE, false));
        for (var i = 0; i < others.size(); i++) {
            assertThat(ask(ALL, PAYING, with(i, others.get(i)))).isEqualTo("UNMET");
            assertThat(ask(ALL, PAYING, List.of(others.get(i)))).isEqualTo("UNMET");
        }
    }

    @Test
    void codeSinceTheEndOfTheCalendar_isYoung_andNoFault() {
        var end = Instant.ofEpochSecond(Instant.MAX.getEpochSecond());
        var code = with(0, new Claim.Code(PAYEE, Ballots.digest("code"), end));
        assertThat(ask("\"counterparty\":{\"codeAgeMin\":\"P8D\"}", PAYING, code))
                .isEqualTo("UNMET");
        assertThat(ask("\"counterparty\":{\"codeAgeMax\":\"P8D\"}", PAYING, code))
                .isEqualTo("MET");
    }

    @Test
    void effectThatReachesNobody_hasNoCounterparty() {
        assertThat(ask(ALL, Judging.matter(Leg.of(Activity.MESSAGE)), CLAIMS)).isEqualTo("UNMET");
    }

    /// What an ALLOW asks for has to be established; what a DENY asks for denies where nobody knows it.
    @Test
    void missingFact_admitsNothing_andDenies() {
        var rule = "{\"id\":\"r\",\"effect\":\"%s\",\"activity\":[\"*\"],\"match\":{%s}}";
        for (var i = 0; i < CLAIMS.size(); i++) {
            var missing = CALM.with(Witness.facts(List.of(), with(i)));
            assertThat(Judging.codes(Judging.judge(PAYING, missing, Judging.policy(rule.formatted("ALLOW", ALL)))))
                    .containsExactly(Reason.Code.NO_ALLOW);
            assertThat(Judging.codes(Judging.judge(PAYING, missing, Judging.policy(rule.formatted("DENY", ALL)))))
                    .contains(Reason.Code.DENIED_BY);
        }
        assertThat(Judging.codes(Judging.judge(
                        PAYING,
                        CALM.with(Witness.facts(List.of(), CLAIMS)),
                        Judging.policy(rule.formatted("ALLOW", ALL)))))
                .isEmpty();
    }

    @Test
    void severalFactsAskedFor_areAllEstablished_orTheMissingOneSaysSo() {
        var match = "\"facts\":[\"SCREENING\",\"SIMULATION\",\"SOURCE_EVENT\"]";
        var event = new Claim.SourceEvent(Judging.intent(1).value(), PAYEE, Ballots.digest("event"));
        var changes = new Claim.Changes(tallystick.core.approval.Subject.hash(PAYING.digests()), List.of());
        assertThat(ask(match, PAYING, List.of(CLAIMS.get(2), event, changes))).isEqualTo("MET");
        assertThat(ask(match, PAYING, List.of(event, changes))).isEqualTo("ERRED");
        assertThat(ask(match, PAYING, List.of(CLAIMS.get(2), event))).isEqualTo("ERRED");
        assertThat(ask(match, PAYING, List.of(CLAIMS.get(2), changes))).isEqualTo("ERRED");
        assertThat(ask(match, PAYING, List.of(Witness.screening(PAYEE, false), changes)))
                .isEqualTo("UNMET");
    }
}
