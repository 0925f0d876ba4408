package tallystick.node.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tallystick.crypto.hash.Digest32;
import tallystick.node.documents.AcceptedGenesis;

/// `accept`: the operator of a node says on its machine which workspace may begin there.
final class AcceptCommand {
    static final String USAGE = """
            usage: tallystick node accept --dir DIR WORKSPACE

            Accepts the genesis of a workspace, by the 64 hex digits that 'tallystick governance genesis' shows: this
            node then signs and takes that one, and no other. Compare the digits with those the administrators read out.
            A node that is in a workspace stays in it, whatever is accepted.

              --dir DIR                      the node's directory, with its 'identity'
            """;

    private static final int DIGITS = 2 * Digest32.LENGTH_BYTES;

    private AcceptCommand() {}

    /// @return the program's exit code: 0 done, 2 wrong arguments, 3 the directory cannot be written
    static int run(List<String> words) {
        if (words.size() != 3 || !words.getFirst().equals("--dir")) return wrong("--dir DIR and a workspace expected");
        var workspace = words.getLast();
        if (!workspace.matches("[0-9a-f]{%d}".formatted(DIGITS)))
            return wrong("a workspace of %d hex digits expected".formatted(DIGITS));
        var directory = Path.of(words.get(1));
        if (!Files.isRegularFile(directory.resolve("identity")))
            return wrong("--dir: there is no node's 'identity' in " + directory);
        try {
            AcceptedGenesis.write(directory, Digest32.ofHex(workspace));
        } catch (IOException e) {
            System.err.println("tallystick-node: cannot accept: " + e.getMessage());
            return 3;
        }
        System.out.printf("this node accepts the genesis of the workspace %s, and no other%n", workspace);
        return 0;
    }

    private static int wrong(String why) {
        System.err.println("tallystick-node: " + why);
        System.err.print(USAGE);
        return 2;
    }
}
