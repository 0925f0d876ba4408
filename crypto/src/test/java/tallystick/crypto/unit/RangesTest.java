package tallystick.crypto.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.Collections;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Base58;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.derive.ChildTweak;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.derive.ExtendedKey;
import tallystick.crypto.derive.ExtendedKey.Network;
import tallystick.crypto.derive.TaprootOutput;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.ExpandMessage;
import tallystick.crypto.hash.Hkdf;
import tallystick.crypto.hash.PrgAes;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.seal.AgreementKey;
import tallystick.crypto.seal.Envelope;
import tallystick.crypto.seal.Hpke;
import tallystick.crypto.secret.LockPolicy;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;

/// What a caller may not ask for.
class RangesTest {
    private static final Bytes ONE = Bytes.copyOf((byte) 1);

    @Nested
    class Hashes {
        @Test
        void expansion_outOfRange_isTheCallersFault() {
            assertThatThrownBy(() -> ExpandMessage.xmdSha256(ONE, Bytes.empty(), 32))
                    .hasMessage("domain separation tag of 0 bytes");
            for (var length : new int[] {-1, 0, 8161})
                assertThatThrownBy(() -> ExpandMessage.xmdSha256(ONE, ONE, length))
                        .isInstanceOf(IllegalArgumentException.class);
            assertThat(ExpandMessage.xmdSha256(ONE, ONE, 8160).length()).isEqualTo(8160);
        }

        @Test
        void tagOver255Bytes_isHashedFirst() {
            var tag = Bytes.copyOf(new byte[256]);
            var hashed = StandardHash.sha256(Bytes.concat(Bytes.ofUtf8("H2C-OVERSIZE-DST-"), tag));
            assertThat(ExpandMessage.xmdSha256(ONE, tag, 48))
                    .isEqualTo(ExpandMessage.xmdSha256(ONE, hashed.bytes(), 48));
        }

        @Test
        void stream_beyondItsEnd_isTheCallersFault() {
            try (var home = SecretMemory.open();
                    var seed = home.allocate(PrgAes.SEED_BYTES);
                    var prg = PrgAes.open(seed, 0)) {
                var tooLong = MemorySegment.NULL.reinterpret(PrgAes.STREAM_BYTES_MAX + 1);
                assertThatThrownBy(() -> prg.fill(tooLong)).isInstanceOf(IllegalArgumentException.class);
                prg.fill(MemorySegment.ofArray(new byte[1]));
                var rest = MemorySegment.NULL.reinterpret(PrgAes.STREAM_BYTES_MAX);
                assertThatThrownBy(() -> prg.fill(rest)).isInstanceOf(IllegalArgumentException.class);
            }
        }

        @Test
        void derivedKey_outOfRange_isTheCallersFault() {
            try (var home = SecretMemory.open();
                    var secret = home.allocate(1)) {
                for (var length : new int[] {-1, 0, 8161})
                    assertThatThrownBy(() -> Hkdf.sha256(secret, ONE, ONE, length, home))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessage("%d bytes not in 1..8160", length);
            }
        }
    }

    @Nested
    class Derivations {
        private final Derivation top =
                new Derivation(Curve.SECP256K1.group().generator(), StandardHash.sha256(Bytes.empty()));
        private final Bytes parent = Bytes.ofHex("01020304");

        @Test
        void extendedKey_outOfRange_isTheCallersFault() {
            assertThat(new ExtendedKey(Network.TEST, 255, parent, 0xffff_ffffL, top).text())
                    .startsWith("tpub");
            for (var depth : new int[] {-1, 256})
                assertThatThrownBy(() -> new ExtendedKey(Network.MAIN, depth, parent, 0, top))
                        .hasMessage("depth %d not in 0..255", depth);
            for (var number : new long[] {-1, 1L << 32})
                assertThatThrownBy(() -> new ExtendedKey(Network.MAIN, 1, parent, number, top))
                        .hasMessage("child number %d not in 0..4294967295", number);
            assertThatThrownBy(() -> new ExtendedKey(Network.MAIN, 1, ONE, 0, top))
                    .hasMessage("fingerprint of 1 bytes, not 4");
            assertThatThrownBy(() -> new ExtendedKey(Network.MAIN, 0, parent, 0, top))
                    .hasMessage("a key of depth 0 has no parent");
            assertThatThrownBy(() -> new ExtendedKey(Network.MAIN, 0, Bytes.copyOf(new byte[4]), 1, top))
                    .hasMessage("a key of depth 0 has no parent");
        }

