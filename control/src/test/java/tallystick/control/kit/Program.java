package tallystick.control.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import tallystick.control.access.Algorithm;
import tallystick.control.access.SignedRequest;
import tallystick.crypto.codec.Bytes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A program that uses the API, with a key of its own.
public final class Program {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI base;
    private final Algorithm algorithm;
    private final KeyPair pair;
    private String id = "";

    private Program(URI base, Algorithm algorithm, KeyPair pair) {
        this.base = base;
        this.algorithm = algorithm;
        this.pair = pair;
    }

    /// With a fresh key that control does not know yet.
    public static Program with(URI base, Algorithm algorithm) {
        try {
            if (algorithm == Algorithm.ED25519)
                return new Program(
                        base, algorithm, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new Program(base, algorithm, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK makes no such keys", e);
        }
    }

    /// The same key at another place.
    public Program at(URI other) {
        return new Program(other, algorithm, pair).called(id);
    }

    /// What control calls its key.
    public Program called(String name) {
        id = name;
        return this;
    }

    /// The name.
    public String id() {
        return id;
    }

    /// The public key as the API takes it.
    public String publicKey() {
        if (pair.getPublic() instanceof ECPublicKey key)
            return coordinate(key.getW().getAffineX()) + coordinate(key.getW().getAffineY());
        var encoded = pair.getPublic().getEncoded();
        return HexFormat.of().formatHex(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    /// The private key, for clients that sign by themselves.
    public PrivateKey privateKey() {
        return pair.getPrivate();
    }

    private static String coordinate(java.math.BigInteger number) {
        var bytes = number.toByteArray();
        var padded = new byte[32];
        var length = Math.min(bytes.length, 32);
        System.arraycopy(bytes, bytes.length - length, padded, 32 - length, length);
        return HexFormat.of().formatHex(padded);
    }

    /// What was answered.
    ///
    /// @param json what the body says; an empty object if it is empty
    public record Answer(int status, JsonNode json, HttpResponse<String> response) {
        /// A field of the body as text.
        public String text(String field) {
            return json.path(field).asString("");
        }
    }

    /// Asks, signed.
    public Answer get(String target) throws IOException, InterruptedException {
        return send(request("GET", target, ""));
    }

    /// Asks, signed, under a fresh idempotency key.
    public Answer post(String target, Object body) throws IOException, InterruptedException {
        return post(target, body, UUID.randomUUID().toString());
    }

    /// Asks, signed, under this idempotency key.
    public Answer post(String target, Object body, String idempotencyKey) throws IOException, InterruptedException {
        var request = request("POST", target, JSON.writeValueAsString(body));
        request.headers().put("Idempotency-Key", idempotencyKey);
        return send(request);
    }

    /// Asks, signed.
    public Answer delete(String target) throws IOException, InterruptedException {
        return send(request("DELETE", target, ""));
    }

    /// A request with its signature, to be changed by whoever wants to cheat.
    ///
    /// @param headers those of the signature, changeable
    public record Signed(String method, String target, String body, Map<String, String> headers) {
        /// The same with another target.
        public Signed to(String other) {
            return new Signed(method, other, body, headers);
        }

        /// The same with another body.
        public Signed with(String other) {
            return new Signed(method, target, other, headers);
        }
    }

    /// Signs now, with a fresh nonce.
    public Signed request(String method, String target, String body) {
        return request(method, target, body, Instant.now());
    }

    /// Signs as of a moment.
    public Signed request(String method, String target, String body, Instant at) {
        var nonce = UUID.randomUUID().toString();
        var timestamp = Long.toString(at.getEpochSecond());
        var text = new SignedRequest(method, target, Bytes.ofUtf8(body), timestamp, nonce, id).text();
        var headers = new LinkedHashMap<String, String>();
        headers.put(SignedRequest.KEY, id);
        headers.put(SignedRequest.TIMESTAMP, timestamp);
        headers.put(SignedRequest.NONCE, nonce);
        headers.put(SignedRequest.SIGNATURE, sign(text));
        return new Signed(method, target, body, headers);
    }

    private String sign(Bytes text) {
        try {
            var signer =
                    Signature.getInstance(algorithm == Algorithm.ED25519 ? "Ed25519" : "SHA256withECDSAinP1363Format");
            signer.initSign(pair.getPrivate());
            signer.update(text.toArray());
            return HexFormat.of().formatHex(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK does not sign", e);
        }
    }

    /// Sends a request as it is.
    public Answer send(Signed request) throws IOException, InterruptedException {
        var builder = HttpRequest.newBuilder(base.resolve(request.target()))
                .method(request.method(), HttpRequest.BodyPublishers.ofString(request.body()));
        if (!request.body().isEmpty()) builder.header("Content-Type", "application/json");
        request.headers().forEach(builder::header);
        var response = HTTP.send(builder.build(), HttpResponse.BodyHandlers.ofString());
        var body = response.body().isEmpty() ? "{}" : response.body();
        var json = JSON.readTree(body);
        var breaches =
                new ArrayList<>(Contract.breaches(request.method(), request.target(), response.statusCode(), json));
        breaches.addAll(Contract.missing(
                request.method(),
                request.target(),
                response.statusCode(),
                response.headers().map().keySet()));
        if (!breaches.isEmpty())
            throw new AssertionError("%s %s answered %d, which control/openapi.json does not say: %s"
                    .formatted(request.method(), request.target(), response.statusCode(), breaches));
        Contract.record(request.method(), request.target(), request.body(), response.statusCode(), json);
        return new Answer(response.statusCode(), json, response);
    }
}
