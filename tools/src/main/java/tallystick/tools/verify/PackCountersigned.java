package tallystick.tools.verify;

import java.util.ArrayList;
import java.util.List;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.pack.Countersignatures;
import tallystick.core.pack.PackManifest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.tools.pack.Holdings;
import tallystick.tools.pack.PackNames;

/// Whether enough nodes signed the manifest of a pack.
///
/// **Why** a pack without them is refused, unless whoever verifies says that he knows: otherwise who alters the
/// manifest takes them out.
final class PackCountersigned {
    private static final int BYTES_MAX = 1 << 16;
    private static final String NONE = "no node countersigned the pack: that it is of the time and the logs it says is"
            + " the word of whoever made it";

    private final Holdings holdings;
    private final Report report;

    PackCountersigned(Holdings holdings, Report report) {
        this.holdings = holdings;
        this.report = report;
    }

    /// @param roster that the pack goes by
    /// @spec docs/spec/evidence-pack.md#EP-22 evidence-pack
    void judge(PackManifest manifest, Roster roster, TrustOptions trust) {
        if (!holdings.names().contains(PackNames.COUNTERSIGNATURES)) {
            if (trust.takesNotCountersigned()) report.note(NONE);
            else report.add(false, NONE + "; give --not-countersigned if you know");
            return;
        }
        var bytes = holdings.read(PackNames.COUNTERSIGNATURES, BYTES_MAX).orElse(Bytes.empty());
        switch (Countersignatures.parse(bytes)) {
            case Parsed.Ok<Countersignatures>(var signed) -> judge(manifest, roster, signed);
            case Parsed.Malformed<Countersignatures>(var offset, var expected) ->
                report.add(
                        false, "%s at byte %d: expected %s".formatted(PackNames.COUNTERSIGNATURES, offset, expected));
        }
    }

    private void judge(PackManifest manifest, Roster roster, Countersignatures signed) {
        var hash = StandardHash.sha256(manifest.encode());
        var listed = manifest.logs().stream().map(PackManifest.Log::node).toList();
        var good = new ArrayList<String>();
        for (var each : signed.all()) {
            var why = wrong(each, roster, listed, hash);
            if (why.isEmpty()) good.add(each.node());
            else report.add(false, "the countersignature of %s: %s".formatted(each.node(), why));
        }
        var nodes = roster.nodes().size();
        var needed = Countersignatures.quorum(nodes);
        report.add(
                good.size() >= needed,
                "%d of %d nodes countersigned the pack%s; %d must"
                        .formatted(good.size(), nodes, good.isEmpty() ? "" : ", " + String.join(" ", good), needed));
    }

    private static String wrong(
            Countersignatures.OfNode signed, Roster roster, List<String> listed, Digest32 manifest) {
        var member = roster.named(signed.node()).filter(each -> each.role() == Member.Role.NODE);
        if (member.isEmpty()) return "it is no node of the roster";
        if (!listed.contains(signed.node())) return "its log is not in the pack, and so it did not sign";
        return member.get()
                        .identity()
                        .verifies(Countersignatures.statement(manifest, signed.node()), signed.signature())
                ? ""
                : "it is not of this manifest";
    }
}
