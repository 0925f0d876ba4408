package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEvent;
import tallystick.core.book.AddressBook;
import tallystick.core.book.BookInForce;
import tallystick.core.court.Documents;
import tallystick.core.court.Standing;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Proposal;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;
import tallystick.tools.kit.SmallLaws;

@DisplayName("Nodes whose clock is set back over the moment of a document: EP-56")
class PackClockTest {
    private static final Instant AT = SmallFleet.AT;

    @TempDir
    Path folder;

    private final SmallFleet fleet = new SmallFleet();

    /// The fourth entry tells that version 2 of the address book is in force; behind it the clock is right, and it is
    /// too early for that.
    ///
    /// @param ahead so far the clock was ahead until then
    /// @param from when the version begins
    private Packs.Ran ran(Duration ahead, Instant from) throws IOException {
        var next = Optional.ofNullable(fleet.genesis().genesis().inForce().get(DocumentKind.ADDRESS_BOOK))
                .orElseThrow()
                .next(new AddressBook(2, List.of()).encode(), from);
        fleet.telling(new SmallFleet.Lie() {
                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        var all = new ArrayList<>(events);
                        all.add(3, new AuditEvent.VersionActivated(next.kind().code(), 2, next.hash()));
                        return all;
                    }

                    @Override
                    public boolean cosigns(String node) {
                        return false;
                    }

                    @Override
                    public Instant clock(String node, int number) {
                        var right = AT.plusSeconds(20L * number);
                        return number == 3 ? right.plus(ahead) : right;
                    }

                    @Override
                    public Standing holds(String node, int request, Standing standing) {
                        return by(standing, next);
                    }
                })
                .write(folder);
        var asked = from.minus(Duration.ofDays(4));
        var laws = new SmallLaws(fleet, asked);
        var change = laws.change(new Proposal.NewDocument(next), asked, List.of("bo", "cy", "dee"));
        for (var node : SmallFleet.NODES) {
            SmallFleet.keep(folder.resolve(node), "02-" + change.change().id(), asked, SmallLaws.row(change));
            SmallFleet.keep(
                    folder.resolve(node),
                    "04-%02x00000002".formatted(next.kind().code()),
                    from,
                    next.encode());
            SmallFleet.keep(
                    folder.resolve(node),
                    "08-" + next.hash(),
                    asked,
                    laws.words(next).encode());
        }
        var exported = Packs.export(folder);
        assertThat(exported.exit()).as(exported.text()).isZero();
        fleet.close();
        return Packs.verify(folder.resolve("pack.zip"));
    }

    private static Standing by(Standing standing, Document next) {
        var held = standing.documents();
        return new Standing(
                standing.workspace(),
                standing.node(),
                new Documents(
                        held.people(),
                        held.policies(),
                        BookInForce.of(new AddressBook(2, List.of()), next.effectiveFrom()),
                        held.roster(),
                        held.factKeys()),
                List.of(),
                standing.freezes(),
                standing.counters(),
                standing.seen(),
                standing.past());
    }

    @Test
    void documentThatCameIntoForce_staysSoWhereTheClockIsSetBack() throws IOException {
        var said = ran(Duration.ofMinutes(8), AT.plus(Duration.ofMinutes(9)));
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text()).contains("entry 4 of alpha: its clock was set back, from 2025-06-01T12:09:00Z to");
    }

    @Test
    void documentThatCameIntoForceByAClockFarAhead_isNotInForceYet() throws IOException {
        var said = ran(Duration.ofMinutes(15), AT.plus(Duration.ofMinutes(14)));
        assertThat(said.exit()).as(said.text()).isEqualTo(1);
        assertThat(said.text()).contains("it rests on another address book than what was in force");
    }

    @Test
    void documentThatIsToldOfBeforeItsMoment_isNotInForceYet() throws IOException {
        var said = ran(Duration.ZERO, AT.plusSeconds(300));
        assertThat(said.exit()).as(said.text()).isEqualTo(1);
        assertThat(said.text()).contains("it rests on another address book than what was in force");
    }
}
