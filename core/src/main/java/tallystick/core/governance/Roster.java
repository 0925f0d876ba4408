package tallystick.core.governance;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// Who there is: every node, operator and initiator with its keys, as one signed document.
///
/// **Form** canonical bytes, `docs/spec/roster.md`; names and pins are distinct.
///
/// @param version from 1, raised by each change
/// @param members in the order of the document, 1..256
public record Roster(int version, List<Member> members) {
    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-roster");
    private static final int FORMAT = 1;
    private static final int FORMAT_OF_TWO_PINS = 2;
    private static final int MEMBERS_MAX = 256;

    /// @throws IllegalArgumentException if names or pins repeat or a number is out of range: the caller's fault
    public Roster {
        members = List.copyOf(members);
        if (version < 1) throw new IllegalArgumentException("roster version %d below 1".formatted(version));
        if (members.isEmpty() || members.size() > MEMBERS_MAX)
            throw new IllegalArgumentException("%d members not in 1..256".formatted(members.size()));
        var seen = new HashSet<Object>();
        for (var member : members)
            if (!seen.add(member.name())
                    || !member.tlsPins().stream().allMatch(seen::add)
                    || !seen.add(member.identity()))
                throw new IllegalArgumentException(
                        "name, pin or identity of member %s repeats".formatted(member.name()));
    }

    /// The member called `name`.
    public Optional<Member> named(String name) {
        return members.stream().filter(member -> member.name().equals(name)).findFirst();
    }

    /// The member whose TLS key has this pin.
    public Optional<Member> pinned(Digest32 pin) {
        return members.stream().filter(member -> member.isPinned(pin)).findFirst();
    }

    /// All nodes.
    public List<Member> nodes() {
        return members.stream()
                .filter(member -> member.role() == Member.Role.NODE)
                .toList();
    }

    /// The canonical bytes.
    /// @spec docs/spec/roster.md#RO-1 roster
    public Bytes encode() {
        return new Writer()
                .raw(MAGIC)
                .u8(hasTwoPins() ? FORMAT_OF_TWO_PINS : FORMAT)
                .u32(version)
                .list(members, (writer, member) -> member.write(writer, hasTwoPins()))
                .toBytes();
    }

    /// Whether a member is changing from one TLS key to another.
    private boolean hasTwoPins() {
        return members.stream().anyMatch(member -> member.tlsPins().size() > 1);
    }

    /// What its signer signs.
    public Digest32 statement() {
        return Transcript.of("tallystick/roster/v1/signed")
                .add("roster", encode())
                .digest();
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<Roster> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(MAGIC, "roster magic");
            var form = reader.position();
            var format = reader.u8("roster format 1 or 2");
            if (format != FORMAT && format != FORMAT_OF_TWO_PINS)
                throw new MalformedInput(form, "roster format 1 or 2");
            var start = reader.position();
            var version = reader.u32("roster version");
            var members =
                    reader.list(1, MEMBERS_MAX, "members", each -> Member.read(each, format == FORMAT_OF_TWO_PINS));
            try {
                var roster = new Roster(version, members);
                if (roster.hasTwoPins() != (format == FORMAT_OF_TWO_PINS))
                    throw new MalformedInput(form, "roster format 1, as no member has two pins");
                return roster;
            } catch (IllegalArgumentException outOfRange) {
                throw new MalformedInput(start, "a good roster: " + outOfRange.getMessage());
            }
        });
    }
}
