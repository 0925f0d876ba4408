package tallystick.core.chain.ethereum.call;

import java.math.BigInteger;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Effect;
import tallystick.core.chain.ethereum.safe.SafeTransaction;

/// What a Safe pays back for gas.
///
/// @spec https://docs.safe.global/advanced/smart-account-overview Safe, payments and refunds
final class SafeRefund {
    /// Gas the Safe counts besides that of the call itself: opening accounts, moving value, measuring. Generous, for
    /// the amount is shown as the most that can be taken.
    private static final BigInteger OVERHEAD_GAS = BigInteger.valueOf(100_000);

    private static final int COIN = 60;

    private SafeRefund() {}

    /// @spec docs/spec/ethereum.md#ET-5 ethereum
    static void read(Walk walk, ChainId chain, Account safe, SafeTransaction transaction) {
        var token = transaction.gasToken();
        var receiver = transaction.refundReceiver();
        var named = !Invocation.isZero(receiver);
        if (transaction.gasPrice().signum() == 0) {
            if (named || !Invocation.isZero(token))
                walk.attention("UNUSED_REFUND", "A refund's token or receiver is named, though nothing is paid back.");
            return;
        }
        var asset = Invocation.isZero(token) ? Asset.coin(chain, COIN) : new Asset(chain, "erc20", token.toString());
        var amountMax = transaction
                .safeTxGas()
                .add(transaction.baseGas())
                .add(OVERHEAD_GAS)
                .multiply(transaction.gasPrice());
        walk.danger("SAFE_REFUND", "The Safe itself pays back gas, at a price set here and not by the chain.");
        walk.effect(
                named
                        ? new Effect.Transfer(asset, safe, receiver.on(chain), amountMax)
                        : new Effect.Fee(asset, safe, amountMax));
    }
}
