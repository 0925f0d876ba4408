package tallystick.mpc.ecdsa;

import tallystick.mpc.kit.TrialQuarantine;

/// What a cheater signs with: any share of the key, for terms that no honest party would admit it to.
public final class UnjudgedTerms {
    private UnjudgedTerms() {}

    /// An admission nobody gave.
    ///
    /// @param share of the same tree
    public static Admission.Admitted of(EcdsaKeyShare share, SigningTerms terms) {
        var set = share.key().tree().qualify(terms.parties()).orThrow();
        return new Admission.Admitted(share, terms, set, new TrialQuarantine());
    }
}
