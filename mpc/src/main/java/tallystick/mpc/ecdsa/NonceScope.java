package tallystick.mpc.ecdsa;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Point;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.session.PartyId;

/// Whose nonces, for which shares, since which start of the process: what is inside the preimage of every commitment,
/// so that one copied from another party, key, epoch or boot cannot be opened.
///
/// @param keyId the key
/// @param epoch the generation of its shares
/// @param party who committed
/// @param boot names the process instance of that party
record NonceScope(Digest32 keyId, int epoch, PartyId party, BootId boot) {
    static NonceScope of(GroupKey key, PartyId party, BootId boot) {
        return new NonceScope(key.id(), key.epoch(), party, boot);
    }

    /// The commitment to the nonce point: nothing about it can be learnt before the point itself is known.
    /// @spec docs/spec/signing.md#SG-3 signing
    Digest32 commit(int index, Bytes opening, Point noncePoint) {
        return begin("tallystick/ecdsa/v2/nonce-commitment")
                .add("index", index)
                .add("opening", opening)
                .add("point", noncePoint.encode())
                .digest();
    }

    Transcript begin(String label) {
        return Transcript.of(label)
                .add("key", keyId)
                .add("epoch", epoch)
                .add("party", party.value())
                .add("boot", boot.value());
    }
}
