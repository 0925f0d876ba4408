package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.secret.LockPolicy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.ceremony.KeptShare;
import tallystick.mpc.ceremony.SealedShareForm;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.CheatingDealer;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialEpochs;
import tallystick.mpc.session.PartyId;

class KeyShareTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);

    @Test
    void share_withLeafMissingForeignOrWrong_isRefused() {
        try (var dealt = DealtKey.deal("3 of (a*2, b, c)", Scheme.FROST_BIP340, 1)) {
            var key = dealt.key();
            var leaves = new TreeMap<>(dealt.share(1).leaves());
            assertThatThrownBy(() -> new KeyShare(key, TWO, leaves))
                    .hasMessage("2 leaves given, party 2 owns 1 others");
            assertThatThrownBy(() -> new KeyShare(key, new PartyId(9), leaves)).hasMessage("party 9 owns no leaf");
            var fewer = new TreeMap<>(leaves);
            fewer.remove(leaves.lastKey());
            assertThatThrownBy(() -> new KeyShare(key, ONE, fewer)).isInstanceOf(IllegalArgumentException.class);
            var swapped = new TreeMap<>(leaves);
            swapped.put(leaves.firstKey(), leaves.lastEntry().getValue());
            assertThatThrownBy(() -> new KeyShare(key, ONE, swapped))
                    .hasMessage("share of leaf 0 does not fit its point");
        }
    }

    @Test
    void additiveShare_ofAnotherTreeOrSet_isRefused() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_ED25519, 1)) {
            var other =
                    TrialCeremony.tree("2 of (a, b)").qualify(List.of(ONE, TWO)).orThrow();
            assertThatThrownBy(() -> dealt.share(1).additiveShare(other))
                    .hasMessage("signing set of another quorum tree");
            assertThatThrownBy(() -> dealt.share(3).additiveShare(dealt.set(1, 2)))
                    .hasMessage("party 3 not in the signing set");
            assertThatThrownBy(() -> dealt.key().additivePoint(new PartyId(3), dealt.set(1, 2)))
                    .hasMessage("party 3 not in the signing set");
            assertThat(dealt.share(1).toString()).isEqualTo("KeyShare");
        }
    }

    @Test
    void shareClosedWhileAnAdditiveOneIsMade_waitsForIt() throws InterruptedException {
        try (var dealt = DealtKey.deal("3 of (a*2, b, c)", Scheme.FROST_BIP340, 1)) {
            var closed = new AtomicReference<KeyShare>();
            var closing = new AtomicReference<Thread>();
            IntPredicate closeOnce = _ -> {
                if (closed.get() == null || closing.get() != null) return true;
                closing.set(Thread.ofPlatform().start(closed.get()::close));
                return !joined(closing.get());
            };
            try (var home = SecretMemory.asking(LockPolicy.ofProperty(), closeOnce)) {
                var leaves = new TreeMap<LeafId, SecretScalar>();
                dealt.share(1).leaves().forEach((leaf, scalar) -> leaves.put(leaf, scalar.copyTo(home)));
                closed.set(new KeyShare(dealt.key(), ONE, leaves));
                try (var additive = closed.get().additiveShare(dealt.set(1, 2))) {
                    assertThat(additive.timesGenerator()).isEqualTo(dealt.key().additivePoint(ONE, dealt.set(1, 2)));
                }
                closing.get().join();
                assertThat(closed.get().isClosed()).isTrue();
            }
        }
    }

    private static boolean joined(Thread thread) {
        try {
            return thread.join(Duration.ofMillis(100));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void secretForm_readsBack_andRefusesEveryChangedByte() {
        for (var scheme : List.of(Scheme.FROST_BIP340, Scheme.FROST_ED25519))
            try (var dealt = DealtKey.deal("3 of (a*2, b, c)", scheme, 1);
                    var home = SecretMemory.open()) {
                var share = dealt.share(1);
                try (var form = SealedShareForm.write(share, home)) {
                    assertThat(form.length()).isEqualTo(5 + 32 + 4 + 2 * 33);
                    try (var back = TrialEpochs.inUse(
                            KeptShare.parse(form, dealt.key(), ONE, home).orThrow(), ONE)) {
                        back.leaves()
                                .forEach((leaf, scalar) -> assertThat(scalar.sameAs(share.leaf(leaf)))
                                        .isTrue());
                    }
                    for (var index = 0; index < form.length(); index++) {
                        var before = form.memory().get(ValueLayout.JAVA_BYTE, index);
                        form.memory().set(ValueLayout.JAVA_BYTE, index, (byte) (before ^ 1));
                        assertThat(KeptShare.parse(form, dealt.key(), ONE, home))
                                .as("byte %d", index)
                                .isInstanceOf(Parsed.Malformed.class);
                        form.memory().set(ValueLayout.JAVA_BYTE, index, before);
                    }
                    assertThat(KeptShare.parse(form, dealt.key(), TWO, home)).isInstanceOf(Parsed.Malformed.class);
                    try (var later = dealt.refreshed(2)) {
                        assertThat(KeptShare.parse(form, later.key(), ONE, home))
                                .isInstanceOf(Parsed.Malformed.class);
                    }
                }
                assertThat(home.lentBytes()).as("secrets left open").isZero();
            }
    }

    @Test
    void secretForm_saysWhichLeafIsWrong() {
        try (var dealt = DealtKey.deal("3 of (a*2, b, c)", Scheme.FROST_BIP340, 1);
                var form = SealedShareForm.write(dealt.share(1), dealt.home())) {
            var second = 5 + 32 + 4 + 33;
            var scalar = form.memory().asSlice(second + 1, 32);
            scalar.set(ValueLayout.JAVA_BYTE, 31, (byte) (scalar.get(ValueLayout.JAVA_BYTE, 31) ^ 1));
            assertMalformed(dealt, form, second + 1, "scalar that fits the point of leaf 1");
            scalar.fill((byte) 0xff);
            assertMalformed(dealt, form, second + 1, "scalar of leaf 1 below the group order");
            form.memory().set(ValueLayout.JAVA_BYTE, second, (byte) 2);
            assertMalformed(dealt, form, second, "leaf 1");
            assertThat(dealt.key().additivePoint(ONE, dealt.set(1, 2)))
                    .isNotEqualTo(dealt.key().additivePoint(TWO, dealt.set(1, 2)));
        }
    }

    private static void assertMalformed(DealtKey dealt, SecretBytes form, int offset, String expected) {
        var lent = dealt.home().lentBytes();
        assertThat(KeptShare.parse(form, dealt.key(), ONE, dealt.home()))
                .isEqualTo(new Parsed.Malformed<KeptShare>(offset, expected));
        assertThat(dealt.home().lentBytes()).as("secrets left open").isEqualTo(lent);
    }

    @Test
    void groupKey_readsBack_andNoChangedByteReadsAsTheSame() {
        try (var dealt = DealtKey.deal("2 of (a, all(b, c))", Scheme.FROST_BIP340, 1)) {
            var encoded = dealt.key().encode();
            var read = 0;
            for (var index = 0; index < encoded.length(); index++) {
                var changed = CheatingDealer.flip(encoded, index);
                if (!(GroupKey.parse(changed) instanceof Parsed.Ok<GroupKey>(var key))) continue;
                assertThat(key.encode()).as("byte %d", index).isEqualTo(changed);
                assertThat(key.hash()).isNotEqualTo(dealt.key().hash());
                read++;
            }
            assertThat(read)
                    .as("id, chain code, epoch, names, scheme may read as others")
                    .isGreaterThan(64);
            assertThat(GroupKey.parse(Bytes.concat(encoded, Bytes.copyOf((byte) 0))))
                    .isInstanceOf(Parsed.Malformed.class);
            for (var length = 0; length < encoded.length(); length++)
                assertThat(GroupKey.parse(encoded.slice(0, length))).isInstanceOf(Parsed.Malformed.class);
        }
    }

    @Test
    void groupKey_withTreeNotInCanonicalText_isMalformed() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 1)) {
            var canonical = Bytes.ofUtf8(dealt.key().tree().toString());
            var spelled = Bytes.ofUtf8("2 of(a,b) ");
            assertThat(spelled.length()).isNotEqualTo(canonical.length());
            var encoded = dealt.key().encode();
            var at = 5 + 32 + 1;
            var other = Bytes.concat(
                    encoded.slice(0, at),
                    Bytes.copyOf((byte) 0, (byte) 0, (byte) 0, (byte) spelled.length()),
                    spelled,
                    encoded.slice(at + 4 + canonical.length(), encoded.length()));
            assertThat(GroupKey.parse(other))
                    .isEqualTo(new Parsed.Malformed<GroupKey>(at, "quorum tree in canonical text"));
        }
    }
}
