package tallystick.wire;

import java.time.Instant;
import tallystick.crypto.hash.Digest32;

/// Hears of the certificates that pinned keys show in handshakes. A certificate proves nothing but its dates: who it is
/// from, its key's pin says.
///
/// **Threads** called on any; must not block.
public interface CertificateListener {
    /// Hears nothing.
    CertificateListener NOBODY = new CertificateListener() {
        @Override
        public void seen(Digest32 pin, Instant ends) {}

        @Override
        public void outOfDate(Digest32 pin) {}
    };

    /// A certificate within its dates was shown.
    ///
    /// @param pin of its key, which the roster holds
    /// @param ends when it does
    void seen(Digest32 pin, Instant ends);

    /// A pinned key was shown with a certificate that is expired or not yet valid, and refused.
    void outOfDate(Digest32 pin);
}
