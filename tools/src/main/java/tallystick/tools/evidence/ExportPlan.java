package tallystick.tools.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.TreeSet;
import java.util.function.Consumer;
import tallystick.tools.pack.Staged;

/// Which pack is being made beside where it will be, and until when it is of.
///
/// **Why** where it ends is fixed before the first node is read, and kept: what one writes while another is read would
/// otherwise be of the time and be missed, and an export that was broken off would not go on with the same pack.
///
/// @param folder what there is of it
/// @param file where the plan is kept
/// @param to its end
/// @param made when it was begun: a pack that was broken off is the same, byte by byte, as one that was not
record ExportPlan(Path folder, Path file, Instant to, Instant made) {
    private static final int LINES = 3;

    /// Goes on with the same wish, and begins anew with another.
    ///
    /// @param nodes all whose logs it will have
    /// @throws IOException if the disk fails
    /// @throws NotExported if something is there that no export of this wish left
    /// @spec docs/spec/evidence-pack.md#EP-50 evidence-pack
    static ExportPlan begin(PackWish wish, Collection<String> nodes, Path out, Consumer<String> tells)
            throws IOException, NotExported {
        var folder = out.resolveSibling(out.getFileName() + ".part");
        var file = out.resolveSibling(out.getFileName() + ".plan");
        var text = "%s %s".formatted(wish.text(), String.join(" ", new TreeSet<>(nodes)));
        if (Files.exists(file)) {
            var lines = Files.readAllLines(file);
            if (lines.size() == LINES && text.equals(lines.getFirst())) {
                tells.accept("going on with an export that was broken off");
                return new ExportPlan(folder, file, Instant.parse(lines.get(1)), Instant.parse(lines.getLast()));
            }
        }
        if (Files.exists(out)) throw new NotExported(out + " is there already: name another, or take it away");
        if (Files.exists(folder)) Staged.open(folder).delete();
        var made = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var now = made.plusSeconds(1);
        var asked = wish.to().orElse(now).truncatedTo(ChronoUnit.SECONDS);
        var to = asked.isAfter(now) ? now : asked;
        var plan = "%s\n%s\n%s\n".formatted(text, to, made);
        var beside = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), plan);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new ExportPlan(folder, file, to, made);
    }

    /// The pack is whole.
    void done() throws IOException {
        Files.deleteIfExists(file);
    }
}
