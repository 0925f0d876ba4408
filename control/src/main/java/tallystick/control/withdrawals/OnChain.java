package tallystick.control.withdrawals;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tallystick.control.chain.ChainUnreachable;
import tallystick.control.chain.Endpoint;
import tallystick.control.chain.Endpoints;
import tallystick.control.chain.ExpiringEndpoint;
import tallystick.control.chain.NumberedEndpoint;
import tallystick.control.chain.OutputsEndpoint;
import tallystick.control.chain.Reception;
import tallystick.control.chain.Sight;
import tallystick.control.life.Moved;
import tallystick.control.life.Stage;
import tallystick.control.life.SubStatus;
import tallystick.control.store.Store;
import tallystick.control.vaults.Vaults;
import tallystick.control.withdrawals.Withdrawals.With;
import tallystick.control.withdrawals.Worker.Step;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.Content;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.registry.Attachment;
import tallystick.core.chain.registry.Chains;
import tallystick.crypto.derive.Derivation;

/// From the nodes' signature to the depth at which a withdrawal counts as done.
@Component
final class OnChain {
    private static final Duration LATER = Duration.ofSeconds(10);
    private static final Duration LATER_MAX = Duration.ofMinutes(5);
    private static final Duration UNSEEN_MAX = Duration.ofSeconds(15);
    private static final String NOT_DEEP = "not deep enough to be sure, or not every endpoint says so";
    private static final Chains CHAINS = Chains.all();

    private final Store store;
    private final Withdrawals withdrawals;
    private final Outputs outputs;
    private final Vaults vaults;
    private final Endpoints endpoints;
    private final Depths depths;
    private final LastWord lastWord;
    private final Jobs jobs;
    private final InstantSource clock;

    OnChain(
            Store store,
            Withdrawals withdrawals,
            Outputs outputs,
            Vaults vaults,
            Endpoints endpoints,
            Depths depths,
            LastWord lastWord,
            Jobs jobs,
            InstantSource clock) {
        this.store = store;
        this.withdrawals = withdrawals;
        this.outputs = outputs;
        this.vaults = vaults;
        this.endpoints = endpoints;
        this.depths = depths;
        this.lastWord = lastWord;
        this.jobs = jobs;
        this.clock = clock;
    }

    /// Where it is paid from.
    private record From(Endpoint endpoint, Account account, Derivation key) {}

    private From from(Withdrawal withdrawal) {
        var vault = vaults.vaultOf(withdrawal.wallet());
        var wallet = vaults.wallet(vault.workspace(), withdrawal.wallet());
        var address = vaults.address(vault, wallet, Optional.of(withdrawal.address()));
        var key = vault.key()
                .at(wallet.chain(), address.path())
                .orElseThrow(() -> new AssertionError("an address without a key"));
        return new From(endpoints.of(wallet.chain()), address.account(wallet.chain()), key);
    }

    /// Takes those of the nodes' signatures that are the account's over the very bytes that were built; empty if none
    /// are.
    ///
    /// @param given what nodes gave, of which some may lie
    /// @param signers the set that was asked
    Optional<Step> signed(Withdrawal withdrawal, List<List<ChainSignature>> given, List<String> signers, With with) {
        var from = from(withdrawal);
        if (!(CHAINS.parse(from.account().chain(), Content.TRANSACTION, withdrawal.ready())
                instanceof tallystick.crypto.codec.Parsed.Ok<? extends UnsignedTransaction>(var transaction)))
            throw new AssertionError("a draft that was built cannot be read");
        for (var signatures : given) {
            var signed = Attachment.of(transaction, from.key(), signatures);
            if (signed.isEmpty()) continue;
            var by = new With.By(signatures, signers, clock.instant());
            var _ = store.atomically(() -> taken(withdrawal, with.transaction(signed.get(), by)));
            return Optional.of(Step.in(Duration.ZERO));
        }
        return Optional.empty();
    }

    /// What follows from signatures, in one transaction: nobody could do anything in between.
    private boolean taken(Withdrawal withdrawal, With with) {
        var way = new ArrayList<Moved>();
        if (withdrawal.stage() == Stage.PENDING_POLICY) way.add(Moved.to(Stage.AUTHORIZED, SubStatus.ON_ITS_WAY));
        way.add(Moved.to(Stage.SIGNED, SubStatus.SIGNATURE_HERE));
        way.add(Moved.to(Stage.BROADCASTING, SubStatus.SIGNATURE_HERE));
        var now = Optional.of(withdrawal);
        for (var each : way) now = now.flatMap(before -> withdrawals.move(before, each, with));
        return now.isPresent();
    }

