package tallystick.control.relay;

import java.util.Arrays;
import tallystick.core.wire.SignReply;

/// Why a node would not sign, as far as control acts on it: by the number of its answer, or of a node of an older
/// version by the words with which its answer begins.
public enum Refusal {
    /// More has to come before it is signed.
    PENDING("the policy in force asks for more before it is signed"),
    /// Denied by the policy.
    DENIED("the policy in force denies it"),
    /// Frozen.
    FROZEN("it is frozen: "),
    /// An approval is a forgery.
    FORGED_APPROVAL("an approval of it cannot have come about honestly"),
    /// Other signers are asked for.
    OTHER_SIGNERS("the policy in force asks for other signers"),
    /// A limit is full.
    LIMIT_REACHED("others have used up the limit meanwhile"),
    /// Ended before.
    GIVEN_UP("it was given up before"),
    /// Another call signs it now.
    UNDER_WAY("the same intent is being signed now"),
    /// No right to propose payments.
    NO_RIGHT_TO_INITIATE("the initiator's key is no active person's with the right to initiate"),
    /// The initiator is not in the roster.
    UNKNOWN_INITIATOR("the initiator is not in the roster"),
    /// The node lacks a document.
    DOCUMENT_AWAITED("this node lacks a version of a document that is due"),
    /// Too late.
    EXPIRED("the intent has expired"),
    /// The set signs no more.
    QUARANTINED_SET("these nodes made a signature that does not verify"),
    /// The node goes down.
    DRAINING("this node is shutting down"),
    /// These nodes do not suffice, or one does not sign with another.
    SET_UNFIT("these nodes cannot sign together"),
    /// The node's disk cannot be written.
    NODE_FAILED("this node's disk cannot be written"),
    /// Anything else.
    OTHER("");

    private final String beginning;

    Refusal(String beginning) {
        this.beginning = beginning;
    }

    /// What a node's answer means.
    public static Refusal of(SignReply.Refused refused) {
        return switch (refused.code()) {
            case UNSAID -> of(refused.why());
            case PENDING -> PENDING;
            case DENIED -> DENIED;
            case FROZEN -> FROZEN;
            case FORGED_APPROVAL -> FORGED_APPROVAL;
            case OTHER_SIGNERS -> OTHER_SIGNERS;
            case LIMIT_REACHED -> LIMIT_REACHED;
            case GIVEN_UP -> GIVEN_UP;
            case UNDER_WAY -> UNDER_WAY;
            case NO_RIGHT_TO_INITIATE -> NO_RIGHT_TO_INITIATE;
            case UNKNOWN_INITIATOR -> UNKNOWN_INITIATOR;
            case DOCUMENT_AWAITED -> DOCUMENT_AWAITED;
            case EXPIRED -> EXPIRED;
            case QUARANTINED_SET -> QUARANTINED_SET;
            case SHUTTING_DOWN -> DRAINING;
            case TOO_FEW_SIGNERS, PEER_NOT_TRUSTED -> SET_UNFIT;
            case DISK_FAILED -> NODE_FAILED;
            case UNKNOWN_KEY,
                    BAD_INITIATOR_SIGNATURE,
                    EXPIRES_TOO_LATE,
                    UNKNOWN_CHAIN,
                    TEST_NETWORK,
                    RAW_DIGEST,
                    UNDECODED,
                    WRONG_SCHEME,
                    OPAQUE_EFFECT,
                    WRONG_DIGEST,
                    WRONG_COMPLETION,
                    OTHER_COMPLETION,
                    PROTOCOL_STATE -> OTHER;
        };
    }

    /// Whether a node says it before it reserves anything: then it has not begun to sign.
    boolean leavesNoTrace() {
        return switch (this) {
            case PENDING, DENIED, FROZEN, OTHER_SIGNERS, LIMIT_REACHED, DOCUMENT_AWAITED -> true;
            case FORGED_APPROVAL,
                    GIVEN_UP,
                    UNDER_WAY,
                    NO_RIGHT_TO_INITIATE,
                    UNKNOWN_INITIATOR,
                    EXPIRED,
                    QUARANTINED_SET,
                    DRAINING,
                    SET_UNFIT,
                    NODE_FAILED,
                    OTHER -> false;
        };
    }

    /// Whether a node that says so takes no part in a run of this call: of what it began in an earlier one it says
    /// nothing.
    static boolean isOfNoRun(SignReply.Refused said) {
        return switch (said.code()) {
            case UNSAID -> of(said.why()).leavesNoTrace();
            case UNDER_WAY, OTHER_COMPLETION, PROTOCOL_STATE, QUARANTINED_SET, SHUTTING_DOWN, DISK_FAILED -> false;
            case PENDING,
                    DENIED,
                    FROZEN,
                    FORGED_APPROVAL,
                    OTHER_SIGNERS,
                    LIMIT_REACHED,
                    GIVEN_UP,
                    NO_RIGHT_TO_INITIATE,
                    UNKNOWN_INITIATOR,
                    DOCUMENT_AWAITED,
                    EXPIRED,
                    TOO_FEW_SIGNERS,
                    PEER_NOT_TRUSTED,
                    UNKNOWN_KEY,
                    BAD_INITIATOR_SIGNATURE,
                    EXPIRES_TOO_LATE,
                    UNKNOWN_CHAIN,
                    TEST_NETWORK,
                    RAW_DIGEST,
                    UNDECODED,
                    WRONG_SCHEME,
                    OPAQUE_EFFECT,
                    WRONG_DIGEST,
                    WRONG_COMPLETION -> true;
        };
    }

    /// Of a node that says words alone.
    static Refusal of(String why) {
        return Arrays.stream(values())
                .filter(each -> why.startsWith(each.beginning))
                .findFirst()
                .orElse(OTHER);
    }
}
