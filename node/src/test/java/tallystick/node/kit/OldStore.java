package tallystick.node.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.ceremony.Certificate;

/// The directory of a node as the first format of its store left it, from `vectors/old/share-store-1`.
///
/// @param directory with `identity`, `kek-salt` and `keys`
/// @param passphrase file that opens it
/// @param certificates of its two active keys
public record OldStore(Path directory, Path passphrase, List<Certificate> certificates) {
    /// Lays it out.
    ///
    /// @param target an empty directory
    public static OldStore layOut(Path target) throws IOException {
        var root = Path.of(System.getProperty("tallystick.root", ".."));
        var directory = Files.createDirectories(target.resolve("alpha"));
        var passphrase = target.resolve("passphrase");
        var certificates = new ArrayList<Certificate>();
        for (var line : Files.readAllLines(root.resolve("vectors/old/share-store-1/store.txt"))) {
            var words = line.split(" ", -1);
            switch (words[0]) {
                case "identity", "kek-salt" -> write(directory.resolve(words[0]), words[1]);
                case "passphrase" -> Files.writeString(passphrase, line.substring(line.indexOf(' ') + 1));
                case "certificate" ->
                    certificates.add(Certificate.parse(Bytes.ofHex(words[1])).orThrow());
                case "file" -> write(directory.resolve(words[1]), words[2]);
                default -> {
                    // the first line, and the node's name, which the identity holds
                }
            }
        }
        return new OldStore(directory, passphrase, List.copyOf(certificates));
    }

    private static void write(Path file, String hex) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, Bytes.ofHex(hex).toArray());
    }
}
