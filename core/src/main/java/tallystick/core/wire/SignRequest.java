package tallystick.core.wire;

import java.util.List;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.Entropy;

/// Asks one node to take part in signing an intent. The same request goes to every node of the signing set.
///
/// @param evidence what the node judges by itself
/// @param completed the whole unsigned bytes with what the intent leaves open filled in, such as a recent Solana
/// blockhash; no bytes if the intent leaves nothing open
/// @param signers names of the nodes of the signing set, ascending, distinct
/// @param attempt 16 fresh bytes for each time of asking, so that stragglers of an earlier attempt disturb no later one
public record SignRequest(Evidence evidence, Bytes completed, List<String> signers, Bytes attempt) {
    /// Length of [#attempt] in bytes.
    public static final int ATTEMPT_LENGTH_BYTES = 16;

    private static final Bytes VERSION = Bytes.copyOf((byte) 2);

    /// @throws IllegalArgumentException if `attempt` has another length or `completed` is too long: the caller's fault
    public SignRequest {
        signers = List.copyOf(signers);
        if (completed.length() > Intent.UNSIGNED_LENGTH_BYTES_MAX)
            throw new IllegalArgumentException("completed bytes of length %d".formatted(completed.length()));
        if (attempt.length() != ATTEMPT_LENGTH_BYTES)
            throw new IllegalArgumentException("attempt of %d bytes, not 16".formatted(attempt.length()));
    }

    /// Names this time of asking: what all nodes of the set must have been given alike.
    public Digest32 id() {
        return Transcript.of("tallystick/sign-request/v2/id")
                .add("request", encode())
                .digest();
    }

    /// The same request, asked once more.
    public SignRequest again(Entropy entropy) {
        return new SignRequest(evidence, completed, signers, entropy.bytes(ATTEMPT_LENGTH_BYTES));
    }

    /// The canonical bytes.
    public Bytes encode() {
        return new Writer()
                .raw(VERSION)
                .variable(evidence.encode())
                .variable(completed)
                .list(signers, Text::write)
                .raw(attempt)
                .toBytes();
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<SignRequest> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(VERSION, "sign request version 2");
            var start = reader.position() + 4;
            var evidence = reader.variable(Evidence.LENGTH_BYTES_MAX, "evidence");
            var completed = reader.variable(Intent.UNSIGNED_LENGTH_BYTES_MAX, "completed bytes");
            var signers = reader.list(1, 64, "signers", each -> Text.read(each, 32, "signer"));
            var attempt = reader.raw(ATTEMPT_LENGTH_BYTES, "attempt");
            return switch (Evidence.parse(evidence)) {
                case Parsed.Ok<Evidence>(var good) -> new SignRequest(good, completed, signers, attempt);
                case Parsed.Malformed<Evidence>(var offset, var expected) ->
                    throw new MalformedInput(start + offset, expected);
            };
        });
    }
}
