package tallystick.node.gate;

import tallystick.core.wire.SignReply;

/// What this node decided, alone, about one intent.
public sealed interface Verdict {
    /// It takes part.
    record Sign(Authorized authorized) implements Verdict {}

    /// It signed this very intent before and gives the same result again.
    record Replay(SignReply reply) implements Verdict {}

    /// It will not.
    record Refuse(Why why) implements Verdict {}

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
    }
}
