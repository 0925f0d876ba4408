package tallystick.core.cheats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Receipt;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.intent.IntentId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.EcdsaSign;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;

@DisplayName("Receipts, docs/spec/audit-log.md")
class ReceiptTest {
    private static final Digest32 ZERO = Digest32.ofHex("00".repeat(32));
    private static final Digest32 KEY = Digest32.ofHex("11".repeat(32));

    private static Receipt receipt(Algorithm algorithm, DerivationPath path, Bytes key, Bytes message, Bytes signed) {
        return new Receipt(
                new IntentId(ZERO),
                KEY,
                2,
                path,
                algorithm,
                key,
                Optional.empty(),
                ZERO,
                List.of("a", "b"),
                ZERO,
                ZERO,
                List.of(new Receipt.Part(message, signed, 0)));
    }

    private static final Bytes BIP340_KEY =
            Bytes.ofHex("f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9");
    private static final Bytes BIP340_SIGNATURE =
            Bytes.ofHex("e907831f80848d1069a5371b402410364bdf1c5f8307b0084c55f1ce2dca8215"
                    + "25f66a4a85ea8b71e482a74f382d2ce5ebeee8fdb2172f477df4900d310536c0");
    private static final Bytes ED25519_KEY =
            Bytes.ofHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    private static final Bytes ED25519_SIGNATURE =
            Bytes.ofHex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                    + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");

    private final SecretMemory home = SecretMemory.open();

    @AfterEach
    void close() {
        home.close();
    }

    private Receipt ecdsa(DerivationPath path) {
        try (var secret = Curve.SECP256K1.group().randomSecret(new SeededEntropy(5), home)) {
            var key = (Point) secret.timesGenerator();
            return receipt(Algorithm.ECDSA_SECP256K1, path, key.encode(), KEY.bytes(), EcdsaSign.sign(secret, KEY));
        }
    }

    private List<Receipt> good() {
        var root = DerivationPath.root();
        return List.of(
                ecdsa(root),
                receipt(Algorithm.BIP340, root, BIP340_KEY, ZERO.bytes(), BIP340_SIGNATURE),
                receipt(Algorithm.ED25519, root, ED25519_KEY, Bytes.ofHex("72"), ED25519_SIGNATURE));
    }

    @Test
    void goodSignatures_verify() {
        for (var receipt : good())
            assertTrue(receipt.verifies(), receipt.algorithm().name());
        assertEquals(Algorithm.values().length, good().size());
    }

    @Test
    void changedMessageKeyOrSignature_doesNotVerify() {
        var refused = 0;
        for (var receipt : good()) {
            var part = receipt.parts().getFirst();
            for (var i = 0; i < 64; i++) {
                var bytes = part.signature().toArray();
                bytes[i] ^= 1;
                assertFalse(receipt(
                                receipt.algorithm(),
                                receipt.path(),
                                receipt.publicKey(),
                                part.message(),
                                Bytes.copyOf(bytes))
                        .verifies());
                refused++;
            }
            var message = part.message().toArray();
            message[0] ^= 1;
            assertFalse(receipt(
                            receipt.algorithm(),
                            receipt.path(),
                            receipt.publicKey(),
                            Bytes.copyOf(message),
                            part.signature())
                    .verifies());
            var key = receipt.publicKey().toArray();
            key[5] ^= 1;
            assertFalse(
                    receipt(receipt.algorithm(), receipt.path(), Bytes.copyOf(key), part.message(), part.signature())
                            .verifies());
            assertFalse(receipt(receipt.algorithm(), receipt.path(), Bytes.empty(), part.message(), part.signature())
                    .verifies());
        }
        assertEquals(3 * 64, refused);
    }

