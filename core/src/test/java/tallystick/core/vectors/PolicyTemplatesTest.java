package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.NOW;
import static tallystick.core.kit.Judging.PAYEE;
import static tallystick.core.kit.Judging.STRANGER;
import static tallystick.core.kit.Judging.codes;
import static tallystick.core.kit.Judging.ether;
import static tallystick.core.kit.Judging.judge;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Subject;
import tallystick.core.chain.Account;
import tallystick.core.facts.Claim;
import tallystick.core.facts.Facts;
import tallystick.core.kit.Judging;
import tallystick.core.kit.Witness;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Names;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Scope;
import tallystick.core.policy.analyze.Analysis;
import tallystick.core.policy.analyze.Remark;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Judgement;
import tallystick.core.policy.judge.KnownAccounts;
import tallystick.core.policy.judge.Past;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.judge.Unmet;
import tallystick.core.policy.matter.Initiator;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Quantity;
import tallystick.core.policy.matter.Source;

/// vectors/policy/templates: what houses begin with, and what it comes to.
class PolicyTemplatesTest {
    private static final List<String> NAMES = List.of("payments", "treasury", "exchange-hot", "cold");

    private static Policy template(String name) {
        return PolicyFile.parse(Judging.file("templates/" + name + ".json")).orThrow();
    }

    /// Everything established, and nothing wrong with it but a risk.
    private static Facts world(int risk) {
        var claims = new ArrayList<Claim>(Judging.claims(Map.of(Judging.ETHER, "2000", Judging.TETHER, "1")));
        claims.add(Witness.risk(1, risk));
        for (var account : List.of(PAYEE, STRANGER)) claims.add(Witness.screening(account, true));
        claims.add(new Claim.Changes(Subject.hash(Judging.asked(1).digests()), List.of()));
        return Witness.facts(claims.toArray(Claim[]::new));
    }

    private static Circumstances calm(int risk) {
        var entry = new KnownAccounts.Entry(NOW.minus(Duration.ofDays(30)), Names.sorted(List.of("warm")));
        return Circumstances.none().with(world(risk)).with(new KnownAccounts(Map.of(PAYEE, entry), Set.of()));
    }

    private static Matter matter(String person, Leg... legs) {
        var asked = Judging.asked(1);
        return Judging.matter(
                new Matter.Asked(
                        asked.intent(),
                        Source.of(Scope.of("example", "prod", "one"), List.of()),
                        Initiator.of(new PersonId(person), AuthStrength.API_KEY),
                        asked.digests(),
                        false,
                        NOW),
                legs);
    }

    private static Judgement judged(String template, String person, Leg... legs) {
        return judge(matter(person, legs), calm(10), template(template));
    }

    private static List<String> asked(Judgement judgement) {
        return judgement.decision() instanceof Decision.Pending(var _, var unmet)
                ? unmet.stream()
                        .map(each -> switch (each) {
                            case Unmet.Approval(var term, var _) -> term.min() + " of " + term.group();
                            case Unmet.Waiting(var until) -> "wait " + Duration.between(NOW, until);
                            case Unmet.Establishing(var kind, var _) -> kind.name();
                        })
                        .toList()
                : List.of(judgement.decision().getClass().getSimpleName());
    }

    @Test
    void templates_areRead_andHaveOneText() {
        for (var name : NAMES) {
            var policy = template(name);
            assertThat(policy.id()).isEqualTo("template-" + name);
            assertThat(PolicyFile.parse(PolicyText.canonical(policy)).orThrow()).isEqualTo(policy);
            assertThat(PolicyText.canonical(policy).length()).isGreaterThan(2_000);
        }
    }

    /// What review warns of, and is meant: all of a group have to agree, and what denies more stands beside what denies
    /// less, for whoever takes the one away.
    private static final Map<String, Set<Remark.Code>> MEANT = Map.of(
            "treasury", Set.of(Remark.Code.UNREACHABLE_QUORUM),
            "cold", Set.of(Remark.Code.UNREACHABLE_QUORUM, Remark.Code.SHADOWED));

    @Test
    void templates_haveNoErrors_andNoWarningThatIsNotMeant() {
        for (var name : NAMES) {
            var review = Analysis.of(template(name));
            assertThat(review.of(Remark.Severity.ERROR)).as(name).isEmpty();
            assertThat(review.of(Remark.Severity.WARNING).stream().map(Remark::code))
                    .as(name)
                    .isSubsetOf(MEANT.getOrDefault(name, Set.of()));
        }
    }

