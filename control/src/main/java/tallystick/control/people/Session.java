package tallystick.control.people;

import java.time.Instant;
import tallystick.control.access.Caller;
import tallystick.core.people.Person;
import tallystick.crypto.hash.Digest32;

/// A person who signed in, as he is by now.
///
/// @param personKey by which of his keys
/// @param csrf what every request that changes something has to repeat, and no other page can know
/// @param expires when it ends if nothing is asked until then
public record Session(Caller caller, Person person, Duties duties, Digest32 personKey, String csrf, Instant expires) {
    /// What a request's attribute is called that has it.
    public static final String ATTRIBUTE = "tallystick.session";
}
