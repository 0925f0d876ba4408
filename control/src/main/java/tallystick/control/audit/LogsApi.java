package tallystick.control.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Requires;
import tallystick.control.access.Scope;
import tallystick.control.answer.Given;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;
import tallystick.control.audit.Ceremonies.Stands;
import tallystick.core.audit.AuditEntry;
import tallystick.core.wire.LogQuery;
import tallystick.crypto.hash.Digest32;

/// Entries of nodes' logs with their proofs, and the ceremonies that they tell of, over the API.
@RestController
final class LogsApi {
    private static final int EACH = 12;

    private final Logs logs;
    private final Ceremonies ceremonies;

    LogsApi(Logs logs, Ceremonies ceremonies) {
        this.logs = logs;
        this.ceremonies = ceremonies;
    }

    /// @param kind as docs/spec/audit-log.md AL-2 names it; of a kind that is not known here its number
    /// @param sentence what it says, as control reads it
    /// @param leaf the entry itself, in hex: who doubts the sentence reads this
    /// @param proof hashes in hex, from the leaf to the head
    /// @param checkpoint the signed head with the cosignatures it has
    record LogEntryBody(
            String node,
            long index,
            String kind,
            Instant at,
            String sentence,
            String leaf,
            List<String> proof,
            String checkpoint) {
        static LogEntryBody of(Logs.Told told) {
            var event = told.entry().map(AuditEntry::event);
            return new LogEntryBody(
                    told.node(),
                    told.proof().proof().index(),
                    event.map(each -> each.getClass().getSimpleName()).orElseGet(() -> EntryWords.kind(told.leaf())),
                    told.at(),
                    event.map(EntryWords::of).orElseGet(() -> EntryWords.unknown(told.leaf())),
                    told.leaf().toHex(),
                    told.proof().proof().path().stream().map(Digest32::toString).toList(),
                    new String(told.proof().checkpoint().encode().toArray(), StandardCharsets.UTF_8));
        }
    }

    /// @param stands began, prepared, active or attested
    record ParticipantBody(String name, String stands, Instant at) {}

    /// @param id key and epoch
    /// @param kind generation, or what raised the epoch
    /// @param stands under way until every node that prepared it has it active
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CeremonyBody(
            String id,
            String kind,
            String key,
            int epoch,
            String stands,
            List<ParticipantBody> participants,
            @Nullable Instant startedAt) {
        static CeremonyBody of(Ceremonies.Ceremony ceremony) {
            var furthest = ceremony.furthest();
            return new CeremonyBody(
                    "%s/%d".formatted(ceremony.key(), ceremony.epoch()),
                    ceremony.epoch() == 1
                            ? "generation"
                            : ceremony.cause().map(each -> "refresh, " + each).orElse("next epoch"),
                    ceremony.key().toString(),
                    ceremony.epoch(),
                    furthest.stream().allMatch(each -> each.stands().compareTo(Stands.ACTIVE) >= 0)
                            ? "active"
                            : "under way",
                    furthest.stream()
                            .map(each -> new ParticipantBody(
                                    each.node(), each.stands().word(), each.at()))
                            .toList(),
                    ceremony.startedAt());
        }
    }

    @GetMapping("/v1/audit/entries")
    @Requires(
            value = Scope.NODES_READ,
            says = "Lists entries of nodes' logs, the latest first, each with the proof that it is in the log; of one"
                    + " node a page's cursor is an index.")
    Page<LogEntryBody> listLogEntries(
            @RequestParam(required = false) @Nullable String node,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String cursor) {
        if (subject != null) {
            var wanted = Given.hex("subject", subject, Digest32.LENGTH_BYTES);
            if (wanted.length() != Digest32.LENGTH_BYTES) throw Problem.field("subject", "a hash of 32 bytes");
            return page(logs.search(told -> told.leaf().toHex().contains(wanted.toHex())), null);
        }
        if (node == null) return page(logs.newest(Optional.empty(), Long.MAX_VALUE, EACH), null);
        var before = cursor == null ? Long.MAX_VALUE : index(cursor);
        var some = logs.newest(Optional.of(Given.text("node", node, 32)), before, LogQuery.COUNT_MAX);
        var last = some.isEmpty() ? 0 : some.getLast().proof().proof().index();
        return page(some, last == 0 ? null : Long.toString(last));
    }

    private static Page<LogEntryBody> page(List<Logs.Told> some, @Nullable String next) {
        return new Page<>(some.stream().map(LogEntryBody::of).toList(), next);
    }

    private static long index(String cursor) {
        if (!cursor.matches("[0-9]{1,18}")) throw Problem.field("cursor", "what a page before gave as next");
        return Long.parseLong(cursor);
    }

    @GetMapping("/v1/ceremonies")
    @Requires(
            value = Scope.NODES_READ,
            says = "Lists the ceremonies that nodes' logs told of, the latest first, and how far each participant is.")
    Page<CeremonyBody> listCeremonies(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        var page = ceremonies.list(Page.asked(cursor, limit));
        return new Page<>(page.items().stream().map(CeremonyBody::of).toList(), page.next());
    }
}
