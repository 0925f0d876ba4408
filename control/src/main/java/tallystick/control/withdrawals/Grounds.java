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
/// **Threads** any; the address stays locked until the transaction of the database that runs is over, so that two
/// requests do not build on the same.
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

    /// For a transaction beside those there are.
    ///
    /// @param to who is paid
    /// @throws Problem if the asset is not paid there
    Ground fresh(Endpoint endpoint, Vaults.Address address, Asset asset, Account to) throws ChainUnreachable {
        var account = address.account(endpoint.chain());
        return switch (endpoint) {
            case NumberedEndpoint chain ->
                numbered(chain, account, withdrawals.freeNonce(address.id(), chain.nonceNext(account)), asset);
            case OutputsEndpoint chain ->
                new Ground(
                        chain.state(account, outputs.held(address.id()), 0),
                        built -> new Claim.Spent(chain.chain(), spent(built), Set.of()));
            case ExpiringEndpoint chain -> expiring(chain, account, asset, to);
        };
    }

    /// For a transaction in the place of one that waits.
    ///
    /// @param waits what it is
    Ground again(Endpoint endpoint, Vaults.Address address, Asset asset, Withdrawal pending, UnsignedTransaction waits)
            throws ChainUnreachable {
        var account = address.account(endpoint.chain());
        return switch (endpoint) {
            case NumberedEndpoint chain ->
                numbered(chain, account, pending.nonce().orElseThrow(), asset);
            case OutputsEndpoint chain -> {
                var held = outputs.held(address.id());
                var inherited = outputs.of(pending.id());
                yield new Ground(
                        chain.state(account, held, above(waits)),
                        built -> new Claim.Spent(chain.chain(), spent(built), inherited));
            }
            case ExpiringEndpoint chain -> expiring(chain, account, asset, account);
        };
    }

    private static Ground numbered(NumberedEndpoint chain, Account account, BigInteger nonce, Asset asset)
            throws ChainUnreachable {
        return new Ground(chain.state(account, nonce, asset), _ -> new Claim.Numbered(nonce));
    }

    private static Ground expiring(ExpiringEndpoint chain, Account account, Asset asset, Account to)
            throws ChainUnreachable {
        var coin = Chains.all().family(chain.chain()).orElseThrow().building().coin(chain.chain());
        if (!asset.equals(coin)) throw Problem.field("asset", "%s: nothing else is paid there".formatted(coin));
        return new Ground(chain.state(account, to), _ -> new Claim.Nothing());
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
