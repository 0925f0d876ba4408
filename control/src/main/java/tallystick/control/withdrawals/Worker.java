package tallystick.control.withdrawals;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tallystick.control.chain.ChainUnreachable;
import tallystick.control.life.Moved;
import tallystick.control.life.Stage;
import tallystick.control.life.SubStatus;
import tallystick.control.relay.NodeUnreachable;
import tallystick.control.relay.Nodes;
import tallystick.control.relay.Refusal;
import tallystick.control.relay.SigningOutcome;
import tallystick.control.store.Store;
import tallystick.control.vaults.Vaults;
import tallystick.core.wire.RefusalCode;

/// Goes on with one withdrawal by one step.
///
/// **Why** a step may be done twice: each reads where the withdrawal stands, does what is the same when done again
/// (nodes give the same intent the same signature, a chain the same bytes the same name), and moves it only if nobody
/// else did. A replica that dies at any point loses nothing and doubles nothing.
@Component
final class Worker {
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration CROWDED = Duration.ofSeconds(2);
    private static final Duration WHILE = Duration.ofSeconds(15);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration DELAY_MAX = Duration.ofHours(1);
    /// What another set of nodes may answer otherwise.
    private static final Set<Refusal> OF_A_SET =
            Set.of(Refusal.OTHER_SIGNERS, Refusal.QUARANTINED_SET, Refusal.SET_UNFIT, Refusal.DRAINING);
    /// What may be let through later, if there is a later.
    private static final Set<Refusal> WAITS =
            Set.of(Refusal.PENDING, Refusal.LIMIT_REACHED, Refusal.FROZEN, Refusal.DOCUMENT_AWAITED);
    /// In the words of a node, also of one from before these told one person from several.
    private static final Pattern PEOPLE = Pattern.compile("ha(?:s|ve) to approve, and ");
    private static final Pattern UNTIL = Pattern.compile("it waits until ([-0-9T:.]+Z)");

    private final Withdrawals withdrawals;
    private final Approvals approvals;
    private final Completions completions;
    private final Vaults vaults;
    private final Nodes nodes;
    private final OnChain onChain;
    private final InstantSource clock;

    Worker(
            Withdrawals withdrawals,
            Approvals approvals,
            Completions completions,
            Vaults vaults,
            Nodes nodes,
            OnChain onChain,
            InstantSource clock) {
        this.withdrawals = withdrawals;
        this.approvals = approvals;
        this.completions = completions;
        this.vaults = vaults;
        this.nodes = nodes;
        this.onChain = onChain;
        this.clock = clock;
    }

    /// How a step ended.
    ///
    /// @param next when to go on; empty if there is nothing to go on with
    record Step(Optional<Duration> next) {
        static Step over() {
            return new Step(Optional.empty());
        }

        static Step in(Duration pause) {
            return new Step(Optional.of(pause));
        }
    }

    Step step(UUID id) throws InterruptedException {
        var found = withdrawals.find(id);
        if (found.isEmpty() || found.get().stage().isOver()) return Step.over();
        var withdrawal = found.get();
        if (withdrawal.stage().isBeforeNodes() && !clock.instant().isBefore(withdrawal.expiresAt()))
            try {
                return expired(withdrawal);
            } catch (ChainUnreachable e) {
                return unseen(withdrawal, e);
            }
        return switch (withdrawal.stage()) {
            case DRAFT -> Step.in(Duration.between(clock.instant(), withdrawal.expiresAt()));
            case SUBMITTED, SCREENING, FROZEN, PENDING_DELAY -> toNodes(withdrawal);
            case PENDING_APPROVAL -> heard(withdrawal) ? toNodes(withdrawal) : Step.in(WHILE);
            case PENDING_POLICY, AUTHORIZED, SIGNING -> ask(withdrawal);
            case SIGNED, BROADCASTING, MEMPOOL, CONFIRMING, DROPPED -> onChain.step(withdrawal);
            case COMPLETED, DENIED, REJECTED, EXPIRED, CANCELLED, FAILED, REPLACED -> Step.over();
        };
    }

