package tallystick.node.rounds;

import java.util.SortedMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import tallystick.core.wire.SignReply;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// Blame in words for people, with nodes instead of party numbers.
public final class Blames {
    private static final Logger LOG = Logger.getLogger(Blames.class.getName());

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

    /// The answer to whoever asked for a signature whose run stopped; the log hears of it too.
    static SignReply aborted(Blame blame, SortedMap<PartyId, String> names) {
        LOG.log(Level.WARNING, "signing stopped: {0} by {1}", new Object[] {blame.fault(), blame.culprits()});
        return new SignReply.Aborted(sentence(blame, names), blame.fault().consequence() == Fault.Consequence.RETRY);
    }
}
