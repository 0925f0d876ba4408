package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tallystick.control.access.Workspaces;
import tallystick.control.events.Events;
import tallystick.control.kit.Desk;
import tallystick.control.kit.World;
import tallystick.control.store.Store;
import tools.jackson.databind.JsonNode;

/// What people and programs say of a withdrawal: kept and shown, and signed by nobody.
class CommentsTest {
    private static final String TO = "0xd8da6bf26964af9d7eed9e03e53415d37aa96045";

    private static World world;
    private static Desk desk;

    @BeforeAll
    static void begin() throws Exception {
        world = World.get();
        desk = Desk.open(world);
    }

    private static String draft() throws Exception {
        var address = desk.address(BigInteger.TEN.pow(18)).path("id").asString();
        return desk.draft(address, TO, BigInteger.TEN, Map.of()).path("id").asString();
    }

    private static String of(String id) {
        return "/v1/withdrawals/%s/comments".formatted(id);
    }

    private static Map<String, String> saying(String text) {
        return Map.of("text", text);
    }

    @Test
    void comment_isListedAsItWasWritten_withWhoWroteIt_andTellsOfItself() throws Exception {
        var id = draft();
        var last = world.control().part(Events.class).last();
        var first = world.visitor("ava").signIn().post(of(id), saying("  Who ordered this?  "));
        assertThat(first.status()).as(first.json().toString()).isEqualTo(201);
        assertThat(desk.initiator().post(of(id), saying("Order 1007.")).status())
                .isEqualTo(201);
        var listed = world.program("AUDITOR").get(of(id)).json().path("items");
        assertThat(listed.valueStream().map(each -> each.path("text").asString()))
                .containsExactly("Who ordered this?", "Order 1007.");
        assertThat(listed.path(0).path("person").asString()).isEqualTo("u:ava");
        assertThat(listed.path(0).has("key")).isFalse();
        assertThat(listed.path(1).has("person")).isFalse();
        assertThat(listed.path(1).path("key").asString())
                .isEqualTo(desk.initiator().id());
        var workspace = world.control().part(Workspaces.class).main();
        assertThat(world.control().part(Events.class).after(workspace, last, 100))
                .filteredOn(each -> each.kind().equals("withdrawal.commented"))
                .extracting(each -> each.subject().toString())
                .containsExactly(id, id);
        assertThat(audited()).contains("/v1/withdrawals/%s/comments".formatted(id));
        assertThat(world.program("AUDITOR")
                        .get(of(draft()))
                        .json()
                        .path("items")
                        .size())
                .isZero();
    }

    private static String audited() throws Exception {
        return world.program("AUDITOR")
                .get("/v1/audit")
                .json()
                .path("items")
                .valueStream()
                .map(JsonNode::toString)
                .reduce("", String::concat);
    }

    @Test
    void textThatHidesOrTurnsOthers_orIsTooLong_orNone_isNotTaken() throws Exception {
        var id = draft();
        for (var text : new String[] {"", "   ", "turned \u202eround", "two\nlines", "x".repeat(513)}) {
            var refused = desk.initiator().post(of(id), saying(text));
            assertThat(refused.status()).as(text).isEqualTo(422);
            assertThat(refused.text("field")).isEqualTo("text");
        }
        assertThat(desk.initiator().post(of(id), Map.of()).status()).isEqualTo(422);
        assertThat(desk.initiator().post(of(id), saying("x".repeat(512))).status())
                .isEqualTo(201);
        assertThat(desk.initiator()
                        .post(of(UUID.randomUUID().toString()), saying("of nothing"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whoOnlyReads_orLooksAfterMachines_commentsNothing() throws Exception {
        var id = draft();
        for (var each : new String[] {"AUDITOR", "OPERATOR", "ADMINISTRATOR"})
            assertThat(world.program(each).post(of(id), saying("no")).status())
                    .as(each)
                    .isEqualTo(403);
    }

    @Test
    void oneWhoWroteFifty_writesNoMore_andOthersDo() throws Exception {
        var id = draft();
        assertThat(desk.initiator().post(of(id), saying("number 1")).status()).isEqualTo(201);
        var store = world.control().part(Store.class);
        store.sql("""
            insert into comments (id, withdrawal_id, key_id, person, said, created_at)
            select gen_random_uuid(), withdrawal_id, key_id, person, 'number ' || n, created_at
            from comments, generate_series(2, 50) n where withdrawal_id = ?\
            """).params(UUID.fromString(id)).update();
        assertThat(desk.initiator().post(of(id), saying("number 51")).status()).isEqualTo(409);
        assertThat(world.visitor("gus")
                        .signIn()
                        .post(of(id), saying("and now I"))
                        .status())
                .isEqualTo(201);
    }
}
