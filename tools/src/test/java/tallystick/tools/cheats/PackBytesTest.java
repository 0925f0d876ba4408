package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEvent;
import tallystick.core.court.Standing;
import tallystick.core.governance.Freezes;
import tallystick.core.governance.Proposal;
import tallystick.crypto.codec.Bytes;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;
import tallystick.tools.kit.SmallLaws;

@Tag("slow")
@DisplayName("Every byte of the small signed files of a pack, under a manifest that fits, EP-41")
class PackBytesTest {
    private static final int MOMENT_BYTES = 8;
    private static final int KEY_BYTES = 32;
    private static final int SMALL_BYTES_MAX = 1000;
    private static final int EACH = 11;
    private static final Instant BEGUN = SmallFleet.AT.minusSeconds(240);

    @TempDir
    Path folder;

    /// With a freeze that stands, and a policy that comes into force behind all rulings.
    private NavigableMap<String, Bytes> honest() throws IOException {
        try (var fleet = new SmallFleet()) {
            var laws = new SmallLaws(fleet, BEGUN);
            var freeze = laws.freeze();
            var next = laws.tighter(SmallFleet.AT.plusSeconds(600));
            var change = laws.change(new Proposal.NewDocument(next), BEGUN.minusSeconds(5), List.of("bo"));
            fleet.telling(new SmallFleet.Lie() {
                        @Override
                        public List<AuditEvent> told(String node, List<AuditEvent> events) {
                            var all = new ArrayList<>(events);
                            var words = freeze.order().scope().words();
                            all.add(3, new AuditEvent.Frozen(words, "u:bo: a doubt"));
                            all.add(
                                    3,
                                    new AuditEvent.ChangeSeen(
                                            change.change().id(), "u:ann", "policy version 2", next.hash()));
                            return all;
                        }

                        @Override
                        public Instant begins() {
                            return SmallFleet.AT.minusSeconds(300);
                        }

                        @Override
                        public Standing holds(String node, int request, Standing standing) {
                            var order = freeze.order();
                            return standing.with(new Freezes(Map.of(order.id(), order), Set.of()));
                        }
                    })
                    .write(folder);
            for (var node : SmallFleet.NODES) {
                var at = folder.resolve(node);
                SmallFleet.keep(at, "05-" + freeze.order().id(), BEGUN, freeze.encode());
                SmallFleet.keep(at, "02-" + change.change().id(), BEGUN, SmallLaws.row(change));
                SmallFleet.keep(at, "04-0200000002", next.effectiveFrom(), next.encode());
                SmallFleet.keep(at, "08-" + next.hash(), BEGUN, laws.words(next).encode());
            }
        }
        var exported = Packs.export(folder);
        assertThat(exported.exit()).as(exported.text()).isZero();
        var said = Packs.verify(folder.resolve("pack.zip"));
        assertThat(said.exit()).as(said.text()).isZero();
        return Packs.files(folder.resolve("pack.zip"));
    }

    /// Where a flipped bit is not found; of what is long, at each eleventh byte.
    private List<Integer> missed(NavigableMap<String, Bytes> files, String name) throws IOException {
        var whole = Optional.ofNullable(files.get(name)).orElseThrow();
        assertThat(whole.length()).as(name).isPositive();
        var missed = new ArrayList<Integer>();
        var step = whole.length() > SMALL_BYTES_MAX ? EACH : 1;
        for (var at = 0; at < whole.length(); at += at < MOMENT_BYTES ? 1 : step) {
            var bytes = whole.toArray();
            bytes[at] ^= 1;
            var changed = new TreeMap<>(files);
            changed.put(name, Bytes.copyOf(bytes));
            if (Packs.verify(Packs.forged(folder.resolve("other.zip"), changed)).exit() != 1) missed.add(at);
        }
        return missed;
    }

    private static String named(NavigableMap<String, Bytes> files, String beginning) {
        return files.keySet().stream()
                .filter(name -> name.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void rosterAndHeads_areFoundAtEveryByte() throws IOException {
        var files = honest();
        for (var name : List.of(
                "roster",
                "logs/alpha/checkpoint",
                "logs/alpha/cosigned/beta",
                "logs/alpha/grown/beta",
                "logs/alpha/hashes")) assertThat(missed(files, name)).as(name).isEmpty();
    }

    /// The moment before each is the node's word; so is, of a change, whether it is over.
    @Test
    void whatPeopleAndNodesSigned_isFoundAtEveryByte_butTheMomentBefore() throws IOException {
        var files = honest();
        for (var kind : List.of("01-", "02-", "04-", "05-", "08-")) {
            var name = named(files, "governed/alpha/" + kind);
            var unsigned = kind.equals("02-") ? MOMENT_BYTES + 1 : MOMENT_BYTES;
            assertThat(missed(files, name))
                    .as(name)
                    .isSubsetOf(IntStream.range(0, unsigned).boxed().toList());
        }
    }

    /// Whoever verifies has a card from elsewhere: this one is believed in nothing but the key.
    @Test
    void cardInThePack_isFoundAtEveryByteOfItsKey() throws IOException {
        var files = honest();
        var name = "administrator.card";
        var card = new String(Optional.ofNullable(files.get(name)).orElseThrow().toArray(), StandardCharsets.UTF_8);
        var called = card.indexOf(Bytes.ofUtf8("root").toHex());
        var key = called + Bytes.ofUtf8("root").toHex().length() + 2;
        var behind = key + 2 * KEY_BYTES;
        assertThat(key).isGreaterThan(called);
        assertThat(missed(files, name)).isNotEmpty().allMatch(at -> at >= called && at < key - 2 || at >= behind);
    }
}
