package tallystick.core.wire;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tallystick.core.governance.DocumentVersion;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// By what a node judges, and what is about to change.
///
/// @param workspace hash of the genesis; empty if there is none, and no policy in force
/// @param policy hash of the policy in force; zeros if there is none
/// @param inForce the versions it judges by
/// @param awaited versions it lacks, or whose covenant it lacks: it signs nothing until it has them
/// @param prepared versions it has pledged to
/// @param freezes orders that stand
/// @param changes that are open
public record GovernanceStanding(
        Optional<Digest32> workspace,
        Digest32 policy,
        List<DocumentVersion> inForce,
        List<DocumentVersion> awaited,
        List<DocumentVersion> prepared,
        List<Frozen> freezes,
        List<Open> changes) {
    /// The most entries of one list.
    public static final int LIST_MAX = 4096;

    /// Copies.
    public GovernanceStanding {
        inForce = List.copyOf(inForce);
        awaited = List.copyOf(awaited);
        prepared = List.copyOf(prepared);
        freezes = List.copyOf(freezes);
        changes = List.copyOf(changes);
    }

    /// A freeze that stands.
    ///
    /// @param order names it
    /// @param scope what is frozen, in words
    /// @param by who ordered it
    /// @param reason in his words
    public record Frozen(Digest32 order, String scope, String by, String reason, Instant at) {
        void write(Writer writer) {
            writer.raw(order.bytes());
            Text.write(writer, scope);
            Text.write(writer, by);
            Text.write(writer, reason);
            writer.u64(at.getEpochSecond());
        }

        static Frozen read(Reader reader) throws MalformedInput {
            return new Frozen(
                    Digest32.read(reader, "order"),
                    Text.read(reader, 512, "scope"),
                    Text.read(reader, 128, "by"),
                    Text.read(reader, 1024, "reason"),
                    reader.second("moment"));
        }
    }

    /// A change that is not over.
    ///
    /// @param change names it
    /// @param proposal what, in words
    /// @param stands what it waits for, in words
    /// @param seenAt when the node first saw it
    public record Open(Digest32 change, String by, String proposal, String stands, Instant seenAt) {
        void write(Writer writer) {
            writer.raw(change.bytes());
            Text.write(writer, by);
            Text.write(writer, proposal);
            Text.write(writer, stands);
            writer.u64(seenAt.getEpochSecond());
        }

        static Open read(Reader reader) throws MalformedInput {
            return new Open(
                    Digest32.read(reader, "change"),
                    Text.read(reader, 128, "by"),
                    Text.read(reader, 512, "proposal"),
                    Text.read(reader, 1024, "stands"),
                    reader.second("moment"));
        }
    }

    /// A node without a genesis.
    public static GovernanceStanding none() {
        return new GovernanceStanding(
                Optional.empty(),
                new Digest32(tallystick.crypto.codec.Bytes.copyOf(new byte[Digest32.LENGTH_BYTES])),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    void write(Writer writer) {
        writer.bool(workspace.isPresent());
        workspace.ifPresent(each -> writer.raw(each.bytes()));
        writer.raw(policy.bytes())
                .list(inForce, (each, version) -> version.write(each))
                .list(awaited, (each, version) -> version.write(each))
                .list(prepared, (each, version) -> version.write(each))
                .list(freezes, (each, frozen) -> frozen.write(each))
                .list(changes, (each, open) -> open.write(each));
    }

    static GovernanceStanding read(Reader reader) throws MalformedInput {
        return new GovernanceStanding(
                reader.bool("workspace") ? Optional.of(Digest32.read(reader, "workspace")) : Optional.empty(),
                Digest32.read(reader, "policy"),
                reader.list(0, LIST_MAX, "versions in force", DocumentVersion::read),
                reader.list(0, LIST_MAX, "awaited versions", DocumentVersion::read),
                reader.list(0, LIST_MAX, "prepared versions", DocumentVersion::read),
                reader.list(0, LIST_MAX, "freezes", Frozen::read),
                reader.list(0, LIST_MAX, "changes", Open::read));
    }
}
