package tallystick.node.epochs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.EpochChange;

/// Which group keys a node's epoch record speaks of: those whose shares it may ever use.
public final class RecordedKeys {
    private RecordedKeys() {}

    /// The hashes of the group keys of the active epoch and of one on its way.
    ///
    /// @param keyId under which the record is kept
    /// @param record what the store keeps under `epochs`
    /// @throws IOException if it is damaged
    public static List<Digest32> of(Digest32 keyId, Bytes record) throws IOException {
        return switch (EpochRecord.parse(record, keyId)) {
            case Parsed.Ok<EpochRecord>(var good) -> {
                var found = new ArrayList<Digest32>();
                add(good.change(), found);
                yield List.copyOf(found);
            }
            case Parsed.Malformed<EpochRecord>(var offset, var expected) ->
                throw new IOException("epoch record at byte %d: expected %s".formatted(offset, expected));
        };
    }

    private static void add(EpochChange change, List<Digest32> found) {
        switch (change) {
            case EpochChange.Idle _ -> {}
            case EpochChange.Pending pending -> {
                found.add(pending.candidate().key().hash());
                add(pending.base(), found);
            }
            case EpochChange.Prepared prepared -> {
                found.add(prepared.candidate().key().hash());
                add(prepared.base(), found);
            }
            case EpochChange.Active active ->
                found.add(active.certificate().key().hash());
            case EpochChange.OldErased erased ->
                found.add(erased.certificate().key().hash());
        }
    }
}
