package tallystick.control.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.store.Store;
import tallystick.crypto.codec.Bytes;

/// The keys of programs.
@Component
public final class ApiKeys {
    /// How far a request's time may be from control's.
    public static final Duration TOLERANCE = Duration.ofSeconds(60);

    private static final Pattern NONCE = Pattern.compile("[0-9a-zA-Z_-]{16,64}");
    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,11}");
    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{128}");

    private final Store store;
    private final Workspaces workspaces;
    private final InstantSource clock;

    ApiKeys(Store store, Workspaces workspaces, InstantSource clock) {
        this.store = store;
        this.workspaces = workspaces;
        this.clock = clock;
    }

    /// A key as it is kept.
    record Row(
            UUID id,
            UUID workspace,
            String name,
            Algorithm algorithm,
            Bytes publicKey,
            Role role,
            Set<Scope> scopes,
            List<String> allowList,
            Optional<Set<UUID>> vaults,
            Optional<Instant> expiresAt,
            Optional<Instant> revokedAt,
            Optional<Instant> lastUsedAt,
            Instant createdAt) {
        static Row of(ResultSet row, int number) throws SQLException {
            return new Row(
                    row.getObject("id", UUID.class),
                    row.getObject("workspace_id", UUID.class),
                    row.getString("name"),
                    Algorithm.valueOf(row.getString("algorithm")),
                    Bytes.copyOf(row.getBytes("public_key")),
                    Role.valueOf(row.getString("role")),
                    texts(row, "scopes").stream().map(Scope::valueOf).collect(Collectors.toSet()),
                    texts(row, "allow_list"),
                    vaults(row),
                    moment(row, "expires_at"),
                    moment(row, "revoked_at"),
                    moment(row, "last_used_at"),
                    row.getTimestamp("created_at").toInstant());
        }

        boolean counts(Instant now) {
            return revokedAt.isEmpty() && expiresAt.map(now::isBefore).orElse(true);
        }

        private static List<String> texts(ResultSet row, String column) throws SQLException {
            return Arrays.asList((String[]) row.getArray(column).getArray());
        }

        private static Optional<Set<UUID>> vaults(ResultSet row) throws SQLException {
            var bound = row.getArray("vaults");
            return bound == null ? Optional.empty() : Optional.of(Set.of((UUID[]) bound.getArray()));
        }

        private static Optional<Instant> moment(ResultSet row, String column) throws SQLException {
            return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
        }
    }

    /// Who signed a request, if it is signed as it has to be and was not here before.
    ///
    /// @param remote the address it came from
    /// @throws Problem if it is not
    /// @spec docs/spec/api-request.md#AR-2 api-request
    public Caller verify(SignedRequest request, String signature, String remote) {
        if (!NONCE.matcher(request.nonce()).matches()
                || !SECONDS.matcher(request.timestamp()).matches()
                || !SIGNATURE.matcher(signature).matches())
            throw Problem.of(Code.UNSIGNED, "a header of the signature is missing or not of its form");
        var row = find(request.key()).orElseThrow(() -> Problem.of(Code.UNSIGNED, "no key that counts signed this"));
        var now = clock.instant();
        var bytes = Bytes.copyOf(HexFormat.of().parseHex(signature));
        if (!row.counts(now) || !row.algorithm().verifies(row.publicKey(), request.text(), bytes))
            throw Problem.of(Code.UNSIGNED, "no key that counts signed this");
        var at = Instant.ofEpochSecond(Long.parseLong(request.timestamp()));
        if (Duration.between(at, now).abs().compareTo(TOLERANCE) > 0)
            throw Problem.of(Code.STALE, "signed at %s, and it is %s here".formatted(at, now));
        if (!Remote.admits(row.allowList(), remote))
            throw Problem.of(Code.ELSEWHERE, "the key may not be used from " + remote);
        remember(row.id(), request.nonce(), now);
        return Caller.program(row.id(), row.workspace(), row.scopes(), row.vaults());
    }

    /// Whether there is a key of this name that counts. Nothing says that it signed anything.
    public boolean isThere(String key) {
        return find(key).filter(row -> row.counts(clock.instant())).isPresent();
    }

    /// Whether a key still counts and may ask for this.
    public boolean may(UUID key, Scope scope) {
        return find(key.toString())
                .filter(row -> row.counts(clock.instant()))
                .filter(row -> row.scopes().contains(scope))
                .isPresent();
    }

    /// Apart from what the request does: a request that fails was here too. Without waiting for the disk: what the
    /// request does comes to disk after its nonce or not at all, so what was done is never done again.
    private void remember(UUID key, String nonce, Instant now) {
        try {
            var _ = store.relaxed(() -> {
                store.sql("insert into request_nonces (key_id, nonce, at) values (?, ?, ?)")
                        .params(key, nonce, Store.moment(now))
                        .update();
                return store.sql("update api_keys set last_used_at = ? where id = ?"
                                + " and (last_used_at is null or last_used_at < ?)")
                        .params(Store.moment(now), key, Store.moment(now.minusSeconds(60)))
                        .update();
            });
        } catch (DuplicateKeyException e) {
            throw Problem.of(Code.REPLAYED, "the nonce was here before");
        }
    }

    /// Forgets nonces whose requests are too old to count by now.
    public int forget() {
        return store.sql("delete from request_nonces where at < ?")
                .params(Store.moment(clock.instant().minus(TOLERANCE.multipliedBy(4))))
                .update();
    }

    private Optional<Row> find(String id) {
        try {
            return store.sql("select * from api_keys where id = ?")
                    .params(UUID.fromString(id))
                    .query(Row::of)
                    .optional();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// What a new key is to be.
    record Wanted(
            String name,
            Algorithm algorithm,
            Bytes publicKey,
            Role role,
            Set<Scope> scopes,
            List<String> allowList,
            Optional<Set<UUID>> vaults,
            Optional<Instant> expiresAt) {}

    Row add(UUID workspace, Wanted wanted) {
        var id = Store.newId();
        try {
            store.sql("""
                insert into api_keys
                  (id, workspace_id, name, algorithm, public_key, role, scopes, allow_list, vaults, expires_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?::text[]::uuid[], ?)\
                """)
                    .params(
                            id,
                            workspace,
                            wanted.name(),
                            wanted.algorithm().name(),
                            wanted.publicKey().toArray(),
                            wanted.role().name(),
                            store.texts(wanted.scopes().stream()
                                    .map(Scope::name)
                                    .sorted()
                                    .toList()),
                            store.texts(wanted.allowList()))
                    .param(wanted.vaults().map(this::ids).orElse(null))
                    .param(wanted.expiresAt().map(Store::moment).orElse(null))
                    .update();
        } catch (DuplicateKeyException e) {
            throw Problem.of(Code.CONFLICT, "the public key is another key's already");
        }
        return find(id.toString()).orElseThrow();
    }

    private Object ids(Set<UUID> vaults) {
        return store.texts(vaults.stream().map(UUID::toString).sorted().toList());
    }

    /// Whether all of these are vaults of the workspace.
    boolean areVaults(UUID workspace, Set<UUID> vaults) {
        return store.sql("select count(*) from vaults where workspace_id = ? and id = any(?::text[]::uuid[])")
                        .params(workspace, ids(vaults))
                        .query(Long.class)
                        .single()
                == vaults.size();
    }

    List<Row> list(UUID workspace) {
        return store.sql("select * from api_keys where workspace_id = ? order by id")
                .params(workspace)
                .query(Row::of)
                .list();
    }

    void revoke(UUID workspace, UUID id) {
        var changed = store.sql("update api_keys set revoked_at = coalesce(revoked_at, ?) where id = ?"
                        + " and workspace_id = ?")
                .params(Store.moment(clock.instant()), id, workspace)
                .update();
        if (changed == 0) throw Problem.absent("key");
    }

    /// Makes a first administrator's key where there is no key yet.
    ///
    /// @param publicKey Ed25519
    /// @return the name of the key, if it was made now
    public Optional<UUID> begin(Bytes publicKey) {
        return store.atomically(() -> {
            store.sql("lock table api_keys in exclusive mode").update();
            var keys =
                    store.sql("select count(*) from api_keys").query(Long.class).single();
            if (keys > 0) return Optional.<UUID>empty();
            var workspace = workspaces.main();
            var role = Role.ADMINISTRATOR;
            var wanted = new Wanted(
                    "first",
                    Algorithm.ED25519,
                    publicKey,
                    role,
                    role.scopes(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty());
            return Optional.of(add(workspace, wanted).id());
        });
    }
}
