package tallystick.node.documents;

import tallystick.core.book.AddressBook;
import tallystick.core.facts.FactKeys;
import tallystick.core.governance.Document;
import tallystick.core.governance.Policies;
import tallystick.core.governance.Roster;
import tallystick.core.people.Directory;
import tallystick.core.places.Places;
import tallystick.crypto.codec.Parsed;

/// Whether a document's content is one of its kind.
final class Readability {
    private Readability() {}

    static boolean isReadable(Document document, Policies policies) {
        var content = document.content();
        return switch (document.kind()) {
            case PEOPLE -> Directory.parse(content) instanceof Parsed.Ok<?>;
            case ROSTER -> Roster.parse(content) instanceof Parsed.Ok<?>;
            case ADDRESS_BOOK -> AddressBook.parse(content) instanceof Parsed.Ok<?>;
            case FACT_KEYS -> FactKeys.parse(content) instanceof Parsed.Ok<?>;
            case PLACES -> Places.parse(content) instanceof Parsed.Ok<?>;
            case POLICY, EMERGENCY_POLICY -> policies.isGood(content, document.version());
        };
    }
}
