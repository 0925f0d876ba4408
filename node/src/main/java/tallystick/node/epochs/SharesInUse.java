package tallystick.node.epochs;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochMove;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.session.Roster;
import tallystick.node.logging.KeyName;
import tallystick.node.rounds.Keys;
import tallystick.node.rounds.Self;

/// Which shares of one key sign at this node, by what is on its disk: that of the epoch in use, and until every owner
/// uses that, those of before.
///
/// **Threads** one at a time.
///
/// @spec docs/spec/ceremony.md#CE-34 ceremony
final class SharesInUse {
    private static final Logger LOG = Logger.getLogger(SharesInUse.class.getName());

    private final Digest32 keyId;
    private final Self self;
    private final Keys keys;
    private final EarlierWords earlier;

    SharesInUse(Digest32 keyId, Self self, Keys keys) {
        this.keyId = keyId;
        this.self = self;
        this.keys = keys;
        this.earlier = new EarlierWords(self.name());
    }

    /// After a start, when nothing is open.
    ///
    /// @throws IOException if a share does not open
    void open(EpochRecord record) throws IOException {
        for (var before : record.before()) {
            var number = before.key().tree().party(self.name());
            if (number.isPresent()) keys.open(new EpochChange.OldErased(before, number.get(), 0));
            keys.setAside(keyId, epochs(record));
        }
        change(record);
    }

    /// The epoch on disk is in use from now on. A node that has left the tree keeps nothing of it to sign with.
    ///
    /// @throws IOException if its share does not open
    void change(EpochRecord record) throws IOException {
        if (record.before().isEmpty()) keys.drop(keyId);
        else keys.setAside(keyId, epochs(record));
        earlier.follow(record, self.signer()).forEach(this::heard);
        var inUse = record.change().inUse().map(Certificate::key);
        if (inUse.isEmpty()) return;
        if (inUse.get().tree().party(self.name()).isPresent()) keys.open(record.change());
        heard(record);
        LOG.log(Level.INFO, "key {0} is in epoch {1}", new Object[] {
            new KeyName(keyId), inUse.get().epoch()
        });
    }

    private static Set<Integer> epochs(EpochRecord record) {
        return record.before().stream().map(each -> each.key().epoch()).collect(Collectors.toSet());
    }

    /// Others may have said that they use it, too.
    void heard(EpochRecord record) {
        if (!(EpochRecord.reached(record.change()) instanceof EpochChange.Active active)) return;
        earlier.use(active);
        if (!record.before().isEmpty()) heard(active);
    }

    /// Hears who uses, or used, one of before.
    ///
    /// @return whether it is about such a one, and signed
    boolean hear(EpochStatement statement, Roster roster) {
        var about = earlier.hear(statement, roster);
        about.ifPresent(this::heard);
        return about.isPresent();
    }

    /// The last of those of before that every owner has used.
    Optional<Integer> over() {
        return earlier.over();
    }

    /// Fewer of before go on, by what is on disk.
    void trimmed(EpochRecord record) {
        keys.keepOnly(keyId, epochs(record));
        earlier.follow(record, self.signer()).forEach(this::heard);
    }

    /// What is to be said again of those of before.
    List<EpochMove.Effect> resume() {
        return earlier.resume(self.signer());
    }

    private void heard(EpochChange.Active active) {
        var tree = active.certificate().key().tree();
        keys.usedBy(
                keyId,
                active.activeEpoch(),
                active.activated().keySet().stream().map(tree::nameOf).collect(Collectors.toSet()));
    }

    /// Everybody uses the epoch in use.
    void forgetBefore() {
        keys.forget(keyId);
    }
}
