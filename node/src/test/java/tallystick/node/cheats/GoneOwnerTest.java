package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("A node of a key's tree is gone from the roster, for it will not deny what it prepared, ceremony.md CE-22")
class GoneOwnerTest {
    private static final List<String> FOUR = List.of("alpha", "bravo", "charlie", "delta");
    private static final List<String> STAYING = List.of("alpha", "bravo", "delta");
    private static final List<String> BOTH = List.of("alpha", "bravo");
    private static final Bytes MESSAGE = Bytes.copyOf(new byte[32]);

    @TempDir
    Path directory;

    private TrialFleet fleet;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, FOUR);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Scheme.class,
            names = {"FROST_ED25519", "ECDSA_SECP256K1"})
    void othersStart_sign_andReshareTheKeyWithoutIt(Scheme scheme) throws Exception {
        var algorithm = scheme == Scheme.FROST_ED25519 ? Algorithm.ED25519 : Algorithm.ECDSA_SECP256K1;
        var key = fleet.generate(scheme.code(), "2 of (alpha, bravo, charlie, delta)", FOUR);
        fleet.dismiss("charlie");
        fleet.signAtLast(key.id(), algorithm, MESSAGE, BOTH);
        var request = fleet.request(key.id(), algorithm, MESSAGE, List.of("alpha", "charlie"));
        var reply = fleet.node("alpha").signings().sign(request);
        assertThat(assertInstanceOf(SignReply.Refused.class, reply).toString())
                .contains("charlie is gone from the roster");
        var task = new CeremonyTask.Reshare(fleet.shown("alpha", key.id()), "2 of (alpha, bravo, delta)", STAYING);
        var moved = TrialFleet.agreed(fleet.hold(fleet.order(task, 1), STAYING));
        assertEquals(2, moved.epoch());
        assertEquals(key.point(), moved.point());
        fleet.signAtLast(key.id(), algorithm, MESSAGE, List.of("bravo", "delta"));
    }
}
