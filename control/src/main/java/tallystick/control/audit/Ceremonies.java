package tallystick.control.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;
import tallystick.control.store.Store;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.crypto.hash.Digest32;

/// The steps of ceremonies that nodes' logs told of, kept.
///
/// **Why** kept, as nothing else of the logs is: a ceremony is rare, and payments without number come after it.
@Component
final class Ceremonies {
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private final Store store;

    Ceremonies(Store store) {
        this.store = store;
    }

    /// How far a node is, each further than the one before.
    enum Stands {
        BEGAN,
        PREPARED,
        ACTIVE,
        ATTESTED;

        /// As programs read it.
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One node's step of a ceremony.
    ///
    /// @param cause of a refresh that an operator ordered, else empty
    record Step(String node, Digest32 key, int epoch, Stands stands, Instant at, String cause) {}

    /// One epoch of one key.
    ///
    /// @param steps of all nodes that told of one, at least one
    record Ceremony(Digest32 key, int epoch, List<Step> steps) {
        Ceremony {
            steps = List.copyOf(steps);
        }

        /// When the first node told of it, by its own clock.
        Instant startedAt() {
            return steps.stream()
                    .map(Step::at)
                    .min(Comparator.naturalOrder())
                    .orElseThrow(() -> new AssertionError("a ceremony without a step"));
        }

        /// The furthest step of each node, by the nodes' names.
        List<Step> furthest() {
            var all = new TreeMap<String, Step>();
            for (var step : steps)
                all.merge(step.node(), step, (one, two) -> one.stands().compareTo(two.stands()) >= 0 ? one : two);
            return List.copyOf(all.values());
        }

        /// What an operator gave as its cause.
        Optional<String> cause() {
            return steps.stream()
                    .map(Step::cause)
                    .filter(each -> !each.isEmpty())
                    .findFirst();
        }
    }

    /// Keeps the steps among these entries, in the transaction that runs. One that is kept stays as it is.
    void keep(List<Logs.Told> entries) {
        for (var entry : entries)
            step(entry)
                    .ifPresent(step -> store.sql("""
                        insert into ceremony_steps (key, epoch, node, stands, at, cause) values (?, ?, ?, ?, ?, ?)
                        on conflict do nothing\
                        """)
                            .params(
                                    step.key().toString(),
                                    step.epoch(),
                                    step.node(),
                                    step.stands().word(),
                                    Store.moment(step.at()),
                                    step.cause())
                            .update());
    }

    private static Optional<Step> step(Logs.Told told) {
        if (told.entry().isEmpty()) return Optional.empty();
        var node = told.node();
        // A node's word, and no reason not to follow its log: what a database cannot keep is brought to what it can.
        var at = told.at().isBefore(LATEST) ? told.at() : LATEST;
        return switch (told.entry().map(AuditEntry::event).get()) {
            // It names the epoch that it leaves.
            case AuditEvent.RefreshBegun(var key, var epoch, var _, var cause, var _) ->
                Optional.of(new Step(node, key, epoch + 1, Stands.BEGAN, at, cause.replace("\0", "")));
            case AuditEvent.CeremonyPrepared of ->
                Optional.of(new Step(node, of.keyId(), of.epoch(), Stands.PREPARED, at, ""));
            case AuditEvent.CeremonyActivated of ->
                Optional.of(new Step(node, of.keyId(), of.epoch(), Stands.ACTIVE, at, ""));
            case AuditEvent.CeremonyAttested of ->
                Optional.of(new Step(node, of.keyId(), of.epoch(), Stands.ATTESTED, at, ""));
            default -> Optional.empty();
        };
    }

    /// The newest first.
    Page<Ceremony> list(Page.Asked asked) {
        var after = asked.after().map(Place::read).orElse(Place.BEGINNING);
        var rows = store.sql("""
            select s.* from (
                select key, epoch, min(at) as started from ceremony_steps group by key, epoch
                having (min(at), key, epoch) < (?, ?, ?)
                order by started desc, key desc, epoch desc limit ?
            ) as newest join ceremony_steps s using (key, epoch)
            order by newest.started desc, key desc, epoch desc, s.node\
            """)
                .params(after.startedAt(), after.key(), after.epoch(), asked.rows())
                .query(Ceremonies::row)
                .list();
        var all = new LinkedHashMap<Name, List<Step>>();
        for (var step : rows)
            all.computeIfAbsent(new Name(step.key(), step.epoch()), _ -> new ArrayList<>())
                    .add(step);
        return Page.of(
                all.entrySet().stream()
                        .map(each ->
                                new Ceremony(each.getKey().key(), each.getKey().epoch(), each.getValue()))
                        .toList(),
                asked,
                Place::of);
    }

    private record Name(Digest32 key, int epoch) {}

    private static Step row(ResultSet row, int ignored) throws SQLException {
        return new Step(
                row.getString("node"),
                Digest32.ofHex(row.getString("key")),
                row.getInt("epoch"),
                Stands.valueOf(row.getString("stands").toUpperCase(Locale.ROOT)),
                row.getTimestamp("at").toInstant(),
                row.getString("cause"));
    }

    /// Of a ceremony in the list.
    private record Place(Timestamp startedAt, String key, long epoch) {
        /// Before the newest.
        static final Place BEGINNING = new Place(Timestamp.from(LATEST.plusSeconds(1)), "", 0);

        static String of(Ceremony ceremony) {
            return "%d/%s/%d".formatted(ceremony.startedAt().toEpochMilli(), ceremony.key(), ceremony.epoch());
        }

        static Place read(String text) {
            if (!text.matches("[0-9]{1,15}/[0-9a-f]{64}/-?[0-9]{1,10}"))
                throw Problem.field("cursor", "what a page before gave as next");
            var first = text.indexOf('/');
            var last = text.lastIndexOf('/');
            return new Place(
                    Timestamp.from(Instant.ofEpochMilli(Long.parseLong(text.substring(0, first)))),
                    text.substring(first + 1, last),
                    Long.parseLong(text.substring(last + 1)));
        }
    }
}
