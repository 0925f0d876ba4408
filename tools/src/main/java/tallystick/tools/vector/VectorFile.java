package tallystick.tools.vector;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tallystick.core.chain.Chain;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.Chains;
import tallystick.crypto.codec.Bytes;

/// Recorded objects of a file: one, a list of them, or an object with a list `vectors`.
///
/// **Threads** immutable.
///
/// @param vectors in their order
/// @param isCollection whether they stood in a list
public record VectorFile(List<Entry> vectors, boolean isCollection) {
    private static final int VECTORS_MAX = 10_000;
    private static final Pattern NAME = Pattern.compile("[-_.a-zA-Z0-9]{1,64}");

    /// Copies.
    public VectorFile {
        vectors = List.copyOf(vectors);
    }

    /// Reads a file; its objects are not looked into.
    ///
    /// @throws Unusable if it is no JSON of this form
    public static VectorFile read(Bytes text) throws Unusable {
        var json = Entry.parse(text, "vector");
        if (!json.isCollection()) return new VectorFile(List.of(json), false);
        var vectors = json.isList() ? json.items() : json.items("vectors");
        if (vectors.size() > VECTORS_MAX) throw json.expected("at most %d vectors".formatted(VECTORS_MAX));
        return new VectorFile(vectors, true);
    }

    /// The family that reads an object of this kind.
    ///
    /// @throws Unusable if none does
    public static Chain family(Chains chains, Entry vector) throws Unusable {
        var kinds = new TreeSet<String>();
        for (var each : chains.families()) {
            if (each.forms().kinds().contains(vector.text("kind"))) return each;
            kinds.addAll(each.forms().kinds());
        }
        throw vector.get("kind").expected("one of " + String.join(", ", kinds));
    }

    /// What an object calls itself, if it is a plain name.
    public static Optional<String> name(Entry vector) throws Unusable {
        return vector.isText("id")
                ? Optional.of(vector.text("id")).filter(id -> NAME.matcher(id).matches())
                : Optional.empty();
    }
}
