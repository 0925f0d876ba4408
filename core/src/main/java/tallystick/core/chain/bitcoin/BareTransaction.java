package tallystick.core.chain.bitcoin;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Warning;

/// A transaction without what its inputs spend: can be read, not signed.
///
/// **Why** bytes from elsewhere are shown as far as they are understood; what nobody said about the inputs stays an
/// undecoded effect.
///
/// @param valuesSatoshi what the inputs are worth, in their order, as somebody says; empty if nobody does
public record BareTransaction(BitcoinNetwork network, Transaction transaction, List<Long> valuesSatoshi) {
    /// @throws IllegalArgumentException if there are values and not one for each input, or one is out of range: the
    /// caller's fault
    public BareTransaction {
        valuesSatoshi = List.copyOf(valuesSatoshi);
        if (!valuesSatoshi.isEmpty()
                && valuesSatoshi.size() != transaction.inputs().size())
            throw new IllegalArgumentException("%d values for %d inputs"
                    .formatted(valuesSatoshi.size(), transaction.inputs().size()));
        for (var value : valuesSatoshi)
            if (value < 0 || value > TxOutput.VALUE_MAX)
                throw new IllegalArgumentException("value %d not in 0..21e14".formatted(value));
    }

    /// Inputs less outputs; empty if the inputs' values are not known or do not cover the outputs.
    public Optional<Long> feeSatoshi() {
        if (valuesSatoshi.isEmpty()) return Optional.empty();
        var fee = valuesSatoshi.stream().mapToLong(Long::longValue).sum() - Bundle.valueOf(transaction.outputs());
        return fee < 0 ? Optional.empty() : Optional.of(fee);
    }

    /// What it does, the fee last. Without the inputs nothing is change.
    public List<Effect> effects(Account signer) {
        var effects = new ArrayList<Effect>();
        for (var output : transaction.outputs()) effects.addAll(BundleEffects.of(output, network, signer));
        effects.add(feeSatoshi()
                .<Effect>map(fee -> new Effect.Fee(network.coin(), signer, BigInteger.valueOf(fee)))
                .orElseGet(() -> new Effect.Undecoded(
                        signer, transaction.encodeStripped(), "inputs of unknown value: the fee is not known")));
        return List.copyOf(effects);
    }

    /// What a person should know, the gravest first.
    public List<Warning> warnings(Knowledge knowledge) {
        return BundleWarnings.of(transaction, feeSatoshi(), (transaction.weight() + 3) / 4, knowledge);
    }
}
