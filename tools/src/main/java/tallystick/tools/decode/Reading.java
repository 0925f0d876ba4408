package tallystick.tools.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Seen;
import tallystick.core.clear.ClearText;
import tallystick.core.clear.ComparisonCode;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// What became of the bytes.
sealed interface Reading {
    /// Why there is no comparison code where nobody said whose key signs.
    String NOBODY_SIGNS = "There is no comparison code: nodes make it with the account whose key signs. Give the"
            + " unsigned bytes with --signer or --key.";

    /// Why there is none where nodes sign other bytes.
    String NOT_CANONICAL = "There is no comparison code: nodes make it of canonical bytes, which say more than these.";

    /// Every byte is accounted for.
    ///
    /// @param digests what would be signed; none if the bytes alone do not say it
    /// @param code six words for what would be signed, where they can be those of the nodes
    /// @param lengthBytes how many bytes
    /// @param notes what the reader should know besides, sentences
    /// @param recovered whose keys made the signatures that came along, where some did
    record Done(
            ChainId chain,
            Content content,
            List<Effect> effects,
            ClearText clear,
            List<Digest32> digests,
            Optional<ComparisonCode> code,
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

        /// What a whole transaction is.
        ///
        /// @param account whose key signs; if nobody said, there is no comparison code
        /// @param signer the same, or who stands for it
        static Done of(Seen.Whole seen, Optional<Account> account, Account signer, Knowledge knowledge) {
            var transaction = seen.transaction();
            var effects = transaction.effects(signer, knowledge);
            var done = new Done(
                    transaction.chain(),
                    transaction.content(),
                    effects,
                    ClearText.of(transaction, signer, knowledge),
                    transaction.digests(),
                    account.map(known -> ComparisonCode.of(transaction, known)),
                    transaction.predictedId(),
                    transaction.bytes().length(),
                    seen.notes(),
                    seen.recovered());
            return account.isPresent() ? done : done.ending(NOBODY_SIGNS);
        }

        /// What is known of less than a whole transaction.
        ///
        /// @param account whose key signs, if nodes would sign these very bytes
        /// @param why there is no comparison code, without it
        static Done of(ChainId chain, Seen.Part seen, Optional<Account> account, String why, Knowledge knowledge) {
            var isSigned = !seen.digests().isEmpty();
            var done = new Done(
                    chain,
                    seen.content(),
                    seen.effects(),
                    ClearText.of(seen.effects(), seen.terms(), seen.warnings(), knowledge),
                    seen.digests(),
                    account.filter(_ -> isSigned)
                            .map(known -> ComparisonCode.of(new ComparisonCode.Subject(
                                    chain, Optional.of(known), seen.content(), seen.bytes(), seen.digests()))),
                    seen.predictedId(),
                    seen.bytes().length(),
                    seen.notes(),
                    seen.recovered());
            return isSigned && account.isEmpty() ? done.ending(why) : done;
        }

        /// This with one more sentence for the reader, before the others.
        Done noting(String note) {
            var more = new ArrayList<>(List.of(note));
            more.addAll(notes);
            return with(more);
        }

        private Done ending(String note) {
            var more = new ArrayList<>(notes);
            more.add(note);
            return with(more);
        }

        private Done with(List<String> others) {
            return new Done(chain, content, effects, clear, digests, code, predictedId, lengthBytes, others, recovered);
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
