package tallystick.mpc.example;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.agreement.Occasions;

/// [Occasions] that are forgotten with their process: for trials, and for parties whose identity key is gone with it
/// too.
///
/// **Threads** safe.
final class PassingOccasions implements Occasions {
    private final Set<Digest32> noted = ConcurrentHashMap.newKeySet();

    @Override
    public Noted note(Digest32 occasion) {
        return noted.add(occasion) ? Noted.FIRST : Noted.REPEATED;
    }
}
