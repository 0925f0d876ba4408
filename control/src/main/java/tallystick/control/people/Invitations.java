package tallystick.control.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.site.Site;
import tallystick.control.store.Store;
import tallystick.core.approval.Registration;
import tallystick.core.people.PersonKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SystemEntropy;

/// Newcomers: each registers a passkey, whose public key waits until people put it into the next document. Until nodes
/// have that in force, the key opens nothing here and counts nowhere.
///
/// @spec docs/spec/session.md#SN-6 session
@Component
public final class Invitations {
    private static final Duration LIFE = Duration.ofDays(7);
    private static final int CODE_BYTES = 32;

    private final Store store;
    private final Site site;
    private final InstantSource clock;

    Invitations(Store store, Site site, InstantSource clock) {
        this.store = store;
        this.site = site;
        this.clock = clock;
    }

    /// An invitation as it is kept.
    ///
    /// @param name of whom it is for, as the document will have it
    /// @param key that was registered; empty until then
    public record Row(
            UUID id,
            String name,
            List<String> roles,
            Optional<PersonKey.Passkey> key,
            Instant createdAt,
            Instant expiresAt) {}

    /// @param code for the newcomer alone: only its hash is kept
    record Made(Row row, String code) {}

    Made make(UUID workspace, UUID by, String name, List<String> roles) {
        var code = text(new SystemEntropy().bytes(CODE_BYTES));
        var id = Store.newId();
        store.sql("""
            insert into invitations (id, workspace_id, code_hash, name, roles, created_by, expires_at)
            values (?, ?, ?, ?, ?, ?, ?)\
            """)
                .params(
                        id,
                        workspace,
                        hash(code),
                        name,
                        store.texts(roles),
                        by,
                        Store.moment(clock.instant().plus(LIFE)))
                .update();
        return new Made(one(workspace, id), code);
    }

    /// The latest first.
    List<Row> list(UUID workspace) {
        return store.sql("select * from invitations where workspace_id = ? order by id desc limit 200")
                .params(workspace)
                .query(Invitations::row)
                .list();
    }

    /// One of a workspace.
    public Row one(UUID workspace, UUID id) {
        return store.sql("select * from invitations where workspace_id = ? and id = ?")
                .params(workspace, id)
                .query(Invitations::row)
                .optional()
                .orElseThrow(() -> Problem.absent("invitation"));
    }

    /// The one that a newcomer was given, while it is open.
    Row open(String code) {
        return store.sql("select * from invitations where code_hash = ? and expires_at > ? and person_key is null")
                .params(hash(code), Store.moment(clock.instant()))
                .query(Invitations::row)
                .optional()
                .orElseThrow(() -> Problem.absent("invitation that is open"));
    }

    /// What the newcomer's authenticator is given: it belongs to the invitation.
    Digest32 challenge(String code) {
        return Transcript.of("tallystick/control/v1/registration")
                .add("origin", site.origin())
                .add("code", code)
                .digest();
    }

    /// Keeps the key that a newcomer registered, once.
    PersonKey.Passkey register(String code, Bytes authenticatorData, Bytes clientData) {
        var row = open(code);
        var key = Registration.passkey(
                        authenticatorData, clientData, challenge(code), site.relyingParty(), site.origin())
                .orElseThrow(() -> Problem.field("authenticatorData", "a passkey made for this invitation"));
        var changed = store.sql("update invitations set person_key = ? where id = ? and person_key is null")
                .params(key.encode().toArray(), row.id())
                .update();
        if (changed == 0) throw Problem.of(Code.CONFLICT, "a key was registered meanwhile");
        return key;
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        var key = Optional.ofNullable(row.getBytes("person_key")).map(Bytes::copyOf);
        return new Row(
                row.getObject("id", UUID.class),
                row.getString("name"),
                List.of((String[]) row.getArray("roles").getArray()),
                key.flatMap(Invitations::passkey),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("expires_at").toInstant());
    }

    private static Optional<PersonKey.Passkey> passkey(Bytes encoded) {
        return Reader.parse(encoded, PersonKey::read) instanceof Parsed.Ok<PersonKey>(var key)
                        && key instanceof PersonKey.Passkey passkey
                ? Optional.of(passkey)
                : Optional.empty();
    }

    private static byte[] hash(String code) {
        return Transcript.of("tallystick/control/v1/invitation")
                .add("code", code)
                .digest()
                .bytes()
                .toArray();
    }

    private static String text(Bytes bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toArray());
    }
}
