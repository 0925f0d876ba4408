package tallystick.control.people;

import java.util.Optional;
import org.springframework.stereotype.Component;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.relay.Governed;
import tallystick.core.governance.DocumentKind;
import tallystick.core.people.Directory;
import tallystick.core.people.Person;
import tallystick.core.people.PersonKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// Who people are: the signed document that nodes have in force, and nothing else. Control's database invents nobody.
///
/// **Threads** any.
@Component
public final class People {
    private final Governed governed;
    private volatile Optional<Read> last = Optional.empty();

    private record Read(Digest32 hash, Directory directory) {}

    People(Governed governed) {
        this.governed = governed;
    }

    /// The document in force.
    ///
    /// @throws Problem if nodes have none, or cannot be asked
    public Directory inForce() {
        var document = governed.document(DocumentKind.PEOPLE)
                .orElseThrow(() -> Problem.of(Code.CONFLICT, "the nodes have no document of people"));
        var hash = document.hash();
        var before = last;
        if (before.isPresent() && before.get().hash().equals(hash))
            return before.get().directory();
        if (!(Directory.parse(document.content()) instanceof Parsed.Ok<Directory>(var directory)))
            throw Problem.of(Code.UNREACHABLE, "the document of people that nodes tell cannot be read");
        last = Optional.of(new Read(hash, directory));
        return directory;
    }

    /// A passkey that may be used now, and whose it is.
    ///
    /// @param person active
    record Holder(Person person, PersonKey.Passkey passkey) {}

    /// Who may use the passkey of this name.
    Optional<Holder> holder(Bytes credential) {
        for (var person : inForce().people())
            for (var held : person.keys())
                if (person.status() == Person.Status.ACTIVE
                        && !held.isRevoked()
                        && held.key() instanceof PersonKey.Passkey passkey
                        && passkey.credential().equals(credential)) return Optional.of(new Holder(person, passkey));
        return Optional.empty();
    }

    /// Whose this key is, if both still count.
    Optional<Person> active(Digest32 keyId) {
        return inForce()
                .holding(keyId)
                .filter(holding -> !holding.held().isRevoked())
                .map(Directory.Holding::person)
                .filter(person -> person.status() == Person.Status.ACTIVE);
    }
}
