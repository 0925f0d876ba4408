package tallystick.core.policy.matter;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Term;
import tallystick.core.chain.Warning;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.Activity;
import tallystick.crypto.hash.Digest32;

/// What is judged: who wants what done with whose value.
///
/// **Why** everything that describes a transaction in it was read from the bytes to be signed, by whoever judges.
///
/// @param chain none of a change of the organisation's own documents and keys
/// @param legs in the order of the chain
/// @param fee the most that inclusion can cost
/// @param coins of a chain of outputs
/// @param solana of Solana
/// @param digests what is to be signed, computed from the bytes
public record Matter(
        Asked asked,
        Optional<ChainId> chain,
        Optional<Content> content,
        List<Leg> legs,
        List<Term> terms,
        List<Warning> warnings,
        Optional<Fee> fee,
        Optional<Coins> coins,
        Optional<Programs> solana,
        List<Digest32> digests) {
    /// Copies.
    public Matter {
        legs = List.copyOf(legs);
        terms = List.copyOf(terms);
        warnings = List.copyOf(warnings);
        digests = List.copyOf(digests);
    }

    /// What was asked, as far as the bytes to be signed do not say it.
    ///
    /// @param digests what the initiator believes is to be signed
    /// @param isReplacement whether it takes the place of something signed before
    /// @param submittedAt when this node first saw it
    public record Asked(
            IntentId intent,
            Source source,
            Initiator initiator,
            List<Digest32> digests,
            boolean isReplacement,
            Instant submittedAt) {
        /// Copies.
        public Asked {
            digests = List.copyOf(digests);
        }
    }

    /// What inclusion can cost.
    ///
    /// @param payer who pays it
    public record Fee(Asset asset, Account payer, java.math.BigInteger amountMax, OptionalInt decimals) {}

    /// What a transaction of coins is made of.
    ///
    /// @param feeRate satoshi for a virtual byte
    /// @param isChange whether something comes back to the same key
    public record Coins(int inputs, BigDecimal feeRate, boolean isChange) {}

    /// What a Solana transaction is made of.
    ///
    /// @param isDurable whether it waits under a durable nonce
    public record Programs(boolean isDurable, Set<Account> programs) {
        /// Copies.
        public Programs {
            programs = Set.copyOf(programs);
        }
    }

    /// A change of the organisation's own documents or keys, which no chain sees.
    public static Matter of(Asked asked, Activity activity) {
        return new Matter(
                asked,
                Optional.empty(),
                Optional.empty(),
                List.of(Leg.of(activity)),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                asked.digests());
    }

    /// A hash over all of it: equal matters have equal hashes, on every machine.
    public Digest32 digest() {
        return MatterDigest.of(this);
    }

    /// The place on its chain that it alone can take, where it has one.
    /// @spec docs/spec/policy.md#PO-19 policy
    public Optional<Slot> slot() {
        return Slot.of(content, terms);
    }

    /// Whether it moves value to several at once.
    public boolean isBatch() {
        return legs.stream().filter(leg -> leg.activity() == Activity.TRANSFER).count() > 1;
    }
}
