package tallystick.core.court;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.judge.Trace;
import tallystick.crypto.hash.Transcript;

/// The ruling on what nobody proposes.
final class Unheard {
    private Unheard() {}

    static Ruling ruling(Case asked, Standing standing, Instant now, Reason why) {
        var documents = standing.documents();
        var levels = Level.covering(documents.policies(), asked.source().place());
        var evidence = Court.hash(asked);
        var trace = new Trace(
                levels.stream().map(Level::hash).toList(),
                Transcript.of("tallystick/court/v1/unheard")
                        .add("evidence", evidence)
                        .digest(),
                now,
                new TreeMap<>(),
                List.of(),
                List.of(),
                "denied: %s %s".formatted(why.code(), why.text()));
        var basis = new Basis(
                evidence,
                standing.workspace(),
                standing.node(),
                Court.hashes(documents),
                Court.policySeen(levels),
                List.of(),
                List.of(),
                trace.digest(),
                Optional.of(trace));
        return new Ruling.Denied(List.of(why), Optional.empty(), Map.of(), basis);
    }
}
