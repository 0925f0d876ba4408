package tallystick.mpc.ceremony;

import tallystick.crypto.codec.Parsed;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Roster;

/// A share as it comes back from where it was kept: it cannot sign.
///
/// **Why** a share is written down while it is still pending, and its bytes do not change when its epoch becomes
/// active: whether that ever happened they cannot tell. So whatever is read counts as pending, and there is no way
/// from here to a [KeyShare] but what certifies its very group key.
///
/// **Threads** one at a time. Closing destroys the share, unless it was activated: then it is the caller's.
public final class KeptShare implements AutoCloseable {
    private final KeyShare share;
    private boolean activated;
    private boolean destroyed;

    private KeptShare(KeyShare share) {
        this.share = share;
    }

    /// Reads a [SealedShareForm] of this key and party; every leaf is checked against its public point. `encoded`
    /// stays the caller's.
    ///
    /// @spec docs/spec/key-share.md#KS-5 key-share
    public static Parsed<KeptShare> parse(SecretBytes encoded, GroupKey key, PartyId self, SecretMemory home) {
        return SealedShareForm.parse(encoded, key, self, home).map(KeptShare::new);
    }

    /// The public half of its epoch.
    public GroupKey key() {
        return share.key();
    }

    /// The share, once all parties have certified its epoch.
    ///
    /// Two attempts at one repair end in the same key and the same share; a certificate of either will do.
    ///
    /// @param roster identity keys by the numbers of the certificate's plan
    public Activation<KeyShare> activate(Certificate certificate, Roster roster) {
        if (!certificate.key().hash().equals(key().hash()))
            return new Activation.Refused<>("a certificate of another key or epoch");
        if (certificate.verify(roster, key().tree()) instanceof Certificate.Verdict.Invalid(var why))
            return new Activation.Refused<>(why);
        return active();
    }

    /// The share, if its epoch is the one that this party's own record says is in use.
    ///
    /// **Why** a roster changes, and with it which old certificates verify. A party verified this one when it
    /// moved, and wrote down that it did.
    ///
    /// @param own what this party keeps of the key ([EpochChangeForm])
    public Activation<KeyShare> activate(EpochChange own) {
        var inUse = own.inUse();
        if (inUse.isEmpty()) return new Activation.Refused<>("no epoch is in use: the share stays pending");
        if (!inUse.get().key().hash().equals(key().hash()))
            return new Activation.Refused<>("another key or epoch is in use");
        return active();
    }

    private Activation<KeyShare> active() {
        if (destroyed) return new Activation.Refused<>("the kept share was destroyed");
        activated = true;
        return new Activation.Active<>(share);
    }

    /// Destroys the share, if it was never activated.
    @Override
    public void close() {
        if (activated) return;
        destroyed = true;
        share.close();
    }

    @Override
    public String toString() {
        return "KeptShare[%s, epoch %d]".formatted(key().id(), key().epoch());
    }
}
