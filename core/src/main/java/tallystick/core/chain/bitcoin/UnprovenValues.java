package tallystick.core.chain.bitcoin;

import java.util.List;
import java.util.stream.IntStream;
import tallystick.core.chain.Warning;

/// Which inputs' values rest on somebody's word.
///
/// **Why** BIP-143 signatures commit to their own amount only: with two inputs, two lies about the other one give two
/// good signatures, and the difference is a fee that nobody saw.
public final class UnprovenValues {
    /// Said where there is one.
    public static final Warning WARNING = new Warning(
            Warning.Severity.DANGER,
            "VALUE_UNPROVEN",
            "What an input is worth is not proven: the fee may be larger than shown, and no node signs it.");

    private UnprovenValues() {}

    /// The numbers of the inputs, ascending. None if the transaction counts only with a Taproot signature of our own
    /// over all amounts as they are told here: a lie makes that one worthless.
    static List<Integer> of(Bundle bundle, Ownership ownership) {
        return isCommittedToAll(bundle, ownership)
                ? List.of()
                : of(
                        bundle.transaction(),
                        bundle.spent().stream().map(SpentOutput::output).toList(),
                        bundle.previous());
    }

    /// The numbers of the inputs, ascending, of a transaction whose keys are not known. None if there is one input,
    /// whose signature commits to its amount. A value is proven by the transaction that made it alone, if that one
    /// made this very output.
    ///
    /// @param spent what is said to be spent, one for each input
    /// @param previous transactions that made outputs spent, as far as they are there
    /// @throws IllegalArgumentException if the count of outputs differs: the caller's fault
    /// @spec docs/spec/bitcoin.md#BT-9 bitcoin
    public static List<Integer> of(Transaction transaction, List<TxOutput> spent, List<Transaction> previous) {
        var inputs = transaction.inputs();
        if (spent.size() != inputs.size())
            throw new IllegalArgumentException("%d outputs for %d inputs".formatted(spent.size(), inputs.size()));
        if (spent.size() == 1 && isCommittedTo(spent.getFirst().script())) return List.of();
        var made = Bundle.byHash(previous);
        return IntStream.range(0, spent.size())
                .filter(i -> {
                    var at = inputs.get(i).spends();
                    var maker = made.get(at.transaction());
                    return maker == null
                            || at.index() >= maker.outputs().size()
                            || !maker.outputs().get((int) at.index()).equals(spent.get(i));
                })
                .boxed()
                .toList();
    }

    /// Whether its own signature commits to the amount. What a script hash stands for is not known here: a bundle's is
    /// a witness program, others may be anything.
    private static boolean isCommittedTo(OutputScript script) {
        return switch (script.kind()) {
            case P2WPKH, P2WSH, P2TR -> true;
            case P2PKH, P2SH, WITNESS_UNKNOWN, DATA, OTHER -> false;
        };
    }

    /// That an input is Taproot's is said too. Where it is not, its owner signs it without us, and a signature of
    /// version 0 beside it is as good as ever: so it is proven by what made it, or no other kind of signature is
    /// made.
    private static boolean isCommittedToAll(Bundle bundle, Ownership ownership) {
        var spent = bundle.spent();
        if (spent.size() == 1) return spent.getFirst().form().isSegwit();
        var made = Bundle.byHash(bundle.previous()).keySet();
        var inputs = bundle.transaction().inputs();
        var alone = spent.stream().allMatch(UnprovenValues::commitsToAll);
        return IntStream.range(0, spent.size())
                .filter(i -> ownership.inputs().get(i) == Ownership.Standing.OWN)
                .filter(i -> commitsToAll(spent.get(i)))
                .anyMatch(i -> alone || made.contains(inputs.get(i).spends().transaction()));
    }

    private static boolean commitsToAll(SpentOutput spent) {
        return spent.form() == AddressForm.P2TR && !spent.sighash().isAnyone();
    }
}
