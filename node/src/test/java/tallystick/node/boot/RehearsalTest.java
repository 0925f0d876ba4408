package tallystick.node.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.node.standing.RosterBook;
import tallystick.wire.IdentityFile;
import tallystick.wire.Passphrase;
import tallystick.wire.ScratchDirectory;

/// What a rehearsal is made of, and that nothing of it stays.
class RehearsalTest {
    @Test
    void everythingANodeNeeds_isThere_andGoneAfterwards() throws IOException {
        Arguments arguments;
        try (var rehearsal = new Rehearsal();
                var home = SecretMemory.open()) {
            arguments = rehearsal.arguments();
            var administrator = Main.administrator(arguments.administrator());
            var shown = Bytes.copyOf(Files.readAllBytes(arguments.roster()));
            var roster =
                    RosterBook.open(arguments.directory(), administrator, shown).get();
            try (var passphrase = Passphrase.read(arguments.passphraseFile(), home);
                    var identity = IdentityFile.open(arguments.identity(), passphrase, home)) {
                var member = roster.named(identity.name()).orElseThrow();
                assertTrue(member.isPinned(identity.tls().pin()));
                assertEquals(identity.key().verifyKey(), member.identity());
            }
            assertEquals(0, arguments.listen().orElseThrow().port(), "any port that is free");
        }
        assertThat(arguments.directory().getParent()).doesNotExist();
    }

    @Test
    void rehearsalThatCannotBeMade_leavesNothing() throws IOException {
        var scratch = ScratchDirectory.create("tallystick-test");
        Files.createFile(scratch.path().resolve("passphrase"));
        assertThrows(FileAlreadyExistsException.class, () -> new Rehearsal(scratch).close());
        assertThat(scratch.path()).doesNotExist();
    }
}
