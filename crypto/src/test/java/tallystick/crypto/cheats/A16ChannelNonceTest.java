package tallystick.crypto.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.seal.ChannelOffer;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.SealedChannel;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;

/// A16: the network replays, reflects and reorders; a nonce that met its key twice would give the traffic away.
class A16ChannelNonceTest {
    private static final Bytes CONTEXT = Bytes.ofUtf8("round 2");
    private static final Bytes PLAIN = Bytes.ofHex("00".repeat(32));
    private static final Digest32 SESSION =
            Transcript.of("tallystick/example/v1/session").digest();

    private final SeededEntropy entropy = new SeededEntropy(0xa16);
    private final SecretMemory home = SecretMemory.open();
    private final IdentityKey alice = IdentityKey.generate(entropy, home);
    private final IdentityKey bob = IdentityKey.generate(entropy, home);

    private record Pair(SealedChannel alices, SealedChannel bobs) {}

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void records_arriveInOrderBothWays() {
        var pair = channel(SESSION);
        for (var i = 0; i < 5; i++) {
            assertThat(opens(pair.bobs(), seal(pair.alices()))).isTrue();
            assertThat(opens(pair.alices(), seal(pair.bobs()))).isTrue();
        }
    }

    @Test
    void equalPlaintexts_inEveryDirectionRecordAndSession_giveDistinctCiphertexts() {
        // With one plaintext and context throughout, two equal ciphertexts would be one key with one nonce.
        var seen = new HashSet<Bytes>();
        for (var session = 0; session < 20; session++) {
            var pair = channel(SESSION);
            for (var record = 0; record < 10; record++) {
                seen.add(ciphertext(seal(pair.alices())));
                seen.add(ciphertext(seal(pair.bobs())));
            }
        }
        assertThat(seen).hasSize(400);
    }

    @Test
    void recordSentBackToItsSender_isMalformed() {
        var pair = channel(SESSION);
        assertThat(opens(pair.alices(), seal(pair.alices()))).isFalse();
        assertThat(opens(pair.bobs(), seal(pair.bobs()))).isFalse();
    }

    @Test
    void recordRepeatedDroppedOrSwapped_isMalformedAndTheChannelGoesOn() {
        var pair = channel(SESSION);
        var first = seal(pair.alices());
        var second = seal(pair.alices());
        var third = seal(pair.alices());
        assertThat(pair.bobs().open(CONTEXT, second, home)).isEqualTo(new Parsed.Malformed<>(0, "record number 0"));
        assertThat(opens(pair.bobs(), first)).isTrue();
        assertThat(pair.bobs().open(CONTEXT, first, home)).isEqualTo(new Parsed.Malformed<>(0, "record number 1"));
        assertThat(opens(pair.bobs(), third)).isFalse();
        assertThat(opens(pair.bobs(), second)).isTrue();
        assertThat(opens(pair.bobs(), third)).isTrue();
    }

    @Test
    void recordRenumbered_isMalformed() {
        var pair = channel(SESSION);
        seal(pair.alices());
        var second = seal(pair.alices());
        var renumbered = Bytes.concat(new Writer().u64(0).toBytes(), second.slice(8, second.length()));
        assertThat(opens(pair.bobs(), renumbered)).isFalse();
    }

    @Test
    void anyFlippedBitMissingOrAddedByteOrOtherContext_isMalformedAndTheChannelGoesOn() {
        var pair = channel(SESSION);
        var record = seal(pair.alices());
        for (var bit = 0; bit < record.length() * 8; bit++) {
            var changed = record.toArray();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(opens(pair.bobs(), Bytes.copyOf(changed)))
                    .as("bit %d", bit)
                    .isFalse();
        }
        for (var length = 0; length < record.length(); length++)
            assertThat(opens(pair.bobs(), record.slice(0, length))).isFalse();
        assertThat(opens(pair.bobs(), Bytes.concat(record, Bytes.copyOf((byte) 0))))
                .isFalse();
        assertThat(pair.bobs().open(Bytes.ofUtf8("round 3"), record, home)).isInstanceOf(Parsed.Malformed.class);
        assertThat(opens(pair.bobs(), record)).isTrue();
    }

