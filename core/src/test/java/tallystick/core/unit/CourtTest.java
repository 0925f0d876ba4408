package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tallystick.core.kit.Trials.NOW;
import static tallystick.core.kit.Trials.agreed;
import static tallystick.core.kit.Trials.evidence;
import static tallystick.core.kit.Trials.rule;
import static tallystick.core.kit.Trials.standing;
import static tallystick.core.kit.Trials.words;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.court.Court;
import tallystick.core.court.Plea;
import tallystick.core.court.Ruling;
import tallystick.core.court.SigningSet;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Judging;
import tallystick.core.kit.Trials;
import tallystick.core.policy.judge.KnownAccounts;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.judge.Unmet;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Initiator;
import tallystick.core.policy.matter.Matter;
import tallystick.crypto.hash.Digest32;

@DisplayName("What a node makes of a request, docs/spec/court.md")
class CourtTest {
    private static Ruling.Allowed allowed() {
        return (Ruling.Allowed) rule(agreed(evidence(), standing(), "dee", "eli"), standing());
    }

    private static SigningSet set(String... names) {
        var members = new ArrayList<SigningSet.Member>();
        for (var name : names)
            members.add(new SigningSet.Member(name, name.equals("gamma") ? Set.of("risk") : Set.of(), 1));
        return new SigningSet(members);
    }

    @Test
    void key_thatSigned_isWhatRulesOfKeysAreAskedOf() {
        var signed = Initiator.nameOf(Crowd.edKey(Trials.ASKING));
        var another = Initiator.nameOf(Crowd.edKey("API_KEY of bo"));
        assertThat(signed).matches("[0-9a-f]{32}").isNotEqualTo(another);
        assertThat(words(byKey("DENY", "\"apiKeys\":[\"%s\"]".formatted(signed))))
                .containsExactly("DENIED_BY");
        assertThat(words(byKey("DENY", "\"apiKeys\":[\"%s\",\"%s\"]".formatted(another, signed))))
                .containsExactly("DENIED_BY");
        assertThat(words(byKey("DENY", "\"apiKeys\":[\"%s\"]".formatted(another))))
                .containsExactly("ALLOWED");
        assertThat(words(byKey("DENY", "\"ip\":[\"10.0.0.0/8\"]")))
                .as("nobody can prove it")
                .containsExactly("DENIED_BY");
    }

    private static Ruling byKey(String effect, String asked) {
        var rule = "{\"id\":\"key\",\"effect\":\"%s\",\"activity\":[\"*\"],\"match\":{\"initiator\":{%s}}}"
                .formatted(effect, asked);
        var standing = standing(Trials.documents(Trials.policy(Trials.RULES + "," + rule)));
        return rule(agreed(evidence(), standing, "dee", "eli"), standing);
    }

    @Test
    void request_thatNobodyAgreedTo_waits_andIsAllowedWhenTwoHave() {
        var standing = standing();
        var pending = (Ruling.Pending) rule(evidence(), standing);
        assertThat(pending.unmet())
                .singleElement()
                .isInstanceOfSatisfying(
                        Unmet.Approval.class, each -> assertThat(each.have()).isZero());
        assertThat(words(rule(agreed(evidence(), standing, "dee"), standing))).containsExactly("PENDING");
        assertThat(words(rule(agreed(evidence(), standing, "dee", "eli"), standing)))
                .containsExactly("ALLOWED");
    }

    @Test
    void allowed_saysWhatToCount_andByWhatItWasJudged() {
        var ruling = allowed();
        var documents = standing().documents();
        assertThat(ruling.charges())
                .singleElement()
                .satisfies(charge -> assertThat(charge.amount()).isEqualByComparingTo("2000"));
        assertThat(ruling.basis().trace().orElseThrow().policies())
                .containsExactly(documents.policies().getFirst().hash());
        assertThat(ruling.basis().documents())
                .containsExactly(
                        documents.people().hash(),
                        documents.book().book().hash(),
                        documents.roster().statement(),
                        documents.factKeys().hash());
        assertThat(ruling.basis().policySeen())
                .isEqualTo(documents.policies().getFirst().hash().value());
        assertThat(ruling.basis().answers()).hasSize(2).allMatch(each -> each.contains("APPROVE by u:"));
    }

