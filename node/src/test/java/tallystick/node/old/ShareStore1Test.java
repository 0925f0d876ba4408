package tallystick.node.old;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.session.PartyId;
import tallystick.node.kek.KekFile;
import tallystick.node.kek.KekWish;
import tallystick.node.kek.StoreDirectory;
import tallystick.node.keystore.ShareStore;
import tallystick.node.kit.OldStore;
import tallystick.node.log.KeyEntries;
import tallystick.node.rekek.Rekek;
import tallystick.wire.IdentityFile;
import tallystick.wire.Passphrase;

/// A store of the first format, sealed right under a passphrase's key, opens as it lies, and under another key.
class ShareStore1Test {
    private final SystemEntropy entropy = new SystemEntropy();

    @TempDir
    Path directory;

    /// Every share parses against its group key, so opening them all is reading them all.
    private int opened(OldStore old, SecretMemory home) throws IOException {
        var opened = 0;
        try (var claimed = StoreDirectory.claim(old.directory());
                var passphrase = Passphrase.read(old.passphrase(), home);
                var kek = claimed.open("alpha", passphrase, entropy, home)) {
            var store = new ShareStore(claimed.store(), "alpha", kek, entropy, home, new KeyEntries(_ -> 0));
            assertThat(store.epochs()).hasSize(2);
            for (var certificate : old.certificates()) {
                var stored = store.load(new EpochChange.OldErased(certificate, new PartyId(1), 0));
                assertThat(stored.share().key()).isEqualTo(certificate.key());
                stored.share().close();
                stored.pairs().close();
                opened++;
            }
        }
        return opened;
    }

    @Test
    void storeOfFormat1_opens() throws IOException {
        var old = OldStore.layOut(directory);
        try (var home = SecretMemory.open()) {
            assertThat(opened(old, home)).isEqualTo(2);
        }
        assertThat(Files.exists(old.directory().resolve("kek"))).isFalse();
    }

    @Test
    void storeOfFormat1_underAnotherKey_isOfFormat2AndOpens() throws IOException {
        var old = OldStore.layOut(directory);
        try (var home = SecretMemory.open()) {
            try (var claimed = StoreDirectory.claim(old.directory());
                    var passphrase = Passphrase.read(old.passphrase(), home);
                    var identity = IdentityFile.open(old.directory().resolve("identity"), passphrase, home)) {
                var passphrases = new Rekek.Passphrases(passphrase, Optional.empty());
                var _ = new Rekek(claimed, entropy, home)
                        .run(identity, new KekWish.FromPassphrase(), passphrases, new Unheard());
            }
            assertThat(opened(old, home)).isEqualTo(2);
        }
        var records = new ArrayList<Path>();
        try (var files = Files.walk(old.directory().resolve("keys-2"))) {
            for (var file : files.filter(each -> each.toString().matches(".*\\.(share|pairs)"))
                    .toList()) {
                var magic = new String(Files.readAllBytes(file), 0, 4, StandardCharsets.US_ASCII);
                assertThat(magic).isEqualTo("TSSF");
                records.add(file);
            }
        }
        assertThat(records).hasSize(4);
        assertThat(Files.exists(old.directory().resolve("keys"))).isFalse();
        assertThat(Files.exists(old.directory().resolve("kek-salt"))).isFalse();
    }

    private static final class Unheard implements Rekek.Progress {
        @Override
        public void wrote(Path file) {}

        @Override
        public void inForce(KekFile file) {}
    }
}
