package tallystick.mpc.kit;

import java.util.HashSet;
import java.util.Set;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.agreement.Occasions;

/// [Occasions] whose disk is a set: it survives the "restart" of whoever uses it.
public final class TrialOccasions implements Occasions {
    private final Set<Digest32> noted = new HashSet<>();

    @Override
    public synchronized Noted note(Digest32 occasion) {
        return noted.add(occasion) ? Noted.FIRST : Noted.REPEATED;
    }
}
