package tallystick.node.epochs;

import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.node.keystore.ShareStore;
import tallystick.node.logging.KeyName;

/// What a node has to destroy of one key, until it has.
///
/// **Why** the state is on disk before the files go, and a node may die in between, or its disk refuse: then nobody
/// would ever do it, and the node would say that it was done. So after each start it is done again, and until it has
/// succeeded it is tried again and again.
///
/// **Threads** one at a time.
final class Erasing {
    private static final Logger LOG = Logger.getLogger(Erasing.class.getName());

    private final Digest32 keyId;
    private final ShareStore store;
    private boolean owed = true;
    private boolean failed;

    Erasing(Digest32 keyId, ShareStore store) {
        this.keyId = keyId;
        this.store = store;
    }

    /// From here on there may be something to destroy.
    void owe() {
        owed = true;
    }

    /// Destroys what the state on disk calls over, if that was not done before.
    ///
    /// @param record as it is on disk
    /// @return whether nothing of it is left
    /// @spec docs/spec/ceremony.md#CE-33 ceremony
    boolean isDone(EpochRecord record) {
        if (!owed) return true;
        try {
            switch (EpochRecord.reached(record.change())) {
                case EpochChange.OldErased(var certificate, var _, var _) ->
                    store.erase(keyId, certificate.key().epoch(), Optional.of(certificate.key()));
                case EpochChange.Idle idle -> {
                    if (record.gaveUp()) store.erase(keyId, idle.activeEpoch(), Optional.empty());
                }
                case EpochChange.Active _, EpochChange.Pending _, EpochChange.Prepared _ -> {}
            }
            owed = false;
            failed = false;
        } catch (IOException e) {
            if (!failed)
                LOG.log(
                        Level.SEVERE,
                        "old shares of key " + new KeyName(keyId) + " cannot be destroyed: it is tried again",
                        e);
            failed = true;
        }
        return !owed;
    }
}
