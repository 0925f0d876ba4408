package tallystick.mpc.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.echo.EchoMessage;
import tallystick.mpc.echo.SignedBroadcast;
import tallystick.mpc.echo.SignedStatement;
import tallystick.mpc.kit.CoinToss;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.ProtocolCode;
import tallystick.mpc.session.Run;

/// Whatever the bytes, the readers answer; and what they accept is the one form of what it means.
class EchoFuzzTest {
    private static final CoinToss TOSS =
            Trial.coinTosses("fuzz", 3, CoinToss.Trait.ECHOED).getFirst();

    @FuzzTest
    void anyMessageBody_isRefusedOrCanonical(byte @NotNull [] body) {
        if (body.length == 0) return;
        var header = new MessageHeader(ProtocolCode.ECHO, 1 + (body[0] & 1), Trial.session("fuzz"));
        var encoded = header.begin().raw(Bytes.copyOf(body, 1, body.length - 1)).toBytes();
        if (EchoMessage.parse(TOSS, encoded) instanceof Parsed.Ok<EchoMessage<CoinToss.Say>>(var message))
            assertThat(message.encode()).isEqualTo(encoded);
    }

    @FuzzTest
    void anyEvidence_isRefusedOrCanonical(byte @NotNull [] bytes) {
        var encoded = Bytes.copyOf(bytes);
        if (SignedStatement.parse(encoded) instanceof Parsed.Ok<SignedStatement>(var statement))
            assertThat(statement.encode()).isEqualTo(encoded);
        if (SignedBroadcast.parse(encoded) instanceof Parsed.Ok<SignedBroadcast>(var broadcast))
            assertThat(broadcast.encode()).isEqualTo(encoded);
    }

    @FuzzTest
    void anyMessage_leavesARunStanding(byte @NotNull [] bytes) {
        try (var run = Run.unechoed(TOSS)) {
            run.start();
            run.receive(new PartyId(2), true, Bytes.copyOf(bytes));
            run.receive(new PartyId(3), false, Bytes.copyOf(bytes));
            assertThat(run.outcome().isPresent() || run.awaits().isPresent()).isTrue();
        }
    }
}
