package tallystick.control.stage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import tallystick.crypto.secret.SystemEntropy;

/// A passkey that a browser's virtual authenticator is given. Only for plays: a real one never leaves its device.
final class Passkey {
    private static final int COORDINATE_BYTES = 32;

    private final byte[] credential = new SystemEntropy().bytes(32).toArray();
    private final String person;
    private final String origin;
    private final KeyPair pair;

    /// A fresh one.
    ///
    /// @param origin of the page that it answers to, on this machine
    Passkey(String person, String origin) throws GeneralSecurityException {
        this.person = person;
        this.origin = origin;
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        pair = generator.generateKeyPair();
    }

    /// As the file of people has it.
    String inDocument() {
        return """
            {"passkey": {"credential": "%s", "p256": "%s", "relyingParty": "localhost", "origins": ["%s"],
              "deviceBound": true}}\
            """.formatted(hex(credential), hex(point()), origin);
    }

    /// As the browser's tools take it.
    Map<String, String> forBrowser() {
        var text = Base64.getEncoder();
        return Map.of(
                "credentialId", text.encodeToString(credential),
                "privateKey", text.encodeToString(pair.getPrivate().getEncoded()),
                "userHandle", text.encodeToString(person.getBytes(StandardCharsets.UTF_8)));
    }

    private byte[] point() {
        var point = ((ECPublicKey) pair.getPublic()).getW();
        return ByteBuffer.allocate(2 * COORDINATE_BYTES)
                .put(padded(point.getAffineX().toByteArray()))
                .put(padded(point.getAffineY().toByteArray()))
                .array();
    }

    private static byte[] padded(byte[] number) {
        var padded = new byte[COORDINATE_BYTES];
        var length = Math.min(number.length, COORDINATE_BYTES);
        System.arraycopy(number, number.length - length, padded, COORDINATE_BYTES - length, length);
        return padded;
    }

    private static String hex(byte... bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
