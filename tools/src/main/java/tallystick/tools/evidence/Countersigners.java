package tallystick.tools.evidence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tallystick.core.clear.SafeText;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.pack.Countersignatures;
import tallystick.core.pack.PackManifest;
import tallystick.core.wire.CountersignReply;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.tools.operator.NodeDoor;
import tallystick.tools.operator.NodeUnreachable;
import tallystick.wire.TlsIdentity;

/// Asks the nodes of a pack to sign its manifest, each over the network at its own door.
final class Countersigners {
    private final TlsIdentity operator;
    private final Duration limit;

    /// @param operator who asks
    /// @param limit how long to wait for each node, which reads its whole log
    Countersigners(TlsIdentity operator, Duration limit) {
        this.operator = operator;
        this.limit = limit;
    }

    /// Asks every node whose log is in the pack.
    ///
    /// @param tells hears who did and who did not
    /// @throws NotExported if not enough of them did
    /// @spec docs/spec/evidence-pack.md#EP-20 evidence-pack
    Countersignatures ask(Roster roster, PackManifest manifest, Consumer<String> tells) throws NotExported {
        var hash = StandardHash.sha256(manifest.encode());
        var signed = new ArrayList<Countersignatures.OfNode>();
        for (var log : manifest.logs())
            for (var node : roster.named(log.node()).stream().toList()) ask(node, manifest, hash, signed, tells);
        var needed = Countersignatures.quorum(roster.nodes().size());
        if (signed.size() >= needed) return new Countersignatures(signed);
        throw new NotExported("%d of %d nodes countersigned, and %d must: mend what they said, and type the same again"
                .formatted(signed.size(), roster.nodes().size(), needed));
    }

    private void ask(
            Member node,
            PackManifest manifest,
            Digest32 hash,
            List<Countersignatures.OfNode> signed,
            Consumer<String> tells) {
        try (var door = new NodeDoor(operator, node)) {
            switch (door.countersign(manifest, limit)) {
                case CountersignReply.Countersigned(var signature)
                when node.identity().verifies(Countersignatures.statement(hash, node.name()), signature) -> {
                    signed.add(new Countersignatures.OfNode(node.name(), signature));
                    tells.accept("%s countersigned".formatted(node.name()));
                }
                case CountersignReply.Countersigned _ ->
                    tells.accept("%s answered with a signature that is not its own".formatted(node.name()));
                case CountersignReply.Refused(var why) ->
                    tells.accept("%s did not countersign: %s"
                            .formatted(node.name(), SafeText.of(why).text()));
            }
        } catch (NodeUnreachable e) {
            tells.accept("not reached: " + e.getMessage());
        }
    }
}
