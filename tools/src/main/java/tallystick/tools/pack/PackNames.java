package tallystick.tools.pack;

import tallystick.crypto.hash.Digest32;

/// What the files of a pack are called.
/// @spec docs/spec/evidence-pack.md#EP-4 evidence-pack
public final class PackNames {
    /// The signed roster.
    public static final String ROSTER = "roster";
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

    private PackNames() {}

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

    /// A knowledge file.
    public static String knowledge(Digest32 sha256) {
        return "knowledge/%s/knowledge.json".formatted(sha256);
    }
}
