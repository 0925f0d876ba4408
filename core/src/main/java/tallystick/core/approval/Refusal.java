package tallystick.core.approval;

/// Why an answer does not count.
///
/// **Why** two classes: most are mistakes or leftovers, and the request waits for others. Some cannot come about
/// honestly: then somebody shows people one thing and nodes another, and the caller rejects the request and freezes.
/// @spec docs/spec/approval.md#AP-9 approval
public enum Refusal {
    /// The signature is not the key's over what was answered.
    BAD_SIGNATURE(true),
    /// The passkey signed another challenge than this statement: what was shown is not what was to be signed.
    OTHER_CHALLENGE(true),
    /// The answer names this very subject, and other digests than come of it.
    OTHER_DIGESTS(true),
    /// The passkey has signed two statements under one count, or counts backwards: there are two of it.
    COUNT_NOT_RISING(true),
    /// It answers another intent or change.
    OTHER_SUBJECT(false),
    /// It was given under a policy that is neither the active one nor one that asked as much.
    OTHER_POLICY(false),
    /// Its time is over.
    EXPIRED(false),
    /// It says to have been given in the future.
    FROM_THE_FUTURE(false),
    /// No person holds the key.
    UNKNOWN_KEY(false),
    /// The key was revoked.
    REVOKED_KEY(false),
    /// The person was suspended or removed.
    NOT_ACTIVE(false),
    /// The person has no right to approve.
    NO_RIGHT(false),
    /// A program's proof for a passkey, or the other way round.
    OTHER_KIND_OF_PROOF(false),
    /// What the authenticator or the browser said cannot be read.
    MALFORMED_ASSERTION(false),
    /// What the passkey signed was no request for a signature.
    OTHER_CEREMONY(false),
    /// The page that asked is none of those of the key.
    OTHER_ORIGIN(false),
    /// The page stood inside another's.
    EMBEDDED_PAGE(false),
    /// The authenticator signed for another domain.
    OTHER_RELYING_PARTY(false),
    /// Nobody touched the authenticator.
    USER_NOT_PRESENT(false),
    /// The authenticator did not verify who touched it.
    USER_NOT_VERIFIED(false),
    /// The authenticator says otherwise than at registration whether the key can leave the device.
    OTHER_BACKUP(false);

    private final boolean isForgery;

    Refusal(boolean isForgery) {
        this.isForgery = isForgery;
    }

    /// Whether it cannot come about honestly, so that the request is rejected and frozen.
    public boolean isForgery() {
        return isForgery;
    }
}