    @Test
    void everyTemplate_deniesWhatNobodyShouldSign() {
        var unread = new Leg(
                Activity.CONTRACT_CALL,
                Optional.of(PAYEE),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false);
        var endless =
                Leg.of(Activity.APPROVE_ALLOWANCE, PAYEE, Judging.TETHER, new Quantity.Unlimited(), OptionalInt.of(6));
        var poisoned =
                new Account(Judging.CHAIN, "0xf89d000000000000000000000000000000Ea40".replace("Ea40", "0000aA40"));
        for (var name : NAMES) {
            assertThat(codes(judged(name, "u:ann", unread))).as(name).contains(Reason.Code.DENIED_BY);
            assertThat(codes(judged(name, "u:ann", endless))).as(name).contains(Reason.Code.DENIED_BY);
            assertThat(codes(judged(name, "u:ann", ether(poisoned, "1"))))
                    .as(name)
                    .contains(Reason.Code.DENIED_BY);
            assertThat(codes(judge(matter("u:ann", ether(PAYEE, "1")), calm(95), template(name))))
                    .as(name)
                    .contains(Reason.Code.DENIED_BY);
        }
    }

    @Test
    void payments_goOutByThemselves_toKnownPayees_whileSmall() {
        assertThat(asked(judged("payments", "s:payouts", ether(PAYEE, "1")))).containsExactly("Allowed");
        assertThat(asked(judged("payments", "s:payouts", ether(PAYEE, "3")))).containsExactly("1 of finance");
        assertThat(codes(judged("payments", "s:payouts", ether(PAYEE, "13")))).containsExactly(Reason.Code.NO_ALLOW);
        assertThat(codes(judged("payments", "s:payouts", ether(STRANGER, "1")))).containsExactly(Reason.Code.NO_ALLOW);
        assertThat(codes(judge(
                        matter("s:payouts", ether(PAYEE, "1")),
                        calm(10),
                        Instant.parse("2026-11-28T12:00:00Z"),
                        template("payments"))))
                .containsExactly(Reason.Code.NO_ALLOW);
    }

    @Test
    void payments_askMore_ofRisk_andOfPayingTwice() {
        assertThat(asked(judge(matter("s:payouts", ether(PAYEE, "1")), calm(70), template("payments"))))
                .containsExactly("1 of risk");
        var one = ether(PAYEE, "1");
        var past = new Past(Stream.of(1, 2)
                .map(number -> new Past.Payment(
                        Judging.intent(number),
                        NOW.minus(Duration.ofDays(number)),
                        PAYEE,
                        Judging.ETHER,
                        BigDecimal.ONE.movePointRight(18).toBigIntegerExact()))
                .toList());
        assertThat(asked(judge(matter("s:payouts", one), calm(10).with(past), template("payments"))))
                .containsExactly("2 of finance");
    }

    @Test
    void treasury_alwaysAsksPeople_andWaitsForMuch() {
        assertThat(asked(judged("treasury", "u:ann", ether(PAYEE, "1")))).containsExactly("2 of exec", "1 of risk");
        assertThat(asked(judged("treasury", "u:ann", ether(PAYEE, "500"))))
                .containsExactly("2 of exec", "3 of exec", "1 of risk", "wait PT6H");
        assertThat(codes(judged("treasury", "u:ann", Leg.of(Activity.WALLET_ADMIN))))
                .containsExactly(Reason.Code.NO_ALLOW);
    }

    @Test
    void exchange_paysAnybodyWhoIsScreened_whileSmall() {
        assertThat(asked(judged("exchange-hot", "s:withdrawals", ether(STRANGER, "5"))))
                .containsExactly("Allowed");
        assertThat(asked(judged("exchange-hot", "s:withdrawals", ether(STRANGER, "6"))))
                .containsExactly("2 of finance");
        assertThat(asked(judged("exchange-hot", "s:withdrawals", ether(STRANGER, "26"))))
                .containsExactly("2 of finance", "1 of risk");
        assertThat(codes(judge(
                        matter("s:withdrawals", ether(STRANGER, "1")),
                        calm(10).with(Judging.prices(Map.of(Judging.ETHER, "2000"))),
                        template("exchange-hot"))))
                .as("nobody screened the receiver, and nobody knows the risk")
                .contains(Reason.Code.NO_ALLOW, Reason.Code.DENIED_BY);
    }

    @Test
    void cold_goesHomeOnly_byEverybody_afterADay() {
        var home = ether(PAYEE, "1000").internal(true);
        assertThat(asked(judge(
                        matter("u:ann", home), calm(10), Instant.parse("2026-11-24T10:00:00Z"), template("cold"))))
                .startsWith("3 of exec", "2 of risk");
        assertThat(codes(judge(
                        matter("u:ann", ether(PAYEE, "1000")),
                        calm(10),
                        Instant.parse("2026-11-24T10:00:00Z"),
                        template("cold"))))
                .containsExactly(Reason.Code.NO_ALLOW);
        assertThat(codes(judged("cold", "u:ann", home))).as("after hours").containsExactly(Reason.Code.NO_ALLOW);
    }
}
