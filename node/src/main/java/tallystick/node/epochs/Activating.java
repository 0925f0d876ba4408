package tallystick.node.epochs;

import java.io.IOException;
import java.util.Optional;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochMove;
import tallystick.mpc.session.PartyIdentity;
import tallystick.node.keystore.ShareStore;

/// What a node does between the state on disk that an epoch is active, and its word that it uses it.
///
/// **Why** it may die in between, or its disk refuse. Who never says ACTIVATED has all others keep their old shares,
/// and sign with them, for ever. So what was not done is done again, with every start and every reminder, until it has
/// succeeded.
///
/// **Threads** one at a time.
final class Activating {
    private final ShareStore store;
    private final SharesInUse shares;
    private final Attesting attesting;
    private Optional<Certificate> written = Optional.empty();
    private Optional<Certificate> used = Optional.empty();

    Activating(ShareStore store, SharesInUse shares, Attesting attesting) {
        this.store = store;
        this.shares = shares;
        this.attesting = attesting;
    }

    /// After a start. Whether an epoch was written down of which this node owes its word is not known: it is once more.
    ///
    /// @throws IOException if a share does not open
    void open(EpochRecord record) throws IOException {
        shares.open(record);
        used = record.change().inUse();
        written = owed(record).isPresent() ? Optional.empty() : used;
        attest(record);
    }

    /// Signs what the epoch in use was made by, if that was not done.
    void attest(EpochRecord record) {
        record.change().inUse().ifPresent(attesting::attest);
    }

    /// Uses the shares of the epoch on disk; again, what is done already is not done.
    ///
    /// @throws IOException if the log or a share fails
    void use(Certificate certificate, EpochRecord record) throws IOException {
        var now = Optional.of(certificate);
        if (!written.equals(now)) {
            store.activated(certificate);
            written = now;
        }
        if (!used.equals(now)) {
            shares.change(record);
            used = now;
        }
        attesting.attest(certificate);
    }

    /// The epoch of which this node has not said yet that it uses it, though it owns leaves of it.
    static Optional<Certificate> owed(EpochRecord record) {
        return EpochRecord.reached(record.change()) instanceof EpochChange.Active active
                        && active.certificate().key().tree().parties().contains(active.self())
                        && !active.activated().containsKey(active.self())
                ? Optional.of(active.certificate())
                : Optional.empty();
    }

    /// Says so, whatever was begun since.
    ///
    /// @spec docs/spec/ceremony.md#CE-37 ceremony
    static EpochMove confirm(EpochChange change, PartyIdentity identity) {
        return switch (change) {
            case EpochChange.Active active -> active.confirm(identity);
            case EpochChange.Pending(var base, var candidate, var earlier, var deniedUpTo, var heard) ->
                confirm(base, identity)
                        .map(next -> new EpochChange.Pending(next, candidate, earlier, deniedUpTo, heard));
            case EpochChange.Prepared(var base, var candidate, var earlier, var denied, var prepared, var backups) ->
                confirm(base, identity)
                        .map(next -> new EpochChange.Prepared(next, candidate, earlier, denied, prepared, backups));
            case EpochChange.Idle _, EpochChange.OldErased _ ->
                new EpochMove.Refused(EpochMove.Refusal.NOT_NOW, "nothing to confirm");
        };
    }
}
