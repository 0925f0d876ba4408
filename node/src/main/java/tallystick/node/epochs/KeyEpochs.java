package tallystick.node.epochs;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.governance.Member;
import tallystick.core.wire.KeyRecord;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.Denials;
import tallystick.mpc.ceremony.EpochAttempt;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochMove;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.ShownEpoch;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;
import tallystick.node.attest.Attestations;
import tallystick.node.keystore.ShareStore;
import tallystick.node.logging.KeyName;
import tallystick.node.rounds.Driver;
import tallystick.node.rounds.Keys;
import tallystick.node.rounds.NodeRoster;
import tallystick.node.rounds.Self;

/// One key's way from epoch to epoch at this node: says PREPARED once a share is sealed, gathers the certificate,
/// activates, says ACTIVATED, erases. It goes on after a restart where it stood, and keeps saying what others may have
/// missed.
///
/// **Threads** any. What is on disk goes before what is said.
final class KeyEpochs {
    private static final Logger LOG = Logger.getLogger(KeyEpochs.class.getName());

    private final Digest32 keyId;
    private final Self self;
    private final Driver driver;
    private final ShareStore store;
    private final SharesInUse shares;
    private final Activating activating;
    private final EpochVoice voice;
    private final Erasing erasing;
    private final BiConsumer<String, Bytes> listener = this::hear;
    private final KeptStatements kept = new KeptStatements();
    private final LaterEpochs later = new LaterEpochs();
    private EpochRecord record;
    private boolean stopped;

    /// What is kept of a key besides its epochs.
    ///
    /// @param keys where its active share is opened
    /// @param attestations signs what each ceremony was
    record Keeping(ShareStore store, Keys keys, Attestations attestations) {}

    /// @param record where it stood
    KeyEpochs(Digest32 keyId, Self self, Driver driver, Keeping keeping, EpochRecord record) {
        this.keyId = keyId;
        this.self = self;
        this.driver = driver;
        this.store = keeping.store();
        this.shares = new SharesInUse(keyId, self, keeping.keys());
        this.activating = new Activating(store, shares, new Attesting(keyId, keeping.attestations()));
        this.record = record;
        this.voice = new EpochVoice(keyId, self.name(), driver);
        this.erasing = new Erasing(keyId, store);
    }

    /// Opens the active share, if there is one, and begins to listen.
    ///
    /// @throws IOException if the share does not open: the node does not start with half its keys
    void start() throws IOException {
        activating.open(record);
        confirmOwed();
        driver.listen(voice.channel(), listener);
        show();
    }

    /// This node may have died, or its disk refused, before it had said that it uses the epoch in use.
    private synchronized void confirmOwed() throws IOException {
        var owed = Activating.owed(record);
        if (owed.isEmpty()) return;
        activating.use(owed.get(), record);
        apply(Activating.confirm(record.change(), self.signer()));
    }

    /// What is active by now: others may have been heard already.
    private synchronized void show() {
        var _ = erasing.isDone(record);
        var active = active();
        if (active.isPresent())
            for (var name : record.names(active.get().about().session()).orElse(List.of())) show(name);
    }

    /// What is active here; and that everybody uses it, if this node knows.
    /// @spec docs/spec/node-wire.md#NW-48 node-wire
    private void show(String to) {
        if (to.equals(self.name())) return;
        shown().ifPresent(mine -> voice.show(to, mine));
        if (EpochRecord.reached(record.change()) instanceof EpochChange.OldErased erased && erasing.isDone(record))
            erased.settled(self.signer()).ifPresent(said -> voice.say(to, said));
    }

    /// Once this has returned nothing is said or heard any more, and no key of this node is used: whoever closes the
    /// node destroys them next.
    void stop() {
        driver.unlisten(voice.channel(), listener);
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
    }

    /// The certificate of the epoch this node signs in.
    synchronized Optional<Certificate> active() {
        return record.change().inUse();
    }

    synchronized int activeEpoch() {
        return record.change().activeEpoch();
    }

