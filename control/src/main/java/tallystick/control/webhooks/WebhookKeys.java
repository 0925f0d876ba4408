package tallystick.control.webhooks;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Component;
import tallystick.control.store.Store;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;

/// Ed25519 keys by which whoever is sent an event sees that control sent it. They sign nothing else, and whoever has
/// one can invent events and move nothing.
///
/// @spec https://www.rfc-editor.org/rfc/rfc8032#section-5.1 RFC 8032 §5.1
@Component
class WebhookKeys {
    private static final int KEY_BYTES = 32;
    private static final int KID_HEX = 16;
    /// How long one is published that another took the place of: what it signed may be on its way.
    private static final Duration PUBLISHED = Duration.ofHours(1);

    private final Store store;
    private final InstantSource clock;

    WebhookKeys(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /// A public key and what it is called.
    record Public(String kid, Bytes key) {}

    /// A signature and by which key.
    record Signed(String kid, Bytes signature) {}

    /// The key in use, wiped by whoever reads it.
    private static final class Used {
        private final String kid;
        private final byte[] secret;

        Used(String kid, byte[] secret) {
            this.kid = kid;
            this.secret = secret;
        }

        String kid() {
            return kid;
        }
    }

    /// Those that count, the one in use last.
    List<Public> all() {
        return store.sql("""
            select kid, public_key from webhook_keys k
            where not exists (select 1 from webhook_keys n where n.created_at > k.created_at and n.created_at < ?)
            order by created_at, kid\
            """)
                .params(Store.moment(clock.instant().minus(PUBLISHED)))
                .query((row, _) -> new Public(row.getString(1), Bytes.copyOf(row.getBytes(2))))
                .list();
    }

    /// Makes the first one, unless another replica did.
    void begin() {
        var _ = make("select ?, ?, ?, ? where not exists (select 1 from webhook_keys)");
    }

    /// Makes another, which signs from now on.
    Public change() {
        return make("values (?, ?, ?, ?)");
    }

    private Public make(String rows) {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            var encoded = pair.getPublic().getEncoded();
            var raw = Bytes.copyOf(Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length));
            var kid = StandardHash.sha256(raw).toString().substring(0, KID_HEX);
            store.sql("insert into webhook_keys (kid, public_key, secret_key, created_at) " + rows)
                    .params(kid, raw.toArray(), pair.getPrivate().getEncoded(), Store.moment(clock.instant()))
                    .update();
            return new Public(kid, raw);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK has no ed25519", e);
        }
    }

    /// Signs `kid.timestamp.eventId.body`.
    ///
    /// @spec docs/spec/api-request.md#AR-3 api-request
    Signed sign(String timestamp, String eventId, Bytes body) {
        var used = store.sql("select kid, secret_key from webhook_keys order by created_at desc, kid desc limit 1")
                .query((row, _) -> new Used(row.getString(1), row.getBytes(2)))
                .single();
        var kid = used.kid();
        var secret = used.secret;
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(secret));
            var signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update(Bytes.concat(Bytes.ofUtf8("%s.%s.%s.".formatted(kid, timestamp, eventId)), body)
                    .toArray());
            return new Signed(kid, Bytes.copyOf(signer.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a webhook key that cannot be used: " + kid, e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
