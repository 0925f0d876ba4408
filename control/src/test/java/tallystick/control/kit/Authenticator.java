package tallystick.control.kit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tallystick.crypto.secret.SystemEntropy;

/// A device that holds one passkey and does what its page asks for, as a browser would bring it.
public final class Authenticator {
    private static final int PRESENT_AND_VERIFIED = 0x05;

    private final byte[] credential = new SystemEntropy().bytes(32).toArray();
    private final KeyPair pair;
    private final String relyingParty;
    private final AtomicInteger count = new AtomicInteger();

    /// With a fresh key.
    public Authenticator() {
        this("custody.example.org");
    }

    /// With a fresh key that belongs to this domain.
    public Authenticator(String relyingParty) {
        this.relyingParty = relyingParty;
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK makes no such keys", e);
        }
    }

    /// As the file of people has it.
    public String inDocument() {
        return """
            {"passkey": {"credential": "%s", "p256": "%s", "relyingParty": "%s",
              "origins": ["https://custody.example.org"], "deviceBound": true}}\
            """.formatted(
                        HexFormat.of().formatHex(credential), HexFormat.of().formatHex(point()), relyingParty);
    }

    /// x and y.
    public byte[] point() {
        var w = ((ECPublicKey) pair.getPublic()).getW();
        return ByteBuffer.allocate(64)
                .put(padded(w.getAffineX().toByteArray()))
                .put(padded(w.getAffineY().toByteArray()))
                .array();
    }

    private static byte[] padded(byte[] number) {
        var padded = new byte[32];
        var length = Math.min(number.length, 32);
        System.arraycopy(number, number.length - length, padded, 32 - length, length);
        return padded;
    }

    /// The authenticator's name of its key.
    public String credentialId() {
        return text(credential);
    }

    /// What a page gets that asks with a challenge in base64url.
    public Map<String, String> sign(String challenge, String origin) {
        return sign(challenge, origin, "webauthn.get", PRESENT_AND_VERIFIED);
    }

    /// The same, of another kind or with other flags.
    public Map<String, String> sign(String challenge, String origin, String type, int flags) {
        var client = "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}"
                .formatted(type, challenge, origin)
                .getBytes(StandardCharsets.UTF_8);
        try {
            var hash = MessageDigest.getInstance("SHA-256");
            var party = hash.digest(relyingParty.getBytes(StandardCharsets.UTF_8));
            var data = ByteBuffer.allocate(37)
                    .put(party)
                    .put((byte) flags)
                    .putInt(count.incrementAndGet())
                    .array();
            var signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(pair.getPrivate());
            signer.update(data);
            signer.update(hash.digest(client));
            var made = new LinkedHashMap<String, String>();
            made.put("credentialId", credentialId());
            made.put("clientDataJSON", text(client));
            made.put("authenticatorData", text(data));
            made.put("signature", text(signer.sign()));
            return made;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK does not sign", e);
        }
    }

    /// What a page gets that has it make its passkey, for a challenge in base64url.
    public Map<String, String> register(String challenge, String origin) {
        var client = "{\"type\":\"webauthn.create\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}"
                .formatted(challenge, origin)
                .getBytes(StandardCharsets.UTF_8);
        try {
            var cose = HexFormat.of().parseHex("a5010203262001215820");
            var data = ByteBuffer.allocate(37 + 16 + 2 + credential.length + 77)
                    .put(MessageDigest.getInstance("SHA-256").digest(relyingParty.getBytes(StandardCharsets.UTF_8)))
                    .put((byte) (PRESENT_AND_VERIFIED | 0x40))
                    .putInt(0)
                    .put(new byte[16])
                    .putShort((short) credential.length)
                    .put(credential)
                    .put(cose)
                    .put(point(), 0, 32)
                    .put(HexFormat.of().parseHex("225820"))
                    .put(point(), 32, 32)
                    .array();
            return Map.of("clientDataJSON", text(client), "authenticatorData", text(data));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK does not hash", e);
        }
    }

    static String text(byte... bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "Authenticator " + Arrays.hashCode(credential);
    }
}
