package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Desk;
import tallystick.control.kit.Patience;
import tallystick.control.kit.Visitor;
import tallystick.control.kit.World;
import tallystick.control.store.Store;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.intent.Evidence;
import tallystick.crypto.codec.Bytes;
import tools.jackson.databind.JsonNode;

/// Acts against what is signed and waits for its chain, while the line to the chain is cut.
@DisplayName("Control › a signed withdrawal is judged again before it is broadcast")
class WithheldTest {
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";

    private static World world;
    private static Desk desk;
    private boolean isCut;

    @BeforeAll
    static void open() throws Exception {
        world = World.get();
        desk = Desk.open(world);
    }

    @AfterEach
    void mendWhatIsCut() throws Exception {
        if (isCut) mend();
    }

    /// And has every withdrawal looked at now, not after the pause of one whose chain is gone.
    private void mend() throws Exception {
        world.cable().mend();
        isCut = false;
        hurry();
    }

    private static void hurry() {
        store().sql("update scheduled_tasks set execution_time = now() where not picked")
                .update();
    }

    /// One that nodes signed a minute ago, and that no chain has.
    private String signed() throws Exception {
        var address = desk.address(BigInteger.TEN.pow(18)).path("id").asString();
        var id = desk.submitted(desk.draft(address, TO, BigInteger.valueOf(71), Map.of()));
        desk.until(id, "PENDING_APPROVAL");
        world.cable().cut();
        isCut = true;
        desk.answered(id, Answer.APPROVE);
        awaitStatus(id, 4002);
        store().sql("update withdrawals set signed_at = signed_at - interval '1 minute' where id = ?")
                .param(UUID.fromString(id))
                .update();
        return id;
    }

    private static JsonNode awaitStatus(String id, int number) throws Exception {
        var shown = new JsonNode[1];
        Patience.until("sub-status " + number, () -> {
            shown[0] = desk.shown(id);
            return shown[0].path("subStatus").path("number").asInt() == number;
        });
        assertThat(shown[0].path("stage").asString()).isEqualTo("BROADCASTING");
        return shown[0];
    }

    private static boolean isOnChain(String id) throws Exception {
        var transaction = desk.shown(id).path("transactionId").asString();
        assertThat(transaction).startsWith("0x");
        return !world.anvil().ask("eth_getTransactionByHash", transaction).isNull();
    }

    private static Store store() {
        return world.control().part(Store.class);
    }

    private static void freeze(String id) throws Exception {
        var gus = world.visitor("gus").signIn();
        var scope = Map.of("kind", "request", "of", evidence(id).intent().id().toString());
        var order = gus.post("/v1/freezes/orders", Map.of("scope", scope, "reason", "looks wrong"));
        var assertion = gus.authenticator()
                .sign(order.json().path("toSign").path("challenge").asString(), Visitor.ORIGIN);
        var made = gus.post("/v1/freezes", Map.of("order", order.text("order"), "assertion", assertion));
        assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
    }

    private static Evidence evidence(String id) throws Exception {
        return Evidence.parse(Bytes.ofHex(desk.initiator()
                        .get("/v1/withdrawals/%s/evidence".formatted(id))
                        .text("evidence")))
                .orThrow();
    }

    @Test
    void frozenSinceItWasSigned_isNotBroadcast_andCanBeStoppedOnTheChain() throws Exception {
        var id = signed();
        freeze(id);
        mend();
        var withheld = awaitStatus(id, 3101);
        assertThat(withheld.path("subStatus").path("remedy").asString()).contains("stop it on the chain");
        assertThat(withheld.path("subStatus").path("detail").asString()).contains("the request by u:gus");
        assertThat(isOnChain(id)).isFalse();
        var stop = Desk.made(desk.initiator().post("/v1/withdrawals/%s/cancel-on-chain".formatted(id), Map.of()));
        desk.until(desk.passed(stop), "CONFIRMING");
        world.anvil().ask("anvil_mine", "0x3");
        desk.until(stop.path("id").asString(), "COMPLETED");
        desk.until(id, "REPLACED");
        assertThat(isOnChain(id)).isFalse();
    }

    @Test
    void expiredSinceItWasSigned_isNotBroadcast() throws Exception {
        var id = signed();
        store().sql("update withdrawals set expires_at = now() - interval '1 second' where id = ?")
                .param(UUID.fromString(id))
                .update();
        mend();
        assertThat(awaitStatus(id, 3102).path("subStatus").path("detail").asString())
                .contains("the intent expired at");
        assertThat(isOnChain(id)).isFalse();
    }

    /// An approver's no, of which nodes have not heard before they signed.
    @Test
    void deniedSinceItWasSigned_isNotBroadcast() throws Exception {
        var id = signed();
        keep(id, world.answer("ann", evidence(id), Answer.REJECT, desk.policy()));
        mend();
        assertThat(awaitStatus(id, 3103).path("subStatus").path("detail").asString())
                .isNotEmpty();
        assertThat(isOnChain(id)).isFalse();
    }

    /// An approval holds for as long as it says, and no chain took the transaction while it did.
    @Test
    void whoseApprovalsHaveRunOutSinceItWasSigned_isNotBroadcast() throws Exception {
        var id = signed();
        store().sql("delete from approvals where withdrawal_id = ?")
                .param(UUID.fromString(id))
                .update();
        var given = Instant.ofEpochSecond(Instant.now().getEpochSecond()).minusSeconds(600);
        var lasting = Duration.ofSeconds(599);
        keep(id, world.answer("bo", evidence(id), Answer.APPROVE, desk.policy(), given, lasting));
        mend();
        assertThat(awaitStatus(id, 3103).path("subStatus").path("detail").asString())
                .contains("one of admins has to approve");
        assertThat(isOnChain(id)).isFalse();
    }

    private static void keep(String id, Approval approval) {
        store().sql("""
            insert into approvals (id, withdrawal_id, answer, person_key, encoded, expires_at)
            values (?, ?, ?, ?, ?, ?)\
            """)
                .params(List.of(
                        Store.newId(),
                        UUID.fromString(id),
                        approval.statement().answer().name(),
                        approval.keyId().bytes().toArray(),
                        approval.encode().toArray(),
                        Store.moment(approval.statement().expiresAt())))
                .update();
    }

    @Test
    void whereOneOfItsSignersCannotBeAsked_itWaits_andGoesOnOnceAllAreHeard() throws Exception {
        var id = signed();
        signers(id, "nobody,risk");
        mend();
        awaitStatus(id, 3104);
        assertThat(isOnChain(id)).isFalse();
        signers(id, "client,risk");
        hurry();
        desk.until(id, "CONFIRMING");
        assertThat(isOnChain(id)).isTrue();
    }

    /// As a version of control before this one left it.
    @Test
    void whereNobodyKeptWhoSigned_theSetsOfTheVaultAreAsked() throws Exception {
        var id = signed();
        store().sql("update withdrawals set signers = null, signed_at = null where id = ?")
                .param(UUID.fromString(id))
                .update();
        mend();
        desk.until(id, "CONFIRMING");
    }

    private static void signers(String id, String names) {
        store().sql("update withdrawals set signers = ? where id = ?")
                .params(names, UUID.fromString(id))
                .update();
    }
}
