package tallystick.mpc.ecdsa;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tallystick.mpc.session.Roster;
import tallystick.mpc.session.SessionId;

/// A whole set-up with the single-use material it names: every party's choice is in, and this party has signed it.
/// Only [SetupAgreement] makes one, and [Signing] takes nothing less.
///
/// **Why** this party's openings must not leave before it is bound, by its own signature, to one set-up. Whether the
/// others are bound to the same is known once their openings are in, and no signature share leaves before.
///
/// **Threads** any; used once. Closing an unused one destroys the material.
public final class ChosenSetup implements AutoCloseable {
    private final Admission.Admitted admitted;
    private final SigningSetup setup;
    private final SigningMessage.Consent consent;
    private final AtomicReference<@Nullable PreparedItems> material;

    ChosenSetup(
            Admission.Admitted admitted, SigningSetup setup, SigningMessage.Consent consent, PreparedItems material) {
        this.admitted = admitted;
        this.setup = setup;
        this.consent = consent;
        this.material = new AtomicReference<>(material);
    }

    /// All choices.
    public SigningSetup setup() {
        return setup;
    }

    /// The signing session, as this party sees it.
    public SessionId session() {
        return consent.session();
    }

    /// This party's consent to the set-up.
    SigningMessage.Consent consent() {
        return consent;
    }

    /// Whose consents are believed.
    Roster roster() {
        return admitted.roster();
    }

    Admission.Admitted admitted() {
        return admitted;
    }

    /// The material, once.
    ///
    /// @throws IllegalStateException if it was taken or closed: the caller's fault
    PreparedItems take() {
        var unused = material.getAndSet(null);
        if (unused == null) throw new IllegalStateException("a set-up signed twice, or after close");
        return unused;
    }

    /// @spec docs/spec/signing.md#SG-25 signing
    @Override
    public void close() {
        var unused = material.getAndSet(null);
        if (unused != null) unused.close();
    }

    @Override
    public String toString() {
        return "ChosenSetup " + session();
    }
}
