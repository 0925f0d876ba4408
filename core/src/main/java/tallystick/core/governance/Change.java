package tallystick.core.governance;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import tallystick.core.approval.Subject;
import tallystick.core.clear.SafeText;
import tallystick.core.people.PersonId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// A change that somebody proposes, and others approve as they approve intents.
///
/// **Threads** immutable.
public final class Change {
    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-change");
    private static final Bytes FORMAT = Bytes.copyOf((byte) 1);
    private static final int REASON_CHARACTERS_MAX = 256;
    private static final int SALT_BYTES = 16;

    private final Digest32 workspace;
    private final Proposal proposal;
    private final PersonId by;
    private final String reason;
    private final Instant at;
    private final Instant expiresAt;
    private final Bytes salt;
    private final Kept id = new Kept();

    /// @param workspace hash of the genesis: what is approved in one workspace means nothing in another
    /// @param proposal what
    /// @param by who proposes
    /// @param reason why, 1..256 characters, safe to look at as it is
    /// @param at when, by the proposer's clock, whole seconds
    /// @param expiresAt from this second on it cannot be accepted any more; after `at`
    /// @param salt 16 bytes, so that the same can be proposed twice
    /// @throws IllegalArgumentException if a part is out of range: the caller's fault
    public Change(
            Digest32 workspace,
            Proposal proposal,
            PersonId by,
            String reason,
            Instant at,
            Instant expiresAt,
            Bytes salt) {
        if (!SafeText.isSafe(reason, REASON_CHARACTERS_MAX))
            throw new IllegalArgumentException("reason not of 1..256 characters that are safe to look at");
        Moments.requireSecond(at);
        Moments.requireSecond(expiresAt);
        if (!expiresAt.isAfter(at)) throw new IllegalArgumentException("a change that ends before it begins");
        if (salt.length() != SALT_BYTES)
            throw new IllegalArgumentException("salt of %d bytes, not 16".formatted(salt.length()));
        this.workspace = workspace;
        this.proposal = proposal;
        this.by = by;
        this.reason = reason;
        this.at = at;
        this.expiresAt = expiresAt;
        this.salt = salt;
    }

    /// Hash of the genesis.
    public Digest32 workspace() {
        return workspace;
    }

    /// What is to change.
    public Proposal proposal() {
        return proposal;
    }

    /// Who proposes.
    public PersonId by() {
        return by;
    }

    /// Why.
    public String reason() {
        return reason;
    }

    /// When, by the proposer's clock.
    public Instant at() {
        return at;
    }

    /// From this second on it cannot be accepted any more.
    public Instant expiresAt() {
        return expiresAt;
    }

    /// By which it differs from the same, proposed before.
    public Bytes salt() {
        return salt;
    }

    /// The canonical bytes.
    /// @spec docs/spec/governance.md#GO-3 governance
    public Bytes encode() {
        var writer = new Writer()
                .raw(MAGIC)
                .raw(FORMAT)
                .raw(workspace.bytes())
                .text(by.name())
                .text(reason)
                .u64(at.getEpochSecond())
                .u64(expiresAt.getEpochSecond())
                .raw(salt);
        proposal.write(writer);
        return writer.toBytes();
    }

    /// Its identity, which its proposer signs and approvers answer. Found once: a document is up to 4 MiB.
    public Digest32 id() {
        return id.get(() -> Transcript.of("tallystick/governance/v1/change")
                .add("change", encode())
                .digest());
    }

    /// What approvers answer.
    public Subject subject() {
        return new Subject(id(), List.of(proposal.digest()));
    }

    static Change read(Reader reader) throws MalformedInput {
        reader.expect(MAGIC, "change magic");
        reader.expect(FORMAT, "change format 1");
        var start = reader.position();
        try {
            var workspace = Digest32.read(reader, "workspace");
            var by = new PersonId(reader.text(65, "proposer"));
            var reason = reader.text(4 * REASON_CHARACTERS_MAX, "reason");
            var at = Moments.read(reader, "at");
            var expiresAt = Moments.read(reader, "expires");
            var salt = reader.raw(SALT_BYTES, "salt");
            return new Change(workspace, Proposal.read(reader), by, reason, at, expiresAt, salt);
        } catch (IllegalArgumentException outOfRange) {
            throw new MalformedInput(start, "a good change: " + outOfRange.getMessage());
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Change change
                        && workspace.equals(change.workspace)
                        && proposal.equals(change.proposal)
                        && by.equals(change.by)
                        && reason.equals(change.reason)
                        && at.equals(change.at)
                        && expiresAt.equals(change.expiresAt)
                        && salt.equals(change.salt);
    }

    @Override
    public int hashCode() {
        return Objects.hash(workspace, by, reason, at, expiresAt, salt);
    }

    @Override
    public String toString() {
        return "%s by %s: %s".formatted(proposal, by.name(), reason);
    }
}