    /// The highest epoch in which another node may have a share that this one would work with.
    synchronized Optional<Integer> presentShare(String node) {
        return PresentShares.highest(record, self.name(), node);
    }

    /// Whether a signing set of the epoch this node signs in, or of the last it knew, made a later one of the same key;
    /// or it knows none. Else whoever may order could have a node give up its share for an epoch strangers signed.
    ///
    /// @spec docs/spec/node-wire.md#NW-47 node-wire
    synchronized boolean isSucceededBy(ShownEpoch later) {
        var known = record.known();
        return known.isEmpty() || known.stream().anyMatch(each -> later.follows(each.key()));
    }

    /// What this node shows of the key.
    synchronized Optional<KeyRecord> shown() {
        return record.shown();
    }

    /// The epoch this node signed in last stays known, and the last it was shown or built on: by them the next claim is
    /// judged. Its share goes on with those who do not use the next yet, where that is not settled.
    private void leave(EpochRecord next) throws IOException {
        LOG.log(
                Level.SEVERE,
                "key {0}: epoch {1} here was left behind, epoch {2} is active: have the share of this node repaired",
                new Object[] {
                    new KeyName(keyId),
                    record.change().activeEpoch(),
                    next.change().activeEpoch()
                });
        save(next);
        shares.change(record);
    }

    /// Notes that an attempt was ordered, durably, if it builds on the epoch in use here. Where it builds on another
    /// nothing is written yet: the order's certificate is all that speaks for that.
    ///
    /// @param by the role of who ordered it
    /// @param owners names of those who would own the next epoch
    /// @throws CeremonyStopped if it or a later one was ordered before, it is too far from what was, or too many
    /// epochs go on
    /// @spec docs/spec/node-wire.md#NW-49 node-wire
    synchronized void order(GroupKey base, int attempt, Member.Role by, Collection<String> owners)
            throws CeremonyStopped, IOException {
        OrderedEpoch.check(record, base, attempt, by, owners);
        if (record.isInUse(base)) save(record.ordered(attempt));
    }

    /// Notes the attempt and the epoch it builds on, if that is not the one in use here, once the run has brought forth
    /// shares of the key: so those who made it had shares of that epoch, which no certificate proves.
    ///
    /// @throws CeremonyStopped if the epoch is not the last by now
    synchronized void builtOn(Certificate base, int attempt) throws CeremonyStopped, IOException {
        if (record.isInUse(base.key())) return;
        OrderedEpoch.checkBuiltOn(record, base.key());
        var next = record.builtOn(base, attempt);
        if (base.key().epoch() > activeEpoch()) leave(next);
        else save(next);
    }

    /// Writes down what a run has brought: from here on a quarantine finds it. Nothing is promised yet.
    ///
    /// @param candidate what would be activated, its share sealed and synced
    /// @param names of the run's participants, by their numbers
    synchronized void begin(EpochCandidate candidate, List<String> names) throws CeremonyStopped, IOException {
        record = OrderedEpoch.named(record, candidate.about(), names);
        apply(CeremonyStopped.unlessMoved(record.change().begin(candidate)));
    }

    /// Promises it: from here on the attempt may become active at any time, also after a restart.
    ///
    /// @param backedUp whether this node has a verified backup of the share
    /// @throws CeremonyStopped if the promise cannot be made
    synchronized void prepare(EpochCandidate candidate, List<String> names, boolean backedUp, Duration limit)
            throws CeremonyStopped, IOException, InterruptedException {
        var about = candidate.about();
        if (backedUp) {
            var own = EpochStatement.backedUp(about, candidate.self(), self.signer());
            var _ = kept.keep(self.name(), own, roster(names));
        }
        var deadline = System.nanoTime() + limit.toNanos();
        while (record.change() instanceof EpochChange.Pending pending) {
            if (stopped) throw new CeremonyStopped("this node is shutting down");
            if (backedUp)
                voice.say(
                        record.namesOf(about.session()),
                        EpochStatement.backedUp(about, candidate.self(), self.signer()));
            var move = prepare(pending, roster(names));
            if (!(move instanceof EpochMove.Refused(var why, var _)) || !KeptStatements.mayCome(why)) {
                apply(CeremonyStopped.unlessMoved(move));
            } else {
                if (System.nanoTime() - deadline > 0) throw CeremonyStopped.of(move);
                if (why == EpochMove.Refusal.CERTIFICATE_POSSIBLE) for (var before : pending.earlier()) ask(before);
                wait(300);
            }
        }
    }

