package tallystick.tools.evidence;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

    /// What makes an export that was broken off the same one.
    String text() {
        return "%s %s %s".formatted(from, to.map(Instant::toString).orElse("now"), scope);
    }
}
