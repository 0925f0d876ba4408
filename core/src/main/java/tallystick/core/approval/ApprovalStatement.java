package tallystick.core.approval;

import java.time.Duration;
import java.time.Instant;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// What somebody signs to answer.
///
/// @param subject the identity of what is answered
/// @param digests [Subject#digestsHash] of it, as the approver's own program computed them
/// @param answer what is said
/// @param policySeen hash of the policy by which the approver was asked
/// @param at when, by the approver's clock, in whole seconds
/// @param expiresAt from this second on it lets nothing through; after `at`, and within 30 days of it
public record ApprovalStatement(
        Digest32 subject, Digest32 digests, Answer answer, Digest32 policySeen, Instant at, Instant expiresAt) {
    /// The longest time an answer stands.
    public static final Duration LIFETIME_MAX = Duration.ofDays(30);

    /// @throws IllegalArgumentException if a moment is no whole second or the lifetime is out of range: the caller's
    /// fault
    public ApprovalStatement {
        if (at.getNano() != 0 || at.getEpochSecond() < 0 || expiresAt.getNano() != 0 || expiresAt.getEpochSecond() < 0)
            throw new IllegalArgumentException("a moment that is no whole second since 1970");
        if (!expiresAt.isAfter(at) || Duration.between(at, expiresAt).compareTo(LIFETIME_MAX) > 0)
            throw new IllegalArgumentException("a lifetime not in 1 second .. 30 days");
    }

    /// An answer about this subject.
    public static ApprovalStatement of(
            Subject subject, Answer answer, Digest32 policySeen, Instant at, Instant expiresAt) {
        return new ApprovalStatement(subject.id(), subject.digestsHash(), answer, policySeen, at, expiresAt);
    }

    /// What is signed: a program's key signs it as a statement, a passkey as its challenge.
    /// @spec docs/spec/approval.md#AP-1 approval
    public Digest32 digest() {
        return Transcript.of("tallystick/approval/v1/statement")
                .add("subject", subject)
                .add("digests", digests)
                .add("answer", answer.code())
                .add("policy", policySeen)
                .add("at", at.getEpochSecond())
                .add("expires", expiresAt.getEpochSecond())
                .digest();
    }

    void write(Writer writer) {
        writer.raw(subject.bytes())
                .raw(digests.bytes())
                .u8(answer.code())
                .raw(policySeen.bytes())
                .u64(at.getEpochSecond())
                .u64(expiresAt.getEpochSecond());
    }

    static ApprovalStatement read(Reader reader) throws MalformedInput {
        var subject = Digest32.read(reader, "subject");
        var digests = Digest32.read(reader, "hash of the digests");
        var answer = Answer.read(reader);
        var policySeen = Digest32.read(reader, "policy seen");
        var start = reader.position();
        var at = reader.second("moment");
        var expiresAt = reader.second("expiry");
        try {
            return new ApprovalStatement(subject, digests, answer, policySeen, at, expiresAt);
        } catch (IllegalArgumentException outOfRange) {
            throw new MalformedInput(start, "a good statement: " + outOfRange.getMessage());
        }
    }
}
