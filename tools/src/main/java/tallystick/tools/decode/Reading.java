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

        /// What a whole transaction is.
        ///
        /// @param account whose key signs; if nobody said, the code is of the bytes alone
        /// @param signer the same, or who stands for it
        static Done of(Seen.Whole seen, Optional<Account> account, Account signer, Knowledge knowledge) {
            var transaction = seen.transaction();
            var agreed = transaction.agreed();
            var effects = transaction.effects(signer, knowledge);
            return of(
                    new ComparisonCode.Subject(
                            agreed.chain(), account, agreed.content(), agreed.bytes(), agreed.digests()),
                    new Done(
                            transaction.chain(),
                            transaction.content(),
                            effects,
                            ClearText.of(effects, transaction.warnings(signer, knowledge), knowledge),
                            transaction.digests(),
                            Optional.empty(),
                            transaction.predictedId(),
                            transaction.bytes().length(),
                            seen.notes(),
                            seen.recovered()));
        }

        /// What is known of less than a whole transaction.
        static Done of(ChainId chain, Seen.Part seen, Optional<Account> account, Knowledge knowledge) {
            var done = new Done(
                    chain,
                    seen.content(),
                    seen.effects(),
                    ClearText.of(seen.effects(), seen.warnings(), knowledge),
                    seen.digests(),
                    Optional.empty(),
                    seen.predictedId(),
                    seen.bytes().length(),
                    seen.notes(),
                    seen.recovered());
            return seen.digests().isEmpty()
                    ? done
                    : of(
                            new ComparisonCode.Subject(chain, account, seen.content(), seen.bytes(), seen.digests()),
                            done);
        }

        private static Done of(ComparisonCode.Subject subject, Done done) {
            var notes = new ArrayList<>(done.notes());
            if (subject.account().isEmpty())
                notes.add("Nobody said whose key signs: the code is of the bytes alone and differs from that of the"
                        + " nodes. Say it with --signer.");
            return new Done(
                    done.chain(),
                    done.content(),
                    done.effects(),
                    done.clear(),
                    done.digests(),
                    Optional.of(ComparisonCode.of(subject)),
                    done.predictedId(),
                    done.lengthBytes(),
                    notes,
                    done.recovered());
        }

        /// This with one more sentence for the reader, before the others.
        Done noting(String note) {
            var more = new ArrayList<>(List.of(note));
            more.addAll(notes);
            return new Done(chain, content, effects, clear, digests, code, predictedId, lengthBytes, more, recovered);
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
