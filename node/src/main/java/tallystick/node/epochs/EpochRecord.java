package tallystick.node.epochs;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tallystick.core.wire.KeyRecord;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochChangeForm;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

/// What a node writes about one key's epochs before it says anything about them.
///
/// **Form** `TSNE` ‖ u8 1 ‖ u32 attempt ‖ u16 count of runs, each session id (32) ‖ u16 count ‖ names (u32
/// length and UTF-8) ‖ u32 length ‖ [EpochChangeForm]; where epochs were left behind u8 2 in the place of 1, and at
/// the end u16 count ‖ (u32 length ‖ certificate)*; while not all owners use the epoch in use u8 3, and at the end
/// u32 length ‖ the certificate of the epoch before it, if one was in use here; where the last order built on an
/// epoch that was never in use here u8 4, and at the end the list of the second form, which may be empty, and u32
/// length ‖ the certificate of that epoch; where more goes on of before u8 5, and at the end the list of the
/// certificates of the epochs
/// before, ascending, the list of the second form, which may be empty, and a list of none or one, that of the fourth.
///
/// @param attempt the highest attempt at the next epoch that an operator has ordered
/// @param runs the participants' names, by their numbers there from 1, of every run the state speaks of
/// @param change the state
/// @param behind where no epoch is in use any more, the one that was, and after it the last that was shown: by their
///     signing sets the next is judged
/// @param before the epochs that were in use here since the last that every owner used, that one first: their shares
///     sign on until every owner of a later one has said that it uses that
/// @param builtOn where no epoch is in use, the one on which the last run here built that brought forth shares: by its
///     signing sets, too, the next is judged
record EpochRecord(
        int attempt,
        Map<SessionId, List<String>> runs,
        EpochChange change,
        List<Certificate> behind,
        List<Certificate> before,
        Optional<Certificate> builtOn) {
    private static final Bytes MAGIC = Bytes.ofUtf8("TSNE");
    private static final int BEHIND_MAX = 2;
    /// So many epochs go on at most: what would make them more is not begun, since somebody may be in each of them
    /// still.
    static final int BEFORE_MAX = 8;
    /// From so many on nobody who has not used the epoch in use has a part in what is begun.
    static final int BEFORE_AMPLE = 4;

    private static final int CERTIFICATE_BYTES_MAX = 65536;
    /// More runs than that no state is kept of.
    static final int RUNS_MAX = 1024;

    private static final int NAMES_MAX = 128;
    private static final int STATEMENT_BYTES_MAX = 1024;
    private static final int CHANGE_BYTES_MAX = 16 * 1024 * 1024;

    /// Copies.
    EpochRecord {
        runs = Map.copyOf(runs);
        behind = List.copyOf(behind);
        before = List.copyOf(before);
    }

    /// Where nothing was left behind.
    EpochRecord(int attempt, Map<SessionId, List<String>> runs, EpochChange change) {
        this(attempt, runs, change, List.of());
    }

    /// Where nothing is kept of an epoch before the one in use.
    EpochRecord(int attempt, Map<SessionId, List<String>> runs, EpochChange change, List<Certificate> behind) {
        this(attempt, runs, change, behind, List.of());
    }

    /// Where no order has built on another epoch.
    EpochRecord(
            int attempt,
            Map<SessionId, List<String>> runs,
            EpochChange change,
            List<Certificate> behind,
            List<Certificate> before) {
        this(attempt, runs, change, behind, before, Optional.empty());
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

    /// Whether this node gave its share up because everybody uses a later epoch.
    boolean gaveUp() {
        return behind.size() == BEHIND_MAX;
    }

    /// The names of a run, if this record knows it.
    Optional<List<String>> names(SessionId session) {
        return Optional.ofNullable(runs.get(session));
    }

    /// The names of a run; none if this record does not know it.
    List<String> namesOf(SessionId session) {
        return names(session).orElse(List.of());
    }

    /// The numbers in `earlier` of those who take part in `later`, too.
    List<PartyId> staying(SessionId earlier, SessionId later) {
        var names = namesOf(earlier);
        var stay = namesOf(later);
        return IntStream.range(0, names.size())
                .filter(index -> stay.contains(names.get(index)))
                .mapToObj(index -> new PartyId(index + 1))
                .toList();
    }

    /// By what a later epoch is judged.
    List<Certificate> known() {
        if (change.inUse().isPresent()) return List.of(change.inUse().get());
        return Stream.concat(behind.stream(), builtOn.stream()).toList();
    }

    boolean isInUse(GroupKey key) {
        return change.inUse()
                .filter(each -> each.key().hash().equals(key.hash()))
                .isPresent();
    }

    /// Whether a run's participant `party` is the node `name`.
    static boolean isNumber(List<String> names, PartyId party, String name) {
        return party.value() <= names.size() && names.get(party.value() - 1).equals(name);
    }

    /// What is shown of the key.
    Optional<KeyRecord> shown() {
        return change.inUse()
                .flatMap(certificate -> names(certificate.about().session())
                        .map(names -> new KeyRecord(certificate.encode(), names, attempt)));
    }

    /// After a run that built on an epoch that is not in use here. What was known before stays known: the epoch that
    /// was in use last, and where the share was given up already, what it was given up for.
    /// The share of before goes on: what the run made may never be certified.
    /// @spec docs/spec/ceremony.md#CE-38 ceremony
    EpochRecord builtOn(Certificate base, int latest) {
        var key = base.key();
        if (key.epoch() == change.activeEpoch())
            return new EpochRecord(Math.max(attempt, latest), runs, change, behind, before, Optional.of(base));
        var left = gaveUp() ? behind : known().stream().limit(1).toList();
        var idle = new EpochChange.Idle(key.id(), key.epoch(), 0);
        return new EpochRecord(latest, named(idle, left()), idle, left, left(), Optional.of(base));
    }

    /// With the next state. A new epoch counts its attempts from the beginning, and knows the runs that it names alone.
    EpochRecord with(EpochChange next) {
        var isNew = next.activeEpoch() > change.activeEpoch();
        var on = reached(next) instanceof EpochChange.OldErased ? List.<Certificate>of() : isNew ? left() : before;
        return new EpochRecord(
                isNew ? 0 : attempt,
                isNew ? named(next, on) : runs,
                next,
                next.inUse().isPresent() ? List.of() : behind,
                on,
                builtOn.filter(_ -> !isNew));
    }

    /// What goes on once the epoch in use is not the last any more.
    private List<Certificate> left() {
        return Stream.concat(before.stream(), change.inUse().stream()).toList();
    }

    /// Where every owner has used one of the epochs before: none before that goes on.
    EpochRecord since(int epoch) {
        var on = before.stream().filter(each -> each.key().epoch() >= epoch).toList();
        return new EpochRecord(attempt, runs, change, behind, on, builtOn);
    }

    /// Why nothing may be begun that would leave the epoch in use for one of `owners`; empty if it may.
    /// @spec docs/spec/ceremony.md#CE-40 ceremony
    Optional<String> whyFull(Collection<String> owners) {
        var go = left().size();
        if (go <= BEFORE_AMPLE) return Optional.empty();
        var silent = owners.stream().filter(this::isSilent).sorted().toList();
        if (go <= BEFORE_MAX && silent.isEmpty()) return Optional.empty();
        var who = silent.isEmpty() ? "" : ", and %s has not said that it uses the last".formatted(silent.getFirst());
        var remedy = go <= BEFORE_MAX ? ", or reshare without who does not" : ": until they do the key only signs";
        return Optional.of("%d epochs of the key go on here%s: have its nodes answer%s".formatted(go, who, remedy));
    }

    /// Whether a node owns leaves of the epoch in use and has not said that it uses it.
    private boolean isSilent(String name) {
        if (!(reached(change) instanceof EpochChange.Active active)) return false;
        var party = active.certificate().key().tree().party(name);
        return party.isPresent() && !active.activated().containsKey(party.get());
    }

    /// What the last epoch change has come to, whatever was begun since.
    static EpochChange reached(EpochChange change) {
        return switch (change) {
            case EpochChange.Pending pending -> reached(pending.base());
            case EpochChange.Prepared prepared -> reached(prepared.base());
            case EpochChange.Idle _, EpochChange.Active _, EpochChange.OldErased _ -> change;
        };
    }

    /// The runs of which a state speaks, and those that made the epochs before it.
    private Map<SessionId, List<String>> named(EpochChange state, List<Certificate> epochs) {
        var sessions = new HashSet<SessionId>();
        collect(state, sessions);
        epochs.forEach(each -> sessions.add(each.about().session()));
        var kept = new HashMap<>(runs);
        kept.keySet().retainAll(sessions);
        return kept;
    }

    private static void collect(EpochChange state, Set<SessionId> sessions) {
        switch (state) {
            case EpochChange.Idle _ -> {}
            case EpochChange.Pending pending -> {
                collect(pending.base(), sessions);
                sessions.add(pending.candidate().about().session());
                pending.earlier().forEach(each -> sessions.add(each.about().session()));
            }
            case EpochChange.Prepared prepared -> {
                collect(prepared.base(), sessions);
                sessions.add(prepared.candidate().about().session());
                prepared.earlier().forEach(each -> sessions.add(each.about().session()));
            }
            case EpochChange.Active active ->
                sessions.add(active.certificate().about().session());
            case EpochChange.OldErased erased ->
                sessions.add(erased.certificate().about().session());
        }
    }

    /// After an order of an attempt.
    EpochRecord ordered(int latest) {
        return new EpochRecord(Math.max(attempt, latest), runs, change, behind, before, builtOn);
    }

    /// With one more run, beside those of which the state speaks: nothing if these are as many as a record holds.
    Optional<EpochRecord> with(int ordered, SessionId session, List<String> names) {
        var more = new HashMap<>(named(change, before));
        more.put(session, List.copyOf(names));
        return more.size() > RUNS_MAX
                ? Optional.empty()
                : Optional.of(new EpochRecord(Math.max(attempt, ordered), more, change, behind, before, builtOn));
    }

    /// @spec docs/spec/node-wire.md#NW-8 node-wire
    Bytes encode() {
        var ordered = new TreeMap<Digest32, List<String>>();
        runs.forEach((session, names) -> ordered.put(session.value(), names));
        var writer = new Writer()
                .raw(MAGIC)
                .u8(form())
                .u32(attempt)
                .list(
                        List.copyOf(ordered.entrySet()),
                        (each, run) -> each.raw(run.getKey().bytes())
                                .list(run.getValue(), (inner, name) -> inner.variable(Bytes.ofUtf8(name))))
                .variable(EpochChangeForm.encode(change));
        switch (form()) {
            case 1 -> {}
            case 2 -> write(writer, behind);
            case 3 -> writer.variable(before.getFirst().encode());
            case 4 -> write(writer, behind).variable(builtOn.orElseThrow().encode());
            default ->
                write(write(write(writer, before), behind), builtOn.stream().toList());
        }
        return writer.toBytes();
    }

    private static Writer write(Writer writer, List<Certificate> certificates) {
        return writer.list(certificates, (each, certificate) -> each.variable(certificate.encode()));
    }

    /// The earliest that has room for it.
    private int form() {
        if (before.isEmpty()) return builtOn.isPresent() ? 4 : behind.isEmpty() ? 1 : 2;
        return before.size() == 1 && builtOn.isEmpty() && behind.isEmpty() ? 3 : 5;
    }

    /// @param keyId under which it is kept
    static Parsed<EpochRecord> parse(Bytes encoded, Digest32 keyId) {
        return Reader.parse(encoded, reader -> {
            reader.expect(MAGIC, "epoch record");
            var version = version(reader);
            var attempt = reader.u32("attempt");
            var runs = new TreeMap<Digest32, List<String>>();
            var at = reader.position();
            for (var run : reader.list(0, RUNS_MAX, "runs", EpochRecord::run)) {
                if (!runs.isEmpty() && runs.lastKey().compareTo(run.getKey()) >= 0)
                    throw new MalformedInput(at, "runs in ascending order of their sessions");
                runs.put(run.getKey(), run.getValue());
            }
            var bySession = new HashMap<SessionId, List<String>>();
            runs.forEach((session, names) -> bySession.put(new SessionId(session), names));
            var change = change(reader, keyId);
            return more(version, new EpochRecord(attempt, bySession, change), reader, keyId);
        });
    }

    /// What stands behind the state.
    private static EpochRecord more(int version, EpochRecord plain, Reader reader, Digest32 keyId)
            throws MalformedInput {
        var change = plain.change;
        var at = reader.position();
        var before =
                switch (version) {
                    case 3 -> List.of(certificate(reader));
                    case 5 -> reader.list(1, BEFORE_MAX, "epochs before", EpochRecord::certificate);
                    default -> List.<Certificate>of();
                };
        checkBefore(before, change, keyId, at);
        var behind =
                switch (version) {
                    case 2 -> behind(reader, change, 1);
                    case 4, 5 -> behind(reader, change, 0);
                    default -> List.<Certificate>of();
                };
        var atBuiltOn = reader.position();
        var builtOn =
                switch (version) {
                    case 4 -> List.of(certificate(reader));
                    case 5 -> reader.list(0, 1, "epoch built on", EpochRecord::certificate);
                    default -> List.<Certificate>of();
                };
        for (var each : builtOn) checkBuiltOn(each, change, keyId, atBuiltOn);
        var last = builtOn.stream().findFirst();
        var record = new EpochRecord(plain.attempt, plain.runs, change, behind, before, last);
        if (!before.isEmpty() && change.inUse().isEmpty() && last.isEmpty())
            throw new MalformedInput(at, "with an epoch before one in use, or one that was built on");
        if (record.form() != version) throw new MalformedInput(at, "what an earlier form has no room for");
        return record;
    }

    private static int version(Reader reader) throws MalformedInput {
        var at = reader.position();
        var version = reader.u8("version");
        if (version < 1 || version > 5) throw new MalformedInput(at, "epoch record format 1 to 5");
        return version;
    }

    private static void checkBuiltOn(Certificate built, EpochChange change, Digest32 keyId, int at)
            throws MalformedInput {
        if (change.inUse().isPresent()
                || built.key().epoch() != change.activeEpoch()
                || !built.key().id().equals(keyId))
            throw new MalformedInput(at, "the last epoch of this very key that an order built on");
    }

    private static List<Certificate> behind(Reader reader, EpochChange change, int least) throws MalformedInput {
        var at = reader.position();
        var behind = reader.list(least, BEHIND_MAX, "epochs left behind", EpochRecord::certificate);
        if (!behind.isEmpty() && change.inUse().isPresent())
            throw new MalformedInput(at, "an epoch left behind where none is in use");
        return behind;
    }

    private static void checkBefore(List<Certificate> before, EpochChange change, Digest32 keyId, int at)
            throws MalformedInput {
        var last = 0;
        for (var each : before) {
            var epoch = each.key().epoch();
            if (reached(change) instanceof EpochChange.OldErased
                    || epoch <= last
                    || epoch >= change.activeEpoch()
                    || !each.key().id().equals(keyId))
                throw new MalformedInput(
                        at, "earlier epochs of the same key, ascending, where not all owners use the one in use");
            last = epoch;
        }
    }

    private static Certificate certificate(Reader reader) throws MalformedInput {
        var at = reader.position();
        return switch (Certificate.parse(reader.variable(CERTIFICATE_BYTES_MAX, "certificate"))) {
            case Parsed.Ok<Certificate>(var certificate) -> certificate;
            case Parsed.Malformed<Certificate>(var offset, var expected) ->
                throw new MalformedInput(at + 4 + offset, expected);
        };
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
