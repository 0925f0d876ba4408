package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.book.AddressBook;
import tallystick.core.book.BookEntry;
import tallystick.core.governance.Change;
import tallystick.core.governance.ChangeRule;
import tallystick.core.governance.Council;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Freezes;
import tallystick.core.governance.GlassWindow;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Ruling;
import tallystick.core.governance.SignedChange;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Books;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Statutes;
import tallystick.core.people.Directory;
import tallystick.core.people.HeldKey;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.Right;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

@DisplayName("Changes that are not what they should be, docs/spec/governance.md")
class CouncilCheatsTest {
    private static final Instant NOW = Statutes.NOW;
    private static final Duration DAY = Duration.ofHours(24);
    private static final Council COUNCIL = Statutes.council(Freezes.none());
    private static final ChangeRule TWO_A_DAY = Statutes.rule(2, DAY);

    private static Change to(Document next, String by) {
        return Statutes.change(new Proposal.NewDocument(next), by);
    }

    private static Document policy(int tightness, Instant from) {
        return Statutes.inForce(DocumentKind.POLICY).next(Statutes.policy(2, tightness), from);
    }

    private static Ruling rule(SignedChange change, ChangeRule rule) {
        return COUNCIL.rule(change, Statutes.occasion(rule, NOW.plusSeconds(60)));
    }

    private static void refused(Ruling ruling, Ruling.Why why) {
        assertThat(ruling).isEqualTo(new Ruling.Refused(why));
    }

    private static final Change LOOSER = to(policy(3, NOW.plus(DAY)), "ann");

    @Test
    void change_withItsQuorum_isAccepted_andWithoutItOpen() {
        var accepted = rule(Statutes.sign(LOOSER, "ann", "bo", "cy"), TWO_A_DAY);
        assertThat(accepted).isInstanceOfSatisfying(Ruling.Accepted.class, it -> {
            assertThat(it.change()).isEqualTo(LOOSER);
            assertThat(it.from()).isEqualTo(NOW.plus(DAY));
        });
        assertThat(rule(Statutes.sign(LOOSER, "ann", "bo"), TWO_A_DAY)).isInstanceOf(Ruling.Open.class);
        assertThat(rule(Statutes.sign(LOOSER, "ann", "bo", "ann"), TWO_A_DAY)).isInstanceOf(Ruling.Open.class);
        assertThat(rule(Statutes.sign(LOOSER, "ann", "bo", "ann-ops"), TWO_A_DAY))
                .isInstanceOf(Ruling.Open.class);
        var rejected = Statutes.sign(LOOSER, "ann", "bo", "cy");
        var no = Statutes.answer(LOOSER, Answer.REJECT, "eli");
        assertThat(rule(
                        rejected.with(List.of(
                                rejected.approvals().get(0),
                                rejected.approvals().get(1),
                                no)),
                        TWO_A_DAY))
                .isEqualTo(new Ruling.Rejected(new PersonId("u:eli")));
    }

    @Test
    void looseningDocument_waitsADay_whateverTheRuleSays_andTighteningDoesNot() {
        for (var delay : List.of(Duration.ZERO, DAY.minusSeconds(1)))
            refused(rule(Statutes.sign(LOOSER, "ann", "bo", "cy"), Statutes.rule(2, delay)), Ruling.Why.RULE_TOO_WEAK);
        var soon = to(policy(3, NOW.plus(DAY).minusSeconds(1)), "ann");
        refused(rule(Statutes.sign(soon, "ann", "bo", "cy"), TWO_A_DAY), Ruling.Why.TOO_SOON);
        refused(rule(Statutes.sign(LOOSER, "ann", "bo"), Statutes.rule(1, DAY)), Ruling.Why.RULE_TOO_WEAK);
        var tighter = to(policy(7, NOW), "ann");
        assertThat(rule(Statutes.sign(tighter, "ann", "bo"), Statutes.rule(1, Duration.ZERO)))
                .isInstanceOf(Ruling.Accepted.class);
        refused(rule(Statutes.sign(tighter, "ann", "bo"), Statutes.rule(1, DAY)), Ruling.Why.TOO_SOON);
        refused(
                rule(Statutes.sign(tighter, "ann"), new ChangeRule(List.of(), Duration.ZERO)),
                Ruling.Why.RULE_TOO_WEAK);
    }