    private EpochMove prepare(EpochChange.Pending pending, NodeRoster roster) {
        var denied = new ArrayList<Denials>();
        for (var before : pending.earlier()) {
            var session = before.about().session();
            denied.add(Denials.of(
                    before.about(),
                    kept.denials(),
                    rosterOf(session),
                    record.staying(session, pending.candidate().about().session())));
        }
        return pending.prepare(pending.candidate().key().hash(), kept.backups(), denied, roster, self.signer());
    }

    /// Waits until the attempt is active here, and a little longer until it is everywhere.
    ///
    /// @return the certificate, or nothing at the limit
    synchronized Optional<Certificate> await(EpochAttempt about, Duration limit) throws InterruptedException {
        var deadline = System.nanoTime() + limit.toNanos();
        while (!stopped && !(record.change() instanceof EpochChange.OldErased) && System.nanoTime() - deadline < 0)
            wait(200);
        return active().filter(certificate -> certificate.about().equals(about));
    }

    /// Says again what somebody may have missed.
    synchronized void remind() {
        if (stopped) return;
        var _ = erasing.isDone(record);
        activating.attest(record);
        try {
            confirmOwed();
        } catch (IOException e) {
            LOG.log(Level.SEVERE, "epochs of key " + new KeyName(keyId) + " cannot be written: it is tried again", e);
        }
        shares.resume().forEach(this::say);
        if (!(record.change() instanceof EpochChange.OldErased))
            record.change().resume(self.signer()).forEach(this::say);
        if (record.change() instanceof EpochChange.Prepared prepared) remindOfBackup(prepared);
        later.above(activeEpoch()).forEach(this::tellOf);
    }

    private void remindOfBackup(EpochChange.Prepared prepared) {
        var about = prepared.candidate().about();
        var own = prepared.candidate().self();
        if (prepared.backups().containsKey(own))
            voice.say(record.namesOf(about.session()), EpochStatement.backedUp(about, own, self.signer()));
    }

    private void hear(String from, Bytes message) {
        var news = EpochNews.read(message);
        if (news.isPresent()) hear(from, news.get());
        else LOG.log(Level.WARNING, "{0} sent no news of an epoch", from);
    }

    private synchronized void hear(String from, EpochNews news) {
        if (stopped) return;
        try {
            switch (news) {
                case EpochNews.Said(var statement) -> hear(from, statement);
                case EpochNews.Certified(var certificate) -> hear(from, certificate);
                case EpochNews.Asks(var asked) -> deny(from, asked);
                case EpochNews.Shows shows -> compare(from, shows);
            }
        } catch (IOException e) {
            LOG.log(Level.SEVERE, "epochs of key " + new KeyName(keyId) + " cannot be written", e);
        }
        notifyAll();
    }

    private void hear(String from, EpochStatement statement) throws IOException {
        if (statement.kind() == EpochStatement.Kind.SETTLED) {
            settle(from, statement);
            return;
        }
        var names = record.names(statement.about().session());
        if (names.isEmpty() || !EpochRecord.isNumber(names.get(), statement.party(), from)) return;
        var roster = roster(names.get());
        if (shares.hear(statement, roster)) {
            trim();
            return;
        }
        if (!KeptStatements.isKept(statement.kind())) apply(record.change().hear(statement, roster), from);
        else if (!kept.keep(from, statement, roster))
            LOG.log(Level.FINE, "epoch change: {0} sent a statement it has not signed", from);
    }

