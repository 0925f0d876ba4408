package tallystick.wire.unit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.governance.Member;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.wire.Card;
import tallystick.wire.DurableFile;
import tallystick.wire.IdentityFile;
import tallystick.wire.MemberIdentity;
import tallystick.wire.Passphrase;

class IdentityFileTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    private final SeededEntropy entropy = new SeededEntropy(7);
    private final SecretMemory home = SecretMemory.open();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        home.close();
    }

    private Path passphrase(String text) throws IOException {
        return Files.writeString(directory.resolve("passphrase"), text);
    }

    @Test
    void identity_opensAgainWithItsPassphraseAndNoOther() throws IOException {
        var file = directory.resolve("identity");
        try (var identity = MemberIdentity.generate("alpha", NOW, entropy, home);
                var right = Passphrase.read(passphrase("correct horse battery\n"), home);
                var wrong = Passphrase.read(passphrase("correct horse batters\n"), home)) {
            IdentityFile.create(file, identity, right, entropy, home);
            assertEquals(
                    PosixFilePermissions.fromString("rw-------"),
                    Files.getPosixFilePermissions(file),
                    "for its owner alone");
            try (var opened = IdentityFile.open(file, right, home)) {
                assertEquals("alpha", opened.name());
                assertEquals(identity.key().verifyKey(), opened.key().verifyKey());
                assertEquals(identity.tls().pin(), opened.tls().pin());
            }
            assertThrows(IOException.class, () -> IdentityFile.open(file, wrong, home));
            assertThrows(
                    FileAlreadyExistsException.class, () -> IdentityFile.create(file, identity, right, entropy, home));
            var bytes = Files.readAllBytes(file);
            bytes[30] ^= 1;
            Files.write(file, bytes);
            assertThrows(IOException.class, () -> IdentityFile.open(file, right, home), "a changed front is noticed");
        }
    }

    @Test
    void passphraseTooShortOrTooLong_isRefused() throws IOException {
        var shorter = passphrase("eleven bytes".substring(1) + "\n");
        assertThrows(IOException.class, () -> Passphrase.read(shorter, home));
        var longer = passphrase("x".repeat(1025));
        assertThrows(IOException.class, () -> Passphrase.read(longer, home));
        assertEquals(0, home.lentBytes(), "nothing stays lent");
    }

    @Test
    void card_readsBackAndRefusesEveryChangedDigit() {
        try (var identity = MemberIdentity.generate("alpha", NOW, entropy, home)) {
            var member = new Member(
                    "alpha",
                    Member.Role.NODE,
                    identity.key().verifyKey(),
                    Transcript.of("tallystick/test/v1/pin").digest(),
                    "127.0.0.1",
                    7001);
            assertEquals(member, Card.parse(Card.print(member)).orThrow());
            assertInstanceOf(Parsed.Malformed.class, Card.parse("tallystick-card-v2:00"));
            assertInstanceOf(Parsed.Malformed.class, Card.parse("tallystick-card-v1:0"));
            assertInstanceOf(
                    Parsed.Malformed.class, Card.parse(Card.print(member).strip() + "00"));
        }
    }

    @Test
    void durableFile_isNeverOverwrittenByCreateAndAlwaysByReplace() throws IOException {
        var file = directory.resolve("file");
        DurableFile.create(file, Bytes.ofUtf8("one"));
        assertThrows(FileAlreadyExistsException.class, () -> DurableFile.create(file, Bytes.ofUtf8("two")));
        assertArrayEquals("one".getBytes(java.nio.charset.StandardCharsets.UTF_8), Files.readAllBytes(file));
        DurableFile.replace(file, Bytes.ofUtf8("two"));
        assertArrayEquals("two".getBytes(java.nio.charset.StandardCharsets.UTF_8), Files.readAllBytes(file));
        try (var files = Files.list(directory)) {
            assertTrue(files.noneMatch(each -> each.toString().endsWith(".new")), "nothing is left beside it");
        }
    }
}
