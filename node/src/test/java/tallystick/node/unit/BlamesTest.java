package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.node.rounds.Blames;

@DisplayName("Blame in words, docs/spec/node-wire.md NW-51")
class BlamesTest {
    private static final PartyId PEER = new PartyId(2);

    private static String suspicion(Fault fault) {
        var names = new TreeMap<PartyId, String>();
        names.put(PEER, "bravo");
        return Blames.suspicion(Blame.of(List.of(PEER), fault, "an echo"), names);
    }

    @Test
    void signatureUnderKeysNobodyAgreedOn_isASuspicion_andNothingElseIs() {
        assertThat(suspicion(Fault.BAD_SIGNATURE))
                .isEqualTo("bad signature by node bravo: an echo; it is a suspicion: this node and the other may know"
                        + " other identity keys");
        assertThat(suspicion(Fault.BAD_PROOF)).isEqualTo("bad proof by node bravo: an echo");
    }
}
