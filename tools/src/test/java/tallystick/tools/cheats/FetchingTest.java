package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.LogNames;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.TreeHead;
import tallystick.core.wire.EvidenceOrder;
import tallystick.core.wire.EvidenceOrder.Reply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.evidence.Fetching;
import tallystick.tools.evidence.NotExported;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;

@DisplayName("Evidence fetched from nodes that may say anything, docs/spec/evidence-pack.md EP-23")
class FetchingTest {
    private static final int SLICE = 100;

    @TempDir
    Path folder;

    private final List<EvidenceOrder> asked = new ArrayList<>();

    /// A node with these files, that gives them in small stretches.
    private Fetching.Source of(Path node, UnaryOperator<Reply> lie) {
        return order -> {
            asked.add(order);
            return lie.apply(answer(node, order));
        };
    }

    private static Reply answer(Path node, EvidenceOrder order) {
        try {
            return switch (order) {
                case EvidenceOrder.Names(var of, var after) -> names(node.resolve(of.path()), after);
                case EvidenceOrder.Piece(var name, var offset) -> {
                    var file = node.resolve(name);
                    if (!Files.exists(file)) yield new Reply.Absent();
                    var bytes = Bytes.copyOf(Files.readAllBytes(file));
                    var from = (int) offset;
                    yield new Reply.Stretch(bytes.length(), bytes.slice(from, Math.min(from + SLICE, bytes.length())));
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reply names(Path folder, String after) throws IOException {
        if (!Files.exists(folder)) return new Reply.Absent();
        try (var files = Files.list(folder)) {
            var names = files.map(each -> each.getFileName().toString())
                    .filter(name -> name.compareTo(after) > 0)
                    .sorted()
                    .toList();
            return names.size() > 1 ? new Reply.Listed(false, names.subList(0, 1)) : new Reply.Listed(true, names);
        }
    }

    private void fetch(String node, UnaryOperator<Reply> lie) throws IOException, NotExported {
        try (var fleet = new SmallFleet()) {
            var log = LogNames.log(fleet.roster().named(node).orElseThrow());
            var source = of(folder.resolve("there").resolve(node), lie);
            new Fetching(node, log, source, folder.resolve(node), _ -> {}).fetch();
        }
    }

    private SmallFleet fleet() throws IOException {
        var fleet = new SmallFleet().write(folder.resolve("there"));
        for (var file : List.of("roster", "card")) Files.copy(folder.resolve("there/" + file), folder.resolve(file));
        return fleet;
    }

    private void refused(UnaryOperator<Reply> lie, String why) throws IOException {
        assertThatThrownBy(() -> fetch("alpha", lie))
                .isInstanceOfSatisfying(
                        NotExported.class, e -> assertThat(e.why()).contains(why));
    }

    @Test
    void packOfWhatWasFetched_isVerifiedLikeAnyOther() throws IOException, NotExported {
        try (var _ = fleet()) {
            for (var node : SmallFleet.NODES) fetch(node, reply -> reply);
            assertThat(Packs.export(folder).exit()).isZero();
            var verified = Packs.verify(folder.resolve("pack.zip"));
            assertThat(verified.exit()).as(verified.text()).isZero();
            assertThat(verified.text()).contains("cosigned the first 5 entries", "6 rulings were made again");
        }
    }

    @Test
    void brokenOff_fetchesNoTileAgainThatIsThere() throws IOException, NotExported {
        try (var _ = fleet()) {
            refused(
                    reply -> asked.getLast() instanceof EvidenceOrder.Names(var of, var _)
                                    && of == EvidenceOrder.Folder.RULINGS
                            ? new Reply.Refused("going down")
                            : reply,
                    "alpha: going down");
            assertThat(asked).anyMatch(FetchingTest::isOfATile);
            asked.clear();
            fetch("alpha", reply -> reply);
            assertThat(asked).isNotEmpty().noneMatch(FetchingTest::isOfATile);
        }
    }

    /// As a kill ends it: between any two questions, with half a file beside its place.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /// What is below a folder, file by file.
    private static Map<String, Bytes> files(Path below) throws IOException {
        var all = new TreeMap<String, Bytes>();
        try (var files = Files.walk(below)) {
            for (var file : files.filter(Files::isRegularFile).toList())
                all.put(below.relativize(file).toString(), Bytes.copyOf(Files.readAllBytes(file)));
        }
        return all;
    }

    @Test
    void endedBetweenAnyTwoQuestions_goesOn_andThePackIsTheSame() throws IOException, NotExported {
        try (var _ = fleet()) {
            var ended = 0;
            for (var isWhole = false; !isWhole; ) {
                var most = 7 * (ended + 1);
                asked.clear();
                try {
                    fetch("alpha", reply -> {
                        if (asked.size() > most) throw new Killed();
                        return reply;
                    });
                    isWhole = true;
                } catch (Killed e) {
                    ended++;
                }
            }
            assertThat(ended).isGreaterThan(5);
            fetch("beta", reply -> reply);
            var whole = files(folder.resolve("there/alpha"));
            whole.remove("log/lock");
            assertThat(files(folder.resolve("alpha"))).isEqualTo(whole);
            assertThat(Packs.export(folder).exit()).isZero();
            var verified = Packs.verify(folder.resolve("pack.zip"));
            assertThat(verified.exit()).as(verified.text()).isZero();
        }
    }

    private static boolean isOfATile(EvidenceOrder order) {
        return order instanceof EvidenceOrder.Piece(var file, var _) && file.startsWith("log/tile/");
    }

    @Test
    void namesThatLeadElsewhere_areNotWritten() throws IOException {
        try (var _ = fleet()) {
            refused(
                    reply -> reply instanceof Reply.Listed ? new Reply.Listed(true, List.of("../../../x")) : reply,
                    "told of files that no evidence has");
            assertThat(folder.resolve("x")).doesNotExist();
            refused(
                    reply -> reply instanceof Reply.Listed ? new Reply.Listed(false, List.of("beta")) : reply,
                    "told of files that no evidence has");
        }
    }

    @Test
    void fileWithoutEnd_isRefused() throws IOException {
        try (var _ = fleet()) {
            refused(
                    reply -> reply instanceof Reply.Stretch(var _, var content)
                            ? new Reply.Stretch(Long.MAX_VALUE, content)
                            : reply,
                    "which no evidence is");
            refused(
                    reply -> reply instanceof Reply.Stretch(var length, var _)
                            ? new Reply.Stretch(length, Bytes.empty())
                            : reply,
                    "gave nothing of its file");
        }
    }

    /// Whatever the node says, what is fetched is not longer than a log can be.
    @Test
    void logOfMoreEntriesThanThereCanBe_orSignedByAnother_isRefused() throws IOException {
        try (var fleet = fleet()) {
            checkpoint(fleet, "alpha", 1L << 50);
            refused(reply -> reply, "says that its log has 1125899906842624 entries, which no log has");
            checkpoint(fleet, "beta", 11);
            refused(reply -> reply, "has a checkpoint that it did not sign");
        }
    }

    private void checkpoint(SmallFleet fleet, String by, long size) throws IOException {
        var head = new TreeHead(size, Digest32.ofHex("01".repeat(32)));
        var key = fleet.key(by);
        var signed = SignedCheckpoint.of(LogNames.origin("alpha", key.verifyKey()), head, key);
        Files.write(
                folder.resolve("there/alpha/log/checkpoint"), signed.encode().toArray());
    }

    @Test
    void tilesThatAreMissing_areNamed() throws IOException {
        try (var _ = fleet()) {
            Files.delete(folder.resolve("there/alpha/log/tile/0/000.p/" + tileWidth()));
            refused(reply -> reply, "has no file tile/0/000.p/");
        }
    }

    private String tileWidth() throws IOException {
        try (var files = Files.list(folder.resolve("there/alpha/log/tile/0/000.p"))) {
            return files.map(each -> each.getFileName().toString()).findFirst().orElseThrow();
        }
    }

    @Test
    void remoteNodesWithoutAnIdentity_areAWrongArgument() throws IOException {
        try (var _ = fleet()) {
            var said = Packs.run(
                    "evidence",
                    "export",
                    "--from-node",
                    "alpha",
                    "--roster",
                    folder.resolve("roster").toString(),
                    "--administrator",
                    folder.resolve("card").toString(),
                    "--out",
                    folder.resolve("pack.zip").toString());
            assertThat(said.text()).contains("--from-node needs --identity");
        }
    }
}
