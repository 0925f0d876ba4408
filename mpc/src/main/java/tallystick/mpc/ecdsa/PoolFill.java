package tallystick.mpc.ecdsa;

import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ecdsa.PoolState.AwaitConfirm;
import tallystick.mpc.ecdsa.PoolState.AwaitCorrelate;
import tallystick.mpc.ecdsa.PoolState.AwaitExtend;
import tallystick.mpc.ecdsa.PoolState.AwaitHello;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Expect;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Inbox;
import tallystick.mpc.session.Outgoing;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.Step;

/// Fills the pools of one pair: one OT extension and one batch of random VOLEs in each direction, both at once.
///
/// Four rounds of direct messages: hello (agreement, boot ids, fresh bytes), extension, VOLEs, confirmation.
///
/// **Bans** Two checks leak bits when they are repeated, those of the extension and of the VOLEs. Before each of them
/// the [AttemptLedger] has it on disk; if it fails the pair's secrets are destroyed and the ban is on disk before this
/// class returns, so before anybody is told. Which item failed, or how, is told to nobody. Parties that disagree on
/// key, epoch, set-up, size or hellos find out from the first two rounds and stop with `SETUP_MISMATCH` before any
/// check.
///
/// **Threads** one run, one thread; runs over the same [PairSecrets] take turns, and end with `BANNED` or,
/// where this party gave it up itself, `RETIRED` once it is gone.
///
/// **Form** `docs/spec/vole.md`.
///
/// @spec https://eprint.iacr.org/2026/976 Asharov, Protocol 4.2, Variant II
/// @spec https://eprint.iacr.org/2022/192 SoftSpokenOT, Fig. 8, 9
public final class PoolFill implements Protocol<PoolState, PoolMessage, PairBatch> {
    /// What a fill needs from its party.
    ///
    /// @param ledger durable record of checks
    /// @param boot this life of the process
    /// @param entropy chance
    /// @param home where the items will live
    public record Surroundings(AttemptLedger ledger, BootId boot, Entropy entropy, SecretMemory home) {}

    private final Session session;
    private final PairSecrets pair;
    private final PartyId peer;
    private final int items;
    private final Surroundings with;

    private PoolFill(Session session, PairSecrets pair, int items, Surroundings with) {
        this.session = session;
        this.pair = pair;
        this.peer = pair.name().peer();
        this.items = items;
        this.with = with;
    }