    /// Of the epochs before one may be over everywhere, though this node had not heard so while it used that.
    /// @spec docs/spec/ceremony.md#CE-40 ceremony
    private void trim() throws IOException {
        var over = shares.over();
        if (over.isEmpty()) return;
        var next = record.since(over.get());
        if (next.equals(record)) return;
        save(next);
        shares.trimmed(record);
    }

    /// Who is behind is shown what is active; what is shown is believed only if a signing set of an epoch known here
    /// made it.
    private void compare(String from, EpochNews.Shows shown) throws IOException {
        var theirs = shown.certificate();
        if (!theirs.key().id().equals(keyId) || record.known().isEmpty()) return;
        if (theirs.key().epoch() < activeEpoch()) show(from);
        if (theirs.key().epoch() <= activeEpoch()) return;
        var isKnown = later.knows(theirs, shown.record().names());
        var next = isKnown
                ? Optional.<ShownEpoch>empty()
                : ShownRecord.proved(shown, self.roster()).filter(this::isSucceededBy);
        if (!isKnown && next.isEmpty()) return;
        if (record.names(theirs.about().session()).isPresent()) hear(from, theirs);
        if (next.isEmpty() || theirs.key().epoch() <= activeEpoch() || !later.expect(from, next.get())) return;
        LOG.log(
                Level.SEVERE,
                "key {0}: {1} shows epoch {2}, made by a signing set of epoch {3}, which is in use here: this node"
                        + " keeps its share until enough of the owners say that everybody uses the later one",
                new Object[] {new KeyName(keyId), from, theirs.key().epoch(), activeEpoch()});
        tellOf(next.get());
    }

    /// What could be used may not be used yet. Those who made it hear of it, and say what they know.
    /// @spec docs/spec/node-wire.md#NW-48 node-wire
    private void tellOf(ShownEpoch next) {
        for (var maker : next.makers()) {
            if (maker.equals(self.name())) continue;
            voice.say(List.of(maker), next.certificate());
            show(maker);
        }
    }

    /// @spec docs/spec/node-wire.md#NW-48 node-wire
    private void settle(String from, EpochStatement statement) throws IOException {
        var settlement = later.hear(from, statement, self.roster());
        var known = record.known();
        var keys = known.stream().map(Certificate::key).toList();
        if (settlement.isEmpty()
                || !(record.change().giveUp(settlement.get(), keys) instanceof EpochMove.Moved(var _, var effects)))
            return;
        var next = settlement.get().epoch().certificate();
        var idle = new EpochChange.Idle(keyId, next.key().epoch(), 0);
        leave(new EpochRecord(0, Map.of(), idle, List.of(known.getFirst(), next)));
        for (var effect : effects) perform(effect);
    }

    private void hear(String from, Certificate certificate) throws IOException {
        var names = record.names(certificate.about().session());
        if (names.isEmpty()) return;
        // Whoever still shows it around has not heard that this node uses the new shares.
        if (EpochRecord.reached(record.change()) instanceof EpochChange.OldErased(var held, var number, var _)
                && held.about().equals(certificate.about())
                && new EpochChange.Active(held, number, new TreeMap<>(), 0).confirm(self.signer())
                        instanceof EpochMove.Moved(var _, var effects))
            effects.forEach(effect -> {
                if (effect instanceof EpochMove.Effect.Say(var said)) voice.say(from, said);
            });
        else apply(record.change().receive(certificate, roster(names.get())));
    }

