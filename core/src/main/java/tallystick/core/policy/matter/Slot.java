package tallystick.core.policy.matter;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Content;
import tallystick.core.chain.Term;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// A place on a chain that one thing alone can take, such as an account's nonce: of all that have the same slot at most
/// one ever counts, however many are signed.
///
/// **Why** raising a fee signs another transaction in the place of one before. It is neither a second payment nor
/// a second charge, for the chain itself takes only one of the two.
public record Slot(Digest32 value) {
    /// Of a transaction whose chain counts the account's transactions. What a contract counts, such as a permit or a
    /// Safe's transaction, is nobody's slot here: it can be carried by many transactions.
    /// @spec docs/spec/policy.md#PO-19 policy
    static Optional<Slot> of(Optional<Content> content, List<Term> terms) {
        if (!content.equals(Optional.of(Content.TRANSACTION))) return Optional.empty();
        return terms.stream()
                .filter(Term.Order.class::isInstance)
                .map(Term.Order.class::cast)
                .filter(order -> order.what().equals("transaction")
                        && order.at().isEmpty()
                        && order.key().isEmpty())
                .findFirst()
                .map(order -> new Slot(Transcript.of("tallystick/policy/v1/slot")
                        .add("of", order.of().toString())
                        .add("number", order.number().toString())
                        .digest()));
    }
}
