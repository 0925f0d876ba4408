package tallystick.control.withdrawals;

import tallystick.control.life.SubStatus;
import tallystick.core.wire.RefusalCode;

/// Which sub-status tells of a node's refusal: each number of theirs has a number and a remedy here.
final class Reasons {
    private Reasons() {}

    static SubStatus of(RefusalCode code) {
        return switch (code) {
            case UNSAID -> SubStatus.NODE_REFUSED;
            case UNKNOWN_KEY -> SubStatus.UNKNOWN_KEY;
            case UNKNOWN_INITIATOR, NO_RIGHT_TO_INITIATE -> SubStatus.NO_RIGHT;
            case BAD_INITIATOR_SIGNATURE -> SubStatus.BAD_INITIATOR_SIGNATURE;
            case EXPIRED -> SubStatus.INTENT_EXPIRED;
            case EXPIRES_TOO_LATE -> SubStatus.EXPIRES_TOO_LATE;
            case UNKNOWN_CHAIN -> SubStatus.UNKNOWN_CHAIN;
            case TEST_NETWORK -> SubStatus.TEST_NETWORK;
            case RAW_DIGEST -> SubStatus.RAW_DIGEST;
            case UNDECODED -> SubStatus.UNDECODED;
            case WRONG_SCHEME -> SubStatus.WRONG_SCHEME;
            case OPAQUE_EFFECT -> SubStatus.OPAQUE_EFFECT;
            case WRONG_DIGEST -> SubStatus.WRONG_DIGEST;
            case WRONG_COMPLETION -> SubStatus.WRONG_COMPLETION;
            case OTHER_COMPLETION -> SubStatus.OTHER_COMPLETION;
            case DOCUMENT_AWAITED -> SubStatus.DOCUMENT_AWAITED;
            case FROZEN -> SubStatus.FROZEN;
            case DENIED -> SubStatus.POLICY_DENIES;
            case PENDING -> SubStatus.MORE_ASKED;
            case FORGED_APPROVAL -> SubStatus.FORGED_APPROVAL;
            case LIMIT_REACHED -> SubStatus.LIMIT_FULL;
            case GIVEN_UP -> SubStatus.GIVEN_UP;
            case OTHER_SIGNERS -> SubStatus.OTHER_SIGNERS;
            case QUARANTINED_SET -> SubStatus.QUARANTINED_SET;
            case TOO_FEW_SIGNERS, PEER_NOT_TRUSTED -> SubStatus.SIGNERS_UNFIT;
            case PROTOCOL_STATE -> SubStatus.PROTOCOL_STATE;
            case UNDER_WAY -> SubStatus.RUN_STOPPED;
            case SHUTTING_DOWN -> SubStatus.NODE_UNREACHABLE;
            case DISK_FAILED -> SubStatus.NODE_FAILED;
        };
    }
}