    private Step expired(Withdrawal withdrawal) throws ChainUnreachable {
        freeIfOver(withdrawal);
        var why = withdrawal.stage() == Stage.DRAFT ? SubStatus.DRAFT_EXPIRED : SubStatus.INTENT_EXPIRED;
        return moved(withdrawal, Moved.to(Stage.EXPIRED, why), Withdrawals.With.of(withdrawal), Step.over());
    }

    /// What no chain can execute any more, and none did, may be paid anew whatever nodes began.
    private void freeIfOver(Withdrawal withdrawal) throws ChainUnreachable {
        if (withdrawal.begun() && completions.isOver(withdrawal)) withdrawals.begun(withdrawal.id(), false);
    }

    private Step unseen(Withdrawal withdrawal, ChainUnreachable unreachable) {
        var why = new Moved(withdrawal.stage(), SubStatus.CHAIN_UNREACHABLE, unreachable.why());
        return moved(withdrawal, why, Withdrawals.With.of(withdrawal), Step.in(WHILE));
    }

    /// Whether answers came since nodes were asked.
    private boolean heard(Withdrawal withdrawal) {
        return approvals.list(withdrawal.id()).size() != withdrawal.asked();
    }

    private Step toNodes(Withdrawal withdrawal) {
        var _ = withdrawals.toNodes(withdrawal);
        return Step.in(Duration.ZERO);
    }

    private Step moved(Withdrawal before, Moved moved, Withdrawals.With with, Step step) {
        return withdrawals.move(before, moved, with).isPresent() ? step : Step.in(Duration.ZERO);
    }

    /// Asks nodes, if it still stands as it was read.
    Step ask(Withdrawal withdrawal) throws InterruptedException {
        var sets = vaults.vaultOf(withdrawal.wallet()).signingSets();
        try {
            if (!completions.isOpen(withdrawal)) return ask(withdrawal, sets, false);
            var within = completions.within(sets);
            var begun = completions.begun(withdrawal);
            return begun.isPresent() ? ask(begun.get(), within, true) : Step.in(Duration.ZERO);
        } catch (NodeUnreachable e) {
            return unreached(withdrawal, e.why(), Withdrawals.With.of(withdrawal));
        } catch (ChainUnreachable e) {
            return unseen(withdrawal, e);
        }
    }

    /// That nodes may begin is on disk before they hear of it, and taken back only if each said that it did not.
    ///
    /// @param isFirst whether no node can have heard of what is filled in
    private Step ask(Withdrawal withdrawal, List<List<String>> sets, boolean isFirst)
            throws InterruptedException, ChainUnreachable {
        var kept = approvals.list(withdrawal.id());
        var evidence = Approvals.with(withdrawal.evidence().orElseThrow(), kept);
        SigningOutcome last = new SigningOutcome.Unreachable("the vault has no signing set");
        List<String> asked = List.of();
        var begun = false;
        var mayRun = false;
        var asking = Store.newId();
        if (!withdrawals.begins(withdrawal, asking)) return Step.in(Duration.ZERO);
        for (var set : sets) {
            asked = set;
            last = nodes.sign(evidence, withdrawal.filledIn(), set);
            begun |= last.mayHaveBegun();
            mayRun |= last.mayRun();
            if (!isOfTheSet(last)) break;
        }
        var with = Withdrawals.With.of(withdrawal).asked(kept.size());
        if (isFirst && !begun) with = with.completed(Optional.empty());
        if (!withdrawal.begun() && !mayRun) withdrawals.beganNothing(withdrawal.id(), asking);
        return told(withdrawal, last, new Asked(asked, kept, with, isFirst, withdrawal.begun() || mayRun));
    }

    /// What nodes were asked.
    ///
    /// @param begun whether one of them may have begun, now or before
    record Asked(
            List<String> signers, List<Approvals.Kept> kept, Withdrawals.With with, boolean isFirst, boolean begun) {}

