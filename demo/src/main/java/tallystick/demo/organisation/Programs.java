package tallystick.demo.organisation;

import java.nio.file.Path;
import java.util.List;

/// What an organisation is started from.
///
/// @param anvil the program of the chain
/// @param node command line that starts the node program, without its arguments
/// @param control the same of control
public record Programs(Path anvil, List<String> node, List<String> control) {
    /// Copies.
    public Programs {
        node = List.copyOf(node);
        control = List.copyOf(control);
    }
}