    Step step(Withdrawal withdrawal) throws InterruptedException {
        try {
            var from = from(withdrawal);
            return switch (withdrawal.stage()) {
                case SIGNED -> moved(withdrawal, Moved.to(Stage.BROADCASTING, SubStatus.SIGNATURE_HERE), Duration.ZERO);
                case BROADCASTING, DROPPED -> broadcast(withdrawal, from);
                case MEMPOOL, CONFIRMING -> look(withdrawal, from);
                default -> throw new AssertionError("nothing of %s is on a chain".formatted(withdrawal.stage()));
            };
        } catch (ChainUnreachable e) {
            return moved(withdrawal, new Moved(withdrawal.stage(), SubStatus.CHAIN_UNREACHABLE, e.why()), LATER);
        }
    }

    private Step broadcast(Withdrawal withdrawal, From from) throws ChainUnreachable, InterruptedException {
        return switch (from.endpoint()) {
            case NumberedEndpoint chain -> numbered(withdrawal, from, chain);
            case OutputsEndpoint chain -> spending(withdrawal, from, chain);
            case ExpiringEndpoint chain -> expiring(withdrawal, from, chain);
        };
    }

    /// The chain is asked first whether it is this one's turn: if it is, nobody used its number, and the chain has
    /// not seen it either.
    private Step numbered(Withdrawal withdrawal, From from, NumberedEndpoint chain)
            throws ChainUnreachable, InterruptedException {
        var next = chain.nonceNext(from.account());
        var number = withdrawal.nonce().orElseThrow();
        if (withdrawal.replacedBy().isEmpty() && next.equals(number)) return given(withdrawal, from);
        var seen = seen(withdrawal, from);
        if (!(seen instanceof Sight.Unknown)) return shown(withdrawal, from, seen);
        // A shallow block may go with what is in it, and a chain that reorganises shows for a moment the old number and
        // no transaction.
        if (chain.nonceMined(from.account(), withdrawal.wanted()).compareTo(number) > 0
                && isUnknownToAll(withdrawal, chain)
                && chain.nonceMinedByAll(from.account(), withdrawal.wanted()).compareTo(number) > 0)
            return ended(withdrawal, Moved.to(Stage.REPLACED, SubStatus.NONCE_USED), With.of(withdrawal));
        if (chain.nonceMined(from.account(), 1).compareTo(number) > 0)
            return moved(withdrawal, new Moved(withdrawal.stage(), SubStatus.NONCE_USED, NOT_DEEP), depths.pause());
        var replacement = signedReplacement(withdrawal);
        if (replacement.isPresent()) return replaced(withdrawal, replacement.get());
        return next.compareTo(number) < 0
                ? moved(
                        withdrawal,
                        new Moved(
                                withdrawal.stage(), SubStatus.AWAITS_LOWER_NONCE, "number %s is free".formatted(next)),
                        depths.pause().multipliedBy(2))
                : given(withdrawal, from);
    }

    private Optional<Withdrawal> signedReplacement(Withdrawal withdrawal) {
        return withdrawal
                .replacedBy()
                .flatMap(withdrawals::find)
                .filter(each -> each.signed().isPresent());
    }

    private Step replaced(Withdrawal withdrawal, Withdrawal replacement) {
        var why = new Moved(
                withdrawal.stage(),
                SubStatus.REPLACEMENT_SIGNED,
                replacement.id().toString());
        return moved(withdrawal, why, depths.pause().multipliedBy(2));
    }

    /// The chain is given it whatever it knows: of what spends the same output it takes one. Where it does not take
    /// this one, who spends what it spends is looked for.
    private Step spending(Withdrawal withdrawal, From from, OutputsEndpoint chain)
            throws ChainUnreachable, InterruptedException {
        var seen = seen(withdrawal, from);
        if (!(seen instanceof Sight.Unknown)) return shown(withdrawal, from, seen);
        var replacement = signedReplacement(withdrawal);
        if (replacement.isEmpty()) {
            var stands = standing(withdrawal);
            if (stands.isPresent()) return stands.get();
            var reception = from.endpoint().broadcast(signed(withdrawal));
            if (!(reception instanceof Reception.Refused(var words))) return received(withdrawal, reception);
            return rivalled(withdrawal, chain, words).orElseGet(() -> received(withdrawal, reception));
        }
        return rivalled(withdrawal, chain, "").orElseGet(() -> replaced(withdrawal, replacement.get()));
    }