    @Test
    void proposer_isWhomItNames_andMay() {
        var byBo = Statutes.sign(LOOSER, "bo", "bo", "cy");
        refused(rule(byBo, TWO_A_DAY), Ruling.Why.NOT_PROPOSED);
        var good = Statutes.sign(LOOSER, "ann", "bo", "cy");
        var other = Statutes.sign(to(policy(4, NOW.plus(DAY)), "ann"), "ann");
        refused(
                rule(new SignedChange(LOOSER, good.keyId(), other.proof(), good.approvals()), TWO_A_DAY),
                Ruling.Why.NOT_PROPOSED);
        var ann = Crowd.find(Crowd.directory(), "u:ann");
        var noRight = Crowd.person("u:ann", "h:ann", Set.of(Right.APPROVE, Right.FREEZE), Crowd.passkey("ann", true));
        for (var changed : List.of(
                ann.with(Person.Status.SUSPENDED),
                ann.with(ann.keys().stream().map(HeldKey::revoked).toList()),
                noRight)) {
            var council = new Council(
                    Statutes.WORKSPACE,
                    Crowd.with(Crowd.directory(), changed),
                    Ballots.POLICY,
                    COUNCIL.inForce(),
                    Freezes.none());
            refused(council.rule(good, Statutes.occasion(TWO_A_DAY, NOW.plusSeconds(60))), Ruling.Why.NOT_PROPOSED);
        }
    }

    @Test
    void otherWorkspace_expiry_andReplay_areRefused() {
        var elsewhere = new Change(
                Ballots.digest("other workspace"),
                LOOSER.proposal(),
                LOOSER.by(),
                LOOSER.reason(),
                LOOSER.at(),
                LOOSER.expiresAt(),
                LOOSER.salt());
        refused(rule(Statutes.sign(elsewhere, "ann", "bo", "cy"), TWO_A_DAY), Ruling.Why.OTHER_WORKSPACE);
        var good = Statutes.sign(LOOSER, "ann", "bo", "cy");
        refused(COUNCIL.rule(good, Statutes.occasion(TWO_A_DAY, LOOSER.expiresAt())), Ruling.Why.EXPIRED);
        assertThat(COUNCIL.rule(
                        good, Statutes.occasion(TWO_A_DAY, LOOSER.expiresAt().minusSeconds(1))))
                .isInstanceOf(Ruling.Accepted.class);
        var other = to(policy(2, NOW.plus(DAY)), "ann");
        assertThat(rule(Statutes.sign(other, "ann").with(good.approvals()), TWO_A_DAY))
                .isInstanceOf(Ruling.Open.class);
    }

    @Test
    void forgedApproval_isToldOf() {
        var good = Statutes.sign(LOOSER, "ann", "bo", "cy");
        var bo = good.approvals().getFirst();
        var forged = new Approval(Statutes.answer(LOOSER, Answer.REJECT, "bo").statement(), bo.keyId(), bo.proof());
        refused(rule(good.with(List.of(bo, good.approvals().get(1), forged)), TWO_A_DAY), Ruling.Why.FORGED_APPROVAL);
    }

