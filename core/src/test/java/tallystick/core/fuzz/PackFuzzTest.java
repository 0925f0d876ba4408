package tallystick.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.core.docket.Docket;
import tallystick.core.kit.Rulings;
import tallystick.core.kit.Zips;
import tallystick.core.pack.Archive;
import tallystick.core.pack.CountersignOrder;
import tallystick.core.pack.Countersignatures;
import tallystick.core.pack.PackManifest;
import tallystick.core.tlog.TreeHead;
import tallystick.core.veil.Opening;
import tallystick.core.veil.Openings;
import tallystick.core.veil.Veil;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.kit.Canonical;
import tallystick.crypto.seal.Signature64;

/// What an auditor is given, which anybody may have made.
class PackFuzzTest {
    private static Stream<byte[]> archives() {
        return Stream.of(Zips.three().toArray(), Archive.tail(List.of()).toArray());
    }

    private static Stream<byte[]> manifests() {
        var hash = StandardHash.sha256(Bytes.ofUtf8("x"));
        var at = Instant.ofEpochSecond(1_800_000_000);
        var logs = List.of(new PackManifest.Log("risk", new TreeHead(7, hash), 2, 5));
        var files = List.of(new PackManifest.Packed("a", 3, hash), new PackManifest.Packed("b/c", 0, hash));
        return Stream.of("everything", "key:" + hash)
                .map(scope -> new PackManifest("1.2", at, at, at, scope, logs, files))
                .map(manifest -> manifest.encode().toArray());
    }

    private static Stream<byte[]> dockets() {
        return Stream.of(
                Rulings.docket().encode().toArray(), Docket.beginning("risk").toArray());
    }

    private static Stream<byte[]> orders() {
        var at = Instant.ofEpochSecond(1_800_000_000);
        var manifest = new PackManifest("1.2", at, at, at, "everything", List.of(), List.of());
        var signature = new Signature64(Bytes.copyOf(new byte[Signature64.LENGTH_BYTES]));
        return Stream.of(new CountersignOrder(new CountersignOrder.Draft("olga", manifest), signature))
                .map(order -> order.encode().toArray());
    }

    @MethodSource("orders")
    @FuzzTest
    void anyOrderToCountersign_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, CountersignOrder::parse, CountersignOrder::encode);
    }

    private static Stream<byte[]> openings() {
        var salt = StandardHash.sha256(Bytes.ofUtf8("salt"));
        var opening = Opening.of(Instant.ofEpochSecond(1_800_000_000), salt, "u:ann");
        return Stream.of(new Openings(List.of()), new Openings(List.of(opening)))
                .map(openings -> openings.encode().toArray());
    }

    private static Stream<byte[]> countersignatures() {
        var signature = new Signature64(Bytes.copyOf(new byte[Signature64.LENGTH_BYTES]));
        return Stream.of(List.of("risk"), List.of("client", "risk"))
                .map(nodes -> nodes.stream()
                        .map(node -> new Countersignatures.OfNode(node, signature))
                        .toList())
                .map(all -> new Countersignatures(all).encode().toArray());
    }

    @MethodSource("archives")
    @FuzzTest
    void anyArchive_isRefusedOrHasNothingOfItsOwn(byte @NotNull [] bytes) {
        if (Archive.parse(Archive.Source.of(Bytes.copyOf(bytes))) instanceof Parsed.Ok<Archive>(var archive)) {
            var whole = Bytes.empty();
            for (var entry : archive.entries())
                whole = Bytes.concat(whole, Archive.header(entry), archive.read(entry, 0, (int) entry.size()));
            assertThat(Bytes.concat(whole, Archive.tail(archive.entries()))).isEqualTo(Bytes.copyOf(bytes));
        }
    }

    @MethodSource("manifests")
    @FuzzTest
    void anyManifest_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, PackManifest::parse, PackManifest::encode);
    }

    @MethodSource("countersignatures")
    @FuzzTest
    void anyCountersignatures_areRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, Countersignatures::parse, Countersignatures::encode);
    }

    @MethodSource("openings")
    @FuzzTest
    void anyOpenings_areRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, Openings::parse, Openings::encode);
        Canonical.bytes(bytes, Opening::parse, Opening::encode);
        var given = Bytes.copyOf(bytes);
        assertThat(Openings.wholeBytes(given)).isBetween(0, given.length());
        for (var veil : Veil.within(given)) assertThat(Veil.parse(veil.text())).contains(veil);
    }

    @MethodSource("dockets")
    @FuzzTest
    void anyDocket_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, Docket::parse, Docket::encode);
        assertThat(Docket.wholeBytes(Bytes.copyOf(bytes))).isBetween(0, bytes.length);
    }
}
