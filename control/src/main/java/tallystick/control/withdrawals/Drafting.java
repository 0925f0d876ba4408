package tallystick.control.withdrawals;

import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tallystick.control.access.Caller;
import tallystick.control.access.Restores;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.chain.ChainUnreachable;
import tallystick.control.chain.Endpoint;
import tallystick.control.chain.Endpoints;
import tallystick.control.chain.ExpiringEndpoint;
import tallystick.control.chain.OutputsEndpoint;
import tallystick.control.life.Kind;
import tallystick.control.store.Store;
import tallystick.control.vaults.AssetText;
import tallystick.control.vaults.Vaults;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Building;
import tallystick.core.chain.Built;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.Wish;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.Chains;
import tallystick.core.chain.registry.StateFile;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.secret.SystemEntropy;

/// Builds what an initiator then signs: the unsigned transaction, with its place on the chain and its fee.
///
/// **Why** it may be wrong or lie: the initiator's program decodes it before it signs, and every node before it lets
/// its share take part.
///
/// **Why** each draft has two halves: the chain is asked while no connection to the database is held, for it may take
/// its time; what it showed is then held against what others claimed meanwhile, built on and kept in one transaction.
@Component
final class Drafting {
    private static final Duration LIFE = Duration.ofMinutes(30);
    private static final Chains CHAINS = Chains.all();

    private final Store store;
    private final Withdrawals withdrawals;
    private final OpenDrafts open;
    private final Restores restores;
    private final Grounds grounds;
    private final Vaults vaults;
    private final Endpoints endpoints;
    private final Depths depths;
    private final InstantSource clock;

    Drafting(
            Store store,
            Withdrawals withdrawals,
            OpenDrafts open,
            Restores restores,
            Grounds grounds,
            Vaults vaults,
            Endpoints endpoints,
            Depths depths,
            InstantSource clock) {
        this.store = store;
        this.withdrawals = withdrawals;
        this.open = open;
        this.restores = restores;
        this.grounds = grounds;
        this.vaults = vaults;
        this.endpoints = endpoints;
        this.depths = depths;
        this.clock = clock;
    }

    /// What is wished for.
    record Wanted(
            Vaults.Wallet wallet,
            Vaults.Address from,
            Asset asset,
            Account to,
            BigInteger amount,
            Optional<String> externalId,
            String note) {}

    /// Where it is paid from.
    private record Site(
            Vaults.Wallet wallet, Vaults.Address from, Account account, Derivation key, Endpoint endpoint) {}

    private Site site(Vaults.Vault vault, Vaults.Wallet wallet, Vaults.Address from) {
        var key = vault.key()
                .at(wallet.chain(), from.path())
                .orElseThrow(() -> new AssertionError("an address without a key"));
        return new Site(wallet, from, from.account(wallet.chain()), key, endpoints.of(wallet.chain()));
    }

    /// What a draft is besides its bytes.
    private record Shape(
            Kind kind,
            Optional<UUID> replaces,
            Optional<String> externalId,
            Asset asset,
            String destination,
            BigInteger amount,
            List<Withdrawal.Part> parts,
            String note) {}

    /// A payment, and what the chain showed for it.
    private record Planned(Site site, Wanted wanted, Grounds.Shown shown) {}

    /// Makes a draft.
    Withdrawal draft(Caller caller, Vaults.Vault vault, Wanted wanted) {
        var site = site(vault, wanted.wallet(), wanted.from());
        try {
            var planned =
                    new Planned(site, wanted, grounds.fresh(site.endpoint(), site.from(), wanted.asset(), wanted.to()));
            return store.atomically(() -> kept(caller, planned));
        } catch (ChainUnreachable e) {
            throw e.problem();
        }
    }

    /// Within a transaction.
    private Withdrawal kept(Caller caller, Planned planned) {
        var wanted = planned.wanted();
        var ground = planned.shown().left();
        var wish = new Wish.Pay(wanted.asset(), wanted.to(), wanted.amount());
        var transaction = ready(built(planned.site(), ground, wish));
        var shape = new Shape(
                Kind.PAY,
                Optional.empty(),
                wanted.externalId(),
                wanted.asset(),
                wanted.to().address(),
                wanted.amount(),
                List.of(),
                wanted.note());
        return add(caller, planned.site(), shape, ground, transaction);
    }

    /// Drafts of several payments by one address, under numbers that follow each other: all of them or none.
    List<Withdrawal> payout(Caller caller, Vaults.Vault vault, List<Wanted> wanted) {
        var first = wanted.getFirst();
        var site = site(vault, first.wallet(), first.from());
        try {
            var planned = planned(site, wanted);
            var held = new HashMap<Asset, BigInteger>();
            for (var asset : wanted.stream().map(Wanted::asset).distinct().toList())
                held.put(asset, site.endpoint().balance(site.account(), asset).orElse(BigInteger.ZERO));
            var coin = vault.key().coin(site.account().chain());
            return store.atomically(() -> {
                var drafts = planned.stream().map(each -> kept(caller, each)).toList();
                held.forEach(
                        (asset, amount) -> covered(asset, amount, asset.equals(coin) ? drafts : List.of(), wanted));
                return drafts;
            });
        } catch (ChainUnreachable e) {
            throw e.problem();
        }
    }

