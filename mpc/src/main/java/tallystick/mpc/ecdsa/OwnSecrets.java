package tallystick.mpc.ecdsa;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.secret.Held;
import tallystick.mpc.session.Session;

/// One party's secrets of one signing session: the nonce and key share of each digest, and the items.
final class OwnSecrets implements AutoCloseable {
    /// The secrets of one digest.
    ///
    /// @param nonce k and φ
    /// @param key sk, this session's additive share
    /// @param keyPoint pk = sk·G
    record Index(PrecommittedNonce.Opened nonce, SecretScalar key, Point keyPoint) implements AutoCloseable {
        @Override
        public void close() {
            nonce.close();
            key.close();
        }

        @Override
        public String toString() {
            return "OwnSecrets.Index";
        }
    }

    private final PreparedItems items;
    private final List<Index> indices = new ArrayList<>();

    private OwnSecrets(PreparedItems items) {
        this.items = items;
    }

    /// Takes over `items`; opens the nonces and makes this session's additive shares.
    ///
    /// @return empty, and everything destroyed, if a share is zero or what is shared with a peer was destroyed
    static Optional<OwnSecrets> open(Admission.Admitted admitted, Session session, PreparedItems items) {
        var secrets = new OwnSecrets(items);
        var whole = false;
        try {
            whole = secrets.fill(admitted, session);
        } finally {
            if (!whole) secrets.close();
        }
        return whole ? Optional.of(secrets) : Optional.empty();
    }

    /// @spec docs/spec/signing.md#SG-9 signing
    private boolean fill(Admission.Admitted admitted, Session session) {
        var share = admitted.share();
        var terms = admitted.terms();
        var pairs = share.pairs(session.others());
        try (var additive = share.share().additiveShare(admitted.set());
                var tweaked = session.self().equals(terms.lowest())
                        ? additive.plus(terms.tweak().sum())
                        : additive.copy()) {
            for (var index = 0; index < terms.count(); index++) {
                var indexSession = SigningSetup.indexSession(session.id(), index);
                // > sk_i = additive share + ζ_i, and τ at the lowest party only.
                var masked = ZeroShares.of(session.self(), pairs, indexSession.value(), share.home());
                if (masked.isEmpty()) return false;
                try (var zeroShare = masked.get();
                        var held = new Held()) {
                    var key = held.hold(tweaked.plus(zeroShare), SecretScalar::close);
                    if (!(key.timesGenerator() instanceof Point keyPoint)) return false;
                    indices.add(held.release(new Index(items.nonce(index).spend(), key, keyPoint)));
                }
            }
        }
        return true;
    }

    PreparedItems items() {
        return items;
    }

    Index index(int index) {
        return indices.get(index);
    }

    @Override
    public void close() {
        indices.forEach(Index::close);
        items.close();
    }

    @Override
    public String toString() {
        return "OwnSecrets";
    }
}