    @Test
    void recordOfAnotherSessionOrEnd_isMalformed() {
        var one = channel(SESSION);
        var again = channel(SESSION);
        assertThat(opens(again.bobs(), seal(one.alices()))).isFalse();
        try (var alices = ChannelOffer.fresh(entropy, home);
                var bobs = ChannelOffer.fresh(entropy, home)) {
            var other = Transcript.of("tallystick/example/v1/other").digest();
            var left = accept(alices, alice, bob, SESSION, bobs);
            var right = accept(bobs, bob, alice, other, alices);
            assertThat(opens(right, seal(left))).isFalse();
        }
        var carol = IdentityKey.generate(entropy, home);
        try (var alices = ChannelOffer.fresh(entropy, home);
                var bobs = ChannelOffer.fresh(entropy, home)) {
            var left = accept(alices, alice, carol, SESSION, bobs);
            var right = accept(bobs, bob, alice, SESSION, alices);
            assertThat(opens(right, seal(left))).isFalse();
        }
    }

    @Test
    void offerSentBack_makesNoChannel() {
        try (var offer = ChannelOffer.fresh(entropy, home)) {
            var ends = new ChannelOffer.Ends(alice.verifyKey(), bob.verifyKey());
            assertThat(offer.accept(ends, SESSION, offer.point(), home)).isEmpty();
        }
        assertThatThrownBy(() -> new ChannelOffer.Ends(alice.verifyKey(), alice.verifyKey()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void offer_isSpentOnce() {
        var peer = ChannelOffer.fresh(entropy, home);
        var spent = ChannelOffer.fresh(entropy, home);
        accept(spent, alice, bob, SESSION, peer);
        assertThatThrownBy(() -> accept(spent, alice, bob, SESSION, peer)).isInstanceOf(IllegalStateException.class);
        var closed = ChannelOffer.fresh(entropy, home);
        closed.close();
        assertThatThrownBy(() -> accept(closed, alice, bob, SESSION, peer)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void statementOfAnOffer_changesWithEveryField() {
        var one = ChannelOffer.fresh(entropy, home).point();
        var two = ChannelOffer.fresh(entropy, home).point();
        var other = Transcript.of("tallystick/example/v1/other").digest();
        assertThat(List.of(
                        ChannelOffer.statement(SESSION, alice.verifyKey(), bob.verifyKey(), one),
                        ChannelOffer.statement(other, alice.verifyKey(), bob.verifyKey(), one),
                        ChannelOffer.statement(SESSION, bob.verifyKey(), alice.verifyKey(), one),
                        ChannelOffer.statement(SESSION, alice.verifyKey(), bob.verifyKey(), two)))
                .doesNotHaveDuplicates();
    }

    private Pair channel(Digest32 session) {
        try (var alices = ChannelOffer.fresh(entropy, home);
                var bobs = ChannelOffer.fresh(entropy, home)) {
            return new Pair(accept(alices, alice, bob, session, bobs), accept(bobs, bob, alice, session, alices));
        }
    }

    private SealedChannel accept(
            ChannelOffer own, IdentityKey mine, IdentityKey peers, Digest32 session, ChannelOffer theirs) {
        return own.accept(new ChannelOffer.Ends(mine.verifyKey(), peers.verifyKey()), session, theirs.point(), home)
                .orElseThrow();
    }

    private Bytes seal(SealedChannel channel) {
        try (var plain = Secrets.of(PLAIN, home)) {
            return channel.seal(CONTEXT, plain);
        }
    }

    private boolean opens(SealedChannel channel, Bytes record) {
        return switch (channel.open(CONTEXT, record, home)) {
            case Parsed.Malformed<SecretBytes> _ -> false;
            case Parsed.Ok<SecretBytes>(var plain) -> Secrets.open(plain).equals(PLAIN);
        };
    }

    private static Bytes ciphertext(Bytes record) {
        return record.slice(12, record.length());
    }
}
