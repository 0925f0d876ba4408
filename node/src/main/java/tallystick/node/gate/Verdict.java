package tallystick.node.gate;

import tallystick.core.wire.RefusalCode;
import tallystick.core.wire.SignReply;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// What this node decided, alone, about one intent.
public sealed interface Verdict {
    /// It takes part.
    record Sign(Authorized authorized) implements Verdict {}

    /// It signed this very intent before and gives the same result again.
    ///
    /// @param policy hash of the policy in force
    record Replay(SignReply reply, Digest32 policy) implements Verdict {
        /// By no policy.
        public Replay(SignReply reply) {
            this(reply, NO_POLICY);
        }
    }

    /// It will not.
    ///
    /// @param said what the policy gives as its reasons, a lower-case phrase; empty where the policy was not asked
    /// @param policy hash of the policy in force
    record Refuse(Why why, String said, Digest32 policy) implements Verdict {
        private static final int SAID_CHARACTERS_MAX = 1024;

        /// By no policy.
        public Refuse(Why why) {
            this(why, "", NO_POLICY);
        }

        /// A lower-case phrase with the remedy.
        public String text() {
            return said.isEmpty() ? why.text() : why.text() + ": " + cut();
        }

        /// As it is answered.
        public SignReply.Refused reply() {
            return new SignReply.Refused(why.code(), text());
        }

        private String cut() {
            return said.length() <= SAID_CHARACTERS_MAX ? said : said.substring(0, SAID_CHARACTERS_MAX);
        }
    }

    /// Stands where a policy's hash would on a node that has no genesis: no policy in force.
    Digest32 NO_POLICY = Transcript.of("tallystick/policy/v1/none").digest();

    /// Hash of the policy it was decided by; [#NO_POLICY] if none was in force.
    default Digest32 policy() {
        return switch (this) {
            case Sign(var authorized) -> authorized.policy();
            case Replay(var _, var policy) -> policy;
            case Refuse(var _, var _, var policy) -> policy;
        };
    }

    /// Why a node refuses.
    enum Why {
        /// The intent names a key this node holds no share of.
        UNKNOWN_KEY("this node holds no share of the intent's key: ask a node that does, or check the key id"),
        /// The initiator's key is not in the roster with that role.
        UNKNOWN_INITIATOR("the initiator is not in the roster: add its key to the roster first"),
        /// The initiator's signature does not verify over the intent.
        BAD_INITIATOR_SIGNATURE("the initiator's signature is not over this intent: sign it again"),
        /// The moment is past.
        EXPIRED("the intent has expired: make a new one with a later expiry"),
        /// The expiry is further off than a node reserves for.
        EXPIRES_TOO_LATE("the intent expires more than a day from now: give it an earlier expiry"),
        /// No package reads this chain.
        UNKNOWN_CHAIN("no decoder for the intent's chain"),
        /// The signature would count on the real network too, which is not the one that was shown to people.
        TEST_NETWORK("a signature for this network counts on the real one too: ask a node that serves test networks,"
                + " with a key of no value"),
        /// The intent asks to sign a hash that nobody can decode.
        RAW_DIGEST("a raw digest says nothing about what it does: give the bytes it is the digest of"),
        /// The bytes are not canonical for the chain and the kind of content.
        UNDECODED("the intent's bytes are not canonical for its chain and kind of content"),
        /// The transaction wants signatures of another kind than the key makes.
        WRONG_SCHEME("the transaction wants signatures of another scheme than the key's: use a key of that scheme"),
        /// Some of what the bytes do is not understood.
        OPAQUE_EFFECT("part of what the transaction does is not understood, and what is not decoded is not signed"),
        /// The digests in the intent are not those of the bytes.
        WRONG_DIGEST("the intent's digests are not those of its transaction: recompute them"),
        /// What came beside the intent is not the intent's transaction with its open part filled in.
        WRONG_COMPLETION("the completed bytes are not the intent's with its open part filled in: complete them again"),
        /// The intent was begun before with its open part filled in otherwise.
        OTHER_COMPLETION("the intent was begun with other completed bytes, which may be signed: make a new intent once"
                + " those can no longer be executed"),
        /// The signers made a signature that does not verify.
        QUARANTINED_SET("these nodes made a signature that does not verify and sign no more together in this epoch:"
                + " sign with others, and refresh the key"),
        /// It came from nobody who may propose payments in this workspace.
        NO_RIGHT_TO_INITIATE(
                "the initiator's key is no active person's with the right to initiate: have the document of"
                        + " people changed"),
        /// Others may judge by another version of a document already.
        DOCUMENT_AWAITED("this node lacks a version of a document that is due, or the word of all nodes on it: give it"
                + " the change, or have another node decline it"),
        /// Something of it is frozen.
        FROZEN("it is frozen: have the freeze ended, by two people and after its delay"),
        /// The policy denies it.
        DENIED("the policy in force denies it"),
        /// The policy asks for more than there is yet.
        PENDING("the policy in force asks for more before it is signed"),
        /// An approval cannot have come about honestly.
        FORGED_APPROVAL("an approval of it cannot have come about honestly, and it is frozen: find out who made it"),
        /// The policy asks for other signers.
        OTHER_SIGNERS("the policy in force asks for other signers"),
        /// Others were quicker.
        LIMIT_REACHED("others have used up the limit meanwhile: ask again when it has room"),
        /// It was given up.
        GIVEN_UP("it was given up before: make a new intent"),
        /// Another call signs it now.
        UNDER_WAY("the same intent is being signed now: wait for its result");

