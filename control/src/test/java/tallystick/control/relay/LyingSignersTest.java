package tallystick.control.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ChainSignature;
import tallystick.core.wire.RefusalCode;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;

/// What control makes of the answers of a signing set of which one lies.
class LyingSignersTest {
    private static final SignReply HONEST = signed(1);
    private static final SignReply GARBAGE = signed(2);
    private static final SignReply ABORTED = new SignReply.Aborted("a peer cheated", true);
    private static final SignReply DENIED = new SignReply.Refused(RefusalCode.DENIED, "no");

    private static SignReply signed(int filling) {
        var bytes = new byte[64];
        Arrays.fill(bytes, (byte) filling);
        return new SignReply.Signed(List.of(new ChainSignature.Plain(Bytes.copyOf(bytes))));
    }

    private static SigningOutcome together(Optional<SignReply> one, Optional<SignReply> other) {
        return Nodes.together(
                List.of(new Nodes.Answer("client", one, "", false), new Nodes.Answer("risk", other, "too much", true)));
    }

    @Test
    void garbageBesideASignature_hidesItNot() {
        assertThat(together(Optional.of(GARBAGE), Optional.of(HONEST)))
                .isInstanceOfSatisfying(
                        SigningOutcome.Signed.class,
                        signed -> assertThat(signed.given()).hasSize(2));
        assertThat(together(Optional.of(HONEST), Optional.of(HONEST)))
                .isInstanceOfSatisfying(
                        SigningOutcome.Signed.class,
                        signed -> assertThat(signed.given()).hasSize(1));
    }

    @Test
    void nodeThatTakesNoMore_isNotTakenForOneThatIsGone_andMayHaveBegun() {
        var outcome = together(Optional.of(ABORTED), Optional.empty());
        assertThat(outcome).isEqualTo(new SigningOutcome.Busy("too much"));
        assertThat(outcome.mayHaveBegun() && outcome.mayRun()).isTrue();
        assertThat(together(Optional.empty(), Optional.empty())).isInstanceOf(SigningOutcome.Unreachable.class);
        assertThat(together(Optional.of(DENIED), Optional.empty())).isInstanceOf(SigningOutcome.Refused.class);
    }

    @Test
    void refusalOfOne_besideARunOrSilenceOfAnother_saysNotThatNobodyBegan() {
        for (var other : List.of(Optional.of(ABORTED), Optional.<SignReply>empty()))
            assertThat(together(Optional.of(DENIED), other))
                    .isInstanceOfSatisfying(
                            SigningOutcome.Refused.class,
                            refused -> assertThat(refused.mayRun()).isTrue());
        assertThat(together(Optional.of(DENIED), Optional.of(DENIED)))
                .isInstanceOfSatisfying(
                        SigningOutcome.Refused.class,
                        refused -> assertThat(refused.mayRun()).isFalse());
    }
}
