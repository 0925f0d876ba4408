package tallystick.mpc.ecdsa;

import java.util.Optional;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.key.Quarantine;
import tallystick.mpc.key.Refusal;
import tallystick.mpc.key.SetName;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Roster;

/// Whether a share may take part in signing these terms: judged alone, before a word is sent.
public sealed interface Admission {
    /// It may. Proof, in a type, that the terms were checked against share and roster: only [EcdsaKeyShare#admit]
    /// makes one.
    final class Admitted implements Admission {
        private final EcdsaKeyShare share;
        private final SigningTerms terms;
        private final SigningSet set;
        private final Roster roster;
        private final Quarantine quarantine;

        Admitted(EcdsaKeyShare share, SigningTerms terms, SigningSet set, Roster roster, Quarantine quarantine) {
            this.share = share;
            this.terms = terms;
            this.set = set;
            this.roster = roster;
            this.quarantine = quarantine;
        }

        /// By which share.
        public EcdsaKeyShare share() {
            return share;
        }

        /// What is to be signed.
        public SigningTerms terms() {
            return terms;
        }

        /// The parties, with proof that they satisfy the tree.
        public SigningSet set() {
            return set;
        }

        /// Whose consents are believed: of all parties, with the keys that the terms name.
        Roster roster() {
            return roster;
        }

        /// Why nothing more is said, if another run of the same parties has ended in a burn meanwhile, or the share was
        /// closed.
        Optional<Blame> endedElsewhere() {
            return quarantine.ends(name()).or(() -> share.share().retired());
        }

        /// Cuts the parties off, durably before this returns.
        void quarantine() {
            quarantine.impose(name());
        }

        private SetName name() {
            return SetName.of(share.key(), set.parties());
        }
    }

    /// It may not; nothing was touched.
    ///
    /// @param why the first reason
    /// @param detail a lower-case phrase
    record Refused(Refusal why, String detail) implements Admission {}

    /// The admission, where the caller knows it was given.
    ///
    /// @throws IllegalArgumentException if not: the caller's fault
    default Admitted orThrow() {
        return switch (this) {
            case Admitted admitted -> admitted;
            case Refused(var why, var detail) -> throw new IllegalArgumentException(why + ": " + detail);
        };
    }
}
