package tallystick.sdk.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import tallystick.core.chain.json.Json;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Ed25519Verify;
import tallystick.sdk.NotSo;
import tallystick.sdk.api.KeySet;

/// An event as it arrived at a webhook. It is a hint to look: whoever acts on it asks the API first.
///
/// **Form** the four headers as text, any text: what is not of its form is refused by [#verify].
///
/// **Threads** immutable.
///
/// @param key the header `Tallystick-Webhook-Key`: a name that control publishes
/// @param timestamp the header `Tallystick-Webhook-Timestamp`: seconds since 1970
/// @param event the header `Tallystick-Webhook-Event`: the same again is the same event
/// @param signature the header `Tallystick-Webhook-Signature`: Ed25519, 128 characters of hex
/// @param body as it was sent, before anybody parsed it
public record Arrived(String key, String timestamp, String event, String signature, Bytes body) {
    /// How far its time may be from the receiver's.
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,11}");
    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{128}");

    /// The event, if control sent it and did so lately.
    ///
    /// **Why** lately: whoever once read it on its way could bring it again at any time. Control signs anew when it
    /// sends one again.
    ///
    /// @param keys those that control publishes, fetched from control itself
    /// @param now the receiver's time
    /// @throws NotSo if not, or if a header is not of its form: whoever sent it, and no fault of the receiver's
    /// @spec docs/spec/api-request.md#AR-5 api-request
    public Json verify(KeySet keys, Instant now) throws NotSo {
        if (!SECONDS.matcher(timestamp).matches()
                || !SIGNATURE.matcher(signature).matches())
            throw new NotSo("a header of an event is missing or not of its form");
        var text = Bytes.concat(Bytes.ofUtf8("%s.%s.%s.".formatted(key, timestamp, event)), body);
        if (!Ed25519Verify.verify(published(keys), text, Bytes.ofHex(signature)))
            throw new NotSo("control did not sign the event");
        var at = Instant.ofEpochSecond(Long.parseLong(timestamp));
        if (Duration.between(at, now).abs().compareTo(TOLERANCE) > 0)
            throw new NotSo("an event sent at %s, and it is %s here".formatted(at, now));
        if (!(Json.parse(body) instanceof Parsed.Ok<Json>(var json))
                || !json.text("id").orElse("").equals(event)) throw new NotSo("the body is not the event's");
        return json;
    }

    private Bytes published(KeySet keys) throws NotSo {
        var found = keys.keys().stream()
                .filter(each -> each.kid().equals(key) && each.crv().equals("Ed25519"))
                .findFirst()
                .orElseThrow(() -> new NotSo("control publishes no such key: fetch its keys again, once"));
        try {
            return Bytes.copyOf(Base64.getUrlDecoder().decode(found.x()));
        } catch (IllegalArgumentException e) {
            throw new NotSo("a key that control publishes is none");
        }
    }
}
