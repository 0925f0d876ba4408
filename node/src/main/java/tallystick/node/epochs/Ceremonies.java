package tallystick.node.epochs;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import tallystick.core.governance.Member;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyOrder;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SecretBytes;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.agreement.Agreement;
import tallystick.mpc.agreement.Occasions;
import tallystick.mpc.ceremony.Ceremony;
import tallystick.mpc.ceremony.CeremonyKind;
import tallystick.mpc.ceremony.CeremonyParty;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.EpochAttempt;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.ceremony.Repair;
import tallystick.mpc.ecdsa.PairSetup;
import tallystick.mpc.echo.Echoed;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.Message;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.SessionId;
import tallystick.mpc.session.State;
import tallystick.node.attest.Held;
import tallystick.node.epochs.OrderJudge.Ordered;
import tallystick.node.keystore.Backups;
import tallystick.node.keystore.ShareStore;
import tallystick.node.rounds.Blames;
import tallystick.node.rounds.Driver;
import tallystick.node.rounds.HeldKey;
import tallystick.node.rounds.Keys;
import tallystick.node.rounds.NodeRoster;
import tallystick.node.rounds.PairBundle;
import tallystick.node.rounds.Self;

/// Takes this node through one ceremony, from an operator's order to an active share on disk: generate, refresh,
/// reshare, repair.
///
/// **Threads** any; one call is one ceremony, and one key has one at a time.
public final class Ceremonies {
    private static final int STAGES = 4;

    private final Self self;
    private final Driver driver;
    private final ShareStore store;
    private final Optional<Backups> backups;
    private final Keys keys;
    private final Epochs epochs;
    private final OrderJudge judge;
    private final Occasions occasions;
    private final Limits limits;
    private final Map<Digest32, CeremonyPlan> running = new ConcurrentHashMap<>();

    /// How long others are waited for.
    ///
    /// @param rounds for the messages of one run
    /// @param certificate for everybody's PREPARED, after which nodes go on asking in the background
    public record Limits(Duration rounds, Duration certificate) {
        /// What nodes use.
        public static final Limits STANDARD = new Limits(Duration.ofMinutes(1), Duration.ofSeconds(30));
    }

    /// @param backups where shares go that a key cannot do without
    /// @param epochs gets what comes out
    /// @param guard lets ceremonies begin
    public Ceremonies(
            Self self,
            Driver driver,
            ShareStore store,
            Optional<Backups> backups,
            Keys keys,
            Epochs epochs,
            CeremonyGuard guard,
            InstantSource clock,
            Limits limits) {
        this.self = self;
        this.driver = driver;
        this.store = store;
        this.backups = backups;
        this.keys = keys;
        this.epochs = epochs;
        this.judge = new OrderJudge(self, epochs, guard, clock);
        this.occasions = guard.occasions();
        this.limits = limits;
    }

    /// What is under way here.
    public Collection<CeremonyPlan> running() {
        return List.copyOf(running.values());
    }

    /// Whether any is.
    public boolean isBusy() {
        return !running.isEmpty();
    }

    /// Runs one ceremony by an operator's order; the last news is either the key or why there is none.
    public void run(CeremonyOrder order, Consumer<CeremonyNews> news) {
        run(order, Member.Role.OPERATOR, news);
    }

