package tallystick.node.standing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedRoster;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.seal.VerifyKey;
import tallystick.wire.DurableFile;

/// The roster this node follows: the newest it has seen, which it keeps in its own directory, so that nobody shows it
/// an older one later.
///
/// **Threads** any.
public final class RosterBook implements Supplier<Roster> {
    private static final String KEPT = "roster-followed";

    private final Path kept;
    private final Member administrator;
    private volatile SignedRoster current;

    private RosterBook(Path kept, Member administrator, SignedRoster current) {
        this.kept = kept;
        this.administrator = administrator;
        this.current = current;
    }

    /// What became of a roster that was shown.
    public sealed interface Shown {
        /// It is followed from now on.
        record Followed(Roster roster) implements Shown {}

        /// It is the one that is followed already.
        record Known() implements Shown {}

        /// It is not followed.
        ///
        /// @param why a lower-case phrase
        record Refused(String why) implements Shown {}
    }

    /// Begins with the roster that the node is started with.
    ///
    /// @param directory the node's own
    /// @param administrator whose signature makes a roster good
    /// @throws IOException if it is not signed by the administrator, or older than one followed before, or the disk
    ///     fails
    /// @spec docs/spec/roster.md#RO-4 roster
    public static RosterBook open(Path directory, Member administrator, Bytes shown) throws IOException {
        var kept = directory.resolve(KEPT);
        var signed = read(shown, administrator);
        if (Files.exists(kept)) {
            var before = read(Bytes.copyOf(Files.readAllBytes(kept)), administrator);
            var why = whyNotAfter(before, signed);
            if (!why.isEmpty()) throw new IOException(why);
        }
        var book = new RosterBook(kept, administrator, signed);
        book.keep(signed);
        return book;
    }

    private static SignedRoster read(Bytes bytes, Member administrator) throws IOException {
        return switch (SignedRoster.parse(bytes)) {
            case Parsed.Ok<SignedRoster>(var signed) when signed.isSignedBy(administrator.identity()) -> signed;
            case Parsed.Ok<SignedRoster> _ ->
                throw new IOException("the roster is not signed by " + administrator.name());
            case Parsed.Malformed<SignedRoster>(var offset, var expected) ->
                throw new IOException("the roster at byte %d: expected %s".formatted(offset, expected));
        };
    }

    /// Empty if `next` may be followed after `before`.
    private static String whyNotAfter(SignedRoster before, SignedRoster next) {
        var old = before.roster().version();
        var version = next.roster().version();
        if (version < old)
            return "the roster is version %d, and this node has followed version %d: give it the newest"
                    .formatted(version, old);
        return version == old && !next.roster().equals(before.roster())
                ? "there are two rosters of version %d: have the administrator sign one of a higher version"
                        .formatted(version)
                : "";
    }

    /// What is followed now.
    /// @spec docs/spec/roster.md#RO-6 roster
    @Override
    public Roster get() {
        return current.roster();
    }

    /// The same, with the administrator's signature.
    public SignedRoster signed() {
        return current;
    }

    /// Whose signature makes a roster good.
    public VerifyKey administrator() {
        return administrator.identity();
    }

    /// Follows a roster that was shown, if it may: on disk before anything goes by it. Who holds shares with whom stays
    /// as it is while a node runs, so a roster with other nodes waits for a restart.
    ///
    /// @param self this node's name
    /// @throws IOException if the disk fails: the one before is followed on
    /// @spec docs/spec/roster.md#RO-5 roster
    public synchronized Shown show(Bytes bytes, String self) throws IOException {
        switch (SignedRoster.parse(bytes)) {
            case Parsed.Malformed<SignedRoster>(var offset, var expected) -> {
                return new Shown.Refused("the roster at byte %d: expected %s".formatted(offset, expected));
            }
            case Parsed.Ok<SignedRoster>(var signed) -> {
                if (!signed.isSignedBy(administrator.identity()))
                    return new Shown.Refused("the roster is not signed by " + administrator.name());
                if (signed.roster().equals(current.roster())) return new Shown.Known();
                var why = whyNotAfter(current, signed);
                if (!why.isEmpty()) return new Shown.Refused(why);
                if (!nodes(signed.roster()).equals(nodes(current.roster())))
                    return new Shown.Refused(
                            "version %d has other nodes, or nodes with other identity keys: restart %s to follow it"
                                    .formatted(signed.roster().version(), self));
                keep(signed);
                current = signed;
                return new Shown.Followed(signed.roster());
            }
        }
    }

    private static Map<String, VerifyKey> nodes(Roster roster) {
        var nodes = new HashMap<String, VerifyKey>();
        roster.nodes().forEach(node -> nodes.put(node.name(), node.identity()));
        return nodes;
    }

    private void keep(SignedRoster signed) throws IOException {
        DurableFile.replace(kept, signed.encode());
    }
}
