package tallystick.node.witness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tallystick.core.audit.Clearance;
import tallystick.core.audit.LogNames;
import tallystick.core.governance.Member;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.wire.DurableFile;

/// What this node remembers of every other's log, one file each, synced before any cosignature leaves.
///
/// **Threads** any; the caller sees to it that one peer's file has one writer.
public final class WitnessStore {
    private static final String CLEARANCE = ".clearance";

    private final Path directory;
    private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();

    private WitnessStore(Path directory) {
        this.directory = directory;
    }

    /// Reads what is remembered of `peers`. A log of another key than the roster's is another log: nothing is
    /// remembered of it.
    ///
    /// @throws IOException if a file cannot be read or is damaged: the node must not start without its memory
    public static WitnessStore open(Path directory, Iterable<Member> peers) throws IOException {
        Files.createDirectories(directory);
        var store = new WitnessStore(directory);
        for (var peer : peers) {
            var file = directory.resolve(peer.name());
            if (!Files.exists(file)) continue;
            switch (Remembered.parse(Bytes.copyOf(Files.readAllBytes(file)))) {
                case Parsed.Ok<Remembered>(var good)
                when good.newest().isOf(LogNames.log(peer)) -> store.remembered.put(peer.name(), good);
                case Parsed.Ok<Remembered> _ -> {
                    // the administrator gave the name another key
                }
                case Parsed.Malformed<Remembered>(var offset, var expected) ->
                    throw new IOException(
                            "witness file %s at byte %d: expected %s".formatted(peer.name(), offset, expected));
            }
        }
        return store;
    }

    Optional<Remembered> of(String peer) {
        return Optional.ofNullable(remembered.get(peer));
    }

    void put(String peer, Remembered state) throws IOException {
        DurableFile.replace(directory.resolve(peer), state.encode());
        remembered.put(peer, state);
    }

    /// A clearance that an operator has laid beside the files.
    Optional<Clearance> clearance(String peer) throws IOException {
        var file = directory.resolve(peer + CLEARANCE);
        if (!Files.exists(file)) return Optional.empty();
        return switch (Clearance.parse(Bytes.copyOf(Files.readAllBytes(file)))) {
            case Parsed.Ok<Clearance>(var clearance) -> Optional.of(clearance);
            case Parsed.Malformed<Clearance> _ -> Optional.empty();
        };
    }

    /// Takes a clearance away, used or not.
    void discardClearance(String peer) throws IOException {
        Files.deleteIfExists(directory.resolve(peer + CLEARANCE));
    }
}
