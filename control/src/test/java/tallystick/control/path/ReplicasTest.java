package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.OpenedVault;
import tallystick.control.kit.Patience;
import tallystick.control.kit.Program;
import tallystick.control.kit.Replica;
import tallystick.control.kit.World;
import tallystick.control.store.Store;
import tallystick.core.approval.Answer;
import tallystick.crypto.hash.Digest32;

@Tag("slow")
@DisplayName("Two replicas over one database, one of them killed while it works on withdrawals")
class ReplicasTest {
    private static final String TO = "0x00000000000000000000000000000000000000aa";
    private static final int WITHDRAWALS = 6;

    @Test
    void killedReplica_losesNothingAndDoublesNothing() throws Exception {
        var world = World.get();
        world.anvil();
        var initiator = world.program("INITIATOR");
        var wallet = wallet(world);
        var address = world.administrator().post("/v1/wallets/%s/addresses".formatted(wallet), Map.of());
        world.fund(address.text("address"), BigInteger.TEN.pow(18));
        try (var replica = world.replica()) {
            var ids = begin(world, initiator, wallet, address.text("id"));
            awaitWork(world, replica);
            replica.kill();
            for (var id : ids)
                Patience.until("done " + id, () -> {
                    world.anvil().ask("anvil_mine", "0x1");
                    return initiator.get("/v1/withdrawals/" + id).text("stage").equals("COMPLETED");
                });
        }
        var got = new BigInteger(
                world.anvil().ask("eth_getBalance", TO, "latest").asString().substring(2), 16);
        assertThat(got).isEqualTo(BigInteger.valueOf(WITHDRAWALS * (WITHDRAWALS + 1) / 2));
        var used = world.anvil()
                .ask("eth_getTransactionCount", address.text("address"), "latest")
                .asString();
        assertThat(used).isEqualTo("0x" + Integer.toHexString(WITHDRAWALS));
    }

    private static String wallet(World world) throws Exception {
        return OpenedVault.of(
                        world.administrator(),
                        "replicas " + UUID.randomUUID(),
                        world.key().id().toString(),
                        List.of(List.of("client", "risk")))
                .wallet();
    }

    private static List<String> begin(World world, Program initiator, String wallet, String address) throws Exception {
        var approver = world.program("APPROVER");
        var policies = world.administrator().get("/v1/policies").json();
        var policy =
                Digest32.ofHex(policies.path("nodes").path(0).path("policy").asString());
        var ids = new ArrayList<String>();
        for (var i = 1; i <= WITHDRAWALS; i++) {
            var body =
                    Map.of("walletId", wallet, "addressId", address, "destination", TO, "amount", Integer.toString(i));
            var draft = initiator.post("/v1/withdrawals", body);
            assertThat(draft.status()).as(draft.json().toString()).isEqualTo(201);
            var evidence = world.signed(draft.json());
            var place = "/v1/withdrawals/" + draft.text("id");
            var _ = initiator.post(
                    place + "/submit", Map.of("evidence", evidence.encode().toHex()));
            var approval = world.answer("bo", evidence, Answer.APPROVE, policy);
            var added = approver.post(
                    place + "/approvals", Map.of("approval", approval.encode().toHex()));
            assertThat(added.status()).as(added.json().toString()).isEqualTo(201);
            ids.add(draft.text("id"));
        }
        return ids;
    }

    private static void awaitWork(World world, Replica replica) throws Exception {
        var store = world.control().part(Store.class);
        Patience.until(
                "work of the other replica",
                () -> store.sql("select count(*) from scheduled_tasks where task_name = 'withdrawal'"
                                        + " and picked_by like ?")
                                .params("pid-%d-%%".formatted(replica.pid()))
                                .query(Integer.class)
                                .single()
                        > 0);
    }
}
