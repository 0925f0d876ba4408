package tallystick.control.withdrawals;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tallystick.control.access.Caller;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.events.Events;
import tallystick.control.store.Store;
import tallystick.core.people.PersonId;

/// What is said of a withdrawal, beside what is signed of it.
///
/// **Why** it has no weight: nobody signs it, nodes do not hear it, and whoever wrote it is so by control's word.
@Component
class Comments {
    /// Of one who asks, so that nobody takes the place of others.
    private static final int OF_ONE_MAX = 50;

    private static final int ALL_MAX = 1000;

    private final Store store;
    private final Events events;
    private final InstantSource clock;

    Comments(Store store, Events events, InstantSource clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    /// One, as it was written.
    ///
    /// @param key the account or API key of who wrote it
    /// @param person who, if it was no program
    record Comment(UUID id, UUID key, Optional<String> person, String text, Instant at) {}

    /// Keeps one.
    ///
    /// @throws Problem if there are too many
    Comment add(Withdrawal withdrawal, Caller by, String text) {
        var before = list(withdrawal.id());
        if (before.size() >= ALL_MAX)
            throw Problem.of(Code.CONFLICT, "there are %d comments already".formatted(ALL_MAX));
        if (before.stream().filter(each -> each.key().equals(by.key())).count() >= OF_ONE_MAX)
            throw Problem.of(Code.CONFLICT, "you wrote %d comments on it already".formatted(OF_ONE_MAX));
        var added = new Comment(Store.newId(), by.key(), by.person().map(PersonId::name), text, clock.instant());
        store.sql("""
            insert into comments (id, withdrawal_id, key_id, person, said, created_at) values (?, ?, ?, ?, ?, ?)\
            """)
                .params(added.id(), withdrawal.id(), added.key())
                .param(added.person().orElse(null))
                .params(added.text(), Store.moment(added.at()))
                .update();
        events.append(
                withdrawal.workspace(),
                "withdrawal.commented",
                withdrawal.id(),
                events.data().put("comment", added.id().toString()));
        return added;
    }

    /// In the order in which they came.
    List<Comment> list(UUID withdrawal) {
        return store.sql("select * from comments where withdrawal_id = ? order by id")
                .params(withdrawal)
                .query((row, _) -> comment(row))
                .list();
    }

    private static Comment comment(ResultSet row) throws SQLException {
        return new Comment(
                row.getObject("id", UUID.class),
                row.getObject("key_id", UUID.class),
                Optional.ofNullable(row.getString("person")),
                row.getString("said"),
                row.getTimestamp("created_at").toInstant());
    }
}
