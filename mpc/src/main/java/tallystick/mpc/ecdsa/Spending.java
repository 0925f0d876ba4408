package tallystick.mpc.ecdsa;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.mpc.session.PartyId;

/// Single-use material a party has taken out of its stock for one session. Closing destroys whatever was not used:
/// nothing ever goes back.
final class Spending implements AutoCloseable {
    private final NonceStock.Own own;
    private final SortedMap<PartyId, Taken.Items> items = new TreeMap<>();
    private final SortedMap<PartyId, List<NonceStock.Commitment>> commitments = new TreeMap<>();

    Spending(NonceStock.Own own) {
        this.own = own;
    }

    void add(PartyId peer, Taken.Items taken) {
        items.put(peer, taken);
    }

    void add(PartyId peer, List<NonceStock.Commitment> theirs) {
        commitments.put(peer, theirs);
    }

    /// This party's nonce for digest `index`.
    PrecommittedNonce nonce(int index) {
        return own.nonces().get(index);
    }

    /// What `peer` committed to for digest `index`.
    NonceStock.Commitment commitment(PartyId peer, int index) {
        return java.util.Objects.requireNonNull(commitments.get(peer)).get(index);
    }

    /// The items of the pair with `peer`.
    Taken.Items items(PartyId peer) {
        return java.util.Objects.requireNonNull(items.get(peer));
    }

    @Override
    public void close() {
        own.nonces().forEach(PrecommittedNonce::close);
        items.values().forEach(Taken.Items::close);
    }
}
