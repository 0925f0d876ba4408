package tallystick.node.documents;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.approval.Assertions;
import tallystick.core.approval.Verification;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.Pledge;
import tallystick.core.governance.Policies;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedChange;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.governance.SignedGenesis;
import tallystick.core.places.Places;
import tallystick.core.tlog.TiledLog;
import tallystick.core.wire.GovernanceNews;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.core.wire.GovernanceStanding;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.IdentityKey;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.Alarms;
import tallystick.node.log.AuditLog;

/// The governed documents of this node: on disk before anybody is answered or told, the same again after a start.
///
/// **Why** no carrier decides what a node knows: nodes tell each other of changes, freezes and their words, so that
/// nothing can be kept from one of them while it hears any other.
///
/// **Threads** any.
public final class Documents {
    private static final Logger LOG = Logger.getLogger(Documents.class.getName());
    private static final int LOOKS_MAX = 4;
    private static final String DISK = "this node's disk cannot be written: its operator must look at it";

    private final Own own;
    private final Ledger ledger;
    private final AuditLog log;
    private final InstantSource clock;
    private final Gossip gossip;
    private final Weighed policies;
    private final Antechamber antechamber;
    private Optional<Digest32> required;
    private boolean isSetBack;
    private final Alarms alarms;
    private final Assertions assertions;
    private final Judging judging = new Judging();
    private Optional<Workspace> workspace;
    private Optional<Digest32> saidBy = Optional.empty();

    /// Who this node is.
    ///
    /// @param node its name in the roster
    /// @param rosters the roster it follows
    /// @param accepted which genesis its operator accepted on its own machine
    public record Own(String node, IdentityKey key, Supplier<Roster> rosters, Accepted accepted) {}

    /// How it reaches the others.
    public interface Network {
        /// Names of the other nodes that can be spoken to now.
        List<String> up();

        /// Queues a message for the node of that name.
        void send(String to, Bytes message);
    }

    private Documents(
            Own own,
            Ledger ledger,
            AuditLog log,
            Network network,
            InstantSource clock,
            Assertions assertions,
            Policies policies,
            Optional<Digest32> required,
            Optional<Workspace> workspace) {
        this.own = own;
        this.ledger = ledger;
        this.log = log;
        this.clock = clock;
        this.alarms = new Alarms(log, clock, Thread::startVirtualThread);
        this.gossip = new Gossip(network);
        this.assertions = assertions;
        this.policies = new Weighed(policies);
        this.antechamber = new Antechamber(this.policies);
        this.required = required;
        this.workspace = workspace;
    }

    /// Reads what the ledger keeps.
    ///
    /// @param past what this node wrote into its log before
    /// @throws StoreUnavailable if it cannot be read: the node must not start without it
    /// @throws GenesisLost if this node was in a workspace, and its ledger has no genesis: it must not start
    /// @spec docs/spec/documents.md#ND-1 documents
    public static Documents open(
            Own own, Ledger ledger, AuditLog log, Supplier<TiledLog> past, Network network, InstantSource clock)
            throws StoreUnavailable, GenesisLost {
        return open(own, ledger, log, past, network, clock, Assertions.VERIFIED, PolicyReader.INSTANCE);
    }

    /// The same, where proofs of people's keys are verified in another way than one after the other here, or policies
    /// read.
    public static Documents open(
            Own own,
            Ledger ledger,
            AuditLog log,
            Supplier<TiledLog> past,
            Network network,
            InstantSource clock,
            Assertions assertions,
            Policies policies)
            throws StoreUnavailable, GenesisLost {
        var rows = ledger.kept();
        var workspace = Workspace.of(rows, own.node());
        var required = workspace.isPresent() ? Optional.<Digest32>empty() : Begun.required(rows, past);
        return new Documents(own, ledger, log, network, clock, assertions, policies, required, workspace);
    }

    /// Has a node that comes back without its ledger sign nothing until it has taken this workspace's genesis again.
    public static void require(Ledger ledger, Digest32 workspace, Instant at) throws StoreUnavailable {
        ledger.keep(List.of(Rows.required(workspace, at)));
    }

