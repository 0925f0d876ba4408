package tallystick.control.withdrawals;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import tallystick.control.answer.Problem;
import tallystick.control.chain.ChainUnreachable;
import tallystick.control.chain.Endpoint;
import tallystick.control.chain.ExpiringEndpoint;
import tallystick.control.chain.NumberedEndpoint;
import tallystick.control.chain.OutputsEndpoint;
import tallystick.control.vaults.Vaults;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.bitcoin.TxInput;
import tallystick.core.chain.bitcoin.build.FeeRate;
import tallystick.core.chain.registry.Chains;
import tallystick.crypto.codec.Bytes;

/// What a transaction of an address can be built on now: what the chain shows, less what other withdrawals claim.
///
/// **Why** in two halves: the chain is asked while nothing of the database is held, and what others claim is read
/// behind the address's lock, so that two requests do not build on the same. In between others may have claimed more:
/// then it is built on what they left.
///
/// **Threads** any.
@Component
final class Grounds {
    private final Withdrawals withdrawals;
    private final Outputs outputs;

    Grounds(Withdrawals withdrawals, Outputs outputs) {
        this.withdrawals = withdrawals;
        this.outputs = outputs;
    }

    /// @param state a state file
    /// @param claims what of the chain a transaction claims that was built on it
    record Ground(Bytes state, Function<UnsignedTransaction, Claim> claims) {}

    /// What a chain showed. It is asked no more.
    @FunctionalInterface
    interface Shown {
        /// What others leave of it now. Within the transaction that then claims, until which the address stays locked.
        Ground left();
    }

    /// For a transaction beside those there are.
    ///
    /// @param to who is paid
    /// @throws Problem if the asset is not paid there
    Shown fresh(Endpoint endpoint, Vaults.Address address, Asset asset, Account to) throws ChainUnreachable {
        var account = address.account(endpoint.chain());
        return switch (endpoint) {
            case NumberedEndpoint chain -> {
                var next = chain.nonceNext(account);
                var numbering = chain.state(account, asset);
                yield locked(address, () -> numbered(numbering, withdrawals.freeNonce(address.id(), next)));
            }
            case OutputsEndpoint chain -> spending(chain, address, 0, Set.of());
            case ExpiringEndpoint chain -> expiring(chain, account, asset, to);
        };
    }

    /// For a transaction in the place of one that waits.
    ///
    /// @param waits what it is
    Shown again(Endpoint endpoint, Vaults.Address address, Asset asset, Withdrawal pending, UnsignedTransaction waits)
            throws ChainUnreachable {
        var account = address.account(endpoint.chain());
        return switch (endpoint) {
            case NumberedEndpoint chain -> {
                var ground =
                        numbered(chain.state(account, asset), pending.nonce().orElseThrow());
                yield () -> ground;
            }
            case OutputsEndpoint chain -> spending(chain, address, above(waits), outputs.of(pending.id()));
            case ExpiringEndpoint chain -> expiring(chain, account, asset, account);
        };
    }

    private Shown locked(Vaults.Address address, Shown shown) {
        return () -> {
            withdrawals.lock(address.id());
            return shown.left();
        };
    }

    private static Ground numbered(NumberedEndpoint.Numbering numbering, BigInteger nonce) {
        return new Ground(numbering.with(nonce), _ -> new Claim.Numbered(nonce));
    }

    private Shown spending(OutputsEndpoint chain, Vaults.Address address, long rateMin, Set<OutPoint> inherited)
            throws ChainUnreachable {
        var spendable = chain.state(address.account(chain.chain()), outputs.held(address.id()), rateMin);
        return locked(
                address,
                () -> new Ground(
                        spendable.without(outputs.held(address.id())),
                        built -> new Claim.Spent(chain.chain(), spent(built), inherited)));
    }

    private static Shown expiring(ExpiringEndpoint chain, Account account, Asset asset, Account to)
            throws ChainUnreachable {
        var coin = Chains.all().family(chain.chain()).orElseThrow().building().coin(chain.chain());
        if (!asset.equals(coin)) throw Problem.field("asset", "%s: nothing else is paid there".formatted(coin));
        var ground = new Ground(chain.state(account, to), _ -> new Claim.Nothing());
        return () -> ground;
    }

    private static List<OutPoint> spent(UnsignedTransaction built) {
        if (!(built instanceof Bundle bundle)) throw new AssertionError("a transaction that spends no outputs");
        return bundle.transaction().inputs().stream().map(TxInput::spends).toList();
    }

    /// A quarter more than what waits offers, and what nodes of the network want for passing it on again.
    private static long above(UnsignedTransaction waits) {
        if (!(waits instanceof Bundle bundle)) throw new AssertionError("a transaction that spends no outputs");
        var offered = bundle.feeSatoshi() * 1000 / bundle.virtualBytesMax();
        return offered * 5 / 4 + FeeRate.RELAY.satoshiPerKvb();
    }
}
