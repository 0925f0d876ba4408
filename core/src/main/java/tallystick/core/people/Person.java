package tallystick.core.people;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tallystick.core.clear.SafeText;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// One account of a human being, or a program and who answers for it.
///
/// @param id its name in all documents, never given to another human
/// @param human who acts through it; of a program, who answers for it
/// @param displayName for screens, 1..64 characters, safe to look at as it is
/// @param status whether it may act
/// @param rights what it may do at all
/// @param roles the organisation's roles, ascending, at most 16
/// @param keys at most 16; a program has no passkey
public record Person(
        PersonId id,
        HumanId human,
        String displayName,
        Status status,
        Set<Right> rights,
        List<RoleName> roles,
        List<HeldKey> keys) {
    private static final int NAME_CHARACTERS_MAX = 64;
    private static final int NAME_BYTES_MAX = 256;
    private static final int ID_BYTES_MAX = 65;
    private static final int ROLES_MAX = 16;
    private static final int ROLE_BYTES_MAX = 32;
    private static final int KEYS_MAX = 16;

    /// Whether an account may act.
    public enum Status {
        /// It may.
        ACTIVE(1),
        /// It may only stop things: its rejections and its freezes count, nothing else does.
        SUSPENDED(2),
        /// It may not. It stays listed so that its name and its keys are nobody else's.
        REMOVED(3);

        private final int code;

        Status(int code) {
            this.code = code;
        }

        private static Status read(Reader reader) throws MalformedInput {
            var start = reader.position();
            var code = reader.u8("status");
            for (var status : values()) if (status.code == code) return status;
            throw new MalformedInput(start, "status in 1..3");
        }
    }

    /// @throws IllegalArgumentException if a part is out of range: the caller's fault
    public Person {
        rights = Set.copyOf(rights);
        roles = List.copyOf(roles);
        keys = List.copyOf(keys);
        if (!SafeText.isSafe(displayName, NAME_CHARACTERS_MAX))
            throw new IllegalArgumentException("display name not of 1..64 characters that are safe to look at");
        if (roles.size() > ROLES_MAX)
            throw new IllegalArgumentException("%d roles, more than 16".formatted(roles.size()));
        if (!Order.isAscending(roles)) throw new IllegalArgumentException("roles not ascending");
        if (keys.size() > KEYS_MAX) throw new IllegalArgumentException("%d keys, more than 16".formatted(keys.size()));
        if (id.isService() && keys.stream().anyMatch(held -> held.key() instanceof PersonKey.Passkey))
            throw new IllegalArgumentException("a program has no passkey");
    }

    /// Whether it may do this now.
    /// @spec docs/spec/people.md#PE-6 people
    public boolean may(Right right) {
        return switch (status) {
            case ACTIVE -> rights.contains(right);
            case SUSPENDED -> right == Right.FREEZE && rights.contains(right);
            case REMOVED -> false;
        };
    }

    /// Whether its rejections count.
    public boolean mayReject() {
        return status != Status.REMOVED && rights.contains(Right.APPROVE);
    }

    /// The same account with another status.
    public Person with(Status other) {
        return new Person(id, human, displayName, other, rights, roles, keys);
    }

    /// The same account with other keys.
    public Person with(List<HeldKey> others) {
        return new Person(id, human, displayName, status, rights, roles, others);
    }

    void write(Writer writer) {
        writer.text(id.name())
                .text(human.name())
                .text(displayName)
                .u8(status.code)
                .u8(rights.stream().mapToInt(Right::bit).sum())
                .list(roles, (each, role) -> each.text(role.name()))
                .list(keys, (each, key) -> key.write(each));
    }

    static Person read(Reader reader) throws MalformedInput {
        var start = reader.position();
        try {
            return new Person(
                    new PersonId(reader.text(ID_BYTES_MAX, "person")),
                    new HumanId(reader.text(ID_BYTES_MAX, "human")),
                    reader.text(NAME_BYTES_MAX, "display name"),
                    Status.read(reader),
                    rights(reader),
                    reader.list(0, ROLES_MAX, "roles", each -> new RoleName(each.text(ROLE_BYTES_MAX, "role"))),
                    reader.list(0, KEYS_MAX, "keys", HeldKey::read));
        } catch (IllegalArgumentException outOfRange) {
            throw new MalformedInput(start, "a good person: " + outOfRange.getMessage());
        }
    }

    private static Set<Right> rights(Reader reader) throws MalformedInput {
        var start = reader.position();
        var bits = reader.u8("rights");
        var rights = EnumSet.noneOf(Right.class);
        for (var right : Right.values()) if ((bits & right.bit()) != 0) rights.add(right);
        if (rights.stream().mapToInt(Right::bit).sum() != bits) throw new MalformedInput(start, "rights in 0..15");
        return rights;
    }
}
