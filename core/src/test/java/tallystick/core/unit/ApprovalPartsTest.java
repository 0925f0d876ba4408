package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.Attainable;
import tallystick.core.approval.Lacking;
import tallystick.core.approval.Proof;
import tallystick.core.approval.SeenCount;
import tallystick.core.approval.Subject;
import tallystick.core.approval.Tally;
import tallystick.core.approval.Verification;
import tallystick.core.approval.Voices;
import tallystick.core.approval.Vote;
import tallystick.core.clock.ClockSkew;
import tallystick.core.kit.Assembly;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Judging;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.Directory;
import tallystick.core.people.HeldKey;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.Right;
import tallystick.core.policy.ApprovalTerm;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

@DisplayName("What answers are made of, and what they amount to, docs/spec/approval.md")
class ApprovalPartsTest {
    private static final PersonId ANN = new PersonId("u:ann");
    private static final PersonId DEE = new PersonId("u:dee");
    private static final PersonId ELI = new PersonId("u:eli");
    private static final Set<PersonId> EXEC = Set.of(DEE, new PersonId("u:dee-ops"), ELI);
    private static final Digest32 NOTHING = new Digest32(Bytes.copyOf(new byte[Digest32.LENGTH_BYTES]));

    private static ApprovalStatement statement(Instant at, Instant expiresAt) {
        return new ApprovalStatement(NOTHING, NOTHING, Answer.APPROVE, NOTHING, at, expiresAt);
    }

    private static Bytes bytes(int length) {
        return Bytes.copyOf(new byte[length]);
    }

