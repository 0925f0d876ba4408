package tallystick.node.epochs;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.node.logging.KeyName;
import tallystick.node.rounds.Keys;

/// Which shares of one key sign at this node, by what is on its disk: that of the epoch in use, and until every owner
/// uses that, the one of before.
///
/// **Threads** one at a time.
///
/// @spec docs/spec/ceremony.md#CE-34 ceremony
final class SharesInUse {
    private static final Logger LOG = Logger.getLogger(SharesInUse.class.getName());

    private final Digest32 keyId;
    private final String self;
    private final Keys keys;

    /// @param self name of this node
    SharesInUse(Digest32 keyId, String self, Keys keys) {
        this.keyId = keyId;
        this.self = self;
        this.keys = keys;
    }

    /// After a start, when nothing is open.
    ///
    /// @throws IOException if a share does not open
    void open(EpochRecord record) throws IOException {
        if (record.before().isPresent()) {
            var before = record.before().get();
            var number = before.key().tree().party(self);
            if (number.isPresent()) keys.open(new EpochChange.OldErased(before, number.get(), 0));
        }
        change(record);
    }

    /// The epoch on disk is in use from now on. A node that has left the tree keeps nothing of it to sign with.
    ///
    /// @throws IOException if its share does not open
    void change(EpochRecord record) throws IOException {
        if (record.before().isPresent()) keys.setAside(keyId);
        else keys.drop(keyId);
        var inUse = record.change().inUse().map(Certificate::key);
        if (inUse.isEmpty()) return;
        if (inUse.get().tree().party(self).isPresent()) keys.open(record.change());
        heard(record);
        LOG.log(Level.INFO, "key {0} is in epoch {1}", new Object[] {
            new KeyName(keyId), inUse.get().epoch()
        });
    }

    /// Others may have said that they use it, too.
    void heard(EpochRecord record) {
        if (!(EpochRecord.reached(record.change()) instanceof EpochChange.Active active)) return;
        var tree = active.certificate().key().tree();
        keys.changed(
                keyId, active.activated().keySet().stream().map(tree::nameOf).collect(Collectors.toSet()));
    }

    /// Everybody uses the epoch in use.
    void forgetBefore() {
        keys.forget(keyId);
    }

    /// This node has no part in the key any more.
    void drop() {
        keys.drop(keyId);
    }
}
