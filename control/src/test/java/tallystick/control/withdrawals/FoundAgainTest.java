package tallystick.control.withdrawals;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Desk;
import tallystick.control.kit.World;

/// A program that lost what it was answered.
class FoundAgainTest {
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";

    @Test
    void withdrawal_isFoundByTheNameOfTheProgram_andNotMadeTwice() throws Exception {
        var desk = Desk.open(World.get());
        var address = desk.address(BigInteger.TEN.pow(18)).path("id").asString();
        var name = "payroll '%s' \\ 2026".formatted(UUID.randomUUID());
        var draft = desk.draft(address, TO, BigInteger.ONE, Map.of("externalId", name));
        var _ = desk.draft(address, TO, BigInteger.ONE, Map.of());
        var id = draft.path("id").asString();
        var again = desk.initiator()
                .post(
                        "/v1/withdrawals",
                        Map.of(
                                "walletId",
                                desk.wallet(),
                                "addressId",
                                address,
                                "destination",
                                TO,
                                "amount",
                                "1",
                                "externalId",
                                name));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("detail")).contains(id);
        var query = "/v1/withdrawals?externalId=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        for (var each : new String[] {query, query + "&walletId=" + desk.wallet()}) {
            var found = desk.initiator().get(each).json().path("items");
            assertThat(found).hasSize(1);
            assertThat(found.path(0).path("id").asString()).isEqualTo(id);
        }
        assertThat(desk.initiator()
                        .get("/v1/withdrawals?externalId=other-" + UUID.randomUUID())
                        .json()
                        .path("items"))
                .isEmpty();
    }
}
