package tallystick.core.intent;

import java.util.List;
import tallystick.core.approval.Approval;
import tallystick.core.approval.Subject;
import tallystick.core.facts.SignedFact;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.Signature64;

/// All that a node needs to judge an intent by itself: the intent, the initiator's signature over its identity, what
/// people said to it, and what is known about the world.
///
/// **Form** version byte 1 ‖ u32 length ‖ intent ‖ 64-byte signature; with approvals or facts version byte 2, and
/// both lists behind; `docs/spec/intent.md`.
///
/// @param intent what is asked
/// @param initiatorSignature by `intent.initiator` over [#statement]
/// @param approvals at most 48, in the order they came, not yet verified
/// @param facts at most 64, not yet verified
public record Evidence(
        Intent intent, Signature64 initiatorSignature, List<Approval> approvals, List<SignedFact> facts) {
    /// The longest canonical form: the bounds of the parts leave nothing longer.
    public static final int LENGTH_BYTES_MAX = 512 * 1024;

    private static final int BARE = 1;
    private static final int WITH_APPROVALS_AND_FACTS = 2;
    private static final int APPROVALS_MAX = 48;
    private static final int FACTS_MAX = 64;

    /// @throws IllegalArgumentException if there are more approvals or facts than fit: the caller's fault
    public Evidence {
        approvals = List.copyOf(approvals);
        facts = List.copyOf(facts);
        if (approvals.size() > APPROVALS_MAX)
            throw new IllegalArgumentException("%d approvals, more than 48".formatted(approvals.size()));
        if (facts.size() > FACTS_MAX)
            throw new IllegalArgumentException("%d facts, more than 64".formatted(facts.size()));
    }

    /// Without approvals and facts.
    public Evidence(Intent intent, Signature64 initiatorSignature) {
        this(intent, initiatorSignature, List.of(), List.of());
    }

    /// Signs `intent` as its initiator.
    ///
    /// @throws IllegalArgumentException if `key` is not the intent's initiator: the caller's fault
    public static Evidence of(Intent intent, IdentityKey key) {
        if (!key.verifyKey().equals(intent.initiator()))
            throw new IllegalArgumentException("key is not the intent's initiator");
        return new Evidence(intent, key.sign(statement(intent.id())));
    }

    /// The same intent with these approvals and facts in the place of any others.
    public Evidence with(List<Approval> others, List<SignedFact> otherFacts) {
        return new Evidence(intent, initiatorSignature, others, otherFacts);
    }

    /// What approvers of the intent answer. A node that judges takes the digests it computed itself, which it has found
    /// to be these.
    public Subject subject() {
        return new Subject(intent.id().value(), intent.digests());
    }

    /// Whether the signature is the initiator's over this very intent.
    /// @spec docs/spec/intent.md#IN-4 intent
    public boolean isSigned() {
        return intent.initiator().verifies(statement(intent.id()), initiatorSignature);
    }

    private boolean isBare() {
        return approvals.isEmpty() && facts.isEmpty();
    }

    /// The canonical bytes.
    public Bytes encode() {
        var writer = new Writer()
                .u8(isBare() ? BARE : WITH_APPROVALS_AND_FACTS)
                .variable(intent.encode())
                .raw(initiatorSignature.bytes());
        if (isBare()) return writer.toBytes();
        return writer.list(approvals, (each, approval) -> approval.write(each))
                .list(facts, (each, fact) -> fact.write(each))
                .toBytes();
    }

    /// Reads the canonical bytes and nothing else; does not verify anything.
    public static Parsed<Evidence> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            var version = version(reader);
            var start = reader.position() + 4;
            var intent = intent(reader.variable(Intent.LENGTH_BYTES_MAX, "intent"), start);
            var signature = Signature64.read(reader, "initiator signature");
            if (version == BARE) return new Evidence(intent, signature);
            var lists = reader.position();
            var evidence = new Evidence(
                    intent,
                    signature,
                    reader.list(0, APPROVALS_MAX, "approvals", Approval::read),
                    reader.list(0, FACTS_MAX, "facts", SignedFact::read));
            if (evidence.isBare()) throw new MalformedInput(lists, "an approval or a fact in evidence version 2");
            return evidence;
        });
    }

    private static int version(Reader reader) throws MalformedInput {
        var start = reader.position();
        var version = reader.u8("evidence version");
        if (version != BARE && version != WITH_APPROVALS_AND_FACTS)
            throw new MalformedInput(start, "evidence version 1 or 2");
        return version;
    }

    private static Intent intent(Bytes encoded, int start) throws MalformedInput {
        return switch (Intent.parse(encoded)) {
            case Parsed.Ok<Intent>(var intent) -> intent;
            case Parsed.Malformed<Intent>(var offset, var expected) ->
                throw new MalformedInput(start + offset, expected);
        };
    }

    private static Digest32 statement(IntentId id) {
        return Transcript.of("tallystick/intent/v1/initiator")
                .add("intent", id.value())
                .digest();
    }
}
