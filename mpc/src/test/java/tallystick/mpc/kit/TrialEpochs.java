package tallystick.mpc.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochAttempt;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochMove;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.KeptShare;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.SessionId;

/// Epoch changes of all parties of one ceremony, with every statement heard by everybody at once.
public final class TrialEpochs {
    private final Roll roll;
    private final SortedMap<PartyId, EpochChange> states = new TreeMap<>();
    private final List<EpochMove.Effect> effects = new ArrayList<>();

    /// Everybody idle at `epoch` of one key.
    public TrialEpochs(Roll roll, Digest32 key, int epoch) {
        this.roll = roll;
        for (var party : roll.parties()) states.put(party, new EpochChange.Idle(key, epoch, 0));
    }

    /// What every party holds of a key at epoch 1, as `from` would have left it: `idle`, `active` or `erased`.
    public static EpochChange base(GroupKey key, PartyId self, String from) {
        var digest = TrialCeremony.digest("base", 1);
        var parties = key.tree().parties().size();
        var about = new EpochAttempt(key.id(), 0, 1, new SessionId(digest), parties, digest);
        var certificate = new Certificate(about, key, digest, new TreeMap<>(), new TreeMap<>());
        return switch (from) {
            case "active" -> new EpochChange.Active(certificate, self, new TreeMap<>(), 0);
            case "erased" -> new EpochChange.OldErased(certificate, self, 0);
            default -> new EpochChange.Idle(key.id(), 1, 0);
        };
    }

    /// A share that came back, of a key that is in use.
    public static KeyShare inUse(KeptShare kept, PartyId self) {
        return kept.activate(base(kept.key(), self, "active")).orThrow();
    }

    /// Any statement by any party.
    public static EpochStatement statement(
            EpochStatement.Kind kind, EpochAttempt about, PartyId party, PartyIdentity identity) {
        return new EpochStatement(kind, about, party, identity.sign(EpochStatement.digest(kind, about, party)));
    }

    /// Where `party` stands.
    public EpochChange state(PartyId party) {
        return states.get(party);
    }

    /// All effects so far, in order.
    public List<EpochMove.Effect> effects() {
        return List.copyOf(effects);
    }

    /// Everybody's pending share arrives.
    public TrialEpochs begin(SortedMap<PartyId, PendingShare> pending) {
        pending.forEach((party, each) -> follow(party, states.get(party).begin(EpochCandidate.of(each, party))));
        return this;
    }

    /// `party` prepares; all hear it.
    public EpochMove prepare(PartyId party, List<EpochStatement> backups) {
        var pending = (EpochChange.Pending) states.get(party);
        var move = pending.prepare(pending.candidate().key().hash(), backups, List.of(), roll, roll.identity(party));
        follow(party, move);
        return move;
    }

    /// Takes over a move and lets all others hear what it says.
    public void follow(PartyId party, EpochMove move) {
        if (!(move instanceof EpochMove.Moved(var next, var caused))) return;
        states.put(party, next);
        effects.addAll(caused);
        for (var effect : caused)
            switch (effect) {
                // Whoever asked had its answer by then: here everybody hears everything.
                case EpochMove.Effect.Show _ -> {}
                case EpochMove.Effect.Say(var statement) ->
                    others(party)
                            .forEach(other -> follow(other, states.get(other).hear(statement, roll)));
                case EpochMove.Effect.Forward(var certificate) ->
                    others(party).forEach(other -> {
                        if (!(states.get(other) instanceof EpochChange.Active)
                                && !(states.get(other) instanceof EpochChange.OldErased))
                            follow(other, states.get(other).receive(certificate, roll));
                    });
                case EpochMove.Effect.Activate _ -> {}
                case EpochMove.Effect.EraseBelow _ -> {}
            }
    }

    /// Every party that is active says so.
    public TrialEpochs confirmAll() {
        for (var party : List.copyOf(states.keySet()))
            if (states.get(party) instanceof EpochChange.Active active)
                follow(party, active.confirm(roll.identity(party)));
        return this;
    }

    private List<PartyId> others(PartyId party) {
        return states.keySet().stream().filter(other -> !other.equals(party)).toList();
    }
}
