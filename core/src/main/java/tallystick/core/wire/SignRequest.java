package tallystick.core.wire;

import java.util.List;
import tallystick.core.intent.Evidence;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// Asks one node to take part in signing an intent. The same request goes to every node of the signing set.
///
/// @param evidence what the node judges by itself
/// @param signers names of the nodes of the signing set, ascending, distinct
public record SignRequest(Evidence evidence, List<String> signers) {
    private static final Bytes VERSION = Bytes.copyOf((byte) 1);

    /// Copies.
    public SignRequest {
        signers = List.copyOf(signers);
    }

    /// The canonical bytes.
    public Bytes encode() {
        return new Writer()
                .raw(VERSION)
                .variable(evidence.encode())
                .list(signers, Text::write)
                .toBytes();
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<SignRequest> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(VERSION, "sign request version 1");
            var start = reader.position() + 4;
            var evidence = reader.variable(512 * 1024, "evidence");
            var signers = reader.list(1, 64, "signers", each -> Text.read(each, 32, "signer"));
            return switch (Evidence.parse(evidence)) {
                case Parsed.Ok<Evidence>(var good) -> new SignRequest(good, signers);
                case Parsed.Malformed<Evidence>(var offset, var expected) ->
                    throw new MalformedInput(start + offset, expected);
            };
        });
    }
}
