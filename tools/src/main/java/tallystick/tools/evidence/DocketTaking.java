package tallystick.tools.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import tallystick.core.docket.Docket;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.tools.pack.PackNames;
import tallystick.tools.pack.Staged;

/// Takes into a pack what a node keeps besides its log.
final class DocketTaking {
    /// Of the kinds of rows of docs/spec/documents.md ND-3 those that somebody signed.
    private static final Set<String> SIGNED = Set.of("01", "02", "04", "05", "08");

    private static final Duration AROUND = Duration.ofHours(1);

    private final Staged staged;
    private final String node;
    private final Path folder;

    DocketTaking(Staged staged, String node, Path folder) {
        this.staged = staged;
        this.node = node;
        this.folder = folder;
    }

    /// Files that are whole are taken as they are; of the one a node is writing, what is whole of it.
    void take(Instant from, Instant to) throws IOException, NotExported {
        for (var file : files("rulings")) {
            var name = PackNames.dockets(node) + file.getFileName();
            var bytes = Bytes.copyOf(Files.readAllBytes(file));
            var whole = bytes.slice(0, Docket.wholeBytes(bytes));
            if (whole.length() == 0) continue;
            switch (Docket.parse(whole)) {
                case Parsed.Ok<Docket>(var docket) -> {
                    if (isOf(docket, from, to)) staged.put(name, whole);
                }
                case Parsed.Malformed<Docket>(var offset, var expected) ->
                    throw new NotExported("%s at byte %d: expected %s".formatted(file, offset, expected));
            }
        }
        for (var file : files("kept"))
            if (SIGNED.contains(file.getFileName().toString().substring(0, 2)))
                staged.put(PackNames.governed(node) + file.getFileName(), Bytes.copyOf(Files.readAllBytes(file)));
    }

    private static boolean isOf(Docket docket, Instant from, Instant to) {
        return docket.heard().stream()
                .anyMatch(heard ->
                        heard.now().isAfter(before(from)) && heard.now().isBefore(to.plus(AROUND)));
    }

    private static Instant before(Instant from) {
        return from.isBefore(Instant.EPOCH.plus(AROUND)) ? Instant.EPOCH.minusSeconds(1) : from.minus(AROUND);
    }

    private List<Path> files(String name) throws IOException {
        var files = folder.resolve(name);
        if (!Files.isDirectory(files)) return List.of();
        try (var all = Files.list(files)) {
            return all.filter(each -> !each.toString().endsWith(".new"))
                    .sorted()
                    .toList();
        }
    }
}
