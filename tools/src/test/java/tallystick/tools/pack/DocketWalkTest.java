package tallystick.tools.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.pack.Archive;
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
