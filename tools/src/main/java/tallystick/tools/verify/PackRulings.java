package tallystick.tools.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Receipt;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.docket.Retrial;
import tallystick.core.intent.IntentId;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.pack.PackMemory;

/// What each node ruled on each request, and by which of its rulings it agreed to sign it.
///
/// **Why** a request may be brought again while it is signed, and be refused then: its signature rests on the ruling
/// that stood when the node agreed.
///
/// **Threads** one. Remembers of so many requests at most that memory stays bounded.
final class PackRulings {
    /// Of two that bring one request at once, the ruling for the one stands between that for the other and its verdict.
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    private final PackMemory<IntentId, Ruled> newest = new PackMemory<>();
    private final PackMemory<IntentId, Ruled> allowed = new PackMemory<>();
    private final PackMemory<IntentId, Agreed> agreed = new PackMemory<>();

    /// One ruling, as an entry tells of it.
    ///
    /// @param permit what it allowed, if it did and could be made again
    /// @param wrong what of it is wrong if something is signed by it
    record Ruled(AuditEvent.Said said, Instant at, Optional<Permit> permit, Optional<String> wrong) {
        boolean isAllowed() {
            return said == AuditEvent.Said.ALLOWED;
        }
    }

    /// A verdict to sign.
    ///
    /// @param by the ruling that stood before it
    record Agreed(Set<Digest32> digests, Optional<Ruled> by) {
        Agreed {
            digests = Set.copyOf(digests);
        }
    }

    /// What a ruling allowed to be signed.
    ///
    /// @param open the transaction, if it leaves something open that is filled in before it is signed
    /// @param policies of the organisation, by which it was allowed once or again
    /// @param signers who may sign it together
    /// @param until until when they may
    record Permit(
            Digest32 keyId,
            DerivationPath path,
            Set<Digest32> digests,
            Optional<UnsignedTransaction> open,
            Set<Digest32> policies,
            PackSigners.Asked signers,
            PackLate until) {
        /// Copies.
        Permit {
            digests = Set.copyOf(digests);
            policies = Set.copyOf(policies);
        }

        static Permit of(Retrial.Outcome.Same same, Collection<Digest32> policies, PackSigners.Asked signers) {
            var intent = same.asked().evidence().intent();
            var transaction = same.asked().transaction();
            return new Permit(
                    intent.keyId(),
                    new DerivationPath(intent.path()),
                    Set.copyOf(transaction.digests()),
                    transaction.isComplete() ? Optional.empty() : Optional.of(transaction),
                    Set.copyOf(policies),
                    signers,
                    PackLate.of(same));
        }

        private Permit with(Set<Digest32> more) {
            var all = new HashSet<>(policies);
            all.addAll(more);
            return new Permit(keyId, path, digests, open, all, signers, until);
        }

        /// @param messages of the receipt
        /// @spec docs/spec/evidence-pack.md#EP-33 evidence-pack
        boolean covers(Receipt receipt, Set<Digest32> messages) {
            var isOfIt = open.isEmpty()
                    ? digests.containsAll(messages)
                    : receipt.parts().stream().allMatch(part -> open.get().isCompletedBy(part.message()));
            return keyId.equals(receipt.keyId()) && path.equals(receipt.path()) && isOfIt;
        }
    }

    /// It ruled on a request. A receipt may name any policy by which its request was allowed.
    void ruled(String node, IntentId intent, Ruled ruled) {
        var before = allowed.of(node, intent)
                .flatMap(Ruled::permit)
                .map(Permit::policies)
                .orElse(Set.of());
        var now = new Ruled(ruled.said(), ruled.at(), ruled.permit().map(permit -> permit.with(before)), ruled.wrong());
        newest.put(node, intent, now);
        if (ruled.isAllowed()) allowed.put(node, intent, now);
    }

    /// It agreed to sign: from here on what it rules on a second bringing changes nothing.
    void agreed(String node, AuditEvent.NodeVerdict verdict, Instant at) {
        var last = newest.of(node, verdict.intent());
        var atOnce = allowed.of(node, verdict.intent())
                .filter(each -> !each.at().plus(AT_ONCE).isBefore(at));
        var by = last.filter(Ruled::isAllowed).or(() -> atOnce).or(() -> last);
        agreed.put(node, verdict.intent(), new Agreed(Set.copyOf(verdict.digests()), by));
    }

    /// Its newest verdict to sign that request.
    Optional<Agreed> agreement(String node, IntentId intent) {
        return agreed.of(node, intent);
    }

    /// Its newest ruling on that request that allowed it.
    Optional<Ruled> newestAllowed(String node, IntentId intent) {
        return allowed.of(node, intent);
    }

    /// Its newest ruling on that request.
    Optional<Ruled> newest(String node, IntentId intent) {
        return newest.of(node, intent);
    }
}
