package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.PeerFrame;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("E1 a node that does not have what its peer chose says so by leaving, and the next attempt signs")
class E1NodeTest {
    private static final List<String> NAMES = List.of("alpha", "bravo", "charlie");
    private static final List<String> SIGNERS = List.of("alpha", "bravo");

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private KeyCard key;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, NAMES);
        key = fleet.generate(Scheme.ECDSA_SECP256K1.code(), "2 of (alpha, bravo, charlie)", NAMES);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void itemNobodyHas_endsBothNodesAtOnce_andIsTriedAgain() {
        fleet.network().meddle(E1NodeTest::spoilt);
        var replies = fleet.sign(request());
        fleet.network().meddle((_, _, frame) -> frame);
        var bravo = assertInstanceOf(SignReply.Aborted.class, replies.get("bravo"), replies.toString());
        assertThat(bravo.why()).startsWith("item unavailable (nobody can be named)");
        // It has heard bravo's choice and is at its opening, where nobody would come.
        var alpha = assertInstanceOf(SignReply.Aborted.class, replies.get("alpha"), replies.toString());
        assertThat(alpha.why()).isEqualTo("absent by node bravo: left the run, still to speak in round 1");
        assertThat(List.of(alpha, bravo)).allMatch(SignReply.Aborted::retry);
        assertThat(fleet.sign(request()).values()).allMatch(SignReply.Signed.class::isInstance);
    }

    /// What alpha chooses, with the last bit of the last item's index turned.
    private static PeerFrame spoilt(String from, String to, PeerFrame frame) {
        var body = frame.body();
        if (!from.equals("alpha") || body.length() < 3 || body.at(1) != 8 || body.at(2) != 1) return frame;
        var bytes = body.toArray();
        bytes[bytes.length - 1] ^= 1;
        return new PeerFrame(frame.channel(), frame.broadcast(), Bytes.copyOf(bytes));
    }

    private SignRequest request() {
        return fleet.request(key.id(), Algorithm.ECDSA_SECP256K1, Bytes.copyOf(new byte[32]), SIGNERS);
    }
}
