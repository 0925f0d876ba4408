package tallystick.node.gate;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallystick.core.approval.SeenCount;
import tallystick.core.audit.AuditEvent;
import tallystick.core.chain.Account;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.court.Ancestry;
import tallystick.core.court.Case;
import tallystick.core.court.Court;
import tallystick.core.court.Ruling;
import tallystick.core.court.SigningSet;
import tallystick.core.court.Standing;
import tallystick.core.governance.FreezeScope;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.core.people.Right;
import tallystick.core.policy.Activity;
import tallystick.core.policy.ApprovalTerm;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.judge.Obligations;
import tallystick.core.policy.judge.Past;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.judge.Unmet;
import tallystick.core.policy.matter.Initiator;
import tallystick.core.policy.matter.Lifting;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Quantity;
import tallystick.core.policy.matter.Source;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.access.QuorumTree;
import tallystick.node.documents.Authority;
import tallystick.node.documents.Documents;
import tallystick.node.documents.InForce;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.Reserve;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.AuditLog;
import tallystick.node.room.Room;

/// Where the gate has an intent ruled on by the documents in force: everything the court asks comes from this node's
/// own disk and clock, and what came of it is in its log before anybody hears it.
///
/// **Threads** any.
public final class Bench {
    private static final String ENDED = AuditEvent.PolicyDecided.ENDED;

    /// So many rulings are made at a time: the largest takes a quarter of a small node's memory.
    private static final int TOGETHER_MAX = 2;

    private final Room room;
    private final String node;
    private final Documents documents;
    private final Ledger ledger;
    private final AuditLog log;
    private final InstantSource clock;
    private final Docket docket;
    private volatile Optional<Ready> ready = Optional.empty();

    /// Where rulings are kept with all that they came of.
    @FunctionalInterface
    public interface Docket {
        /// A ruling was made; before the log tells of it.
        ///
        /// @return to wait until it is kept
        Filing ruled(Case asked, Standing standing, Instant now, Ruling ruling);
    }

    /// A ruling that was handed in to be kept.
    @FunctionalInterface
    public interface Filing {
        /// Waits until it is on disk.
        ///
        /// @throws StoreUnavailable if it will not be
        void await() throws StoreUnavailable;
    }

    /// A ruling of a moment, by the documents in force then, with what it was asked and what would be reserved by it.
    private record Made(InForce by, Case asked, Standing standing, Reserve told, Ruling ruling) {}

    /// Documents in force, made ready for the court once for their versions.
    ///
    /// @param asksForRepeats whether a policy that may be judged by asks for what was paid before
    private record Ready(
            InForce by, tallystick.core.court.Documents documents, List<Level> ancestors, boolean asksForRepeats) {}

    /// What is brought.
    ///
    /// @param transaction as the node decoded it
    /// @param signer the account whose key signs
    /// @param knowledge what makes it readable
    /// @param signers who is to sign
    /// @param tree who can sign with the key, in the epoch in which it will be signed with
    record Brought(
            Evidence evidence,
            UnsignedTransaction transaction,
            Account signer,
            Knowledge knowledge,
            List<String> signers,
            QuorumTree tree) {
        Intent intent() {
            return evidence.intent();
        }
    }

    /// What comes of it.
    sealed interface Judged {
        /// It may be signed once this is reserved.
        ///
        /// @param policy by which it may
        /// @param watch looks on while it is signed
        /// @param filing of the ruling, without which nobody can rule again on what is signed
        record Allowed(Digest32 policy, Reserve reserve, Watch watch, Filing filing) implements Judged {}

        /// It is not signed now.
        record Refused(Verdict.Refuse refuse) implements Judged {}
    }

    /// @param node this node's name
    /// @param docket hears of every ruling
    public Bench(String node, Documents documents, Ledger ledger, AuditLog log, InstantSource clock, Docket docket) {
        this(node, documents, ledger, log, clock, docket, new Room(TOGETHER_MAX));
    }

