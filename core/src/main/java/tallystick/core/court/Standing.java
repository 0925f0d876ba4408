package tallystick.core.court;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tallystick.core.approval.SeenCount;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.Freezes;
import tallystick.core.policy.judge.Past;
import tallystick.core.policy.limit.Counters;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.hash.Digest32;

/// All that one node knows and judges by, besides the request and its clock.
///
/// **Why** a value: whoever has the same, judges the same.
///
/// **Threads** immutable.
///
/// @param workspace hash of the genesis
/// @param node its name in the roster
/// @param documents those in force
/// @param awaited versions that others may judge by already and this node cannot: while there is one, it denies
/// @param freezes what is frozen, by its own orders too
/// @param counters what limits have counted
/// @param seen counts of passkeys, by key id
/// @param past what was paid before
public record Standing(
        Digest32 workspace,
        String node,
        Documents documents,
        List<DocumentVersion> awaited,
        Freezes freezes,
        Counters counters,
        Map<Digest32, List<SeenCount>> seen,
        Past past) {
    /// Copies.
    public Standing {
        awaited = List.copyOf(awaited);
        var copies = new HashMap<Digest32, List<SeenCount>>();
        seen.forEach((key, counts) -> copies.put(key, List.copyOf(counts)));
        seen = Map.copyOf(copies);
    }

    /// A node that has its documents, and has seen nothing yet.
    public static Standing of(Digest32 workspace, String node, Documents documents) {
        return new Standing(
                workspace, node, documents, List.of(), Freezes.none(), Counters.none(), Map.of(), Past.none());
    }

    /// The canonical bytes: whoever has them rules the same.
    /// @spec docs/spec/court.md#CO-10 court
    public Bytes encode() {
        return StandingForm.encode(this);
    }

    /// Reads the canonical bytes and nothing else. What is not in its order, or stands twice, is written otherwise, and
    /// so refused.
    public static Parsed<Standing> parse(Bytes encoded) {
        var parsed = Reader.parse(encoded, StandingForm::read);
        var isOther = parsed instanceof Parsed.Ok<Standing>(var standing)
                && !standing.encode().equals(encoded);
        return isOther ? new Parsed.Malformed<>(0, "a standing in its one form") : parsed;
    }

    /// With other documents.
    public Standing with(Documents others) {
        return new Standing(workspace, node, others, awaited, freezes, counters, seen, past);
    }

    /// With other freezes.
    public Standing with(Freezes others) {
        return new Standing(workspace, node, documents, awaited, others, counters, seen, past);
    }

    /// With other counts of limits.
    public Standing with(Counters others) {
        return new Standing(workspace, node, documents, awaited, freezes, others, seen, past);
    }

    /// With other counts of passkeys.
    public Standing withSeen(Map<Digest32, List<SeenCount>> others) {
        return new Standing(workspace, node, documents, awaited, freezes, counters, others, past);
    }

    /// With another past.
    public Standing with(Past other) {
        return new Standing(workspace, node, documents, awaited, freezes, counters, seen, other);
    }

    /// With versions that are awaited.
    public Standing withAwaited(List<DocumentVersion> others) {
        return new Standing(workspace, node, documents, others, freezes, counters, seen, past);
    }
}
