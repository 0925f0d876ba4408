package tallystick.core.wire;

import java.util.Optional;

/// Why a node would not sign, as a number for programs; the words beside it are for people.
///
/// **Form** u16; a number is for ever. 1xx the request itself, 2xx what the documents in force make of it,
/// 3xx who is to sign, 4xx the node as it is now.
public enum RefusalCode {
    /// No number was said: a node of an older version.
    UNSAID(0),
    /// No share of the intent's key.
    UNKNOWN_KEY(101),
    /// The initiator is not in the roster.
    UNKNOWN_INITIATOR(102),
    /// The initiator's signature is not over the intent.
    BAD_INITIATOR_SIGNATURE(103),
    /// The moment is past.
    EXPIRED(104),
    /// The expiry is too far off.
    EXPIRES_TOO_LATE(105),
    /// No decoder of the chain.
    UNKNOWN_CHAIN(106),
    /// A network on which the signature would count besides the one that was shown.
    TEST_NETWORK(107),
    /// A digest without its bytes.
    RAW_DIGEST(108),
    /// Bytes that are not canonical.
    UNDECODED(109),
    /// Signatures of another scheme are wanted.
    WRONG_SCHEME(110),
    /// Part of what it does is not understood.
    OPAQUE_EFFECT(111),
    /// Digests of something else.
    WRONG_DIGEST(112),
    /// Completed bytes of something else.
    WRONG_COMPLETION(113),
    /// It was begun with other completed bytes.
    OTHER_COMPLETION(114),
    /// The initiator may not propose payments.
    NO_RIGHT_TO_INITIATE(201),
    /// The node lacks a version of a document.
    DOCUMENT_AWAITED(202),
    /// Frozen.
    FROZEN(203),
    /// Denied by the policy.
    DENIED(204),
    /// The policy asks for more.
    PENDING(205),
    /// An approval cannot have come about honestly.
    FORGED_APPROVAL(206),
    /// A limit is full.
    LIMIT_REACHED(207),
    /// It was given up before.
    GIVEN_UP(208),
    /// The policy asks for other signers.
    OTHER_SIGNERS(301),
    /// These signers sign no more together in this epoch.
    QUARANTINED_SET(302),
    /// These nodes do not suffice.
    TOO_FEW_SIGNERS(303),
    /// This node does not sign together with one of the others.
    PEER_NOT_TRUSTED(304),
    /// The protocol's own state forbids it.
    PROTOCOL_STATE(305),
    /// Another call signs it now.
    UNDER_WAY(401),
    /// The node is shutting down.
    SHUTTING_DOWN(402),
    /// The node's disk cannot be written.
    DISK_FAILED(403);

    private final int number;

    RefusalCode(int number) {
        this.number = number;
    }

    /// The number.
    public int number() {
        return number;
    }

    /// The one of this number.
    /// @spec docs/spec/node-wire.md#NW-44 node-wire
    public static Optional<RefusalCode> of(int number) {
        for (var each : values()) if (each.number == number) return Optional.of(each);
        return Optional.empty();
    }
}
