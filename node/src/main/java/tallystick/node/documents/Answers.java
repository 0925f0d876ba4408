package tallystick.node.documents;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.Hearing;
import tallystick.core.approval.Refusal;
import tallystick.core.approval.Verification;
import tallystick.core.approval.Vote;
import tallystick.core.governance.OwnCause;
import tallystick.core.governance.SignedChange;
import tallystick.core.people.Directory;
import tallystick.core.people.PersonId;

/// What comes of the answers to a change that somebody brings, heard once.
///
/// @param people by whom they were heard
/// @param all of everybody, with the counts of passkeys to be kept
/// @param votes those that count, of people who have a voice in it
/// @param refused those of such people that do not
record Answers(Directory people, Hearing.Heard all, List<Vote> votes, List<Verification.Refused> refused) {
    private static final int KEPT_MAX = 48;

    private record Said(Optional<PersonId> by, Answer answer) {}

    static Answers of(SignedChange signed, Hearing hearing) {
        var all = hearing.verify(signed.approvals());
        var voiced = Set.copyOf(OwnCause.heard(signed, hearing.people()).approvals());
        return new Answers(
                hearing.people(),
                all,
                all.votes().stream()
                        .filter(vote -> voiced.contains(vote.approval()))
                        .toList(),
                all.refused().stream()
                        .filter(each -> voiced.contains(each.approval()))
                        .toList());
    }

    /// Those that a key gave and that cannot have come about honestly. Everybody can name a key and lay random bytes,
    /// or what it signed elsewhere, beside: that tells of who brings it, and of nobody else.
    List<Verification.Refused> given() {
        return refused.stream()
                .filter(each -> each.why().isForgery() && !isMadeUp(each))
                .toList();
    }

    /// All that cannot have come about honestly, without some.
    List<Verification.Refused> forged(List<Verification.Refused> but) {
        return all.refused().stream()
                .filter(each -> each.why().isForgery() && !but.contains(each))
                .toList();
    }

    /// Whether anybody at all could have made it.
    static boolean isMadeUp(Verification.Refused refused) {
        return refused.why() == Refusal.BAD_SIGNATURE || refused.why() == Refusal.OTHER_CHALLENGE;
    }

    /// Whether a count of a passkey was shown that stands under no answer of these.
    boolean showsCounts(List<Approval> kept) {
        var known = kept.stream().map(approval -> approval.statement().digest()).collect(Collectors.toSet());
        return all.counts().values().stream()
                .flatMap(List::stream)
                .anyMatch(count -> !known.contains(count.statement()));
    }

    /// Of each person the latest yes and one no: nobody's answers leave no place for those of others.
    ///
    /// @param before those that were kept
    /// @spec docs/spec/documents.md#ND-10 documents
    List<Approval> merged(List<Approval> before) {
        var kept = new ArrayList<>(before);
        for (var vote : votes) if (!kept.contains(vote.approval())) kept.add(vote.approval());
        kept.sort(
                Comparator.comparing((Approval approval) -> approval.statement().at())
                        .reversed()
                        .thenComparing(approval -> approval.encode().toHex()));
        var said = new HashSet<Said>();
        kept.removeIf(approval -> !said.add(new Said(
                people.holding(approval.keyId()).map(holding -> holding.person().id()),
                approval.statement().answer())));
        if (kept.size() > KEPT_MAX) kept.subList(KEPT_MAX, kept.size()).clear();
        kept.sort(Comparator.comparing(approval -> approval.encode().toHex()));
        return List.copyOf(kept);
    }
}
