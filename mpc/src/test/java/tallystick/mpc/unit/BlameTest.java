package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Inbox;
import tallystick.mpc.session.Message;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.State;
import tallystick.mpc.session.Step;

/// Who is named, and what follows.
class BlameTest {
    private static final PartyId TWO = new PartyId(2);

    @Test
    void oneOfTheOthers_isNamedBetweenTwoAlone() {
        var fault = Fault.FINAL_VERIFICATION;
        assertThat(Blame.ofTheOther(Trial.session("blame", 1, 2), fault, "it does not verify"))
                .isEqualTo(Blame.of(TWO, fault, "it does not verify"));
        assertThat(Blame.ofTheOther(Trial.session("blame", 1, 3), fault, "it does not verify"))
                .isEqualTo(Blame.unattributed(fault, "it does not verify"));
    }

    @Test
    void culprits_areSuspects_inADisputeAlone() {
        for (var fault : Fault.values())
            assertThat(Blame.of(TWO, fault, "why").suspects())
                    .as("%s", fault)
                    .isEqualTo(fault == Fault.ZERO_SHARE_DISPUTE);
    }

    @Test
    void consequences_areTheDecidedOnes() {
        assertThat(with(Fault.Consequence.BAN)).containsExactly(Fault.OT_EXTENSION_CHECK, Fault.VOLE_CHECK);
        assertThat(with(Fault.Consequence.BURN)).containsExactly(Fault.FINAL_VERIFICATION);
        assertThat(with(Fault.Consequence.RETRY))
                .containsExactly(Fault.ABSENT, Fault.ITEM_UNAVAILABLE, Fault.RECORD_UNAVAILABLE, Fault.ZERO_VALUE);
        assertThat(with(Fault.Consequence.IGNORE)).isEmpty();
        assertThat(with(Fault.Consequence.ABORT)).hasSize(Fault.values().length - 7);
    }

    private static Set<Fault> with(Fault.Consequence consequence) {
        var faults = EnumSet.noneOf(Fault.class);
        for (var fault : Fault.values()) if (fault.consequence() == consequence) faults.add(fault);
        return faults;
    }

    /// Whoever forgets to say is on the safe side.
    @Test
    void protocolThatDoesNotSay_hasItsBroadcastsEchoed() {
        assertThat(new Silent(Trial.session("silent", 1, 3)).echoes(1)).isTrue();
    }

    private record Silent(Session session) implements Protocol<State, Message, String> {
        @Override
        public Step<State, Message, String> start() {
            throw new AssertionError("nobody runs it");
        }

        @Override
        public Step<State, Message, String> advance(State state, Inbox<Message> inbox) {
            throw new AssertionError("nobody runs it");
        }

        @Override
        public Parsed<Message> parse(Bytes encoded) {
            throw new AssertionError("nobody runs it");
        }
    }
}
