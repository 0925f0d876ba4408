package tallystick.node.rounds;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochMove;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.session.Identity;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.PartyId;
import tallystick.node.keystore.ShareStore;

/// Brings a sealed pending share to activity: says PREPARED, gathers the certificate, activates on disk, says
/// ACTIVATED, and listens until everybody has.
///
/// **Form** each message is a kind byte, 1 for a statement and 2 for a certificate, and its canonical bytes.
final class EpochTalk implements Driver.Talk {
    private static final Logger LOG = Logger.getLogger(EpochTalk.class.getName());
    private static final Bytes STATEMENT = Bytes.copyOf((byte) 1);
    private static final Bytes CERTIFICATE = Bytes.copyOf((byte) 2);

    private final NodeRoster roster;
    private final Identity identity;
    private final ShareStore store;
    private EpochChange state;
    private Optional<IOException> trouble = Optional.empty();

    EpochTalk(EpochChange state, NodeRoster roster, Identity identity, ShareStore store) {
        this.state = state;
        this.roster = roster;
        this.identity = identity;
        this.store = store;
    }

    /// Makes a move of this party's own; what to say first.
    List<Bytes> begin(EpochMove move) throws IOException {
        var said = apply(move);
        if (trouble.isPresent()) throw trouble.get();
        return said;
    }

    /// The certificate, once the new shares are active on disk.
    Optional<Certificate> certificate() {
        return switch (state) {
            case EpochChange.Active active -> Optional.of(active.certificate());
            case EpochChange.OldErased erased -> Optional.of(erased.certificate());
            case EpochChange.Idle _, EpochChange.Pending _, EpochChange.Prepared _ -> Optional.empty();
        };
    }

    @Override
    public boolean isDone() {
        return trouble.isPresent() || state instanceof EpochChange.OldErased;
    }

    @Override
    public List<Bytes> hear(PartyId from, Bytes message) {
        if (message.length() == 0) return List.of();
        var body = message.slice(1, message.length());
        var kind = message.slice(0, 1);
        if (kind.equals(STATEMENT)
                && EpochStatement.parse(body) instanceof Parsed.Ok<EpochStatement>(var statement)
                && statement.party().equals(from)) return apply(state.hear(statement, roster));
        if (kind.equals(CERTIFICATE) && Certificate.parse(body) instanceof Parsed.Ok<Certificate>(var certificate))
            return apply(state.receive(certificate, roster));
        LOG.log(Level.WARNING, "{0} sent what is no statement of its own about an epoch", from);
        return List.of();
    }

    /// What is on disk goes before what is said.
    private List<Bytes> apply(EpochMove move) {
        var say = new ArrayList<Bytes>();
        switch (move) {
            case EpochMove.Moved(var next, var effects) -> {
                state = next;
                for (var effect : effects) say.addAll(perform(effect));
            }
            case EpochMove.Refused(var why, var detail) ->
                LOG.log(Level.FINE, "epoch change: {0}: {1}", new Object[] {why, detail});
            case EpochMove.Faulty(var blame) ->
                LOG.log(Level.WARNING, "epoch change: {0} {1}", new Object[] {blame.culprits(), blame.detail()});
        }
        return say;
    }

    private List<Bytes> perform(EpochMove.Effect effect) {
        return switch (effect) {
            case EpochMove.Effect.Say(var statement) -> List.of(Bytes.concat(STATEMENT, statement.encode()));
            case EpochMove.Effect.Forward(var certificate) -> List.of(Bytes.concat(CERTIFICATE, certificate.encode()));
            case EpochMove.Effect.Activate(var certificate) -> activate(certificate);
            case EpochMove.Effect.EraseBelow(var epoch) -> {
                Invariant.check(epoch <= 1, "only generation is driven here: there is no older epoch to erase");
                yield List.of();
            }
        };
    }

    private List<Bytes> activate(Certificate certificate) {
        try {
            store.activate(certificate);
            return state instanceof EpochChange.Active active ? apply(active.confirm(identity)) : List.of();
        } catch (IOException e) {
            trouble = Optional.of(e);
            return List.of();
        }
    }
}
