package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
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
import tallystick.core.approval.Subject;
import tallystick.core.approval.Verification;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Crowd;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.Directory;
import tallystick.core.people.HeldKey;
import tallystick.core.people.Person;
import tallystick.core.people.Right;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.kit.P256Signer;

@DisplayName("Approvals that are not what they should be, docs/spec/approval.md")
class ApprovalCheatsTest {
    private static final Directory CROWD = Crowd.directory();
    private static final ApprovalStatement YES = Ballots.statement(Answer.APPROVE);
    private static final ApprovalStatement NO = Ballots.statement(Answer.REJECT);

    private static AuthStrength counted(Hearing hearing, Approval approval) {
        assertThat(hearing.verify(approval)).isInstanceOf(Verification.Counted.class);
        return ((Verification.Counted) hearing.verify(approval)).vote().strength();
    }

    private static Refusal refused(Hearing hearing, Approval approval) {
        assertThat(hearing.verify(approval)).isInstanceOf(Verification.Refused.class);
        return ((Verification.Refused) hearing.verify(approval)).why();
    }

    private static Refusal refused(Approval approval) {
        return refused(Ballots.hearing(CROWD), approval);
    }

    @Test
    void everyKindOfKey_counts_withWhatItProves() {
        var hearing = Ballots.hearing(CROWD);
        assertThat(counted(hearing, Ballots.hardware("ann", YES))).isEqualTo(AuthStrength.HARDWARE);
        assertThat(counted(hearing, Ballots.synced("cy", YES))).isEqualTo(AuthStrength.PASSKEY);
        assertThat(counted(hearing, Ballots.edPasskey("dee", YES))).isEqualTo(AuthStrength.HARDWARE);
        assertThat(counted(hearing, Ballots.ed("cy-api", YES))).isEqualTo(AuthStrength.API_KEY);
        assertThat(counted(hearing, Ballots.nist("bo-api", YES))).isEqualTo(AuthStrength.API_KEY);
        var vote = ((Verification.Counted) hearing.verify(Ballots.hardware("ann", NO))).vote();
        assertThat(vote.answer()).isEqualTo(Answer.REJECT);
        assertThat(vote.person()).hasToString("u:ann");
        assertThat(vote.policySeen()).isEqualTo(Ballots.POLICY);
        assertThat(vote.at()).isEqualTo(Ballots.NOW);
    }

    @Test
    void approval_printsAndParsesToItself_andNothingElseDoes() {
        for (var approval : List.of(Ballots.hardware("ann", YES), Ballots.ed("cy-api", NO))) {
            var bytes = approval.encode();
            assertThat(Approval.parse(bytes).orThrow()).isEqualTo(approval);
            for (var length = 0; length < bytes.length(); length++)
                assertThat(Approval.parse(bytes.slice(0, length))).isInstanceOf(Parsed.Malformed.class);
            assertThat(Approval.parse(Bytes.concat(bytes, Bytes.copyOf((byte) 0))))
                    .isInstanceOf(Parsed.Malformed.class);
        }
    }

    @Test
    void everyFlippedBit_isMalformedOrRefused() {
        var hearing = Ballots.hearing(CROWD);
        var forged = 0;
        for (var approval :
                List.of(Ballots.hardware("ann", YES), Ballots.ed("cy-api", YES), Ballots.nist("bo-api", YES))) {
            var bytes = approval.encode();
            for (var bit = 0; bit < bytes.length() * 8; bit++) {
                var changed = bytes.toArray();
                changed[bit / 8] ^= (byte) (1 << bit % 8);
                if (Approval.parse(Bytes.copyOf(changed)) instanceof Parsed.Ok<Approval>(var other)
                        && refused(hearing, other).isForgery()) forged++;
            }
        }
        assertThat(forged).isGreaterThan(3000);
    }

    @Test
    void badSignature_isForgery_forEveryKindOfKey() {
        for (var good : List.of(
                Ballots.hardware("ann", YES),
                Ballots.edPasskey("dee", YES),
                Ballots.ed("cy-api", YES),
                Ballots.nist("bo-api", YES))) {
            var rejected = new Approval(NO, good.keyId(), good.proof());
            var why = refused(rejected);
            assertThat(why).isIn(Refusal.BAD_SIGNATURE, Refusal.OTHER_CHALLENGE);
            assertThat(why.isForgery()).isTrue();
        }
        var ann = Ballots.hardware("ann", YES);
        var bo = Ballots.hardware("bo", YES);
        assertThat(refused(new Approval(YES, ann.keyId(), bo.proof()))).isEqualTo(Refusal.BAD_SIGNATURE);
        assertThat(refused(new Approval(
                        YES,
                        Crowd.nistKey("bo-api").id(),
                        Ballots.ed("cy-api", YES).proof())))
                .isEqualTo(Refusal.BAD_SIGNATURE);
        assertThat(Ballots.hearing(CROWD)
                        .verify(List.of(ann, new Approval(YES, ann.keyId(), bo.proof())))
                        .isForged())
                .isTrue();
    }

