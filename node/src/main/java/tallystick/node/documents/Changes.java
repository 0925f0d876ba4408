package tallystick.node.documents;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Assertions;
import tallystick.core.approval.Hearing;
import tallystick.core.approval.SeenCount;
import tallystick.core.approval.Verification;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.Activation;
import tallystick.core.governance.Change;
import tallystick.core.governance.ChangeRule;
import tallystick.core.governance.Council;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Least;
import tallystick.core.governance.OwnCause;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Ruling;
import tallystick.core.governance.SignedChange;
import tallystick.core.wire.GovernanceNews;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.IdentityKey;

/// How changes come about, as steps of one node.
///
/// @param inForce by which it rules
/// @param policies what was found of policies before
/// @param counts what passkeys showed before
/// @param assertions by which proofs are verified
record Changes(
        Workspace workspace,
        InForce inForce,
        Weighed policies,
        SeenCount.Store counts,
        IdentityKey key,
        Instant now,
        Assertions assertions) {
    private static final int OPEN_MAX = 256;
    private static final int OPEN_OF_ONE_MAX = 16;
    private static final int KEPT_OF_ONE_MAX = 64;
    private static final Duration OPEN_TIME_MAX = Duration.ofDays(90);

    /// The same by what another knows of policies.
    Changes by(Weighed others) {
        return new Changes(workspace, inForce, others, counts, key, now, assertions);
    }

    private Changes on(Workspace next) {
        return new Changes(next, inForce, policies, counts, key, now, assertions);
    }

    /// Why a change is none for this node; empty if it may be kept.
    Optional<String> whyNot(SignedChange signed) {
        var change = signed.change();
        if (!change.workspace().equals(workspace.id())) return Optional.of("the change is of another workspace");
        if (workspace.changes().containsKey(change.id())) return Optional.empty();
        // All have pledged to it: a node that was away takes it however old it is, and by whomever it was proposed.
        if (isBound(change)) return Optional.empty();
        if (!signed.isProposed(inForce.people(), assertions))
            return Optional.of("nobody who may proposed the change: its proposer has to be active, with the right to"
                    + " propose and a key of his own");
        if (!now.isBefore(change.expiresAt())) return Optional.of("the change has expired: propose it again");
        if (change.expiresAt().isAfter(now.plus(OPEN_TIME_MAX)))
            return Optional.of(
                    "the change may wait longer than %d days: propose it again".formatted(OPEN_TIME_MAX.toDays()));
        if (change.proposal() instanceof Proposal.NewDocument(var document)
                && !workspace.activations().containsKey(document.kind()))
            return Optional.of(
                    "the genesis has no %s: nothing of its kind can be changed".formatted(Phrases.of(document.kind())));
        return tooMany(change);
    }

    /// Nobody fills the nodes' disks with what he proposes, whichever of his accounts he uses.
    /// @spec docs/spec/documents.md#ND-10 documents
    private Optional<String> tooMany(Change change) {
        var his = workspace.changes().values().stream()
                .filter(tracked -> !wasInForce(tracked))
                .filter(tracked ->
                        inForce.people().isSameHuman(tracked.signed().change().by(), change.by()))
                .toList();
        var open = his.stream().filter(tracked -> !tracked.isOver()).count();
        if (open >= OPEN_OF_ONE_MAX)
            return Optional.of("%d changes of %s are open: end some of them first"
                    .formatted(open, change.by().name()));
        if (his.size() >= KEPT_OF_ONE_MAX)
            return Optional.of("%d changes of %s are kept until they expire: wait for that"
                    .formatted(his.size(), change.by().name()));
        var all = workspace.changes().values().stream()
                .filter(tracked -> !tracked.isOver())
                .count();
        return all < OPEN_MAX
                ? Optional.empty()
                : Optional.of("%d changes are open: end some of them first".formatted(OPEN_MAX));
    }

    /// Who proposed it: the human behind his accounts.
    String whose(SignedChange signed) {
        var by = signed.change().by();
        return inForce.people().person(by).map(person -> person.human().name()).orElseGet(by::name);
    }

    private boolean wasInForce(Tracked tracked) {
        return tracked.signed().change().proposal() instanceof Proposal.NewDocument(var document)
                && workspace.wasInForce(DocumentVersion.of(document));
    }

    private boolean isBound(Change change) {
        return change.proposal() instanceof Proposal.NewDocument(var document)
                && Optional.ofNullable(workspace.activations().get(document.kind()))
                        .filter(activation -> activation.bound().containsValue(DocumentVersion.of(document)))
                        .isPresent();
    }

    /// Without what is over and has expired, and never was in force: nobody can bring it again.
    Step forget() {
        var step = Step.none(workspace);
        for (var tracked : workspace.changes().values()) {
            var change = tracked.signed().change();
            if (!tracked.isOver() || now.isBefore(change.expiresAt()) || wasInForce(tracked) || isBound(change))
                continue;
            step = step.then(new Step(
                    step.next().without(tracked), List.of(), List.of(Rows.noChange(tracked)), List.of(), List.of()));
        }
        return step;
    }

    /// How a change stands that was known before, and to which nothing was brought that counts.
    ///
    /// @param dropped what cannot have come about honestly of what was brought
    record Standing(Tracked tracked, Optional<Ruling> ruling, List<Verification.Refused> dropped) {}

    /// Finds what a ruling on a change hangs on, if it may be kept, and verifies all that was brought: the ruling
    /// itself is made again where it counts.
    ///
    /// @return how it stands, if nothing is to be done about it: whoever brings it again and again holds up nobody
    Optional<Standing> weigh(SignedChange signed) {
        if (whyNot(signed).isPresent()) return Optional.empty();
        var tracked = tracked(signed);
        var isKept = tracked.signed().approvals().containsAll(signed.approvals());
        var answers = answers(isKept ? signed.with(List.of()) : signed);
        var isEnding = !ending(tracked, answers).isEmpty();
        var known = Optional.ofNullable(workspace.changes().get(signed.change().id()))
                .filter(each -> !isEnding && addsNothing(each, answers));
        var dropped = known.isPresent() ? dropped(signed, answers) : List.<Verification.Refused>of();
        if (tracked.isOver() || isSettled(signed.change()))
            return known.map(each -> new Standing(each, Optional.empty(), dropped));
        // With what was brought: a ruling on that is made where it counts.
        var merged = tracked.with(answers.merged(tracked.signed().approvals()));
        return Guarded.call("looking at change " + signed.change().id(), () -> ruling(merged))
                .filter(ruling -> ruling instanceof Ruling.Open || ruling instanceof Ruling.Waiting)
                .flatMap(ruling -> known.map(each -> new Standing(each, Optional.of(ruling), dropped)));
    }

    /// Whether answers leave a change as it is: no vote that would be kept, no count of a passkey.
    private static boolean addsNothing(Tracked tracked, Answers answers) {
        var kept = tracked.signed().approvals();
        return answers.merged(kept).equals(kept) && !answers.showsCounts(kept);
    }

    /// How a change stands, in words, if it stands as it did then.
    Optional<String> asThen(Standing then) {
        var tracked = then.tracked();
        return Optional.ofNullable(
                        workspace.changes().get(tracked.signed().change().id()))
                .filter(tracked::equals)
                .filter(same ->
                        then.ruling().isEmpty() || !isSettled(same.signed().change()))
                .map(same -> then.ruling().map(Phrases::of).orElseGet(() -> stands(same)));
    }

    /// How a change stands, in words.
    String stands(Tracked tracked) {
        if (tracked.isOver()) return ended(tracked);
        var change = tracked.signed().change();
        return isSettled(change) ? Phrases.pledged(change.proposal()) : Phrases.of(ruling(tracked));
    }

    /// What came of a change that is over: an answer to it that comes late is not told that it was for nothing where it
    /// was not.
    private String ended(Tracked tracked) {
        var change = tracked.signed().change();
        var isAccepted =
                switch (change.proposal()) {
                    case Proposal.NewDocument(var document) ->
                        workspace.wasInForce(DocumentVersion.of(document))
                                || workspace
                                        .activation(document.kind())
                                        .prepared()
                                        .equals(Optional.of(document));
                    case Proposal.Unfreeze(var order) ->
                        workspace.freezes().lifted().contains(order);
                    case Proposal.BreakGlass _ -> workspace.glass().containsKey(change.id());
                };
        return isAccepted ? "accepted before" : "over: ended before, see why in this node's log";
    }

    private Tracked tracked(SignedChange signed) {
        return Optional.ofNullable(workspace.changes().get(signed.change().id()))
                .orElseGet(() -> new Tracked(signed.with(List.of()), millis(now), false));
    }

    /// Keeps a change, or the answers to it that are new, and rules on it.
    Step take(SignedChange signed, Answers answers) {
        var id = signed.change().id();
        var known = Optional.ofNullable(workspace.changes().get(id));
        if (known.filter(Tracked::isOver).isPresent()) return Step.none(workspace);
        var tracked = tracked(signed);
        // What is kept stays what this node ruled on: no answer that comes later ends what it gave its word to.
        if (isSettled(signed.change())) return seen(known, tracked);
        var ending = ending(tracked, answers);
        if (!ending.isEmpty())
            return seen(known, tracked).then(on(seen(known, tracked).next()).forged(tracked, ending.getFirst()));
        var more = answers.merged(tracked.signed().approvals());
        var step = seen(known, tracked);
        if (!more.equals(tracked.signed().approvals())) {
            var next = tracked.with(more);
            var events = new ArrayList<AuditEvent>();
            for (var vote : answers.votes())
                if (!tracked.signed().approvals().contains(vote.approval()))
                    events.add(new AuditEvent.AnswerHeard(id, vote.person().name(), vote.answer() == Answer.APPROVE));
            step = step.then(new Step(
                    step.next().with(next),
                    List.of(Rows.change(next)),
                    events,
                    List.of(new GovernanceNews.Changed(next.signed()))));
        }
        return step.then(on(step.next()).rule(id));
    }

    /// This node gave its word, or all did: no answer that comes after it ends the change.
    /// @spec docs/spec/governance.md#GO-32 governance
    private boolean isSettled(Change change) {
        return isBound(change) || isPledged(change);
    }

    private boolean isPledged(Change change) {
        return change.proposal() instanceof Proposal.NewDocument(var document)
                && Optional.ofNullable(workspace.activations().get(document.kind()))
                        .flatMap(Activation::prepared)
                        .equals(Optional.of(document));
    }

    private Hearing hearing(Change change) {
        return new Hearing(
                change.subject(), inForce.people(), inForce.policyHash(), _ -> false, counts, now, assertions);
    }

    /// What comes of the answers that are brought.
    Answers answers(SignedChange signed) {
        return Answers.of(signed, hearing(signed.change()));
    }

    /// Those of answers that end the change: given by keys of people whose no would end it.
    /// @spec docs/spec/governance.md#GO-30 governance
    private List<Verification.Refused> ending(Tracked tracked, Answers answers) {
        var given = answers.given();
        if (given.isEmpty()) return given;
        var rule = needed(tracked);
        return given.stream()
                .filter(each -> rule.isPresent()
                        && each.whose()
                                .filter(whose -> rule.get().heeds(whose, inForce.people()))
                                .isPresent())
                .toList();
    }

    /// Answers that cannot have come about honestly, and end nothing.
    List<Verification.Refused> dropped(SignedChange signed, Answers answers) {
        return answers.forged(ending(tracked(signed), answers));
    }

    private Step seen(Optional<Tracked> known, Tracked tracked) {
        if (known.isPresent()) return Step.none(workspace);
        var change = tracked.signed().change();
        var event = new AuditEvent.ChangeSeen(
                change.id(),
                change.by().name(),
                Phrases.of(change.proposal()),
                change.proposal().digest());
        var step = new Step(
                workspace.with(tracked),
                List.of(Rows.change(tracked)),
                List.of(event),
                List.of(new GovernanceNews.Changed(tracked.signed())));
        return change.proposal() instanceof Proposal.NewDocument(var document)
                ? step.then(new Versions(step.next(), key, now).weighAgain(DocumentVersion.of(document)))
                : step;
    }

    /// An answer that cannot have come about honestly, of somebody whose no counts: the change is over, and frozen.
    /// @spec docs/spec/governance.md#GO-5 governance
    /// @spec docs/spec/documents.md#ND-4 documents
    private Step forged(Tracked tracked, Verification.Refused forged) {
        var ended = end(tracked, "an approval of it cannot have come about honestly");
        var order = OwnFreeze.of(workspace, tracked.signed().change().id(), forged.approval(), forged.why(), now);
        return ended.then(OwnFreeze.impose(ended.next(), order, now));
    }

    /// Whether a change that is open may not stay as it is: found on a copy, while others are judged by the documents.
    boolean isDue(Digest32 id) {
        var tracked = workspace.changes().get(id);
        if (tracked == null || tracked.isOver() || isSettled(tracked.signed().change())) return false;
        // Where no ruling can be made, that is told where the change is ruled on.
        return Guarded.call("looking at change " + id, () -> ruling(tracked))
                .map(ruling -> !(ruling instanceof Ruling.Open || ruling instanceof Ruling.Waiting))
                .orElse(true);
    }

    /// Rules on those of some changes that are still open.
    Step rule(Collection<Digest32> due) {
        var step = Step.none(workspace);
        // In one order on all nodes: of two that exclude each other the same one comes first everywhere.
        for (var id : due.stream().sorted().toList()) step = step.then(guarded(on(step.next()), id));
        return step;
    }

    private static Step guarded(Changes on, Digest32 id) {
        return Guarded.call("ruling on change " + id, () -> on.rule(id))
                .orElseGet(() -> Step.alarm(
                        on.workspace(), "faults", "ruling on change %s failed, and nothing was done".formatted(id)));
    }

    private Step rule(Digest32 id) {
        var tracked = workspace.changes().get(id);
        if (tracked == null || tracked.isOver() || isSettled(tracked.signed().change())) return Step.none(workspace);
        return switch (ruling(tracked)) {
            case Ruling.Open _, Ruling.Waiting _ -> Step.none(workspace);
            case Ruling.Rejected(var by) -> declined(tracked, "rejected by " + by.name());
            case Ruling.Refused refused -> refused(tracked, refused);
            case Ruling.Accepted accepted -> accepted(tracked, accepted);
        };
    }

    /// What this node says to a change now.
    Ruling ruling(Tracked tracked) {
        var signed = tracked.signed();
        var council = council();
        if (isFrozen(signed.change())) return new Ruling.Open(List.of());
        var rule = needed(tracked);
        if (rule.isEmpty()) return new Ruling.Refused(Ruling.Why.DENIED);
        return council.rule(
                signed, new Council.Occasion(rule.get(), policies, counts, tracked.seenAt(), now, assertions));
    }

    /// What it needs; empty if the policy denies it.
    private Optional<ChangeRule> needed(Tracked tracked) {
        var signed = tracked.signed();
        return policies.terms(inForce.policyHash(), inForce.policy().policy())
                .flatMap(terms ->
                        terms.of(inForce.people(), signed, least(council(), signed.change()), tracked.seenAt(), now));
    }

    private Council council() {
        var coming = new ArrayList<Document>();
        for (var activation : workspace.activations().values())
            activation.prepared().ifPresent(coming::add);
        return new Council(
                workspace.id(),
                inForce.people(),
                inForce.policyHash(),
                inForce.documents(),
                coming,
                workspace.freezes(),
                workspace.glass().values().stream().map(Glass::window).toList());
    }

    private Least least(Council council, Change change) {
        return change.proposal() instanceof Proposal.NewDocument(var document)
                        && !Readability.isReadable(document, policies)
                ? Least.LOOSEN
                : council.least(change, policies, now);
    }

    /// A freeze of everything does not stop its own end, and nobody holds up what takes from him alone.
    /// @spec docs/spec/governance.md#GO-29 governance
    private boolean isFrozen(Change change) {
        var concerned = OwnCause.of(change, inForce.people());
        return workspace.freezes().standing().values().stream()
                .filter(order -> order.scope() instanceof FreezeScope.Request(var id) && id.equals(change.id()))
                .anyMatch(order -> concerned
                        .filter(human -> OwnCause.isOf(order.by(), human, inForce.people()))
                        .isEmpty());
    }

    /// What may still fit later stays open until it expires: news come in any order.
    private Step refused(Tracked tracked, Ruling.Refused refused) {
        var isEarly =
                switch (refused.why()) {
                    case NOT_FROZEN -> true;
                    case NOT_THE_NEXT_VERSION ->
                        isAhead(tracked.signed().change().proposal());
                    default -> false;
                };
        if (isEarly) return Step.none(workspace);
        return declined(tracked, refused.why() == Ruling.Why.DENIED ? denied(tracked) : Phrases.of(refused));
    }

    /// Whoever proposed it asks which rule that is, and of which hour: another one may admit it.
    private String denied(Tracked tracked) {
        var reasons = policies.terms(inForce.policyHash(), inForce.policy().policy())
                .map(terms -> terms.denials(inForce.people(), tracked.signed(), tracked.seenAt(), now))
                .orElse(List.of());
        return Phrases.denied(reasons, tracked.seenAt());
    }

    private boolean isAhead(Proposal proposal) {
        return proposal instanceof Proposal.NewDocument(var document)
                && workspace
                        .current(document.kind())
                        .filter(now -> document.version() > now.version() + 1)
                        .isPresent();
    }

    private Step declined(Tracked tracked, String why) {
        var ended = end(tracked, why);
        if (!(tracked.signed().change().proposal() instanceof Proposal.NewDocument(var document))) return ended;
        return ended.then(new Versions(ended.next(), key, now).decline(document));
    }

    private Step end(Tracked tracked, String why) {
        var over = tracked.over();
        return new Step(
                workspace.with(over),
                List.of(Rows.change(over)),
                List.of(new AuditEvent.ChangeEnded(tracked.signed().change().id(), why)),
                List.of());
    }

    private Step accepted(Tracked tracked, Ruling.Accepted accepted) {
        var over = tracked.over();
        var change = tracked.signed().change();
        return switch (change.proposal()) {
            case Proposal.NewDocument(var document) -> new Versions(workspace, key, now).prepare(document, accepted);
            case Proposal.Unfreeze(var order) -> {
                var lifted = workspace.freezes().without(accepted);
                var frozen = Optional.ofNullable(workspace.freezes().standing().get(order))
                        .map(each -> Phrases.of(each.scope()))
                        .orElse("");
                yield new Step(
                        workspace.with(lifted, workspace.orders()).with(over),
                        List.of(Rows.lifted(order, now), Rows.change(over)),
                        List.of(new AuditEvent.Unfrozen(frozen, change.reason())),
                        List.of());
            }
            case Proposal.BreakGlass broken -> {
                var glass = new Glass(broken.window());
                var emergency = workspace
                        .current(tallystick.core.governance.DocumentKind.EMERGENCY_POLICY)
                        .orElseThrow();
                yield new Step(
                        workspace.withGlass(change.id(), glass).with(over),
                        List.of(Rows.glass(change.id(), glass, now), Rows.change(over)),
                        List.of(new AuditEvent.VersionActivated(
                                emergency.kind().code(), emergency.version(), emergency.hash())),
                        List.of());
            }
        };
    }

    private static Instant millis(Instant moment) {
        return Instant.ofEpochMilli(moment.toEpochMilli());
    }
}
