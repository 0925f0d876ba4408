package tallystick.node.epochs;

import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.Certificate;
import tallystick.node.attest.Attestations;
import tallystick.node.logging.KeyName;

/// This node's part of the attestation of a key's active epoch, signed once.
///
/// **Threads** any.
final class Attesting {
    private static final Logger LOG = Logger.getLogger(Attesting.class.getName());

    private final Digest32 keyId;
    private final Attestations attestations;
    private Optional<Certificate> attested = Optional.empty();
    private boolean trouble;

    Attesting(Digest32 keyId, Attestations attestations) {
        this.keyId = keyId;
        this.attestations = attestations;
    }

    /// Signs it, unless that is done. Where the disk fails at it, it is tried again when this is called again.
    /// @spec docs/spec/attestation.md#AT-9 attestation
    synchronized void attest(Certificate active) {
        if (attested.filter(active::equals).isPresent()) return;
        try {
            attestations.attest(active);
            attested = Optional.of(active);
            trouble = false;
        } catch (IOException e) {
            if (!trouble) LOG.log(Level.SEVERE, "key " + new KeyName(keyId) + ": its ceremony cannot be attested", e);
            trouble = true;
        }
    }
}
