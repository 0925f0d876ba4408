package tallystick.tools.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedRoster;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Which roster a command reads.
final class RosterOptions {
    @Option(
            names = "--roster",
            required = true,
            paramLabel = "FILE",
            description = "signed roster made by 'roster sign'")
    private Path file = Path.of("");

    Path file() {
        return file;
    }

    Roster read() throws IOException, Unable {
        return read(file).roster();
    }

    static SignedRoster read(Path file) throws IOException, Unable {
        return switch (SignedRoster.parse(Bytes.copyOf(Files.readAllBytes(file)))) {
            case Parsed.Ok<SignedRoster>(var roster) -> roster;
            case Parsed.Malformed<SignedRoster>(var offset, var expected) ->
                throw new Unable("roster %s at byte %d: expected %s".formatted(file, offset, expected));
        };
    }

    static Member node(Roster roster, String name) throws Unable {
        return roster.named(name)
                .filter(member -> member.role() == Member.Role.NODE)
                .orElseThrow(() -> new Unable("the roster has no node called " + name));
    }
}
