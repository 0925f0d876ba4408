package tallystick.core.places;

import java.util.List;
import tallystick.core.policy.Names;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// A part of a vault: a key's branch, with all below it.
///
/// @param name as [Names#isValid]
/// @param key a key of its vault
/// @param path the steps from the key to the branch, 1..8, each not hardened
public record Wallet(String name, Digest32 key, List<Integer> path) {
    private static final int STEPS_MAX = 8;

    /// @throws IllegalArgumentException if a part is out of range: the caller's fault
    public Wallet {
        path = List.copyOf(path);
        if (!Names.isValid(name)) throw new IllegalArgumentException("a wallet's name of another form");
        if (path.isEmpty() || path.size() > STEPS_MAX)
            throw new IllegalArgumentException("a wallet at %d steps, not 1..8".formatted(path.size()));
        if (path.stream().anyMatch(step -> step < 0)) throw new IllegalArgumentException("a hardened step");
    }

    /// Whether what is signed for at `other` belongs to it.
    boolean holds(Digest32 otherKey, List<Integer> other) {
        return key.equals(otherKey)
                && other.size() >= path.size()
                && other.subList(0, path.size()).equals(path);
    }

    /// Whether one of the two branches is within the other.
    boolean overlaps(Wallet other) {
        return holds(other.key, other.path) || other.holds(key, path);
    }

    void write(Writer writer) {
        writer.text(name).raw(key.bytes()).list(path, (each, step) -> each.u32(step));
    }

    static Wallet read(Reader reader) throws MalformedInput {
        return new Wallet(
                reader.text(Places.NAME_BYTES_MAX, "wallet"),
                Digest32.read(reader, "key of the wallet"),
                reader.list(1, STEPS_MAX, "path", each -> each.u32("step")));
    }
}
