package tallystick.mpc.ceremony;

import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.session.SessionId;

/// One attempt to bring a key from one epoch to the next: what statements and certificates speak about.
///
/// **Form** subject (32) ‖ base epoch (u32) ‖ attempt (u32) ‖ session (32) ‖ parties (u16) ‖ result (32).
///
/// @param subject what stays the same over all attempts: the key's id, on generate the order
/// @param baseEpoch the epoch before, 0 on generate
/// @param attempt from 1
/// @param session the ceremony's run, which is the hash of its whole plan
/// @param parties how many parties the run had: all of them must sign
/// @param result hash of transcript and new key
public record EpochAttempt(
        Digest32 subject, int baseEpoch, int attempt, SessionId session, int parties, Digest32 result) {

    /// What a finished ceremony is an attempt at.
    public static EpochAttempt of(CeremonyPlan plan, GroupKey key, Digest32 transcript) {
        return new EpochAttempt(
                plan.subject(),
                plan.baseEpoch(),
                plan.terms().attempt(),
                plan.sessionId(),
                plan.parties().size(),
                resultOf(transcript, key));
    }

    /// The hash on which all parties of a ceremony agree.
    static Digest32 resultOf(Digest32 transcript, GroupKey key) {
        return Transcript.of("tallystick/ceremony/v1/result")
                .add("transcript", transcript)
                .add("key", key.encode())
                .digest();
    }

    /// Whether this is the same step from the same base, whatever the attempt.
    boolean rivals(EpochAttempt other) {
        return subject.equals(other.subject) && baseEpoch == other.baseEpoch;
    }

    void write(Writer writer) {
        writer.raw(subject.bytes())
                .u32(baseEpoch)
                .u32(attempt)
                .raw(session.value().bytes())
                .u16(parties)
                .raw(result.bytes());
    }

    static EpochAttempt read(Reader reader) throws MalformedInput {
        var subject = Digest32.read(reader, "subject");
        var baseEpoch = reader.u32("base epoch");
        var attemptAt = reader.position();
        var attempt = reader.u32("attempt");
        if (attempt < 1) throw new MalformedInput(attemptAt, "attempt from 1");
        var session = new SessionId(Digest32.read(reader, "session id"));
        return new EpochAttempt(
                subject, baseEpoch, attempt, session, reader.u16("parties"), Digest32.read(reader, "result"));
    }
}