    @Test
    void highS_isNoSignatureInCanonicalForm() {
        var good = (Proof.Plain) Ballots.nist("bo-api", YES).proof();
        var n = P256Signer.N;
        var s = new BigInteger(1, good.signature().slice(32, 64).toArray());
        var twin = Bytes.concat(good.signature().slice(0, 32), Bytes.ofHex("%064x".formatted(n.subtract(s))));
        assertThat(refused(new Approval(YES, Crowd.nistKey("bo-api").id(), new Proof.Plain(twin))))
                .isEqualTo(Refusal.BAD_SIGNATURE);
    }

    @Test
    void replayOnAnotherSubject_orOtherDigests_isRefused() {
        var other = new Subject(Ballots.digest("other intent"), Ballots.SUBJECT.digests());
        var elsewhere = ApprovalStatement.of(other, Answer.APPROVE, Ballots.POLICY, YES.at(), YES.expiresAt());
        assertThat(refused(Ballots.hardware("ann", elsewhere))).isEqualTo(Refusal.OTHER_SUBJECT);
        for (var digests : List.of(
                List.of(Ballots.digest("first digest")),
                List.of(Ballots.digest("second digest"), Ballots.digest("first digest")),
                List.of(Ballots.digest("first digest"), Ballots.digest("swapped")))) {
            var shown = new Subject(Ballots.SUBJECT.id(), digests);
            var statement = ApprovalStatement.of(shown, Answer.APPROVE, Ballots.POLICY, YES.at(), YES.expiresAt());
            assertThat(refused(Ballots.hardware("ann", statement))).isEqualTo(Refusal.OTHER_DIGESTS);
            assertThat(refused(Ballots.ed("cy-api", statement)).isForgery()).isTrue();
        }
    }

    @Test
    void otherPolicy_countsOnlyIfItAskedAsMuch() {
        var older = Ballots.digest("older policy");
        var statement = ApprovalStatement.of(Ballots.SUBJECT, Answer.APPROVE, older, YES.at(), YES.expiresAt());
        var approval = Ballots.hardware("ann", statement);
        assertThat(refused(approval)).isEqualTo(Refusal.OTHER_POLICY);
        var hearing = Ballots.hearing(CROWD);
        var asked =
                new Hearing(hearing.subject(), CROWD, Ballots.POLICY, older::equals, hearing.counts(), hearing.now());
        assertThat(counted(asked, approval)).isEqualTo(AuthStrength.HARDWARE);
        var rejection = ApprovalStatement.of(Ballots.SUBJECT, Answer.REJECT, older, YES.at(), YES.expiresAt());
        assertThat(counted(hearing, Ballots.hardware("ann", rejection))).isEqualTo(AuthStrength.HARDWARE);
    }

    @Test
    void approval_expires_andIsNotGivenInTheFuture() {
        for (var seconds : List.of(3599L, 3600L, 100_000L)) {
            var later = at(seconds);
            if (seconds < 3600)
                assertThat(counted(later, Ballots.hardware("ann", YES))).isNotNull();
            else assertThat(refused(later, Ballots.hardware("ann", YES))).isEqualTo(Refusal.EXPIRED);
            assertThat(counted(later, Ballots.hardware("ann", NO))).isNotNull();
        }
        assertThat(counted(at(-600), Ballots.hardware("ann", YES))).isNotNull();
        assertThat(refused(at(-601), Ballots.hardware("ann", YES))).isEqualTo(Refusal.FROM_THE_FUTURE);
        assertThat(counted(at(-601), Ballots.hardware("ann", NO))).isNotNull();
    }

    private static Hearing at(long secondsLater) {
        return new Hearing(
                Ballots.SUBJECT,
                CROWD,
                Ballots.POLICY,
                _ -> false,
                SeenCount.Store.empty(),
                Ballots.NOW.plusSeconds(secondsLater));
    }

