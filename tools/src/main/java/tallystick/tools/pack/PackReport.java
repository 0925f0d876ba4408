package tallystick.tools.pack;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import tallystick.core.pack.PackManifest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.tools.attest.Paper;
import tallystick.tools.attest.Paper.Style;

/// What people read first: of what time the pack is, what each part has, what none of it has.
final class PackReport {
    private static final String READINESS =
            "This pack is made so that a system of this software can be examined by CCSS, SOC 2, MiCA, DORA and NYDFS:"
                    + " it is CCSS-ready, and certifies nothing. The software has been audited by nobody outside.";

    private static final int HEX_SHOWN = 12;
    private static final Pattern HEX = Pattern.compile("(?<![0-9a-fA-Fx])[0-9a-f]{40,}(?![0-9a-zA-Z])");

    private PackReport() {}

    /// Prints it.
    static Bytes of(PackManifest manifest, PartsBook book) throws IOException {
        var counts = book.counts();
        var seed = StandardHash.sha256(Bytes.ofUtf8(manifest.from() + " " + manifest.to() + " " + manifest.scope()));
        try (var paper = new Paper("evidence pack", seed)) {
            paper.text(Style.TITLE, "Evidence pack");
            paper.text(Style.BODY, "From %s until %s, %s.".formatted(manifest.from(), manifest.to(), scope(manifest)));
            paper.text(Style.QUIET, "made at %s by version %s".formatted(manifest.made(), manifest.software()));
            paper.gap(4);
            paper.framed(
                    "Believe nothing of this page: './tallystick verify PACK' holds every line of the parts against"
                            + " signed logs, with no network.");
            paper.text(Style.BODY, READINESS);
            paper.rule();
            paper.text(Style.HEADING, "Logs");
            for (var log : manifest.logs()) {
                paper.pair(
                        log.node(),
                        Style.BODY,
                        "%d entries, of this time %d to %d"
                                .formatted(log.head().size(), log.first(), Math.max(log.first(), log.end() - 1)));
                paper.pair("root", Style.FINE, log.head().root().toString());
            }
            paper.gap(6);
            days(paper, book.days());
            paper.text(Style.HEADING, "Parts");
            var most = counts.values().stream().mapToLong(Long::longValue).max().orElse(1);
            for (var part : Part.values()) part(paper, part, counts.getOrDefault(part, 0L), Math.max(1, most));
            for (var part : Part.values())
                rows(paper, part, book.first().getOrDefault(part, List.of()), counts.getOrDefault(part, 0L));
            return paper.bytes("Evidence pack");
        }
    }

    private static String scope(PackManifest manifest) {
        return manifest.key().map(key -> "key " + key).orElse("everything");
    }

    /// Rows of parts 4, 5 and 11, as each node that tells of them has them.
    private static void days(Paper paper, Days days) throws IOException {
        var bars = days.bars();
        if (bars.isEmpty()) return;
        paper.text(Style.HEADING, "What was signed, refused and noticed, by time (UTC)");
        var most = bars.stream().mapToLong(Days.Bar::total).max().orElse(1);
        for (var bar : bars) {
            paper.keep(20);
            var of = bar.rows();
            paper.bar(
                    bar.total(),
                    Math.max(1, most),
                    "%s: %d signed, %d refused, %d incidents"
                            .formatted(
                                    bar.when(),
                                    of.getOrDefault(Part.WITHDRAWALS, 0L),
                                    of.getOrDefault(Part.REFUSALS, 0L),
                                    of.getOrDefault(Part.INCIDENTS, 0L)));
        }
        if (days.others() > 0)
            paper.text(Style.QUIET, "%d rows of other times are in the parts alone".formatted(days.others()));
        paper.gap(6);
    }

    /// The first rows of a part, with the columns that people read; long numbers are cut. All of it is in the tables.
    private static void rows(Paper paper, Part part, List<List<String>> rows, long count) throws IOException {
        if (rows.isEmpty()) return;
        paper.gap(8);
        paper.keep(90);
        paper.text(Style.HEADING, "%d  %s".formatted(part.number(), part.title()));
        paper.text(
                Style.QUIET,
                rows.size() == count
                        ? "%s; whole values are in %s.csv"
                                .formatted(count == 1 ? "its one row" : "all %d rows".formatted(count), part.file())
                        : "the first %d of %d rows; the others and whole values are in %s.csv"
                                .formatted(rows.size(), count, part.file()));
        var shown = part.read();
        var at = shown.stream().map(part.columns()::indexOf).toList();
        paper.table(
                shown,
                rows.stream()
                        .map(row ->
                                at.stream().map(row::get).map(PackReport::brief).toList())
                        .toList());
    }

    private static String brief(String value) {
        return HEX.matcher(value).replaceAll(found -> found.group().substring(0, HEX_SHOWN) + "…");
    }

    private static void part(Paper paper, Part part, long rows, long most) throws IOException {
        paper.keep(50);
        paper.text(Style.NAME, "%d  %s".formatted(part.number(), part.title()));
        paper.bar(rows, most, rows == 0 ? "nothing of this time" : rows + (rows == 1 ? " row" : " rows"));
        if (!part.note().isEmpty()) paper.indented(Style.QUIET, 1, part.note());
        paper.gap(3);
    }
}
