package tallystick.tools.operator;

import java.util.List;
import java.util.stream.Stream;
import tallystick.core.chain.Account;
import tallystick.core.court.Court;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.intent.Intent;
import tallystick.core.places.Places;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.judge.Level;
import tallystick.core.wire.GovernanceStanding;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// By which policies a request will be judged, from the documents themselves.
///
/// **Why** an approval counts under the policies its giver has seen: the organisation's, and those of the places that
/// hold what is spent. No node is asked for their hash.
final class PolicySeen {
    private PolicySeen() {}

    /// @throws Unable if no node tells the documents in force
    static Digest32 of(GovernanceDesk desk, GovernanceStanding standing, Intent intent, Account signer)
            throws Unable, NodeUnreachable {
        var policy = policy(desk, standing);
        var kinds = standing.inForce().stream().map(DocumentVersion::kind).toList();
        if (!kinds.contains(DocumentKind.PLACES)) return standing.policy();
        var document = desk.document(GovernanceDesk.current(standing, DocumentKind.PLACES));
        var places = good(Places.parse(document.content()));
        var place = places.source(policy.policy().scope().org(), intent.keyId(), intent.path(), signer)
                .place();
        var all = Stream.concat(Stream.of(policy), places.policies().stream().map(Level::of))
                .toList();
        return Court.policySeen(Level.covering(all, place));
    }

    /// The policy in force, or while the glass is broken the one for emergencies.
    private static Level policy(GovernanceDesk desk, GovernanceStanding standing) throws Unable, NodeUnreachable {
        var kinds = standing.inForce().stream().map(DocumentVersion::kind).toList();
        for (var kind : List.of(DocumentKind.POLICY, DocumentKind.EMERGENCY_POLICY)) {
            if (!kinds.contains(kind)) continue;
            var text = desk.document(GovernanceDesk.current(standing, kind)).content();
            Level level = Level.of(good(PolicyFile.parse(text)));
            if (level.hash().value().equals(standing.policy())) return level;
        }
        throw new Unable("the nodes judge by a policy that none of them tells");
    }

    private static <T> T good(Parsed<T> parsed) throws Unable {
        return switch (parsed) {
            case Parsed.Ok<T>(var value) -> value;
            case Parsed.Malformed<T>(var offset, var expected) ->
                throw new Unable("a document in force at byte %d: expected %s".formatted(offset, expected));
        };
    }
}