    /// The same, where there is other room.
    ///
    /// @param room for rulings
    public Bench(
            String node,
            Documents documents,
            Ledger ledger,
            AuditLog log,
            InstantSource clock,
            Docket docket,
            Room room) {
        this.room = room;
        this.node = node;
        this.documents = documents;
        this.ledger = ledger;
        this.log = log;
        this.clock = clock;
        this.docket = docket;
    }

    Authority authority() throws StoreUnavailable {
        return documents.authority();
    }

    /// The key that an intent is proposed by, if its person may.
    static Optional<PersonKey> initiator(InForce by, Intent intent) {
        return by.people()
                .holding(intent.initiator().keyId())
                .filter(holding ->
                        !holding.held().isRevoked() && holding.person().may(Right.INITIATE))
                .map(holding -> holding.held().key());
    }

    /// By the documents that are in force once there is a place.
    ///
    /// @param begun those by which it was let in
    /// @spec docs/spec/documents.md#ND-6 documents
    Judged judge(InForce begun, Brought brought) throws StoreUnavailable {
        var intent = brought.intent();
        var there = room.in(whose(begun, intent), () -> made(brought, (by, now) -> reserve(by, brought, now)));
        if (there.isEmpty()) return new Judged.Refused(awaiting(begun));
        var made = there.get();
        var by = made.by();
        var told = made.told();
        var filing = filed(made);
        if (ledger.isEnded(intent.id())) return ended(by, intent, made.ruling());
        return switch (made.ruling()) {
            case Ruling.Denied denied -> denied(by, intent, denied);
            case Ruling.Pending pending -> pending(by, brought, pending, told.with(List.of(), pending.seen()));
            case Ruling.Allowed allowed -> {
                var refusal = refusal(by, brought, allowed, told.now());
                if (refusal.isPresent()) yield new Judged.Refused(refusal.get());
                var reserve = told.with(allowed.charges(), allowed.seen());
                yield new Judged.Allowed(by.policyHash(), reserve, new Watch(this, brought, by, reserve), filing);
            }
        };
    }

    private static Verdict.Refuse awaiting(InForce begun) {
        return new Verdict.Refuse(Verdict.Why.DOCUMENT_AWAITED, "", begun.policyHash());
    }

    /// What would be reserved as things stand at a moment, before anything is charged.
    private Reserve reserve(InForce by, Brought brought, Instant now) {
        var intent = brought.intent();
        var matter = matter(by, brought, now);
        var before = new Reserve.By(
                matter.slot(),
                ledger.isTaken(intent.id(), matter.slot()),
                ledger.past(),
                ready(by).asksForRepeats());
        var seenAt = ledger.firstSeen(intent.id()).orElse(now);
        return new Reserve(List.of(), Map.of(), payments(matter), before, seenAt, now, intent.expiresAt());
    }

    /// Whether what is being signed may still be, by the documents in force once there is a place, and the clock.
    ///
    /// @param begun those whose policy it was ruled by
    /// @param reserved what was reserved for it, so that it is not held against itself
    /// @return why not; empty if it may
    /// @spec docs/spec/court.md#CO-12 court
    Optional<Verdict.Refuse> again(InForce begun, Brought brought, Reserve reserved) throws StoreUnavailable {
        var intent = brought.intent();
        if (ledger.isEnded(intent.id()))
            return Optional.of(new Verdict.Refuse(Verdict.Why.GIVEN_UP, ENDED, begun.policyHash()));
        var there = room.next(() -> made(brought, (_, now) -> asOf(reserved, now)));
        if (there.isEmpty()) return Optional.of(awaiting(begun));
        var made = there.get();
        var by = made.by();
        var other = other(begun, by);
        if (other.isPresent()) return other;
        filed(made);
        var told = made.told();
        return switch (made.ruling()) {
            case Ruling.Denied denied -> refusal(denied(by, intent, denied));
            case Ruling.Pending pending -> refusal(pending(by, brought, pending, told.with(List.of(), pending.seen())));
            case Ruling.Allowed allowed -> refusal(by, brought, allowed, told.now());
        };
    }