        private final String text;

        Why(String text) {
            this.text = text;
        }

        /// A lower-case phrase with the remedy.
        public String text() {
            return text;
        }

        /// The same for programs.
        public RefusalCode code() {
            return switch (this) {
                case UNKNOWN_KEY -> RefusalCode.UNKNOWN_KEY;
                case UNKNOWN_INITIATOR -> RefusalCode.UNKNOWN_INITIATOR;
                case BAD_INITIATOR_SIGNATURE -> RefusalCode.BAD_INITIATOR_SIGNATURE;
                case EXPIRED -> RefusalCode.EXPIRED;
                case EXPIRES_TOO_LATE -> RefusalCode.EXPIRES_TOO_LATE;
                case UNKNOWN_CHAIN -> RefusalCode.UNKNOWN_CHAIN;
                case TEST_NETWORK -> RefusalCode.TEST_NETWORK;
                case RAW_DIGEST -> RefusalCode.RAW_DIGEST;
                case UNDECODED -> RefusalCode.UNDECODED;
                case WRONG_SCHEME -> RefusalCode.WRONG_SCHEME;
                case OPAQUE_EFFECT -> RefusalCode.OPAQUE_EFFECT;
                case WRONG_DIGEST -> RefusalCode.WRONG_DIGEST;
                case WRONG_COMPLETION -> RefusalCode.WRONG_COMPLETION;
                case OTHER_COMPLETION -> RefusalCode.OTHER_COMPLETION;
                case QUARANTINED_SET -> RefusalCode.QUARANTINED_SET;
                case NO_RIGHT_TO_INITIATE -> RefusalCode.NO_RIGHT_TO_INITIATE;
                case DOCUMENT_AWAITED -> RefusalCode.DOCUMENT_AWAITED;
                case FROZEN -> RefusalCode.FROZEN;
                case DENIED -> RefusalCode.DENIED;
                case PENDING -> RefusalCode.PENDING;
                case FORGED_APPROVAL -> RefusalCode.FORGED_APPROVAL;
                case OTHER_SIGNERS -> RefusalCode.OTHER_SIGNERS;
                case LIMIT_REACHED -> RefusalCode.LIMIT_REACHED;
                case GIVEN_UP -> RefusalCode.GIVEN_UP;
                case UNDER_WAY -> RefusalCode.UNDER_WAY;
            };
        }
    }
}
