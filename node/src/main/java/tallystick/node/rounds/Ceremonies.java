package tallystick.node.rounds;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tallystick.core.governance.Member;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyOrder;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SecretBytes;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.agreement.Agreement;
import tallystick.mpc.ceremony.Ceremony;
import tallystick.mpc.ceremony.CeremonyParty;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.CeremonyTerms;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochMove;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.ecdsa.PairSetup;
import tallystick.mpc.echo.Echoed;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.Message;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.SessionId;
import tallystick.mpc.session.State;
import tallystick.node.keystore.ShareStore;

/// Takes this node through the generation of a key, from an operator's order to an active share on disk.
///
/// **Threads** any; one call is one ceremony.
public final class Ceremonies {
    private static final Duration ROUNDS_LIMIT = Duration.ofMinutes(1);
    private static final Duration CERTIFICATE_LIMIT = Duration.ofSeconds(30);
    private static final Duration ORDER_LIFE_MAX = Duration.ofHours(1);
    private static final int STAGES = 4;

    private final Self self;
    private final Driver driver;
    private final ShareStore store;
    private final Keys keys;
    private final InstantSource clock;

    /// @param keys gets the new key when it is active
    public Ceremonies(Self self, Driver driver, ShareStore store, Keys keys, InstantSource clock) {
        this.self = self;
        this.driver = driver;
        this.store = store;
        this.keys = keys;
        this.clock = clock;
    }

    private record Ordered(CeremonyPlan plan, NodeRoster roster, PartyId party) {}

    /// The order cannot be followed, or somebody stopped the run; the text says who and why.
    private static final class Stopped extends Exception {
        private static final long serialVersionUID = 1L;

        Stopped(String why) {
            super(why);
        }

        String why() {
            return Optional.ofNullable(getMessage()).orElse("unknown");
        }
    }

