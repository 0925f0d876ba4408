package tallystick.control.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionException;
import tallystick.control.access.Workspaces;
import tallystick.control.events.Events;
import tallystick.control.kit.World;
import tallystick.control.relay.Governed;
import tallystick.control.store.Store;
import tallystick.core.audit.AuditEvent;
import tallystick.crypto.hash.Digest32;
import tools.jackson.databind.JsonNode;

/// Ceremonies that nodes' logs told of, however much was written after them.
class CeremoniesTest {
    /// Long ago, so that none of these stands before what other tests look for.
    private static final Instant AT = Instant.parse("1999-12-31T23:00:00Z");

    private final Digest32 key = MadeUpLog.digest();
    private World world;
    private Store store;
    private MadeUpLog log;

    @BeforeEach
    void begin() throws Exception {
        world = World.get();
        store = world.control().part(Store.class);
        log = new MadeUpLog(world.fleet().identity("treasurer").key());
    }

    private Following follower() {
        var control = world.control();
        return new Following(
                log,
                new Ceremonies(store),
                control.part(Events.class),
                store,
                control.part(Workspaces.class),
                control.part(Governed.class));
    }

    private void rounds(Following following, int count) {
        for (var i = 0; i < count; i++) following.round(log.node());
    }

    private void prepared(Digest32 of, int epoch, Instant at) {
        log.write(at, new AuditEvent.CeremonyPrepared(of, epoch, MadeUpLog.digest()));
    }

    private int events() {
        return store.sql("select count(*) from events where body->>'of' = ?")
                .params(key.toString())
                .query(Integer.class)
                .single();
    }

    private List<String> steps() {
        return store.sql("select node || ' ' || epoch || ' ' || stands from ceremony_steps where key = ? order by 1")
                .params(key.toString())
                .query((row, _) -> row.getString(1))
                .list();
    }

    private String step(int epoch, String stands) {
        return "%s %d %s".formatted(log.node(), epoch, stands);
    }

    private List<JsonNode> listed(String query) throws Exception {
        var answer = world.program("AUDITOR").get("/v1/ceremonies" + query);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return answer.json().path("items").valueStream().toList();
    }

    private List<JsonNode> all() throws Exception {
        var auditor = world.program("AUDITOR");
        var all = new ArrayList<JsonNode>();
        var next = "";
        do {
            var page = auditor.get("/v1/ceremonies?limit=20" + (next.isEmpty() ? "" : "&cursor=" + next));
            assertThat(page.status()).as(page.json().toString()).isEqualTo(200);
            assertThat(page.json().path("items").size()).isBetween(1, 20);
            page.json().path("items").forEach(all::add);
            next = page.text("next");
        } while (!next.isEmpty());
        return all;
    }

    @Test
    void ceremonyBeforeALogIsFollowed_isListed_howeverManyEntriesCameAfter_andMakesNoEvent() throws Exception {
        log.payments(3);
        log.write(AT, new AuditEvent.RefreshBegun(key, 1, "operator", "scheduled", ""));
        prepared(key, 2, AT.plusSeconds(1));
        log.payments(1000);
        var following = follower();
        rounds(following, 40);
        assertThat(events()).isZero();
        assertThat(steps()).containsExactly(step(2, "began"), step(2, "prepared"));
        prepared(key, 3, AT.plusSeconds(2));
        log.payments(1000);
        rounds(following, 40);
        assertThat(events()).isEqualTo(1);
        var two = all().stream()
                .filter(each -> each.path("id").asString().equals(key + "/2"))
                .toList();
        assertThat(two).hasSize(1);
        assertThat(two.getFirst().path("kind").asString()).isEqualTo("refresh, scheduled");
        assertThat(two.getFirst().path("stands").asString()).isEqualTo("under way");
        assertThat(two.getFirst().path("startedAt").asString()).isEqualTo(AT.toString());
        assertThat(two.getFirst().path("participants").toString())
                .contains(log.node())
                .contains("\"prepared\"")
                .doesNotContain("\"began\"");
        assertThat(all()).anyMatch(each -> each.path("id").asString().equals(key + "/3"));
    }

    @Test
    void pages_giveEveryCeremonyOnce_theNewestFirst() throws Exception {
        follower().round(log.node());
        log.payments(1);
        var following = follower();
        following.round(log.node());
        // Some began in the same instant.
        for (var epoch = 1; epoch <= 70; epoch++) prepared(key, epoch, AT.minusSeconds(epoch / 3));
        rounds(following, 5);
        var all = all();
        var ours = all.stream()
                .filter(each -> each.path("key").asString().equals(key.toString()))
                .map(each -> each.path("epoch").asInt())
                .toList();
        assertThat(ours).hasSize(70).doesNotHaveDuplicates();
        assertThat(all)
                .isSortedAccordingTo(
                        (one, other) -> Instant.parse(other.path("startedAt").asString())
                                .compareTo(Instant.parse(one.path("startedAt").asString())));
        assertThat(listed("")).hasSize(50);
        var auditor = world.program("AUDITOR");
        assertThat(auditor.get("/v1/ceremonies?cursor=eA").status()).isEqualTo(422);
        assertThat(auditor.get("/v1/ceremonies?limit=201").status()).isEqualTo(422);
    }

