package tallystick.tools.pack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.pack.PackManifest;
import tallystick.core.veil.Opening;
import tallystick.core.veil.Openings;
import tallystick.core.veil.Veil;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// What a pack has to open veils with: those whose openings were erased have none, and stay what they are.
///
/// **Threads** immutable after [#read].
public final class PackOpenings {
    private static final long BYTES_MAX = 64L * 1024 * 1024;

    private final Map<Veil, String> texts = new HashMap<>();
    private final List<Wrong> wrong = new ArrayList<>();

    /// An opening that does not open what it says.
    ///
    /// @param file where it stands
    public record Wrong(String file, Veil veil) {}

    private PackOpenings() {}

    /// Reads those of all nodes of a manifest.
    ///
    /// @throws Unfit if a file is malformed, or they are too many
    /// @spec docs/spec/evidence-pack.md#EP-24 evidence-pack
    public static PackOpenings read(Holdings holdings, PackManifest manifest) throws Unfit {
        var all = new PackOpenings();
        var total = 0L;
        for (var log : manifest.logs()) {
            var name = PackNames.openings(log.node());
            if (!holdings.names().contains(name)) continue;
            total += holdings.size(name);
            if (total > BYTES_MAX) throw new Unfit("openings of more than 64 MiB");
            var bytes = holdings.read(name, Openings.LENGTH_BYTES_MAX).orElse(Bytes.empty());
            switch (Openings.parse(bytes)) {
                case Parsed.Ok<Openings>(var openings) -> openings.all().forEach(each -> all.add(name, each));
                case Parsed.Malformed<Openings>(var offset, var expected) ->
                    throw PackedLog.malformed(name, offset, expected);
            }
        }
        return all;
    }

    private void add(String file, Opening opening) {
        if (opening.opens()) texts.put(opening.veil(), opening.text());
        else wrong.add(new Wrong(file, opening.veil()));
    }

    /// What stands behind a veil; empty if that was erased.
    public Optional<String> text(Veil veil) {
        return Optional.ofNullable(texts.get(veil));
    }

    /// The same text with each veil in it lifted, or called redacted.
    public String lifted(String text) {
        return Veil.lifted(text, this::text);
    }

    /// How many open what they say.
    public int size() {
        return texts.size();
    }

    /// Those that do not.
    public List<Wrong> wrong() {
        return List.copyOf(wrong);
    }
}
