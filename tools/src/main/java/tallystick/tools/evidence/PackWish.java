package tallystick.tools.evidence;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedRoster;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// What a pack is to be about.
///
/// @param to empty for now
/// @param scope `everything`, or `key:` and a key's id
/// @param roster signed
/// @param administrator a card
/// @param attestations of ceremonies, to take along
/// @param knowledge files that nodes judged by, to take along
/// @param timestamps a service that signs times, if one is to be asked
public record PackWish(
        Instant from,
        Optional<Instant> to,
        String scope,
        Path roster,
        Path administrator,
        List<Path> attestations,
        List<Path> knowledge,
        Optional<URI> timestamps) {
    /// Copies.
    public PackWish {
        attestations = List.copyOf(attestations);
        knowledge = List.copyOf(knowledge);
    }

    /// The roster that the pack goes by.
    Roster readRoster() throws IOException, NotExported {
        return switch (SignedRoster.parse(Bytes.copyOf(Files.readAllBytes(roster)))) {
            case Parsed.Ok<SignedRoster>(var signed) -> signed.roster();
            case Parsed.Malformed<SignedRoster>(var offset, var expected) ->
                throw new NotExported("%s at byte %d: expected %s".formatted(roster, offset, expected));
        };
    }

    /// What makes an export that was broken off the same one.
    String text() {
        return "%s %s %s %s %s"
                .formatted(from, to.map(Instant::toString).orElse("now"), scope, attestations, knowledge)
                .replace('\n', ' ');
    }
}
