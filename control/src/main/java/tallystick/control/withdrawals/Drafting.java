package tallystick.control.withdrawals;

import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tallystick.control.access.Caller;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.chain.ChainUnreachable;
import tallystick.control.chain.Endpoint;
import tallystick.control.chain.Endpoints;
import tallystick.control.chain.OutputsEndpoint;
import tallystick.control.life.Kind;
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
@Component
final class Drafting {
    private static final Duration LIFE = Duration.ofMinutes(30);
    private static final Chains CHAINS = Chains.all();

    private final Withdrawals withdrawals;
    private final Grounds grounds;
    private final Vaults vaults;
    private final Endpoints endpoints;
    private final Depths depths;
    private final InstantSource clock;

    Drafting(
            Withdrawals withdrawals,
            Grounds grounds,
            Vaults vaults,
            Endpoints endpoints,
            Depths depths,
            InstantSource clock) {
        this.withdrawals = withdrawals;
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

    /// Makes a draft. Runs in the transaction of its request, which keeps others from what it claims.
    Withdrawal draft(Caller caller, Vaults.Vault vault, Wanted wanted) {
        var site = site(vault, wanted.wallet(), wanted.from());
        try {
            var ground = grounds.fresh(site.endpoint(), site.from(), wanted.asset(), wanted.to());
            var wish = new Wish.Pay(wanted.asset(), wanted.to(), wanted.amount());
            var transaction = ready(built(site, ground, wish));
            var shape = new Shape(
                    Kind.PAY,
                    Optional.empty(),
                    wanted.externalId(),
                    wanted.asset(),
                    wanted.to().address(),
                    wanted.amount(),
                    List.of(),
                    wanted.note());
            return add(caller, site, shape, ground, transaction);
        } catch (ChainUnreachable e) {
            throw Problem.of(Code.UNREACHABLE, e.why());
        }
    }

    /// Drafts of several payments by one address, under numbers that follow each other: all of them or none.
    List<Withdrawal> payout(Caller caller, Vaults.Vault vault, List<Wanted> wanted) {
        var drafts = wanted.stream().map(each -> draft(caller, vault, each)).toList();
        var first = wanted.getFirst();
        var account = first.from().account(first.wallet().chain());
        var coin = vault.key().coin(account.chain());
        try {
            for (var asset : wanted.stream().map(Wanted::asset).distinct().toList())
                covered(account, asset, asset.equals(coin) ? drafts : List.of(), wanted);
        } catch (ChainUnreachable e) {
            throw Problem.of(Code.UNREACHABLE, e.why());
        }
        return drafts;
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
            var ground = grounds.fresh(site.endpoint(), site.from(), first.asset(), first.to());
            var parts = wanted.stream()
                    .map(each -> new Wish.Payout.Part(each.to(), each.amount()))
                    .toList();
            var transaction = ready(built(site, ground, new Wish.Payout(first.asset(), parts)));
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
            return add(caller, site, shape, ground, transaction);
        } catch (ChainUnreachable e) {
            throw Problem.of(Code.UNREACHABLE, e.why());
        }
    }

    /// @param fees whose fees come out of the same balance
    private void covered(Account account, Asset asset, List<Withdrawal> fees, List<Wanted> wanted)
            throws ChainUnreachable {
        var needed = wanted.stream()
                .filter(each -> each.asset().equals(asset))
                .map(Wanted::amount)
                .reduce(BigInteger.ZERO, BigInteger::add)
                .add(fees.stream().map(Withdrawal::feeMax).reduce(BigInteger.ZERO, BigInteger::add));
        var held = endpoints.of(account.chain()).balance(account, asset).orElse(BigInteger.ZERO);
        if (held.compareTo(needed) < 0)
            throw Problem.field("payments", "payments of at most %s of %s, not %s".formatted(held, asset, needed));
    }

    /// A draft that takes the place of one the chain does not get done with.
    Withdrawal replacement(Caller caller, Vaults.Vault vault, Withdrawal pending, Kind kind) {
        if (!Replaceable.waits(pending))
            throw Problem.of(
                    Code.CONFLICT, "it is %s: only what waits for a block is replaced".formatted(pending.stage()));
        if (pending.replacedBy().isPresent())
            throw Problem.of(
                    Code.CONFLICT,
                    "it has the replacement %s: replace that one"
                            .formatted(pending.replacedBy().get()));
        var wallet = vaults.wallet(vault.workspace(), pending.wallet());
        var site = site(vault, wallet, vaults.address(vault, wallet, Optional.of(pending.address())));
        var chain = wallet.chain();
        var waits = CHAINS.parse(chain, Content.TRANSACTION, pending.unsigned()).orThrow();
        var coin = vault.key().coin(chain);
        try {
            var wish = kind == Kind.CANCEL ? new Wish.Cancel(waits) : new Wish.SpeedUp(waits);
            var ground = grounds.again(site.endpoint(), site.from(), coin, pending, waits);
            var transaction =
                    switch (built(site, ground, wish)) {
                        case Built.Ready(var made) -> made;
                        case Built.Refused(var _, var why) -> throw Problem.of(Code.CONFLICT, why);
                    };
            var shape = kind == Kind.CANCEL
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
            return add(caller, site, shape, ground, transaction);
        } catch (ChainUnreachable e) {
            throw Problem.of(Code.UNREACHABLE, e.why());
        }
    }

    private static Asset asset(Withdrawal pending) {
        return AssetText.parse("asset", pending.asset());
    }

    /// A draft that moves all there is of an asset at an address; empty if there is nothing that could be moved now.
    Optional<Withdrawal> sweep(
            Caller caller, Vaults.Vault vault, Vaults.Wallet wallet, Vaults.Address from, Asset asset, Account to) {
        var site = site(vault, wallet, from);
        try {
            if (site.endpoint()
                            .balance(site.account(), asset)
                            .orElse(BigInteger.ZERO)
                            .signum()
                    == 0) return Optional.empty();
            var ground = grounds.fresh(site.endpoint(), site.from(), asset, to);
            return switch (built(site, ground, new Wish.Sweep(asset, to))) {
                case Built.Refused _ -> Optional.empty();
                case Built.Ready(var transaction) -> {
                    var amount = moved(transaction, site.account(), asset);
                    var shape = new Shape(
                            Kind.SWEEP,
                            Optional.empty(),
                            Optional.empty(),
                            asset,
                            to.address(),
                            amount,
                            List.of(),
                            from.label());
                    yield Optional.of(add(caller, site, shape, ground, transaction));
                }
            };
        } catch (ChainUnreachable e) {
            throw Problem.of(Code.UNREACHABLE, e.why());
        }
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
