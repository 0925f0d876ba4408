package tallystick.control.people;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.control.access.Role;
import tallystick.control.access.Scope;

/// A session as the API shows it.
///
/// @param person as documents name him
/// @param roles what he is here
/// @param withheld what his other roles do not let him be
/// @param scopes what he may ask for
/// @param way passkey or provider: by what he signed in
/// @param keyId which of his keys he signed in with; absent if it was the provider
/// @param csrf to be repeated in the header X-Tallystick-Csrf by whatever changes something
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SessionBody(
        String person,
        String name,
        List<Role> roles,
        List<Role> withheld,
        List<Scope> scopes,
        String way,
        @Nullable String keyId,
        String csrf,
        Instant expires) {
    static SessionBody of(Session session) {
        return new SessionBody(
                session.person().id().name(),
                session.person().displayName(),
                session.duties().roles().stream().sorted().toList(),
                session.duties().withheld().stream().sorted().toList(),
                session.caller().scopes().stream().sorted().toList(),
                switch (session.way()) {
                    case Session.Way.Passkey _ -> "passkey";
                    case Session.Way.Provider _ -> "provider";
                },
                session.way() instanceof Session.Way.Passkey(var key) ? key.toString() : null,
                session.csrf(),
                session.expires());
    }
}
