package tallystick.core.chain.solana;

/// How one instruction uses one account.
///
/// @param isLookedUp whether a lookup table named it, so that the message's bytes do not prove which account it is
public record AccountUse(Address address, Role role, boolean isLookedUp) {
    /// What the message lets a program do with an account.
    public enum Role {
        /// Read it.
        READ_ONLY(false, false),
        /// Change it.
        WRITABLE(false, true),
        /// Read it, and act with its signature.
        SIGNER(true, false),
        /// Change it, and act with its signature.
        WRITABLE_SIGNER(true, true);

        private final boolean signer;
        private final boolean writable;

        Role(boolean signer, boolean writable) {
            this.signer = signer;
            this.writable = writable;
        }

        static Role of(boolean signer, boolean writable) {
            if (signer) return writable ? WRITABLE_SIGNER : SIGNER;
            return writable ? WRITABLE : READ_ONLY;
        }

        /// Whether its signature is lent.
        public boolean isSigner() {
            return signer;
        }

        /// Whether it can be changed.
        public boolean isWritable() {
            return writable;
        }

        /// The powers of both.
        Role with(Role other) {
            return of(signer || other.signer, writable || other.writable);
        }
    }

    /// Only read.
    public static AccountUse readOnly(Address address) {
        return new AccountUse(address, Role.READ_ONLY, false);
    }

    /// Changed.
    public static AccountUse writable(Address address) {
        return new AccountUse(address, Role.WRITABLE, false);
    }

    /// Signs.
    public static AccountUse signer(Address address) {
        return new AccountUse(address, Role.SIGNER, false);
    }

    /// Signs and is changed.
    public static AccountUse writableSigner(Address address) {
        return new AccountUse(address, Role.WRITABLE_SIGNER, false);
    }

    boolean isSigner() {
        return role.isSigner();
    }

    boolean isWritable() {
        return role.isWritable();
    }
}
