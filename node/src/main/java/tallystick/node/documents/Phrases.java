package tallystick.node.documents;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tallystick.core.approval.Lacking;
import tallystick.core.approval.Verification;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Pledge;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Ruling;
import tallystick.core.people.PersonId;
import tallystick.core.policy.judge.Reason;
import tallystick.crypto.hash.Digest32;

/// Documents, freezes and rulings in words.
final class Phrases {
    private static final int REASONS_MAX = 3;

    private Phrases() {}

    static String of(DocumentKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String of(FreezeScope scope) {
        return scope.words();
    }

    static String of(Proposal proposal) {
        return switch (proposal) {
            case Proposal.NewDocument(var document) ->
                "%s version %d from %s".formatted(of(document.kind()), document.version(), document.effectiveFrom());
            case Proposal.Unfreeze(var order) -> "end of freeze " + order;
            case Proposal.BreakGlass(var _, var window) ->
                "broken glass from %s until %s".formatted(window.from(), window.until());
        };
    }

    static String of(Ruling ruling) {
        return switch (ruling) {
            case Ruling.Accepted accepted -> "accepted, from " + accepted.from();
            case Ruling.Waiting(var until) -> "approved, waits until " + until;
            case Ruling.Open(var lacking) ->
                "lacks approvals: " + lacking.stream().map(Phrases::of).collect(Collectors.joining("; "));
            case Ruling.Rejected(var by) -> "rejected by " + by.name();
            case Ruling.Refused(var why) -> "refused: " + of(why);
        };
    }

    /// Of a change that this node gave its word to.
    static String pledged(Proposal proposal) {
        return proposal instanceof Proposal.NewDocument(var document)
                ? "accepted, from %s: pledged to, no answer ends it any more".formatted(document.effectiveFrom())
                : "accepted";
    }

    private static String of(Ruling.Why why) {
        return switch (why) {
            case OTHER_WORKSPACE -> "it is of another workspace";
            case NOT_PROPOSED -> "whom it names did not propose it, or may not";
            case EXPIRED -> "expired: propose it again";
            case FORGED_APPROVAL -> "forged approval: an answer cannot have come about honestly";
            case NOT_THE_NEXT_VERSION -> "not the next version: make it again from the one in force";
            case MALFORMED_DOCUMENT -> "malformed document, or it is numbered otherwise than what is in it";
            case IDENTITY_REUSED -> "identity reused: somebody is not listed any more, or his name or key is another's";
            case TOO_SOON -> "too soon: it has to wait out its delay from when this node first saw it";
            case TOO_LATE -> "too late: nothing else of its kind could be changed until then";
            case UNGOVERNABLE ->
                "ungovernable: after it nobody could change the policy or the people, or end a freeze, at some hour of"
                        + " every week and with enough active people";
            case DENIED -> "denied: the policy in force denies it";
            case RULE_TOO_WEAK -> "rule too weak: fewer people, or a shorter wait, than anything of its kind takes";
            case NOT_FROZEN -> "not frozen: no such freeze stands";
            case FREEZER_ALONE -> "freezer alone: somebody else than who froze has to approve";
            case NO_EMERGENCY_POLICY -> "no emergency policy: it names none that is in force";
            case BROKEN_BEFORE ->
                "broken before: seven days have to pass after the glass was broken; change the policy instead";
        };
    }

    /// Why the policy denies a change.
    ///
    /// @param seenAt as of when it was asked
    static String denied(List<Reason> reasons, Instant seenAt) {
        var whys = reasons.stream()
                .map(reason -> reason.rule()
                        .map(rule -> "%s: %s".formatted(rule, reason.text()))
                        .orElseGet(reason::text))
                .distinct()
                .limit(REASONS_MAX)
                .collect(Collectors.joining("; "));
        return "refused: denied, asked as of %s, when this node first saw it: %s".formatted(seenAt, whys);
    }

    /// A word of a node that it did not sign.
    static String forged(String bringer, Pledge word) {
        return "%s brought a word of %s about %s version %d that is not signed by it"
                .formatted(
                        bringer,
                        word.node(),
                        of(word.version().kind()),
                        word.version().number());
    }

    /// That answers were dropped that cannot have come about honestly: once of each person and reason.
    static List<String> dropped(String bringer, Digest32 change, List<Verification.Refused> dropped) {
        return dropped.stream()
                .map(each -> dropped(bringer, change, each))
                .distinct()
                .toList();
    }

    private static String dropped(String bringer, Digest32 change, Verification.Refused dropped) {
        var why = Answers.isMadeUp(dropped)
                ? "%s brought an answer to change %s that %s did not give to it: %s"
                : "%s brought an answer to change %s of %s, who has no say in it, that cannot be honest: %s";
        return why.formatted(
                bringer, change, dropped.whose().map(PersonId::name).orElse("its key"), dropped.why());
    }

    private static String of(Lacking lacking) {
        return "%d more of %s".formatted(lacking.missing(), lacking.term().group());
    }
}