    /// Goes on by what stands in its way; empty if nothing does that control can see.
    ///
    /// **Why** its own transaction is no rival: of several endpoints one may know it and another not.
    ///
    /// @param words with which the chain refused it
    private Optional<Step> rivalled(Withdrawal withdrawal, OutputsEndpoint chain, String words)
            throws ChainUnreachable {
        for (var each : outputs.of(withdrawal.id())) {
            var spender = chain.spender(each);
            if (spender.map(OutputsEndpoint.Spender::id).equals(withdrawal.transactionId())) return Optional.empty();
            if (spender.isPresent()) {
                var by = "%s spends %s".formatted(spender.get().id(), each);
                return Optional.of(
                        isSpentForAll(withdrawal, each, chain, spender.get())
                                ? ended(
                                        withdrawal,
                                        new Moved(Stage.REPLACED, SubStatus.OUTPUT_SPENT, by),
                                        With.of(withdrawal))
                                : moved(
                                        withdrawal,
                                        new Moved(
                                                withdrawal.stage(),
                                                SubStatus.OUTPUT_SPENT,
                                                by + ", " + (words.isEmpty() ? NOT_DEEP : words)),
                                        depths.pause().multipliedBy(2)));
            }
            if (!chain.has(each))
                return Optional.of(moved(
                        withdrawal, new Moved(withdrawal.stage(), SubStatus.OUTPUT_GONE, each.toString()), LATER));
        }
        return Optional.empty();
    }

    /// Whether no endpoint knows it. One that lies would have people pay anew what others still bring.
    private static boolean isUnknownToAll(Withdrawal withdrawal, Endpoint endpoint) throws ChainUnreachable {
        return endpoint.everyLook(withdrawal.transactionId().orElseThrow()).stream()
                .allMatch(Sight.Unknown.class::isInstance);
    }

    /// Whether every endpoint has this very rival, deep enough, and none the withdrawal.
    private static boolean isSpentForAll(
            Withdrawal withdrawal, OutPoint output, OutputsEndpoint chain, OutputsEndpoint.Spender rival)
            throws ChainUnreachable {
        if (rival.depth() < withdrawal.wanted() || !isUnknownToAll(withdrawal, chain)) return false;
        return chain.everySpender(output, rival.id()).stream()
                .allMatch(said -> said.filter(each -> each.id().equals(rival.id()))
                        .filter(each -> each.depth() >= withdrawal.wanted())
                        .isPresent());
    }

    /// Whether every endpoint shows it as executed and undone, deep enough.
    private static boolean isUndoneForAll(Withdrawal withdrawal, Endpoint endpoint) throws ChainUnreachable {
        return endpoint.everyLook(withdrawal.transactionId().orElseThrow()).stream()
                .allMatch(each -> each instanceof Sight.Mined(var _, var _, var depth, var succeeded)
                        && !succeeded
                        && depth >= withdrawal.wanted());
    }

    /// Nothing takes its place but time: what the chain has not executed while it counts it never executes.
    private Step expiring(Withdrawal withdrawal, From from, ExpiringEndpoint chain)
            throws ChainUnreachable, InterruptedException {
        var seen = seen(withdrawal, from);
        if (!(seen instanceof Sight.Unknown)) return shown(withdrawal, from, seen);
        var names = withdrawal.completion().orElseThrow().names();
        return chain.isOver(names, withdrawal.transactionId().orElseThrow())
                ? ended(
                        withdrawal,
                        Moved.to(Stage.FAILED, SubStatus.BLOCK_TOO_OLD),
                        With.of(withdrawal).inNone())
                : given(withdrawal, from);
    }

    private Step given(Withdrawal withdrawal, From from) throws ChainUnreachable, InterruptedException {
        var stands = standing(withdrawal);
        return stands.isPresent()
                ? stands.get()
                : received(withdrawal, from.endpoint().broadcast(signed(withdrawal)));
    }

    /// What stands against it stays with it, where it stands: the signature is there, and so it is not over.
    private Optional<Step> standing(Withdrawal withdrawal) throws InterruptedException {
        return lastWord.against(withdrawal).map(against -> moved(withdrawal, against.moved(), against.pause()));
    }

    private static SignedTransaction signed(Withdrawal withdrawal) {
        return new SignedTransaction(
                withdrawal.signed().orElseThrow(), withdrawal.transactionId().orElseThrow());
    }

    private Step received(Withdrawal withdrawal, Reception reception) {
        return switch (reception) {
            case Reception.Taken(var id)
            when id.equals(withdrawal.transactionId().orElseThrow()) ->
                moved(withdrawal, Moved.to(Stage.MEMPOOL, SubStatus.IN_MEMPOOL), depths.pause());
            case Reception.Taken(var id) ->
                moved(
                        withdrawal,
                        new Moved(withdrawal.stage(), SubStatus.CHAIN_REFUSES, "the endpoint calls it " + id),
                        later(withdrawal));
            case Reception.Refused(var words) ->
                moved(withdrawal, new Moved(withdrawal.stage(), SubStatus.CHAIN_REFUSES, words), later(withdrawal));
        };
    }

