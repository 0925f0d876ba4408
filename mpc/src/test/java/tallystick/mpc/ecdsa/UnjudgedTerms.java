package tallystick.mpc.ecdsa;

import tallystick.mpc.kit.TrialQuarantine;
import tallystick.mpc.session.Roster;

/// What a cheater signs with: any share of the key, for terms that no honest party would admit it to.
public final class UnjudgedTerms {
    private UnjudgedTerms() {}

    /// An admission nobody gave.
    ///
    /// @param share of the same tree
    public static Admission.Admitted of(EcdsaKeyShare share, SigningTerms terms, Roster roster) {
        var set = share.key().tree().qualify(terms.parties()).orThrow();
        return new Admission.Admitted(share, terms, set, roster, new TrialQuarantine());
    }
}
