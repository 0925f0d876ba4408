package tallystick.core.policy.matter;

import java.time.Duration;
import java.util.NavigableSet;
import java.util.Optional;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.Directory;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.core.people.RoleName;
import tallystick.core.policy.Names;
import tallystick.crypto.codec.Bytes;

/// Who proposes, and how well that is proven.
///
/// @param roles as the directory of people says
/// @param apiKey by which name rules know the key that signed, see [#nameOf]
/// @param ip from where, 4 or 16 bytes
/// @param sessionAge how long ago they logged in
public record Initiator(
        PersonId person,
        NavigableSet<String> roles,
        Optional<String> apiKey,
        Optional<Bytes> ip,
        AuthStrength strength,
        Optional<Duration> sessionAge) {
    /// How many hex digits of a key's id are its name in rules: as a whole it is longer than names may be.
    private static final int NAME_DIGITS = 32;

    /// Copies.
    public Initiator {
        roles = Names.sorted(roles);
    }

    /// Somebody who signed with a key of his: all that the directory of people proves of him. From where, and how long
    /// after he logged in, nobody can prove to a node.
    /// @spec docs/spec/policy.md#PO-5 policy
    public static Initiator of(Directory.Holding holding) {
        var key = holding.held().key();
        var person = holding.person();
        return new Initiator(
                person.id(),
                Names.sorted(person.roles().stream().map(RoleName::name).toList()),
                Optional.of(nameOf(key)),
                Optional.empty(),
                key.strength(),
                Optional.empty());
    }

    /// The first 32 hex digits of a key's id.
    public static String nameOf(PersonKey key) {
        return key.id().toString().substring(0, NAME_DIGITS);
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