    /// The longer a chain refuses it, the more seldom it is tried: each time nodes are asked first, and write it down.
    private Duration later(Withdrawal withdrawal) {
        var since = withdrawal.signedAt().orElse(withdrawal.createdAt());
        var pause = Duration.between(since, clock.instant()).dividedBy(4);
        if (pause.compareTo(LATER) < 0) return LATER;
        return pause.compareTo(LATER_MAX) > 0 ? LATER_MAX : pause;
    }

    private static Sight seen(Withdrawal withdrawal, From from) throws ChainUnreachable {
        return from.endpoint().look(withdrawal.transactionId().orElseThrow());
    }

    private Step look(Withdrawal withdrawal, From from) throws ChainUnreachable {
        var seen = seen(withdrawal, from);
        if (!(seen instanceof Sight.Unknown)) return shown(withdrawal, from, seen);
        if (isOnItsWay(withdrawal, from)) return Step.in(depths.pause());
        return changed(
                withdrawal,
                Moved.to(Stage.DROPPED, SubStatus.LOST_BY_CHAIN),
                With.of(withdrawal).inNone(),
                Duration.ZERO);
    }

    /// A chain without a pool shows nothing of what it was given until that is in a block.
    private boolean isOnItsWay(Withdrawal withdrawal, From from) {
        return from.endpoint() instanceof ExpiringEndpoint
                && withdrawal.stage() == Stage.MEMPOOL
                && clock.instant().isBefore(withdrawal.updatedAt().plus(UNSEEN_MAX));
    }

    private Step shown(Withdrawal withdrawal, From from, Sight seen) throws ChainUnreachable {
        return switch (seen) {
            case Sight.Unknown _ -> throw new AssertionError("what nobody knows is not shown");
            case Sight.Waiting _ -> {
                var why = withdrawal.stage() == Stage.CONFIRMING ? SubStatus.BLOCK_GONE : SubStatus.IN_MEMPOOL;
                var kept = withdrawal.stage() == Stage.MEMPOOL ? stands(withdrawal, why) : why;
                yield changed(
                        withdrawal,
                        Moved.to(Stage.MEMPOOL, kept),
                        With.of(withdrawal).inNone(),
                        depths.pause());
            }
            case Sight.Mined mined -> mined(withdrawal, from, mined);
        };
    }

    /// Counted from the block that it is in now: after a reorganisation that is another one.
    private Step mined(Withdrawal withdrawal, From from, Sight.Mined mined) throws ChainUnreachable {
        var block = new Withdrawal.Block(mined.block(), mined.blockHash());
        var with = With.of(withdrawal).in(block, mined.depth());
        var isElsewhere = withdrawal.block().map(each -> !each.equals(block)).orElse(false);
        if (withdrawal.stage() != Stage.CONFIRMING)
            return changed(withdrawal, Moved.to(Stage.CONFIRMING, SubStatus.IN_A_BLOCK), with, Duration.ZERO);
        if (isElsewhere)
            return changed(withdrawal, Moved.to(Stage.CONFIRMING, SubStatus.BLOCK_GONE), with, Duration.ZERO);
        if (mined.depth() < withdrawal.wanted()) {
            var why = stands(withdrawal, SubStatus.IN_A_BLOCK);
            return withdrawal.confirmations() == mined.depth() && withdrawal.why() == why
                    ? Step.in(depths.pause())
                    : changed(withdrawal, Moved.to(Stage.CONFIRMING, why), with, depths.pause());
        }
        if (mined.succeeded()) return ended(withdrawal, Moved.to(Stage.COMPLETED, SubStatus.DONE), with);
        return isUndoneForAll(withdrawal, from.endpoint())
                ? ended(withdrawal, Moved.to(Stage.FAILED, SubStatus.REVERTED), with)
                : Step.in(depths.pause().multipliedBy(2));
    }

    /// Its reason, unless that is over now that the chain was seen.
    private static SubStatus stands(Withdrawal withdrawal, SubStatus seen) {
        return withdrawal.why() == SubStatus.CHAIN_UNREACHABLE ? seen : withdrawal.why();
    }

    private Step moved(Withdrawal withdrawal, Moved moved, Duration pause) {
        return changed(withdrawal, moved, With.of(withdrawal), pause);
    }

    private Step changed(Withdrawal withdrawal, Moved moved, With with, Duration pause) {
        return withdrawals.move(withdrawal, moved, with).isPresent() ? Step.in(pause) : Step.in(Duration.ZERO);
    }

    /// What it took the place of need not wait for its own next look, which of one that is withheld is far off.
    private Step ended(Withdrawal withdrawal, Moved moved, With with) {
        withdrawal.replaces().ifPresent(jobs::now);
        return withdrawals.move(withdrawal, moved, with).isPresent() ? Step.over() : Step.in(Duration.ZERO);
    }
}