    @Test
    void oneBadSignatureAmongGoodOnes_doesNotVerify() {
        var good = ecdsa(DerivationPath.root());
        var bad = new Receipt.Part(ZERO.bytes(), good.parts().getFirst().signature(), 0);
        var both = new Receipt(
                good.intent(),
                good.keyId(),
                good.epoch(),
                good.path(),
                good.algorithm(),
                good.publicKey(),
                good.chainCode(),
                good.request(),
                good.signers(),
                good.policy(),
                good.build(),
                List.of(good.parts().getFirst(), bad));
        assertFalse(both.verifies());
    }

    private static AuditEvent.CeremonyActivated activated(Digest32 keyId, int epoch, Bytes point) {
        return new AuditEvent.CeremonyActivated(keyId, epoch, 1, "2 of (a, b)", point, ZERO, ZERO);
    }

    @Test
    void receipt_isUnderTheKeyItsPathLeadsToAndNoOther() {
        var group = Curve.SECP256K1.group();
        var parent = group.generator();
        var path = DerivationPath.of(0, 7);
        var child = ((Derivation.Derived) new Derivation(parent, ZERO).along(path)).key();
        var receipt = receipt(Algorithm.ECDSA_SECP256K1, path, child.encode(), KEY.bytes(), Bytes.copyOf(new byte[64]));
        assertTrue(receipt.isUnder(activated(KEY, 1, parent.encode())));
        assertTrue(receipt.isUnder(activated(KEY, 2, parent.encode())));
        assertFalse(receipt.isUnder(activated(KEY, 3, parent.encode())), "an epoch after the receipt's");
        assertFalse(receipt.isUnder(activated(ZERO, 1, parent.encode())), "another key's id");
        assertFalse(receipt.isUnder(activated(KEY, 1, child.encode())), "another key");
        assertFalse(receipt.isUnder(activated(KEY, 1, Bytes.empty())), "no key");
        var elsewhere = receipt(
                Algorithm.ECDSA_SECP256K1,
                DerivationPath.of(0, 8),
                child.encode(),
                KEY.bytes(),
                Bytes.copyOf(new byte[64]));
        assertFalse(elsewhere.isUnder(activated(KEY, 1, parent.encode())), "another path");
    }

    private Receipt ofChildren(List<Receipt.Part> parts, Algorithm algorithm, Point key) {
        return new Receipt(
                new IntentId(ZERO),
                KEY,
                1,
                DerivationPath.root(),
                algorithm,
                key.encode(),
                Optional.of(ZERO),
                ZERO,
                List.of("a", "b"),
                ZERO,
                ZERO,
                parts);
    }

    @Test
    void signatureOfAChild_verifiesUnderThatChildAndNoOther() {
        var path = DerivationPath.of(0, 7);
        try (var secret = Curve.SECP256K1.group().randomSecret(new SeededEntropy(6), home)) {
            var parent = (Point) secret.timesGenerator();
            var tweak = ((Derivation.Derived) new Derivation(parent, ZERO).along(path)).tweak();
            try (var child = secret.plus(tweak)) {
                var signed = EcdsaSign.sign(child, KEY);
                var good = new Receipt.Part(path, Optional.empty(), KEY.bytes(), signed, 0);
                assertTrue(ofChildren(List.of(good), Algorithm.ECDSA_SECP256K1, parent)
                        .verifies());
                var elsewhere = new Receipt.Part(DerivationPath.of(0, 8), Optional.empty(), KEY.bytes(), signed, 0);
                assertFalse(ofChildren(List.of(elsewhere), Algorithm.ECDSA_SECP256K1, parent)
                        .verifies());
                var parents = new Receipt.Part(DerivationPath.root(), Optional.empty(), KEY.bytes(), signed, 0);
                assertFalse(ofChildren(List.of(parents), Algorithm.ECDSA_SECP256K1, parent)
                        .verifies());
                assertFalse(ofChildren(List.of(good, parents), Algorithm.ECDSA_SECP256K1, parent)
                        .verifies());
            }
        }
    }

