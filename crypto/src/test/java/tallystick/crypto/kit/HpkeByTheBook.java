package tallystick.crypto.kit;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.ArrayList;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tallystick.crypto.codec.Bytes;

/// RFC 9180's base mode with DHKEM(X25519, HKDF-SHA256) and AES-GCM, written down step by step from the text: the
/// second opinion on the library.
///
/// @param aeadId 1 for AES-128-GCM, 2 for AES-256-GCM
/// @spec https://www.rfc-editor.org/rfc/rfc9180#section-5.1 RFC 9180 §5.1 (key schedule)
public record HpkeByTheBook(int aeadId) {
    private static final Bytes KEM_SUITE = Bytes.concat(Bytes.ofUtf8("KEM"), two(0x20));

    /// What both sides derive.
    public record Schedule(Bytes sharedSecret, Bytes key, Bytes baseNonce) {}

    /// > Encap(pkR), with the ephemeral key given, then KeySchedule(mode_base, shared_secret, info, "", "")
    public Schedule sender(Bytes ephemeralSecret, Bytes ephemeralPoint, Bytes receiverPoint, Bytes info) {
        return schedule(agree(ephemeralSecret, receiverPoint), ephemeralPoint, receiverPoint, info);
    }

    /// > Decap(enc, skR), then the same key schedule
    public Schedule receiver(Bytes receiverSecret, Bytes receiverPoint, Bytes encapsulated, Bytes info) {
        return schedule(agree(receiverSecret, encapsulated), encapsulated, receiverPoint, info);
    }

    private Schedule schedule(Bytes agreed, Bytes encapsulated, Bytes receiverPoint, Bytes info) {
        // > eae_prk = LabeledExtract("", "eae_prk", dh); shared_secret = LabeledExpand(eae_prk, "shared_secret", …)
        var prk = extract(KEM_SUITE, Bytes.empty(), "eae_prk", agreed);
        var shared = expand(KEM_SUITE, prk, "shared_secret", Bytes.concat(encapsulated, receiverPoint), 32);
        var suite = Bytes.concat(Bytes.ofUtf8("HPKE"), two(0x20), two(1), two(aeadId));
        // > key_schedule_context = concat(mode, psk_id_hash, info_hash)
        var context = Bytes.concat(
                Bytes.copyOf((byte) 0),
                extract(suite, Bytes.empty(), "psk_id_hash", Bytes.empty()),
                extract(suite, Bytes.empty(), "info_hash", info));
        var secret = extract(suite, shared, "secret", Bytes.empty());
        return new Schedule(
                shared,
                expand(suite, secret, "key", context, aeadId == 1 ? 16 : 32),
                expand(suite, secret, "base_nonce", context, 12));
    }

    /// > ct = Seal(key, ComputeNonce(seq), aad, pt)
    public static Bytes seal(Schedule schedule, int number, Bytes associated, Bytes plain) {
        try {
            var nonce = schedule.baseNonce().toArray();
            for (var i = 0; i < 4; i++) nonce[11 - i] ^= (byte) (number >>> 8 * i);
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(schedule.key().toArray(), "AES"),
                    new GCMParameterSpec(128, nonce));
            cipher.updateAAD(associated.toArray());
            return Bytes.copyOf(cipher.doFinal(plain.toArray()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Bytes extract(Bytes suite, Bytes salt, String label, Bytes input) {
        var key = salt.length() == 0 ? Bytes.copyOf(new byte[32]) : salt;
        return hmac(key, Bytes.concat(Bytes.ofUtf8("HPKE-v1"), suite, Bytes.ofUtf8(label), input));
    }

    private static Bytes expand(Bytes suite, Bytes key, String label, Bytes info, int lengthBytes) {
        // No key here is longer than one block.
        var labelled = Bytes.concat(
                two(lengthBytes), Bytes.ofUtf8("HPKE-v1"), suite, Bytes.ofUtf8(label), info, Bytes.copyOf((byte) 1));
        return hmac(key, labelled).slice(0, lengthBytes);
    }

    private static Bytes hmac(Bytes key, Bytes input) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.toArray(), "HmacSHA256"));
            return Bytes.copyOf(mac.doFinal(input.toArray()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Bytes agree(Bytes secret, Bytes point) {
        try {
            var factory = KeyFactory.getInstance("X25519");
            PrivateKey own =
                    factory.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, secret.toArray()));
            PublicKey other =
                    factory.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, littleEndian(point)));
            var agreement = KeyAgreement.getInstance("X25519");
            agreement.init(own);
            agreement.doPhase(other, true);
            return Bytes.copyOf(agreement.generateSecret());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static BigInteger littleEndian(Bytes bytes) {
        var reversed = new ArrayList<Byte>();
        for (var i = bytes.length() - 1; i >= 0; i--) reversed.add((byte) bytes.at(i));
        var array = new byte[reversed.size()];
        for (var i = 0; i < array.length; i++) array[i] = reversed.get(i);
        return new BigInteger(1, array);
    }

    private static Bytes two(int value) {
        return Bytes.copyOf((byte) (value >>> 8), (byte) value);
    }
}
