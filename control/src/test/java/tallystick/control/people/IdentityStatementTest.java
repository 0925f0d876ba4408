package tallystick.control.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.people.PersonId;

@DisplayName("Whose an account is, docs/spec/session.md SN-8")
class IdentityStatementTest {
    /// The console's own tests have the same bytes.
    @Test
    void statement_isHashedAsThePageHashesIt() {
        var statement = new Identities.Statement(
                "https://custody.example.org",
                "https://id.example.org",
                "account 7",
                new PersonId("u:nia"),
                Instant.parse("2026-06-01T12:00:00Z"));
        assertThat(statement.digest().toString())
                .isEqualTo("7396bae240cee0ed1120582bdb7809b3b21d7517a737a97e3ba0aa2f5e2a49f5");
    }

    @Test
    void subject_isWhatOpenIdConnectAllows_andCanBeLookedAt() {
        for (var good : new String[] {"7", "auth0|x", "a b", "x".repeat(255)})
            assertThat(Identities.isSubject(good)).as(good).isTrue();
        for (var bad : new String[] {"", " a", "a ", "a\nb", "\u00fc", "x".repeat(256)})
            assertThat(Identities.isSubject(bad)).as(bad).isFalse();
    }
}
