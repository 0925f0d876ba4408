package tallystick.node.log;

import java.io.IOException;
import tallystick.core.attestation.AttestedKey;
import tallystick.core.audit.AuditEvent;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.Signature64;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.key.GroupKey;
import tallystick.node.ledger.StoreUnavailable;

/// Writes down what becomes of this node's shares.
public record KeyEntries(AuditLog log) {
    /// A share is sealed and pending; before the node says so to anybody.
    ///
    /// @throws IOException if it cannot be written down
    public void prepared(GroupKey key) throws IOException {
        append(new AuditEvent.CeremonyPrepared(key.id(), key.epoch(), key.hash()));
    }

    /// A share becomes active; before the node says so to anybody.
    ///
    /// @throws IOException if it cannot be written down
    public void activated(Certificate certificate) throws IOException {
        var key = certificate.key();
        var hash = Transcript.of("tallystick/log/v1/certificate")
                .add("certificate", certificate.encode())
                .digest();
        append(new AuditEvent.CeremonyActivated(
                key.id(),
                key.epoch(),
                key.scheme().code(),
                key.tree().toString(),
                key.point().encode(),
                key.chainCode(),
                hash));
    }

    /// This node signed its part of a ceremony's attestation; before the ceremony is reported done.
    ///
    /// @param statement hash of what it signed
    /// @throws IOException if it cannot be written down
    public void attested(AttestedKey key, Digest32 statement, Signature64 signature) throws IOException {
        append(new AuditEvent.CeremonyAttested(key.id(), key.epoch(), statement, signature.bytes()));
    }

    /// A share came back from its backup; before it is on disk.
    ///
    /// @param backup SHA-256 of the backup
    /// @throws IOException if it cannot be written down
    public void restored(GroupKey key, Digest32 backup) throws IOException {
        append(new AuditEvent.ShareRestored(key.id(), key.epoch(), key.hash(), backup));
    }

    private void append(AuditEvent event) throws IOException {
        try {
            log.append(event);
        } catch (StoreUnavailable e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
