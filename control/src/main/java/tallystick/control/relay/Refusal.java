package tallystick.control.relay;

import java.util.Arrays;

/// Why a node would not sign, told by the words with which its answer begins.
///
/// **Why** words: an answer carries nothing else, and they are the same in every node of this version. A test holds
/// them to those of the node.
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
    /// Anything else.
    OTHER("");

    private final String beginning;

    Refusal(String beginning) {
        this.beginning = beginning;
    }

    /// What a node's answer means.
    public static Refusal of(String why) {
        return Arrays.stream(values())
                .filter(each -> why.startsWith(each.beginning))
                .findFirst()
                .orElse(OTHER);
    }
}
