package tallystick.node.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What this process takes of the machine, as Linux counts it.
final class Memory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final double BYTES_PER_KIB = 1024;

    private final Map<String, String> lines;

    private Memory(Map<String, String> lines) {
        this.lines = lines;
    }

    /// As it is now; knows nothing on a system that does not say.
    static Memory now() {
        var lines = new HashMap<String, String>();
        try {
            for (var line : Files.readAllLines(STATUS)) {
                var parts = line.split(":\\s+", 2);
                if (parts.length == 2) lines.put(parts[0], parts[1]);
            }
        } catch (IOException notThisSystem) {
            return new Memory(Map.of());
        }
        return new Memory(lines);
    }

    /// In physical memory.
    Optional<Double> residentBytes() {
        return bytes("VmRSS");
    }

    /// Locked there, as secrets are.
    Optional<Double> lockedBytes() {
        return bytes("VmLck");
    }

    private Optional<Double> bytes(String name) {
        return Optional.ofNullable(lines.get(name))
                .filter(text -> text.matches("[0-9]{1,15} kB"))
                .map(text -> Long.parseLong(text.substring(0, text.length() - 3)) * BYTES_PER_KIB);
    }
}