    @Test
    void documentThatDoesNotFollow_orIsNone_isRefused() {
        var now = Statutes.inForce(DocumentKind.POLICY);
        var from = NOW.plus(DAY);
        var swapped = new Document(
                DocumentKind.POLICY, 2, Optional.of(Ballots.digest("other parent")), from, Statutes.policy(2, 3));
        var skipped = new Document(DocumentKind.POLICY, 3, Optional.of(now.hash()), from, Statutes.policy(3, 3));
        var again = new Document(DocumentKind.POLICY, 1, Optional.empty(), from, Statutes.policy(1, 3));
        var book = Statutes.inForce(DocumentKind.ADDRESS_BOOK);
        var otherKind = new Document(DocumentKind.POLICY, 2, Optional.of(book.hash()), from, Statutes.policy(2, 3));
        for (var bad : List.of(swapped, skipped, again, otherKind))
            refused(rule(Statutes.sign(to(bad, "ann"), "ann", "bo", "cy"), TWO_A_DAY), Ruling.Why.NOT_THE_NEXT_VERSION);
        for (var kind : Statutes.genesis().inForce().keySet()) {
            var bad = Statutes.inForce(kind).next(Bytes.ofUtf8("no such thing"), from);
            refused(rule(Statutes.sign(to(bad, "ann"), "ann", "bo", "cy"), TWO_A_DAY), Ruling.Why.MALFORMED_DOCUMENT);
            var sameNumber = Statutes.inForce(kind).next(Statutes.inForce(kind).content(), from);
            refused(
                    rule(Statutes.sign(to(sameNumber, "ann"), "ann", "bo", "cy"), TWO_A_DAY),
                    Ruling.Why.MALFORMED_DOCUMENT);
        }
        assertThatThrownBy(() -> new Document(DocumentKind.POLICY, 2, Optional.empty(), from, Statutes.policy(2, 3)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void identity_isNeverGivenToAnother() {
        var crowd = Crowd.directory();
        var people = Statutes.inForce(DocumentKind.PEOPLE);
        var eli = Crowd.find(crowd, "u:eli");
        var otherHuman = Crowd.person("u:eli", "h:mallory", Crowd.passkey("mallory", true));
        var withoutEli = new Directory(
                2, crowd.people().stream().filter(person -> !person.equals(eli)).toList());
        var bereft = Crowd.with(crowd, eli.with(List.of()));
        var keyMoved = Crowd.of(
                2,
                Stream.concat(
                                bereft.people().stream(),
                                Stream.of(Crowd.person("u:mallory", "h:mallory", Crowd.passkey("eli", true))))
                        .toArray(Person[]::new));
        for (var bad : List.of(Crowd.with(crowd, otherHuman), withoutEli, keyMoved)) {
            var change = to(people.next(bad.encode(), NOW.plus(DAY)), "ann");
            refused(rule(Statutes.sign(change, "ann", "bo", "cy"), TWO_A_DAY), Ruling.Why.IDENTITY_REUSED);
        }
        var removed = to(
                people.next(Crowd.with(crowd, eli.with(Person.Status.REMOVED)).encode(), NOW.plus(DAY)), "ann");
        assertThat(rule(Statutes.sign(removed, "ann", "bo", "cy"), TWO_A_DAY)).isInstanceOf(Ruling.Accepted.class);
        refused(
                rule(Statutes.sign(removed, "ann", "bo", "cy"), Statutes.rule(2, Duration.ZERO)),
                Ruling.Why.RULE_TOO_WEAK);
        var suspended = to(
                people.next(Crowd.with(crowd, eli.with(Person.Status.SUSPENDED)).encode(), NOW), "ann");
        assertThat(rule(Statutes.sign(suspended, "ann", "bo"), Statutes.rule(1, Duration.ZERO)))
                .isInstanceOf(Ruling.Accepted.class);
    }

    @Test
    void blockedEntry_isAtOnce_andANewOneWaits() {
        var book = Statutes.inForce(DocumentKind.ADDRESS_BOOK);
        var entries = Books.book().entries();
        var blocked =
                new AddressBook(2, entries.stream().map(BookEntry::blocked).toList());
        var fewer = new AddressBook(2, entries.subList(0, 1));
        assertThat(rule(
                        Statutes.sign(to(book.next(blocked.encode(), NOW), "ann"), "ann", "bo"),
                        Statutes.rule(1, Duration.ZERO)))
                .isInstanceOf(Ruling.Accepted.class);
        refused(
                rule(
                        Statutes.sign(to(book.next(fewer.encode(), NOW), "ann"), "ann", "bo", "cy"),
                        Statutes.rule(2, Duration.ZERO)),
                Ruling.Why.RULE_TOO_WEAK);
    }

    @Test
    void unfreezing_needsOthersThanTheFreezer_andTime() {
        var frozen = Freezes.none()
                .with(Statutes.freeze(new FreezeScope.Workspace(), "ann"), Statutes.WORKSPACE, Crowd.directory())
                .orElseThrow();
        var council = Statutes.council(frozen);
        var order = frozen.standing().keySet().iterator().next();
        var change = Statutes.change(new Proposal.Unfreeze(order), "bo");
        var hour = Duration.ofHours(1);
        var good = Statutes.sign(change, "bo", "cy", "eli");
        var before = Statutes.occasion(Statutes.rule(2, hour), NOW.plus(hour).minusSeconds(1));
        assertThat(council.rule(good, before)).isEqualTo(new Ruling.Waiting(NOW.plus(hour)));
        var after = Statutes.occasion(Statutes.rule(2, hour), NOW.plus(hour));
        var accepted = (Ruling.Accepted) council.rule(good, after);
        assertThat(frozen.without(accepted).standing()).isEmpty();
        refused(
                council.rule(good, Statutes.occasion(Statutes.rule(2, hour.minusSeconds(1)), NOW.plus(hour))),
                Ruling.Why.RULE_TOO_WEAK);
        var byAnn = Statutes.change(new Proposal.Unfreeze(order), "ann");
        var lenient = new ChangeRule(List.of(Statutes.term(1, false)), hour);
        for (var alone : List.of(Statutes.sign(byAnn, "ann", "ann"), Statutes.sign(change, "bo", "ann")))
            refused(council.rule(alone, Statutes.occasion(lenient, NOW.plus(hour))), Ruling.Why.FREEZER_ALONE);
        refused(
                council.rule(Statutes.sign(change, "bo", "cy"), Statutes.occasion(lenient, NOW.plus(hour))),
                Ruling.Why.RULE_TOO_WEAK);
        refused(COUNCIL.rule(good, after), Ruling.Why.NOT_FROZEN);
        assertThatThrownBy(() ->
                        frozen.without((Ruling.Accepted) rule(Statutes.sign(LOOSER, "ann", "bo", "cy"), TWO_A_DAY)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static final GlassWindow TOMORROW = new GlassWindow(NOW.plus(DAY), NOW.plus(DAY.multipliedBy(3)));

    private static SignedChange glass(Digest32 emergency, GlassWindow window, String... approvers) {
        return Statutes.sign(Statutes.change(new Proposal.BreakGlass(emergency, window), "ann"), "ann", approvers);
    }

    @Test
    void glass_breaksAfterADay_withThree_andOnlyForTheAgreedPolicy() {
        var emergency = Statutes.inForce(DocumentKind.EMERGENCY_POLICY).hash();
        var good = glass(emergency, TOMORROW, "bo", "cy", "eli");
        var three = Statutes.rule(3, DAY);
        assertThat(COUNCIL.rule(good, Statutes.occasion(three, NOW.plus(DAY).minusSeconds(1))))
                .isEqualTo(new Ruling.Waiting(NOW.plus(DAY)));
        assertThat(COUNCIL.rule(good, Statutes.occasion(three, NOW.plus(DAY)))).isInstanceOf(Ruling.Accepted.class);
        refused(
                COUNCIL.rule(good, Statutes.occasion(Statutes.rule(3, DAY.minusSeconds(1)), NOW.plus(DAY))),
                Ruling.Why.RULE_TOO_WEAK);
        refused(
                COUNCIL.rule(
                        glass(emergency, TOMORROW, "bo", "cy"),
                        Statutes.occasion(Statutes.rule(2, DAY), NOW.plus(DAY))),
                Ruling.Why.RULE_TOO_WEAK);
        var other = glass(Ballots.digest("made up"), TOMORROW, "bo", "cy", "eli");
        refused(rule(other, three), Ruling.Why.NO_EMERGENCY_POLICY);
        var without = new HashMap<>(COUNCIL.inForce());
        without.remove(DocumentKind.EMERGENCY_POLICY);
        refused(
                Statutes.council(without, Freezes.none()).rule(good, Statutes.occasion(three, NOW.plus(DAY))),
                Ruling.Why.NO_EMERGENCY_POLICY);
        for (var bad : List.of(NOW, NOW.plus(GlassWindow.LASTS_MAX).plusSeconds(1), NOW.plusMillis(1500)))
            assertThatThrownBy(() -> new GlassWindow(NOW, bad)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void glass_isBrokenForOneTimeThatItNames_andNotAgainAtOnce() {
        var emergency = Statutes.inForce(DocumentKind.EMERGENCY_POLICY).hash();
        var three = Statutes.rule(3, DAY);
        var soon = new GlassWindow(NOW.plus(DAY).minusSeconds(1), NOW.plus(DAY.multipliedBy(2)));
        refused(rule(glass(emergency, soon, "bo", "cy", "eli"), three), Ruling.Why.TOO_SOON);
        var latest = NOW.plus(DAY).plus(Council.AHEAD_MAX);
        var late = new GlassWindow(latest.plusSeconds(1), latest.plus(DAY));
        refused(rule(glass(emergency, late, "bo", "cy", "eli"), three), Ruling.Why.TOO_LATE);
        var good = glass(emergency, TOMORROW, "bo", "cy", "eli");
        // A node that hears of it late opens it for what is left, and one that hears of it after its end never.
        assertThat(COUNCIL.rule(good, Statutes.occasion(three, TOMORROW.until().minusSeconds(1))))
                .isInstanceOf(Ruling.Accepted.class);
        refused(COUNCIL.rule(good, Statutes.occasion(three, TOMORROW.until())), Ruling.Why.EXPIRED);
        var rested = TOMORROW.from().minus(Council.GLASS_REST);
        var before = new GlassWindow(rested.minus(DAY), rested);
        var justBefore = new GlassWindow(rested.minus(DAY), rested.plusSeconds(1));
        assertThat(having(List.of(), before).rule(good, Statutes.occasion(three, TOMORROW.from())))
                .isInstanceOf(Ruling.Accepted.class);
        refused(
                having(List.of(), before, justBefore).rule(good, Statutes.occasion(three, TOMORROW.from())),
                Ruling.Why.BROKEN_BEFORE);
    }

    private static Council having(List<Document> coming, GlassWindow... glass) {
        return new Council(
                Statutes.WORKSPACE,
                Crowd.directory(),
                Ballots.POLICY,
                COUNCIL.inForce(),
                coming,
                Freezes.none(),
                List.of(glass));
    }

    @Test
    void tightening_afterWhichNobodyCouldChangeAnything_isRefused() {
        var one = Statutes.rule(1, Duration.ZERO);
        var forbids = policy(Statutes.TIGHTEST, NOW);
        refused(rule(Statutes.sign(to(forbids, "ann"), "ann", "bo"), one), Ruling.Why.UNGOVERNABLE);
        // Said to be in force since long ago, it is held against the time it would come into force.
        var backdated = policy(Statutes.TIGHTEST, Instant.EPOCH);
        refused(rule(Statutes.sign(to(backdated, "ann"), "ann", "bo"), one), Ruling.Why.UNGOVERNABLE);
        var crowd = Crowd.directory();
        var people = Statutes.inForce(DocumentKind.PEOPLE);
        var left = suspended(crowd, "u:bo", "u:cy", "u:dee");
        var alone = suspended(crowd, "u:bo", "u:cy", "u:dee", "u:eli");
        // Eli is left and one more: without Ann, who proposes it, nothing would be possible.
        refused(
                rule(Statutes.sign(to(people.next(left.encode(), NOW), "ann"), "ann", "bo"), one),
                Ruling.Why.RULE_TOO_WEAK);
        assertThat(rule(
                        Statutes.sign(to(people.next(left.encode(), NOW), "ann"), "ann", "bo", "cy"),
                        Statutes.rule(2, Duration.ZERO)))
                .isInstanceOf(Ruling.Accepted.class);
        refused(
                rule(Statutes.sign(to(people.next(alone.encode(), NOW), "ann"), "ann", "bo"), one),
                Ruling.Why.UNGOVERNABLE);
    }

    private static Directory suspended(Directory crowd, String... names) {
        var others = crowd;
        for (var name : names)
            others = Crowd.with(others, Crowd.find(others, name).with(Person.Status.SUSPENDED));
        return new Directory(2, others.people());
    }

    /// Each of two changes leaves enough people; both together do not.
    @Test
    void tightening_isHeldAgainstWhatIsPledgedToAsWell() {
        var two = Statutes.rule(2, Duration.ZERO);
        var crowd = Crowd.directory();
        var left = suspended(crowd, "u:bo", "u:cy", "u:dee");
        var fewer = Statutes.inForce(DocumentKind.PEOPLE).next(left.encode(), NOW);
        var strict = policy(Statutes.STRICT, NOW);
        for (var pair : List.of(List.of(fewer, strict), List.of(strict, fewer))) {
            var next = Statutes.sign(to(pair.getLast(), "ann"), "ann", "bo", "cy");
            assertThat(having(List.of()).rule(next, Statutes.occasion(two, NOW)))
                    .isInstanceOf(Ruling.Accepted.class);
            refused(having(List.of(pair.getFirst())).rule(next, Statutes.occasion(two, NOW)), Ruling.Why.UNGOVERNABLE);
        }
    }

    @Test
    void change_takesEffectWithinBounds() {
        var one = Statutes.rule(1, Duration.ZERO);
        var late = NOW.plus(Council.AHEAD_AT_ONCE_MAX);
        assertThat(rule(Statutes.sign(to(policy(7, late), "ann"), "ann", "bo"), one))
                .isInstanceOf(Ruling.Accepted.class);
        refused(rule(Statutes.sign(to(policy(7, late.plusSeconds(1)), "ann"), "ann", "bo"), one), Ruling.Why.TOO_LATE);
        var later = NOW.plus(DAY).plus(Council.AHEAD_MAX);
        assertThat(rule(Statutes.sign(to(policy(3, later), "ann"), "ann", "bo", "cy"), TWO_A_DAY))
                .isInstanceOf(Ruling.Accepted.class);
        refused(
                rule(Statutes.sign(to(policy(3, later.plusSeconds(1)), "ann"), "ann", "bo", "cy"), TWO_A_DAY),
                Ruling.Why.TOO_LATE);
    }

    @Test
    void signedChange_printsAndParsesToItself_andNoFlippedBitIsAccepted() {
        var good = Statutes.sign(LOOSER, "ann", "bo", "cy");
        var bytes = good.encode();
        assertThat(SignedChange.parse(bytes).orThrow()).isEqualTo(good);
        for (var length = 0; length < bytes.length(); length++)
            assertThat(SignedChange.parse(bytes.slice(0, length))).isInstanceOf(Parsed.Malformed.class);
        var parsed = 0;
        for (var bit = 0; bit < bytes.length() * 8; bit += 5) {
            var changed = bytes.toArray();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            if (SignedChange.parse(Bytes.copyOf(changed)) instanceof Parsed.Ok<SignedChange>(var other)) {
                assertThat(rule(other, TWO_A_DAY)).isNotInstanceOf(Ruling.Accepted.class);
                parsed++;
            }
        }
        assertThat(parsed).isGreaterThan(1000);
    }
}
