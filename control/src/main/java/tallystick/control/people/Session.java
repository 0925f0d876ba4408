package tallystick.control.people;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.UUID;
import tallystick.control.access.Caller;
import tallystick.control.answer.Problem;
import tallystick.core.people.Person;
import tallystick.crypto.hash.Digest32;

/// A person who signed in, as he is by now.
///
/// @param way by what
/// @param csrf what every request that changes something has to repeat, and no other page can know
/// @param expires when it ends if nothing is asked until then
public record Session(Caller caller, Person person, Duties duties, Way way, String csrf, Instant expires) {
    /// What a request's attribute is called that has it.
    public static final String ATTRIBUTE = "tallystick.session";

    /// Lets what was signed elsewhere be brought by programs, and in sessions that a passkey began.
    ///
    /// **Why** not by an account at a provider alone: nodes freeze what a forged signature answered, and whoever
    /// stole such an account could stop everything by sending nonsense. What a passkey signs here is verified.
    ///
    /// @throws Problem if the provider vouched for who asks
    public static void requirePasskey(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Session session && session.way() instanceof Way.Provider)
            throw Problem.field("assertion", "one of a passkey, as the session began at the provider");
    }

    /// By what somebody signed in.
    public sealed interface Way {
        /// By a passkey of the document.
        record Passkey(Digest32 key) implements Way {}

        /// By an account at the organisation's provider.
        ///
        /// @param identity which binding of such an account
        record Provider(UUID identity) implements Way {}
    }
}
