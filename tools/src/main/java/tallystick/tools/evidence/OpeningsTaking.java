package tallystick.tools.evidence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tallystick.core.veil.Openings;
import tallystick.core.veil.Veil;
import tallystick.crypto.codec.Bytes;
import tallystick.tools.pack.PackNames;
import tallystick.tools.pack.Staged;
import tallystick.wire.OpeningFiles;

/// Takes into a pack what opens the veils in it, and no other opening of the node: who asks for a day gets the names of
/// that day.
final class OpeningsTaking {
    private static final int VEILS_MAX = 100_000;

    private final Staged staged;
    private final String node;
    private final Path folder;

    OpeningsTaking(Staged staged, String node, Path folder) {
        this.staged = staged;
        this.node = node;
        this.folder = folder;
    }

    /// Always anew: what was erased since an export was broken off is in no pack.
    /// @spec docs/spec/redaction.md#RD-8 redaction
    void take() throws IOException, NotExported {
        var name = PackNames.openings(node);
        staged.remove(name);
        var wanted = new HashSet<Veil>();
        for (var place : List.of(PackNames.log(node, "entries/"), PackNames.governed(node)))
            for (var file : staged.below(place)) veils(file, wanted);
        if (wanted.isEmpty()) return;
        var once = new HashSet<Veil>();
        var found = new OpeningFiles(folder)
                .read(opening -> wanted.contains(opening.veil()) && once.add(opening.veil()) && opening.opens());
        if (!found.isEmpty()) staged.put(name, new Openings(found).encode());
    }

    private void veils(String file, Set<Veil> wanted) throws NotExported {
        var rest = new ArrayList<>(List.of(Bytes.empty()));
        staged.read(file, piece -> {
            var both = Bytes.concat(rest.getFirst(), piece);
            wanted.addAll(Veil.within(both));
            rest.set(0, both.slice(Math.max(0, both.length() - Veil.LENGTH_CHARACTERS), both.length()));
        });
        if (wanted.size() > VEILS_MAX)
            throw new NotExported("more than %d veiled texts: ask for a shorter time".formatted(VEILS_MAX));
    }
}
