package tallystick.control.people;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Caller;
import tallystick.control.access.Requires;
import tallystick.control.access.Scope;
import tallystick.control.answer.Given;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;
import tallystick.core.people.Directory;
import tallystick.core.people.PersonId;

/// Whose the accounts at the organisation's provider are, over the API.
@RestController
final class IdentitiesApi {
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final Identities identities;
    private final Passkeys passkeys;
    private final People people;
    private final InstantSource clock;

    IdentitiesApi(Identities identities, Passkeys passkeys, People people, InstantSource clock) {
        this.identities = identities;
        this.passkeys = passkeys;
        this.people = people;
        this.clock = clock;
    }

    /// @param person as the document names him
    /// @param subject how the provider names the account; never a mail address, which may be given to somebody else
    record NewStatement(@Nullable String person, @Nullable String subject) {}

    /// @param name as the document has it
    /// @param at to be brought back with the assertion
    record StatementBody(
            String origin,
            String issuer,
            String subject,
            String person,
            String name,
            Instant at,
            Passkeys.ToSign toSign) {}

    /// @param at as the statement has it
    record NewIdentity(
            @Nullable String person,
            @Nullable String subject,
            @Nullable String at,
            Passkeys.@Nullable AssertionBody assertion) {}

    /// @param by whose passkey signed it; absent if he may no more, or it was never signed
    /// @param stands whether it opens anything now
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record IdentityBody(
            UUID id,
            String issuer,
            String subject,
            String person,
            @Nullable String by,
            boolean stands,
            Instant at) {}

    private IdentityBody body(Identities.Row row) {
        return body(row, people.inForce());
    }

    private IdentityBody body(Identities.Row row, Directory directory) {
        var statement = row.statement();
        return new IdentityBody(
                row.id(),
                statement.issuer(),
                statement.subject(),
                statement.person().name(),
                Identities.signer(row, directory).map(each -> each.id().name()).orElse(null),
                identities.person(row, directory).isPresent(),
                statement.at());
    }

    @GetMapping("/v1/identities")
    @Requires(value = Scope.PEOPLE_READ, says = "Lists whose the accounts at the organisation's provider are.")
    Page<IdentityBody> listIdentities(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
        return new Page<>(
                identities.list(caller.workspace()).stream().map(this::body).toList(), null);
    }

    @PostMapping("/v1/identities/statements")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(
            value = Scope.PROPOSALS_WRITE,
            says = "Writes that an account at the provider is a person's, which a passkey then signs.")
    StatementBody createIdentityStatement(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller, @RequestBody NewStatement body) {
        var statement = statement(
                body.person(),
                body.subject(),
                Instant.ofEpochSecond(clock.instant().getEpochSecond()));
        var name = people.inForce()
                .person(statement.person())
                .orElseThrow(() -> Problem.field("person", "somebody of the document in force"))
                .displayName();
        return new StatementBody(
                statement.origin(),
                statement.issuer(),
                statement.subject(),
                statement.person().name(),
                name,
                statement.at(),
                Passkeys.toSign(statement.digest(), passkeys.of(passkeys.person(caller))));
    }

    @PostMapping("/v1/identities")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(
            value = Scope.PROPOSALS_WRITE,
            says = "Binds an account at the provider to a person, by the passkey of who may propose documents.")
    IdentityBody createIdentity(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @RequestBody NewIdentity body) {
        var at = Given.moment("at", body.at());
        var now = clock.instant();
        if (!at.equals(at.truncatedTo(ChronoUnit.SECONDS))
                || at.isAfter(now.plusSeconds(1))
                || at.isBefore(now.minus(LIFE))) throw Problem.field("at", "whole seconds within the last ten minutes");
        var statement = statement(body.person(), body.subject(), at);
        var signed = passkeys.verify(caller, body.assertion(), statement.digest());
        var directory = people.inForce();
        return body(identities.bind(caller.workspace(), statement, signed), directory);
    }

    @DeleteMapping("/v1/identities/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(
            value = Scope.PROPOSALS_WRITE,
            says = "Ends what binds an account, and every session by it, for a person whom a passkey signed in.")
    void deleteIdentity(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable UUID id, HttpServletRequest request) {
        // No program ends people's sessions, nor does the thief of an account at the provider.
        var _ = passkeys.person(caller);
        Session.requirePasskey(request);
        identities.remove(caller.workspace(), id);
    }

    private Identities.Statement statement(@Nullable String person, @Nullable String subject, Instant at) {
        var whom = Given.there("person", person);
        if (!PersonId.isValid(whom)) throw Problem.field("person", "somebody of the document in force");
        var which = Given.there("subject", subject);
        if (!Identities.isSubject(which)) throw Problem.field("subject", "1..255 characters of ASCII");
        return identities.statement(which, new PersonId(whom), at);
    }
}
