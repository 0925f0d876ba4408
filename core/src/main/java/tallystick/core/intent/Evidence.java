package tallystick.core.intent;

import java.util.List;
import tallystick.core.approval.Approval;
import tallystick.core.approval.AssertionCheck;
import tallystick.core.approval.Proof;
import tallystick.core.approval.Subject;
import tallystick.core.facts.SignedFact;
import tallystick.core.people.PersonKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.IdentityKey;

/// All that a node needs to judge an intent by itself: the intent, the initiator's signature over its identity, what
/// people said to it, and what is known about the world.
///
/// **Form** version byte 1 ‖ u32 length ‖ intent ‖ 64-byte signature; with approvals or facts version byte 2, and
/// both lists behind; of an intent of version 3 version byte 3 ‖ u32 length ‖ intent ‖ proof ‖ both lists;
/// `docs/spec/intent.md`.
///
/// @param intent what is asked
/// @param initiatorSignature by `intent.initiator` over [#statement]; of a passkey with what its browser said
/// @param approvals at most 48, in the order they came, not yet verified
/// @param facts at most 64, not yet verified
public record Evidence(Intent intent, Proof initiatorSignature, List<Approval> approvals, List<SignedFact> facts) {
    /// The longest canonical form: the bounds of the parts leave nothing longer.
    public static final int LENGTH_BYTES_MAX = 512 * 1024;

    private static final int BARE = 1;
    private static final int WITH_APPROVALS_AND_FACTS = 2;
    private static final int BY_NAMED_KEY = 3;
    private static final int APPROVALS_MAX = 48;
    private static final int FACTS_MAX = 64;

    /// @throws IllegalArgumentException if there are more approvals or facts than fit, or an intent that holds its
    /// initiator's key is to be signed by a passkey: the caller's fault
    public Evidence {
        approvals = List.copyOf(approvals);
        facts = List.copyOf(facts);
        if (approvals.size() > APPROVALS_MAX)
            throw new IllegalArgumentException("%d approvals, more than 48".formatted(approvals.size()));
        if (facts.size() > FACTS_MAX)
            throw new IllegalArgumentException("%d facts, more than 64".formatted(facts.size()));
        if (intent.version() != Intent.Version.V3 && !(initiatorSignature instanceof Proof.Plain))
            throw new IllegalArgumentException("a passkey signs intents of version 3");
    }

    /// Without approvals and facts.
    public Evidence(Intent intent, Proof initiatorSignature) {
        this(intent, initiatorSignature, List.of(), List.of());
    }

    /// Signs `intent` as its initiator.
    ///
    /// @throws IllegalArgumentException if `key` is not the intent's initiator: the caller's fault
    public static Evidence of(Intent intent, IdentityKey key) {
        if (!new PersonKey.EdKey(key.verifyKey()).id().equals(intent.initiator().keyId()))
            throw new IllegalArgumentException("key is not the intent's initiator");
        return new Evidence(
                intent, new Proof.Plain(key.sign(statement(intent.id())).bytes()));
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

    /// Whether the signature is of this key over this very intent, and the key the one that the intent names.
    ///
    /// **Why** a passkey's count is not compared: an intent says no moment at which it was signed. Signed again, it
    /// is the same intent.
    ///
    /// @param key as the document of people has it
    /// @spec docs/spec/intent.md#IN-4 intent
    public boolean isSignedBy(PersonKey key) {
        return key.id().equals(intent.initiator().keyId())
                && AssertionCheck.check(key, initiatorSignature, statement(intent.id()))
                        instanceof AssertionCheck.Outcome.Holds;
    }

    /// The same of an intent that holds its initiator's key. Of one that only names it nobody can say without the
    /// document of people, and it is not.
    public boolean isSigned() {
        return intent.initiator() instanceof Author.Signer(var key) && isSignedBy(new PersonKey.EdKey(key));
    }

    private boolean isBare() {
        return approvals.isEmpty() && facts.isEmpty();
    }

    /// The canonical bytes.
    public Bytes encode() {
        if (intent.version() == Intent.Version.V3) {
            var writer = new Writer().u8(BY_NAMED_KEY).variable(intent.encode());
            initiatorSignature.write(writer);
            return lists(writer).toBytes();
        }
        if (!(initiatorSignature instanceof Proof.Plain(var signature)))
            throw new AssertionError("a passkey signed an intent that holds another key");
        var writer = new Writer()
                .u8(isBare() ? BARE : WITH_APPROVALS_AND_FACTS)
                .variable(intent.encode())
                .raw(signature);
        return (isBare() ? writer : lists(writer)).toBytes();
    }

    private Writer lists(Writer writer) {
        return writer.list(approvals, (each, approval) -> approval.write(each))
                .list(facts, (each, fact) -> fact.write(each));
    }

    /// Reads the canonical bytes and nothing else; does not verify anything.
    public static Parsed<Evidence> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            var version = version(reader);
            var start = reader.position() + 4;
            var intent = intent(reader.variable(Intent.LENGTH_BYTES_MAX, "intent"), start);
            if (intent.version() == Intent.Version.V3 != (version == BY_NAMED_KEY))
                throw new MalformedInput(start, "an intent of version 3 in evidence version 3 and no other");
            var signature = version == BY_NAMED_KEY
                    ? Proof.read(reader)
                    : new Proof.Plain(reader.raw(Proof.SIGNATURE_BYTES, "initiator signature"));
            if (version == BARE) return new Evidence(intent, signature);
            var lists = reader.position();
            var evidence = new Evidence(
                    intent,
                    signature,
                    reader.list(0, APPROVALS_MAX, "approvals", Approval::read),
                    reader.list(0, FACTS_MAX, "facts", SignedFact::read));
            if (version == WITH_APPROVALS_AND_FACTS && evidence.isBare())
                throw new MalformedInput(lists, "an approval or a fact in evidence version 2");
            return evidence;
        });
    }

    private static int version(Reader reader) throws MalformedInput {
        var start = reader.position();
        var version = reader.u8("evidence version");
        if (version < BARE || version > BY_NAMED_KEY) throw new MalformedInput(start, "evidence version in 1..3");
        return version;
    }

    private static Intent intent(Bytes encoded, int start) throws MalformedInput {
        return switch (Intent.parse(encoded)) {
            case Parsed.Ok<Intent>(var intent) -> intent;
            case Parsed.Malformed<Intent>(var offset, var expected) ->
                throw new MalformedInput(start + offset, expected);
        };
    }

    /// What the initiator signs: a program's key as a statement, a passkey as its challenge.
    public static Digest32 statement(IntentId id) {
        return Transcript.of("tallystick/intent/v1/initiator")
                .add("intent", id.value())
                .digest();
    }
}
