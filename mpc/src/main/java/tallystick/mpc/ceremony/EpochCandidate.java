package tallystick.mpc.ceremony;

import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.PartyId;

/// The public half of one party's pending share: what its epoch would be, if the certificate comes.
///
/// @param about which attempt
/// @param self this party's number in the attempt's plan
/// @param key the new epoch
/// @param transcript hash of all that was said in public
public record EpochCandidate(EpochAttempt about, PartyId self, GroupKey key, Digest32 transcript) {
    /// Checks that the attempt is about this key.
    public EpochCandidate {
        Invariant.check(
                about.result().equals(EpochAttempt.resultOf(transcript, key)), "an attempt is about its own key");
    }

    /// What a finished ceremony leaves to be certified.
    public static EpochCandidate of(PendingShare pending, PartyId self) {
        return new EpochCandidate(
                EpochAttempt.of(pending.plan(), pending.key(), pending.transcript()),
                self,
                pending.key(),
                pending.transcript());
    }

    void write(Writer writer) {
        about.write(writer);
        self.write(writer);
        writer.variable(key.encode()).raw(transcript.bytes());
    }

    static EpochCandidate read(Reader reader) throws MalformedInput {
        var at = reader.position();
        var about = EpochAttempt.read(reader);
        var self = PartyId.read(reader, "self");
        var key = Certificate.readKey(reader);
        var transcript = Digest32.read(reader, "transcript");
        if (!about.result().equals(EpochAttempt.resultOf(transcript, key)))
            throw new MalformedInput(at, "attempt about its own key");
        return new EpochCandidate(about, self, key, transcript);
    }
}