        @Test
        void childBelowDepth255_isTheCallersFault() {
            var deepest =
                    new ExtendedKey(Network.MAIN, 254, parent, 0, top).child(0).orElseThrow();
            assertThat(deepest.depth()).isEqualTo(255);
            assertThatThrownBy(() -> deepest.child(0)).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void pathOfManyIndices_isTheCallersFault() {
            var longest = new DerivationPath(Collections.nCopies(16, 0));
            assertThat(DerivationPath.parse(longest.toString())).isEqualTo(new DerivationPath.Reading.Good(longest));
            assertThat(longest.isRoot()).isFalse();
            assertThat(DerivationPath.root().isRoot()).isTrue();
            assertThatThrownBy(() -> new DerivationPath(Collections.nCopies(17, 0)))
                    .hasMessage("path of 17 indices, more than 16");
        }

        @Test
        void textLongerThanAnyPath_isRefusedByItsLength() {
            assertThat(DerivationPath.parse("m" + "/2147483647'".repeat(16)))
                    .isEqualTo(new DerivationPath.Reading.Hardened(2));
            assertThat(DerivationPath.parse("m" + "/2147483647'".repeat(1_000_000)))
                    .isEqualTo(new DerivationPath.Reading.Malformed(193, "at most 16 indices"));
        }

        @Test
        void rootPath_leadsToTheKeyItself() {
            var group = Curve.SECP256K1.group();
            assertThat(top.along(DerivationPath.root()))
                    .isEqualTo(new Derivation.Derived(group.scalar(0), top.key(), top.chainCode()));
        }

        @Test
        void wrongInputs_areTheCallersFault() {
            assertThatThrownBy(() -> ChildTweak.ofBip32(ONE)).hasMessage("1 bytes, not 64");
            assertThatThrownBy(() ->
                            TaprootOutput.of(Curve.ED25519.group().generator(), java.util.Optional.<Digest32>empty()))
                    .hasMessage("a taproot key is on secp256k1");
        }

        @Test
        void longBase58_isMalformedBeforeItIsRead() {
            assertThat(Base58.parse("1".repeat(11), 10))
                    .isEqualTo(new Parsed.Malformed<>(10, "base58 text of at most 10 characters"));
            assertThat(Base58.parse("1".repeat(10), 10)).isEqualTo(new Parsed.Ok<>(Bytes.copyOf(new byte[10])));
            assertThat(Base58.parse("12l4", 10)).isEqualTo(new Parsed.Malformed<>(2, "base58 digit"));
        }
    }

    @Nested
    class Seals {
        private final SeededEntropy entropy = new SeededEntropy(7);

        @Test
        void keyOfAnotherLength_isTheCallersFault() {
            try (var home = SecretMemory.open();
                    var key = home.allocate(16)) {
                assertThatThrownBy(() -> Envelope.seal(key, ONE, key, entropy)).hasMessage("key of 16 bytes, not 32");
                assertThatThrownBy(() -> AgreementKey.of(key, home)).hasMessage("agreement secret of 16 bytes, not 32");
            }
        }

        @Test
        void plaintextOf16MiB_isTheCallersFault() {
            try (var home = SecretMemory.open(LockPolicy.ALLOW_UNLOCKED);
                    var key = AgreementKey.generate(entropy, home);
                    var symmetric = home.allocate(32);
                    var large = home.allocate(1 << 24)) {
                assertThatThrownBy(() -> Envelope.seal(symmetric, ONE, large, entropy))
                        .hasMessage("plaintext of 16777216 bytes, 16 MiB or more");
                assertThatThrownBy(() -> Hpke.seal(key.point(), new Hpke.Context(ONE, ONE), large, entropy))
                        .hasMessage("plaintext of 16777216 bytes, 16 MiB or more");
            }
        }

        @Test
        void secretHandles_printNoSecret() {
            try (var home = SecretMemory.open();
                    var key = AgreementKey.generate(entropy, home)) {
                assertThat(key).hasToString("AgreementKey " + key.point());
            }
        }
    }
}
