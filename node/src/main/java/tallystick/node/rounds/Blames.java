package tallystick.node.rounds;

import java.util.SortedMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import tallystick.core.wire.RefusalCode;
import tallystick.core.wire.SignReply;
import tallystick.mpc.key.Refusal;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.node.gate.Verdict;

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

    /// The same where the parties have not agreed on each other's identity keys: then even what a signature shows may
    /// be the fault of either.
    /// @spec docs/spec/node-wire.md#NW-51 node-wire
    public static String suspicion(Blame blame, SortedMap<PartyId, String> names) {
        var sentence = sentence(blame, names);
        return blame.fault() == Fault.BAD_SIGNATURE
                ? sentence + "; it is a suspicion: this node and the other may know other identity keys"
                : sentence;
    }

    /// The answer to whoever asked for a signature; the log hears of a run that stopped, too.
    static SignReply reply(SigningEnd end, SortedMap<PartyId, String> names) {
        return switch (end) {
            case SigningEnd.Signed(var signatures) -> new SignReply.Signed(signatures);
            case SigningEnd.Refused(var why, var _)
            when why == Refusal.QUARANTINED -> new Verdict.Refuse(Verdict.Why.QUARANTINED_SET).reply();
            case SigningEnd.Refused(var why, var detail) ->
                new SignReply.Refused(RefusalCode.PROTOCOL_STATE, why + ": " + detail);
            case SigningEnd.Unstocked() ->
                new SignReply.Aborted("pools are not stocked with every signer: is each of them up?", true);
            case SigningEnd.Withdrawn() -> new Verdict.Refuse(Verdict.Why.DENIED).reply();
            case SigningEnd.Stopped(var blame) -> aborted(blame, names);
        };
    }

    private static SignReply aborted(Blame blame, SortedMap<PartyId, String> names) {
        LOG.log(Level.WARNING, "signing stopped: {0} by {1}", new Object[] {blame.fault(), blame.culprits()});
        return switch (blame.fault().consequence()) {
            case RETRY -> new SignReply.Aborted(sentence(blame, names), true);
            case BURN ->
                new SignReply.Aborted(sentence(blame, names) + "; " + Verdict.Why.QUARANTINED_SET.text(), false);
            case IGNORE, ABORT, BAN -> new SignReply.Aborted(sentence(blame, names), false);
        };
    }
}
