package tallystick.core.governance;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.approval.Hearing;
import tallystick.core.approval.SeenCount;
import tallystick.core.approval.Tally;
import tallystick.core.approval.Vote;
import tallystick.core.book.AddressBook;
import tallystick.core.facts.FactKeys;
import tallystick.core.people.Directory;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// What one node holds, and by which it rules on changes by itself.
///
/// @param workspace hash of the genesis
/// @param people the directory in force
/// @param policy hash of the policy in force, which approvers must have seen
/// @param inForce the documents in force
/// @param freezes what is frozen
public record Council(
        Digest32 workspace, Directory people, Digest32 policy, Map<DocumentKind, Document> inForce, Freezes freezes) {
    private static final int LOOSEN_PEOPLE_MIN = 2;
    private static final int BREAK_GLASS_PEOPLE_MIN = 3;

    /// When a change is ruled on, and by what.
    ///
    /// @param rule what it needs, as the policy in force says
    /// @param policies what is to be known of policies
    /// @param counts what was seen of passkeys' counts
    /// @param seenAt when this node first saw the change, by its own clock
    /// @param now by its own clock
    public record Occasion(ChangeRule rule, Policies policies, SeenCount.Store counts, Instant seenAt, Instant now) {}

    /// What a kind of change needs in any case.
    private record Floor(int peopleMin, Duration delayMin) {}

    /// Copies.
    public Council {
        inForce = Map.copyOf(inForce);
    }

    /// Rules on a change. Pure: the same again is the same.
    /// @spec docs/spec/governance.md#GO-5 governance
    public Ruling rule(SignedChange signed, Occasion occasion) {
        var change = signed.change();
        if (!change.workspace().equals(workspace)) return refused(Ruling.Why.OTHER_WORKSPACE);
        if (!signed.isProposed(people)) return refused(Ruling.Why.NOT_PROPOSED);
        if (!occasion.now().isBefore(change.expiresAt())) return refused(Ruling.Why.EXPIRED);
        var unfit = unfit(change.proposal(), occasion);
        if (unfit.isPresent()) return refused(unfit.get());
        var floor = floor(change.proposal(), occasion);
        if (occasion.rule().delay().compareTo(floor.delayMin()) < 0) return refused(Ruling.Why.RULE_TOO_WEAK);
        var hearing = new Hearing(change.subject(), people, policy, _ -> false, occasion.counts(), occasion.now());
        var heard = hearing.verify(signed.approvals());
        if (heard.isForged()) return refused(Ruling.Why.FORGED_APPROVAL);
        return switch (Tally.of(occasion.rule().terms(), heard.votes(), people, change.by())) {
            case Tally.Rejected(var by) -> new Ruling.Rejected(by);
            case Tally.Open(var lacking) -> new Ruling.Open(lacking);
            case Tally.Met(var counted) -> met(change, counted, floor, occasion);
        };
    }

    private static Ruling refused(Ruling.Why why) {
        return new Ruling.Refused(why);
    }

    private Ruling met(Change change, List<Vote> counted, Floor floor, Occasion occasion) {
        var humans =
                counted.stream().map(vote -> human(vote.person())).distinct().toList();
        if (change.proposal() instanceof Proposal.Unfreeze(var order) && isFreezerAlone(humans, order))
            return refused(Ruling.Why.FREEZER_ALONE);
        if (humans.size() < floor.peopleMin()) return refused(Ruling.Why.RULE_TOO_WEAK);
        var ready = occasion.seenAt().plus(occasion.rule().delay());
        if (change.proposal() instanceof Proposal.NewDocument(var document)) {
            var isInTime = occasion.rule().delay().isZero()
                    || !document.effectiveFrom().isBefore(ready);
            return isInTime ? new Ruling.Accepted(change, document.effectiveFrom()) : refused(Ruling.Why.TOO_SOON);
        }
        return occasion.now().isBefore(ready) ? new Ruling.Waiting(ready) : new Ruling.Accepted(change, ready);
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

    /// @spec docs/spec/governance.md#GO-9 governance
    private Floor floor(Proposal proposal, Occasion occasion) {
        return switch (proposal) {
            case Proposal.Unfreeze _ -> new Floor(LOOSEN_PEOPLE_MIN, ChangeRule.UNFREEZE_DELAY_MIN);
            case Proposal.BreakGlass _ -> new Floor(BREAK_GLASS_PEOPLE_MIN, ChangeRule.BREAK_GLASS_DELAY_MIN);
            case Proposal.NewDocument(var document) ->
                switch (direction(document, occasion.policies())) {
                    case TIGHTEN -> new Floor(1, Duration.ZERO);
                    case LOOSEN -> new Floor(LOOSEN_PEOPLE_MIN, ChangeRule.LOOSEN_DELAY_MIN);
                };
        };
    }

    /// Which way a document goes from the one in force. The first of its kind loosens.
    /// @spec docs/spec/governance.md#GO-24 governance
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
            case ROSTER, EMERGENCY_POLICY -> Direction.LOOSEN;
        };
    }

    private Optional<Ruling.Why> unfit(Proposal proposal, Occasion occasion) {
        return switch (proposal) {
            case Proposal.NewDocument(var document) -> unfit(document, occasion.policies());
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

    private Optional<Ruling.Why> unfit(Document next, Policies policies) {
        var now = inForce.get(next.kind());
        var isNext = now == null ? next.version() == 1 : next.follows(now);
        if (!isNext) return Optional.of(Ruling.Why.NOT_THE_NEXT_VERSION);
        if (!isGood(next, policies)) return Optional.of(Ruling.Why.MALFORMED_DOCUMENT);
        var isReused = next.kind() == DocumentKind.PEOPLE
                && now != null
                && isReused(Directory.parse(next.content()).orThrow());
        return isReused ? Optional.of(Ruling.Why.IDENTITY_REUSED) : Optional.empty();
    }

    private static boolean isGood(Document document, Policies policies) {
        return switch (document.kind()) {
            case PEOPLE -> isNumbered(Directory.parse(document.content()).map(Directory::version), document);
            case ADDRESS_BOOK ->
                isNumbered(AddressBook.parse(document.content()).map(AddressBook::version), document);
            case ROSTER -> isNumbered(Roster.parse(document.content()).map(Roster::version), document);
            case FACT_KEYS -> isNumbered(FactKeys.parse(document.content()).map(FactKeys::version), document);
            case POLICY, EMERGENCY_POLICY -> policies.isGood(document.content(), document.version());
        };
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
