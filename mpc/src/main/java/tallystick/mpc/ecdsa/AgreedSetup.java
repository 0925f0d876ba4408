package tallystick.mpc.ecdsa;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

/// Proof, in a type, that all parties signed one set-up, together with the single-use material it names: only
/// [SetupAgreement] makes one, and [Signing] takes nothing less.
///
/// **Why** corrections of VOLE items must not leave before every party is bound to the same set-up: parties that
/// disagree would otherwise fail in the arithmetic and accuse each other.
///
/// **Threads** any; used once. Closing an unused one destroys the material.
public final class AgreedSetup implements AutoCloseable {
    private final Admission.Admitted admitted;
    private final SigningSetup setup;
    private final SessionId session;
    private final SortedMap<PartyId, Bytes> consents;
    private final AtomicReference<@Nullable PreparedItems> material;

    AgreedSetup(
            Admission.Admitted admitted,
            SigningSetup setup,
            SortedMap<PartyId, Bytes> consents,
            PreparedItems material) {
        Invariant.check(consents.keySet().equals(setup.fresh().keySet()), "every party has signed the set-up");
        this.admitted = admitted;
        this.setup = setup;
        this.session = setup.session();
        this.consents = Collections.unmodifiableSortedMap(new TreeMap<>(consents));
        this.material = new AtomicReference<>(material);
    }

    /// What was agreed.
    public SigningSetup setup() {
        return setup;
    }

    /// The signing session.
    public SessionId session() {
        return session;
    }

    /// Every party's signature on the set-up: evidence that it took part with these terms.
    public SortedMap<PartyId, Bytes> consents() {
        return consents;
    }

    Admission.Admitted admitted() {
        return admitted;
    }

    /// The material, once.
    PreparedItems take() {
        return Invariant.present(material.getAndSet(null), "a set-up is signed once");
    }

    /// @spec docs/spec/signing.md#SG-25 signing
    @Override
    public void close() {
        var unused = material.getAndSet(null);
        if (unused != null) unused.close();
    }

    @Override
    public String toString() {
        return "AgreedSetup " + session;
    }
}
