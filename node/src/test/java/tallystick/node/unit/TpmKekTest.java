package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.node.kek.KekFile;
import tallystick.node.kek.KekKind;
import tallystick.node.kek.KekRefused;
import tallystick.node.kek.KekRefused.Why;
import tallystick.node.kek.KekSettings;
import tallystick.node.kek.KekWish;
import tallystick.node.kit.TrialTpm;
import tallystick.node.tpm.TpmSeal;

@DisplayName("A key-encryption key sealed by a TPM 2.0, on swtpm")
class TpmKekTest {
    private static final Bytes CONTEXT = Bytes.ofUtf8("a file's place");
    private static final String NODE = "alpha";

    @TempDir
    Path directory;

    private final SystemEntropy entropy = new SystemEntropy();
    private SecretMemory home;
    private SecretBytes passphrase;
    private TrialTpm tpm;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(TrialTpm.present(), "swtpm is not installed: apt-get install swtpm");
        home = SecretMemory.open();
        passphrase = SecretBytes.random(20, entropy, home);
        tpm = new TrialTpm(directory.resolve("tpm"));
    }

    @AfterEach
    void stop() {
        if (tpm != null) tpm.close();
        if (home != null) home.close();
    }

    private KekFile made(KekWish wish) throws IOException {
        var settings = wish.make(passphrase, entropy, home);
        try (var kek = settings.open(passphrase, entropy, home)) {
            return KekFile.of("keys", settings, kek, NODE, entropy, home);
        }
    }

    private void assertOpens(KekFile file) throws IOException {
        try (var kek = file.open(NODE, passphrase, entropy, home);
                var dataKey = SecretBytes.random(32, entropy, home);
                var opened = kek.unwrap(CONTEXT, kek.wrap(CONTEXT, dataKey), home)) {
            assertThat(kek.name().kind()).isEqualTo(KekKind.TPM);
            assertThat(opened.sameAs(dataKey)).isTrue();
        }
    }

    private void assertRefused(KekFile file, Why why) {
        assertThatThrownBy(() -> file.open(NODE, passphrase, entropy, home))
                .isInstanceOfSatisfying(
                        KekRefused.class, refused -> assertThat(refused.why()).isEqualTo(why));
    }

    private Path password(String text) throws IOException {
        var file = directory.resolve("password");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    /// The file as it would be with the TPM elsewhere.
    private KekFile movedTo(KekFile file, TrialTpm other) {
        if (!(file.settings() instanceof KekSettings.Tpm(var _, var conditions, var password, var seal)))
            throw new AssertionError("no TPM's");
        return new KekFile(file.store(), new KekSettings.Tpm(other.place(), conditions, password, seal), file.check());
    }

    @Test
    void sealedKey_ofEveryCondition_opensAgainAndAfterARestart() throws IOException {
        var files = java.util.List.of(
                made(tpm.wish(Set.of(), Optional.empty())),
                made(tpm.wish(Set.of(0, 7, 23), Optional.empty())),
                made(tpm.wish(Set.of(), Optional.of(password("four")))),
                made(tpm.wish(Set.of(0, 16), Optional.of(password("four")))));
        for (var file : files) assertOpens(KekFile.parse(file.print()).orThrow());
        tpm.close();
        tpm = new TrialTpm(directory.resolve("tpm"));
        for (var file : files) assertOpens(movedTo(file, tpm));
    }

    @Test
    void manyOpenings_leaveNothingInTheTpm() throws IOException {
        var file = made(tpm.wish(Set.of(4), Optional.of(password("four"))));
        for (var i = 0; i < 12; i++) assertOpens(file);
    }

    @Test
    void register_thatChanged_keepsTheKeyIn() throws IOException {
        var free = made(tpm.wish(Set.of(), Optional.empty()));
        var bound = made(tpm.wish(Set.of(16), Optional.empty()));
        var other = made(tpm.wish(Set.of(7), Optional.empty()));
        tpm.extend(16);
        assertRefused(bound, Why.PCRS_CHANGED);
        assertOpens(free);
        assertOpens(other);
    }

    @Test
    void anotherTpm_doesNotOpenIt() throws IOException {
        var file = made(tpm.wish(Set.of(), Optional.empty()));
        try (var other = new TrialTpm(directory.resolve("other"))) {
            assertRefused(movedTo(file, other), Why.OTHER_TPM);
            // Even where somebody writes the other's own storage key into the file.
            var own = made(other.wish(Set.of(), Optional.empty()));
            if (!(own.settings() instanceof KekSettings.Tpm(var place, var conditions, var password, var seal))
                    || !(file.settings() instanceof KekSettings.Tpm mine)) throw new AssertionError("no TPM's");
            var forged = new TpmSeal(
                    seal.parent(), mine.seal().publicArea(), mine.seal().privateArea());
            assertRefused(
                    new KekFile("keys", new KekSettings.Tpm(place, conditions, password, forged), file.check()),
                    Why.OTHER_TPM);
        }
    }

    @Test
    void wrongPassword_isRefused_andLocksTheTpmAfterSome() throws IOException {
        var file = made(tpm.wish(Set.of(), Optional.of(password("right"))));
        assertOpens(file);
        password("wrong");
        assertRefused(file, Why.WRONG_PASSWORD);
        var seen = Why.WRONG_PASSWORD;
        for (var i = 0; i < 40 && seen == Why.WRONG_PASSWORD; i++) {
            try {
                file.open(NODE, passphrase, entropy, home).close();
            } catch (KekRefused e) {
                seen = e.why();
            }
        }
        assertThat(seen).isEqualTo(Why.LOCKED_OUT);
    }

    @Test
    void tpm_thatIsGone_isNamed() throws IOException {
        var file = made(tpm.wish(Set.of(), Optional.empty()));
        tpm.close();
        assertRefused(file, Why.TPM_ABSENT);
    }

    @Test
    void passwordFile_thatOthersRead_isRefused() throws IOException {
        var file = made(tpm.wish(Set.of(), Optional.of(password("right"))));
        Files.setPosixFilePermissions(password("right"), PosixFilePermissions.fromString("rw-r-----"));
        assertRefused(file, Why.FILE_UNFIT);
    }

    @Test
    void sealedObject_thatWasTamperedWith_doesNotOpen() throws IOException {
        var file = made(tpm.wish(Set.of(), Optional.empty()));
        if (!(file.settings() instanceof KekSettings.Tpm(var place, var conditions, var password, var seal)))
            throw new AssertionError("no TPM's");
        var bytes = seal.privateArea().toArray();
        bytes[bytes.length - 1] ^= 1;
        var bad = new TpmSeal(seal.parent(), seal.publicArea(), Bytes.copyOf(bytes));
        assertRefused(
                new KekFile("keys", new KekSettings.Tpm(place, conditions, password, bad), file.check()),
                Why.OTHER_TPM);
    }
}