    @Test
    void lifetimeOutOfRange_isNoStatement() {
        for (var lifetime : List.of(
                Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(30).plusSeconds(1)))
            assertThatThrownBy(() -> ApprovalStatement.of(
                            Ballots.SUBJECT,
                            Answer.APPROVE,
                            Ballots.POLICY,
                            YES.at(),
                            YES.at().plus(lifetime)))
                    .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void removedSuspendedAndUnknown_doNotApprove_andSomeStillReject() {
        var ann = Crowd.find(CROWD, "u:ann");
        var suspended = Ballots.hearing(Crowd.with(CROWD, ann.with(Person.Status.SUSPENDED)));
        assertThat(refused(suspended, Ballots.hardware("ann", YES))).isEqualTo(Refusal.NOT_ACTIVE);
        assertThat(counted(suspended, Ballots.hardware("ann", NO))).isNotNull();
        var removed = Ballots.hearing(Crowd.with(CROWD, ann.with(Person.Status.REMOVED)));
        assertThat(refused(removed, Ballots.hardware("ann", YES))).isEqualTo(Refusal.NOT_ACTIVE);
        assertThat(refused(removed, Ballots.hardware("ann", NO))).isEqualTo(Refusal.NOT_ACTIVE);
        var revoked = Ballots.hearing(Crowd.with(
                CROWD, ann.with(ann.keys().stream().map(HeldKey::revoked).toList())));
        assertThat(refused(revoked, Ballots.hardware("ann", YES))).isEqualTo(Refusal.REVOKED_KEY);
        assertThat(counted(revoked, Ballots.hardware("ann", NO))).isNotNull();
        assertThat(refused(Ballots.ed("stranger", YES))).isEqualTo(Refusal.UNKNOWN_KEY);
        assertThat(refused(Ballots.ed("watcher", YES))).isEqualTo(Refusal.NO_RIGHT);
        assertThat(refused(Ballots.ed("watcher", NO))).isEqualTo(Refusal.NO_RIGHT);
        assertThat(ann.rights()).contains(Right.APPROVE);
    }

    @Test
    void proofOfAnotherKind_isRefused() {
        var ann = Crowd.passkey("ann", true);
        var plain = new Proof.Plain(Crowd.nist("ann").sign(YES.digest()).bytes());
        assertThat(refused(new Approval(YES, ann.id(), plain))).isEqualTo(Refusal.OTHER_KIND_OF_PROOF);
        var assertion = Ballots.hardware("ann", YES).proof();
        assertThat(refused(new Approval(YES, Crowd.nistKey("bo-api").id(), assertion)))
                .isEqualTo(Refusal.OTHER_KIND_OF_PROOF);
    }

    @Test
    void equalAnswers_areHeardOnce() {
        var ann = Ballots.hardware("ann", YES);
        var heard = Ballots.hearing(CROWD).verify(List.of(ann, ann, Ballots.synced("cy", YES)));
        assertThat(heard.votes()).hasSize(2);
        assertThat(heard.refused()).isEmpty();
        assertThat(heard.isForged()).isFalse();
    }

    @Test
    void everyField_ofTheStatement_isSigned() {
        var digests = new ArrayList<>();
        digests.add(YES.digest());
        digests.add(NO.digest());
        var other = Ballots.digest("other");
        digests.add(
                new ApprovalStatement(other, YES.digests(), Answer.APPROVE, YES.policySeen(), YES.at(), YES.expiresAt())
                        .digest());
        digests.add(
                new ApprovalStatement(YES.subject(), other, Answer.APPROVE, YES.policySeen(), YES.at(), YES.expiresAt())
                        .digest());
        digests.add(
                new ApprovalStatement(YES.subject(), YES.digests(), Answer.APPROVE, other, YES.at(), YES.expiresAt())
                        .digest());
        digests.add(new ApprovalStatement(
                        YES.subject(),
                        YES.digests(),
                        Answer.APPROVE,
                        YES.policySeen(),
                        YES.at().plusSeconds(1),
                        YES.expiresAt())
                .digest());
        digests.add(new ApprovalStatement(
                        YES.subject(),
                        YES.digests(),
                        Answer.APPROVE,
                        YES.policySeen(),
                        YES.at(),
                        YES.expiresAt().plusSeconds(1))
                .digest());
        assertThat(digests).hasSize(7).doesNotHaveDuplicates();
    }
}