    /// What is signed by one policy is not by another.
    static Optional<Verdict.Refuse> other(InForce begun, InForce present) {
        return present.policyHash().equals(begun.policyHash())
                ? Optional.empty()
                : Optional.of(new Verdict.Refuse(
                        Verdict.Why.DENIED, "another policy came into force meanwhile", present.policyHash()));
    }

    private static Reserve asOf(Reserve reserved, Instant now) {
        return new Reserve(
                List.of(), Map.of(), reserved.payments(), reserved.by(), reserved.seenAt(), now, reserved.expiresAt());
    }

    private static Optional<Verdict.Refuse> refusal(Judged judged) {
        return judged instanceof Judged.Refused(var refuse) ? Optional.of(refuse) : Optional.empty();
    }

    /// Who proposes: the human behind his accounts and keys.
    private static String whose(InForce by, Intent intent) {
        var keyId = intent.initiator().keyId();
        return by.people()
                .holding(keyId)
                .map(holding -> holding.person().human().name())
                .orElseGet(keyId::toString);
    }

    /// Whoever brings one request many times at once takes the memory of one: how a judgement came about is forgotten
    /// before the next is made, and what came of it is neither written nor waited for meanwhile. What it hangs on,
    /// the documents too, is what stands once there is a place: it may have waited long, and be frozen by then.
    ///
    /// @return nothing if a document is awaited
    /// @spec docs/spec/documents.md#ND-11 documents
    private Optional<Made> made(Brought brought, BiFunction<InForce, Instant, Reserve> then) throws StoreUnavailable {
        if (!(authority() instanceof Authority.Judges(var by))) return Optional.empty();
        var told = then.apply(by, clock.instant());
        var asked = new Case(
                brought.evidence(),
                brought.transaction(),
                brought.signer(),
                brought.knowledge(),
                source(by, brought),
                told.by().isReplacement(),
                told.seenAt());
        var standing = standing(by, brought, told.by().past());
        var ruling = Court.rule(asked, standing, told.now()).brief();
        return Optional.of(new Made(by, asked, standing, told, ruling));
    }

    private Filing filed(Made made) {
        return docket.ruled(made.asked(), made.standing(), made.told().now(), made.ruling());
    }

    /// What the documents allow is refused all the same to a set that has a frozen node, or that they do not let sign.
    private Optional<Verdict.Refuse> refusal(InForce by, Brought brought, Ruling.Allowed allowed, Instant now)
            throws StoreUnavailable {
        var intent = brought.intent();
        var frozen = frozen(by, brought);
        var isAdmitted = allowed.admits(set(by, brought), now);
        if (frozen.isPresent() || !isAdmitted) ledger.saw(allowed.seen());
        if (frozen.isPresent()) {
            write(by, intent, allowed, AuditEvent.Said.DENIED, frozen.get());
            return Optional.of(new Verdict.Refuse(Verdict.Why.FROZEN, frozen.get(), by.policyHash()));
        }
        write(by, intent, allowed, AuditEvent.Said.ALLOWED, "");
        return isAdmitted
                ? Optional.empty()
                : Optional.of(
                        new Verdict.Refuse(Verdict.Why.OTHER_SIGNERS, signers(allowed.obligations()), by.policyHash()));
    }

    Instant now() {
        return clock.instant();
    }

    /// A freeze of a node holds on all nodes: with it none of them signs.
    /// @spec docs/spec/documents.md#ND-7 documents
    private static Optional<String> frozen(InForce by, Brought brought) {
        return by.freezes().standing().values().stream()
                .filter(order -> order.scope() instanceof FreezeScope.Node(var name)
                        && brought.signers().contains(name))
                .findFirst()
                .map(order -> "%s is frozen by %s, order %s"
                        .formatted(((FreezeScope.Node) order.scope()).name(), order.by(), order.id()));
    }

