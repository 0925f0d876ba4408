package tallystick.control.access;

/// What a key may ask for.
public enum Scope {
    /// Read vaults, wallets and addresses.
    VAULTS_READ,
    /// Make vaults, wallets and addresses.
    VAULTS_WRITE,
    /// Read withdrawals and their history.
    WITHDRAWALS_READ,
    /// Make, submit and take back withdrawals.
    WITHDRAWALS_WRITE,
    /// Bring people's signed answers.
    APPROVALS_WRITE,
    /// Comment on withdrawals.
    COMMENTS_WRITE,
    /// Read what nodes judge by, and what is about to change.
    POLICIES_READ,
    /// Bring changes of documents that somebody signed.
    PROPOSALS_WRITE,
    /// Bring orders to freeze that somebody signed.
    FREEZES_WRITE,
    /// Read who people are.
    PEOPLE_READ,
    /// Invite people.
    INVITATIONS_WRITE,
    /// Read how nodes are.
    NODES_READ,
    /// Follow events.
    EVENTS_READ,
    /// Read webhooks and deliveries.
    WEBHOOKS_READ,
    /// Make and remove webhooks, send again.
    WEBHOOKS_WRITE,
    /// Read keys.
    KEYS_READ,
    /// Make and revoke keys.
    KEYS_WRITE,
    /// Read who asked for what.
    AUDIT_READ
}
