package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("A node that joins by a reshare, and is gone for ever before it has promised anything")
class GoneJoinerTest {
    private static final List<String> OLD = List.of("alpha", "bravo", "charlie");
    private static final List<String> ALL = List.of("alpha", "bravo", "charlie", "delta");
    private static final Bytes MESSAGE = Bytes.copyOf(new byte[32]);
    private static final int CERTIFYING = 4;

    @TempDir
    Path directory;

    private TrialFleet fleet;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, ALL);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private void assertSigns(KeyCard key) {
        var replies = fleet.sign(fleet.request(key.id(), Algorithm.ED25519, MESSAGE, OLD.subList(0, 2)));
        assertThat(replies).hasSize(2);
        for (var reply : replies.values()) assertInstanceOf(SignReply.Signed.class, reply, replies.toString());
    }

    private static void assertFailed(Map<String, CeremonyNews> news, String why) {
        assertThat(news)
                .hasSize(3)
                .allSatisfy((_, last) -> assertThat(assertInstanceOf(CeremonyNews.Failed.class, last, news.toString())
                                .why())
                        .contains(why));
    }

    private CeremonyTask refresh(KeyCard key) {
        return new CeremonyTask.Refresh(fleet.shown("alpha", key.id()));
    }

    @Test
    void reshare_endsAndSaysSo_theOldEpochSigns_andARosterWithoutTheNodeFreesTheKey() throws Exception {
        var key = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", OLD);
        var reshare =
                new CeremonyTask.Reshare(fleet.shown("alpha", key.id()), "2 of (alpha, bravo, charlie, delta)", OLD);
        var news = fleet.holdInVain(fleet.order(reshare, 1), ALL, (name, each) -> {
            if (name.equals("delta")
                    && each instanceof CeremonyNews.Stage(var stage, var _, var _)
                    && stage == CERTIFYING) fleet.network().cut("delta");
        });
        news.remove("delta");
        assertFailed(news, "not every node certified its share in time: epoch 1 stays in use");
        assertSigns(key);

        assertFailed(
                fleet.holdInVain(fleet.order(refresh(key), 2), OLD),
                "attempt 1 not denied by all: every participant of it must be up, answer and take part in this"
                        + " one, too, or be gone from the roster");
        assertSigns(key);

        fleet.dismiss("delta");
        var refreshed = TrialFleet.agreed(fleet.hold(fleet.order(refresh(key), 3), OLD));
        assertEquals(2, refreshed.epoch());
        assertEquals(key.point(), refreshed.point());
        assertSigns(refreshed);
    }
}
