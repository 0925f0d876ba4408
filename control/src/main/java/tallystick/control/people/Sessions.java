package tallystick.control.people;

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
    private final Workspaces workspaces;
    private final InstantSource clock;

    Sessions(Store store, People people, Workspaces workspaces, InstantSource clock) {
        this.store = store;
        this.people = people;
        this.workspaces = workspaces;
        this.clock = clock;
    }

    private record Row(UUID account, Digest32 key, Instant usedAt, Instant endsAt) {}

    /// A session that begins.
    ///
    /// @param token for the browser alone
    record Begun(String token, Session session) {}

    /// Begins one for a person who has shown his passkey.
    ///
    /// @spec docs/spec/session.md#SN-3 session
    Begun begin(Person person, Digest32 key) {
        var token = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(new SystemEntropy().bytes(TOKEN_BYTES).toArray());
        var now = clock.instant();
        var account = account(person);
        store.sql("""
            insert into sessions (token_hash, account_id, person_key, created_at, used_at, ends_at)
            values (?, ?, ?, ?, ?, ?)\
            """)
                .params(
                        hash(token),
                        account,
                        key.bytes().toArray(),
                        Store.moment(now),
                        Store.moment(now),
                        Store.moment(now.plus(WHOLE)))
                .update();
        return new Begun(token, session(token, person, new Row(account, key, now, now.plus(WHOLE))));
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
        var person = people.active(found.key());
        if (person.isEmpty()) {
            end(token);
            return Optional.empty();
        }
        if (found.usedAt().plus(NOTED).isBefore(now))
            store.sql("update sessions set used_at = ? where token_hash = ?")
                    .params(Store.moment(now), hash(token))
                    .update();
        return Optional.of(session(token, person.get(), new Row(found.account(), found.key(), now, found.endsAt())));
    }

    private Optional<Row> row(String token, Instant now) {
        return store.sql("""
            select account_id, person_key, used_at, ends_at from sessions
            where token_hash = ? and ends_at > ? and used_at > ?\
            """)
                .params(hash(token), Store.moment(now), Store.moment(now.minus(IDLE)))
                .query((each, _) -> new Row(
                        each.getObject(1, UUID.class),
                        new Digest32(Bytes.copyOf(each.getBytes(2))),
                        each.getTimestamp(3).toInstant(),
                        each.getTimestamp(4).toInstant()))
                .optional();
    }

    /// Whether the session stands and its person may still ask for this. Does not count as use.
    boolean may(String token, Scope scope) {
        return row(token, clock.instant())
                .flatMap(row -> people.active(row.key()))
                .filter(person -> Duties.of(person).scopes().contains(scope))
                .isPresent();
    }

    private Session session(String token, Person person, Row row) {
        var duties = Duties.of(person);
        var caller = new Caller(row.account(), workspaces.main(), Optional.of(person.id()), duties.scopes());
        var idle = row.usedAt().plus(IDLE);
        var expires = idle.isBefore(row.endsAt()) ? idle : row.endsAt();
        return new Session(caller, person, duties, row.key(), csrf(token), expires);
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
