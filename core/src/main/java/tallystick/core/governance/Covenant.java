package tallystick.core.governance;

import java.util.HashSet;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// The pledges of all nodes to one version: from its moment on nobody judges by the one before.
///
/// **Form** version byte 1 ‖ u16 count ‖ pledges (1..512).
///
/// @param pledges one of each node, in any order; where nodes tell each other, both of one that said both
public record Covenant(List<Pledge> pledges) {
    private static final Bytes FORMAT = Bytes.copyOf((byte) 1);
    private static final int PLEDGES_MAX = 512;

    /// @throws IllegalArgumentException if there are none or more than 512: the caller's fault
    public Covenant {
        pledges = List.copyOf(pledges);
        if (pledges.isEmpty() || pledges.size() > PLEDGES_MAX)
            throw new IllegalArgumentException("%d pledges not in 1..512".formatted(pledges.size()));
    }

    /// The version all speak of, if it is complete.
    public DocumentVersion version() {
        return pledges.getFirst().version();
    }

    /// Whether every node of the roster will keep this version, and nobody speaks of another.
    /// @spec docs/spec/governance.md#GO-17 governance
    public boolean isComplete(Digest32 workspace, Roster roster) {
        return pledges.size() == roster.nodes().size()
                && roster.nodes().stream()
                        .allMatch(node -> pledges.stream().anyMatch(pledge -> isOf(pledge, node, workspace)));
    }

    private boolean isOf(Pledge pledge, Member node, Digest32 workspace) {
        return pledge.node().equals(node.name())
                && pledge.isKept()
                && pledge.workspace().equals(workspace)
                && pledge.version().equals(version())
                && pledge.isBy(node.identity());
    }

    /// The canonical bytes.
    public Bytes encode() {
        return new Writer()
                .raw(FORMAT)
                .list(pledges, (writer, pledge) -> pledge.write(writer))
                .toBytes();
    }

    /// Reads the canonical bytes and nothing else; does not verify.
    ///
    /// **Why** of each node two words at most: whoever verifies them verifies as many as there are nodes, and not
    /// as many as somebody brings.
    ///
    /// @spec docs/spec/governance.md#GO-25 governance
    public static Parsed<Covenant> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(FORMAT, "covenant version 1");
            var covenant = new Covenant(reader.list(1, PLEDGES_MAX, "pledges", Pledge::read));
            if (!covenant.hasOneOfEach())
                throw reader.malformed("pledges to one version, of each node one that is kept and one that is not");
            return covenant;
        });
    }

    private boolean hasOneOfEach() {
        var words = new HashSet<Word>();
        return pledges.stream()
                .allMatch(pledge -> pledge.version().equals(version())
                        && pledge.workspace().equals(pledges.getFirst().workspace())
                        && words.add(new Word(pledge.node(), pledge.isKept())));
    }

    private record Word(String node, boolean isKept) {}
}
