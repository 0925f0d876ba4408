package tallystick.core.chain.bitcoin;

import java.util.List;
import java.util.stream.IntStream;

/// Which inputs' values rest on somebody's word.
///
/// **Why** BIP-143 signatures commit to their own amount only: with two inputs, two lies about the other one give two
/// good signatures, and the difference is a fee that nobody saw.
final class UnprovenValues {
    private UnprovenValues() {}

    /// The numbers of the inputs, ascending. None if there is one input, whose signature commits to its amount, or if
    /// a Taproot signature of our own commits to all amounts: a lie makes that one worthless.
    /// @spec docs/spec/bitcoin.md#BT-9 bitcoin
    static List<Integer> of(Bundle bundle, Ownership ownership) {
        var inputs = bundle.transaction().inputs();
        if (inputs.size() < 2 || isCommittedToAll(bundle, ownership)) return List.of();
        var proven = Bundle.byHash(bundle.previous());
        return IntStream.range(0, inputs.size())
                .filter(i -> !proven.containsKey(inputs.get(i).spends().transaction()))
                .boxed()
                .toList();
    }

    private static boolean isCommittedToAll(Bundle bundle, Ownership ownership) {
        return IntStream.range(0, bundle.spent().size())
                .filter(i -> ownership.inputs().get(i) == Ownership.Standing.OWN)
                .mapToObj(bundle.spent()::get)
                .anyMatch(spent ->
                        spent.form() == AddressForm.P2TR && !spent.sighash().isAnyone());
    }
}
