package tallystick.control.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Requires;
import tallystick.control.access.Scope;
import tallystick.control.answer.Given;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.wire.LogQuery;
import tallystick.crypto.hash.Digest32;

/// Entries of nodes' logs with their proofs, and the ceremonies that they tell of, over the API.
@RestController
final class LogsApi {
    private static final int EACH = 12;

    private final Logs logs;

    LogsApi(Logs logs) {
        this.logs = logs;
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

    /// @param stands prepared, active or attested
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
            @Nullable Instant startedAt) {}

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
            says = "Lists the ceremonies that nodes' logs tell of lately, and how far each participant is.")
    Page<CeremonyBody> listCeremonies() {
        var all = new TreeMap<String, List<Step>>();
        for (var told : logs.search(each -> step(each).isPresent()))
            step(told)
                    .ifPresent(step -> all.computeIfAbsent(step.id(), _ -> new ArrayList<>())
                            .add(step));
        return new Page<>(
                all.values().stream()
                        .map(LogsApi::ceremony)
                        .sorted(Comparator.comparing(CeremonyBody::startedAt, Comparator.nullsFirst(Instant::compareTo))
                                .reversed())
                        .toList(),
                null);
    }

    /// One node's step of a ceremony.
    private record Step(String node, Digest32 key, int epoch, int rank, String stands, Instant at, String cause) {
        String id() {
            return "%s/%d".formatted(key, epoch);
        }
    }

    private static Optional<Step> step(Logs.Told told) {
        if (told.entry().isEmpty()) return Optional.empty();
        var at = told.at();
        return switch (told.entry().get().event()) {
            // It names the epoch that it leaves.
            case AuditEvent.RefreshBegun(var key, var epoch, var _, var cause, var _) ->
                Optional.of(new Step(told.node(), key, epoch + 1, 0, "began", at, cause));
            case AuditEvent.CeremonyPrepared prepared ->
                Optional.of(new Step(told.node(), prepared.keyId(), prepared.epoch(), 1, "prepared", at, ""));
            case AuditEvent.CeremonyActivated activated ->
                Optional.of(new Step(told.node(), activated.keyId(), activated.epoch(), 2, "active", at, ""));
            case AuditEvent.CeremonyAttested attested ->
                Optional.of(new Step(told.node(), attested.keyId(), attested.epoch(), 3, "attested", at, ""));
            default -> Optional.empty();
        };
    }

    private static CeremonyBody ceremony(List<Step> steps) {
        var first = steps.getFirst();
        var furthest = new TreeMap<String, Step>();
        for (var step : steps)
            furthest.merge(step.node(), step, (one, other) -> one.rank() >= other.rank() ? one : other);
        var cause =
                steps.stream().map(Step::cause).filter(each -> !each.isEmpty()).findFirst();
        var isActive = furthest.values().stream().allMatch(each -> each.rank() >= 2);
        return new CeremonyBody(
                first.id(),
                first.epoch() == 1
                        ? "generation"
                        : cause.map(each -> "refresh, " + each).orElse("next epoch"),
                first.key().toString(),
                first.epoch(),
                isActive ? "active" : "under way",
                furthest.values().stream()
                        .map(each -> new ParticipantBody(each.node(), each.stands(), each.at()))
                        .toList(),
                steps.stream().map(Step::at).min(Comparator.naturalOrder()).orElse(null));
    }
}
