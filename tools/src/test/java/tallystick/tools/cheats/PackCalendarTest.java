package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.book.AddressBook;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.SignedChange;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Writer;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;
import tallystick.tools.kit.SmallLaws;

/// Moments at the end of the calendar, which one person may propose and any forger write.
class PackCalendarTest {
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    @TempDir
    Path folder;

    private static SignedChange proposed(SmallFleet fleet, Instant from) {
        var before = fleet.genesis().genesis().inForce().get(DocumentKind.ADDRESS_BOOK);
        var next = before.next(new AddressBook(2, List.of()).encode(), from);
        return new SmallLaws(fleet, SmallFleet.AT.minusSeconds(30))
                .change(new Proposal.NewDocument(next), SmallFleet.AT.minusSeconds(30), List.of());
    }

    @Test
    void proposalForTheEndOfAllTime_isReadByNoNode() {
        try (var fleet = new SmallFleet()) {
            assertThat(SignedChange.parse(proposed(fleet, LAST).encode())).isInstanceOf(Parsed.Ok.class);
            for (var beyond : List.of(LAST.plusSeconds(1), Instant.ofEpochSecond(Instant.MAX.getEpochSecond())))
                assertThat(SignedChange.parse(proposed(fleet, beyond).encode())).isInstanceOf(Parsed.Malformed.class);
        }
    }

    @Test
    void proposalForTheLastSecond_breaksNoPack() throws IOException {
        try (var fleet = new SmallFleet()) {
            fleet.write(folder);
            var change = proposed(fleet, LAST);
            for (var node : SmallFleet.NODES)
                SmallFleet.keep(
                        folder.resolve(node),
                        "02-" + change.change().id(),
                        SmallFleet.AT.minusSeconds(30),
                        SmallLaws.row(change));
            var exported = Packs.export(folder);
            assertThat(exported.exit()).as(exported.text()).isZero();
        }
        var said = Packs.verify(folder.resolve("pack.zip"));
        assertThat(said.exit()).as(said.text()).isZero();
    }

    @Test
    void rowOfAnyMoment_isJudgedOrNamed_andEndsNothing() throws IOException {
        try (var fleet = new SmallFleet()) {
            fleet.write(folder);
            var change = proposed(fleet, LAST);
            SmallFleet.keep(
                    folder.resolve("alpha"), "02-" + change.change().id(), SmallFleet.AT, SmallLaws.row(change));
            var exported = Packs.export(folder);
            assertThat(exported.exit()).as(exported.text()).isZero();
        }
        var files = Packs.files(folder.resolve("pack.zip"));
        var tried = 0;
        for (var name : files.keySet().stream()
                .filter(each -> each.startsWith("governed/alpha/"))
                .toList())
            for (var millis : List.of(0L, LAST.toEpochMilli(), LAST.toEpochMilli() + 1000, Long.MAX_VALUE)) {
                var row = files.get(name);
                var changed = new TreeMap<>(files);
                changed.put(
                        name,
                        new Writer()
                                .u64(millis)
                                .raw(row.slice(Long.BYTES, row.length()))
                                .toBytes());
                var said = Packs.verify(Packs.forged(folder.resolve("other.zip"), changed));
                assertThat(said.text()).as(name).doesNotContain("Exception");
                // When a genesis was kept is read by nobody.
                if (millis > LAST.toEpochMilli() && !name.contains("/01-"))
                    assertThat(said.exit()).isEqualTo(1);
                tried++;
            }
        assertThat(tried).isEqualTo(8);
    }
}
