package tallystick.tools.pack;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tallystick.core.pack.PackManifest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// What the files of a pack are called.
/// @spec docs/spec/evidence-pack.md#EP-4 evidence-pack
public final class PackNames {
    /// The signed roster.
    public static final String ROSTER = PackManifest.ROSTER;
    /// The card of the administrator whose signature makes the roster good.
    public static final String ADMINISTRATOR = "administrator.card";
    /// What people read.
    public static final String REPORT = "report.pdf";
    /// Attestations of ceremonies.
    public static final String ATTESTATIONS = "attestations/";
    /// The parts.
    public static final String PARTS = "parts/";
    /// Logs of nodes.
    public static final String LOGS = "logs/";
    /// The folder of knowledge files.
    public static final String KNOWLEDGE = "knowledge/";

    /// What a service answered that signs times: of the manifest, and so not in it.
    public static final String TIMESTAMP = "seal/timestamp";

    /// What nodes signed of the manifest, and so not in it.
    public static final String COUNTERSIGNATURES = "seal/nodes";

    private static final Set<String> TOP = Set.of(ROSTER, ADMINISTRATOR, REPORT, TIMESTAMP, COUNTERSIGNATURES);
    private static final Set<String> UNLISTED = Set.of(PackManifest.NAME, TIMESTAMP, COUNTERSIGNATURES);
    private static final String NODE = "[a-z][a-z0-9-]{0,31}";
    private static final List<Pattern> PLACES = places(
            "parts/[0-9]{2}-[a-z-]+\\.(?:csv|json)",
            "attestations/[A-Za-z0-9._-]+\\.json", "knowledge/[0-9a-f]{64}/(?:knowledge\\.json|[0-9a-f]{64})");
    private static final List<Pattern> OF_NODES = places(
            "logs/" + NODE + "/(?:checkpoint|hashes|entries/[0-9]{8}|(?:cosigned|grown)/" + NODE + ")",
            "dockets/" + NODE + "/[0-9]{8}",
            "governed/" + NODE + "/0[12458]-[0-9a-f]{2,64}",
            "openings/" + NODE + "/all");

    private PackNames() {}

    private static List<Pattern> places(String... places) {
        return Stream.of(places).map(Pattern::compile).toList();
    }

    /// A file of a node's log.
    public static String log(String node, String file) {
        return "logs/%s/%s".formatted(node, file);
    }

    /// A chunk of a node's entries.
    public static String chunk(String node, long number) {
        return log(node, "entries/%08d".formatted(number));
    }

    /// The files of a node's docket.
    public static String dockets(String node) {
        return "dockets/%s/".formatted(node);
    }

    /// What people signed, as a node keeps it.
    public static String governed(String node) {
        return "governed/%s/".formatted(node);
    }

    /// What opens the veils in a node's evidence.
    public static String openings(String node) {
        return "openings/%s/all".formatted(node);
    }

    /// A knowledge file.
    public static String knowledge(Digest32 sha256) {
        return KNOWLEDGE + sha256 + "/knowledge.json";
    }

    /// A file that a knowledge file names, which may be called anything there.
    public static String beside(Digest32 knowledge, String name) {
        return "knowledge/%s/%s".formatted(knowledge, StandardHash.sha256(Bytes.ofUtf8(name)));
    }

    /// Whether the manifest lists a file of that name: all but itself and what is about it.
    public static boolean isListed(String name) {
        return !UNLISTED.contains(name);
    }

    /// Whether a pack of these nodes has a place for a file of that name: what has none is held against nothing.
    /// @spec docs/spec/evidence-pack.md#EP-14 evidence-pack
    public static boolean isPlace(String name, Set<String> nodes) {
        if (TOP.contains(name)
                || PLACES.stream().anyMatch(place -> place.matcher(name).matches())) return true;
        var parts = List.of(name.split("/", -1));
        return parts.size() > 2
                && nodes.contains(parts.get(1))
                && OF_NODES.stream().anyMatch(place -> place.matcher(name).matches());
    }
}
