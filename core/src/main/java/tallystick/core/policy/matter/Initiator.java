package tallystick.core.policy.matter;

import java.time.Duration;
import java.util.NavigableSet;
import java.util.Optional;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Names;
import tallystick.crypto.codec.Bytes;

/// Who proposes, and how well that is proven.
///
/// @param roles as the directory of people says
/// @param apiKey the name of the program's key
/// @param ip from where, 4 or 16 bytes
/// @param sessionAge how long ago they logged in
public record Initiator(
        PersonId person,
        NavigableSet<String> roles,
        Optional<String> apiKey,
        Optional<Bytes> ip,
        AuthStrength strength,
        Optional<Duration> sessionAge) {
    /// Copies.
    public Initiator {
        roles = Names.sorted(roles);
    }

    /// Somebody of whom nothing else is known.
    public static Initiator of(PersonId person, AuthStrength strength) {
        return new Initiator(
                person,
                Names.sorted(java.util.List.<String>of()),
                Optional.empty(),
                Optional.empty(),
                strength,
                Optional.empty());
    }
}
