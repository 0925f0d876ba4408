package tallystick.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.core.governance.Member;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.kit.Canonical;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.seal.AgreementKey;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.wire.BackupKeyFile;
import tallystick.wire.Card;
import tallystick.wire.IdentityFile;
import tallystick.wire.ShareBackup;

/// Whatever is in a file that is handed over, it is refused or is the one form of what was read.
class WireFileFuzzTest {
    private static final SecretMemory HOME = SecretMemory.open();
    private static final AgreementKey HOLDER = AgreementKey.generate(Secrets.entropy(1), HOME);
    private static final Bytes SHARE = Bytes.ofUtf8("a share");

    /// Longer than any file of an identity or of a backup key is read, so that no passphrase is stretched in vain.
    private static final Bytes FILLING = Bytes.copyOf(new byte[64 * 1024]);

    @TempDir
    static Path directory;

    private static ShareBackup backup() {
        try (var share = Secrets.of(SHARE, HOME)) {
            return ShareBackup.seal(HOLDER.point(), Bytes.ofUtf8("group key"), "alpha", share, Secrets.entropy(2));
        }
    }

    private static Stream<byte[]> backups() {
        return Stream.of(backup().encode().toArray());
    }

    private static Stream<String> lines() {
        try (var key = IdentityKey.generate(Secrets.entropy(3), HOME)) {
            var pin = StandardHash.sha256(Bytes.ofUtf8("pin"));
            return Stream.of(
                    Card.print(new Member("alpha", Member.Role.NODE, key.verifyKey(), pin, "10.0.0.1", 7443)),
                    Card.print(new Member("op", Member.Role.OPERATOR, key.verifyKey(), pin, "", 0)),
                    BackupKeyFile.print(HOLDER.point()));
        }
    }

    @MethodSource("backups")
    @FuzzTest
    void anyShareBackup_isRefusedOrCanonical_andOnlyTheSealedOneOpens(byte @NotNull [] bytes) {
        var before = HOME.lentBytes();
        Canonical.bytes(bytes, ShareBackup::parse, ShareBackup::encode)
                .flatMap(backup -> Canonical.within(backup.sealed().length(), () -> backup.open(HOLDER, HOME)))
                .ifPresent(secret -> {
                    assertThat(Bytes.copyOf(bytes)).isEqualTo(backup().encode());
                    assertThat(Secrets.open(secret)).isEqualTo(SHARE);
                });
        assertThat(HOME.lentBytes()).isEqualTo(before);
    }

    /// White space around the line is let pass: it is what copying by hand adds.
    @MethodSource("lines")
    @FuzzTest
    void anyLine_isRefusedOrTheOneLine(@NotNull String text) {
        var length = Bytes.ofUtf8(text).length();
        Canonical.within(length, () -> Card.parse(text))
                .ifPresent(member -> assertThat(Card.print(member).strip()).isEqualTo(text.strip()));
        Canonical.within(length, () -> BackupKeyFile.parse(text))
                .ifPresent(
                        point -> assertThat(BackupKeyFile.print(point).strip()).isEqualTo(text.strip()));
    }

    @FuzzTest
    void anyKeyFile_isRefusedAsAFile(byte @NotNull [] bytes) throws IOException {
        var file = Files.write(
                directory.resolve("file"),
                Bytes.concat(Bytes.copyOf(bytes), FILLING).toArray());
        try (var passphrase = Secrets.of(Bytes.ofUtf8("passphrase"), HOME)) {
            assertThat(refuses(() -> IdentityFile.open(file, passphrase, HOME))).isTrue();
            assertThat(refuses(() -> BackupKeyFile.open(file, passphrase, HOME).close()))
                    .isTrue();
        }
    }

    private interface Opening {
        void open() throws IOException;
    }

    private static boolean refuses(Opening opening) {
        try {
            opening.open();
            return false;
        } catch (IOException refused) {
            return true;
        }
    }
}