    /// Goes on from what other processes of this participant wrote, where they share a ledger.
    /// @spec docs/spec/share-store.md#SS-15 share-store
    private void catchUp() throws StoreUnavailable {
        ledger.refresh();
        var anew = ledger.keptAnew();
        if (anew.isEmpty()) return;
        var read = Workspace.of(anew.get(), own.node());
        // A workspace that is gone is not left, nor begun again in the log that tells what was done in it.
        isSetBack = read.isEmpty() && (isSetBack || workspace.isPresent());
        if (read.isEmpty()) required = workspace.map(Workspace::id).or(() -> Begun.required(anew.get()));
        workspace = read;
        ledger.tookIn(anew.get());
    }

    /// By what this node judges now; with a genesis for ever by documents. A version that is due takes effect here, on
    /// disk, before it is judged by.
    /// @spec docs/spec/documents.md#ND-1 documents
    public Authority authority() throws StoreUnavailable {
        var news = new ArrayList<GovernanceNews>();
        try {
            synchronized (this) {
                catchUp();
                if (workspace.isEmpty() && required.isPresent()) return new Authority.Awaiting(List.of());
                if (workspace.isEmpty()) return new Authority.NoWorkspace();
                var now = clock.instant();
                apply(versions(now).settle(), news);
                return judging.authority(workspace.get(), now);
            }
        } finally {
            news.forEach(gossip::tellAll);
        }
    }

    private Versions versions(Instant now) {
        return new Versions(workspace.orElseThrow(), own.key(), now);
    }

    private Changes changes(Weighed by, Instant now, Assertions verifying) {
        var present = workspace.orElseThrow();
        var inForce = judging.inForce(present, now);
        return new Changes(present, inForce, by, ledger.counts(), own.key(), now, verifying);
    }

    /// First into the log, then into the ledger; only then it holds, and is told. What freezes is kept and holds before
    /// the log has it: a node that dies in between stays frozen, and does not tell of a freeze that it never held.
    private void apply(Step step, List<GovernanceNews> news) throws StoreUnavailable {
        var isFreeze = step.events().stream().anyMatch(AuditEvent.Frozen.class::isInstance);
        if (isFreeze) keep(step);
        new Scribe(log, alarms).write(step.events());
        if (step.events().stream().anyMatch(AuditEvent.VersionActivated.class::isInstance)) gossip.forget();
        if (!isFreeze) keep(step);
        news.addAll(step.news());
    }

    private void keep(Step step) throws StoreUnavailable {
        if (step.isChange()) ledger.keep(step.rows(), step.dropped());
        workspace = Optional.of(step.next());
    }

    /// Does what somebody brings. The same again changes nothing.
    ///
    /// @param bringer his name in the roster
    /// @spec docs/spec/documents.md#ND-8 documents
    public GovernanceReply follow(String bringer, GovernanceOrder order) {
        var news = new ArrayList<GovernanceNews>();
        try {
            if (order instanceof GovernanceOrder.Propose(var change)) return proposed(bringer, change, news);
            antechamber.look(order, this::founding);
            synchronized (this) {
                catchUp();
                if (!(order instanceof GovernanceOrder.Show)) return followed(order, news);
            }
            return new GovernanceReply.Shown(shown());
        } catch (StoreUnavailable e) {
            LOG.log(Level.SEVERE, "a change could not be written down", e);
            return new GovernanceReply.Refused(DISK);
        } finally {
            news.forEach(gossip::tellAll);
        }
    }

