package tallystick.core.pack;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// What an evidence pack holds: of which time, of whose logs, and each file by its hash.
///
/// **Form** `docs/spec/evidence-pack.md`: lines of ASCII, one spelling; what is read is printed again and compared.
///
/// @param software the version that made it, by which the readable parts are made again
/// @param made when, whole seconds
/// @param from acts before are not asked for
/// @param to nor acts from then on
/// @param scope `everything`, or `key:` and a key's id
/// @param logs of the nodes, ascending by name
/// @param files all others of the archive, ascending by name
public record PackManifest(
        String software, Instant made, Instant from, Instant to, String scope, List<Log> logs, List<Packed> files) {
    /// What the manifest itself is called.
    public static final String NAME = "manifest.txt";

    /// What the signed roster is called that a pack goes by.
    public static final String ROSTER = "roster";

    private static final String FORMAT = "tallystick-evidence-pack 1";
    private static final int MOMENT_LENGTH = "2026-01-31T23:59:59Z".length();
    private static final int LOGS_MAX = 256;
    private static final int LENGTH_BYTES_MAX = 32 * 1024 * 1024;
    private static final Pattern SOFTWARE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+-]{0,63}");
    private static final Pattern SCOPE = Pattern.compile("everything|key:[0-9a-f]{64}");
    private static final Pattern NODE = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /// One node's log in the pack.
    ///
    /// @param head that its checkpoint signs
    /// @param first index of the first entry of the time that is asked for
    /// @param end index of the first entry after it
    public record Log(String node, TreeHead head, long first, long end) {
        /// @throws IllegalArgumentException if the range is none: the caller's fault
        public Log {
            if (!NODE.matcher(node).matches()) throw new IllegalArgumentException("a log of no node's name");
            if (first < 0 || first > end || end > head.size())
                throw new IllegalArgumentException("entries %d to %d of %d".formatted(first, end, head.size()));
        }
    }

    /// One file.
    public record Packed(String name, long size, Digest32 sha256) {
        /// @throws IllegalArgumentException if it may not be called so: the caller's fault
        public Packed {
            if (!ArchiveEntry.isName(name) || name.equals(NAME) || size < 0)
                throw new IllegalArgumentException("a file that no pack holds");
        }
    }

    /// @throws IllegalArgumentException if a part is out of range or out of order: the caller's fault
    public PackManifest {
        logs = List.copyOf(logs);
        files = List.copyOf(files);
        made = second(made);
        from = second(from);
        to = second(to);
        if (!SOFTWARE.matcher(software).matches()) throw new IllegalArgumentException("a version of another form");
        if (!SCOPE.matcher(scope).matches()) throw new IllegalArgumentException("scope other than everything or a key");
        if (to.isBefore(from)) throw new IllegalArgumentException("a time that ends before it begins");
        if (logs.size() > LOGS_MAX) throw new IllegalArgumentException("%d logs, more than 256".formatted(logs.size()));
        ascending(logs.stream().map(Log::node).toList());
        ascending(files.stream().map(Packed::name).toList());
    }

    private static Instant second(Instant moment) {
        return Instant.ofEpochSecond(moment.getEpochSecond());
    }

    private static void ascending(List<String> names) {
        for (var i = 1; i < names.size(); i++)
            if (names.get(i - 1).compareTo(names.get(i)) >= 0)
                throw new IllegalArgumentException("%s out of its place".formatted(names.get(i)));
    }

    /// The key it is about; empty if it is about everything.
    public Optional<Digest32> key() {
        return scope.startsWith("key:")
                ? Optional.of(Digest32.ofHex(scope.substring("key:".length())))
                : Optional.empty();
    }

    /// The files by name.
    public Map<String, Packed> byName() {
        var byName = new TreeMap<String, Packed>();
        files.forEach(file -> byName.put(file.name(), file));
        return byName;
    }

    /// The bytes.
    /// @spec docs/spec/evidence-pack.md#EP-3 evidence-pack
    public Bytes encode() {
        var text = new StringBuilder(FORMAT).append('\n');
        line(text, "software", software);
        line(text, "made", made);
        line(text, "from", from);
        line(text, "to", to);
        line(text, "scope", scope);
        for (var log : logs)
            line(text, "log", log.node(), log.head().size(), log.head().root(), log.first(), log.end());
        for (var file : files) line(text, "file", file.sha256(), file.size(), file.name());
        return Bytes.ofUtf8(text.toString());
    }

    private static void line(StringBuilder text, Object... words) {
        for (var i = 0; i < words.length; i++) text.append(i == 0 ? "" : " ").append(words[i]);
        text.append('\n');
    }

    /// Reads the one spelling and nothing else.
    public static Parsed<PackManifest> parse(Bytes encoded) {
        try {
            if (encoded.length() > LENGTH_BYTES_MAX) throw new MalformedInput(0, "a manifest of at most 32 MiB");
            var manifest = read(new Words(encoded));
            var again = manifest.encode();
            if (!again.equals(encoded)) throw new MalformedInput(0, "the one spelling of a manifest");
            return new Parsed.Ok<>(manifest);
        } catch (MalformedInput malformed) {
            return new Parsed.Malformed<>(malformed.offsetBytes(), malformed.expected());
        } catch (IllegalArgumentException outOfRange) {
            return new Parsed.Malformed<>(0, "a good manifest: " + outOfRange.getMessage());
        }
    }

    private static PackManifest read(Words words) throws MalformedInput {
        if (!words.line().equals(FORMAT)) throw words.malformed(FORMAT);
        var software = words.value("software");
        var made = moment(words, "made");
        var from = moment(words, "from");
        var to = moment(words, "to");
        var scope = words.value("scope");
        var logs = new ArrayList<Log>();
        while (words.isNext("log")) {
            var values = words.values("log", 5);
            var head = new TreeHead(number(words, values.get(1)), hash(words, values.get(2)));
            logs.add(new Log(values.get(0), head, number(words, values.get(3)), number(words, values.get(4))));
        }
        var files = new ArrayList<Packed>();
        while (words.isNext("file")) {
            var values = words.values("file", 3);
            files.add(new Packed(values.get(2), number(words, values.get(1)), hash(words, values.get(0))));
        }
        if (!words.isAtEnd()) throw words.malformed("a line of a manifest");
        return new PackManifest(software, made, from, to, scope, logs, files);
    }

    private static Instant moment(Words words, String name) throws MalformedInput {
        try {
            var text = words.value(name);
            if (text.length() != MOMENT_LENGTH) throw words.malformed(name + " of a year with four digits");
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw words.malformed(name + " as 2026-01-31T23:59:59Z");
        }
    }

    private static long number(Words words, String text) throws MalformedInput {
        if (!NUMBER.matcher(text).matches()) throw words.malformed("a number");
        return Long.parseLong(text);
    }

    private static Digest32 hash(Words words, String text) throws MalformedInput {
        if (!HASH.matcher(text).matches()) throw words.malformed("a hash of 64 hex digits");
        return Digest32.ofHex(text);
    }
}
