package tallystick.core.intent;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.Signature64;

/// All that a node needs to judge an intent by itself: the intent and the initiator's signature over its identity.
///
/// **Form** version byte 1 ‖ u32 length ‖ intent ‖ 64-byte signature; `docs/spec/intent.md`.
///
/// @param intent what is asked
/// @param initiatorSignature by `intent.initiator` over [#statement]
public record Evidence(Intent intent, Signature64 initiatorSignature) {
    private static final int VERSION = 1;

    /// Signs `intent` as its initiator.
    ///
    /// @throws IllegalArgumentException if `key` is not the intent's initiator: the caller's fault
    public static Evidence of(Intent intent, IdentityKey key) {
        if (!key.verifyKey().equals(intent.initiator()))
            throw new IllegalArgumentException("key is not the intent's initiator");
        return new Evidence(intent, key.sign(statement(intent.id())));
    }

    /// Whether the signature is the initiator's over this very intent.
    /// @spec docs/spec/intent.md#IN-4 intent
    public boolean isSigned() {
        return intent.initiator().verifies(statement(intent.id()), initiatorSignature);
    }

    /// The canonical bytes.
    public Bytes encode() {
        return new Writer()
                .u8(VERSION)
                .variable(intent.encode())
                .raw(initiatorSignature.bytes())
                .toBytes();
    }

    /// Reads the canonical bytes and nothing else; does not verify the signature.
    public static Parsed<Evidence> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(Bytes.copyOf((byte) VERSION), "evidence version 1");
            var start = reader.position() + 4;
            var intent = intent(reader.variable(Intent.LENGTH_BYTES_MAX, "intent"), start);
            return new Evidence(intent, Signature64.read(reader, "initiator signature"));
        });
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