    private Ready ready(InForce by) {
        var made = ready.filter(each -> each.by().equals(by));
        if (made.isPresent()) return made.get();
        var documents =
                new tallystick.core.court.Documents(by.people(), by.policies(), by.book(), by.roster(), by.factKeys());
        var ancestors = by.ancestors().stream()
                .filter(each -> Ancestry.isBefore(each.policy(), by.policy().policy()))
                .toList();
        var asksForRepeats = Stream.concat(by.policies().stream(), ancestors.stream())
                .flatMap(each -> each.policy().rules().stream())
                .flatMap(each -> each.criteria().stream())
                .anyMatch(Criterion.IsDuplicate.class::isInstance);
        var fresh = new Ready(by, documents, ancestors, asksForRepeats);
        ready = Optional.of(fresh);
        return fresh;
    }

    /// With the older policies that these approvers say to have been asked by, so that whoever rules again has them.
    /// @spec docs/spec/court.md#CO-13 court
    private static tallystick.core.court.Documents documents(Ready held, Brought brought) {
        var seen = brought.evidence().approvals().stream()
                .map(each -> each.statement().policySeen())
                .collect(Collectors.toSet());
        var place = source(held.by(), brought).place();
        var inner = Level.covering(held.documents().policies(), place).stream()
                .skip(1)
                .toList();
        var asked = held.ancestors().stream()
                .filter(each -> seen.contains(Court.policySeen(
                        Stream.concat(Stream.of(each), inner.stream()).toList())))
                .toList();
        return asked.isEmpty() ? held.documents() : held.documents().withAncestors(asked);
    }

    private Standing standing(InForce by, Brought brought, Past past) {
        var seen = new HashMap<Digest32, List<SeenCount>>();
        for (var approval : brought.evidence().approvals())
            seen.put(approval.keyId(), ledger.counts().of(approval.keyId()));
        var held = documents(ready(by), brought);
        return new Standing(by.workspace(), node, held, List.of(), by.freezes(), ledger.counters(), seen, past);
    }

    /// An answer that cannot have come about honestly freezes the request, and a no that counts ends it, on this node's
    /// disk before it says so: the next evidence may lack it.
    private Judged denied(InForce by, Intent intent, Ruling.Denied denied) throws StoreUnavailable {
        ledger.saw(denied.seen());
        if (denied.reasons().stream().anyMatch(Bench::isEnd)) ledger.end(intent.id());
        if (denied.freeze().isPresent()) documents.impose(denied.freeze().get());
        var said = denied.reasons().stream().map(Bench::text).collect(Collectors.joining("; "));
        write(by, intent, denied, AuditEvent.Said.DENIED, said);
        return refused(why(denied.reasons()), said, by);
    }

    /// Whatever the evidence makes of it now: who carries it may have left the no out.
    private Judged ended(InForce by, Intent intent, Ruling ruling) throws StoreUnavailable {
        ledger.saw(seen(ruling));
        write(by, intent, ruling, AuditEvent.Said.DENIED, ENDED);
        return refused(Verdict.Why.GIVEN_UP, ENDED, by);
    }

    private static Map<Digest32, List<SeenCount>> seen(Ruling ruling) {
        return switch (ruling) {
            case Ruling.Denied denied -> denied.seen();
            case Ruling.Pending pending -> pending.seen();
            case Ruling.Allowed allowed -> allowed.seen();
        };
    }

    private static boolean isEnd(Reason reason) {
        return reason.code() == Reason.Code.REJECTED || reason.code() == Reason.Code.CANCELLED;
    }

    private static Verdict.Why why(List<Reason> reasons) {
        var codes = reasons.stream().map(Reason::code).collect(Collectors.toSet());
        if (codes.contains(Reason.Code.FORGED_APPROVAL)) return Verdict.Why.FORGED_APPROVAL;
        return codes.contains(Reason.Code.FROZEN) ? Verdict.Why.FROZEN : Verdict.Why.DENIED;
    }

