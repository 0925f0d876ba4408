package tallystick.control.withdrawals;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tallystick.control.chain.ExpiringEndpoint.Recent;
import tallystick.control.life.Kind;
import tallystick.control.life.Stage;
import tallystick.control.life.SubStatus;
import tallystick.core.chain.ChainSignature;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// A withdrawal as it is kept.
///
/// @param destination empty where several are paid
/// @param amount of all that are paid together
/// @param parts who gets what, where several are paid in one transaction; else empty
/// @param unsigned what control built, and an initiator signs in an intent; nodes judge these very bytes
/// @param evidence the initiator's signed intent, without approvals; empty before it is submitted
/// @param nonce its sequence number, where the chain has such
/// @param completion what nodes were asked to sign, where the draft leaves something open; see [Completions]
/// @param signed the signed transaction; empty before nodes signed
/// @param confirmations how deep it is
/// @param wanted how deep it has to be
/// @param asked how many approvals there were when nodes were asked last; -1 before
/// @param replaces the one whose place it takes
/// @param replacedBy the one that takes its place, unless that was given up
/// @param signatures the nodes', verified; empty before
/// @param signers the names of the nodes that made them; empty before
/// @param signedAt when they came; empty before
/// @param begun whether nodes may have begun to sign it
/// @param answers how many people's answers are here
/// @param expiresAt of the draft, then of the intent
/// @param version rises with every change
record Withdrawal(
        UUID id,
        UUID workspace,
        UUID wallet,
        UUID address,
        Optional<String> externalId,
        String asset,
        String destination,
        BigInteger amount,
        List<Part> parts,
        String note,
        Stage stage,
        SubStatus why,
        String detail,
        Bytes unsigned,
        List<Digest32> digests,
        Optional<BigInteger> nonce,
        BigInteger feeMax,
        Optional<Bytes> evidence,
        Optional<Bytes> intentId,
        Optional<Completion> completion,
        Optional<Bytes> signed,
        Optional<String> transactionId,
        Optional<Block> block,
        int confirmations,
        int wanted,
        int asked,
        Kind kind,
        Optional<UUID> replaces,
        Optional<UUID> replacedBy,
        Optional<List<ChainSignature>> signatures,
        List<String> signers,
        Optional<Instant> signedAt,
        boolean begun,
        int answers,
        UUID createdBy,
        Instant expiresAt,
        int version,
        Instant createdAt,
        Instant updatedAt) {
    /// Copies.
    Withdrawal {
        parts = List.copyOf(parts);
        digests = List.copyOf(digests);
        signatures = signatures.map(List::copyOf);
        signers = List.copyOf(signers);
    }

    /// What is filled in after people agreed.
    ///
    /// @param bytes the whole transaction
    /// @param names the block that it names
    record Completion(Bytes bytes, Recent names) {}

    /// What nodes sign.
    Bytes ready() {
        return completion.map(Completion::bytes).orElse(unsigned);
    }

    /// What nodes are told besides the intent.
    Bytes filledIn() {
        return completion.map(Completion::bytes).orElse(Bytes.empty());
    }

    /// What one of several gets.
    record Part(String destination, BigInteger amount) {}

    /// In which block it is.
    record Block(long number, String hash) {}
}