    @Test
    void receiptOfChildren_isUnderItsKeyOnlyWithItsChainCode() {
        var parent = Curve.SECP256K1.group().generator();
        var part = new Receipt.Part(DerivationPath.of(0), Optional.empty(), KEY.bytes(), Bytes.copyOf(new byte[64]), 0);
        var receipt = ofChildren(List.of(part), Algorithm.ECDSA_SECP256K1, parent);
        assertTrue(receipt.isUnder(activated(KEY, 1, parent.encode())));
        var other = new AuditEvent.CeremonyActivated(KEY, 1, 1, "2 of (a, b)", parent.encode(), KEY, ZERO);
        assertFalse(receipt.isUnder(other), "another chain code");
    }

    @Test
    void plainReceipt_withSignaturesOfChildren_isTheCallersFault() {
        var part = new Receipt.Part(DerivationPath.of(0), Optional.empty(), KEY.bytes(), Bytes.copyOf(new byte[64]), 0);
        assertThrows(
                IllegalArgumentException.class,
                () -> new Receipt(
                        new IntentId(ZERO),
                        KEY,
                        1,
                        DerivationPath.root(),
                        Algorithm.ECDSA_SECP256K1,
                        Curve.SECP256K1.group().generator().encode(),
                        Optional.empty(),
                        ZERO,
                        List.of("a"),
                        ZERO,
                        ZERO,
                        List.of(part)));
    }

    /// BIP-341's wallet vectors, inputs 0 (no scripts) and 1 (a tree of scripts).
    @Test
    void taprootSignature_verifiesWithItsOwnTweakOnly() {
        var withoutScripts = Bytes.ofHex("ed7c1647cb97379e76892be0cacff57ec4a7102aa24296ca39af7541246d8ff1"
                + "4d38958d4cc1e2e478e4d4a764bbfd835b16d4e314b72937b29833060b87276c");
        var withScripts = Bytes.ofHex("052aedffc554b41f52b521071793a6b88d6dbca9dba94cf34c83696de0c1ec35"
                + "ca9c5ed4ab28059bd606a4f3a657eec0bb96661d42921b5f50a95ad33675b54f");
        var root = Bytes.ofHex("5b75adecf53548f3ec6ad7d78383bf84cc57b55a3127c72b9a2481752dd88b21");
        var first = new Receipt.Part(
                DerivationPath.root(),
                Optional.of(Bytes.empty()),
                Bytes.ofHex("2514a6272f85cfa0f45eb907fcb0d121b808ed37c6ea160a5a9046ed5526d555"),
                withoutScripts,
                0);
        var second = new Receipt.Part(
                DerivationPath.root(),
                Optional.of(root),
                Bytes.ofHex("325a644af47e8a5a2591cda0ab0723978537318f10e6a63d4eed783b96a71a4d"),
                withScripts,
                0);
        var one = internal("d6889cb081036e0faefa3a35157ad71086b123b2b144b649798b494c300a961d");
        var two = internal("187791b6f712a8ea41c8ecdd0ee77fab3e85263b37e1ec18a3651926b3a6cf27");
        assertTrue(ofChildren(List.of(first), Algorithm.BIP340, one).verifies());
        assertTrue(ofChildren(List.of(second), Algorithm.BIP340, two).verifies());
        assertFalse(ofChildren(List.of(tweaked(first, Optional.empty())), Algorithm.BIP340, one)
                .verifies());
        assertFalse(ofChildren(List.of(tweaked(first, Optional.of(root))), Algorithm.BIP340, one)
                .verifies());
        assertFalse(ofChildren(List.of(tweaked(second, Optional.of(Bytes.empty()))), Algorithm.BIP340, two)
                .verifies());
    }

    private static Receipt.Part tweaked(Receipt.Part part, Optional<Bytes> root) {
        return new Receipt.Part(part.below(), root, part.message(), part.signature(), 0);
    }

    private static Point internal(String x) {
        return Curve.SECP256K1.group().parsePoint(Bytes.ofHex("02" + x)).orThrow();
    }
}