    private GovernanceReply followed(GovernanceOrder order, List<GovernanceNews> news) throws StoreUnavailable {
        return switch (order) {
            case GovernanceOrder.SignGenesis(var genesis) -> founding().sign(genesis);
            case GovernanceOrder.TakeGenesis(var genesis) -> take(genesis);
            case GovernanceOrder.Propose _ -> throw new AssertionError("what is proposed is looked at before");
            case GovernanceOrder.Freeze(var freeze) -> freeze(freeze, news);
            case GovernanceOrder.Fetch(var id) ->
                workspace
                        .flatMap(
                                present -> Optional.ofNullable(present.changes().get(id)))
                        .<GovernanceReply>map(tracked -> new GovernanceReply.Fetched(tracked.signed()))
                        .orElseGet(() -> new GovernanceReply.Refused("this node knows no such change"));
            case GovernanceOrder.Show() -> throw new AssertionError("what stands is shown without holding it");
            case GovernanceOrder.FetchDocument(var hash) ->
                workspace
                        .flatMap(present -> present.document(hash))
                        .<GovernanceReply>map(GovernanceReply.Told::new)
                        .orElseGet(() -> new GovernanceReply.Refused("no such document was in force here"));
        };
    }

    private synchronized Founding founding() {
        return new Founding(own, policies, workspace, required, clock.instant());
    }

    private GovernanceReply take(SignedGenesis signed) throws StoreUnavailable {
        if (isSetBack) return new GovernanceReply.Refused(Founding.SET_BACK);
        return switch (founding().take(signed)) {
            case Founding.Outcome.Not(var reply) -> reply;
            case Founding.Outcome.Begun(var step) -> {
                // A node that dies between its log and its ledger takes the same genesis again.
                require(ledger, step.next().id(), clock.instant());
                apply(step, new ArrayList<>());
                LOG.log(
                        Level.INFO,
                        "workspace {0} has begun: this node judges by its documents from now on",
                        step.next().id());
                yield new GovernanceReply.Followed(true, "the workspace has begun");
            }
        };
    }

    /// How changes stand now, to be looked at while others are judged by the documents.
    private Optional<Changes> copy(Weighed by, Assertions verifying) {
        synchronized (this) {
            return workspace.map(_ -> changes(by, clock.instant(), verifying));
        }
    }

    /// Finds what a change hangs on, and verifies what was brought, before anybody waits for it. Where that is another
    /// by the time it counts, it is looked for again, and never while others wait.
    /// @spec docs/spec/documents.md#ND-12 documents
    private GovernanceReply proposed(String bringer, SignedChange signed, List<GovernanceNews> news)
            throws StoreUnavailable {
        var verifying = new Remembered(assertions);
        for (var i = 0; i < LOOKS_MAX; i++) {
            var looked = antechamber.look(signed, by -> copy(by, verifying));
            synchronized (this) {
                catchUp();
                var reply = stands(bringer, looked, verifying);
                if (reply.isEmpty()) reply = propose(bringer, signed, looked, news, verifying);
                if (reply.isPresent()) return reply.get();
            }
        }
        return new GovernanceReply.Refused("what it hangs on changes while this node looks at it: bring it again");
    }

    /// What is answered where nothing new was brought of a change that stands as it did when it was looked at: no
    /// ruling is made while others wait.
    private Optional<GovernanceReply> stands(
            String bringer, Optional<Antechamber.Looked> looked, Assertions verifying) {
        var standing = looked.flatMap(Antechamber.Looked::standing);
        if (standing.isEmpty() || workspace.isEmpty()) return Optional.empty();
        if (versions(clock.instant()).settle().isChange()) return Optional.empty();
        var recalling = policies.recalling();
        var how = changes(recalling, looked.get().asOf(), verifying).asThen(standing.get());
        if (how.isEmpty() || recalling.isLacking()) return Optional.empty();
        alarm(bringer, standing.get().tracked().signed(), standing.get().dropped());
        return Optional.of(new GovernanceReply.Followed(false, how.get()));
    }

