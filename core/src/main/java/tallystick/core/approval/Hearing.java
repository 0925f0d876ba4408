package tallystick.core.approval;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tallystick.core.clock.ClockSkew;
import tallystick.core.people.Directory;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.core.people.Right;
import tallystick.crypto.hash.Digest32;

/// All against which one node verifies the answers to one subject, by itself.
///
/// @param subject what is asked, as the node computed it from the bytes to be signed
/// @param people the directory in force
/// @param policy hash of the policy in force
/// @param askedAsMuch of an older policy: whether it is an ancestor of the one in force, and asked for the same or more
/// for this subject
/// @param counts what was seen of passkeys' counts
/// @param now by the node's clock
/// @param assertions by which proofs are verified
public record Hearing(
        Subject subject,
        Directory people,
        Digest32 policy,
        Predicate<Digest32> askedAsMuch,
        SeenCount.Store counts,
        Instant now,
        Assertions assertions) {
    /// One that verifies each proof.
    public Hearing(
            Subject subject,
            Directory people,
            Digest32 policy,
            Predicate<Digest32> askedAsMuch,
            SeenCount.Store counts,
            Instant now) {
        this(subject, people, policy, askedAsMuch, counts, now, Assertions.VERIFIED);
    }

    /// What came of verifying all answers.
    ///
    /// @param votes those that count, each once
    /// @param refused those that do not
    /// @param counts what to keep in the store, by key id
    public record Heard(List<Vote> votes, List<Verification.Refused> refused, Map<Digest32, List<SeenCount>> counts) {
        /// Copies.
        public Heard {
            votes = List.copyOf(votes);
            refused = List.copyOf(refused);
            counts = Map.copyOf(counts);
        }

        /// Whether one of them cannot have come about honestly: the request is rejected, and frozen.
        public boolean isForged() {
            return refused.stream().anyMatch(each -> each.why().isForgery());
        }
    }

    /// Verifies all; of two equal answers the second is left out.
    public Heard verify(List<Approval> approvals) {
        var votes = new ArrayList<Vote>();
        var refused = new ArrayList<Verification.Refused>();
        var seen = new HashMap<Digest32, List<SeenCount>>();
        for (var approval : approvals.stream().distinct().toList()) {
            var verification = verify(approval, seen.getOrDefault(approval.keyId(), List.of()));
            switch (verification) {
                case Verification.Counted(var vote, var _) -> votes.add(vote);
                case Verification.Refused no -> refused.add(no);
            }
            verification
                    .count()
                    .ifPresent(shown -> seen.computeIfAbsent(approval.keyId(), _ -> new ArrayList<>())
                            .add(shown));
        }
        seen.replaceAll((_, shown) -> List.copyOf(shown));
        return new Heard(votes, refused, seen);
    }

    /// Verifies one.
    public Verification verify(Approval approval) {
        return verify(approval, List.of());
    }

    /// @param justSeen counts of the same key that are not in the store yet
    /// @spec docs/spec/approval.md#AP-4 approval
    /// @spec docs/spec/approval.md#AP-5 approval
    private Verification verify(Approval approval, List<SeenCount> justSeen) {
        var statement = approval.statement();
        var holding = people.holding(approval.keyId()).orElse(null);
        var whose = Optional.ofNullable(holding).map(held -> held.person().id());
        if (!statement.subject().equals(subject.id())) return refused(approval, Refusal.OTHER_SUBJECT, whose);
        if (holding == null) return refused(approval, Refusal.UNKNOWN_KEY, whose);
        var key = holding.held().key();
        var proven = assertions.check(key, approval.proof(), statement.digest());
        if (proven instanceof AssertionCheck.Outcome.Fails(var why)) return refused(approval, why, whose);
        if (!statement.digests().equals(subject.digestsHash())) return refused(approval, Refusal.OTHER_DIGESTS, whose);
        // Kept, a count of a moment that never was would refute every later one.
        var shown = shown(key, proven, statement).filter(count -> !ClockSkew.isFuture(count.at(), now));
        if (shown.filter(count -> !count.agreesWith(justSeen) || !count.agreesWith(counts.of(approval.keyId())))
                .isPresent()) return refused(approval, Refusal.COUNT_NOT_RISING, whose);
        // What cannot come about honestly is told of before whether the person counts at all.
        return standing(statement, holding)
                .or(() -> time(statement))
                .<Verification>map(why -> new Verification.Refused(approval, why, whose, shown))
                .orElseGet(() ->
                        new Verification.Counted(new Vote(holding.person().id(), key.strength(), approval), shown));
    }

    private static Verification refused(Approval approval, Refusal why, Optional<PersonId> whose) {
        return new Verification.Refused(approval, why, whose, Optional.empty());
    }

    private static Optional<SeenCount> shown(
            PersonKey key, AssertionCheck.Outcome proven, ApprovalStatement statement) {
        return key instanceof PersonKey.Passkey && proven instanceof AssertionCheck.Outcome.Holds(var count)
                ? Optional.of(new SeenCount(count, statement.at(), statement.digest()))
                : Optional.empty();
    }

    /// A rejection needs less than an approval: who is suspended, and a revoked key, can still stop.
    /// @spec docs/spec/approval.md#AP-8 approval
    private static Optional<Refusal> standing(ApprovalStatement statement, Directory.Holding holding) {
        var person = holding.person();
        if (!person.rights().contains(Right.APPROVE)) return Optional.of(Refusal.NO_RIGHT);
        if (statement.answer() == Answer.REJECT)
            return person.mayReject() ? Optional.empty() : Optional.of(Refusal.NOT_ACTIVE);
        if (person.status() != Person.Status.ACTIVE) return Optional.of(Refusal.NOT_ACTIVE);
        return holding.held().isRevoked() ? Optional.of(Refusal.REVOKED_KEY) : Optional.empty();
    }

    /// A rejection neither expires nor hangs on the policy by which it was given.
    /// @spec docs/spec/approval.md#AP-10 approval
    private Optional<Refusal> time(ApprovalStatement statement) {
        if (statement.answer() == Answer.REJECT) return Optional.empty();
        if (ClockSkew.isFuture(statement.at(), now)) return Optional.of(Refusal.FROM_THE_FUTURE);
        if (!now.isBefore(statement.expiresAt())) return Optional.of(Refusal.EXPIRED);
        var isKnown = statement.policySeen().equals(policy) || askedAsMuch.test(statement.policySeen());
        return isKnown ? Optional.empty() : Optional.of(Refusal.OTHER_POLICY);
    }
}
