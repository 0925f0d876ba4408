package tallystick.control.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.site.Site;
import tallystick.control.store.Store;
import tallystick.core.approval.AssertionCheck;
import tallystick.core.approval.Proof;
import tallystick.core.people.Directory;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.core.people.Right;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// Which account at the organisation's provider is whose: by the passkey of somebody who may propose documents, and by
/// nothing that the provider says of names or mail.
///
/// **Why** each is verified with every use: whoever can write to the database alone binds nobody, and what somebody
/// bound falls with his right to propose. What is bound opens screens and is worth no signature.
///
/// @spec docs/spec/session.md#SN-8 session
@Component
public final class Identities {
    /// OpenID Connect's own bound, of what can be looked at.
    private static final Pattern SUBJECT = Pattern.compile("[!-~]([ -~]{0,253}[!-~])?");

    private final Store store;
    private final People people;
    private final Site site;
    private final Optional<Voucher> voucher;

    Identities(Store store, People people, Site site, Optional<Voucher> voucher) {
        this.store = store;
        this.people = people;
        this.site = site;
        this.voucher = voucher;
    }

    /// That an account is a person's.
    ///
    /// @param origin for which control it is said
    /// @param issuer the provider
    /// @param subject its name of the account
    /// @param at whole seconds
    record Statement(String origin, String issuer, String subject, PersonId person, Instant at) {
        Digest32 digest() {
            return Transcript.of("tallystick/control/v1/identity")
                    .add("origin", origin)
                    .add("issuer", issuer)
                    .add("subject", subject)
                    .add("person", person.name())
                    .add("at", at.getEpochSecond())
                    .digest();
        }
    }

    /// A statement as it is kept, with whose key signed it how.
    record Row(UUID id, Statement statement, Digest32 key, Proof.Assertion proof) {}

    /// What an account is bound to.
    public sealed interface Found {
        /// To nobody.
        record Nobody() implements Found {}

        /// To somebody who counts no more, or by somebody who does not.
        record Lapsed() implements Found {}

        /// @param identity the binding
        /// @param person active
        record Somebody(UUID identity, Person person) implements Found {}
    }

    /// Whether it can name an account.
    public static boolean isSubject(String text) {
        return SUBJECT.matcher(text).matches();
    }

    /// What is to be signed.
    ///
    /// @throws Problem if the operator named no provider
    Statement statement(String subject, PersonId person, Instant at) {
        var issuer = voucher.map(Voucher::issuer)
                .orElseThrow(() -> Problem.of(Code.CONFLICT, "control was started without a provider"));
        return new Statement(site.origin(), issuer, subject, person, at);
    }

    Row bind(UUID workspace, Statement statement, Passkeys.Signed signed) {
        if (!signed.person().may(Right.PROPOSE))
            throw Problem.of(Code.FORBIDDEN, "who may not propose documents binds no accounts");
        var row = new Row(Store.newId(), statement, signed.passkey().id(), signed.proof());
        try {
            store.sql("""
                insert into identities (id, workspace_id, issuer, subject, person, at, person_key, authenticator_data,
                  client_data, signature) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
                """)
                    .params(
                            row.id(),
                            workspace,
                            statement.issuer(),
                            statement.subject(),
                            statement.person().name(),
                            Store.moment(statement.at()),
                            row.key().bytes().toArray(),
                            row.proof().authenticatorData().toArray(),
                            row.proof().clientDataJson().toArray(),
                            row.proof().signature().toArray())
                    .update();
        } catch (DuplicateKeyException e) {
            throw Problem.of(Code.CONFLICT, "this account is bound already: remove that first");
        }
        return row;
    }

    /// Those of a workspace, the latest first.
    List<Row> list(UUID workspace) {
        return store.sql("select * from identities where workspace_id = ? order by id desc limit 1000")
                .params(workspace)
                .query(this::row)
                .list();
    }

    /// Ends it, and every session by it.
    void remove(UUID workspace, UUID id) {
        var removed = store.sql("delete from identities where workspace_id = ? and id = ?")
                .params(workspace, id)
                .update();
        if (removed == 0) throw Problem.absent("identity");
    }

    /// Whose account of the provider this is.
    public Found find(UUID workspace, String subject) {
        var issuer = voucher.map(Voucher::issuer).orElse("");
        var row = store.sql("select * from identities where workspace_id = ? and issuer = ? and subject = ?")
                .params(workspace, issuer, subject)
                .query(this::row)
                .optional();
        if (row.isEmpty()) return new Found.Nobody();
        return person(row.get())
                .<Found>map(person -> new Found.Somebody(row.get().id(), person))
                .orElseGet(Found.Lapsed::new);
    }

    /// Whose a session is that began by this binding; nobody's once either of them or the provider counts no more.
    Optional<Person> active(UUID id) {
        return store.sql("select * from identities where id = ?")
                .params(id)
                .query(this::row)
                .optional()
                .flatMap(this::person);
    }

    private Optional<Person> person(Row row) {
        return person(row, people.inForce());
    }

    /// Whom it binds, if it stands by a directory.
    Optional<Person> person(Row row, Directory directory) {
        var statement = row.statement();
        var isOurs =
                voucher.map(Voucher::issuer).filter(statement.issuer()::equals).isPresent();
        if (!isOurs || signer(row, directory).isEmpty()) return Optional.empty();
        return directory.person(statement.person()).filter(each -> each.status() == Person.Status.ACTIVE);
    }

    /// Who signed it, if he still may by a directory.
    static Optional<Person> signer(Row row, Directory directory) {
        return directory
                .holding(row.key())
                .filter(holding -> !holding.held().isRevoked())
                .filter(holding -> holding.held().key() instanceof PersonKey.Passkey passkey
                        && AssertionCheck.check(
                                        passkey, row.proof(), row.statement().digest())
                                instanceof AssertionCheck.Outcome.Holds)
                .map(holding -> holding.person())
                .filter(person -> person.status() == Person.Status.ACTIVE && person.may(Right.PROPOSE));
    }

    private Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                new Statement(
                        site.origin(),
                        row.getString("issuer"),
                        row.getString("subject"),
                        new PersonId(row.getString("person")),
                        row.getTimestamp("at").toInstant()),
                new Digest32(Bytes.copyOf(row.getBytes("person_key"))),
                new Proof.Assertion(
                        Bytes.copyOf(row.getBytes("authenticator_data")),
                        Bytes.copyOf(row.getBytes("client_data")),
                        Bytes.copyOf(row.getBytes("signature"))));
    }
}
