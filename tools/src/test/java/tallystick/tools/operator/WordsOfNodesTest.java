package tallystick.tools.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.NodeCondition;
import tallystick.core.wire.NodeStatus;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

class WordsOfNodesTest {
    private static final String WIPE = "\u001b[2J\nclient 1.0";
    private static final Digest32 ZEROS = new Digest32(Bytes.copyOf(new byte[Digest32.LENGTH_BYTES]));

    @Test
    void statusOfANode_cannotWriteWhatOthersSay() {
        var card = new KeyCard(ZEROS, 1, WIPE, 1, Bytes.copyOf(new byte[33]), ZEROS);
        var condition = new NodeCondition(ZEROS, Instant.EPOCH, Instant.EPOCH, true, List.of());
        var said = new NodeStatus(WIPE, WIPE, 1, List.of(WIPE), List.of(card), condition);
        var screen = new StringWriter();
        StatusCommand.print(new PrintWriter(screen, true), said, "no policy in force");
        assertThat(screen.toString()).doesNotContain("\u001b");
        assertThat(screen.toString().lines()).hasSize(3);
    }

    @Test
    void refusalOfANode_isOneLine_andWhole() {
        var words = "because ".repeat(100);
        assertThat(SigningParty.why("risk", new SignReply.Refused(words))).endsWith(words);
        assertThat(SigningParty.why("risk", new SignReply.Refused(WIPE)))
                .isEqualTo("node risk refused: ?[2J?client 1.0");
        assertThat(SigningParty.why("risk", new SignReply.Aborted(WIPE, true)))
                .isEqualTo("node risk: signing stopped: ?[2J?client 1.0");
    }
}