    /// The same by the order of `by`: of a node nothing but a refresh for which it is the time.
    /// @spec docs/spec/node-wire.md#NW-4 node-wire
    public void run(CeremonyOrder order, Member.Role by, Consumer<CeremonyNews> news) {
        try {
            var ordered = judge.judge(order, by);
            if (running.putIfAbsent(ordered.plan().subject(), ordered.plan()) != null)
                throw new CeremonyStopped("a ceremony of this key is under way: wait for its end");
            try {
                judge.admit(ordered, by);
                begin(by, ordered, news);
            } finally {
                running.remove(ordered.plan().subject());
            }
        } catch (CeremonyStopped stopped) {
            news.accept(new CeremonyNews.Failed(stopped.why()));
        } catch (IOException e) {
            news.accept(new CeremonyNews.Failed("this node's disk failed: " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            news.accept(new CeremonyNews.Failed("this node is shutting down"));
        }
    }

    private void begin(Member.Role by, Ordered ordered, Consumer<CeremonyNews> news)
            throws CeremonyStopped, IOException, InterruptedException {
        var agreement = Agreement.of(
                ordered.order().id(),
                ordered.party(),
                ordered.plan().parties(),
                ordered.plan().setup(),
                self.fresh(CeremonyPlan.FRESH_LENGTH_BYTES),
                occasions);
        try {
            run(by, ordered, agreement, news);
        } catch (CeremonyStopped | IOException stopped) {
            driver.leave(
                    agreement.session().id().value(),
                    ordered.party(),
                    ordered.roster().names());
            throw stopped;
        }
    }

    /// Of an epoch that this node does not know nothing is written before the run has ended well.
    /// @spec docs/spec/node-wire.md#NW-46 node-wire
    private void run(Member.Role by, Ordered ordered, Agreement agreement, Consumer<CeremonyNews> news)
            throws CeremonyStopped, IOException, InterruptedException {
        var order = ordered.order();
        var base = ordered.plan().base();
        if (base.isPresent()) {
            var known = epochs.of(base.get().id());
            if (known.isPresent()) known.get().order(base.get(), order.attempt(), by, owners(ordered.plan()));
        }
        news.accept(new CeremonyNews.Stage(1, STAGES, "agreeing on the plan"));
        var fresh = drive(agreement, ordered.roster());
        news.accept(new CeremonyNews.Stage(2, STAGES, "dealing and checking shares"));
        var plan = ordered.plan().agreed(fresh);
        var held = base.flatMap(key ->
                        keys.held(key.id()).filter(each -> each.key().hash().equals(key.hash())))
                .flatMap(HeldKey::lease);
        try (var lease = new Leased(held);
                var pending = deal(plan, ordered, lease.share())) {
            if (ordered.base().isPresent()) {
                var shown = ordered.base().get();
                var key = shown.key();
                epochs.begin(key.id(), key.id(), key.epoch()).builtOn(shown, order.attempt());
            }
            certify(pending, ordered, news);
        }
    }

    private static List<String> owners(CeremonyPlan plan) {
        return plan.owners().stream().map(plan::nameOf).toList();
    }

    /// The lease of a base key's share, if this node holds one.
    private record Leased(Optional<HeldKey.Lease> lease) implements AutoCloseable {
        Optional<KeyShare> share() {
            return lease.map(HeldKey.Lease::share);
        }

        @Override
        public void close() {
            lease.ifPresent(HeldKey.Lease::close);
        }
    }

    /// @spec docs/spec/node-wire.md#NW-5 node-wire
    private PendingShare deal(CeremonyPlan plan, Ordered ordered, Optional<KeyShare> share)
            throws CeremonyStopped, InterruptedException {
        var party = new CeremonyParty(
                ordered.party(), self.signer(), ordered.roster(), share, occasions, self.entropy(), self.home());
        try {
            return plan.kind() == CeremonyKind.REPAIR
                    ? drive(new Repair(plan, party), ordered.roster())
                    : drive(new Ceremony(plan, party), ordered.roster());
        } catch (IllegalArgumentException e) {
            throw new CeremonyStopped("this node cannot take its part: " + e.getMessage());
        }
    }

    private <S extends State, M extends Message, O> O drive(Protocol<S, M, O> protocol, NodeRoster roster)
            throws CeremonyStopped, InterruptedException {
        var echoed = Run.of(Echoed.of(protocol, self.signer(), roster));
        return switch (driver.drive(protocol.session().id().value(), echoed, roster.names(), limits.rounds())) {
            case Run.Outcome.Finished<O>(var output) -> output;
            case Run.Outcome.Stopped<O>(var blame) -> throw new CeremonyStopped(Blames.sentence(blame, roster.names()));
        };
    }

    /// Seals the pending share, then has all nodes certify it; only then is it active.
    /// @spec docs/spec/node-wire.md#NW-7 node-wire
    /// @spec docs/spec/attestation.md#AT-8 attestation
    private void certify(PendingShare pending, Ordered ordered, Consumer<CeremonyNews> news)
            throws CeremonyStopped, IOException, InterruptedException {
        news.accept(new CeremonyNews.Stage(3, STAGES, "setting up signing between every two nodes"));
        if (pending.owns()) {
            try (var pairs = setUpPairs(pending, ordered.party())) {
                store.savePending(pending, pairs);
            }
        }
        var backedUp = backUp(pending, ordered.party());
        news.accept(new CeremonyNews.Stage(4, STAGES, "certifying that every node holds its share"));
        var candidate = EpochCandidate.of(pending, ordered.party());
        epochs.attestations()
                .expect(new Held(pending.plan().kind(), candidate, ordered.names(), ordered.order(), ordered.began()));
        var key = epochs.begin(pending.key().id(), pending.plan().subject(), 0);
        key.begin(candidate, ordered.names());
        judge.lookAgain(ordered);
        key.prepare(candidate, ordered.names(), backedUp, limits.certificate());
        var certificate = key.await(candidate.about(), limits.certificate())
                .orElseThrow(() -> new CeremonyStopped(uncertified(candidate.about())));
        if (!epochs.attestations().isAttested(certificate))
            throw new CeremonyStopped(
                    "epoch %d is in use, but this node could not write its attestation: look at its disk and its log"
                            .formatted(certificate.key().epoch()));
        news.accept(new CeremonyNews.Generated(Keys.card(certificate.key())));
    }

    /// A share that the key cannot do without is copied to the backups before anything is promised.
    private boolean backUp(PendingShare pending, PartyId party) throws IOException {
        if (!Coverage.mandatory(pending.key().tree()).contains(party) || backups.isEmpty()) return false;
        backups.get().save(pending);
        return true;
    }

    private static String uncertified(EpochAttempt about) {
        return about.baseEpoch() == 0
                ? "not every node certified its share in time: the key is not used unless the others still do"
                : ("not every node certified its share in time: epoch %d stays in use;"
                                + " nodes go on asking, or order attempt %d")
                        .formatted(about.baseEpoch(), about.attempt() + 1);
    }

    /// What ECDSA needs between every two nodes of the new tree, sealed beside the share.
    /// @spec docs/spec/node-wire.md#NW-6 node-wire
    private SecretBytes setUpPairs(PendingShare pending, PartyId party) throws CeremonyStopped, InterruptedException {
        var key = pending.key();
        if (key.scheme() != Scheme.ECDSA_SECP256K1) return PairBundle.write(Collections.emptySortedMap(), self.home());
        var id = Transcript.of("tallystick/node/v1/pair-setup")
                .add("session", pending.plan().sessionId().value())
                .add("key", key.hash())
                .digest();
        var owners = List.copyOf(pending.plan().owners());
        var session = new Session(new SessionId(id), party, owners);
        var names = owners.stream().map(pending.plan()::nameOf).toList();
        try (var secrets = drive(
                PairSetup.of(session, key.id(), key.epoch(), self.entropy(), self.home()),
                NodeRoster.of(self.roster(), names))) {
            return PairBundle.write(secrets.byPeer(), self.home());
        }
    }
}
