package tallystick.tools.watch;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tallystick.core.chain.SigningInput;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.wire.KeyCard;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.access.Qualification;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.PartyId;

/// The organisation's accounts on one chain: of every key that a node tells of, its own and those of its first
/// children.
///
/// **Threads** one.
public final class Accounts {
    private final int children;
    private final Naming naming;
    private final Set<KeyCard> known = new HashSet<>();
    private final Map<Digest32, Set<QuorumTree>> trees = new HashMap<>();
    private final Set<String> addresses = new HashSet<>();

    /// @param children how many of each key
    /// @param naming of the chain
    public Accounts(int children, Naming naming) {
        this.children = children;
        this.naming = naming;
    }

    /// What a chain calls what a key can spend from, as its [Spend]s have it.
    public enum Naming {
        /// By the address, in lower case, of a key of ECDSA.
        EVM {
            @Override
            List<String> names(Scheme scheme, Point key) {
                return scheme == Scheme.ECDSA_SECP256K1
                        ? List.of(Address.of(key).toString().toLowerCase(Locale.ROOT))
                        : List.of();
            }
        },
        /// By the script, in hex, of each form that the key alone can spend.
        BITCOIN {
            @Override
            List<String> names(Scheme scheme, Point key) {
                var algorithm =
                        switch (scheme) {
                            case ECDSA_SECP256K1 -> Optional.of(SigningInput.Algorithm.ECDSA_SECP256K1);
                            case FROST_BIP340 -> Optional.of(SigningInput.Algorithm.BIP340);
                            case FROST_SECP256K1, FROST_ED25519 -> Optional.<SigningInput.Algorithm>empty();
                        };
                return Arrays.stream(AddressForm.values())
                        .filter(form -> algorithm.equals(Optional.of(form.algorithm())))
                        .map(form -> form.script(key).bytes().toHex())
                        .toList();
            }
        };

        abstract List<String> names(Scheme scheme, Point key);
    }

    /// Adds the accounts of keys; what is known already is not derived again.
    public void add(Collection<KeyCard> cards) {
        for (var card : cards) if (known.add(card)) add(card);
    }

    private void add(KeyCard card) {
        if (QuorumTree.parse(card.tree()) instanceof Parsed.Ok<QuorumTree>(var tree))
            trees.computeIfAbsent(card.id(), _ -> new HashSet<>()).add(tree);
        var scheme = Scheme.ofCode(card.schemeCode()).filter(each -> each.curve() == Curve.SECP256K1);
        if (scheme.isEmpty()) return;
        if (!(Curve.SECP256K1.group().parsePoint(card.point()) instanceof Parsed.Ok<? extends Point>(var point)))
            return;
        addresses.addAll(naming.names(scheme.get(), point));
        var derivation = new Derivation(point, card.chainCode());
        for (var i = 0; i < children; i++)
            if (derivation.along(DerivationPath.of(i)) instanceof Derivation.Derived(var _, var key, var _))
                addresses.addAll(naming.names(scheme.get(), key));
    }

    /// Whether what a chain calls one is one of them.
    public boolean has(String address) {
        return addresses.contains(address);
    }

    /// How many there are.
    public int count() {
        return addresses.size();
    }

    /// Whether nodes of these names could sign with a key, by a tree that a node tells of.
    public boolean couldSign(Digest32 key, Set<String> names) {
        return trees.getOrDefault(key, Set.of()).stream().anyMatch(tree -> suffice(tree, names));
    }

    private static boolean suffice(QuorumTree tree, Set<String> names) {
        var parties = new TreeSet<PartyId>();
        for (var name : names) tree.party(name).ifPresent(parties::add);
        return parties.size() == names.size() && tree.qualify(parties) instanceof Qualification.Qualified;
    }
}
