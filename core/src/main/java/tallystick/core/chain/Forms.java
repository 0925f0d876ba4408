package tallystick.core.chain;

import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.crypto.codec.Bytes;

/// What else a family of chains reads besides canonical unsigned bytes: what other programs hand over, records of what
/// happened, and what an organisation knows. No node signs any of it; people want it read.
///
/// **Why** here and not in the programs that read it: a further family brings its forms along.
///
/// **Threads** implementations are immutable.
public interface Forms {
    /// What somebody said besides the bytes.
    ///
    /// @param chain which they are for
    /// @param content as which kind of content they are read
    /// @param signer whose key signs; a stand-in if nobody said
    /// @param prevouts what a transaction spends, if a file of that was given
    record Asked(ChainId chain, Content content, Account signer, Knowledge knowledge, Optional<Entry> prevouts) {}

    /// What lies around a knowledge file.
    interface Around {
        /// Reads the field `account` of an entry, an account of any family, as CAIP-10.
        Account account(Entry entry) throws Unusable;

        /// The bytes of a file that the knowledge file names, at most `lengthBytesMax` and one more.
        Bytes file(Entry name, int lengthBytesMax) throws Unusable;
    }

    /// No forms besides canonical bytes.
    static Forms none() {
        return new Forms() {};
    }

    /// Reads bytes of a form of others; empty if they have none of these forms, and then they are canonical or wrong.
    default Optional<Seen> read(Bytes given, Asked asked) throws Unusable {
        return Optional.empty();
    }

    /// Whether a text is base64 of bytes that are read here, and not those bytes themselves.
    default boolean isBase64(String text) {
        return false;
    }

    /// Whether bytes of the family can leave it to others to say what they spend: then [Asked#prevouts] is of use.
    default boolean takesPrevouts() {
        return false;
    }

    /// The kinds of recorded objects that are read.
    default Set<String> kinds() {
        return Set.of();
    }

    /// The chain that a recorded object of one of the [#kinds] happened on.
    default ChainId chain(Entry recorded) throws Unusable {
        throw recorded.get("kind").expected("a kind that is read here");
    }

    /// Reads a recorded object of one of the [#kinds].
    default Seen read(Entry recorded, Asked asked) throws Unusable {
        throw recorded.get("kind").expected("a kind that is read here");
    }

    /// The fields of a knowledge file that are read here; `a.b` for field `b` of an object `a` that several share.
    default Set<String> fields() {
        return Set.of();
    }

    /// What is known, and what the [#fields] of a file say.
    default Knowledge learn(Entry file, Knowledge known, Around around) throws Unusable {
        return known;
    }
}
