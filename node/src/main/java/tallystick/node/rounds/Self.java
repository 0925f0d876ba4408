package tallystick.node.rounds;

import java.util.function.Supplier;
import tallystick.core.governance.Roster;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.session.PartyIdentity;
import tallystick.wire.MemberIdentity;

/// What this node brings to every run.
///
/// @param identity signs its statements
/// @param rosters who there is now
/// @param entropy where chance comes from
/// @param home memory for secrets that live as long as the node
public record Self(MemberIdentity identity, Supplier<Roster> rosters, Entropy entropy, SecretMemory home) {
    /// With a roster that does not change.
    public Self(MemberIdentity identity, Roster roster, Entropy entropy, SecretMemory home) {
        this(identity, () -> roster, entropy, home);
    }

    /// Who there is now.
    public Roster roster() {
        return rosters.get();
    }

    /// Its name.
    public String name() {
        return identity.name();
    }

    /// Its key as protocols see it.
    public PartyIdentity signer() {
        return statement -> identity.key().sign(statement).bytes();
    }

    /// Fresh bytes.
    public Bytes fresh(int lengthBytes) {
        return entropy.bytes(lengthBytes);
    }

    /// Hash of the roster this node follows.
    public Digest32 rosterHash() {
        return roster().statement();
    }
}
