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
    /// @param code six words for what would be signed, if that is known
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

        /// What a transaction is. Where the signer only stands for somebody, the code is of the bytes alone.
        static Done of(UnsignedTransaction transaction, Account signer, Knowledge knowledge) {
            var agreed = transaction.agreed();
            var account = Optional.of(signer).filter(each -> !each.equals(StandIn.of(transaction.chain())));
            return of(
                    new ComparisonCode.Subject(
                            agreed.chain(), account, agreed.content(), agreed.bytes(), agreed.digests()),
                    transaction.effects(signer, knowledge),
                    transaction.warnings(signer, knowledge),
                    knowledge,
                    transaction.predictedId(),
                    transaction.digests());
        }

        /// What is known of bytes that nobody signs as they are.
        static Done undigested(
                ChainId chain, List<Effect> effects, List<Warning> warnings, Knowledge knowledge, int lengthBytes) {
            return new Done(
                    chain,
                    Content.TRANSACTION,
                    effects,
                    ClearText.of(effects, warnings, knowledge),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    lengthBytes,
                    List.of(),
                    Optional.empty());
        }

        static Done of(
                ComparisonCode.Subject subject,
                List<Effect> effects,
                List<Warning> warnings,
                Knowledge knowledge,
                Optional<String> predictedId,
                List<Digest32> digests) {
            var notes = subject.account().isPresent()
                    ? List.<String>of()
                    : List.of("Nobody said whose key signs: the code is of the bytes alone and differs from that of the"
                            + " nodes. Say it with --signer.");
            return new Done(
                    subject.chain(),
                    subject.content(),
                    effects,
                    ClearText.of(effects, warnings, knowledge),
                    digests,
                    Optional.of(ComparisonCode.of(subject)),
                    predictedId,
                    subject.bytes().length(),
                    notes,
                    Optional.empty());
        }

        /// This with one more sentence for the reader, before the others.
        Done noting(String note) {
            var more = new java.util.ArrayList<>(List.of(note));
            more.addAll(notes);
            return new Done(chain, content, effects, clear, digests, code, predictedId, lengthBytes, more, recovered);
        }

        /// This with whose keys made the signatures that came along.
        Done recovering(List<String> addresses) {
            return new Done(
                    chain,
                    content,
                    effects,
                    clear,
                    digests,
                    code,
                    predictedId,
                    lengthBytes,
                    notes,
                    Optional.of(addresses));
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
