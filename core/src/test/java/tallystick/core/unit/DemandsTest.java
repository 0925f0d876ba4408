package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.CALM;
import static tallystick.core.kit.Judging.NOW;
import static tallystick.core.kit.Judging.PAYEE;
import static tallystick.core.kit.Judging.STRANGER;
import static tallystick.core.kit.Judging.codes;
import static tallystick.core.kit.Judging.ether;
import static tallystick.core.kit.Judging.judge;
import static tallystick.core.kit.Judging.matter;
import static tallystick.core.kit.Judging.policy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Subject;
import tallystick.core.facts.Claim;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Judging;
import tallystick.core.kit.Witness;
import tallystick.core.policy.FactKind;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Judgement;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.judge.Unmet;

/// docs/spec/policy.md, PO-10: what a rule asks to be established before it is signed.
class DemandsTest {
    private static final String ANYBODY = "{\"id\":\"a\",\"effect\":\"ALLOW\",\"activity\":[\"TRANSFER\"]}";

    private static Judgement requiring(List<FactKind> kinds, tallystick.core.facts.Facts facts, String... amounts) {
        var names = kinds.stream().map(kind -> '"' + kind.name() + '"').toList();
        var rule = ",{\"id\":\"r\",\"effect\":\"REQUIRE\",\"activity\":[\"*\"],\"require\":[%s]}"
                .formatted(String.join(",", names));
        var legs = java.util.Arrays.stream(amounts)
                .map(amount -> amount.startsWith("?") ? ether(STRANGER, amount.substring(1)) : ether(PAYEE, amount));
        return judge(
                matter(legs.toArray(tallystick.core.policy.matter.Leg[]::new)),
                CALM.with(facts),
                policy(ANYBODY + rule));
    }

    private static List<Unmet> unmet(Judgement judgement) {
        return judgement.decision() instanceof Decision.Pending(var _, var unmet) ? unmet : List.of();
    }

    @Test
    void whatNobodyEstablished_isWaitedFor() {
        for (var kind : FactKind.values())
            assertThat(unmet(requiring(List.of(kind), Witness.facts(), "1")))
                    .as("%s", kind)
                    .singleElement()
                    .isInstanceOfSatisfying(Unmet.Establishing.class, each -> {
                        assertThat(each.kind()).isEqualTo(kind);
                        assertThat(each.why()).endsWith(" is missing");
                    });
    }

    @Test
    void sameThingMissingOfSeveralPayments_isSaidOnce() {
        assertThat(unmet(requiring(List.of(FactKind.SIMULATION), Witness.facts(), "1", "2")))
                .hasSize(1);
    }

    @Test
    void whatIsEstablished_isNoMoreWaitedFor() {
        var intent = Judging.intent(1).value();
        var digests = Subject.hash(matter(ether(PAYEE, "1")).digests());
        for (var known : List.of(
                Witness.screening(PAYEE, true),
                new Claim.Changes(digests, List.of()),
                new Claim.TravelRule(intent, "other-vasp"),
                new Claim.SourceEvent(intent, PAYEE, Ballots.digest("event")))) {
            var kind = FactKind.valueOf(
                    switch (known) {
                        case Claim.Screening _ -> "SCREENING";
                        case Claim.Changes _ -> "SIMULATION";
                        case Claim.TravelRule _ -> "TRAVEL_RULE";
                        default -> "SOURCE_EVENT";
                    });
            assertThat(requiring(List.of(kind), Witness.facts(known), "1").decision())
                    .as("%s", kind)
                    .isInstanceOf(Decision.Allowed.class);
            assertThat(unmet(requiring(List.of(kind), Witness.facts(List.of(known), List.of()), "1")))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Unmet.Establishing.class,
                            each -> assertThat(each.why()).endsWith(" expired"));
        }
    }

    @Test
    void destinationThatAListNames_deniesThatPayment() {
        var facts = Witness.facts(Witness.screening(PAYEE, true), Witness.screening(STRANGER, false));
        var judgement = requiring(List.of(FactKind.SCREENING), facts, "1", "?1");
        assertThat(codes(judgement)).containsExactly(Reason.Code.SCREENED);
        assertThat(((Decision.Denied) judgement.decision()).reasons().getFirst().leg())
                .hasValue(1);
        assertThat(codes(requiring(List.of(FactKind.SCREENING), facts, "1"))).isEmpty();
    }

    /// > each further one is of a place inside the one before
    @Test
    void secondPolicyOfTheSamePlace_isNoLevelBelow() {
        var second = Judging.policy("{\"org\":\"acme\" }", ANYBODY);
        var first = policy(ANYBODY);
        assertThat(first.scope()).isEqualTo(second.scope());
        assertThat(first.id()).isNotEqualTo(second.id());
        assertThat(codes(judge(matter(ether(PAYEE, "1")), first, second))).containsExactly(Reason.Code.NO_POLICY);
        assertThat(codes(judge(matter(ether(PAYEE, "1")), first))).isEmpty();
    }

    @Test
    void callsWrappedTooDeep_denyByThemselves() {
        for (var code : List.of("TOO_DEEP", "UNDECODED")) {
            var plain = matter(ether(PAYEE, "1"));
            var warned = new tallystick.core.policy.matter.Matter(
                    plain.asked(),
                    plain.chain(),
                    plain.content(),
                    plain.legs(),
                    List.of(),
                    List.of(new tallystick.core.chain.Warning(
                            tallystick.core.chain.Warning.Severity.DANGER, code, "A sentence.")),
                    java.util.Optional.empty(),
                    java.util.Optional.empty(),
                    java.util.Optional.empty(),
                    plain.digests());
            assertThat(codes(judge(warned, CALM, NOW, policy(ANYBODY))))
                    .as(code)
                    .isEqualTo(code.equals("TOO_DEEP") ? List.of(Reason.Code.TOO_DEEP) : List.of());
        }
    }
}
