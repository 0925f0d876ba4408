package tallystick.mpc.ecdsa;

import tallystick.mpc.access.SigningSet;

/// Whether a share may take part in signing these terms: judged alone, before a word is sent.
public sealed interface Admission {
    /// It may. Proof, in a type, that the terms were checked against the share: only [EcdsaKeyShare#admit] makes one.
    final class Admitted implements Admission {
        private final EcdsaKeyShare share;
        private final SigningTerms terms;
        private final SigningSet set;

        Admitted(EcdsaKeyShare share, SigningTerms terms, SigningSet set) {
            this.share = share;
            this.terms = terms;
            this.set = set;
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
    }

    /// It may not; nothing was touched.
    ///
    /// @param why the first reason
    /// @param detail a lower-case phrase
    record Refused(Why why, String detail) implements Admission {}

    /// Reasons to refuse.
    enum Why {
        /// The terms name another key.
        OTHER_KEY,
        /// The terms name another generation of shares, or a pair's secrets are of another.
        OTHER_EPOCH,
        /// The terms name another quorum tree.
        OTHER_TREE,
        /// The terms name another chain code.
        OTHER_CHAIN_CODE,
        /// The parties do not satisfy the tree, or one of them has no part.
        UNQUALIFIED_SET,
        /// This party is not among them.
        NOT_A_MEMBER,
        /// One of them is banned by this party: `Fault.BANNED`.
        BANNED,
        /// One of them has no pair secrets with this party.
        NO_PAIR_SECRETS,
        /// The tweak is not what the path derives from the key and its chain code.
        OTHER_TWEAK
    }

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
