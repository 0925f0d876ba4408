package tallystick.mpc.kit;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.session.PartyId;

/// The shares of a dealt key, as ceremonies take them.
public final class TrialKeys {
    private TrialKeys() {}

    /// All shares by party; closed with the dealt key.
    public static SortedMap<PartyId, KeyShare> shares(DealtKey dealt) {
        var shares = new TreeMap<PartyId, KeyShare>();
        for (var party : dealt.key().tree().parties()) shares.put(party, dealt.share(party));
        return Collections.unmodifiableSortedMap(shares);
    }
}
