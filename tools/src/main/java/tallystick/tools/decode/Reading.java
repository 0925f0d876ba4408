package tallystick.tools.decode;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.Warning;
import tallystick.core.clear.ClearText;
import tallystick.core.clear.ComparisonCode;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// What became of the bytes.
sealed interface Reading {
    /// Every byte is accounted for.
    ///
    /// @param digests what would be signed; none if the bytes alone do not say it
    /// @param lengthBytes how many bytes
    /// @param notes what the reader should know besides, sentences
    /// @param recovered whose keys made the signatures that came along, where some did
    record Done(
            ChainId chain,
            Content content,
            List<Effect> effects,
            ClearText clear,
            List<Digest32> digests,
            Optional<String> predictedId,
            int lengthBytes,
            List<String> notes,
            Optional<List<String>> recovered)
            implements Reading {
        /// Copies.
        public Done {
            effects = List.copyOf(effects);
            digests = List.copyOf(digests);
            notes = List.copyOf(notes);
            recovered = recovered.map(List::copyOf);
        }

        static Done of(UnsignedTransaction transaction, Account signer, Knowledge knowledge) {
            var effects = transaction.effects(signer, knowledge);
            return of(
                    transaction.chain(),
                    transaction.content(),
                    effects,
                    transaction.warnings(signer, knowledge),
                    transaction.digests(),
                    knowledge,
                    transaction.bytes().length(),
                    transaction.predictedId());
        }

        static Done of(
                ChainId chain,
                Content content,
                List<Effect> effects,
                List<Warning> warnings,
                List<Digest32> digests,
                Knowledge knowledge,
                int lengthBytes,
                Optional<String> predictedId) {
            return new Done(
                    chain,
                    content,
                    effects,
                    ClearText.of(effects, warnings, knowledge),
                    digests,
                    predictedId,
                    lengthBytes,
                    List.of(),
                    Optional.empty());
        }

        /// This with one more sentence for the reader.
        Done noting(String note) {
            var more = new java.util.ArrayList<>(notes);
            more.add(note);
            return new Done(chain, content, effects, clear, digests, predictedId, lengthBytes, more, recovered);
        }

        /// This with whose keys made the signatures that came along.
        Done recovering(List<String> addresses) {
            return new Done(
                    chain, content, effects, clear, digests, predictedId, lengthBytes, notes, Optional.of(addresses));
        }

        /// Six words for what would be signed, if that is known.
        Optional<ComparisonCode> code() {
            return digests.isEmpty() ? Optional.empty() : Optional.of(ComparisonCode.of(digests));
        }
    }

    /// A byte could not be accounted for.
    ///
    /// @param offsetBytes where it stands, from 0
    /// @param expected a lower-case phrase
    record Stuck(ChainId chain, Content content, int offsetBytes, String expected) implements Reading {
        static Stuck of(ChainId chain, Content content, Parsed.Malformed<?> malformed) {
            return new Stuck(chain, content, malformed.offsetBytes(), malformed.expected());
        }
    }

    /// What was given is not of its form, and the place has no byte offset.
    ///
    /// @param chain if it is known
    /// @param why a lower-case phrase that names the place
    record Refused(Optional<ChainId> chain, Content content, String why) implements Reading {}
}
