package tallystick.tools.judge;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import tallystick.core.book.AddressBook;
import tallystick.core.book.BookInForce;
import tallystick.core.court.Documents;
import tallystick.core.court.Standing;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.Directory;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.Right;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.matter.Initiator;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;

/// A node that has a policy and nothing else: nobody but who initiates, no address book of its own, nothing counted.
final class StandInNode {
    private static final String NAME = "judge";
    private static final PersonId INITIATOR = new PersonId("u:initiator");

    private StandInNode() {}

    /// Who asks for everything.
    static Initiator initiator() {
        return Initiator.of(INITIATOR, AuthStrength.HARDWARE);
    }

    /// What it holds.
    static Standing standing(Level policy, StandInWitness witness) {
        var people = new Directory(
                1,
                List.of(new Person(
                        INITIATOR,
                        new HumanId("h:initiator"),
                        "who initiates",
                        Person.Status.ACTIVE,
                        Set.of(Right.INITIATE),
                        List.of(),
                        List.of())));
        var pin = StandardHash.sha256(Bytes.ofUtf8(NAME));
        var node = new Member(NAME, Member.Role.NODE, witness.node(), pin, "localhost", 1);
        var documents = new Documents(
                people,
                List.of(policy),
                BookInForce.of(new AddressBook(1, List.of()), Instant.EPOCH),
                new Roster(1, List.of(node)),
                witness.keys());
        return Standing.of(StandardHash.sha256(Bytes.ofUtf8("no workspace")), NAME, documents);
    }
}
