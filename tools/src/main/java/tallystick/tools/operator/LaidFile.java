package tallystick.tools.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import tallystick.crypto.codec.Bytes;
import tallystick.wire.DurableFile;

/// A file that an operator lays and a program of another user reads.
public final class LaidFile {
    private LaidFile() {}

    /// Replaces it in one step; owner, group and permissions stay as they were.
    ///
    /// @throws IOException also if it is another's, and the new one cannot be given to him: the older one stays
    public static void renew(Path file, Bytes content) throws IOException {
        var before = attributes(file).readAttributes();
        var beside = file.resolveSibling(file.getFileName() + ".laid");
        DurableFile.replace(beside, content);
        var fresh = attributes(beside);
        var now = fresh.readAttributes();
        if (!now.owner().equals(before.owner())) fresh.setOwner(before.owner());
        if (!now.group().equals(before.group())) fresh.setGroup(before.group());
        fresh.setPermissions(before.permissions());
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) DurableFile.syncDirectory(folder);
    }

    /// Gives a file that was laid into a node's directory to whom that belongs: the node may run as a user of its own.
    ///
    /// @throws IOException if it cannot be given
    public static void give(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder == null) return;
        var theirs = attributes(folder).readAttributes();
        var laid = attributes(file);
        if (laid.readAttributes().owner().equals(theirs.owner())) return;
        laid.setGroup(theirs.group());
        laid.setOwner(theirs.owner());
    }

    private static PosixFileAttributeView attributes(Path file) {
        return Files.getFileAttributeView(file, PosixFileAttributeView.class);
    }
}
