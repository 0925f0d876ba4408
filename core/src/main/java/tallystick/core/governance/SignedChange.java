package tallystick.core.governance;

import java.util.List;
import tallystick.core.approval.Approval;
import tallystick.core.approval.AssertionCheck;
import tallystick.core.approval.Assertions;
import tallystick.core.approval.Proof;
import tallystick.core.people.Directory;
import tallystick.core.people.Right;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// All that a node needs to judge a change: the change, its proposer's signature, and what people said to it.
///
/// @param change what
/// @param keyId by which key of `change.by` it was proposed
/// @param proof over [Change#id]
/// @param approvals at most 48, not yet verified
public record SignedChange(Change change, Digest32 keyId, Proof proof, List<Approval> approvals) {
    private static final Bytes VERSION = Bytes.copyOf((byte) 1);
    private static final int APPROVALS_MAX = 48;

    /// @throws IllegalArgumentException if there are more approvals: the caller's fault
    public SignedChange {
        approvals = List.copyOf(approvals);
        if (approvals.size() > APPROVALS_MAX)
            throw new IllegalArgumentException("%d approvals, more than 48".formatted(approvals.size()));
    }

    /// Whether whom it names proposed it, and may.
    /// @spec docs/spec/governance.md#GO-4 governance
    public boolean isProposed(Directory people) {
        return isProposed(people, Assertions.VERIFIED);
    }

    /// The same, by proofs that may have been verified before.
    public boolean isProposed(Directory people, Assertions assertions) {
        return people.holding(keyId)
                .filter(holding -> holding.person().id().equals(change.by())
                        && holding.person().may(Right.PROPOSE)
                        && !holding.held().isRevoked()
                        && assertions.check(holding.held().key(), proof, change.id())
                                instanceof AssertionCheck.Outcome.Holds)
                .isPresent();
    }

    /// The same change with these approvals in the place of any others.
    public SignedChange with(List<Approval> others) {
        return new SignedChange(change, keyId, proof, others);
    }

    /// The canonical bytes.
    public Bytes encode() {
        var writer = new Writer().raw(VERSION).variable(change.encode()).raw(keyId.bytes());
        proof.write(writer);
        return writer.list(approvals, (each, approval) -> approval.write(each)).toBytes();
    }

    /// Reads the canonical bytes and nothing else; does not verify.
    public static Parsed<SignedChange> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(VERSION, "signed change version 1");
            var start = reader.position() + 4;
            var bytes = reader.variable(reader.remaining(), "change");
            return switch (Reader.parse(bytes, Change::read)) {
                case Parsed.Malformed<Change>(var offset, var expected) ->
                    throw new MalformedInput(start + offset, expected);
                case Parsed.Ok<Change>(var change) ->
                    new SignedChange(
                            change,
                            Digest32.read(reader, "key id"),
                            Proof.read(reader),
                            reader.list(0, APPROVALS_MAX, "approvals", Approval::read));
            };
        });
    }
}
