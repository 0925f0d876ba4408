package tallystick.tools.verify;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.PersonalTexts;
import tallystick.core.pack.PackManifest;
import tallystick.core.veil.Openings;
import tallystick.core.veil.Veil;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.tools.pack.Holdings;
import tallystick.tools.pack.LogWalk;
import tallystick.tools.pack.PackNames;
import tallystick.tools.pack.PackOpenings;
import tallystick.tools.pack.Unfit;

/// What is veiled in a pack: that each opening opens the veil it names, that there is none for nothing, and how many
/// texts are redacted.
///
/// **Threads** one. Remembers the openings, which are bounded, and of what is redacted only how many.
final class PackRedaction {
    private static final int FILE_BYTES_MAX = 32 * 1024 * 1024;

    private final Holdings holdings;
    private final PackManifest manifest;
    private final Report report;
    private final PackOpenings openings;
    private final Map<Veil, String> idle = new TreeMap<>(Comparator.comparing(Veil::text));
    private final Map<String, Long> erased = new TreeMap<>();
    private long redacted;

    PackRedaction(Holdings holdings, PackManifest manifest, Report report) throws Unfit {
        this.holdings = holdings;
        this.manifest = manifest;
        this.report = report;
        this.openings = PackOpenings.read(holdings, manifest);
    }

    /// Each opening by itself, and the veils in documents.
    /// @spec docs/spec/evidence-pack.md#EP-24 evidence-pack
    void judge() {
        for (var wrong : openings.wrong())
            report.wrong(
                    "openings",
                    "%s: an opening does not open %s, which it names"
                            .formatted(wrong.file(), wrong.veil().text()));
        for (var log : manifest.logs()) {
            var name = PackNames.openings(log.node());
            var bytes = holdings.read(name, Openings.LENGTH_BYTES_MAX).orElse(Bytes.empty());
            if (Openings.parse(bytes) instanceof Parsed.Ok<Openings>(var all))
                for (var opening : all.all()) idle.put(opening.veil(), name);
        }
        var documents = new HashSet<Veil>();
        for (var log : manifest.logs())
            for (var file : holdings.below(PackNames.governed(log.node())))
                documents.addAll(Veil.within(holdings.read(file, FILE_BYTES_MAX).orElse(Bytes.empty())));
        named(documents);
    }

    private void named(Set<Veil> veils) {
        for (var veil : veils) {
            idle.remove(veil);
            if (openings.text(veil).isEmpty()) redacted++;
        }
    }

    /// The next entry.
    void saw(LogWalk.Found found) {
        named(PersonalTexts.veils(found.entry().event()));
        if (found.entry().event() instanceof AuditEvent.OpeningsErased(var count, var _))
            erased.merge(found.node(), (long) count, Long::sum);
    }

    /// All entries went by.
    void ended() {
        idle.forEach((veil, file) -> report.wrong(
                "openings", "%s: an opening of %s, which nothing in the pack names".formatted(file, veil.text())));
        if (openings.size() > 0)
            report.add(true, "%d openings open the veils that they name".formatted(openings.size()));
        if (redacted > 0)
            report.note(
                    "%d texts are redacted: what stood there was erased, or is not in the pack".formatted(redacted));
        for (var each : erased.entrySet())
            report.note("%s tells that %d personal texts were erased there".formatted(each.getKey(), each.getValue()));
    }
}