    @Test
    void signingSet_weighsEnough_hasItsRoles_ofTheRoster_inTime() {
        var ruling = allowed();
        assertThat(ruling.admits(set("alpha", "gamma"), NOW)).isTrue();
        assertThat(ruling.admits(set("alpha", "beta"), NOW))
                .as("nobody for risk")
                .isFalse();
        assertThat(ruling.admits(set("gamma"), NOW)).as("too light").isFalse();
        assertThat(ruling.admits(set("alpha", "gamma", "delta"), NOW))
                .as("no node")
                .isFalse();
        assertThat(ruling.admits(set(), NOW)).isFalse();
        var end = NOW.minusSeconds(120).plusSeconds(3600);
        assertThat(ruling.admits(set("alpha", "gamma"), end.minusSeconds(1))).isTrue();
        assertThat(ruling.admits(set("alpha", "gamma"), end)).as("too late").isFalse();
        assertThat(ruling.admits(SigningSet.of(Map.of("alpha", Set.of(), "gamma", Set.of("risk"))), NOW))
                .isTrue();
        assertThatThrownBy(() -> set("alpha", "alpha")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SigningSet.Member("alpha", Set.of(), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void limit_countsWhatWasReserved_andTheSameRequestOnce() {
        var standing = standing();
        var counters = Counters.none();
        for (var ether : List.of("4", "2")) {
            var asked = agreed(evidence(ether), standing.with(counters), "dee", "eli");
            var ruling = Court.rule(
                    Trials.asked(asked, Trials.transaction(Judging.PAYEE, ether)), standing.with(counters), NOW);
            var made = counters.reserve(asked.intent().id(), ((Ruling.Allowed) ruling).charges(), NOW);
            counters = ((Counters.Reservation.Made) made).counters();
        }
        assertThat(words(rule(agreed(evidence(), standing, "dee", "eli"), standing.with(counters))))
                .containsExactly("LIMIT_EXCEEDED");
        var again = agreed(evidence("4"), standing, "dee", "eli");
        assertThat(words(Court.rule(
                        Trials.asked(again, Trials.transaction(Judging.PAYEE, "4")), standing.with(counters), NOW)))
                .containsExactly("ALLOWED");
    }

    @Test
    void brief_isTheSameRuling_withTheHashOfItsTraceAlone() {
        var standing = standing();
        for (var evidence : List.of(evidence(), agreed(evidence(), standing, "dee", "eli"), evidence("6"))) {
            var whole = rule(evidence, standing);
            var brief = whole.brief();
            assertThat(brief).hasSameClassAs(whole);
            assertThat(words(brief)).isEqualTo(words(whole));
            assertThat(brief.basis().trace()).isEmpty();
            assertThat(brief.basis().digest()).isEqualTo(whole.basis().digest());
            assertThat(brief.seen()).isEqualTo(whole.seen());
        }
    }

    @Test
    void sameThings_areRuledTheSame_andEveryOtherThing_showsInTheBasis() {
        var standing = standing();
        var evidence = agreed(evidence(), standing, "dee", "eli");
        var digest = rule(evidence, standing).basis().digest();
        assertThat(rule(agreed(evidence(), standing(), "dee", "eli"), standing())
                        .basis()
                        .digest())
                .isEqualTo(digest);
        var documents = standing.documents();
        var other = new HashSet<Object>(List.of(digest));
        var policy = Trials.documents(Trials.policy(Trials.RULES.replace("12000", "12001")));
        assertThat(other.add(rule(evidence, standing.with(policy)).basis().digest()))
                .isTrue();
        var blocked = new tallystick.core.court.Documents(
                documents.people(),
                documents.policies(),
                Trials.book(Trials.payee(true)),
                documents.roster(),
                documents.factKeys());
        assertThat(other.add(rule(evidence, standing.with(blocked)).basis().digest()))
                .isTrue();
        assertThat(other.add(rule(agreed(evidence(), standing, "eli", "dee"), standing)
                        .basis()
                        .digest()))
                .isTrue();
        assertThat(other.add(Court.rule(Trials.asked(evidence), standing, NOW.plusNanos(1))
                        .basis()
                        .digest()))
                .isTrue();
        assertThat(other).hasSize(5);
    }

    @Test
    void policySeen_isTheOnesHash_orThatOfAll() {
        var outer = Level.of(Trials.policy(Trials.RULES));
        var inner = Level.of(Trials.aliased(
                Judging.policy("{\"org\":\"acme\",\"workspace\":\"prod\"}", "\"admission\":\"INHERITED\",")));
        assertThat(Court.policySeen(List.of(outer))).isEqualTo(outer.hash().value());
        assertThat(Court.policySeen(List.of(outer, inner)))
                .isNotEqualTo(Court.policySeen(List.of(inner, outer)))
                .isNotEqualTo(outer.hash().value());
    }

    @Test
    void node_thatARuleNames_hasToTakePart() {
        var documents = Trials.documents(Trials.policy(Trials.RULES.replace("\"role:risk\"", "\"beta\"")));
        var standing = standing(documents);
        var ruling = (Ruling.Allowed) rule(agreed(evidence(), standing, "dee", "eli"), standing);
        assertThat(ruling.admits(set("alpha", "beta"), NOW)).isTrue();
        assertThat(ruling.admits(set("alpha", "gamma"), NOW)).isFalse();
    }

    /// Nothing that could be answered: no answer counts, and none is a forgery.
    @Test
    void matterOfNoDigests_isRuledWithoutItsAnswers() {
        var standing = standing();
        var answers = agreed(evidence(), standing, "dee", "eli").approvals();
        var asked = Judging.asked(1);
        var none = new Matter.Asked(
                asked.intent(), asked.source(), asked.initiator(), List.of(), false, asked.submittedAt());
        for (var digests : List.of(List.<Digest32>of(), Collections.nCopies(513, Ballots.digest("one")))) {
            var plain = Judging.matter(none, Judging.ether(Judging.PAYEE, "1"));
            var matter = new Matter(
                    none,
                    plain.chain(),
                    plain.content(),
                    plain.legs(),
                    List.of(),
                    List.of(),
                    plain.fee(),
                    plain.coins(),
                    plain.solana(),
                    digests);
            var plea = new Plea(matter, answers, List.of(), KnownAccounts.none(), List.of(), Ballots.digest("brought"));
            var ruling = Court.rule(plea, standing, NOW);
            assertThat(words(ruling)).doesNotContain("ALLOWED", "FORGED_APPROVAL");
            assertThat(ruling.basis().answers()).hasSize(2).allMatch(each -> each.endsWith(" not heard"));
            assertThat(ruling.seen()).isEmpty();
        }
    }
}
