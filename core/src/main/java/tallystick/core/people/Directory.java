package tallystick.core.people;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.VerifyKey;

/// Who may propose, approve and stop, and by which keys: one version of the document of people.
///
/// **Form** canonical bytes, `docs/spec/people.md`; people ascending by id; no public key and no credential stands
/// twice, revoked ones and those of removed people counted: two voices are never one key.
///
/// **Threads** immutable.
public final class Directory {
    /// The longest canonical form.
    public static final int LENGTH_BYTES_MAX = 2 * 1024 * 1024;

    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-people");
    private static final int FORMAT = 1;
    private static final int PEOPLE_MAX = 1024;

    private final int version;
    private final List<Person> people;
    private final Map<PersonId, Person> byId = new HashMap<>();
    private final Map<Digest32, Holding> byKey = new HashMap<>();

    /// A key and whose it is.
    public record Holding(Person person, HeldKey held) {}

    /// @param version from 1, raised by each change
    /// @param people ascending by id, 1..1024
    /// @throws IllegalArgumentException if names or keys repeat or a number is out of range: the caller's fault
    public Directory(int version, List<Person> people) {
        this.version = version;
        this.people = List.copyOf(people);
        if (version < 1) throw new IllegalArgumentException("directory version %d below 1".formatted(version));
        if (people.isEmpty() || people.size() > PEOPLE_MAX)
            throw new IllegalArgumentException("%d people not in 1..1024".formatted(people.size()));
        if (!Order.isAscending(people.stream().map(Person::id).toList()))
            throw new IllegalArgumentException("people not ascending by id");
        var seen = new HashSet<Bytes>();
        for (var person : this.people) {
            byId.put(person.id(), person);
            for (var held : person.keys()) {
                if (!seen.add(held.key().material()) || !seen.add(name(held.key())))
                    throw new IllegalArgumentException("a key of %s stands twice".formatted(person.id()));
                byKey.put(held.key().id(), new Holding(person, held));
            }
        }
    }

    /// A credential's name, or the hash of a key that has none: the second never equals another's.
    private static Bytes name(PersonKey key) {
        return key instanceof PersonKey.Passkey passkey
                ? passkey.credential()
                : key.id().bytes();
    }

    /// The version's number, from 1.
    public int version() {
        return version;
    }

    /// Everybody, ascending by id, those removed too.
    public List<Person> people() {
        return people;
    }

    /// The account of this name, whatever its status.
    public Optional<Person> person(PersonId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// The key of this id and whose it is, whatever its status.
    public Optional<Holding> holding(Digest32 keyId) {
        return Optional.ofNullable(byKey.get(keyId));
    }

    /// Who signs statements with this key, whatever its status: whose an intent is.
    public Optional<Holding> holder(VerifyKey key) {
        return holding(new PersonKey.EdKey(key).id());
    }

    /// Whether one human is behind both accounts. Accounts that are not listed are only the same as themselves.
    /// @spec docs/spec/people.md#PE-5 people
    public boolean isSameHuman(PersonId one, PersonId other) {
        if (one.equals(other)) return true;
        var first = byId.get(one);
        var second = byId.get(other);
        return first != null && second != null && first.human().equals(second.human());
    }

    /// The canonical bytes.
    /// @spec docs/spec/people.md#PE-1 people
    public Bytes encode() {
        return new Writer()
                .raw(MAGIC)
                .u8(FORMAT)
                .u32(version)
                .list(people, (writer, person) -> person.write(writer))
                .toBytes();
    }

    /// The hash of the canonical bytes.
    /// @spec docs/spec/people.md#PE-2 people
    public Digest32 hash() {
        return Transcript.of("tallystick/people/v1/directory")
                .add("directory", encode())
                .digest();
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<Directory> parse(Bytes encoded) {
        if (encoded.length() > LENGTH_BYTES_MAX)
            return new Parsed.Malformed<>(
                    LENGTH_BYTES_MAX, "directory of at most %d bytes".formatted(LENGTH_BYTES_MAX));
        return Reader.parse(encoded, reader -> {
            reader.expect(MAGIC, "directory magic");
            reader.expect(Bytes.copyOf((byte) FORMAT), "directory format 1");
            var start = reader.position();
            var version = reader.u32("directory version");
            var people = reader.list(1, PEOPLE_MAX, "people", Person::read);
            try {
                return new Directory(version, people);
            } catch (IllegalArgumentException outOfRange) {
                throw new MalformedInput(start, "a good directory: " + outOfRange.getMessage());
            }
        });
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Directory that && version == that.version && people.equals(that.people);
    }

    @Override
    public int hashCode() {
        return 31 * version + people.hashCode();
    }

    @Override
    public String toString() {
        return "Directory version %d of %d people".formatted(version, people.size());
    }
}
