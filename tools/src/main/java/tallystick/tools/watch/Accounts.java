package tallystick.tools.watch;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

/// The organisation's accounts on EVM chains: of every key that a node tells of, its own address and those of its
/// first children.
///
/// **Threads** one.
public final class Accounts {
    private final int children;
    private final Set<KeyCard> known = new HashSet<>();
    private final Map<Digest32, Set<QuorumTree>> trees = new HashMap<>();
    private final Set<String> addresses = new HashSet<>();

    /// @param children how many of each key
    public Accounts(int children) {
        this.children = children;
    }

    /// Adds the accounts of keys; what is known already is not derived again.
    public void add(Collection<KeyCard> cards) {
        for (var card : cards) if (known.add(card)) add(card);
    }

    private void add(KeyCard card) {
        if (QuorumTree.parse(card.tree()) instanceof Parsed.Ok<QuorumTree>(var tree))
            trees.computeIfAbsent(card.id(), _ -> new HashSet<>()).add(tree);
        if (Scheme.ofCode(card.schemeCode()).orElse(null) != Scheme.ECDSA_SECP256K1) return;
        if (!(Curve.SECP256K1.group().parsePoint(card.point()) instanceof Parsed.Ok<? extends Point>(var point)))
            return;
        addresses.add(Address.of(point).toString().toLowerCase(java.util.Locale.ROOT));
        var derivation = new Derivation(point, card.chainCode());
        for (var i = 0; i < children; i++)
            if (derivation.along(DerivationPath.of(i)) instanceof Derivation.Derived(var _, var key, var _))
                addresses.add(Address.of(key).toString().toLowerCase(java.util.Locale.ROOT));
    }

    /// Whether an address, in lower case, is one of them.
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
