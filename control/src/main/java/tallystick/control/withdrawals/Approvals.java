package tallystick.control.withdrawals;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.events.Events;
import tallystick.control.life.Stage;
import tallystick.control.store.Store;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.Subject;
import tallystick.core.intent.Evidence;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// People's signed answers, carried to nodes as they came. What nodes make of them is theirs to say.
@Component
class Approvals {
    private static final int APPROVALS_MAX = 48;

    private final Store store;
    private final Withdrawals withdrawals;
    private final Events events;
    private final Jobs jobs;
    private final InstantSource clock;

    Approvals(Store store, Withdrawals withdrawals, Events events, Jobs jobs, InstantSource clock) {
        this.store = store;
        this.withdrawals = withdrawals;
        this.events = events;
        this.jobs = jobs;
        this.clock = clock;
    }

    /// An answer as it is kept.
    ///
    /// @param reason what was said with it and nobody signed; empty if nothing was
    record Kept(UUID id, Approval approval, String reason, Instant createdAt) {}

    /// Takes an answer in, with what was said beside it; of one that is here already the first word stands.
    ///
    /// @throws Problem if it answers something else, is past, or there are too many
    Kept add(Withdrawal withdrawal, Approval approval, String reason) {
        var evidence = withdrawal.evidence().map(Approvals::evidence);
        if (evidence.isEmpty()) throw Problem.of(Code.CONFLICT, "no initiator has signed it yet");
        var statement = approval.statement();
        var subject = evidence.get().subject();
        if (!statement.subject().equals(subject.id())) throw Problem.field("approval", "an answer to this intent");
        if (!statement.digests().equals(Subject.hash(withdrawal.digests())))
            throw Problem.field("approval", "an answer over the digests of this intent");
        if (!clock.instant().isBefore(statement.expiresAt())) throw Problem.field("approval", "an answer that stands");
        if (!withdrawal.stage().isBeforeNodes())
            throw Problem.of(Code.CONFLICT, "it is %s: answers come too late".formatted(withdrawal.stage()));
        var kept = list(withdrawal.id());
        var same =
                kept.stream().filter(each -> each.approval().equals(approval)).findFirst();
        if (same.isPresent()) return same.get();
        if (kept.size() >= APPROVALS_MAX) throw Problem.of(Code.CONFLICT, "there are 48 answers already");
        var id = Store.newId();
        store.sql("""
            insert into approvals (id, withdrawal_id, answer, person_key, encoded, expires_at, reason)
            values (?, ?, ?, ?, ?, ?, ?)\
            """)
                .params(
                        id,
                        withdrawal.id(),
                        statement.answer().name(),
                        approval.keyId().bytes().toArray(),
                        approval.encode().toArray(),
                        Store.moment(statement.expiresAt()),
                        reason)
                .update();
        events.append(
                withdrawal.workspace(),
                "withdrawal.answered",
                withdrawal.id(),
                events.data()
                        .put("answer", statement.answer().name())
                        .put("personKey", approval.keyId().toString()));
        if (withdrawal.stage() == Stage.PENDING_APPROVAL) {
            var _ = withdrawals.toNodes(withdrawal);
        }
        jobs.now(withdrawal.id());
        return new Kept(id, approval, reason, clock.instant());
    }

    /// In the order in which they came.
    List<Kept> list(UUID withdrawal) {
        return store.sql("select * from approvals where withdrawal_id = ? order by id")
                .params(withdrawal)
                .query((row, _) -> new Kept(
                        row.getObject("id", UUID.class),
                        Approval.parse(Bytes.copyOf(row.getBytes("encoded"))).orThrow(),
                        row.getString("reason"),
                        row.getTimestamp("created_at").toInstant()))
                .list();
    }

    /// Whether somebody said no.
    static boolean hasNo(List<Kept> kept) {
        return kept.stream().anyMatch(each -> each.approval().statement().answer() == Answer.REJECT);
    }

    /// The initiator's evidence with all answers there are.
    static Evidence with(Bytes evidence, List<Kept> kept) {
        var bare = evidence(evidence);
        return bare.with(kept.stream().map(Kept::approval).toList(), bare.facts());
    }

    private static Evidence evidence(Bytes encoded) {
        return switch (Evidence.parse(encoded)) {
            case Parsed.Ok<Evidence>(var good) -> good;
            case Parsed.Malformed<Evidence> _ -> throw new AssertionError("evidence that was kept cannot be read");
        };
    }
}