    /// @return nothing, and nothing is done, where something has to be found first
    private Optional<GovernanceReply> propose(
            String bringer,
            SignedChange signed,
            Optional<Antechamber.Looked> looked,
            List<GovernanceNews> news,
            Assertions verifying)
            throws StoreUnavailable {
        if (workspace.isEmpty())
            return Optional.of(new GovernanceReply.Refused("this node has no genesis: begin a workspace"));
        var now = clock.instant();
        apply(versions(now).settle(), news);
        // As of then: in the next hour all of it would be found anew while others wait.
        var asOf = looked.map(Antechamber.Looked::asOf).orElse(now);
        var recalling = policies.recalling();
        var changes = changes(recalling, asOf, verifying);
        var why = changes.whyNot(signed);
        if (why.isPresent()) return Optional.of(new GovernanceReply.Refused(why.get()));
        var taking = Taking.of(changes, signed);
        if (recalling.isLacking()) return Optional.empty();
        alarm(bringer, signed, taking.dropped());
        ledger.saw(taking.answers().all().counts());
        var before = workspace;
        apply(taking.step(), news);
        apply(versions(now).settle(), news);
        if (taking.ended().isPresent())
            return Optional.of(
                    new GovernanceReply.Followed(true, "over: " + taking.ended().get()));
        return Optional.of(new GovernanceReply.Followed(!before.equals(workspace), how(signed, asOf, verifying)));
    }

    private String how(SignedChange signed, Instant asOf, Assertions verifying) {
        var recalling = policies.recalling();
        var how = Optional.ofNullable(
                        workspace.orElseThrow().changes().get(signed.change().id()))
                .map(each -> changes(recalling, asOf, verifying).stands(each))
                .orElse("not kept");
        return recalling.isLacking() ? "kept: ask again how it stands" : how;
    }

    /// Once of each person and reason, however many answers there are.
    private void alarm(String bringer, SignedChange signed, List<Verification.Refused> dropped) {
        Phrases.dropped(bringer, signed.change().id(), dropped).forEach(words -> alarms.ring("documents", words));
    }

    private GovernanceReply freeze(SignedFreeze signed, List<GovernanceNews> news) throws StoreUnavailable {
        if (workspace.isEmpty()) return new GovernanceReply.Refused("this node has no genesis: begin a workspace");
        var followed = OrderedFreeze.follow(workspace.get(), signed, clock.instant());
        apply(followed.step(), news);
        if (followed.step().isChange())
            LOG.log(Level.WARNING, "ALARM {0} is frozen by {1}", new Object[] {
                Phrases.of(signed.order().scope()), signed.order().by().name()
            });
        return followed.reply();
    }

    /// Keeps an order that this node gives itself, since it was shown what cannot have come about honestly.
    /// @spec docs/spec/documents.md#ND-4 documents
    public synchronized void impose(FreezeOrder order) throws StoreUnavailable {
        catchUp();
        if (workspace.isEmpty()) return;
        apply(OwnFreeze.impose(workspace.get(), order, clock.instant()), new ArrayList<>());
        LOG.log(Level.WARNING, "ALARM {0} is frozen: {1}", new Object[] {Phrases.of(order.scope()), order.reason()});
    }

    /// What is in force here, and what is open.
    public GovernanceStanding shown() {
        return antechamber.shown(by -> copy(by, new Remembered(assertions))
                .map(changes -> Shown.of(changes.workspace(), changes.inForce(), changes.now(), changes::stands))
                .orElseGet(GovernanceStanding::none));
    }

    /// The workspace whose genesis has to be taken again before anything is signed; empty if none has to.
    public synchronized Optional<Digest32> required() {
        return workspace.isPresent() ? Optional.empty() : required;
    }

    /// The document of places in force; none before a workspace has begun, an empty one while its genesis is awaited.
    public synchronized Optional<Places> places() {
        return workspace.map(Workspace::places).or(() -> required.map(_ -> Places.none(1)));
    }

    /// Whether there is a genesis: from then on there is a policy in force for ever.
    public synchronized boolean hasWorkspace() {
        return workspace.isPresent();
    }

    /// Hears what another node tells.
    ///
    /// @param from its name
    public void hear(String from, Bytes message) {
        switch (GovernanceNews.parse(message)) {
            case Parsed.Malformed<GovernanceNews>(var offset, var expected) ->
                LOG.log(Level.WARNING, "news of {0} at byte {1,number,#}: expected {2}", new Object[] {
                    from, offset, expected
                });
            case Parsed.Ok<GovernanceNews>(var news) -> hear(from, news);
        }
    }

