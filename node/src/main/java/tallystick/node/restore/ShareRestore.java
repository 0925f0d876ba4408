package tallystick.node.restore;

import java.io.IOException;
import java.util.Collections;
import tallystick.core.wire.KeyRecord;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.seal.AgreementKey;
import tallystick.crypto.secret.SecretBytes;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.KeptShare;
import tallystick.mpc.key.GroupKey;
import tallystick.node.epochs.RestoredEpoch;
import tallystick.node.keystore.ShareStore;
import tallystick.node.restore.RestoreRefused.Why;
import tallystick.node.rounds.PairBundle;
import tallystick.node.rounds.Self;
import tallystick.wire.ShareBackup;

/// Puts a share from its backup into the store of a node that lost its own.
///
/// **Why** a leaf that every signing set needs can be neither reshared around nor repaired by others: its backup is
/// the only way back. Nothing else comes back with it: what was shared with each peer for ECDSA is set up anew by
/// the nodes themselves, and nonces and pools live in memory only.
///
/// **Threads** one; no node may be running from the store.
public final class ShareRestore {
    private final Self self;
    private final ShareStore store;

    /// @param store of this node, under its key-encryption key
    public ShareRestore(Self self, ShareStore store) {
        this.self = self;
        this.store = store;
    }

    /// Restores one share; synced when this returns. Cut off in the middle, the same again does it.
    ///
    /// @param bytes the backup as it was read
    /// @param key opens it
    /// @param shown the key's active epoch, as the other nodes show it
    /// @return the key
    /// @throws RestoreRefused if the three do not fit each other and this node
    /// @throws IOException if the disk fails
    /// @spec docs/spec/share-backup.md#SB-5 share-backup
    public GroupKey run(Bytes bytes, AgreementKey key, KeyRecord shown) throws IOException {
        var backup =
                switch (ShareBackup.parse(bytes)) {
                    case Parsed.Ok<ShareBackup>(var good) -> good;
                    case Parsed.Malformed<ShareBackup>(var offset, var expected) ->
                        throw new RestoreRefused(
                                Why.NOT_OPENED, "the backup at byte %d: expected %s".formatted(offset, expected));
                };
        if (!backup.node().equals(self.name()))
            throw new RestoreRefused(Why.OTHER_NODE, "the backup is of a share of another node, not of " + self.name());
        var epoch =
                switch (RestoredEpoch.of(shown, self)) {
                    case RestoredEpoch.Finding.Good(var good) -> good;
                    case RestoredEpoch.Finding.Bad(var why) ->
                        throw new RestoreRefused(Why.BAD_RECORD, "the record of the key: " + why);
                };
        var active = epoch.certificate().key();
        fits(backup, active);
        if (store.knows(active.id()))
            throw new RestoreRefused(
                    Why.KEY_PRESENT,
                    "the store has key %s already: a share is restored into a store that lost it only"
                            .formatted(active.id()));
        save(backup, key, epoch.certificate(), bytes);
        store.saveEpochs(active.id(), epoch.record());
        return active;
    }

    /// @spec docs/spec/share-backup.md#SB-6 share-backup
    private static void fits(ShareBackup backup, GroupKey active) throws RestoreRefused {
        if (!(GroupKey.parse(backup.groupKey()) instanceof Parsed.Ok<GroupKey>(var saved)))
            throw new RestoreRefused(Why.OTHER_SHARE, "the backup names no group key");
        if (!saved.id().equals(active.id()))
            throw new RestoreRefused(
                    Why.OTHER_EPOCH, "the backup is of key %s, not of %s".formatted(saved.id(), active.id()));
        if (!saved.hash().equals(active.hash()))
            throw new RestoreRefused(
                    Why.OTHER_EPOCH,
                    "the backup is of epoch %d, and epoch %d is active: bring the backup of that one"
                            .formatted(saved.epoch(), active.epoch()));
    }

    private void save(ShareBackup backup, AgreementKey key, Certificate certificate, Bytes bytes) throws IOException {
        var group = certificate.key();
        if (!(backup.open(key, self.home()) instanceof Parsed.Ok<SecretBytes>(var plain)))
            throw new RestoreRefused(Why.NOT_OPENED, "the backup does not open: sealed to another key, or damaged");
        try (plain;
                var pairs = PairBundle.write(Collections.emptySortedMap(), self.home())) {
            var party = group.tree().party(self.name()).orElseThrow(() -> new AssertionError("a leaf was checked"));
            switch (KeptShare.parse(plain, group, party, self.home())) {
                case Parsed.Ok<KeptShare>(var share) -> share.close();
                case Parsed.Malformed<KeptShare>(var offset, var expected) ->
                    throw new RestoreRefused(
                            Why.OTHER_SHARE,
                            "the share in the backup at byte %d: expected %s".formatted(offset, expected));
            }
            store.saveRestored(certificate, plain, pairs, StandardHash.sha256(bytes));
        }
    }
}
