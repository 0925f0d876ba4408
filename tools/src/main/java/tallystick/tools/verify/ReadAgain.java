package tallystick.tools.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tallystick.core.pack.PackManifest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.RunningSha256;
import tallystick.tools.pack.Outputs;
import tallystick.tools.pack.Version;

/// Takes what the evidence makes of parts and report, and holds it against what the pack has.
final class ReadAgain implements Outputs {
    private final Map<String, PackManifest.Packed> listed;
    private final String software;
    private final List<String> differing = new ArrayList<>();
    private final TreeSet<String> made = new TreeSet<>();

    ReadAgain(PackManifest manifest) {
        this.software = manifest.software();
        this.listed = manifest.byName();
    }

    @Override
    public Output begin(String name) {
        var hash = new RunningSha256();
        made.add(name);
        return new Output() {
            @Override
            public void take(Bytes piece) {
                hash.take(piece);
            }

            @Override
            public void finish() {
                var file = listed.get(name);
                if (file == null || !file.sha256().equals(hash.digest())) differing.add(name);
            }
        };
    }

    /// Another version may word a table otherwise.
    private String perhaps() {
        return isOwn() ? "" : ", perhaps only since it was made by the version " + software;
    }

    private boolean isOwn() {
        return software.equals(Version.own());
    }

    /// @param parts names of the readable files that the pack has
    /// @spec docs/spec/evidence-pack.md#EP-9 evidence-pack
    void tell(Report report, List<String> parts) {
        if (!isOwn())
            report.note(
                    "the pack was made by the version %s, and this is %s: only that one surely makes the same tables"
                            .formatted(software, Version.own()));
        for (var name : differing)
            report.wrong("tables", "%s says something else than the evidence%s".formatted(name, perhaps()));
        for (var name : parts)
            if (!made.contains(name)) report.wrong("tables", "%s is made of no evidence".formatted(name));
        if (differing.isEmpty())
            report.add(true, "%d tables and the report are what the evidence makes of them".formatted(made.size() - 1));
    }
}
