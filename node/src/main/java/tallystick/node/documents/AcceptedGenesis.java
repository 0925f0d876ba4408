package tallystick.node.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.wire.DurableFile;

/// Which genesis the operator of this node accepted, on the node's own disk.
///
/// **Why** whoever reaches all nodes of a fleet without a genesis could otherwise begin a workspace of his own on them,
/// and whoever begins it decides for ever who may change anything. A file on each machine is what he cannot bring.
///
/// **Form** `genesis-accepted`: the workspace's 64 hex digits and a line end.
public final class AcceptedGenesis {
    private static final String FILE = "genesis-accepted";
    private static final int DIGITS = 2 * Digest32.LENGTH_BYTES;

    private AcceptedGenesis() {}

    /// Accepts a genesis, in the place of any that was accepted before.
    ///
    /// @param directory the node's
    public static void write(Path directory, Digest32 workspace) throws IOException {
        DurableFile.replace(directory.resolve(FILE), Bytes.ofUtf8(workspace + "\n"));
    }

    /// What was accepted; empty if nothing was.
    ///
    /// @throws IOException if the file is not of its form
    /// @spec docs/spec/documents.md#ND-9 documents
    public static Optional<Digest32> read(Path directory) throws IOException {
        try {
            var text = Files.readString(directory.resolve(FILE)).strip();
            if (!text.matches("[0-9a-f]{%d}".formatted(DIGITS)))
                throw new IOException("the file %s is not of %d hex digits".formatted(FILE, DIGITS));
            return Optional.of(Digest32.ofHex(text));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }
}
