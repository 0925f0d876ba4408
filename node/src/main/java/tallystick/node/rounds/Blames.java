package tallystick.node.rounds;

import java.util.SortedMap;
import java.util.stream.Collectors;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.PartyId;

/// Blame in words for people, with nodes instead of party numbers.
public final class Blames {
    private Blames() {}

    /// One lower-case sentence: what happened, who did it, and the detail.
    public static String sentence(Blame blame, SortedMap<PartyId, String> names) {
        var fault = blame.fault().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        if (blame.culprits().isEmpty()) return "%s (nobody can be named): %s".formatted(fault, blame.detail());
        var culprits = blame.culprits().stream()
                .map(party -> "node " + names.getOrDefault(party, party.toString()))
                .collect(Collectors.joining(blame.suspects() ? " or " : ", "));
        return "%s by %s: %s".formatted(fault, culprits, blame.detail());
    }
}
