package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.session.PartyId;
import tallystick.node.epochs.RecordedKeys;
import tallystick.node.kek.KekFile;
import tallystick.node.kek.KekRefused;
import tallystick.node.kek.KekRefused.Why;
import tallystick.node.kek.KekSettings;
import tallystick.node.kek.PassphraseKek;
import tallystick.node.kek.StoreDirectory;
import tallystick.node.keystore.ShareStore;
import tallystick.node.keystore.StoreCopy;
import tallystick.node.kit.OldStore;
import tallystick.node.log.KeyEntries;
import tallystick.wire.Passphrase;

@DisplayName("Whoever can write to the store, docs/spec/share-file.md")
class ShareFileTest {
    private static final int KIND_AT = 5;
    private static final int ID_AT = 10;
    private static final int ID_BYTES = 16;

    @TempDir
    Path directory;

    private final SystemEntropy entropy = new SystemEntropy();
    private SecretMemory home;
    private PassphraseKek kek;
    private Certificate certificate;
    private ShareStore store;
    private Path keys;
    private Path share;
    private byte[] good;

    /// The first key of the old store, written anew in today's format.
    @BeforeEach
    void start() throws IOException {
        home = SecretMemory.open();
        var old = OldStore.layOut(directory);
        certificate = old.certificates().getFirst();
        try (var claimed = StoreDirectory.claim(old.directory());
                var passphrase = Passphrase.read(old.passphrase(), home);
                var before = claimed.open("alpha", passphrase, entropy, home)) {
            kek = PassphraseKek.of(entropy.bytes(16), passphrase, entropy, home);
            keys = directory.resolve("keys");
            new StoreCopy("alpha", before, kek, RecordedKeys::of, entropy, home).write(claimed.store(), keys, _ -> {});
        }
        store = new ShareStore(keys, "alpha", kek, entropy, home, new KeyEntries(_ -> 0));
        try (var files = Files.list(keys.resolve(certificate.key().id().toString()))) {
            share = files.filter(each -> each.toString().endsWith(".share"))
                    .findFirst()
                    .orElseThrow();
        }
        good = Files.readAllBytes(share);
    }

    @AfterEach
    void close() {
        kek.close();
        home.close();
    }

    private EpochChange inUse() {
        return new EpochChange.OldErased(certificate, new PartyId(1), 0);
    }

    private void assertRefused(byte[] file, Why why) throws IOException {
        Files.write(share, file);
        assertThatThrownBy(() -> store.load(inUse()))
                .isInstanceOfSatisfying(
                        KekRefused.class, refused -> assertThat(refused.why()).isEqualTo(why));
    }

    @Test
    void shareFile_asWritten_opens() throws IOException {
        var stored = store.load(inUse());
        assertThat(stored.share().key()).isEqualTo(certificate.key());
        stored.share().close();
        stored.pairs().close();
        assertThat(good[KIND_AT]).isEqualTo((byte) 1);
    }

    @Test
    void shareWhoseEpochIsNotActive_isNotOpened() {
        var id = certificate.key().id();
        assertThatThrownBy(() -> store.load(new EpochChange.Idle(id, 0, 0)))
                .isInstanceOf(IOException.class)
                .hasMessage("no epoch of the key is active: it has no share to open");
    }

    @Test
    void shareFile_cutAnywhereOrLonger_isMalformed() throws IOException {
        var cuts = 0;
        for (var length = 0; length < good.length; length++, cuts++)
            assertRefused(Arrays.copyOf(good, length), Why.SEALED_MALFORMED);
        assertThat(cuts).isGreaterThan(150);
        assertRefused(Arrays.copyOf(good, good.length + 1), Why.SEALED_MALFORMED);
    }

    @Test
    void shareFile_ofUnknownFormatOrKind_isMalformed() throws IOException {
        for (var at : new int[] {0, 4, KIND_AT}) {
            var changed = good.clone();
            changed[at] = 9;
            assertRefused(changed, Why.SEALED_MALFORMED);
        }
    }

    @Test
    void shareFile_thatNamesAnotherKey_isRefusedByName() throws IOException {
        for (var at = ID_AT; at < ID_AT + ID_BYTES; at++) {
            var changed = good.clone();
            changed[at] ^= 1;
            assertRefused(changed, Why.OTHER_KEK);
        }
        var changed = good.clone();
        changed[KIND_AT] = 2;
        assertRefused(changed, Why.OTHER_KEK);
    }

    @Test
    void shareFile_changedInAnyOtherByte_doesNotOpen() throws IOException {
        var tried = 0;
        for (var at = ID_AT + ID_BYTES + 4; at < good.length; at++, tried++) {
            var changed = good.clone();
            changed[at] ^= 1;
            Files.write(share, changed);
            assertThatThrownBy(() -> store.load(inUse())).isInstanceOf(KekRefused.class);
        }
        assertThat(tried).isGreaterThan(120);
    }

    @Test
    void shareFile_inAnothersPlace_doesNotOpen() throws IOException {
        var pairs = Path.of(share.toString().replace(".share", ".pairs"));
        Files.copy(pairs, share, StandardCopyOption.REPLACE_EXISTING);
        assertRefused(Files.readAllBytes(share), Why.NOT_OPENED);
        var other = new ShareStore(directory.resolve("keys"), "bravo", kek, entropy, home, new KeyEntries(_ -> 0));
        Files.write(share, good);
        assertThatThrownBy(() -> other.load(inUse())).isInstanceOf(KekRefused.class);
    }

    @Test
    void kekFile_cutOrWithLinesMoreLessOrSwapped_isMalformed() throws KekRefused {
        KekFile file;
        try (var passphrase = SecretBytes.random(20, entropy, home);
                var own = PassphraseKek.of(entropy.bytes(16), passphrase, entropy, home)) {
            var settings = new KekSettings.FromPassphrase(own.name().id());
            file = KekFile.of("keys-2", settings, own, "alpha", entropy, home);
        }
        var text = file.print();
        assertThat(KekFile.parse(text).orThrow()).isEqualTo(file);
        for (var length = 0; length < text.length(); length++) assertMalformed(text.substring(0, length));
        assertMalformed(text + "\n");
        assertMalformed(text.replace("kind passphrase", "kind paper"));
        assertMalformed(text.replace("store keys-2", "store ../keys"));
        assertMalformed(text.replace("store keys-2\nkind passphrase", "kind passphrase\nstore keys-2"));
        assertMalformed(text.replace("kind passphrase", "kind passphrase\nkind passphrase"));
        assertMalformed(text.replace("tallystick-kek 1", "tallystick-kek 2"));
    }

    private static void assertMalformed(String text) {
        assertThat(KekFile.parse(text)).isInstanceOf(tallystick.crypto.codec.Parsed.Malformed.class);
    }
}