    /// One party's part.
    ///
    /// @param session of exactly the two parties of `pair`
    /// @param pair stays the caller's, but a failed check destroys it
    /// @param items of each direction, 1..[VoleParameters#ITEMS_MAX]; both sides must ask for as many
    /// @throws IllegalArgumentException if the session is not of these two parties with the pair's own party as
    /// itself,
    ///     or the number of items is out of range: the caller's fault
    public static PoolFill of(Session session, PairSecrets pair, int items, Surroundings with) {
        var name = pair.name();
        if (!session.self().equals(name.self()))
            throw new IllegalArgumentException(
                    "a fill of %s in the session of %s".formatted(name.self(), session.self()));
        if (!session.others().equals(List.of(name.peer())))
            throw new IllegalArgumentException(
                    "a fill with %s in a session with %s".formatted(name.peer(), session.others()));
        if (items < 1 || items > VoleParameters.ITEMS_MAX)
            throw new IllegalArgumentException("%d items not in 1..%d".formatted(items, VoleParameters.ITEMS_MAX));
        return new PoolFill(session, pair, items, with);
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public boolean echoes(int round) {
        return false;
    }

    // > Step 1. Each side names its boot and brings 32 fresh bytes.
    @Override
    public Step<PoolState, PoolMessage, PairBatch> start() {
        synchronized (pair) {
            if (with.ledger().isBanned(pair.name()) || pair.isDestroyed()) return new Step.Aborted<>(gone());
            var context = new PoolContext(pair.name(), pair.setupId(), session.id(), items);
            var own = new PoolContext.Side(with.boot(), PoolContext.fresh(random(), with.boot(), pair.nextFill()));
            var work = new FillWork(context, own, with.home());
            var hello = new PoolMessage.Hello(session.id(), work.agreement(), own.boot(), own.fresh());
            return await(new AwaitHello(work), hello, 1);
        }
    }

    private Bytes random() {
        try (var bytes = SecretBytes.random(32, with.entropy(), with.home())) {
            return Bytes.copyOf(bytes.memory().toArray(ValueLayout.JAVA_BYTE));
        }
    }

    /// @spec docs/spec/vole.md#VO-9 vole
    @Override
    public Step<PoolState, PoolMessage, PairBatch> advance(PoolState state, Inbox<PoolMessage> inbox) {
        var message = inbox.directs().get(peer);
        synchronized (pair) {
            var work = workOf(state);
            if (pair.isDestroyed()) return stop(work, gone());
            return switch (state) {
                case AwaitHello _ when message instanceof PoolMessage.Hello hello -> extend(work, hello);
                case AwaitExtend _ when message instanceof PoolMessage.Extend extend -> correlate(work, extend);
                case AwaitCorrelate _ when message instanceof PoolMessage.Correlate theirs -> confirm(work, theirs);
                case AwaitConfirm _ when message instanceof PoolMessage.Confirm theirs -> finish(work, theirs);
                case AwaitHello _, AwaitExtend _, AwaitCorrelate _, AwaitConfirm _ ->
                    stop(work, Blame.of(peer, Fault.WRONG_MESSAGE_TYPE, "message of this round"));
            };
        }
    }

    private static FillWork workOf(PoolState state) {
        var work =
                switch (state) {
                    case AwaitHello(var it) -> it;
                    case AwaitExtend(var it) -> it;
                    case AwaitCorrelate(var it) -> it;
                    case AwaitConfirm(var it) -> it;
                };
        return (FillWork) work;
    }

    // > Step 2. If both agree, each extends the OTs in which it is receiver, under a nonce with chance of both.
    private Step<PoolState, PoolMessage, PairBatch> extend(FillWork work, PoolMessage.Hello hello) {
        if (!hello.agreement().equals(work.agreement()))
            return stop(work, Blame.unattributed(Fault.SETUP_MISMATCH, "key, epoch, set-up or size of the fill"));
        var made = work.extend(pair, new PoolContext.Side(hello.boot(), hello.fresh()));
        var say = new PoolMessage.Extend(
                session.id(), work.hellos(), made.corrections(), made.bitsCheck(), made.rowsCheck());
        return await(new AwaitExtend(work), say, 2);
    }

    // > Step 3. If the extension's check passes, each makes the VOLEs in which it is sender.
    private Step<PoolState, PoolMessage, PairBatch> correlate(FillWork work, PoolMessage.Extend theirs) {
        if (!theirs.hellos().equals(work.hellos()))
            return stop(work, Blame.unattributed(Fault.SETUP_MISMATCH, "hellos as both sides heard them"));
        var message = new ExtensionMessage(theirs.corrections(), theirs.bitsCheck(), theirs.rowsCheck());
        work.prepareExtension(pair, message);
        return attempt(work, Fault.OT_EXTENSION_CHECK, work::extensionPasses, () -> {
            var made = work.correlate(pair, with.entropy());
            return await(new AwaitCorrelate(work), new PoolMessage.Correlate(session.id(), made), 3);
        });
    }

    // > Step 4. If the check of every VOLE passes, each confirms all that was said.
    private Step<PoolState, PoolMessage, PairBatch> confirm(FillWork work, PoolMessage.Correlate theirs) {
        work.prepareCorrelations(theirs.items());
        return attempt(
                work,
                Fault.VOLE_CHECK,
                work::correlationsPass,
                () -> await(new AwaitConfirm(work), new PoolMessage.Confirm(session.id(), work.confirmation()), 4));
    }

    // > Step 5. The items may be used once both sides are known to hold the same.
    private Step<PoolState, PoolMessage, PairBatch> finish(FillWork work, PoolMessage.Confirm theirs) {
        if (!theirs.digest().equals(work.confirmation()))
            return stop(work, Blame.of(peer, Fault.RESULT_MISMATCH, "confirmation of the fill"));
        var batch = work.finish();
        work.close();
        return new Step.Done<>(batch, List.of());
    }

    /// Evaluates a check that leaks bits when repeated, between two lines of the ledger. Whatever it needs is there
    /// before the first of them, so that no want of memory leaves an attempt without an end.
    private Step<PoolState, PoolMessage, PairBatch> attempt(
            FillWork work, Fault fault, BooleanSupplier check, Supplier<Step<PoolState, PoolMessage, PairBatch>> next) {
        return switch (with.ledger().begin(pair.name())) {
            case AttemptLedger.Begun.Granted(var attempt) ->
                switch (decide(attempt, check)) {
                    case PASSED -> next.get();
                    case FAILED -> stop(work, Blame.of(peer, fault, "check over the whole transcript"));
                    case NOT_CLEARED ->
                        stop(work, Blame.unattributed(Fault.RECORD_UNAVAILABLE, "a passed check could not be cleared"));
                };
            case AttemptLedger.Begun.Banned() -> stop(work, Blame.of(peer, Fault.BANNED, "banned"));
            case AttemptLedger.Begun.Busy() ->
                stop(work, Blame.unattributed(Fault.RECORD_UNAVAILABLE, "another check of this pair is under way"));
            case AttemptLedger.Begun.Unavailable(var detail) ->
                stop(work, Blame.unattributed(Fault.RECORD_UNAVAILABLE, detail));
        };
    }

    /// What came of an attempt.
    private enum Decided {
        PASSED,
        FAILED,
        NOT_CLEARED
    }

    /// The pair's secrets outlive an attempt only if it is on disk that it passed: a restart finds any other one open
    /// or failed and destroys them, so nothing is done with them until then. That holds where check or ledger
    /// throws, too: the peer may have seen what made it throw.
    /// @spec docs/spec/vole.md#VO-14 vole
    private Decided decide(AttemptLedger.Attempt attempt, BooleanSupplier check) {
        if (!closingUnless(() -> passes(check))) {
            attempt.failed();
            return Decided.FAILED;
        }
        return closingUnless(attempt::passed) ? Decided.PASSED : Decided.NOT_CLEARED;
    }

    /// A failed check is known as the reason before the secrets are gone: other runs look why they are.
    private boolean passes(BooleanSupplier check) {
        var passed = check.getAsBoolean();
        if (!passed) pair.ban();
        return passed;
    }

    private boolean closingUnless(BooleanSupplier good) {
        var was = false;
        try {
            was = good.getAsBoolean();
        } finally {
            if (!was) pair.close();
        }
        return was;
    }

    private Step<PoolState, PoolMessage, PairBatch> await(PoolState state, PoolMessage message, int round) {
        return new Step.Await<>(
                state, List.of(new Outgoing.Direct<>(peer, message)), Expect.directs(round, List.of(peer)));
    }

    /// Why there is nothing to fill with: the peer's doing only if the ledger says so.
    private Blame gone() {
        return with.ledger().isBanned(pair.name())
                ? Blame.of(peer, Fault.BANNED, "banned")
                : Blame.unattributed(Fault.RETIRED, "what is shared with %s was destroyed here".formatted(peer));
    }

    private static Step<PoolState, PoolMessage, PairBatch> stop(FillWork work, Blame blame) {
        work.close();
        return new Step.Aborted<>(blame);
    }

    @Override
    public Parsed<PoolMessage> parse(Bytes encoded) {
        return PoolMessage.parse(encoded, session.id(), items);
    }
}
