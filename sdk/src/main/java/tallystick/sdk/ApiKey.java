package tallystick.sdk;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.secret.Entropy;

/// A program's key at control: signs requests, and nothing that moves money.
///
/// **Form** `docs/spec/api-request.md`.
///
/// **Threads** any.
public final class ApiKey {
    private static final String FIRST_LINE = "tallystick-request-1";
    private static final int NONCE_BYTES = 16;
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final String name;
    private final PrivateKey key;
    private final String algorithm;

    private ApiKey(String name, PrivateKey key, String algorithm) {
        if (!NAME.matcher(name).matches()) throw new IllegalArgumentException("a key's name is the id control gave it");
        this.name = name;
        this.key = key;
        this.algorithm = algorithm;
    }

    /// A key of Ed25519.
    ///
    /// @param name the id that control gave it
    public static ApiKey ed25519(String name, PrivateKey key) {
        return new ApiKey(name, key, "Ed25519");
    }

    /// A key on P-256, which signs with SHA-256.
    ///
    /// @param name the id that control gave it
    public static ApiKey p256(String name, PrivateKey key) {
        return new ApiKey(name, key, "SHA256withECDSAinP1363Format");
    }

    /// The headers of a request.
    ///
    /// @param target path and query as they are sent
    /// @param chance for the nonce, which is never used twice
    Map<String, String> headers(String method, String target, Bytes body, Instant at, Entropy chance) {
        var seconds = Long.toString(at.getEpochSecond());
        var nonce = chance.bytes(NONCE_BYTES).toHex();
        var text = String.join(
                "\n", FIRST_LINE, method, target, StandardHash.sha256(body).toString(), seconds, nonce, name, "");
        var headers = new LinkedHashMap<String, String>();
        headers.put("Tallystick-Key", name);
        headers.put("Tallystick-Timestamp", seconds);
        headers.put("Tallystick-Nonce", nonce);
        headers.put("Tallystick-Signature", sign(Bytes.ofUtf8(text)).toHex());
        return headers;
    }

    private Bytes sign(Bytes text) {
        try {
            var signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(text.toArray());
            return Bytes.copyOf(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key does not sign by " + algorithm, e);
        }
    }

    @Override
    public String toString() {
        return "API key " + name;
    }
}