    Step told(Withdrawal withdrawal, SigningOutcome outcome, Asked asked) throws ChainUnreachable {
        var with = asked.with();
        return switch (outcome) {
            case SigningOutcome.Signed(var given) ->
                onChain.signed(withdrawal, given, asked.signers(), with)
                        .orElseGet(() -> stopped(withdrawal, SubStatus.BAD_SIGNATURE, "", with, WHILE));
            case SigningOutcome.Refused refusal -> {
                if (!asked.isFirst() && WAITS.contains(refusal.why()) && completions.isOver(withdrawal)) {
                    withdrawals.begun(withdrawal.id(), false);
                    yield ends(withdrawal, Stage.FAILED, SubStatus.BLOCK_TOO_OLD, refusal.words(), with);
                }
                yield refused(withdrawal, refusal, asked);
            }
            case SigningOutcome.Stopped(var words, var again) ->
                stopped(withdrawal, SubStatus.RUN_STOPPED, words, with, again ? SOON : LONG);
            case SigningOutcome.Unreachable(var words) -> unreached(withdrawal, words, with);
            case SigningOutcome.Busy(var words) -> busy(withdrawal, words, with, WHILE);
            case SigningOutcome.Crowded(var words) -> busy(withdrawal, words, with, CROWDED);
        };
    }

    private Step unreached(Withdrawal withdrawal, String words, Withdrawals.With with) {
        var why = new Moved(withdrawal.stage(), SubStatus.NODE_UNREACHABLE, words);
        return moved(withdrawal, why, with, Step.in(WHILE));
    }

    private Step busy(Withdrawal withdrawal, String words, Withdrawals.With with, Duration pause) {
        return moved(withdrawal, new Moved(withdrawal.stage(), SubStatus.NODE_BUSY, words), with, Step.in(pause));
    }

    /// Whether another set of nodes may answer otherwise.
    private static boolean isOfTheSet(SigningOutcome outcome) {
        return switch (outcome) {
            case SigningOutcome.Unreachable _, SigningOutcome.Busy _, SigningOutcome.Crowded _ -> true;
            case SigningOutcome.Refused(var why, var _, var _, var _, var _) -> OF_A_SET.contains(why);
            case SigningOutcome.Signed _, SigningOutcome.Stopped _ -> false;
        };
    }

    /// Nodes that began to sign let it through, and one of them may hold the signature: it is asked for again until the
    /// intent expires, whatever another says.
    private Step stopped(Withdrawal withdrawal, SubStatus why, String words, Withdrawals.With with, Duration pause) {
        var stage = withdrawal.stage() == Stage.PENDING_POLICY ? Stage.AUTHORIZED : Stage.SIGNING;
        return moved(withdrawal, new Moved(stage, why, words), with, Step.in(pause));
    }

    private Step refused(Withdrawal withdrawal, SigningOutcome.Refused refusal, Asked asked) throws ChainUnreachable {
        var why = refusal.why();
        var words = refusal.words();
        var with = asked.with();
        var told = Reasons.of(refusal.code());
        if (why == Refusal.UNDER_WAY || why == Refusal.DRAINING) return Step.in(SOON);
        if (withdrawal.stage() != Stage.PENDING_POLICY) return refusedLater(withdrawal, told, words, with);
        if (asked.begun() && mustNotEnd(withdrawal, refusal))
            return stopped(withdrawal, SubStatus.RUN_STOPPED, words, with, WHILE);
        return switch (why) {
            case PENDING -> pending(withdrawal, words, with);
            case LIMIT_REACHED -> waits(withdrawal, Stage.PENDING_DELAY, SubStatus.LIMIT_FULL, words, with);
            case FROZEN -> waits(withdrawal, Stage.FROZEN, SubStatus.FROZEN, words, with);
            case DOCUMENT_AWAITED -> waits(withdrawal, Stage.PENDING_DELAY, SubStatus.DOCUMENT_AWAITED, words, with);
            case NODE_FAILED -> {
                var failed = new Moved(withdrawal.stage(), SubStatus.NODE_FAILED, words);
                yield moved(withdrawal, failed, with, Step.in(WHILE));
            }
            case DENIED, GIVEN_UP ->
                Approvals.hasNo(asked.kept())
                        ? ends(withdrawal, Stage.REJECTED, SubStatus.APPROVER_REJECTED, words, with)
                        : ends(withdrawal, Stage.DENIED, ofDenial(why), words, with);
            case FORGED_APPROVAL -> ends(withdrawal, Stage.DENIED, SubStatus.FORGED_APPROVAL, words, with);
            case NO_RIGHT_TO_INITIATE, UNKNOWN_INITIATOR ->
                ends(withdrawal, Stage.DENIED, SubStatus.NO_RIGHT, words, with);
            case EXPIRED -> ends(withdrawal, Stage.EXPIRED, SubStatus.INTENT_EXPIRED, words, with);
            case OTHER_SIGNERS -> ends(withdrawal, Stage.FAILED, SubStatus.OTHER_SIGNERS, words, with);
            case QUARANTINED_SET -> ends(withdrawal, Stage.FAILED, SubStatus.QUARANTINED_SET, words, with);
            case SET_UNFIT -> ends(withdrawal, Stage.FAILED, SubStatus.SIGNERS_UNFIT, words, with);
            case OTHER, UNDER_WAY, DRAINING -> ends(withdrawal, Stage.FAILED, told, words, with);
        };
    }