    /// Only attempts at this very key's epochs are denied, and only before one that an operator has ordered here: no
    /// peer alone can use attempts up. A key that is just made is nobody's to deny: each attempt makes another. A
    /// node that died in an attempt may not know who took part: it believes the asker, who has signed under its own
    /// number there, answers nobody else, and writes no names down; wrong ones only make a useless statement.
    /// What is said here is not kept, so that no peer fills the place of what this node says when it asks itself.
    private void deny(String from, EpochRecord.Asked asked) throws IOException {
        var about = asked.denial().about();
        var number = asked.names().indexOf(self.name()) + 1;
        if (!about.subject().equals(keyId) || about.attempt() >= record.attempt() || number == 0) return;
        if (!EpochRecord.isNumber(asked.names(), asked.denial().party(), from)
                || !asked.denial().verifies(roster(asked.names()))) return;
        hear(from, asked.denial());
        if (record.change().deny(about, record.attempt(), new PartyId(number), self.signer())
                instanceof EpochMove.Moved(var next, var effects)) {
            if (!next.equals(record.change())) save(record.with(next));
            for (var effect : effects)
                if (effect instanceof EpochMove.Effect.Say(var said)) voice.say(from, said);
                else if (effect instanceof EpochMove.Effect.Show(var certificate))
                    voice.say(List.of(from), certificate);
        }
    }

    /// Who asks denies first: nobody is asked for what one has not said oneself.
    private void ask(EpochCandidate before) throws IOException {
        var about = before.about();
        if (!(record.change().deny(about, record.attempt(), before.self(), self.signer())
                instanceof EpochMove.Moved(var next, var effects))) return;
        if (!next.equals(record.change())) save(record.with(next));
        for (var effect : effects) {
            if (!(effect instanceof EpochMove.Effect.Say(var said))) continue;
            var names = record.namesOf(about.session());
            var _ = kept.keep(self.name(), said, roster(names));
            voice.ask(names, new EpochRecord.Asked(names, said));
        }
    }

    /// What nobody can be blamed for by its words alone is laid at the door of who brought them.
    private void apply(EpochMove move, String from) throws IOException {
        if (move instanceof EpochMove.Faulty(var blame) && blame.culprits().isEmpty())
            LOG.log(Level.WARNING, "epoch change: {0} sent {1}", new Object[] {from, blame.detail()});
        else apply(move);
        if (move instanceof EpochMove.Moved(var _, var effects))
            for (var effect : effects)
                if (effect instanceof EpochMove.Effect.Show(var certificate)) voice.say(List.of(from), certificate);
    }

    private void apply(EpochMove move) throws IOException {
        switch (move) {
            case EpochMove.Moved(var next, var effects) -> {
                if (!next.equals(record.change())) save(record.with(next));
                shares.heard(record);
                for (var effect : effects) perform(effect);
            }
            case EpochMove.Refused(var why, var detail) ->
                LOG.log(Level.FINE, "epoch change: {0}: {1}", new Object[] {why, detail});
            case EpochMove.Faulty(var blame) ->
                LOG.log(Level.WARNING, "epoch change: {0} {1}", new Object[] {blame.culprits(), blame.detail()});
        }
    }

    private void perform(EpochMove.Effect effect) throws IOException {
        switch (effect) {
            case EpochMove.Effect.Say _, EpochMove.Effect.Forward _ -> say(effect);
            // It goes to whoever was heard, who is known where that was.
            case EpochMove.Effect.Show _ -> {}
            case EpochMove.Effect.Activate(var certificate) -> {
                activating.use(certificate, record);
                confirmOwed();
            }
            case EpochMove.Effect.EraseBelow _ -> {
                shares.forgetBefore();
                erasing.owe();
                var _ = erasing.isDone(record);
            }
        }
    }

    private void say(EpochMove.Effect effect) {
        switch (effect) {
            case EpochMove.Effect.Say(var statement) ->
                voice.say(record.namesOf(statement.about().session()), statement);
            case EpochMove.Effect.Forward(var certificate) ->
                voice.say(record.namesOf(certificate.about().session()), certificate);
            case EpochMove.Effect.Show _, EpochMove.Effect.Activate _, EpochMove.Effect.EraseBelow _ -> {}
        }
    }

    private void save(EpochRecord next) throws IOException {
        store.saveEpochs(keyId, next.encode());
        record = next;
    }

    private NodeRoster rosterOf(SessionId session) {
        return roster(record.namesOf(session));
    }

    private NodeRoster roster(List<String> names) {
        return NodeRoster.of(self.roster(), names);
    }
}
