package tallystick.mpc.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.ecdsa.PairSetup;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.ProtocolCode;

/// Whatever a stranger sends as a message of the set-up is refused or is the one spelling of what was read.
class VoleFuzzTest {
    @FuzzTest
    void anySetupMessage_isRefusedOrCanonical(byte @NotNull [] body) {
        var session = Trial.session("fuzz", 1, 2);
        try (var home = SecretMemory.open()) {
            var protocol = PairSetup.of(session, Trial.digest("key"), 1, new SeededEntropy(1), home);
            for (var code : List.of(1, 2, 3, 4, 5)) {
                var message = new MessageHeader(ProtocolCode.BASE_OT, code, session.id())
                        .begin()
                        .raw(Bytes.copyOf(body))
                        .toBytes();
                if (protocol.parse(message) instanceof Parsed.Ok(var read))
                    assertThat(read.encode()).isEqualTo(message);
            }
        }
    }
}
