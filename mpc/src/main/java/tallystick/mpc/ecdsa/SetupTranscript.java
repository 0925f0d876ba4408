package tallystick.mpc.ecdsa;

import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

/// Gathers what a pair said to each other in its set-up, in an order both agree on, and hashes it to the set-up's id.
final class SetupTranscript {
    private final PairName name;
    private final SessionId session;
    private final List<Bytes> lower = new ArrayList<>();
    private final List<Bytes> higher = new ArrayList<>();

    SetupTranscript(PairName name, SessionId session) {
        this.name = name;
        this.session = session;
    }

    /// Each message is hashed by itself, so that nothing said stays in memory.
    void add(PartyId from, PairSetupMessage message) {
        var digest = Transcript.of("tallystick/base-ot/v1/message")
                .add("message", message.encode())
                .digest();
        (from.equals(name.lower()) ? lower : higher).add(digest.bytes());
    }

    Digest32 digest() {
        return Transcript.of("tallystick/base-ot/v1/set-up")
                .add("session", session.value())
                .add("key", name.key())
                .add("epoch", name.epoch())
                .add("lower", name.lower().value())
                .add("higher", name.higher().value())
                .add("lower said", lower)
                .add("higher said", higher)
                .digest();
    }
}
