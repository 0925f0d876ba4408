package tallystick.tools.operator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.approval.Proof;
import tallystick.core.governance.Change;
import tallystick.core.governance.ChangeRule;
import tallystick.core.governance.Council;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Freezes;
import tallystick.core.governance.SignedChange;
import tallystick.core.people.Directory;
import tallystick.core.policy.Policy;
import tallystick.core.policy.change.ChangeTerms;
import tallystick.core.policy.change.GovernedPolicies;
import tallystick.core.policy.json.PolicyFile;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// From when on a change can take effect, found as nodes find it, where whoever proposes it does not say.
///
/// **Why** what takes effect before its delay is over is refused by every node, and each counts from when it first saw
/// it.
///
/// @param inForce people, policy and roster among them
/// @spec docs/spec/governance.md#GO-27 governance
record Beginning(Map<DocumentKind, Document> inForce) {
    /// For each node to see it, and with `cancelBy` to pledge to it.
    static final Duration SPARE = Duration.ofMinutes(10);

    private static final Proof UNSIGNED = new Proof.Plain(Bytes.copyOf(new byte[Proof.SIGNATURE_BYTES]));

    Beginning {
        inForce = Map.copyOf(inForce);
    }

    /// How long after now: nothing for what waits for nothing.
    ///
    /// @param change to be proposed, whatever moment it says
    /// @param keyId by which it will be
    /// @return empty if that cannot be told by these documents
    Optional<Duration> after(Change change, Digest32 keyId) {
        return rule(change, keyId)
                .map(rule ->
                        rule.delay().isZero() ? Duration.ZERO : rule.delay().plus(SPARE));
    }

    /// What it needs; empty if the policy denies it, or cannot be read.
    Optional<ChangeRule> rule(Change change, Digest32 keyId) {
        if (!inForce.containsKey(DocumentKind.ROSTER)
                || !(parsed(DocumentKind.POLICY).map(PolicyFile::parse).orElse(null)
                        instanceof Parsed.Ok<Policy>(var policy))
                || !(parsed(DocumentKind.PEOPLE).map(Directory::parse).orElse(null)
                        instanceof Parsed.Ok<Directory>(var people))) return Optional.empty();
        var council = new Council(change.workspace(), people, change.workspace(), inForce, Freezes.none());
        var least = council.least(change, new GovernedPolicies(), change.at());
        var unsigned = new SignedChange(change, keyId, UNSIGNED, List.of());
        return ChangeTerms.of(policy, people, unsigned, least, change.at(), change.at());
    }

    private Optional<Bytes> parsed(DocumentKind kind) {
        return Optional.ofNullable(inForce.get(kind)).map(Document::content);
    }
}