    private static void isRefused(Runnable making, String why) {
        assertThatThrownBy(making::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void momentsOfAStatement_areWholeSecondsSince1970_andAtMostThirtyDaysApart() {
        var first = Instant.EPOCH;
        assertThat(statement(first, first.plusSeconds(1)).at()).isEqualTo(first);
        assertThat(statement(first, first.plus(Duration.ofDays(30))).expiresAt())
                .isEqualTo(first.plus(Duration.ofDays(30)));
        isRefused(() -> statement(first, first.plus(Duration.ofDays(30)).plusSeconds(1)), "lifetime");
        isRefused(() -> statement(first, first), "lifetime");
        isRefused(() -> statement(first.minusSeconds(1), first), "since 1970");
        isRefused(() -> statement(first.plusNanos(1), first.plusSeconds(1)), "no whole second");
        isRefused(() -> statement(first, first.plusSeconds(1).plusNanos(1)), "no whole second");
    }

    @Test
    void lastSecondOfTheCalendar_isRead_andTheNextIsMalformed() {
        // Not the library's last: arithmetic there throws, wherever it is done.
        var last = Instant.parse("9999-12-31T23:59:59Z");
        var held = new Approval(statement(last.minusSeconds(1), last), NOTHING, new Proof.Plain(bytes(64)));
        var encoded = held.encode();
        assertThat(Approval.parse(encoded).orThrow()).isEqualTo(held);
        var hex = encoded.toHex();
        var second = "%016x".formatted(last.getEpochSecond());
        assertThat(hex).containsOnlyOnce(second);
        var beyond = Bytes.ofHex(hex.replace(second, "%016x".formatted(last.getEpochSecond() + 1)));
        assertThat(Approval.parse(beyond)).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void subject_hasOneDigest_toFiveHundredAndTwelve() {
        for (var count : List.of(1, 512)) {
            assertThat(Subject.isCount(count)).isTrue();
            assertThat(new Subject(NOTHING, Collections.nCopies(count, NOTHING)).digests())
                    .hasSize(count);
        }
        for (var count : List.of(0, 513)) {
            assertThat(Subject.isCount(count)).isFalse();
            isRefused(() -> new Subject(NOTHING, Collections.nCopies(count, NOTHING)), "not in 1..512");
        }
    }

    @Test
    void proof_isOfItsLength() {
        assertThat(new Proof.Assertion(bytes(255), bytes(2048), bytes(64)).signature())
                .isEqualTo(bytes(64));
        isRefused(() -> new Proof.Assertion(bytes(256), bytes(1), bytes(64)), "256 bytes, more than 255");
        isRefused(() -> new Proof.Assertion(bytes(1), bytes(2049), bytes(64)), "2049 bytes, more than 2048");
        for (var length : List.of(63, 65)) {
            isRefused(() -> new Proof.Assertion(bytes(1), bytes(1), bytes(length)), "not 64");
            isRefused(() -> new Proof.Plain(bytes(length)), "not 64");
        }
    }

    /// The approver's clock may have been put back by as much as clocks may differ, and no more.
    @Test
    void higherCount_mayBeDatedAsMuchEarlierAsClocksDiffer() {
        var lower = new SeenCount(7, Judging.NOW, Ballots.digest("before"));
        var higher = new SeenCount(8, Judging.NOW.minus(ClockSkew.MAX), Ballots.digest("after"));
        var muchEarlier = new SeenCount(8, Judging.NOW.minus(ClockSkew.MAX).minusSeconds(1), Ballots.digest("after"));
        for (var pair : List.of(List.of(lower, higher), List.of(higher, lower)))
            assertThat(pair.getFirst().agreesWith(List.of(pair.getLast()))).isTrue();
        for (var pair : List.of(List.of(lower, muchEarlier), List.of(muchEarlier, lower)))
            assertThat(pair.getFirst().agreesWith(List.of(pair.getLast()))).isFalse();
    }

    @Test
    void refusedAnswer_tellsWhoseItIs_ifAnybodysKeyIsNamed() {
        var late = ApprovalStatement.of(
                Ballots.SUBJECT, Answer.APPROVE, Ballots.POLICY, Ballots.NOW.minusSeconds(60), Ballots.NOW);
        var people = Crowd.directory();
        var anns = (Verification.Refused) Ballots.hearing(people).verify(Ballots.hardware("ann", late));
        assertThat(anns.whose()).contains(ANN);
        var nobodys = (Verification.Refused) Ballots.hearing(people).verify(Ballots.ed("nobody", late));
        assertThat(nobodys.whose()).isEmpty();
    }

    private static ApprovalTerm term(int min, int order) {
        return new ApprovalTerm("exec", EXEC, min, true, AuthStrength.PASSKEY, order);
    }

    @Test
    void whereNobodyWasAsked_allIsLacking_andLaterOrdersWait() {
        var early = term(2, 1);
        var later = term(1, 3);
        assertThat(Voices.none().tally(List.of(later, early), ANN))
                .isEqualTo(new Tally.Open(
                        List.of(new Lacking(later, 1, true, false), new Lacking(early, 2, false, false))));
        assertThat(Voices.none().tally(List.of(), ANN)).isEqualTo(new Tally.Met(List.of()));
        assertThat(Voices.none().behind(DEE)).isEqualTo("u:dee");
        assertThat(Voices.none().isRejectedBy(EXEC)).isFalse();
        assertThat(Voices.none().votes()).isEmpty();
    }

    @Test
    void votesOfPeopleNobodyKnows_areNotCounted() {
        var vote = Vote.thought(DEE, AuthStrength.HARDWARE, Answer.APPROVE, Judging.NOW);
        isRefused(() -> new Voices(List.of(vote), Optional.empty()), "people nobody knows");
        assertThat(new Voices(List.of(), Optional.of(Assembly.PEOPLE)))
                .isEqualTo(Voices.of(List.of(), Assembly.PEOPLE));
    }

    @Test
    void voices_areThoseOfHumans() {
        var no = Vote.thought(new PersonId("u:dee-ops"), AuthStrength.PASSKEY, Answer.REJECT, Judging.NOW);
        var yes = Vote.thought(ELI, AuthStrength.PASSKEY, Answer.APPROVE, Judging.NOW);
        var voices = Voices.of(List.of(yes, no), Assembly.PEOPLE);
        assertThat(voices.behind(no.person())).isEqualTo("h:dee");
        assertThat(voices.behind(new PersonId("u:nobody"))).isEqualTo("u:nobody");
        assertThat(voices.isRejectedBy(Set.of(DEE))).isTrue();
        assertThat(voices.isRejectedBy(Set.of(ELI, ANN))).isFalse();
        var said = Voices.of(List.of(yes), Assembly.PEOPLE);
        assertThat(said.tally(List.of(term(1, 1)), ANN)).isEqualTo(new Tally.Met(List.of(yes)));
        assertThat(said.tally(List.of(term(2, 1)), ANN))
                .isEqualTo(new Tally.Open(List.of(new Lacking(term(2, 1), 1, false, true))));
    }

    @Test
    void thought_isOfItsMomentsSecond_andNobodysSignature() {
        var vote = Vote.thought(DEE, AuthStrength.HARDWARE, Answer.REJECT, Judging.NOW.plusNanos(5));
        assertThat(vote.person()).isEqualTo(DEE);
        assertThat(vote.strength()).isEqualTo(AuthStrength.HARDWARE);
        assertThat(vote.answer()).isEqualTo(Answer.REJECT);
        assertThat(vote.at()).isEqualTo(Judging.NOW);
        assertThat(vote.policySeen()).isEqualTo(NOTHING);
        assertThat(vote.approval().proof()).isEqualTo(new Proof.Plain(bytes(64)));
    }

    private static boolean isAttainable(int min, boolean isInitiatorExcluded, Directory people, PersonId initiator) {
        var term = new ApprovalTerm("exec", EXEC, min, isInitiatorExcluded, AuthStrength.PASSKEY, 1);
        return Attainable.isMet(List.of(term), people, initiator);
    }

    /// Two accounts of Dee's are one human.
    @Test
    void whatCanBeMet_isCountedInHumans_withoutTheInitiatorWhoIsLeftOut() {
        assertThat(isAttainable(2, true, Assembly.PEOPLE, ANN)).isTrue();
        assertThat(isAttainable(3, true, Assembly.PEOPLE, ANN)).isFalse();
        assertThat(isAttainable(2, true, Assembly.PEOPLE, DEE)).isFalse();
        assertThat(isAttainable(2, false, Assembly.PEOPLE, DEE)).isTrue();
    }

    @Test
    void whoMayNotApprove_orHasNoKeyThatSuffices_makesNothingPossible() {
        var eli = Crowd.person("u:eli", "h:eli", Crowd.passkey("eli", true));
        var dee = Crowd.person("u:dee", "h:dee", Crowd.passkey("dee", true));
        var revoked = dee.with(dee.keys().stream().map(HeldKey::revoked).toList());
        var mixed = dee.with(List.of(HeldKey.of(Crowd.passkey("dee", true)).revoked(), HeldKey.of(Crowd.edKey("dee"))));
        var asks = EnumSet.allOf(Right.class);
        asks.remove(Right.APPROVE);
        assertThat(isAttainable(2, true, Crowd.of(1, eli, dee), ANN)).isTrue();
        for (var other : List.of(
                dee.with(Person.Status.SUSPENDED),
                revoked,
                mixed,
                Crowd.person("u:dee", "h:dee", Crowd.edKey("dee")),
                Crowd.person("u:dee", "h:dee", asks, Crowd.passkey("dee", true))))
            assertThat(isAttainable(2, true, Crowd.of(1, eli, other), ANN)).isFalse();
    }

    @Test
    void program_makesNothingPossible() {
        var program = new PersonId("s:bot");
        var bot = Crowd.person("s:bot", "h:bot", Crowd.edKey("bot"));
        var term = new ApprovalTerm("bots", Set.of(program), 1, true, AuthStrength.API_KEY, 1);
        assertThat(Attainable.isMet(List.of(term), Crowd.of(1, bot), ANN)).isFalse();
        var human = new ApprovalTerm("people", Set.of(DEE), 1, true, AuthStrength.API_KEY, 1);
        var dee = Crowd.person("u:dee", "h:dee", Crowd.edKey("dee"));
        assertThat(Attainable.isMet(List.of(human), Crowd.of(1, dee), ANN)).isTrue();
    }
}
