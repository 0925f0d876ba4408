package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.Hearing;
import tallystick.core.approval.Proof;
import tallystick.core.approval.Refusal;
import tallystick.core.approval.SeenCount;
import tallystick.core.approval.Verification;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Ballots.Ceremony;
import tallystick.core.kit.Crowd;
import tallystick.core.people.Directory;
import tallystick.core.people.Person;
import tallystick.core.people.PersonKey;
import tallystick.crypto.codec.Bytes;

@DisplayName("Assertions of passkeys that are not what they should be, docs/spec/approval.md AP-6 and AP-7")
class PasskeyCheatsTest {
    private static final Directory CROWD = Crowd.directory();
    private static final ApprovalStatement YES = Ballots.statement(Answer.APPROVE);
    private static final PersonKey.Passkey BOUND = Crowd.passkey("ann", true);
    private static final PersonKey.Passkey SYNCED = Crowd.passkey("cy", false);
    private static final Ceremony ANN = new Ceremony(BOUND);
    private static final Ceremony CY = new Ceremony(SYNCED);

    private static Verification hear(Approval approval) {
        return Ballots.hearing(CROWD).verify(approval);
    }

    private static Refusal refused(Approval approval) {
        assertThat(hear(approval)).isInstanceOf(Verification.Refused.class);
        return ((Verification.Refused) hear(approval)).why();
    }

    private static Refusal refused(Proof proof) {
        return refused(new Approval(YES, BOUND.id(), proof));
    }

    private static void counts(Approval approval) {
        assertThat(hear(approval)).isInstanceOf(Verification.Counted.class);
    }

