package tallystick.core.approval;

import java.util.Base64;
import tallystick.core.chain.json.Json;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.hash.Digest32;

/// What a browser says about who asked for a signature, and for what.
///
/// **Form** an object of JSON, read strictly. Members of other names are passed over, as the standard bids: browsers
/// put such in so that nobody compares the text with a template.
///
/// @param type `webauthn.get` for a signature
/// @param challenge what was to be signed, in base64url without padding
/// @param origin the page
/// @param isEmbedded whether the page stood inside another's
///
/// @spec https://www.w3.org/TR/webauthn-3/#dictionary-client-data WebAuthn Level 3 §5.8.1 (client data)
record ClientReport(String type, String challenge, String origin, boolean isEmbedded) {
    static Parsed<ClientReport> parse(Bytes json) {
        return switch (Json.parse(json)) {
            case Parsed.Malformed<Json>(var offset, var expected) -> new Parsed.Malformed<>(offset, expected);
            case Parsed.Ok<Json>(var value) -> Reader.parse(Bytes.empty(), _ -> of(value));
        };
    }

    private static ClientReport of(Json json) throws MalformedInput {
        if (!(json instanceof Json.Members)) throw new MalformedInput(0, "an object of client data");
        return new ClientReport(
                text(json, "type"),
                text(json, "challenge"),
                text(json, "origin"),
                truth(json, "crossOrigin") || json.member("topOrigin").isPresent());
    }

    private static String text(Json json, String name) throws MalformedInput {
        return json.text(name).orElseThrow(() -> new MalformedInput(json.at(), "a string " + name));
    }

    private static boolean truth(Json json, String name) throws MalformedInput {
        var member = json.member(name);
        if (member.isEmpty()) return false;
        if (member.get() instanceof Json.Truth(var _, var value)) return value;
        throw new MalformedInput(member.get().at(), name + " as true or false");
    }

    /// Whether the challenge is this digest, in the one spelling it has.
    boolean challenges(Digest32 digest) {
        var encoder = Base64.getUrlEncoder().withoutPadding();
        return challenge.equals(encoder.encodeToString(digest.bytes().toArray()));
    }
}