    private void hear(String from, GovernanceNews heard) {
        switch (heard) {
            case GovernanceNews.Have(var items) -> gossip.ask(from, items, items());
            case GovernanceNews.Want(var items) -> gossip.answer(from, items, items());
            case GovernanceNews.Changed(var change) -> {
                gossip.heard(heard);
                var _ = follow(from, new GovernanceOrder.Propose(change));
            }
            case GovernanceNews.Froze(var freeze) -> {
                gossip.heard(heard);
                var _ = follow(from, new GovernanceOrder.Freeze(freeze));
            }
            case GovernanceNews.Pledged(var words) -> {
                gossip.heard(heard);
                pledged(from, words.pledges());
            }
        }
    }

    private void pledged(String from, List<Pledge> brought) {
        var words = present().map(each -> Words.verified(each, brought));
        words.flatMap(Words::forged).ifPresent(word -> alarms.ring("pledges", Phrases.forged(from, word)));
        if (words.isEmpty() || words.get().own().isEmpty()) return;
        var news = new ArrayList<GovernanceNews>();
        try {
            synchronized (this) {
                catchUp();
                if (workspace.isEmpty()) return;
                var now = clock.instant();
                apply(versions(now).hear(words.get()), news);
                apply(versions(now).settle(), news);
            }
        } catch (StoreUnavailable e) {
            LOG.log(Level.SEVERE, "words of nodes could not be written down", e);
        } finally {
            news.forEach(gossip::tellAll);
        }
    }

    private synchronized Optional<Workspace> present() {
        return workspace;
    }

    private Map<Digest32, GovernanceNews> items() {
        return present().map(gossip::itemsOf).orElseGet(Map::of);
    }

    /// Does what is due: rules again on what is open, takes into force what is, tells the others what there is. Done
    /// about every second.
    public void tick() {
        var news = new ArrayList<GovernanceNews>();
        try {
            ledger.releaseExpired(clock.instant());
            synchronized (this) {
                catchUp();
                if (workspace.isEmpty()) return;
                apply(versions(clock.instant()).settle(), news);
                sayAgain(news);
            }
            // Comparing policies and people's answers takes its time, and everybody who judges asks for the documents.
            var verifying = new Remembered(assertions);
            var copied = copy(policies, verifying);
            var due = copied.map(antechamber::due).orElseGet(List::of);
            synchronized (this) {
                catchUp();
                if (workspace.isEmpty()) return;
                var now = clock.instant();
                rule(due, copied.map(Changes::now).orElse(now), verifying, news);
                apply(versions(now).settle(), news);
                apply(changes(policies, now, verifying).forget(), news);
            }
        } catch (StoreUnavailable e) {
            LOG.log(Level.SEVERE, "documents cannot be written", e);
        } finally {
            news.forEach(gossip::tellAll);
        }
        gossip.tellWhatThereIs(items());
    }

    /// Once by each roster in force since it started: this node's identity may be another than it was.
    private void sayAgain(List<GovernanceNews> news) throws StoreUnavailable {
        var roster = workspace.orElseThrow().current(DocumentKind.ROSTER).map(Document::hash);
        if (saidBy.equals(roster)) return;
        apply(versions(clock.instant()).sayAgain(), news);
        saidBy = roster;
    }

    /// Rules on changes in the order that is the same on all nodes, up to the first of which something has to be found
    /// anew: what was ruled on before it may have changed what it hangs on.
    private void rule(List<Digest32> due, Instant asOf, Assertions verifying, List<GovernanceNews> news)
            throws StoreUnavailable {
        for (var id : due.stream().sorted().toList()) {
            var recalling = policies.recalling();
            var step = changes(recalling, asOf, verifying).rule(List.of(id));
            if (recalling.isLacking()) return;
            apply(step, news);
        }
    }
}