    /// Whether it would end by this refusal, though its time is not over: what was begun with other bytes excepted,
    /// which no question brings back.
    private boolean mustNotEnd(Withdrawal withdrawal, SigningOutcome.Refused refusal) {
        return !WAITS.contains(refusal.why())
                && refusal.why() != Refusal.NODE_FAILED
                && refusal.code() != RefusalCode.OTHER_COMPLETION
                && clock.instant().isBefore(withdrawal.expiresAt());
    }

    private static SubStatus ofDenial(Refusal why) {
        return why == Refusal.GIVEN_UP ? SubStatus.GIVEN_UP : SubStatus.POLICY_DENIES;
    }

    /// A node that let it through before refuses now: frozen since, or its time is over. It stays with its run until
    /// then, because others may still hold what was begun.
    private Step refusedLater(Withdrawal withdrawal, SubStatus told, String words, Withdrawals.With with)
            throws ChainUnreachable {
        if (clock.instant().isBefore(withdrawal.expiresAt()))
            return moved(withdrawal, new Moved(withdrawal.stage(), told, words), with, Step.in(WHILE));
        freeIfOver(withdrawal);
        return ends(withdrawal, Stage.EXPIRED, SubStatus.INTENT_EXPIRED, words, with);
    }

    private Step pending(Withdrawal withdrawal, String words, Withdrawals.With with) {
        if (PEOPLE.matcher(words).find())
            return moved(
                    withdrawal,
                    new Moved(Stage.PENDING_APPROVAL, SubStatus.APPROVALS_MISSING, words),
                    with,
                    Step.in(Duration.ZERO));
        var until = until(words);
        if (until.isEmpty()) return waits(withdrawal, Stage.PENDING_DELAY, SubStatus.MORE_ASKED, words, with);
        return moved(
                withdrawal,
                new Moved(Stage.PENDING_DELAY, SubStatus.DELAY_RUNS, words),
                with,
                Step.in(pause(clock.instant(), until.get())));
    }

    /// The moment that a node waits for, if its words have one.
    static Optional<Instant> until(String words) {
        var found = UNTIL.matcher(words);
        if (!found.find()) return Optional.empty();
        try {
            return Optional.of(Instant.parse(found.group(1)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /// Until then, but not longer than until it is asked again anyway: it is one node's word.
    static Duration pause(Instant now, Instant until) {
        if (!until.isAfter(now)) return SOON;
        return until.isAfter(now.plus(DELAY_MAX))
                ? DELAY_MAX
                : Duration.between(now, until).plusMillis(500);
    }

    private Step waits(Withdrawal withdrawal, Stage stage, SubStatus why, String words, Withdrawals.With with) {
        return moved(withdrawal, new Moved(stage, why, words), with, Step.in(LONG));
    }

    private Step ends(Withdrawal withdrawal, Stage stage, SubStatus why, String words, Withdrawals.With with) {
        return moved(withdrawal, new Moved(stage, why, words), with, Step.over());
    }
}
