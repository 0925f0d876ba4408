package tallystick.core.governance;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Assertions;
import tallystick.core.approval.Hearing;
import tallystick.core.approval.Lacking;
import tallystick.core.approval.SeenCount;
import tallystick.core.approval.Tally;
import tallystick.core.approval.Voices;
import tallystick.core.approval.Vote;
import tallystick.core.book.AddressBook;
import tallystick.core.facts.FactKeys;
import tallystick.core.people.Directory;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.core.places.Places;
import tallystick.core.policy.ApprovalTerm;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// What one node holds, and by which it rules on changes by itself.
///
/// @param workspace hash of the genesis
/// @param people the directory in force
/// @param policy hash of the policy in force, which approvers must have seen
/// @param inForce the documents in force
/// @param coming documents that this node has pledged to, and that are not in force yet
/// @param freezes what is frozen
/// @param glass for which times the glass was or will be broken
public record Council(
        Digest32 workspace,
        Directory people,
        Digest32 policy,
        Map<DocumentKind, Document> inForce,
        List<Document> coming,
        Freezes freezes,
        List<GlassWindow> glass) {
    /// How long after the earliest moment something that waits may take effect at the latest.
    public static final Duration AHEAD_MAX = Duration.ofDays(30);

    /// The same of what takes effect at once, by one person.
    public static final Duration AHEAD_AT_ONCE_MAX = Duration.ofHours(1);

    /// The least time between two times of broken glass.
    public static final Duration GLASS_REST = Duration.ofDays(7);

    private static final String ANOTHER = "whoever else may approve";

    /// When a change is ruled on, and by what.
    ///
    /// @param rule what it needs, as the policy in force says
    /// @param policies what is to be known of policies
    /// @param counts what was seen of passkeys' counts
    /// @param seenAt when this node first saw the change, by its own clock
    /// @param now by its own clock
    /// @param assertions by which proofs are verified
    public record Occasion(
            ChangeRule rule,
            Policies policies,
            SeenCount.Store counts,
            Instant seenAt,
            Instant now,
            Assertions assertions) {
        /// One on which each proof is verified.
        public Occasion(ChangeRule rule, Policies policies, SeenCount.Store counts, Instant seenAt, Instant now) {
            this(rule, policies, counts, seenAt, now, Assertions.VERIFIED);
        }
    }

    /// Copies.
    public Council {
        inForce = Map.copyOf(inForce);
        coming = List.copyOf(coming);
        glass = List.copyOf(glass);
    }

    /// Of a node that has pledged to nothing, and where the glass was never broken.
    public Council(
            Digest32 workspace,
            Directory people,
            Digest32 policy,
            Map<DocumentKind, Document> inForce,
            Freezes freezes) {
        this(workspace, people, policy, inForce, List.of(), freezes, List.of());
    }

    /// Rules on a change. Pure: the same again is the same.
    /// @spec docs/spec/governance.md#GO-5 governance
    public Ruling rule(SignedChange signed, Occasion occasion) {
        var change = signed.change();
        var answers = OwnCause.heard(signed, people).approvals();
        if (!change.workspace().equals(workspace)) return refused(Ruling.Why.OTHER_WORKSPACE);
        if (!signed.isProposed(people, occasion.assertions())) return refused(Ruling.Why.NOT_PROPOSED);
        if (!occasion.now().isBefore(change.expiresAt())) return refused(Ruling.Why.EXPIRED);
        var remainder = remainder(change.proposal(), occasion.policies(), occasion.now());
        var unfit = unfit(change.proposal(), occasion, remainder);
        if (unfit.isPresent()) return refused(unfit.get());
        var least = least(change, occasion.policies(), remainder);
        if (occasion.rule().delay().compareTo(least.delay()) < 0) return refused(Ruling.Why.RULE_TOO_WEAK);
        var untimely = untimely(change.proposal(), occasion);
        if (untimely.isPresent()) return refused(untimely.get());
        var hearing = new Hearing(
                change.subject(), people, policy, _ -> false, occasion.counts(), occasion.now(), occasion.assertions());
        var heard = hearing.verify(answers);
        if (isForged(heard, occasion.rule())) return refused(Ruling.Why.FORGED_APPROVAL);
        var cancelled =
                Voices.of(heard.votes(), people).rejectedBy(occasion.rule().cancellers());
        if (cancelled.isPresent()) return new Ruling.Rejected(cancelled.get());
        return switch (Tally.of(occasion.rule().terms(), heard.votes(), people, change.by())) {
            case Tally.Rejected(var by) -> new Ruling.Rejected(by);
            case Tally.Open(var lacking) -> new Ruling.Open(lacking);
            case Tally.Met(var counted) -> {
                var alone = alone(counted, heard.votes(), least, occasion, remainder);
                yield alone.isPresent() ? new Ruling.Open(List.of(alone.get())) : met(change, counted, least, occasion);
            }
        };
    }

    /// @spec docs/spec/governance.md#GO-30 governance
    private boolean isForged(Hearing.Heard heard, ChangeRule rule) {
        return heard.refused().stream()
                .filter(each -> each.why().isForgery())
                .anyMatch(each ->
                        each.whose().filter(whose -> rule.heeds(whose, people)).isPresent());
    }

    /// What is lacking where one person alone approved what takes effect at once, and less would stay possible without
    /// him: another one, whoever may approve.
    ///
    /// **Why** beside whoever proposes, who may be a program of which somebody stole the key: he and one program
    /// would do together what neither does alone.
    ///
    /// @spec docs/spec/governance.md#GO-31 governance
    private Optional<Lacking> alone(
            List<Vote> counted, List<Vote> votes, Least least, Occasion occasion, Optional<Remainder> remainder) {
        if (!least.equals(Least.TIGHTEN)) return Optional.empty();
        var strength = ChangeRule.strength(occasion.rule().terms());
        var humans = Stream.concat(
                        counted.stream(),
                        votes.stream()
                                .filter(vote -> vote.answer() == Answer.APPROVE
                                        && vote.strength().meets(strength)
                                        && !vote.person().isService()))
                .map(vote -> human(vote.person()))
                .collect(Collectors.toSet());
        if (humans.size() != 1 || remainder.isEmpty() || remainder.get().isLeftWithout(humans)) return Optional.empty();
        var others = people.people().stream()
                .filter(person -> person.mayReject() && !humans.contains(person.human()))
                .map(Person::id)
                .collect(Collectors.toSet());
        var another = new ApprovalTerm(ANOTHER, others, 1, false, strength, 1);
        return Optional.of(new Lacking(another, 1, false, !others.isEmpty()));
    }

    private static Ruling refused(Ruling.Why why) {
        return new Ruling.Refused(why);
    }

    private Ruling met(Change change, List<Vote> counted, Least least, Occasion occasion) {
        var humans =
                counted.stream().map(vote -> human(vote.person())).distinct().toList();
        if (change.proposal() instanceof Proposal.Unfreeze(var order) && isFreezerAlone(humans, order))
            return refused(Ruling.Why.FREEZER_ALONE);
        if (humans.size() < least.people()) return refused(Ruling.Why.RULE_TOO_WEAK);
        var ready =
                switch (change.proposal()) {
                    case Proposal.NewDocument(var document) -> document.effectiveFrom();
                    case Proposal.BreakGlass(var _, var window) -> window.from();
                    case Proposal.Unfreeze _ ->
                        occasion.seenAt().plus(occasion.rule().delay());
                };
        // A document is pledged to before its moment; everything else can still be rejected until then.
        var until = change.proposal() instanceof Proposal.NewDocument ? pledgeable(occasion) : ready;
        return occasion.now().isBefore(until) ? new Ruling.Waiting(until) : new Ruling.Accepted(change, ready);
    }

    /// From when on a document is pledged to.
    ///
    /// **Why** nothing ends what all have pledged to: whoever may cancel it would have no time for that if those
    /// who agree brought their answers with the proposal.
    ///
    /// @spec docs/spec/governance.md#GO-32 governance
    private static Instant pledgeable(Occasion occasion) {
        return occasion.rule().cancellers().isEmpty()
                ? occasion.now()
                : occasion.seenAt().plus(occasion.rule().delay());
    }

    /// Why it may not take effect when it says.
    /// @spec docs/spec/governance.md#GO-27 governance
    private Optional<Ruling.Why> untimely(Proposal proposal, Occasion occasion) {
        var delay = occasion.rule().delay();
        var earliest = occasion.seenAt().plus(delay);
        return switch (proposal) {
            case Proposal.Unfreeze _ -> Optional.empty();
            case Proposal.NewDocument(var document) -> {
                if (!delay.isZero() && document.effectiveFrom().isBefore(earliest))
                    yield Optional.of(Ruling.Why.TOO_SOON);
                var isAtOnce = direction(document, occasion.policies()) == Direction.TIGHTEN;
                var latest = earliest.plus(isAtOnce ? AHEAD_AT_ONCE_MAX : AHEAD_MAX);
                yield document.effectiveFrom().isAfter(latest) ? Optional.of(Ruling.Why.TOO_LATE) : Optional.empty();
            }
            case Proposal.BreakGlass(var _, var window) -> {
                if (window.from().isBefore(earliest)) yield Optional.of(Ruling.Why.TOO_SOON);
                if (window.from().isAfter(earliest.plus(AHEAD_MAX))) yield Optional.of(Ruling.Why.TOO_LATE);
                if (!occasion.now().isBefore(window.until())) yield Optional.of(Ruling.Why.EXPIRED);
                var isRested = glass.stream()
                        .allMatch(
                                before -> !window.from().isBefore(before.until().plus(GLASS_REST)));
                yield isRested ? Optional.empty() : Optional.of(Ruling.Why.BROKEN_BEFORE);
            }
        };
    }

    private HumanId human(PersonId person) {
        return people.person(person).orElseThrow().human();
    }

    /// @spec docs/spec/governance.md#GO-15 governance
    private boolean isFreezerAlone(List<HumanId> humans, Digest32 order) {
        var freezer = Optional.ofNullable(freezes.standing().get(order))
                .flatMap(froze -> people.person(froze.by()))
                .map(Person::human);
        return humans.stream().allMatch(human -> freezer.equals(Optional.of(human)));
    }

    /// What a change needs in any case.
    ///
    /// @param now when it is ruled on
    /// @spec docs/spec/governance.md#GO-9 governance
    public Least least(Change change, Policies policies, Instant now) {
        return least(change, policies, remainder(change.proposal(), policies, now));
    }

    private Least least(Change change, Policies policies, Optional<Remainder> remainder) {
        return switch (change.proposal()) {
            case Proposal.Unfreeze _ -> Least.UNFREEZE;
            case Proposal.BreakGlass _ -> Least.BREAK_GLASS;
            case Proposal.NewDocument(var document) -> {
                if (Voters.removesNodes(roster(), document)) yield Least.removal(people);
                if (direction(document, policies) == Direction.LOOSEN) yield Least.LOOSEN;
                if (mayDenyChanges(document, policies)) yield Least.TIGHTEN_TOGETHER;
                var by = people.person(change.by()).map(Person::human).stream().collect(Collectors.toSet());
                // Always after the first question: what is spent on one counts for the next.
                var isLeft = remainder
                        .filter(each -> each.isGovernable() && each.isLeftWithout(by))
                        .isPresent();
                yield isLeft ? Least.TIGHTEN : Least.TIGHTEN_TOGETHER;
            }
        };
    }

    private boolean mayDenyChanges(Document next, Policies policies) {
        var now = inForce.get(next.kind());
        return next.kind() == DocumentKind.POLICY
                && now != null
                && policies.mayDenyChanges(now.content(), next.content());
    }

    private Roster roster() {
        return Optional.ofNullable(inForce.get(DocumentKind.ROSTER))
                .map(document -> Roster.parse(document.content()).orThrow())
                .orElseThrow(() -> new AssertionError("a workspace without a roster"));
    }

    /// Which way a document goes from the one in force. The first of its kind loosens.
    /// @spec docs/spec/governance.md#GO-24 governance
    /// @spec docs/spec/places.md#PL-5 places
    public Direction direction(Document next, Policies policies) {
        var now = inForce.get(next.kind());
        if (now == null) return Direction.LOOSEN;
        return switch (next.kind()) {
            case PEOPLE ->
                Differences.of(
                        Directory.parse(now.content()).orThrow(),
                        Directory.parse(next.content()).orThrow());
            case ADDRESS_BOOK ->
                Differences.of(
                        AddressBook.parse(now.content()).orThrow(),
                        AddressBook.parse(next.content()).orThrow());
            case FACT_KEYS ->
                Differences.of(
                        FactKeys.parse(now.content()).orThrow(),
                        FactKeys.parse(next.content()).orThrow());
            case POLICY -> policies.direction(now.content(), next.content());
            case ROSTER, EMERGENCY_POLICY, PLACES -> Direction.LOOSEN;
        };
    }

    private Optional<Ruling.Why> unfit(Proposal proposal, Occasion occasion, Optional<Remainder> remainder) {
        return switch (proposal) {
            case Proposal.NewDocument(var document) ->
                unfit(document, occasion)
                        .or(() -> remainder.filter(each -> !each.isGovernable()).map(_ -> Ruling.Why.UNGOVERNABLE));
            case Proposal.Unfreeze(var order) ->
                freezes.standing().containsKey(order) ? Optional.empty() : Optional.of(Ruling.Why.NOT_FROZEN);
            case Proposal.BreakGlass(var emergency, var _) ->
                Optional.ofNullable(inForce.get(DocumentKind.EMERGENCY_POLICY))
                                .map(Document::hash)
                                .equals(Optional.of(emergency))
                        ? Optional.empty()
                        : Optional.of(Ruling.Why.NO_EMERGENCY_POLICY);
        };
    }

    private Optional<Ruling.Why> unfit(Document next, Occasion occasion) {
        var now = inForce.get(next.kind());
        var isNext = now == null ? next.version() == 1 : next.follows(now);
        if (!isNext) return Optional.of(Ruling.Why.NOT_THE_NEXT_VERSION);
        if (!isGood(next, occasion.policies()) || !isFitting(next, occasion.policies()))
            return Optional.of(Ruling.Why.MALFORMED_DOCUMENT);
        var isReused = next.kind() == DocumentKind.PEOPLE
                && now != null
                && isReused(Directory.parse(next.content()).orThrow());
        return isReused ? Optional.of(Ruling.Why.IDENTITY_REUSED) : Optional.empty();
    }

    private Optional<Remainder> remainder(Proposal proposal, Policies policies, Instant now) {
        return proposal instanceof Proposal.NewDocument(var document)
                ? Optional.of(new Remainder(inForce, coming, document, policies, now))
                : Optional.empty();
    }

    private static boolean isGood(Document document, Policies policies) {
        return switch (document.kind()) {
            case PEOPLE -> isNumbered(Directory.parse(document.content()).map(Directory::version), document);
            case ADDRESS_BOOK ->
                isNumbered(AddressBook.parse(document.content()).map(AddressBook::version), document);
            case ROSTER -> isNumbered(Roster.parse(document.content()).map(Roster::version), document);
            case FACT_KEYS -> isNumbered(FactKeys.parse(document.content()).map(FactKeys::version), document);
            case PLACES -> isNumbered(Places.parse(document.content()).map(Places::version), document);
            case POLICY, EMERGENCY_POLICY -> policies.isGood(document.content(), document.version());
        };
    }

    /// Whether the policies of places inside stand below the organisation's own, whichever comes into force first:
    /// those of another organisation would hold nowhere.
    /// @spec docs/spec/places.md#PL-3 places
    private boolean isFitting(Document next, Policies policies) {
        var other = new HashMap<>(inForce);
        for (var document : coming) other.put(document.kind(), document);
        return List.of(inForce, other).stream().allMatch(before -> {
            var after = new HashMap<>(before);
            after.put(next.kind(), next);
            var places = Optional.ofNullable(after.get(DocumentKind.PLACES)).map(Document::content);
            return places.isEmpty()
                    || Stream.of(DocumentKind.POLICY, DocumentKind.EMERGENCY_POLICY)
                            .flatMap(kind -> Optional.ofNullable(after.get(kind)).stream())
                            .allMatch(policy -> policies.fits(policy.content(), places.get()));
        });
    }

    private static boolean isNumbered(Parsed<Integer> version, Document document) {
        return version.equals(new Parsed.Ok<>(document.version()));
    }

    /// Everybody stays listed as the same human, and nobody gets a key that was another human's.
    /// @spec docs/spec/governance.md#GO-10 governance
    private boolean isReused(Directory next) {
        var holders = new HashMap<Bytes, HumanId>();
        for (var person : people.people()) {
            var after = next.person(person.id());
            if (!after.map(Person::human).equals(Optional.of(person.human()))) return true;
            for (var held : person.keys()) holders.put(held.key().material(), person.human());
        }
        return next.people().stream()
                .anyMatch(person -> person.keys().stream()
                        .map(held -> held.key())
                        .map(PersonKey::material)
                        .anyMatch(material ->
                                !holders.getOrDefault(material, person.human()).equals(person.human())));
    }
}
