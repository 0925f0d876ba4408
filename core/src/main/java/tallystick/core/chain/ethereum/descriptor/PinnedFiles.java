package tallystick.core.chain.ethereum.descriptor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.json.Json;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// Files of ERC-7730 that lie side by side, each pinned by its hash. One may include another of them, and none else: a
/// file that is fetched from somewhere, or changed afterwards, could make a payment look like another.
///
/// **Form** `includes` is the name of a pinned file, `./` before it or not. At most [#INCLUDES_MAX] files are included
/// one by another, and none by itself.
///
/// **Threads** immutable.
///
/// @param byName the files by the name they are included by
public record PinnedFiles(Map<String, Pinned> byName) {
    /// The longest row of files that include one another.
    public static final int INCLUDES_MAX = 4;

    private static final String INCLUDES = "includes";
    private static final String FIELDS = "fields";

    /// One file.
    ///
    /// @param sha256 of the file that was looked at
    public record Pinned(Bytes json, Digest32 sha256) {}

    /// Copies.
    public PinnedFiles {
        byName = Map.copyOf(byName);
    }

    /// Reads a file, and what it includes into it.
    ///
    /// @spec https://eips.ethereum.org/EIPS/eip-7730#organizing-files ERC-7730, organizing files
    public Parsed<DescriptorFile> read(String name) {
        try {
            return new Parsed.Ok<>(DescriptorFile.read(whole(name, new LinkedHashSet<>())));
        } catch (MalformedInput malformed) {
            return new Parsed.Malformed<>(malformed.offsetBytes(), malformed.expected());
        }
    }

    /// The files that are only there for others to include: one does, and by themselves they are for no contract.
    public Set<String> parts() {
        var included = new HashSet<String>();
        var open = new HashSet<String>();
        byName.forEach((name, file) -> json(file).ifPresent(json -> {
            json.text(INCLUDES)
                    .map(PinnedFiles::plain)
                    .filter(other -> !other.equals(name))
                    .ifPresent(included::add);
            if (json.member("context").isEmpty()) open.add(name);
        }));
        included.retainAll(open);
        return included;
    }

    private static Optional<Json> json(Pinned file) {
        return Json.parse(file.json()) instanceof Parsed.Ok<Json>(var json) ? Optional.of(json) : Optional.empty();
    }

    private Json whole(String name, Set<String> above) throws MalformedInput {
        if (!above.add(name)) throw refused("a file that does not include itself");
        if (above.size() > INCLUDES_MAX + 1)
            throw refused("at most %d files that include one another".formatted(INCLUDES_MAX));
        var file = byName.get(name);
        if (file == null) throw refused("an included file that is itself listed and pinned by its sha-256");
        if (!StandardHash.sha256(file.json()).equals(file.sha256())) throw refused("file with the pinned sha-256");
        var parsed = Json.parse(file.json());
        if (parsed instanceof Parsed.Malformed<Json>(var offset, var expected))
            throw new MalformedInput(offset, above.size() == 1 ? expected : "included file: " + expected);
        var json = parsed.orThrow();
        var includes = json.member(INCLUDES);
        if (includes.isEmpty()) return json;
        if (!(includes.get() instanceof Json.Text(var _, var included)))
            throw refused("the name of one file as includes");
        return merged(whole(plain(included), above), json);
    }

    private static String plain(String included) {
        return included.startsWith("./") ? included.substring(2) : included;
    }

    /// > conflicts between common unique keys are resolved by prioritizing the including file
    ///
    /// Its own members stand first, so that of two functions with one selector its own is found.
    private static Json merged(Json included, Json including) {
        if (!(included instanceof Json.Members(var _, var base))
                || !(including instanceof Json.Members(var at, var own))) return including;
        var all = new LinkedHashMap<String, Json>();
        own.forEach((name, value) -> {
            var below = base.get(name);
            all.put(name, below == null ? value : name.equals(FIELDS) ? fields(below, value) : merged(below, value));
        });
        base.forEach(all::putIfAbsent);
        return new Json.Members(at, all);
    }

    /// > merge objects sharing the same path, overriding the included file's parameters; append those with other paths
    private static Json fields(Json included, Json including) {
        if (!(included instanceof Json.Sequence(var _, var base))
                || !(including instanceof Json.Sequence(var at, var own))) return including;
        var all = new ArrayList<>(base);
        for (var each : own) {
            var same = placeOf(each, base);
            if (same < 0) all.add(each);
            else all.set(same, merged(all.get(same), each));
        }
        return new Json.Sequence(at, all);
    }

    private static int placeOf(Json field, List<Json> base) {
        var path = field.text("path");
        for (var i = 0; i < base.size(); i++)
            if (path.isPresent() && base.get(i).text("path").equals(path)) return i;
        return -1;
    }

    private static MalformedInput refused(String expected) {
        return new MalformedInput(0, expected);
    }
}
