package tallystick.mpc.key;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.session.PartyId;

/// The context under which a secret of a key is sealed ([tallystick.crypto.seal.Envelope]): it says what the secret
/// is, and whose.
///
/// **Why** two secrets under one context can be put in each other's place. A share and what it shares with a peer are
/// two, and so is what it shares with two peers.
///
/// **Form** a transcript's digest, 32 bytes: `docs/spec/key-share.md` §4.
public final class SealContext {
    private static final String LABEL = "tallystick/key/v1/seal-context";

    private SealContext() {}

    /// Of the share of `self` in this epoch of a key (`tallystick.mpc.ceremony.SealedShareForm`).
    ///
    /// @spec docs/spec/key-share.md#KS-4 key-share
    public static Bytes ofShare(GroupKey key, PartyId self) {
        return Transcript.of(LABEL)
                .add("what", 1)
                .add("key", key.hash())
                .add("party", self.value())
                .digest()
                .bytes();
    }

    /// Of what `self` shares with `peer` in this epoch of a key ([tallystick.mpc.ecdsa.PairSecrets]).
    ///
    /// @spec docs/spec/key-share.md#KS-4 key-share
    public static Bytes ofPair(GroupKey key, PartyId self, PartyId peer) {
        return Transcript.of(LABEL)
                .add("what", 2)
                .add("key", key.hash())
                .add("party", self.value())
                .add("peer", peer.value())
                .digest()
                .bytes();
    }
}
