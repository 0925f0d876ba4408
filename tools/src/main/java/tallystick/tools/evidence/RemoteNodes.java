package tallystick.tools.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import tallystick.core.audit.LogNames;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.tools.operator.NodeDoor;
import tallystick.tools.operator.NodeUnreachable;
import tallystick.wire.TlsIdentity;

/// Nodes whose folders are not here, and whose evidence is fetched over the network, each at its own door.
///
/// **Threads** one.
final class RemoteNodes {
    private final TlsIdentity operator;
    private final Duration limit;
    private final Path folder;

    /// @param operator who asks
    /// @param limit how long to wait for each answer
    /// @param folder where copies go until the pack is made
    RemoteNodes(TlsIdentity operator, Duration limit, Path folder) {
        this.operator = operator;
        this.limit = limit;
        this.folder = folder;
    }

    /// Fetches what these nodes have.
    ///
    /// @return where, by name
    Map<String, Path> fetch(Roster roster, List<String> names, Consumer<String> tells) throws IOException, NotExported {
        var fetched = new TreeMap<String, Path>();
        for (var name : names) {
            var node = roster.named(name)
                    .filter(each -> each.role() == Member.Role.NODE)
                    .orElseThrow(() -> new NotExported("the roster has no node called " + name));
            var into = folder.resolve(name);
            fetch(node, into, tells);
            fetched.put(name, into);
        }
        return fetched;
    }

    private void fetch(Member node, Path into, Consumer<String> tells) throws IOException, NotExported {
        try (var door = new NodeDoor(operator, node)) {
            Fetching.Source source = order -> {
                try {
                    return door.evidence(order, limit);
                } catch (NodeUnreachable e) {
                    throw new NotExported("not reached: " + e.getMessage());
                }
            };
            new Fetching(node.name(), LogNames.log(node), source, into, tells).fetch();
        }
    }

    /// Takes the copies away: the pack has what they had.
    void forget() throws IOException {
        if (!Files.exists(folder)) return;
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
