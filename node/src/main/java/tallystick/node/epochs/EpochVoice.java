package tallystick.node.epochs;

import java.util.Collection;
import java.util.List;
import tallystick.core.wire.KeyRecord;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.node.rounds.Driver;

/// How a node speaks of one key's epochs to others.
///
/// **Form** each message is a kind byte, 1 for a statement, 2 for a certificate, 3 for a denial that asks for
/// others' denials, 4 for the record of the active epoch, and canonical bytes.
///
/// **Threads** any; nothing waits.
///
/// @spec docs/spec/node-wire.md#NW-8 node-wire
final class EpochVoice {
    static final byte STATEMENT = 1;
    static final byte CERTIFICATE = 2;
    static final byte ASK = 3;
    static final byte RECORD = 4;

    private final Digest32 channel;
    private final String self;
    private final Driver driver;

    /// @param self name of this node, to which nothing is sent
    EpochVoice(Digest32 keyId, String self, Driver driver) {
        this.channel =
                Transcript.of("tallystick/node/v1/epochs").add("key", keyId).digest();
        this.self = self;
        this.driver = driver;
    }

    /// Where all nodes speak of this key.
    Digest32 channel() {
        return channel;
    }

    void say(String to, EpochStatement statement) {
        say(List.of(to), statement);
    }

    void say(Collection<String> to, EpochStatement statement) {
        send(to, STATEMENT, statement.encode());
    }

    void say(Collection<String> to, Certificate certificate) {
        send(to, CERTIFICATE, certificate.encode());
    }

    void ask(Collection<String> whom, EpochRecord.Asked asked) {
        send(whom, ASK, asked.encode());
    }

    void show(String to, KeyRecord mine) {
        send(List.of(to), RECORD, mine.encode());
    }

    private void send(Collection<String> to, byte kind, Bytes body) {
        for (var name : to) if (!name.equals(self)) driver.send(name, channel, Bytes.concat(Bytes.copyOf(kind), body));
    }
}
