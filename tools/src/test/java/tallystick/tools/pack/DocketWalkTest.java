package tallystick.tools.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.docket.Docket;
import tallystick.core.pack.Archive;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;

@DisplayName("Dockets of all nodes take no more memory than is given them, EP-7")
class DocketWalkTest {
    private static final Digest32 NOBODYS = Digest32.ofHex("77".repeat(32));

    @TempDir
    Path folder;

    @Test
    void docketsOfTwoNodes_thatAreMoreThanIsGiven_endTheWalk() throws IOException, Unfit {
        try (var _ = new SmallFleet().write(folder)) {
            assertThat(Packs.export(folder).exit()).isZero();
        }
        try (var open = PackFile.open(folder.resolve("pack.zip"))) {
            var pack = new Packed(Archive.parse(open).orThrow());
            var one = pack.size(PackNames.dockets("alpha") + "00000001");
            var walk = new DocketWalk(pack, one);
            assertThat(walk.take("alpha", NOBODYS, SmallFleet.AT)).isEmpty();
            assertThatThrownBy(() -> walk.take("beta", NOBODYS, SmallFleet.AT))
                    .isInstanceOfSatisfying(
                            UncheckedIOException.class,
                            e -> assertThat(e.getCause())
                                    .isInstanceOf(NoRoom.class)
                                    .hasMessageContaining("of all dockets more than"));
            var both = new DocketWalk(pack, 2 * one + 100);
            assertThat(both.take("alpha", NOBODYS, SmallFleet.AT)).isEmpty();
            assertThat(both.take("beta", NOBODYS, SmallFleet.AT)).isEmpty();
        }
    }

    /// Alpha's clock was ahead as it made its third ruling, and was set back at a restart, with which a docket begins
    /// another file.
    private void splitAt(int heard) throws IOException {
        try (var _ = new SmallFleet().write(folder)) {
            var file = folder.resolve("alpha/docket/rulings/00000001");
            var docket = Docket.parse(Bytes.copyOf(Files.readAllBytes(file))).orThrow();
            var first = new Writer().raw(Docket.beginning("alpha"));
            var second = new Writer().raw(Docket.beginning("alpha"));
            for (var item : docket.items()) {
                var isFirst = !(item instanceof Docket.Item.Ruled(var ruled))
                        || ruled.equals(docket.heard().get(heard));
                if (isFirst) first.raw(Docket.encode(item));
                if (!isFirst || item instanceof Docket.Item.Piece) second.raw(Docket.encode(item));
            }
            Files.write(file, first.toBytes().toArray());
            Files.write(file.resolveSibling("00000002"), second.toBytes().toArray());
            assertThat(Packs.export(folder).exit()).isZero();
        }
    }

    @Test
    void rulingsBehindAStepBackOfTheClock_areFoundInTheNextFile() throws IOException, Unfit {
        splitAt(2);
        try (var open = PackFile.open(folder.resolve("pack.zip"))) {
            var pack = new Packed(Archive.parse(open).orThrow());
            var second = Docket.parse(pack.read(PackNames.dockets("alpha") + "00000002", Docket.LENGTH_BYTES_MAX)
                            .orElseThrow())
                    .orThrow();
            var first = Docket.parse(pack.read(PackNames.dockets("alpha") + "00000001", Docket.LENGTH_BYTES_MAX)
                            .orElseThrow())
                    .orThrow();
            var ahead = first.heard().getFirst();
            var walk = new DocketWalk(pack, Docket.LENGTH_BYTES_MAX);
            walk.told("alpha", ahead.now());
            assertThat(walk.take("alpha", ahead.basis(), ahead.now())).isPresent();
            for (var each : second.heard()) {
                assertThat(each.now()).isBefore(ahead.now().minusSeconds(10));
                walk.told("alpha", each.now());
                assertThat(walk.take("alpha", each.basis(), each.now())).isPresent();
            }
        }
    }

    /// Without a step back no later file is opened for what is missing.
    @Test
    void rulingThatIsMissing_opensNoFileOfLater() throws IOException, Unfit {
        splitAt(2);
        try (var open = PackFile.open(folder.resolve("pack.zip"))) {
            var pack = new Packed(Archive.parse(open).orThrow());
            var walk = new DocketWalk(pack, pack.size(PackNames.dockets("alpha") + "00000001"));
            walk.told("alpha", SmallFleet.AT.minusSeconds(60));
            assertThat(walk.take("alpha", NOBODYS, SmallFleet.AT.minusSeconds(60)))
                    .isEmpty();
            walk.told("alpha", SmallFleet.AT);
            assertThat(walk.take("alpha", NOBODYS, SmallFleet.AT)).isEmpty();
        }
    }

    @Test
    void whatAllNodesKeep_isNoMoreThanIsGiven() throws IOException {
        try (var _ = new SmallFleet().write(folder)) {
            assertThat(Packs.export(folder).exit()).isZero();
        }
        try (var open = PackFile.open(folder.resolve("pack.zip"))) {
            var pack = new Packed(Archive.parse(open).orThrow());
            var all = 0L;
            for (var node : SmallFleet.NODES)
                for (var name : pack.below(PackNames.governed(node))) all += pack.size(name);
            assertThat(all).isPositive();
            Governed.bound(pack, SmallFleet.NODES, all);
            var most = all - 1;
            assertThatThrownBy(() -> Governed.bound(pack, SmallFleet.NODES, most))
                    .isInstanceOfSatisfying(
                            UncheckedIOException.class,
                            e -> assertThat(e.getCause())
                                    .isInstanceOf(NoRoom.class)
                                    .hasMessageContaining("what nodes keep of their workspace"));
        }
    }
}
