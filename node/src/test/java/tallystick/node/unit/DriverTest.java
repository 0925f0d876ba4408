package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.session.PartyId;
import tallystick.node.rounds.Driver;

class DriverTest {
    private record Sent(String to, PeerFrame frame) {}

    @Test
    void nodeThatLeavesARun_tellsTheOthersAndNotItself() {
        var sent = new ArrayList<Sent>();
        var driver = new Driver((to, frame) -> sent.add(new Sent(to, frame)), () -> 0, (_, _, _) -> {});
        var channel = Transcript.of("tallystick/test/v1/channel").digest();
        var names = new TreeMap<>(Map.of(new PartyId(1), "alpha", new PartyId(2), "bravo", new PartyId(4), "charlie"));
        driver.leave(channel, new PartyId(2), names);
        var left = new PeerFrame(channel, true, Bytes.empty());
        assertThat(sent).isEqualTo(List.of(new Sent("alpha", left), new Sent("charlie", left)));
    }
}
