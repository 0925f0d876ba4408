package tallystick.node.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.kit.Canonical;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ecdsa.Allocation;
import tallystick.mpc.ecdsa.BootId;
import tallystick.mpc.ecdsa.ItemRef;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.ecdsa.PoolId;

/// Whatever a peer says about pools, and whatever was sealed as pairs, is refused or is the one form of it.
class RoundsFuzzTest {
    private static final SecretMemory HOME = SecretMemory.open();

    private static Stream<byte[]> news() {
        var digest = StandardHash.sha256(Bytes.ofUtf8("name"));
        return Stream.<PoolNews>of(
                        new PoolNews.Hello(new BootId(digest), Optional.of(new BootId(digest)), 3),
                        new PoolNews.Hello(new BootId(digest), Optional.empty(), 0),
                        new PoolNews.Nonces(Bytes.ofUtf8("batch")),
                        new PoolNews.Invitation(digest, 64),
                        new PoolNews.Emptied(),
                        new PoolNews.Gone(new Allocation(
                                List.of(new ItemRef(new PoolId(digest), 1)),
                                List.of(new ItemRef(new PoolId(digest), 2)))))
                .map(each -> each.encode().toArray());
    }

    @MethodSource("news")
    @FuzzTest
    void anyPoolNews_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, PoolNews::parse, PoolNews::encode);
    }

    /// As many pairs as the first byte says, each filled from the rest, so that lengths fit.
    @FuzzTest
    void anyPairBundle_isRefusedOrCanonical_andLeavesNothingOpen(byte @NotNull [] bytes) {
        if (bytes.length < 2) return;
        var before = HOME.lentBytes();
        var count = bytes[0] & 3;
        var form = new byte[1 + count * PairSecrets.ENCODED_BYTES];
        for (var i = 0; i < form.length; i++) form[i] = bytes[i % bytes.length];
        form[0] = (byte) count;
        for (var input : new byte[][] {bytes, form})
            try (var bundle = Secrets.of(Bytes.copyOf(input), HOME)) {
                Canonical.within(input.length, () -> PairBundle.read(bundle, HOME))
                        .ifPresent(pairs -> {
                            try (var again = PairBundle.write(new java.util.TreeMap<>(pairs), HOME)) {
                                assertThat(again.sameAs(bundle)).isTrue();
                            }
                            pairs.values().forEach(PairSecrets::close);
                        });
            }
        assertThat(HOME.lentBytes()).isEqualTo(before);
    }

    private static Bytes pair(int peer) {
        var digest = StandardHash.sha256(Bytes.ofUtf8("key")).bytes();
        var front = new Writer()
                .raw(Bytes.ofUtf8("tspair"))
                .u8(1)
                .raw(digest)
                .u32(1)
                .u16(1)
                .u16(peer)
                .raw(digest)
                .toBytes();
        return Bytes.concat(front, Bytes.copyOf(new byte[PairSecrets.ENCODED_BYTES - front.length()]));
    }

    private static Parsed<Integer> pairsIn(int... peers) {
        var form = new Writer().u8(peers.length);
        for (var peer : peers) form.raw(pair(peer));
        try (var bundle = Secrets.of(form.toBytes(), HOME)) {
            return PairBundle.read(bundle, HOME).map(pairs -> {
                pairs.values().forEach(PairSecrets::close);
                return pairs.size();
            });
        }
    }

    @Test
    void pairs_outOfOrderOrTwice_areRefused_andLeaveNothingOpen() {
        var before = HOME.lentBytes();
        var refused =
                new Parsed.Malformed<Integer>(1 + PairSecrets.ENCODED_BYTES, "pairs in ascending order of their peers");
        assertThat(pairsIn(2, 3)).isEqualTo(new Parsed.Ok<>(2));
        assertThat(pairsIn(3, 2)).isEqualTo(refused);
        assertThat(pairsIn(2, 2)).isEqualTo(refused);
        assertThat(HOME.lentBytes()).isEqualTo(before);
    }
}
