package tallystick.core.chain;

import java.util.List;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// What was made of something that is no canonical unsigned bytes.
public sealed interface Seen {
    /// It holds a whole unsigned transaction.
    ///
    /// @param signer whose key signs, if it says so
    /// @param notes what the reader should know besides, sentences
    /// @param recovered whose keys made the signatures that came along, where some did
    record Whole(
            UnsignedTransaction transaction,
            Optional<Account> signer,
            List<String> notes,
            Optional<List<String>> recovered)
            implements Seen {
        /// Copies.
        public Whole {
            notes = List.copyOf(notes);
            recovered = recovered.map(List::copyOf);
        }

        /// Nothing but the transaction.
        public static Whole of(UnsignedTransaction transaction) {
            return new Whole(transaction, Optional.empty(), List.of(), Optional.empty());
        }
    }

    /// It is understood, and holds less than a node needs to sign it.
    ///
    /// @param bytes what was read
    /// @param digests what would be signed; none if that is not known
    /// @param predictedId the name the chain will give it, where the signature cannot change that
    /// @param notes what the reader should know besides, sentences
    /// @param recovered whose keys made the signatures that came along, where some did
    record Part(
            Content content,
            Bytes bytes,
            List<Effect> effects,
            List<Term> terms,
            List<Warning> warnings,
            List<Digest32> digests,
            Optional<String> predictedId,
            List<String> notes,
            Optional<List<String>> recovered)
            implements Seen {
        /// Copies.
        public Part {
            effects = List.copyOf(effects);
            terms = List.copyOf(terms);
            warnings = List.copyOf(warnings);
            digests = List.copyOf(digests);
            notes = List.copyOf(notes);
            recovered = recovered.map(List::copyOf);
        }
    }

    /// A byte could not be accounted for.
    record Stuck(Parsed.Malformed<?> malformed) implements Seen {}

    /// It is not of its form, and the place has no byte offset.
    ///
    /// @param why a lower-case phrase that names the place
    record Refused(String why) implements Seen {}
}
