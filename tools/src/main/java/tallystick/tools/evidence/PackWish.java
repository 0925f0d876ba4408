package tallystick.tools.evidence;

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
public record PackWish(
        Instant from, Optional<Instant> to, String scope, Path roster, Path administrator, List<Path> attestations) {
    /// Copies.
    public PackWish {
        attestations = List.copyOf(attestations);
    }

    /// What makes an export that was broken off the same one.
    String text() {
        return "%s %s %s\n".formatted(from, to.map(Instant::toString).orElse("now"), scope);
    }
}
