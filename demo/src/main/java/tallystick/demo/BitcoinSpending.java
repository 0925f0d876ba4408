package tallystick.demo;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.FeeLimits;
import tallystick.core.chain.bitcoin.KeyTree;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.bitcoin.SpentOutput;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxInput;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.core.chain.bitcoin.build.ChangeTo;
import tallystick.core.chain.bitcoin.build.Coin;
import tallystick.core.chain.bitcoin.build.FeeRate;
import tallystick.core.chain.bitcoin.build.Payment;
import tallystick.core.wire.KeyCard;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.tools.operator.Unable;

/// Coins of a key on a Bitcoin network without blocks, and payments of them.
///
/// **Threads** a value.
public final class BitcoinSpending {
    private static final BitcoinNetwork NETWORK = BitcoinNetwork.REGTEST;
    private static final long EACH_SATOSHI = 60_000;
    /// For the fee and the change.
    private static final long KEPT_SATOSHI = 20_000;
    private static final FeeRate RATE = new FeeRate(5_000);

    private final KeyTree tree;
    private final AddressForm form;

    /// @param form in which the key's addresses are written
    public BitcoinSpending(KeyCard key, AddressForm form) {
        var point = Curve.SECP256K1.group().parsePoint(key.point()).orThrow();
        this.tree = new KeyTree(new Derivation(point, key.chainCode()));
        this.form = form;
    }

    /// The address at a path below the key.
    String address(DerivationPath path) {
        return output(path, 0).script().account(NETWORK).address();
    }

    /// Pays most of some coins to an address that is nobody's; what is left comes back to a further address.
    ///
    /// @param paths of the addresses that hold the coins, one for each coin; all are spent
    /// @throws Unable if they do not pay for their own spending
    public Bundle payment(List<DerivationPath> paths) throws Unable {
        var funding = funding(paths);
        var coins = IntStream.range(0, paths.size())
                .mapToObj(i -> coin(funding, i, paths.get(i)))
                .toList();
        var payee = new TxOutput(
                paths.size() * EACH_SATOSHI - KEPT_SATOSHI,
                form.script(Curve.SECP256K1.group().generator()));
        var change = new ChangeTo(tree, DerivationPath.of(1, 0), form);
        return switch (new Payment(NETWORK, RATE, 0, FeeLimits.ORDINARY)
                .pay(coins, List.of(payee), change, Optional.of(new SystemEntropy()))) {
            case Payment.Outcome.Built(var bundle) -> bundle;
            case Payment.Outcome.TooLittle(var missing) -> throw new Unable("%d satoshi short".formatted(missing));
            case Payment.Outcome.RateAboveCap(var rate, var _) -> throw new Unable("fee rate %d".formatted(rate));
            case Payment.Outcome.Refused(var why) -> throw new Unable(why);
        };
    }

    /// Pays the addresses; spends an output of a transaction that nobody has.
    private Transaction funding(List<DerivationPath> paths) {
        var from = TxInput.unsigned(
                new OutPoint(new Digest32(new SystemEntropy().bytes(Digest32.LENGTH_BYTES)), 0), TxInput.FINAL);
        return new Transaction(
                2,
                List.of(from),
                paths.stream().map(path -> output(path, EACH_SATOSHI)).toList(),
                0);
    }

    /// Of the address at which payments are received, by its number.
    public static DerivationPath receiving(int index) {
        return DerivationPath.of(0, index);
    }

    private TxOutput output(DerivationPath path, long satoshi) {
        return new TxOutput(satoshi, form.script(tree.key(path).orElseThrow()));
    }

    private Coin coin(Transaction funding, int index, DerivationPath path) {
        return new Coin(
                new OutPoint(funding.hash(), index),
                SpentOutput.whole(funding.outputs().get(index), tree.key(path).orElseThrow(), path),
                Optional.of(funding));
    }
}