    /// The chain is asked once for each asset, and for each who is paid where that matters to it.
    private List<Planned> planned(Site site, List<Wanted> wanted) throws ChainUnreachable {
        var shown = new HashMap<List<String>, Grounds.Shown>();
        var all = new ArrayList<Planned>();
        for (var each : wanted) {
            var who = site.endpoint() instanceof ExpiringEndpoint ? each.to().address() : "";
            var question = List.of(each.asset().toString(), who);
            var before = shown.get(question);
            var answer = before == null ? grounds.fresh(site.endpoint(), site.from(), each.asset(), each.to()) : before;
            shown.put(question, answer);
            all.add(new Planned(site, each, answer));
        }
        return all;
    }

    /// One draft of several payments by one address, in one transaction.
    ///
    /// @param wanted at least one, of one address
    /// @param externalId of all of them
    /// @throws Problem if a transaction of the chain pays one, or they cannot be paid together
    Withdrawal together(
            Caller caller, Vaults.Vault vault, List<Wanted> wanted, Optional<String> externalId, String note) {
        var first = wanted.getFirst();
        var site = site(vault, first.wallet(), first.from());
        if (!(site.endpoint() instanceof OutputsEndpoint))
            throw Problem.field(
                    "together",
                    "false: a transaction of %s pays one"
                            .formatted(first.wallet().chain()));
        if (wanted.stream().anyMatch(each -> !each.asset().equals(first.asset())))
            throw Problem.field("payments", "payments of one asset");
        try {
            var shown = grounds.fresh(site.endpoint(), site.from(), first.asset(), first.to());
            var parts = wanted.stream()
                    .map(each -> new Wish.Payout.Part(each.to(), each.amount()))
                    .toList();
            var shape = new Shape(
                    Kind.PAYOUT,
                    Optional.empty(),
                    externalId,
                    first.asset(),
                    "",
                    wanted.stream().map(Wanted::amount).reduce(BigInteger.ZERO, BigInteger::add),
                    wanted.stream()
                            .map(each -> new Withdrawal.Part(each.to().address(), each.amount()))
                            .toList(),
                    note);
            return store.atomically(() -> {
                var ground = shown.left();
                var transaction = ready(built(site, ground, new Wish.Payout(first.asset(), parts)));
                return add(caller, site, shape, ground, transaction);
            });
        } catch (ChainUnreachable e) {
            throw e.problem();
        }
    }

    /// @param held what the chain says there is of the asset
    /// @param fees whose fees come out of the same balance
    private static void covered(Asset asset, BigInteger held, List<Withdrawal> fees, List<Wanted> wanted) {
        var needed = wanted.stream()
                .filter(each -> each.asset().equals(asset))
                .map(Wanted::amount)
                .reduce(BigInteger.ZERO, BigInteger::add)
                .add(fees.stream().map(Withdrawal::feeMax).reduce(BigInteger.ZERO, BigInteger::add));
        if (held.compareTo(needed) < 0)
            throw Problem.field("payments", "payments of at most %s of %s, not %s".formatted(held, asset, needed));
    }

    private static void requireReplaceable(Withdrawal pending, Kind kind) {
        if (!Replaceable.takes(pending, kind))
            throw Problem.of(
                    Code.CONFLICT, "it is %s: only what waits for a block is replaced".formatted(pending.stage()));
        if (pending.replacedBy().isPresent())
            throw Problem.of(
                    Code.CONFLICT,
                    "it has the replacement %s: replace that one"
                            .formatted(pending.replacedBy().get()));
    }

    /// A draft that takes the place of one the chain does not get done with.
    Withdrawal replacement(Caller caller, Vaults.Vault vault, Withdrawal pending, Kind kind) {
        requireReplaceable(pending, kind);
        var wallet = vaults.wallet(vault.workspace(), pending.wallet());
        var site = site(vault, wallet, vaults.address(vault, wallet, Optional.of(pending.address())));
        var waits = CHAINS.parse(wallet.chain(), Content.TRANSACTION, pending.unsigned())
                .orThrow();
        var coin = vault.key().coin(wallet.chain());
        var wish = kind == Kind.CANCEL ? new Wish.Cancel(waits) : new Wish.SpeedUp(waits);
        try {
            var shown = grounds.again(site.endpoint(), site.from(), coin, pending, waits);
            return store.atomically(() -> {
                var ground = shown.left();
                // The chain may have got done with it while it was asked.
                requireReplaceable(withdrawals.of(pending.workspace(), pending.id()), kind);
                var transaction =
                        switch (built(site, ground, wish)) {
                            case Built.Ready(var made) -> made;
                            case Built.Refused(var _, var why) -> throw Problem.of(Code.CONFLICT, why);
                        };
                return add(caller, site, replacing(site, pending, kind, coin), ground, transaction);
            });
        } catch (ChainUnreachable e) {
            throw e.problem();
        }
    }

