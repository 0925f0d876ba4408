package tallystick.tools.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.crypto.codec.Bytes;

class LaidFileTest {
    @TempDir
    private Path folder;

    @Test
    void rosterThatTheNodesUserReads_isReadByItWhenItIsRenewed() throws IOException {
        var file = Files.writeString(folder.resolve("roster"), "before");
        for (var permissions : new String[] {"rw-r--r--", "rw-r-----"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            LaidFile.renew(file, Bytes.ofUtf8("after"));
            assertThat(file).hasContent("after");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo(permissions);
            assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining(each -> !each.equals(file));
        }
    }

    /// Only root gives files away; whoever else runs this sees that nothing happens to his own.
    @Test
    void fileThatIsLaidIntoADirectory_belongsToWhomThatDoes() throws IOException {
        var file = Files.writeString(folder.resolve("identity.next"), "sealed");
        if (Files.getOwner(folder).getName().equals("root"))
            Files.setOwner(
                    folder,
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        LaidFile.give(file);
        assertThat(Files.getOwner(file)).isEqualTo(Files.getOwner(folder));
        assertThat(file).hasContent("sealed");
    }

    @Test
    void fileThatIsNotThere_isNotMade() {
        assertThatThrownBy(() -> LaidFile.renew(folder.resolve("none"), Bytes.empty()))
                .isInstanceOf(IOException.class);
        assertThat(folder).isEmptyDirectory();
    }
}
