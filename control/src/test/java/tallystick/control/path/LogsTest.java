package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Patience;
import tallystick.control.kit.World;
import tallystick.control.store.Store;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.LogNames;
import tallystick.core.tlog.InclusionProof;
import tallystick.core.tlog.MerkleTree;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tools.jackson.databind.JsonNode;

@DisplayName("Entries of nodes' logs, which control carries and anybody verifies")
class LogsTest {
    private static boolean proves(World world, JsonNode told) {
        var node = world.fleet().roster().named(told.path("node").asString()).orElseThrow();
        var checkpoint = SignedCheckpoint.parse(
                        Bytes.ofUtf8(told.path("checkpoint").asString()))
                .orThrow();
        var path = told.path("proof")
                .valueStream()
                .map(each -> Digest32.ofHex(each.asString()))
                .toList();
        var leaf = MerkleTree.leaf(Bytes.ofHex(told.path("leaf").asString()));
        return checkpoint.isOf(LogNames.log(node))
                && new InclusionProof(
                                told.path("index").asLong(), checkpoint.head().size(), path)
                        .proves(leaf, checkpoint.head());
    }

    private static List<JsonNode> entries(World world, String query) throws Exception {
        var answer = world.program("AUDITOR").get("/v1/audit/entries" + query);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return answer.json().path("items").valueStream().toList();
    }

    @Test
    void newestOfEveryNode_areProvenUnderItsOwnKey_andSayWhatTheyAre() throws Exception {
        var world = World.get();
        var all = entries(world, "");
        var nodes = new HashSet<String>();
        for (var told : all) {
            assertThat(proves(world, told)).as(told.toString()).isTrue();
            var entry =
                    AuditEntry.parse(Bytes.ofHex(told.path("leaf").asString())).orThrow();
            assertThat(told.path("kind").asString())
                    .isEqualTo(entry.event().getClass().getSimpleName());
            assertThat(told.path("at").asString()).isEqualTo(entry.at().toString());
            nodes.add(told.path("node").asString());
        }
        assertThat(nodes).hasSize(4);
        // As moments: of two texts, one with a fraction of its second stands before the second itself.
        assertThat(all.stream()
                        .map(each -> Instant.parse(each.path("at").asString()))
                        .toList())
                .isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void pagesOfOneNode_goOnToItsFirstEntry() throws Exception {
        var world = World.get();
        var auditor = world.program("AUDITOR");
        var next = "";
        var seen = new HashSet<Long>();
        do {
            var page = auditor.get("/v1/audit/entries?node=risk" + (next.isEmpty() ? "" : "&cursor=" + next));
            for (var each : page.json().path("items"))
                assertThat(seen.add(each.path("index").asLong())).isTrue();
            next = page.text("next");
        } while (!next.isEmpty());
        assertThat(seen).contains(0L, (long) seen.size() - 1);
        assertThat(entries(world, "?node=nobody")).isEmpty();
        assertThat(auditor.get("/v1/audit/entries?node=risk&cursor=x").status()).isEqualTo(422);
        assertThat(auditor.get("/v1/audit/entries?subject=ab").status()).isEqualTo(422);
    }

    @Test
    void entriesAboutOneThing_areThoseThatNameIt() throws Exception {
        var world = World.get();
        var key = world.key().id().toString();
        var about = entries(world, "?subject=" + key);
        assertThat(about)
                .isNotEmpty()
                .allMatch(each -> each.path("leaf").asString().contains(key));
        assertThat(entries(world, "?subject=" + "ef".repeat(32))).isEmpty();
    }

    @Test
    void ceremonyOfTheKey_isListed_withHowFarEachNodeIs() throws Exception {
        var world = World.get();
        var key = world.key().id().toString();
        Patience.until("a ceremony that all attested", () -> {
            var answer = world.program("AUDITOR").get("/v1/ceremonies?limit=200");
            assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
            for (var each : answer.json().path("items"))
                if (each.path("key").asString().equals(key)
                        && each.path("participants").size() == 3
                        && each.path("participants")
                                .valueStream()
                                .allMatch(one -> one.path("stands").asString().equals("attested"))) {
                    assertThat(each.path("kind").asString()).isEqualTo("generation");
                    assertThat(each.path("stands").asString()).isEqualTo("active");
                    return true;
                }
            return false;
        });
    }

    @Test
    void ceremonyThatAnOperatorOrders_isToldInEvents_onceOfEveryParticipant() throws Exception {
        var world = World.get();
        var key = world.edwards().id().toString();
        Patience.until("events of attestations", () -> attested(world, key).size() >= 3);
        assertThat(attested(world, key)).containsExactlyInAnyOrder("risk", "client", "backup");
    }

    private static List<String> attested(World world, String key) {
        return world.control()
                .part(Store.class)
                .sql("select body->>'node' from events where kind = 'ceremony.attested' and body->>'of' = ?")
                .params(key)
                .query(String.class)
                .list();
    }
}
