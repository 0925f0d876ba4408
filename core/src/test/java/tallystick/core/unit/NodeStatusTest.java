package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.KeyCondition;
import tallystick.core.wire.NodeCondition;
import tallystick.core.wire.NodeStanding;
import tallystick.core.wire.NodeStatus;
import tallystick.core.wire.ProtocolVersions;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

class NodeStatusTest {
    private static final Digest32 ID = new Digest32(Bytes.ofHex("ab".repeat(32)));
    private static final Instant TIME = Instant.parse("2026-11-21T11:30:00.123Z");
    private static final NodeStatus STATUS = new NodeStatus(
            "risk",
            "1.2.3",
            7,
            List.of("backup", "client"),
            List.of(new KeyCard(ID, 1, "2 of (risk, client, backup)", 3, Bytes.ofHex("02ff"), ID)),
            new NodeCondition(
                    ID,
                    TIME,
                    TIME.plusSeconds(86_400),
                    true,
                    List.of(new KeyCondition(
                            ID, Optional.of(TIME), Optional.empty(), true, List.of(List.of("a", "b"))))));

    @Test
    void status_isReadAsItWasWritten() {
        assertThat(NodeStatus.parse(STATUS.encode()).orThrow()).isEqualTo(STATUS);
    }

    private static final NodeStatus STANDING = new NodeStatus(
            STATUS.name(),
            STATUS.software(),
            STATUS.rosterVersion(),
            STATUS.linked(),
            STATUS.keys(),
            STATUS.condition(),
            Optional.of(new NodeStanding(
                    ProtocolVersions.of(1, 2),
                    List.of("old"),
                    List.of("backup"),
                    List.of(new NodeStanding.RefreshDue(ID, TIME, TIME.plusSeconds(5))))));

    @Test
    void statusWithItsStanding_isReadAsItWasWritten_andTheRestWithoutIt() {
        assertThat(NodeStatus.parse(STANDING.encode()).orThrow()).isEqualTo(STANDING);
        assertThat(STANDING.encode().at(0)).isEqualTo((byte) 4);
        assertThat(STANDING.withoutStanding()).isEqualTo(STATUS);
        assertThat(STATUS.encode().at(0)).isEqualTo((byte) 3);
    }

    private static NodeStatus earlier(int epoch) {
        return with(STANDING.standing().orElseThrow().refreshes(), List.of(new NodeStanding.EarlierEpoch(ID, epoch)));
    }

    private static NodeStatus with(List<NodeStanding.RefreshDue> refreshes, List<NodeStanding.EarlierEpoch> earlier) {
        var standing = STANDING.standing().orElseThrow();
        return new NodeStatus(
                STATUS.name(),
                STATUS.software(),
                STATUS.rosterVersion(),
                STATUS.linked(),
                STATUS.keys(),
                STATUS.condition(),
                Optional.of(new NodeStanding(
                        standing.speaks(), standing.apart(), standing.quarantined(), refreshes, earlier)));
    }

    @Test
    void keyThatIsToldTwice_orOutOfOrder_isMalformed() {
        var other = StandardHash.sha256(Bytes.ofUtf8("other key"));
        var ascending = Stream.of(ID, other)
                .sorted()
                .map(key -> new NodeStanding.EarlierEpoch(key, 2))
                .toList();
        var due = STANDING.standing().orElseThrow().refreshes();
        assertThat(NodeStatus.parse(with(due, ascending).encode()).orThrow()).isEqualTo(with(due, ascending));
        assertThat(List.of(
                        with(due, ascending.reversed()),
                        with(due, List.of(ascending.getFirst(), ascending.getFirst())),
                        with(List.of(due.getFirst(), due.getFirst()), ascending)))
                .allSatisfy(each -> assertThat(NodeStatus.parse(each.encode())).isInstanceOf(Parsed.Malformed.class));
    }

    @Test
    void statusWithEarlierEpochs_isReadAsItWasWritten_andWithoutThemByOlderPrograms() {
        assertThat(NodeStatus.parse(earlier(2).encode()).orThrow()).isEqualTo(earlier(2));
        assertThat(earlier(2).encode().at(0)).isEqualTo((byte) 5);
        assertThat(earlier(2).withoutEarlier()).isEqualTo(STANDING);
        assertThat(STATUS.withoutEarlier()).isEqualTo(STATUS);
    }

    @Test
    void earlierEpochsThatAreNone_areMalformed() {
        assertThat(NodeStatus.parse(earlier(0).encode())).isInstanceOf(Parsed.Malformed.class);
        var none = "05" + STANDING.encode().toString().substring(2) + "0000";
        assertThat(NodeStatus.parse(Bytes.ofHex(none))).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void versionsThatAreNone_areMalformed() {
        var text = STANDING.encode().toString();
        var said = "00000003312c32";
        assertThat(text).contains(said);
        for (var wrong : List.of("00000003312c31", "00000003322c31", "00000003312c20", "00000003302c32"))
            assertThat(NodeStatus.parse(Bytes.ofHex(text.replaceFirst(said, wrong))))
                    .isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void cutAndLongerBytes_areMalformed() {
        cutAndLonger(STATUS.encode());
        cutAndLonger(STANDING.encode());
        cutAndLonger(earlier(2).encode());
    }

    private static void cutAndLonger(Bytes bytes) {
        for (var length = 0; length < bytes.length(); length++)
            assertThat(NodeStatus.parse(bytes.slice(0, length))).isInstanceOf(Parsed.Malformed.class);
        assertThat(NodeStatus.parse(Bytes.ofHex(bytes + "00"))).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void olderVersions_areRefusedByName() {
        for (var version : List.of("01", "02", "06")) {
            var old = Bytes.ofHex(version + STATUS.encode().toString().substring(2));
            assertThat(NodeStatus.parse(old))
                    .isEqualTo(new Parsed.Malformed<NodeStatus>(0, "node status version 3 to 5"));
        }
    }

    @Test
    void timeBeyondAllCalendars_isMalformed() {
        var text = STATUS.encode().toString();
        var clock = "%016x".formatted(TIME.toEpochMilli());
        assertThat(text).contains(clock);
        for (var wrong : List.of("ffffffffffffffff", "0001000000000000"))
            assertThat(NodeStatus.parse(Bytes.ofHex(text.replaceFirst(clock, wrong))))
                    .isInstanceOf(Parsed.Malformed.class);
    }
}
