package tallystick.crypto.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.seal.AgreementKey;
import tallystick.crypto.seal.Envelope;
import tallystick.crypto.seal.Hpke;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;

/// A17: whoever can write to the store swaps sealed records, puts an old one back, or cuts one short.
class A17SwappedRecordTest {
    private static final Bytes SHARE_1 = Bytes.ofHex("01".repeat(40));
    private static final Bytes SHARE_2 = Bytes.ofHex("02".repeat(40));

    private final SeededEntropy entropy = new SeededEntropy(0xa17);
    private final SecretMemory home = SecretMemory.open();
    private final SecretBytes key = SecretBytes.random(32, entropy, home);
    private final AgreementKey holder = AgreementKey.generate(entropy, home);

    /// What a record is, of which key and epoch, as the store's caller names it.
    private record Place(String type, int key, int epoch, int version) {
        Bytes context() {
            return new Writer()
                    .variable(Bytes.ofUtf8(type))
                    .u32(key)
                    .u32(epoch)
                    .u32(version)
                    .toBytes();
        }
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void recordInItsOwnPlace_opens() {
        var place = new Place("share", 1, 1, 1);
        assertThat(opened(place, sealed(place, SHARE_1))).isEqualTo(SHARE_1);
    }

    @Test
    void twoRecordsSwapped_doNotOpen() {
        var first = new Place("share", 1, 1, 1);
        var second = new Place("share", 2, 1, 1);
        var store = List.of(sealed(first, SHARE_1), sealed(second, SHARE_2));
        assertThat(opened(first, store.get(1))).isEqualTo(Bytes.empty());
        assertThat(opened(second, store.get(0))).isEqualTo(Bytes.empty());
    }

    @Test
    void recordRolledBackOrOfAnotherTypeOrVersion_doesNotOpen() {
        var now = new Place("share", 1, 2, 1);
        for (var other : List.of(
                new Place("share", 1, 1, 1),
                new Place("share", 1, 3, 1),
                new Place("pending", 1, 2, 1),
                new Place("share", 1, 2, 2)))
            assertThat(opened(now, sealed(other, SHARE_1))).as("%s", other).isEqualTo(Bytes.empty());
    }

    @Test
    void recordCutShortOrMadeLonger_doesNotOpen() {
        var place = new Place("share", 1, 1, 1);
        var record = sealed(place, SHARE_1);
        for (var length = 0; length < record.length(); length++)
            assertThat(opened(place, record.slice(0, length))).isEqualTo(Bytes.empty());
        assertThat(opened(place, Bytes.concat(record, Bytes.copyOf((byte) 0)))).isEqualTo(Bytes.empty());
    }

    @Test
    void recordWhoseLengthAgreesWithTheCut_doesNotOpen() {
        var place = new Place("share", 1, 1, 1);
        var record = sealed(place, SHARE_1);
        for (var length = 0; length < 56; length++) {
            var cut = new Writer()
                    .raw(record.slice(0, 16))
                    .variable(record.slice(20, 20 + length))
                    .toBytes();
            assertThat(opened(place, cut)).as("ciphertext of %d bytes", length).isEqualTo(Bytes.empty());
        }
    }

    @Test
    void partsOfTwoRecordsJoined_doNotOpen() {
        var place = new Place("share", 1, 1, 1);
        var one = sealed(place, SHARE_1);
        var two = sealed(place, SHARE_1);
        assertThat(opened(place, Bytes.concat(one.slice(0, 16), two.slice(16, two.length()))))
                .isEqualTo(Bytes.empty());
    }

    @Test
    void manySealings_neverRepeatANonce() {
        var nonces = new HashSet<Bytes>();
        for (var i = 0; i < 1000; i++)
            nonces.add(sealed(new Place("share", 1, 1, 1), SHARE_1).slice(4, 16));
        assertThat(nonces).hasSize(1000);
    }

    @Test
    void sealingToAPublicKey_inAnyOtherPlace_doesNotOpen() {
        var context = new Hpke.Context(Bytes.ofUtf8("backup"), new Place("share", 1, 1, 1).context());
        var sealed = toHolder(context);
        assertThat(opened(holder, context, sealed)).isEqualTo(SHARE_1);
        for (var other : List.of(
                new Hpke.Context(Bytes.ofUtf8("invitation"), context.associated()),
                new Hpke.Context(context.info(), new Place("share", 1, 2, 1).context()),
                new Hpke.Context(context.associated(), context.info())))
            assertThat(opened(holder, other, sealed)).isEqualTo(Bytes.empty());
        try (var stranger = AgreementKey.generate(entropy, home)) {
            assertThat(opened(stranger, context, sealed)).isEqualTo(Bytes.empty());
        }
    }

    @Test
    void sealingToAPublicKey_withAnyBitFlippedOrByteMissing_doesNotOpen() {
        var context = new Hpke.Context(Bytes.ofUtf8("backup"), Bytes.empty());
        var sealed = toHolder(context);
        for (var bit = 0; bit < sealed.length() * 8; bit++) {
            var changed = sealed.toArray();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(opened(holder, context, Bytes.copyOf(changed)))
                    .as("bit %d", bit)
                    .isEqualTo(Bytes.empty());
        }
        for (var length = 0; length < sealed.length(); length++)
            assertThat(opened(holder, context, sealed.slice(0, length))).isEqualTo(Bytes.empty());
        assertThat(opened(holder, context, Bytes.concat(sealed, Bytes.copyOf((byte) 0))))
                .isEqualTo(Bytes.empty());
        var short16 = new Writer()
                .raw(sealed.slice(0, 36))
                .variable(sealed.slice(40, 56))
                .toBytes();
        assertThat(Hpke.open(holder, context, short16, home)).isInstanceOf(Parsed.Malformed.class);
    }

    private Bytes sealed(Place place, Bytes content) {
        try (var plain = Secrets.of(content, home)) {
            return Envelope.seal(key, place.context(), plain, entropy);
        }
    }

    private Bytes toHolder(Hpke.Context context) {
        try (var plain = Secrets.of(SHARE_1, home)) {
            return Hpke.seal(holder.point(), context, plain, entropy);
        }
    }

    /// The content, or nothing if malformed.
    private Bytes opened(Place place, Bytes record) {
        return content(Envelope.open(key, place.context(), record, home));
    }

    private Bytes opened(AgreementKey by, Hpke.Context context, Bytes sealed) {
        return content(Hpke.open(by, context, sealed, home));
    }

    private static Bytes content(Parsed<SecretBytes> parsed) {
        return switch (parsed) {
            case Parsed.Ok<SecretBytes>(var plain) -> Secrets.open(plain);
            case Parsed.Malformed<SecretBytes> _ -> Bytes.empty();
        };
    }
}
