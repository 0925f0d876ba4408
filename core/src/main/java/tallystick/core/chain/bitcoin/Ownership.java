package tallystick.core.chain.bitcoin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.DerivationPath;

/// Which inputs and outputs of a bundle are the signer's, as far as it can be proven.
///
/// @param change for each output, the path that does lead to it
record Ownership(Account signer, Optional<KeyTree> tree, List<Standing> inputs, List<Optional<DerivationPath>> change) {
    /// What is known of an input's key.
    enum Standing {
        /// It is the signer's.
        OWN,
        /// It is not where its path leads.
        FOREIGN,
        /// Nothing is known to compare it with.
        UNPROVEN
    }

    Ownership {
        inputs = List.copyOf(inputs);
        change = List.copyOf(change);
    }

    boolean isOf(Account otherSigner, Optional<KeyTree> otherTree) {
        return signer.equals(otherSigner) && tree.equals(otherTree);
    }

    static Ownership of(Bundle bundle, Account signer, Optional<KeyTree> tree) {
        var keys = tree.map(Descendants::new);
        var inputs = new ArrayList<Standing>();
        for (var spent : bundle.spent())
            inputs.add(keys.isPresent() ? byTree(spent, keys.get()) : byAddress(spent, signer, bundle.network()));
        var change = new ArrayList<Optional<DerivationPath>>();
        for (var i = 0; i < bundle.paths().size(); i++) {
            var script = bundle.transaction().outputs().get(i).script();
            change.add(bundle.paths()
                    .get(i)
                    .filter(_ -> isSpentAlike(bundle, script))
                    .filter(path -> keys.flatMap(known -> known.key(path))
                            .filter(key -> SpentOutput.fits(script, key, Optional.empty()))
                            .isPresent()));
        }
        return new Ownership(signer, tree, inputs, change);
    }

    /// Whether a key that signs this bundle can spend the script again: what comes back where it cannot is lost to it.
    private static boolean isSpentAlike(Bundle bundle, OutputScript script) {
        return AddressForm.of(script.kind())
                .filter(form ->
                        bundle.spent().stream().anyMatch(spent -> spent.form().algorithm() == form.algorithm()))
                .isPresent();
    }

    private static Standing byTree(SpentOutput spent, Descendants keys) {
        return keys.key(spent.path()).filter(spent.key()::equals).isPresent() ? Standing.OWN : Standing.FOREIGN;
    }

    /// Without the tree only the signer's own key can be known, by any address it can have.
    private static Standing byAddress(SpentOutput spent, Account signer, BitcoinNetwork network) {
        return spent.path().isRoot() && isAddressOf(spent.key(), signer, network) ? Standing.OWN : Standing.UNPROVEN;
    }

    /// Whether the account is one that the key has by itself, in any form.
    static boolean isAddressOf(Point key, Account signer, BitcoinNetwork network) {
        return Arrays.stream(AddressForm.values())
                .anyMatch(form -> form.script(key).account(network).equals(signer));
    }
}