    private static Shape replacing(Site site, Withdrawal pending, Kind kind, Asset coin) {
        return kind == Kind.CANCEL
                ? new Shape(
                        kind,
                        Optional.of(pending.id()),
                        Optional.empty(),
                        coin,
                        site.account().address(),
                        BigInteger.ZERO,
                        List.of(),
                        pending.note())
                : new Shape(
                        kind,
                        Optional.of(pending.id()),
                        Optional.empty(),
                        asset(pending),
                        pending.destination(),
                        pending.amount(),
                        pending.parts(),
                        pending.note());
    }

    private static Asset asset(Withdrawal pending) {
        return AssetText.parse("asset", pending.asset());
    }

    /// Drafts that each move all there is of an asset at an address, of those where something could be moved now.
    List<Withdrawal> sweeps(
            Caller caller,
            Vaults.Vault vault,
            Vaults.Wallet wallet,
            List<Vaults.Address> from,
            Asset asset,
            Account to) {
        try {
            var planned = new ArrayList<Swept>();
            for (var each : from) {
                var site = site(vault, wallet, each);
                var held = site.endpoint().balance(site.account(), asset).orElse(BigInteger.ZERO);
                if (held.signum() != 0)
                    planned.add(new Swept(site, grounds.fresh(site.endpoint(), site.from(), asset, to)));
            }
            return store.atomically(() -> {
                // All in one order, or two sweeps could wait for each other.
                planned.stream().map(each -> each.site().from().id()).sorted().forEach(withdrawals::lock);
                return planned.stream()
                        .flatMap(each -> swept(caller, each, asset, to).stream())
                        .toList();
            });
        } catch (ChainUnreachable e) {
            throw e.problem();
        }
    }

    /// What is to be moved away, and what the chain showed of it.
    private record Swept(Site site, Grounds.Shown shown) {}

    /// Within a transaction.
    private Optional<Withdrawal> swept(Caller caller, Swept planned, Asset asset, Account to) {
        var site = planned.site();
        var ground = planned.shown().left();
        if (!(built(site, ground, new Wish.Sweep(asset, to)) instanceof Built.Ready(var transaction)))
            return Optional.empty();
        var shape = new Shape(
                Kind.SWEEP,
                Optional.empty(),
                Optional.empty(),
                asset,
                to.address(),
                moved(transaction, site.account(), asset),
                List.of(),
                site.from().label());
        return Optional.of(add(caller, site, shape, ground, transaction));
    }

    private static BigInteger moved(UnsignedTransaction transaction, Account from, Asset asset) {
        var sum = BigInteger.ZERO;
        for (var each : transaction.effects(from, Knowledge.none()))
            if (each instanceof Effect.Transfer(var what, var _, var _, var amount) && what.equals(asset))
                sum = sum.add(amount);
        return sum;
    }

    private Withdrawal add(
            Caller caller, Site site, Shape shape, Grounds.Ground ground, UnsignedTransaction transaction) {
        restores.requireNewer(caller);
        open.requireRoom(caller);
        return withdrawals.add(
                caller.workspace(),
                new Withdrawals.Draft(
                        site.wallet().id(),
                        site.from().id(),
                        shape.externalId(),
                        shape.asset().toString(),
                        shape.destination(),
                        shape.amount(),
                        shape.parts(),
                        shape.note(),
                        shape.kind(),
                        shape.replaces(),
                        transaction.bytes(),
                        transaction.digests(),
                        ground.claims().apply(transaction),
                        fee(transaction, site.account()),
                        site.endpoint().depth(depths.blocks()),
                        caller.key(),
                        clock.instant().plus(LIFE)));
    }

    private static Built built(Site site, Grounds.Ground ground, Wish wish) {
        try {
            var file = StateFile.parse(CHAINS, ground.state());
            var asked =
                    new Building.Asked(file.chain(), site.key(), Knowledge.none(), Optional.of(new SystemEntropy()));
            return file.builder(asked).build(wish);
        } catch (Unusable e) {
            throw Problem.of(Code.UNREACHABLE, "the endpoint's state cannot be used: " + e.getMessage());
        }
    }

    private static UnsignedTransaction ready(Built built) {
        return switch (built) {
            case Built.Ready(var transaction) -> transaction;
            case Built.Refused(var field, var why) -> throw Problem.field(field(field), why);
        };
    }

    private static String field(Built.Field field) {
        return switch (field) {
            case TO -> "destination";
            case AMOUNT -> "amount";
            case ASSET -> "asset";
            case WISH, PENDING, FEE, FUNDS, NONCE -> "amount";
        };
    }

    private static BigInteger fee(UnsignedTransaction transaction, Account account) {
        for (var each : transaction.effects(account, Knowledge.none()))
            if (each instanceof Effect.Fee(var _, var _, var amountMax)) return amountMax;
        return BigInteger.ZERO;
    }
}
