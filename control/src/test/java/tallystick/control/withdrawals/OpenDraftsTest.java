package tallystick.control.withdrawals;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tallystick.control.kit.Desk;
import tallystick.control.kit.World;

/// One caller keeps not everything from all others by drafts that he never submits.
class OpenDraftsTest {
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";

    @Test
    void callerWithTooManyOpenDrafts_isToldWhatHelps_andOthersDraftOn() throws Exception {
        var world = World.get();
        var desk = Desk.open(world);
        var address = desk.address(BigInteger.TEN.pow(18)).path("id").asString();
        var first = desk.draft(address, TO, BigInteger.ONE, Map.of());
        var database = JdbcClient.create(world.control().part(DataSource.class));
        database.sql("""
            insert into withdrawals (id, wallet_id, address_id, asset, destination, amount, kind, note, stage,
              sub_status, unsigned, digests, nonce, fee_max, wanted, created_by, expires_at)
            select gen_random_uuid(), wallet_id, address_id, asset, destination, amount, kind, note, stage, sub_status,
              unsigned, digests, nonce + n, fee_max, wanted, created_by, expires_at
            from withdrawals, generate_series(1, ?) n where id = ?\
            """)
                .params(
                        OpenDrafts.OF_A_CALLER - 2,
                        UUID.fromString(first.path("id").asString()))
                .update();
        var last = desk.draft(address, TO, BigInteger.ONE, Map.of());
        var body = Map.of("walletId", desk.wallet(), "addressId", address, "destination", TO, "amount", "1");
        var refused = desk.initiator().post("/v1/withdrawals", body);
        assertThat(refused.status()).as(refused.json().toString()).isEqualTo(429);
        assertThat(refused.json().path("number").asInt()).isEqualTo(5401);
        assertThat(refused.json().path("remedy").asString()).contains("take some back");
        assertThat(world.program("INITIATOR").post("/v1/withdrawals", body).status())
                .isEqualTo(201);

        var cancel = "/v1/withdrawals/%s/cancel".formatted(last.path("id").asString());
        assertThat(desk.initiator().post(cancel, Map.of()).status()).isEqualTo(200);
        assertThat(desk.initiator().post("/v1/withdrawals", body).status()).isEqualTo(201);
    }
}