    /// Runs one ceremony; the last news is either the key or why there is none.
    public void run(CeremonyOrder order, Consumer<CeremonyNews> news) {
        try {
            var ordered = judge(order);
            news.accept(new CeremonyNews.Stage(1, STAGES, "agreeing on the plan"));
            var fresh = drive(
                    Agreement.of(
                            order.id(),
                            ordered.party(),
                            ordered.plan().parties(),
                            ordered.plan().setup(),
                            self.fresh(CeremonyPlan.FRESH_LENGTH_BYTES)),
                    ordered.roster());
            news.accept(new CeremonyNews.Stage(2, STAGES, "dealing and checking shares"));
            var plan = ordered.plan().agreed(fresh);
            var party = new CeremonyParty(
                    ordered.party(), self.signer(), ordered.roster(), Optional.empty(), self.entropy(), self.home());
            try (var pending = drive(new Ceremony(plan, party), ordered.roster())) {
                certify(pending, ordered, news);
            }
        } catch (Stopped stopped) {
            news.accept(new CeremonyNews.Failed(stopped.why()));
        } catch (IOException e) {
            news.accept(new CeremonyNews.Failed("this node's disk failed: " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            news.accept(new CeremonyNews.Failed("this node is shutting down"));
        }
    }

    /// What this node itself can check of an order before a word is said to anybody.
    private Ordered judge(CeremonyOrder order) throws Stopped {
        var now = clock.instant();
        var operator = self.roster()
                .named(order.operator())
                .filter(member -> member.role() == Member.Role.OPERATOR)
                .orElseThrow(() -> new Stopped("operator %s is not in the roster".formatted(order.operator())));
        if (!operator.identity().verifies(order.statement(), order.signature()))
            throw new Stopped("the order is not signed by operator " + order.operator());
        if (order.rosterVersion() != self.roster().version())
            throw new Stopped("the order is for roster version %d, this node follows %d"
                    .formatted(order.rosterVersion(), self.roster().version()));
        if (isStale(order.expiresAt(), now))
            throw new Stopped("the order has expired, or expires more than an hour from now: give a new one");
        var scheme = Arrays.stream(Scheme.values())
                .filter(each -> each.code() == order.schemeCode())
                .findFirst()
                .orElseThrow(() -> new Stopped("scheme %d is not known here".formatted(order.schemeCode())));
        var tree = tree(order.tree());
        var roster = NodeRoster.of(self.roster(), tree)
                .orElseThrow(() -> new Stopped("the tree names a participant that is no node of the roster"));
        var party = tree.party(self.name())
                .orElseThrow(() -> new Stopped("node %s has no part in the tree".formatted(self.name())));
        var terms = new CeremonyTerms(order.id(), 1, self.rosterHash());
        return new Ordered(CeremonyPlan.generate(scheme, tree, terms), roster, party);
    }

    private static boolean isStale(Instant expiresAt, Instant now) {
        return !now.isBefore(expiresAt) || expiresAt.isAfter(now.plus(ORDER_LIFE_MAX));
    }

    private static QuorumTree tree(String text) throws Stopped {
        return switch (QuorumTree.parse(text)) {
            case Parsed.Ok<QuorumTree>(var tree) -> tree;
            case Parsed.Malformed<QuorumTree>(var offset, var expected) ->
                throw new Stopped("quorum tree at character %d: expected %s".formatted(offset, expected));
        };
    }

    private <S extends State, M extends Message, O> O drive(Protocol<S, M, O> protocol, NodeRoster roster)
            throws Stopped, InterruptedException {
        var echoed = Run.of(Echoed.of(protocol, self.signer(), roster));
        return finished(driver.drive(protocol.session().id().value(), echoed, roster.names(), ROUNDS_LIMIT), roster);
    }

    private static <O> O finished(Run.Outcome<O> outcome, NodeRoster roster) throws Stopped {
        return switch (outcome) {
            case Run.Outcome.Finished<O>(var output) -> output;
            case Run.Outcome.Stopped<O>(var blame) -> throw new Stopped(Blames.sentence(blame, roster.names()));
        };
    }

    /// Seals the pending share, then has all nodes certify it; only then is it active.
    private void certify(PendingShare pending, Ordered ordered, Consumer<CeremonyNews> news)
            throws Stopped, IOException, InterruptedException {
        var share = pending.share().orElseThrow(() -> new AssertionError("everybody owns a share of a generated key"));
        news.accept(new CeremonyNews.Stage(3, STAGES, "setting up signing between every two nodes"));
        try (var pairs = setUpPairs(pending, ordered)) {
            news.accept(new CeremonyNews.Stage(4, STAGES, "certifying that every node holds its share"));
            store.savePending(share, pairs);
        }
        var candidate = EpochCandidate.of(pending, ordered.party());
        var talk = new EpochTalk(started(candidate), ordered.roster(), self.signer(), store);
        var prepared =
                started(candidate).prepare(pending.key().hash(), List.of(), List.of(), ordered.roster(), self.signer());
        var channel = Transcript.of("tallystick/node/v1/epoch-channel")
                .add("session", pending.plan().sessionId().value())
                .digest();
        driver.converse(channel, ordered.roster().names(), CERTIFICATE_LIMIT, talk.begin(prepared), talk);
        var certificate = talk.certificate()
                .orElseThrow(() -> new Stopped("not every node certified its share in time: the key is not used"));
        keys.open(certificate);
        news.accept(new CeremonyNews.Generated(Keys.card(certificate.key())));
    }

    /// What ECDSA needs between every two nodes, sealed beside the share.
    private SecretBytes setUpPairs(PendingShare pending, Ordered ordered) throws Stopped, InterruptedException {
        if (pending.key().scheme() != Scheme.ECDSA_SECP256K1)
            return PairBundle.write(Collections.emptySortedMap(), self.home());
        var id = Transcript.of("tallystick/node/v1/pair-setup")
                .add("session", pending.plan().sessionId().value())
                .add("key", pending.key().hash())
                .digest();
        var session =
                new Session(new SessionId(id), ordered.party(), pending.plan().parties());
        var key = pending.key();
        try (var secrets =
                drive(PairSetup.of(session, key.id(), key.epoch(), self.entropy(), self.home()), ordered.roster())) {
            return PairBundle.write(secrets.byPeer(), self.home());
        }
    }

    private static EpochChange.Pending started(EpochCandidate candidate) {
        return switch (new EpochChange.Idle(0, 0).begin(candidate)) {
            case EpochMove.Moved(EpochChange.Pending pending, var _) -> pending;
            case EpochMove other -> throw new AssertionError("a first share is always pending: " + other);
        };
    }
}
