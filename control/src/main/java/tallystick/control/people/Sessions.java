package tallystick.control.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tallystick.control.access.Caller;
import tallystick.control.access.Scope;
import tallystick.control.access.Workspaces;
import tallystick.control.store.Store;
import tallystick.core.people.Person;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SystemEntropy;

/// Who is signed in. All replicas know it, and none knows what the browser holds: only its hash is kept.
///
/// **Why** people are looked up again with every request: who was suspended, or whose key was revoked, is out as soon
/// as nodes say so, and not when a session ends.
@Component
public final class Sessions {
    /// How long a session lives in which nothing is asked.
    public static final Duration IDLE = Duration.ofMinutes(15);

    /// How long a session lives at most.
    public static final Duration WHOLE = Duration.ofHours(8);

    private static final Duration NOTED = Duration.ofSeconds(20);
    private static final int TOKEN_BYTES = 32;
    private static final Pattern TOKEN = Pattern.compile("[0-9a-zA-Z_-]{43}");

    private final Store store;
    private final People people;
    private final Identities identities;
    private final Workspaces workspaces;
    private final InstantSource clock;

    Sessions(Store store, People people, Identities identities, Workspaces workspaces, InstantSource clock) {
        this.store = store;
        this.people = people;
        this.identities = identities;
        this.workspaces = workspaces;
        this.clock = clock;
    }

    private record Row(UUID account, Session.Way way, Instant usedAt, Instant endsAt) {}

    /// A session that begins.
    ///
    /// @param token for the browser alone
    record Begun(String token, Session session) {}

    /// Begins one for a person who has shown who he is.
    ///
    /// @spec docs/spec/session.md#SN-3 session
    Begun begin(Person person, Session.Way way) {
        var token = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(new SystemEntropy().bytes(TOKEN_BYTES).toArray());
        var now = clock.instant();
        var account = account(person);
        store.sql("""
            insert into sessions (token_hash, account_id, person_key, identity_id, created_at, used_at, ends_at)
            values (?, ?, ?, ?, ?, ?, ?)\
            """)
                .params(hash(token), account)
                .param(way instanceof Session.Way.Passkey(var key) ? key.bytes().toArray() : null)
                .param(way instanceof Session.Way.Provider(var identity) ? identity : null)
                .params(Store.moment(now), Store.moment(now), Store.moment(now.plus(WHOLE)))
                .update();
        return new Begun(token, session(token, person, new Row(account, way, now, now.plus(WHOLE))));
    }

    private UUID account(Person person) {
        store.sql("insert into accounts (id, workspace_id, person) values (?, ?, ?) on conflict do nothing")
                .params(Store.newId(), workspaces.main(), person.id().name())
                .update();
        return store.sql("""
            update accounts set last_used_at = ? where workspace_id = ? and person = ? returning id\
            """)
                .params(
                        Store.moment(clock.instant()),
                        workspaces.main(),
                        person.id().name())
                .query(UUID.class)
                .single();
    }

    /// The session that a browser shows, if it stands and its person still counts.
    public Optional<Session> find(String token) {
        if (!TOKEN.matcher(token).matches()) return Optional.empty();
        var now = clock.instant();
        var row = row(token, now);
        if (row.isEmpty()) return Optional.empty();
        var found = row.get();
        var person = active(found.way());
        if (person.isEmpty()) {
            end(token);
            return Optional.empty();
        }
        if (found.usedAt().plus(NOTED).isBefore(now))
            store.sql("update sessions set used_at = ? where token_hash = ?")
                    .params(Store.moment(now), hash(token))
                    .update();
        return Optional.of(session(token, person.get(), new Row(found.account(), found.way(), now, found.endsAt())));
    }

    private Optional<Row> row(String token, Instant now) {
        return store.sql("""
            select account_id, person_key, identity_id, used_at, ends_at from sessions
            where token_hash = ? and ends_at > ? and used_at > ?\
            """)
                .params(hash(token), Store.moment(now), Store.moment(now.minus(IDLE)))
                .query((each, _) -> new Row(
                        each.getObject(1, UUID.class),
                        way(each),
                        each.getTimestamp(4).toInstant(),
                        each.getTimestamp(5).toInstant()))
                .optional();
    }

    /// One of the two columns has something: the table sees to it.
    private static Session.Way way(ResultSet row) throws SQLException {
        var key = row.getBytes(2);
        return key == null
                ? new Session.Way.Provider(row.getObject(3, UUID.class))
                : new Session.Way.Passkey(new Digest32(Bytes.copyOf(key)));
    }

    /// Who signed in this way, if that still counts.
    private Optional<Person> active(Session.Way way) {
        return switch (way) {
            case Session.Way.Passkey(var key) -> people.active(key);
            case Session.Way.Provider(var identity) -> identities.active(identity);
        };
    }

    /// Whether the session stands and its person may still ask for this. Does not count as use.
    boolean may(String token, Scope scope) {
        return row(token, clock.instant())
                .filter(row -> active(row.way())
                        .filter(person -> Duties.of(person).scopes(row.way()).contains(scope))
                        .isPresent())
                .isPresent();
    }

    private Session session(String token, Person person, Row row) {
        var duties = Duties.of(person);
        var caller = new Caller(
                row.account(), workspaces.main(), Optional.of(person.id()), duties.scopes(row.way()), Optional.empty());
        var idle = row.usedAt().plus(IDLE);
        var expires = idle.isBefore(row.endsAt()) ? idle : row.endsAt();
        return new Session(caller, person, duties, row.way(), csrf(token), expires);
    }

    /// Ends it at once, on all replicas.
    void end(String token) {
        store.sql("delete from sessions where token_hash = ?")
                .params(hash(token))
                .update();
    }

    /// Forgets those that are over.
    public int forget() {
        var now = clock.instant();
        return store.sql("delete from sessions where ends_at < ? or used_at < ?")
                .params(Store.moment(now), Store.moment(now.minus(IDLE)))
                .update();
    }

    private static byte[] hash(String token) {
        return Transcript.of("tallystick/control/v1/session")
                .add("token", token)
                .digest()
                .bytes()
                .toArray();
    }

    private static String csrf(String token) {
        return Transcript.of("tallystick/control/v1/csrf")
                .add("token", token)
                .digest()
                .toString();
    }
}
