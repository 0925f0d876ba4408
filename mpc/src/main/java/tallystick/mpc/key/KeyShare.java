package tallystick.mpc.key;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.Node;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.PartyId;

/// One party's share of a key in one epoch: one secret scalar per leaf it owns, each checked against the leaf's point.
///
/// **Threads** immutable until closed. Closing destroys the scalars, once no sum of them is being made.
public final class KeyShare implements AutoCloseable {
    private final GroupKey key;
    private final PartyId self;
    private final SortedMap<LeafId, SecretScalar> leaves;

    /// Takes over `leaves`; checks each against its public point. When it throws, `leaves` stay the caller's.
    ///
    /// @throws IllegalArgumentException if a leaf is missing, foreign, or does not fit its point
    public KeyShare(GroupKey key, PartyId self, SortedMap<LeafId, SecretScalar> leaves) {
        var owned = key.tree().leavesOf(self).stream().map(Node.Leaf::id).collect(Collectors.toSet());
        if (owned.isEmpty()) throw new IllegalArgumentException("%s owns no leaf".formatted(self));
        if (!owned.equals(leaves.keySet()))
            throw new IllegalArgumentException(
                    "%d leaves given, %s owns %d others".formatted(leaves.size(), self, owned.size()));
        leaves.forEach((leaf, share) -> {
            if (!share.timesGenerator().equals(key.leafPoint(leaf)))
                throw new IllegalArgumentException("share of leaf %d does not fit its point".formatted(leaf.value()));
        });
        this.key = key;
        this.self = self;
        this.leaves = Collections.unmodifiableSortedMap(new TreeMap<>(leaves));
    }

    /// The public half.
    public GroupKey key() {
        return key;
    }

    /// Whose share.
    public PartyId self() {
        return self;
    }

    /// The secret scalars by leaf; owned by this share.
    public SortedMap<LeafId, SecretScalar> leaves() {
        return leaves;
    }

    /// The secret scalar of one leaf; owned by this share.
    ///
    /// @throws IllegalArgumentException if it is not this party's: the caller's fault
    public SecretScalar leaf(LeafId leaf) {
        var found = leaves.get(leaf);
        if (found == null) throw new IllegalArgumentException("no leaf %d".formatted(leaf.value()));
        return found;
    }

    /// Whether a secret scalar is gone: closed with the share or with its memory.
    public boolean isClosed() {
        return leaves.values().stream().anyMatch(SecretScalar::isClosed);
    }

    /// Why a run ends that needs this share, if it was closed meanwhile: its epoch is over, or it was put away.
    public Optional<Blame> retired() {
        return isClosed()
                ? Optional.of(Blame.unattributed(Fault.RETIRED, "the share of %s was closed meanwhile".formatted(self)))
                : Optional.empty();
    }

    /// y_i = Σ coefficient·leaf for a signing set this party is in; the caller closes it.
    ///
    /// @throws IllegalArgumentException if the set is of another tree or lacks this party: the caller's fault
    /// @spec docs/spec/frost.md#FR-3 frost
    /// @spec docs/spec/key-share.md#KS-3 key-share
    public SecretScalar additiveShare(SigningSet set) {
        if (!set.tree().hash().equals(key.tree().hash()))
            throw new IllegalArgumentException("signing set of another quorum tree");
        if (!set.parties().contains(self))
            throw new IllegalArgumentException("%s not in the signing set".formatted(self));
        var coefficients = set.coefficients(key.group());
        var factors = new TreeMap<LeafId, Scalar>();
        for (var leaf : leaves.keySet())
            factors.put(leaf, Invariant.present(coefficients.get(leaf), "a set knows its members' leaves"));
        return sum(factors, leaf(leaves.firstKey()).home());
    }

    /// Σ factor·leaf over the leaves named, in `home`; the caller closes it. Whole, or an exception: who closes the
    /// share meanwhile waits.
    ///
    /// @throws IllegalArgumentException if a leaf is not this party's: the caller's fault
    /// @throws IllegalStateException if the share is closed
    public synchronized SecretScalar sum(SortedMap<LeafId, Scalar> factors, SecretMemory home) {
        var sum = key.group().secretZero(home);
        for (var factor : factors.entrySet()) {
            try (var before = sum;
                    var part = leaf(factor.getKey()).times(factor.getValue())) {
                sum = before.plus(part);
            }
        }
        return sum;
    }

    @Override
    public synchronized void close() {
        leaves.values().forEach(SecretScalar::close);
    }

    @Override
    public String toString() {
        return "KeyShare";
    }
}
