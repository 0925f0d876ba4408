package tallystick.core.chain.bitcoin.build;

import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.KeyTree;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.crypto.derive.DerivationPath;

/// Where what is left over comes back to: an own address, by the path that proves it.
///
/// @param tree of the intent's key
public record ChangeTo(KeyTree tree, DerivationPath path, AddressForm form) {
    /// The script at the path.
    ///
    /// @throws IllegalArgumentException if the path leads nowhere, once in 2^127 times: the caller takes the next
    public OutputScript script() {
        return form.script(tree.key(path).orElseThrow(() -> new IllegalArgumentException("no key at " + path)));
    }
}