    private Judged pending(InForce by, Brought brought, Ruling.Pending pending, Reserve seen) throws StoreUnavailable {
        var intent = brought.intent();
        var said = pending.unmet().stream().map(Bench::text).collect(Collectors.joining("; "));
        if (ledger.firstSeen(intent.id()).isEmpty()) log.append(new AuditEvent.IntentSeen(intent.id(), intent.keyId()));
        ledger.saw(intent.id(), seen);
        write(by, intent, pending, AuditEvent.Said.PENDING, said);
        return refused(Verdict.Why.PENDING, said, by);
    }

    private void write(InForce by, Intent intent, Ruling ruling, AuditEvent.Said said, String why)
            throws StoreUnavailable {
        log.append(new AuditEvent.PolicyDecided(
                intent.id(), by.policyHash(), ruling.basis().digest(), said, why));
    }

    private static Judged refused(Verdict.Why why, String said, InForce by) {
        return new Judged.Refused(new Verdict.Refuse(why, said, by.policyHash()));
    }

    private static Source source(InForce by, Brought brought) {
        var intent = brought.intent();
        return by.places().source(by.policy().policy().scope().org(), intent.keyId(), intent.path(), brought.signer());
    }

    private static Matter matter(InForce by, Brought brought, Instant now) {
        var intent = brought.intent();
        var asked = new Matter.Asked(
                intent.id(),
                source(by, brought),
                Initiator.of(new PersonId("s:ledger"), AuthStrength.API_KEY),
                intent.digests(),
                false,
                now);
        return Lifting.of(asked, brought.transaction(), brought.signer(), brought.knowledge());
    }

    /// What it would pay, to be remembered: who was paid before, and what was asked twice.
    private static List<Past.Payment> payments(Matter matter) {
        var asked = matter.asked();
        var payments = new ArrayList<Past.Payment>();
        for (var leg : matter.legs())
            if (leg.activity() == Activity.TRANSFER
                    && leg.destination().isPresent()
                    && leg.asset().isPresent()
                    && leg.amount().orElse(null) instanceof Quantity.Exactly(var units))
                payments.add(new Past.Payment(
                        asked.intent(),
                        asked.submittedAt(),
                        leg.destination().get(),
                        leg.asset().get(),
                        units,
                        matter.slot()));
        return payments;
    }

    /// @spec docs/spec/documents.md#ND-7 documents
    private static SigningSet set(InForce by, Brought brought) {
        return new SigningSet(brought.signers().stream()
                .distinct()
                .map(name -> new SigningSet.Member(name, by.places().roles(name), weight(brought.tree(), name)))
                .toList());
    }

    /// So many leaves of the key's quorum tree, of the epoch that signs: who has none cannot sign with it anyway.
    private static int weight(QuorumTree tree, String name) {
        return Math.max(
                1, tree.party(name).map(party -> tree.leavesOf(party).size()).orElse(1));
    }

    private static String signers(Obligations obligations) {
        return obligations.releases().stream()
                .map(release -> "%s weighing %d"
                        .formatted(
                                release.signers().mustInclude(),
                                release.signers().minWeight()))
                .collect(Collectors.joining(" or "));
    }

    private static String text(Reason reason) {
        var rule = reason.rule().map(name -> " (" + name + ")").orElse("");
        return reason.text() + rule;
    }

    private static String text(Unmet unmet) {
        return switch (unmet) {
            case Unmet.Approval(var term, var have) -> asked(term) + (have == 0 ? "nobody did" : have + " did");
            case Unmet.Waiting(var until) -> "it waits until " + until;
            case Unmet.Establishing(var kind, var why) ->
                "%s: %s".formatted(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), why);
        };
    }

    private static String asked(ApprovalTerm term) {
        return term.min() == 1
                ? "one of %s has to approve, and ".formatted(term.group())
                : "%d of %s have to approve, and ".formatted(term.min(), term.group());
    }
}
