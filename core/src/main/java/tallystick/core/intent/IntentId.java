package tallystick.core.intent;

import tallystick.crypto.hash.Digest32;

/// The identity of an intent: the hash of its canonical bytes. The same content again is the same intent.
///
/// @param value the hash
public record IntentId(Digest32 value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
