package tallystick.mpc.example;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.SecretScalar;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.ecdsa.BootId;
import tallystick.mpc.ecdsa.EcdsaKeyShare;
import tallystick.mpc.ecdsa.PoolFill;
import tallystick.mpc.ecdsa.Taken;
import tallystick.mpc.ecdsa.VolePools;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.SessionId;

/// G6: whoever takes a heap dump between two sessions finds no share in it, nothing two parties share, and no item:
/// after a ceremony, fills and a signature in this very process.
class G6SharesTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId THREE = new PartyId(3);
    private static final int PAIR_FRONT_BYTES = 79;

    /// Bytes to look for, and what they are.
    private record Needle(String what, MemorySegment bytes) {}

    private final List<Needle> needles = new ArrayList<>();

    @Test
    void heapDump_betweenTwoSessions_holdsNothingThatSigns(@TempDir Path folder) throws IOException {
        try (var trio = new Trio();
                var arena = Arena.ofConfined()) {
            var shares = trio.activate(trio.generate());
            try (var signers = new Signers(trio, shares);
                    var pools = new VolePools(ONE, shares.get(ONE).key().id(), 1, 8)) {
                signers.stock(1);
                fill(trio, shares, pools);
                var key = shares.get(ONE).key();
                var set = trio.tree.qualify(List.of(ONE, THREE)).orThrow();
                var digest = trio.fresh();
                signers.sign(set, KeyTweak.none(key.scheme().curve()), digest);

                var dump = folder.resolve("between.hprof");
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpHeap(dump.toString(), true);

                // From here on secrets may come to the heap.
                add("digest", digest.bytes(), arena);
                shares.forEach((party, share) -> addShare(party, share, set, trio, arena));
                addItem((Taken.Items) pools.allocate(THREE, 1), arena);
                assertThat(needles).hasSizeGreaterThan(6 * (1 + 128 + 256 + 1));
                assertThat(found(dump)).as("of these only what is no secret").containsExactly("digest");
            }
        }
    }

    /// Two items between parties 1 and 3, of which those of party 1 are kept.
    private static void fill(Trio trio, SortedMap<PartyId, EcdsaKeyShare> shares, VolePools pools) {
        var both = List.of(ONE, THREE);
        var session = new SessionId(trio.fresh());
        var ledger = new PassingLedger();
        var batches = trio.finish(both, party -> {
            var with = new PoolFill.Surroundings(ledger, BootId.draw(trio.entropy), trio.entropy, trio.home);
            var pair = shares.get(party).pairs().get(party.equals(ONE) ? THREE : ONE);
            return Run.of(PoolFill.of(new Session(session, party, both), pair, 2, with));
        });
        assertThat(pools.add(batches.get(ONE))).isEqualTo(VolePools.Added.STOCKED);
        batches.get(THREE).close();
    }

    private void addShare(PartyId party, EcdsaKeyShare share, SigningSet set, Trio trio, Arena arena) {
        share.share().leaves().forEach((leaf, scalar) -> add("leaf %d".formatted(leaf.value()), scalar, arena));
        if (set.parties().contains(party))
            try (var additive = share.share().additiveShare(set)) {
                add("additive share of " + party, additive, arena);
            }
        share.pairs().forEach((peer, pair) -> {
            try (var encoded = pair.encode(trio.home)) {
                var what = "of %s with %s".formatted(party, peer);
                var memory = encoded.memory();
                add("delta " + what, memory.asSlice(PAIR_FRONT_BYTES, 16), arena);
                for (var at = PAIR_FRONT_BYTES + 16L; at < memory.byteSize(); at += 32)
                    add("seed at %d %s".formatted(at, what), memory.asSlice(at, 32), arena);
            }
        });
    }

    private void addItem(Taken.Items taken, Arena arena) {
        try (taken;
                var sender = taken.asSender().getFirst().spend();
                var receiver = taken.asReceiver().getFirst().spend()) {
            for (var scalar : List.of(sender.nonceInput(), sender.keyInput(), sender.nonceOutput(), sender.keyOutput()))
                add("sender's item", scalar, arena);
            for (var scalar : List.of(receiver.multiplier(), receiver.nonceOutput(), receiver.keyOutput()))
                add("receiver's item", scalar, arena);
        }
    }

    /// In either order of bytes.
    private void add(String what, SecretScalar scalar, Arena arena) {
        var memory = scalar.memory();
        add(what, memory, arena);
        var turned = arena.allocate(memory.byteSize());
        for (var i = 0L; i < memory.byteSize(); i++)
            turned.set(JAVA_BYTE, i, memory.get(JAVA_BYTE, memory.byteSize() - 1 - i));
        add(what + " turned", turned, arena);
    }

    private void add(String what, Bytes bytes, Arena arena) {
        add(what, MemorySegment.ofArray(bytes.toArray()), arena);
    }

    private void add(String what, MemorySegment bytes, Arena arena) {
        needles.add(new Needle(what, arena.allocate(bytes.byteSize()).copyFrom(bytes)));
    }

    /// What of the needles stands in the file.
    private Set<String> found(Path file) throws IOException {
        var byFront = new HashMap<Long, List<Needle>>();
        var hints = new boolean[1 << 20];
        for (var needle : needles) {
            var front = needle.bytes().get(JAVA_LONG_UNALIGNED, 0);
            byFront.computeIfAbsent(front, _ -> new ArrayList<>()).add(needle);
            hints[hint(front)] = true;
        }
        var found = new TreeSet<String>();
        try (var channel = FileChannel.open(file);
                var arena = Arena.ofConfined()) {
            var dump = channel.map(FileChannel.MapMode.READ_ONLY, 0, Files.size(file), arena);
            for (var at = 0L; at + Long.BYTES <= dump.byteSize(); at++) {
                var front = dump.get(JAVA_LONG_UNALIGNED, at);
                if (hints[hint(front)]) look(byFront, front, dump, at, found);
            }
        }
        return found;
    }

    private static int hint(long front) {
        return (int) (front * 0x9e3779b97f4a7c15L >>> 44);
    }

    private static void look(
            Map<Long, List<Needle>> byFront, long front, MemorySegment dump, long at, Set<String> found) {
        for (var needle : byFront.getOrDefault(front, List.of())) {
            var bytes = needle.bytes();
            var fits = at + bytes.byteSize() <= dump.byteSize()
                    && MemorySegment.mismatch(dump, at, at + bytes.byteSize(), bytes, 0, bytes.byteSize()) < 0;
            if (fits) found.add(needle.what());
        }
    }
}
