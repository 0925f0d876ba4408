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
        /// The bytes are not a canonical transaction of the chain.
        UNDECODED("the transaction's bytes are not a canonical transaction of the intent's chain"),
        /// The transaction wants signatures of another kind than the key makes.
        WRONG_SCHEME("the transaction wants signatures of another scheme than the key's: use a key of that scheme"),
        /// Some of what the bytes do is not understood.
        OPAQUE_EFFECT("part of what the transaction does is not understood, and what is not decoded is not signed"),
        /// The digests in the intent are not those of the bytes.
        WRONG_DIGEST("the intent's digests are not those of its transaction: recompute them"),
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
