package tallystick.crypto.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Hkdf;
import tallystick.crypto.kit.HpkeByTheBook;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.kit.VectorFiles;
import tallystick.crypto.seal.AgreementKey;
import tallystick.crypto.seal.AgreementPoint;
import tallystick.crypto.seal.ChannelOffer;
import tallystick.crypto.seal.Envelope;
import tallystick.crypto.seal.Hpke;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.SealedChannel;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;

@DisplayName("Sealing, docs/spec/sealing.md")
class SealVectorsTest {
    private static final HpkeByTheBook AES_128 = new HpkeByTheBook(1);
    private static final HpkeByTheBook AES_256 = new HpkeByTheBook(2);

    @Test
    void hkdf_ofRfc5869_agrees() {
        var cases = VectorFiles.ours("rfc5869/hkdf-sha256.json").get("cases").items();
        try (var home = SecretMemory.open()) {
            for (var each : cases)
                try (var secret = Secrets.of(each.get("secret").hex(), home)) {
                    var key = Hkdf.sha256(
                            secret,
                            each.get("salt").hex(),
                            each.get("info").hex(),
                            each.get("lengthBytes").number(),
                            home);
                    assertThat(Secrets.open(key)).isEqualTo(each.get("key").hex());
                }
            assertThat(home.lentBytes()).isZero();
        }
        assertThat(cases).hasSize(3);
    }

    @Test
    void agreement_ofRfc7748_agrees() {
        var cases = VectorFiles.ours("rfc7748/x25519.json").get("agreements").items();
        try (var home = SecretMemory.open()) {
            for (var each : cases)
                try (var secret = Secrets.of(each.get("secret").hex(), home);
                        var key = AgreementKey.of(secret, home)) {
                    if (each.has("own"))
                        assertThat(key.point().bytes())
                                .isEqualTo(each.get("own").hex());
                    var point = AgreementPoint.parse(each.get("point").hex()).orThrow();
                    assertThat(Secrets.open(key.agree(point, home)))
                            .isEqualTo(each.get("shared").hex());
                }
        }
        assertThat(cases).hasSize(3);
    }

    @Test
    void pointOfSmallOrderOrInAnotherEncoding_isMalformed() {
        var refused = VectorFiles.ours("rfc7748/x25519.json").get("refused").items();
        for (var each : refused)
            assertThat(AgreementPoint.parse(each.get("point").hex()))
                    .as(each.get("why").text())
                    .isInstanceOf(Parsed.Malformed.class);
        assertThat(refused).hasSize(8);
    }

    @Test
    void channel_ofTheHouseVectors_sealsAndOpensTheirRecords() {
        var vector = VectorFiles.ours("house/sealing.json").get("channel");
        var session = new Digest32(vector.get("session").hex());
        try (var home = SecretMemory.open()) {
            try (var alice = identity(vector.get("aliceSeed").hex(), home);
                    var bob = identity(vector.get("bobSeed").hex(), home);
                    var alices =
                            ChannelOffer.fresh(always(vector.get("aliceSecret").hex()), home);
                    var bobs = ChannelOffer.fresh(always(vector.get("bobSecret").hex()), home)) {
                assertThat(alices.point().bytes())
                        .isEqualTo(vector.get("alicePoint").hex());
                var statement = ChannelOffer.statement(session, alice.verifyKey(), bob.verifyKey(), alices.point());
                assertThat(statement.bytes()).isEqualTo(vector.get("aliceOffer").hex());
                assertThat(alice.sign(statement).bytes())
                        .isEqualTo(vector.get("aliceSignature").hex());
                var fromAlice = new ChannelOffer.Ends(alice.verifyKey(), bob.verifyKey());
                var fromBob = new ChannelOffer.Ends(bob.verifyKey(), alice.verifyKey());
                try (var left = alices.accept(fromAlice, session, bobs.point(), home)
                                .orElseThrow();
                        var right = bobs.accept(fromBob, session, alices.point(), home)
                                .orElseThrow()) {
                    assertThat(exchange(vector, "alices", left, right, home)).isEqualTo(3);
                    assertThat(exchange(vector, "bobs", right, left, home)).isEqualTo(3);
                }
            }
            assertThat(home.lentBytes()).isZero();
        }
    }

    @Test
    void offerNotSpent_leavesNothingBehind() {
        try (var home = SecretMemory.open()) {
            ChannelOffer.fresh(new SeededEntropy(1), home).close();
            assertThat(home.lentBytes()).isZero();
        }
    }

    @Test
    void envelope_ofTheHouseVector_isSealedAndOpened() {
        var vector = VectorFiles.ours("house/sealing.json").get("envelope");
        var context = vector.get("context").hex();
        try (var home = SecretMemory.open();
                var key = Secrets.of(vector.get("key").hex(), home);
                var plain = Secrets.of(vector.get("plain").hex(), home)) {
            var sealed = Envelope.seal(
                    key, context, plain, always(vector.get("nonce").hex()));
            assertThat(sealed).isEqualTo(vector.get("sealed").hex());
            assertThat(Secrets.open(Envelope.open(key, context, sealed, home).orThrow()))
                    .isEqualTo(vector.get("plain").hex());
        }
    }

