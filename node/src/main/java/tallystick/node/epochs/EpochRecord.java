package tallystick.node.epochs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochChangeForm;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.session.SessionId;

/// What a node writes about one key's epochs before it says anything about them.
///
/// **Form** `TSNE` ‖ u8 1 ‖ u32 attempt ‖ u16 count of runs, each session id (32) ‖ u16 count ‖ names (u32
/// length and UTF-8) ‖ u32 length ‖ [EpochChangeForm].
///
/// @param attempt the highest attempt at the next epoch that an operator has ordered
/// @param runs the participants' names, by their numbers there from 1, of every run the state speaks of
/// @param change the state
record EpochRecord(int attempt, Map<SessionId, List<String>> runs, EpochChange change) {
    private static final Bytes MAGIC = Bytes.ofUtf8("TSNE\u0001");
    private static final int RUNS_MAX = 1024;
    private static final int NAMES_MAX = 128;
    private static final int STATEMENT_BYTES_MAX = 1024;
    private static final int CHANGE_BYTES_MAX = 16 * 1024 * 1024;

    /// Copies.
    EpochRecord {
        runs = Map.copyOf(runs);
    }

    /// A denial that asks for others'.
    ///
    /// @param names of the attempt's participants, by their numbers
    /// @param denial the asker's own
    record Asked(List<String> names, EpochStatement denial) {
        /// Copies.
        Asked {
            names = List.copyOf(names);
        }

        Bytes encode() {
            return new Writer()
                    .list(names, (each, name) -> each.variable(Bytes.ofUtf8(name)))
                    .variable(denial.encode())
                    .toBytes();
        }

        static Parsed<Asked> parse(Bytes encoded) {
            return Reader.parse(encoded, reader -> {
                var names = readNames(reader);
                var at = reader.position();
                return switch (EpochStatement.parse(reader.variable(STATEMENT_BYTES_MAX, "denial"))) {
                    case Parsed.Ok<EpochStatement>(var denial)
                    when denial.kind() == EpochStatement.Kind.NO_CERTIFICATE -> new Asked(names, denial);
                    case Parsed.Ok<EpochStatement> _ -> throw new MalformedInput(at, "a denial");
                    case Parsed.Malformed<EpochStatement>(var offset, var expected) ->
                        throw new MalformedInput(at + 4 + offset, expected);
                };
            });
        }
    }

    /// The names of a run, if this record knows it.
    Optional<List<String>> names(SessionId session) {
        return Optional.ofNullable(runs.get(session));
    }

    /// With the next state. A new epoch counts its attempts from the beginning.
    EpochRecord with(EpochChange next) {
        return new EpochRecord(next.activeEpoch() > change.activeEpoch() ? 0 : attempt, runs, next);
    }

    /// With one more run.
    EpochRecord with(int ordered, SessionId session, List<String> names) {
        var more = new java.util.HashMap<>(runs);
        more.put(session, List.copyOf(names));
        return new EpochRecord(Math.max(attempt, ordered), more, change);
    }

    /// @spec docs/spec/node-wire.md#NW-8 node-wire
    Bytes encode() {
        var ordered = new TreeMap<Digest32, List<String>>();
        runs.forEach((session, names) -> ordered.put(session.value(), names));
        return new Writer()
                .raw(MAGIC)
                .u32(attempt)
                .list(
                        List.copyOf(ordered.entrySet()),
                        (writer, run) -> writer.raw(run.getKey().bytes())
                                .list(run.getValue(), (each, name) -> each.variable(Bytes.ofUtf8(name))))
                .variable(EpochChangeForm.encode(change))
                .toBytes();
    }

    /// @param keyId under which it is kept
    static Parsed<EpochRecord> parse(Bytes encoded, Digest32 keyId) {
        return Reader.parse(encoded, reader -> {
            reader.expect(MAGIC, "epoch record format 1");
            var attempt = reader.u32("attempt");
            var runs = new TreeMap<Digest32, List<String>>();
            var at = reader.position();
            for (var run : reader.list(0, RUNS_MAX, "runs", EpochRecord::run)) {
                if (!runs.isEmpty() && runs.lastKey().compareTo(run.getKey()) >= 0)
                    throw new MalformedInput(at, "runs in ascending order of their sessions");
                runs.put(run.getKey(), run.getValue());
            }
            var bySession = new java.util.HashMap<SessionId, List<String>>();
            runs.forEach((session, names) -> bySession.put(new SessionId(session), names));
            return new EpochRecord(attempt, bySession, change(reader, keyId));
        });
    }

    private static Map.Entry<Digest32, List<String>> run(Reader reader) throws MalformedInput {
        return Map.entry(Digest32.read(reader, "session"), readNames(reader));
    }

    private static List<String> readNames(Reader reader) throws MalformedInput {
        return reader.list(1, NAMES_MAX, "names", EpochRecord::readName);
    }

    private static String readName(Reader reader) throws MalformedInput {
        var at = reader.position();
        var bytes = reader.variable(32, "name");
        var name = new String(bytes.toArray(), java.nio.charset.StandardCharsets.UTF_8);
        if (!Bytes.ofUtf8(name).equals(bytes)) throw new MalformedInput(at, "name as utf-8");
        return name;
    }

    private static EpochChange change(Reader reader, Digest32 keyId) throws MalformedInput {
        var at = reader.position();
        return switch (EpochChangeForm.parse(reader.variable(CHANGE_BYTES_MAX, "epoch change"), keyId)) {
            case Parsed.Ok<EpochChange>(var change) -> change;
            case Parsed.Malformed<EpochChange>(var offset, var expected) ->
                throw new MalformedInput(at + 4 + offset, expected);
        };
    }
}
