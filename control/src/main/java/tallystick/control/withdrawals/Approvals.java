package tallystick.control.withdrawals;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
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
import tallystick.core.people.PersonId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// People's signed answers, carried to nodes as they came. What nodes make of them is theirs to say.
@Component
class Approvals {
    private static final int APPROVALS_MAX = 48;
    /// One that was given, and again after it expired or the policy changed, and so on.
    private static final int OF_A_PERSON_MAX = 8;

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
    /// @param by whose it is; the name of his key where that was not kept
    record Kept(UUID id, Approval approval, String by, String reason, Instant createdAt) {
        /// One of these counts.
        private record Said(String by, Answer answer) {}

        private Instant at() {
            return approval.statement().at();
        }

        private Said said() {
            return new Said(by, approval.statement().answer());
        }
    }

    /// Takes an answer in, with what was said beside it; of one that is here already the first word stands.
    ///
    /// @param by whose it is
    /// @throws Problem if it answers something else, is past, or there are too many
    Kept add(Withdrawal withdrawal, Approval approval, PersonId by, String reason) {
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
        var id = Store.newId();
        var added = new Kept(id, approval, by.name(), reason, clock.instant());
        requireRoom(kept, added);
        store.sql("""
            insert into approvals (id, withdrawal_id, answer, person_key, person, encoded, expires_at, reason)
            values (?, ?, ?, ?, ?, ?, ?, ?)\
            """)
                .params(
                        id,
                        withdrawal.id(),
                        statement.answer().name(),
                        approval.keyId().bytes().toArray(),
                        by.name(),
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
        return added;
    }

    /// @throws Problem if one more would be too many: of who answers, or of those who did
    private static void requireRoom(List<Kept> kept, Kept added) {
        var same =
                kept.stream().filter(each -> each.said().equals(added.said())).count();
        if (same >= OF_A_PERSON_MAX)
            throw Problem.of(Code.CONFLICT, "%s answered so %d times already".formatted(added.by(), same));
        if (counted(Stream.concat(kept.stream(), Stream.of(added)).toList()).size() > APPROVALS_MAX)
            throw Problem.of(Code.CONFLICT, "there are 48 answers already");
    }

    /// Of each person the latest yes and the latest no, as he dated them: nobody's answers leave no place for those of
    /// others.
    private static List<Kept> counted(List<Kept> kept) {
        var latest = new LinkedHashMap<Kept.Said, Kept>();
        for (var each : kept)
            latest.merge(each.said(), each, (one, other) -> other.at().isBefore(one.at()) ? one : other);
        return List.copyOf(latest.values());
    }

    /// In the order in which they came.
    List<Kept> list(UUID withdrawal) {
        return store.sql("select * from approvals where withdrawal_id = ? order by id")
                .params(withdrawal)
                .query((row, _) -> kept(row))
                .list();
    }

    private static Kept kept(ResultSet row) throws SQLException {
        var approval = Approval.parse(Bytes.copyOf(row.getBytes("encoded"))).orThrow();
        return new Kept(
                row.getObject("id", UUID.class),
                approval,
                Optional.ofNullable(row.getString("person"))
                        .orElseGet(() -> approval.keyId().toString()),
                row.getString("reason"),
                row.getTimestamp("created_at").toInstant());
    }

    /// Whether somebody said no.
    static boolean hasNo(List<Kept> kept) {
        return kept.stream().anyMatch(each -> each.approval().statement().answer() == Answer.REJECT);
    }

    /// The initiator's evidence with the answers there are, of each person the latest.
    static Evidence with(Bytes evidence, List<Kept> kept) {
        var bare = evidence(evidence);
        return bare.with(counted(kept).stream().map(Kept::approval).toList(), bare.facts());
    }

    private static Evidence evidence(Bytes encoded) {
        return switch (Evidence.parse(encoded)) {
            case Parsed.Ok<Evidence>(var good) -> good;
            case Parsed.Malformed<Evidence> _ -> throw new AssertionError("evidence that was kept cannot be read");
        };
    }
}