    private static int exchange(
            Json vector, String from, SealedChannel sender, SealedChannel receiver, SecretMemory home) {
        var context = vector.get("context").hex();
        var plains = vector.get("plain").items();
        for (var i = 0; i < plains.size(); i++)
            try (var plain = Secrets.of(plains.get(i).hex(), home)) {
                var record = sender.seal(context, plain);
                assertThat(record).isEqualTo(vector.get(from).items().get(i).hex());
                assertThat(Secrets.open(receiver.open(context, record, home).orThrow()))
                        .isEqualTo(plains.get(i).hex());
            }
        return plains.size();
    }

    private static IdentityKey identity(Bytes seed, SecretMemory home) {
        try (var secret = Secrets.of(seed, home)) {
            return IdentityKey.of(secret, home);
        }
    }

    /// Chance that is always this.
    private static Entropy always(Bytes bytes) {
        return target -> MemorySegment.copy(bytes.toArray(), 0, target, ValueLayout.JAVA_BYTE, 0, bytes.length());
    }

    @Test
    void library_onRfc9180AppendixA1_agrees() throws InvalidCipherTextException {
        var vector = VectorFiles.ours("rfc9180/base-x25519-aes128.json");
        var hpke = new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM128);
        var ephemeral = hpke.deriveKeyPair(vector.get("senderSeed").hex().toArray());
        var receiver =
                hpke.deserializePublicKey(vector.get("receiverPoint").hex().toArray());
        var sender = hpke.setupBaseS(receiver, vector.get("info").hex().toArray(), ephemeral);
        assertThat(Bytes.copyOf(sender.getEncapsulation()))
                .isEqualTo(vector.get("encapsulated").hex());
        var ran = 0;
        for (var each : vector.get("encryptions").items()) {
            if (each.get("number").number() != ran) break;
            assertThat(Bytes.copyOf(sender.seal(
                            each.get("associated").hex().toArray(),
                            each.get("plain").hex().toArray())))
                    .isEqualTo(each.get("ciphertext").hex());
            ran++;
        }
        assertThat(ran).isEqualTo(3);
    }

    @Test
    void secondOpinion_onRfc9180AppendixA1_agrees() {
        var vector = VectorFiles.ours("rfc9180/base-x25519-aes128.json");
        var info = vector.get("info").hex();
        var encapsulated = vector.get("encapsulated").hex();
        var point = vector.get("receiverPoint").hex();
        var expected = new HpkeByTheBook.Schedule(
                vector.get("sharedSecret").hex(),
                vector.get("key").hex(),
                vector.get("baseNonce").hex());
        assertThat(AES_128.sender(vector.get("senderSecret").hex(), encapsulated, point, info))
                .isEqualTo(expected);
        assertThat(AES_128.receiver(vector.get("receiverSecret").hex(), point, encapsulated, info))
                .isEqualTo(expected);
        var encryptions = vector.get("encryptions").items();
        for (var each : encryptions)
            assertThat(HpkeByTheBook.seal(
                            expected,
                            each.get("number").number(),
                            each.get("associated").hex(),
                            each.get("plain").hex()))
                    .isEqualTo(each.get("ciphertext").hex());
        assertThat(encryptions).hasSize(6);
    }

    @Test
    void sealing_isWhatTheSecondOpinionMakes() {
        var entropy = new SeededEntropy(0x9180);
        var info = Bytes.ofUtf8("backup");
        var associated = Bytes.ofUtf8("key 1, epoch 2");
        try (var home = SecretMemory.open()) {
            for (var run = 1; run <= 40; run++)
                try (var key = AgreementKey.generate(entropy, home);
                        var plain = home.allocate(run)) {
                    plain.memory().fill((byte) run);
                    var context = new Hpke.Context(info, associated);
                    var sealed = Hpke.seal(key.point(), context, plain, entropy);
                    var encapsulated = sealed.slice(4, 36);
                    var schedule = AES_256.receiver(
                            Secrets.open(key.secret()), key.point().bytes(), encapsulated, info);
                    var content = Bytes.ofHex("%02x".formatted(run).repeat(run));
                    assertThat(sealed)
                            .isEqualTo(new Writer()
                                    .raw(Bytes.ofUtf8("tsh1"))
                                    .raw(encapsulated)
                                    .variable(HpkeByTheBook.seal(schedule, 0, associated, content))
                                    .toBytes());
                    assertThat(Secrets.open(
                                    Hpke.open(key, context, sealed, home).orThrow()))
                            .isEqualTo(content);
                }
            assertThat(home.lentBytes()).isZero();
        }
    }
}
