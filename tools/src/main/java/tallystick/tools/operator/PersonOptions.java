package tallystick.tools.operator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tallystick.core.people.PersonId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.seal.P256VerifyKey;
import tallystick.wire.MemberIdentity;

/// Who speaks, and by which key: the identity's own unless a P-256 key is given.
final class PersonOptions {
    @Option(names = "--as", required = true, paramLabel = "PERSON", description = "who speaks, such as u:ann")
    private String person = "";

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "a P-256 key in PKCS#8 and PEM to speak with, in the place of the identity's")
    private @Nullable Path key;

    @Option(names = "--public", paramLabel = "HEX", description = "its public half: x and y, 64 bytes")
    private @Nullable String publicKey;

    PersonSigner signer(MemberIdentity identity) throws IOException, Unable {
        var id = id();
        var file = Optional.ofNullable(key);
        if (file.isEmpty()) return PersonSigner.of(id, identity.key());
        var half = Optional.ofNullable(publicKey).orElseThrow(() -> new Unable("--key needs --public beside it"));
        return PersonSigner.of(id, file.get(), publicHalf(half));
    }

    /// Who speaks, as it was typed.
    String name() {
        return person;
    }

    private PersonId id() throws Unable {
        try {
            return new PersonId(person);
        } catch (IllegalArgumentException e) {
            throw new Unable("--as: " + e.getMessage());
        }
    }

    private static P256VerifyKey publicHalf(String hex) throws Unable {
        try {
            return switch (P256VerifyKey.parse(Bytes.ofHex(hex))) {
                case Parsed.Ok<P256VerifyKey>(var good) -> good;
                case Parsed.Malformed<P256VerifyKey>(var _, var expected) ->
                    throw new Unable("--public: expected " + expected);
            };
        } catch (IllegalArgumentException e) {
            throw new Unable("--public is no hex");
        }
    }
}
