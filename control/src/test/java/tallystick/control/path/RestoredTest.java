package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tallystick.control.access.Restores;
import tallystick.control.access.Workspaces;
import tallystick.control.events.Events;
import tallystick.control.kit.Desk;
import tallystick.control.kit.World;
import tallystick.control.store.Store;
import tools.jackson.databind.JsonNode;

@DisplayName("A database that an old backup was put in place of catches up from nodes and chain")
class RestoredTest {
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);

    private static World world;
    private static Desk desk;
    private static JdbcClient database;

    @BeforeAll
    static void open() throws Exception {
        world = World.get();
        desk = Desk.open(world);
        database = JdbcClient.create(world.control().part(DataSource.class));
    }

    private static JsonNode completed(String address, long wei) throws Exception {
        var id = desk.passed(desk.draft(address, TO, BigInteger.valueOf(wei), Map.of()));
        desk.until(id, "CONFIRMING");
        world.anvil().ask("anvil_mine", "0x3");
        return desk.until(id, "COMPLETED");
    }

    /// The row as it was when it was submitted: nodes give the same signature again, and the chain has it already.
    @Test
    void withdrawalThatTheBackupHasAsSubmitted_catchesUp_andIsPaidOnce() throws Exception {
        var before = balance();
        var done = completed(desk.address(ETHER).path("id").asString(), 51);
        var id = UUID.fromString(done.path("id").asString());
        database.sql("delete from transitions where withdrawal_id = ? and number > 2")
                .params(id)
                .update();
        database.sql("""
            update withdrawals set stage = 'SUBMITTED', sub_status = 2001, detail = '', signed = null,
              tx_id = null, signatures = null, block_number = null, block_hash = null, confirmations = 0,
              asked = -1, version = version + 1 where id = ?\
            """).params(id).update();
        database.sql("""
            insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
            values ('withdrawal', ?, now(), false, 1) on conflict do nothing\
            """).params(id.toString()).update();
        var again = desk.until(id.toString(), "COMPLETED");
        assertThat(again.path("transactionId")).isEqualTo(done.path("transactionId"));
        assertThat(again.path("block")).isEqualTo(done.path("block"));
        assertThat(balance().subtract(before)).isEqualTo(BigInteger.valueOf(51));
    }

    /// What was made after the backup is gone from the database and not from the chain: its number is not given again.
    @Test
    void withdrawalThatTheBackupDoesNotHave_keepsItsNumberOnTheChain() throws Exception {
        var address = desk.address(ETHER).path("id").asString();
        var id = UUID.fromString(completed(address, 52).path("id").asString());
        for (var table : List.of("transitions", "approvals"))
            database.sql("delete from %s where withdrawal_id = ?".formatted(table))
                    .params(id)
                    .update();
        database.sql("delete from withdrawals where id = ?").params(id).update();
        var next = desk.draft(address, TO, BigInteger.ONE, Map.of());
        assertThat(next.path("transaction").path("nonce").asString()).isEqualTo("1");
    }

    /// The program asks again under its own name for what the backup does not have. Its key is older than the restore.
    @Test
    void programThatAsksAgain_afterARestore_isRefused_untilPeopleMakeItAnotherKey() throws Exception {
        var address = desk.address(ETHER).path("id").asString();
        var open = desk.draft(address, TO, BigInteger.ONE, Map.of());
        var body = Map.of(
                "walletId",
                desk.wallet(),
                "addressId",
                address,
                "destination",
                TO,
                "amount",
                "53",
                "externalId",
                "o-53");
        try {
            world.control().part(Restores.class).keep(Instant.now());
            var again = desk.initiator().post("/v1/withdrawals", body);
            assertThat(again.status()).as(again.json().toString()).isEqualTo(409);
            assertThat(again.json().path("number").asInt()).isEqualTo(5301);
            var submission = Map.of("evidence", world.signed(open).encode().toHex());
            var submitted = desk.initiator()
                    .post("/v1/withdrawals/%s/submit".formatted(open.path("id").asString()), submission);
            assertThat(submitted.status()).as(submitted.json().toString()).isEqualTo(409);
            assertThat(desk.initiator().get("/v1/withdrawals").status()).isEqualTo(200);
            var newer = world.program("INITIATOR").post("/v1/withdrawals", body);
            assertThat(newer.status()).as(newer.json().toString()).isEqualTo(201);
        } finally {
            database.sql("delete from restores").update();
        }
    }

    /// It may have been submitted, signed and paid since the backup: that it expired is no word that nothing was.
    @Test
    void draftThatTheBackupHas_keepsItsPlace_whenItExpires_whoeverSaysThatNobodyBegan() throws Exception {
        var address = desk.address(ETHER).path("id").asString();
        var draft = desk.draft(address, TO, BigInteger.ONE, Map.of());
        var id = UUID.fromString(draft.path("id").asString());
        try {
            world.control().part(Restores.class).keep(Instant.now());
        } finally {
            database.sql("delete from restores").update();
        }
        database.sql("update withdrawals set expires_at = now() where id = ?")
                .params(id)
                .update();
        database.sql("update scheduled_tasks set execution_time = now() where task_instance = ?")
                .params(id.toString())
                .update();
        var ended = desk.until(id.toString(), "EXPIRED");
        assertThat(ended.path("subStatus").path("number").asInt())
                .as(ended.toString())
                .isEqualTo(2610);
        var next = world.program("INITIATOR")
                .post(
                        "/v1/withdrawals",
                        Map.of("walletId", desk.wallet(), "addressId", address, "destination", TO, "amount", "1"));
        assertThat(next.json().path("transaction").path("nonce").asString()).isEqualTo("1");
    }

    /// Who signed out since the backup is signed in there.
    @Test
    void sessionOfTheBackup_isOver_andOneThatBeginsLaterStands() throws Exception {
        var restores = world.control().part(Restores.class);
        var at = Instant.now();
        var before = world.visitor("ava").signIn();
        assertThat(before.get("/v1/session").status()).isEqualTo(200);
        try {
            restores.keep(at);
            assertThat(before.get("/v1/session").status()).isEqualTo(401);
            var later = world.visitor("ava").signIn();
            restores.keep(at);
            assertThat(later.get("/v1/session").status()).isEqualTo(200);
        } finally {
            database.sql("delete from restores").update();
        }
    }

    /// A program follows events by the number of the last that it has, and has some that the backup does not.
    @Test
    void eventAfterARestore_isBehindAllThatWereToldSinceTheBackup() throws Exception {
        var store = world.control().part(Store.class);
        var events = world.control().part(Events.class);
        var toldSince = events.last() + 100_000_000;
        try {
            world.control().part(Restores.class).keep(Instant.now());
        } finally {
            database.sql("delete from restores").update();
        }
        var workspace = world.control().part(Workspaces.class).main();
        var _ = store.atomically(() -> {
            events.append(workspace, "test.restored", Store.newId(), events.data());
            return true;
        });
        assertThat(events.last()).isGreaterThan(toldSince);
    }

    @Test
    void sameRestore_toldAgain_changesNothing() throws Exception {
        var restores = world.control().part(Restores.class);
        var at = Instant.now();
        try {
            restores.keep(at);
            var draft = desk.address(ETHER).path("id").asString();
            var made = world.program("INITIATOR")
                    .post(
                            "/v1/withdrawals",
                            Map.of("walletId", desk.wallet(), "addressId", draft, "destination", TO, "amount", "1"));
            restores.keep(at);
            var isRestored = database.sql("select restored from withdrawals where id = ?")
                    .params(UUID.fromString(made.text("id")))
                    .query(Boolean.class)
                    .single();
            assertThat(isRestored).isFalse();
        } finally {
            database.sql("delete from restores").update();
        }
    }

    private static BigInteger balance() throws Exception {
        return new BigInteger(
                world.anvil().ask("eth_getBalance", TO, "latest").asString().substring(2), 16);
    }
}