    @Test
    void replicaThatLosesTheRace_writesNothingTwice() {
        log.payments(1);
        var one = follower();
        var two = follower();
        one.round(log.node());
        two.round(log.node());
        prepared(key, 1, AT);
        prepared(key, 2, AT);
        log.beforeItTells(() -> one.round(log.node()));
        two.round(log.node());
        assertThat(events()).isEqualTo(2);
        assertThat(steps()).containsExactly(step(1, "prepared"), step(2, "prepared"));
        rounds(one, 2);
        rounds(two, 2);
        assertThat(events()).isEqualTo(2);
    }

    /// As after a restart: what the same entries are read for again changes nothing.
    @Test
    void stepThatIsReadAgain_isKeptAsItWas() {
        log.payments(1);
        var following = follower();
        following.round(log.node());
        prepared(key, 1, AT);
        following.round(log.node());
        store.sql("update followed_logs set looked_from = size where log = ?")
                .params(log.origin())
                .update();
        rounds(follower(), 3);
        assertThat(steps()).containsExactly(step(1, "prepared"));
        assertThat(events()).isEqualTo(1);
    }

    @Test
    void whatIsTooFarBehindForEvents_isListedAllTheSame() {
        log.payments(1);
        follower().round(log.node());
        prepared(key, 1, AT);
        log.payments(5000);
        rounds(follower(), 250);
        assertThat(events()).isZero();
        assertThat(steps()).containsExactly(step(1, "prepared"));
    }

    @Test
    void logThatBecameShorter_isFollowedFromItsEnd() {
        log.payments(2);
        var following = follower();
        following.round(log.node());
        prepared(key, 1, AT);
        log.payments(50);
        rounds(following, 5);
        log.forgetAllBut(2);
        prepared(key, 2, AT);
        rounds(following, 3);
        assertThat(events()).as("of what a shorter log has there is no news").isEqualTo(1);
        prepared(key, 3, AT);
        rounds(following, 3);
        assertThat(events()).isEqualTo(2);
        assertThat(steps()).containsExactly(step(1, "prepared"), step(2, "prepared"), step(3, "prepared"));
    }

    /// The other replica moved the kept size between this one's questions.
    @Test
    void replicaThatAskedEarlier_takesNoLogForShorter() {
        log.payments(2);
        var one = follower();
        var two = follower();
        rounds(one, 2);
        rounds(two, 2);
        var before = log.newest(log.node(), Long.MAX_VALUE, 1);
        prepared(key, 1, AT);
        one.round(log.node());
        var asked = new AtomicInteger();
        // Each round's first answer is as old as it can be.
        var late = new Following(
                log.answering((node, index, count) ->
                        asked.getAndIncrement() % 2 == 0 ? before : log.newest(node, index, count)),
                new Ceremonies(store),
                world.control().part(Events.class),
                store,
                world.control().part(Workspaces.class),
                world.control().part(Governed.class));
        rounds(late, 2);
        rounds(one, 2);
        assertThat(events()).isEqualTo(1);
        assertThat(store.sql("select size from followed_logs where log = ?")
                        .params(log.origin())
                        .query(Long.class)
                        .single())
                .isEqualTo(3);
    }

    /// The statement fails, and so does undoing it: no exception of data access.
    @Test
    void databaseThatGoesAwayInTheMiddle_leavesNothingHalf_andIsFollowedOn() {
        log.payments(1);
        var following = follower();
        following.round(log.node());
        prepared(key, 1, AT);
        prepared(key, 2, AT);
        breakAt(2);
        try {
            assertThatThrownBy(() -> store.atomically(
                            () -> store.sql("insert into ceremony_steps (key, epoch, node, stands, at, cause)"
                                            + " values (?, 2, '', '', now(), '')")
                                    .params(key.toString())
                                    .update()))
                    .isInstanceOf(TransactionException.class);
            rounds(following, 2);
            assertThat(steps()).isEmpty();
            assertThat(events()).isZero();
        } finally {
            store.sql("drop trigger breaks on ceremony_steps").update();
        }
        rounds(following, 2);
        assertThat(steps()).containsExactly(step(1, "prepared"), step(2, "prepared"));
        assertThat(events()).isEqualTo(2);
    }

    private void breakAt(int epoch) {
        store.sql("""
            create or replace function breaks() returns trigger language plpgsql as
            'begin perform pg_terminate_backend(pg_backend_pid()); return new; end'\
            """).update();
        store.sql("""
            create trigger breaks before insert on ceremony_steps
            for each row when (new.key = '%s' and new.epoch = %d) execute function breaks()\
            """.formatted(key, epoch)).update();
    }
}