    private static String challenge() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(YES.digest().bytes().toArray());
    }

    @Test
    void otherCeremony_originOrEmbedding_isRefused() {
        counts(ANN.approve("ann", YES));
        counts(ANN.withOrigin(Crowd.ORIGIN + ":8443").approve("ann", YES));
        counts(ANN.withMore("").approve("ann", YES));
        counts(ANN.withMore(",\"crossOrigin\":false,\"other\":{\"a\":[1,null]}").approve("ann", YES));
        assertThat(refused(ANN.withType("webauthn.create").approve("ann", YES))).isEqualTo(Refusal.OTHER_CEREMONY);
        assertThat(refused(ANN.withType("payment.get").approve("ann", YES))).isEqualTo(Refusal.OTHER_CEREMONY);
        for (var origin : List.of(
                "https://custody.example.org.evil.example",
                "https://Custody.example.org",
                "https://custody.example.org/",
                "http://custody.example.org",
                "https://custody.example.org:9999",
                ""))
            assertThat(refused(ANN.withOrigin(origin).approve("ann", YES))).isEqualTo(Refusal.OTHER_ORIGIN);
        assertThat(refused(ANN.withMore(",\"crossOrigin\":true").approve("ann", YES)))
                .isEqualTo(Refusal.EMBEDDED_PAGE);
        assertThat(refused(
                        ANN.withMore(",\"topOrigin\":\"https://evil.example\"").approve("ann", YES)))
                .isEqualTo(Refusal.EMBEDDED_PAGE);
    }

    @Test
    void otherChallenge_isForgery_alsoInAnotherSpelling() {
        var other = Ballots.statement(Answer.REJECT);
        var signed = (Proof.Assertion) Ballots.hardware("ann", other).proof();
        assertThat(refused(signed)).isEqualTo(Refusal.OTHER_CHALLENGE);
        assertThat(Refusal.OTHER_CHALLENGE.isForgery()).isTrue();
        assertThat(refused(ANN.sign("ann", challenge() + "="))).isEqualTo(Refusal.OTHER_CHALLENGE);
        assertThat(refused(ANN.sign("ann", ""))).isEqualTo(Refusal.OTHER_CHALLENGE);
        var standard = Base64.getEncoder().encodeToString(YES.digest().bytes().toArray());
        assertThat(refused(ANN.sign("ann", standard))).isEqualTo(Refusal.OTHER_CHALLENGE);
        var last = challenge().charAt(42);
        var spelled = challenge().substring(0, 42) + (char) (last + 1);
        assertThat(Base64.getUrlDecoder().decode(spelled))
                .isEqualTo(YES.digest().bytes().toArray());
        assertThat(refused(ANN.sign("ann", spelled))).isEqualTo(Refusal.OTHER_CHALLENGE);
    }

    @Test
    void clientData_thatIsNotStrictJson_isMalformed() {
        var good = "{\"type\":\"webauthn.get\",\"challenge\":\"%s\",\"origin\":\"%s\"}"
                .formatted(challenge(), Crowd.ORIGIN);
        var report = ANN.authenticatorData(Crowd.DOMAIN);
        counts(new Approval(YES, BOUND.id(), ANN.sign("ann", report, Bytes.ofUtf8(good))));
        for (var bad : List.of(
                "",
                "[]",
                good + " x",
                "\ufeff" + good,
                good.replace("}", ",\"origin\":\"https://evil.example\"}"),
                good.replace("\"type\":\"webauthn.get\",", ""),
                good.replace("}", ",\"crossOrigin\":\"false\"}"),
                good.replace("\"challenge\"", "\"Challenge\"")))
            assertThat(refused(ANN.sign("ann", report, Bytes.ofUtf8(bad))))
                    .as(bad)
                    .isEqualTo(Refusal.MALFORMED_ASSERTION);
    }

    @Test
    void userNotPresent_orNotVerified_isRefused() {
        assertThat(refused(ANN.withFlags(0x04).approve("ann", YES))).isEqualTo(Refusal.USER_NOT_PRESENT);
        assertThat(refused(ANN.withFlags(0x01).approve("ann", YES))).isEqualTo(Refusal.USER_NOT_VERIFIED);
        assertThat(refused(ANN.withFlags(0x00).approve("ann", YES))).isEqualTo(Refusal.USER_NOT_PRESENT);
    }

    @Test
    void keyThatCanSuddenlyLeaveItsDevice_isRefused() {
        counts(CY.withFlags(0x0d).approve("cy", YES));
        counts(CY.withFlags(0x1d).approve("cy", YES));
        for (var flags : List.of(0x0d, 0x1d, 0x15))
            assertThat(refused(ANN.withFlags(flags).approve("ann", YES))).isEqualTo(Refusal.OTHER_BACKUP);
        for (var flags : List.of(0x05, 0x15))
            assertThat(refused(CY.withFlags(flags).approve("cy", YES))).isEqualTo(Refusal.OTHER_BACKUP);
    }

    @Test
    void authenticatorData_withOtherFlagsOrMoreBytes_isMalformed() {
        for (var flags : List.of(0x07, 0x25, 0x45, 0x85))
            assertThat(refused(ANN.withFlags(flags).approve("ann", YES))).isEqualTo(Refusal.MALFORMED_ASSERTION);
        var report = ANN.authenticatorData(Crowd.DOMAIN);
        var client = ((Proof.Assertion) Ballots.hardware("ann", YES).proof()).clientDataJson();
        for (var bad : List.of(report.slice(0, 36), Bytes.concat(report, Bytes.copyOf((byte) 0xa0)), Bytes.empty()))
            assertThat(refused(ANN.sign("ann", bad, client))).isEqualTo(Refusal.MALFORMED_ASSERTION);
    }

    @Test
    void otherDomain_isRefused() {
        var client = ((Proof.Assertion) Ballots.hardware("ann", YES).proof()).clientDataJson();
        assertThat(refused(ANN.sign("ann", ANN.authenticatorData("evil.example"), client)))
                .isEqualTo(Refusal.OTHER_RELYING_PARTY);
    }

    private static Verification after(Approval approval, SeenCount... seen) {
        return new Hearing(
                        Ballots.SUBJECT,
                        CROWD,
                        Ballots.POLICY,
                        _ -> false,
                        _ -> List.of(seen),
                        Ballots.NOW.plusSeconds(60))
                .verify(approval);
    }

    private static SeenCount seen(long count, Instant at, String statement) {
        return new SeenCount(count, at, Ballots.digest(statement));
    }

    @Test
    void count_risesWithTime_andBelongsToOneStatement() {
        var seventh = ANN.withCount(7).approve("ann", YES);
        var before = Ballots.NOW.minusSeconds(3600);
        var after = Ballots.NOW.plusSeconds(3600);
        var counted = (Verification.Counted) after(seventh);
        assertThat(counted.count()).contains(new SeenCount(7, Ballots.NOW, YES.digest()));
        assertThat(after(seventh, counted.count().orElseThrow())).isInstanceOf(Verification.Counted.class);
        assertThat(after(seventh, seen(6, before, "a"), seen(8, after, "b"))).isInstanceOf(Verification.Counted.class);
        for (var wrong : List.of(
                seen(7, Ballots.NOW, "other"),
                seen(8, before, "a"),
                seen(6, after, "b"),
                seen(4_000_000_000L, before, "c"),
                new SeenCount(6, Ballots.NOW, YES.digest()))) {
            assertThat(after(seventh, wrong))
                    .isInstanceOfSatisfying(
                            Verification.Refused.class,
                            no -> assertThat(no.why()).isEqualTo(Refusal.COUNT_NOT_RISING));
        }
        assertThat(Refusal.COUNT_NOT_RISING.isForgery()).isTrue();
    }

    @Test
    void answerFromTheFuture_leavesNoCountBehind() {
        var farOff = Instant.parse("+1000000-01-01T00:00:00Z");
        for (var at : List.of(Ballots.NOW.plusSeconds(3600), farOff))
            for (var answer : Answer.values()) {
                var ahead = ANN.withCount(7).approve("ann", Ballots.statement(answer, at));
                var next = ANN.withCount(8).approve("ann", YES);
                var heard = Ballots.hearing(CROWD).verify(List.of(ahead, next));
                assertThat(heard.isForged()).isFalse();
                assertThat(heard.counts().get(BOUND.id())).containsExactly(new SeenCount(8, Ballots.NOW, YES.digest()));
            }
    }

    @Test
    void countOfAnyMoment_isComparedWithAnyOther() {
        var last = new SeenCount(6, Instant.MAX, Ballots.digest("last"));
        var first = new SeenCount(5, Instant.MIN, Ballots.digest("first"));
        assertThat(last.agreesWith(List.of(first))).isTrue();
        assertThat(new SeenCount(7, Instant.MAX, Ballots.digest("other")).agreesWith(List.of(last)))
                .isTrue();
        assertThat(new SeenCount(7, Instant.MIN, Ballots.digest("other")).agreesWith(List.of(last)))
                .isFalse();
    }

    @Test
    void authenticatorThatDoesNotCount_mayGoOnSo_butNotBegin() {
        var zero = ANN.withCount(0).approve("ann", YES);
        assertThat(after(zero, seen(0, Ballots.NOW, "other"))).isInstanceOf(Verification.Counted.class);
        assertThat(after(zero, seen(3, Ballots.NOW.minusSeconds(3600), "other")))
                .isInstanceOf(Verification.Refused.class);
    }

    @Test
    void twoStatementsUnderOneCount_inOneHearing_areNotBothHeard() {
        var first = ANN.withCount(7).approve("ann", YES);
        var second = ANN.withCount(7).approve("ann", Ballots.statement(Answer.APPROVE, Ballots.NOW.plusSeconds(1)));
        var heard = Ballots.hearing(CROWD).verify(List.of(first, second));
        assertThat(heard.votes()).hasSize(1);
        assertThat(heard.isForged()).isTrue();
        assertThat(heard.counts().get(BOUND.id())).hasSize(1);
        var maximal = ANN.withCount(0xffff_ffffL).approve("ann", YES);
        assertThat(((Verification.Counted) hear(maximal)).count().orElseThrow().count())
                .isEqualTo(0xffff_ffffL);
    }

    @Test
    void forgery_isToldOf_alsoOfSomebodySuspended() {
        var ann = Crowd.find(CROWD, "u:ann").with(Person.Status.SUSPENDED);
        var hearing = Ballots.hearing(Crowd.with(CROWD, ann));
        var first = ANN.withCount(7).approve("ann", Ballots.statement(Answer.REJECT));
        var second = ANN.withCount(7).approve("ann", YES);
        assertThat(hearing.verify(List.of(first, second)).isForged()).isTrue();
        var spoilt = new Approval(YES, BOUND.id(), first.proof());
        assertThat(hearing.verify(List.of(spoilt)).isForged()).isTrue();
    }
}
