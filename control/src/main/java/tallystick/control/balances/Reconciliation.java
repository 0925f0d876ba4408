package tallystick.control.balances;

import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.springframework.stereotype.Component;
import tallystick.control.chain.ChainUnreachable;
import tallystick.control.chain.Endpoints;
import tallystick.control.chain.ExpiringEndpoint;
import tallystick.control.chain.Holding;
import tallystick.control.events.Events;
import tallystick.control.store.Store;
import tallystick.control.vaults.AssetText;
import tallystick.control.vaults.Vaults;
import tallystick.control.withdrawals.Depths;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;

/// Looks what addresses have, and whether withdrawals explain what left them.
///
/// **Why** at a block that is as deep as done is: what is compared there does not change any more. An address with a
/// withdrawal on its way is left for later. What control finds is for people to look at; `tallystick watch`, which
/// does not believe control, freezes.
@Component
class Reconciliation {
    private static final Logger LOG = Logger.getLogger(Reconciliation.class.getName());
    /// An endpoint that is asked in the place of another may be some blocks behind it, and no more.
    private static final Duration BEHIND_MAX = Duration.ofHours(3);

    private final Store store;
    private final Balances balances;
    private final Vaults vaults;
    private final Endpoints endpoints;
    private final Depths depths;
    private final Events events;
    private final InstantSource clock;

    Reconciliation(
            Store store,
            Balances balances,
            Vaults vaults,
            Endpoints endpoints,
            Depths depths,
            Events events,
            InstantSource clock) {
        this.store = store;
        this.balances = balances;
        this.vaults = vaults;
        this.endpoints = endpoints;
        this.depths = depths;
        this.events = events;
        this.clock = clock;
    }

    /// Looks at those that were looked at longest ago. A chain that does not answer is not asked again in one
    /// round: that it is missed, withdrawals tell.
    ///
    /// @return how many
    int round(int count) {
        var due = balances.due(count);
        var missed = new HashSet<String>();
        for (var each : due) {
            if (!missed.contains(each.chain()) && !balances.isUnderWay(each.address()))
                try {
                    look(each);
                } catch (ChainUnreachable e) {
                    missed.add(each.chain());
                    LOG.log(Level.FINE, "balances: {0}", e.why());
                }
            balances.looked(each.address());
        }
        return due.size();
    }

    void look(Balances.Due due) throws ChainUnreachable {
        var vault = vaults.vaultOf(due.wallet());
        var wallet = vaults.wallet(due.workspace(), due.wallet());
        if (!endpoints.has(wallet.chain())) return;
        var address = vaults.address(vault, wallet, Optional.of(due.address()));
        var coin = vault.key().coin(wallet.chain());
        var assets = new HashSet<Asset>();
        assets.add(coin);
        for (var text : balances.assets(due)) assets.add(AssetText.parse("asset", text));
        var account = address.account(wallet.chain());
        var endpoint = endpoints.of(wallet.chain());
        var seen = endpoint.holding(account, assets, depths.blocks());
        var sent = endpoint instanceof ExpiringEndpoint chain ? sent(chain, account, due, coin, seen) : seen.nonce();
        // One that went out and into a block meanwhile may not be known to be in it yet.
        if (balances.isUnderWay(due.address())) return;
        seen.amounts().forEach((asset, amount) -> {
            var place = new Place(due.address(), asset.toString(), asset.equals(coin));
            compare(due.workspace(), place, seen.block(), new Difference.State(amount, sent));
        });
    }

    /// Where the chain keeps no count it is taken on from the last look; the first begins at 0.
    private BigInteger sent(ExpiringEndpoint chain, Account account, Balances.Due due, Asset coin, Holding seen)
            throws ChainUnreachable {
        var last = balances.last(due.address(), coin.toString());
        if (last.isEmpty()) return BigInteger.ZERO;
        var since = chain.signed(account, last.get().block(), seen.block());
        return last.get().state().nonce().add(BigInteger.valueOf(since));
    }

    private record Place(UUID address, String asset, boolean isCoin) {}

    private void compare(UUID workspace, Place place, long block, Difference.State now) {
        var _ = store.atomically(() -> {
            var before = balances.last(place.address(), place.asset());
            if (before.isPresent() && before.get().block() >= block)
                return isMadeUp(before.get(), block) && anew(place, block, now);
            var found = before.map(last -> difference(place, last, block, now)).orElse(Difference.NONE);
            balances.keep(place.address(), place.asset(), now, block, found);
            var was = before.map(last -> last.state().amount()).orElse(BigInteger.ZERO);
            if (!was.equals(now.amount())) tell(workspace, "balance.changed", place, block, was, now, Difference.NONE);
            if (!found.isNone()) tell(workspace, "balance.unexplained", place, block, was, now, found);
            return true;
        });
    }

    /// Whether what was kept is of a block that there cannot have been: so long after it the chain has not come there.
    ///
    /// **Why** it is not kept for ever: one answer of one endpoint would hide for good what the address has.
    private boolean isMadeUp(Balances.Row kept, long block) {
        return kept.block() > block && kept.at().isBefore(clock.instant().minus(BEHIND_MAX));
    }

    /// Begins anew from what is seen now: with what was made up nothing can be compared.
    private boolean anew(Place place, long block, Difference.State now) {
        LOG.log(
                Level.WARNING,
                "ALARM address {0}: an endpoint told of a block that there was not; {1} is compared from block {2} on",
                new Object[] {place.address(), place.asset(), Long.toString(block)});
        balances.keep(place.address(), place.asset(), now, block, Difference.NONE);
        return true;
    }

    /// Of the coin alone transactions are counted: every one pays a fee in it, and it is told once.
    private Difference difference(Place place, Balances.Row last, long block, Difference.State now) {
        var explained = balances.explained(place.address(), place.asset(), place.isCoin(), last.block(), block);
        var found = Difference.between(last.state(), now, explained);
        return place.isCoin() ? found : new Difference(found.less(), 0);
    }

    private void tell(
            UUID workspace,
            String kind,
            Place place,
            long block,
            BigInteger was,
            Difference.State now,
            Difference found) {
        var data = events.data()
                .put("asset", place.asset())
                .put("before", was.toString())
                .put("after", now.amount().toString())
                .put("block", block);
        if (!found.isNone()) {
            data.put("less", found.less().toString()).put("transactions", found.more());
            LOG.log(
                    Level.WARNING,
                    "ALARM address {0}: {1} less of {2} than withdrawals explain, {3} transactions more",
                    new Object[] {place.address(), found.less(), place.asset(), found.more()});
        }
        events.append(workspace, kind, place.address(), data);
    }
}
