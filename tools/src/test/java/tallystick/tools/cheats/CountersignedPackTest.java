package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.pack.CountersignOrder;
import tallystick.core.pack.Countersignatures;
import tallystick.core.pack.PackManifest;
import tallystick.core.wire.CountersignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;
import tallystick.tools.pack.PackNames;

@DisplayName("A pack is countersigned by more than half of the nodes, docs/spec/evidence-pack.md EP-22")
class CountersignedPackTest {
    @TempDir
    Path folder;

    private final SmallFleet fleet = new SmallFleet();
    private Path pack = Path.of("");

    @BeforeEach
    void export() throws IOException {
        fleet.write(folder);
        var exported = Packs.export(folder);
        assertThat(exported.exit()).as(exported.text()).isZero();
        assertThat(exported.text()).contains("no node countersigned it");
        pack = folder.resolve("pack.zip");
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private static Bytes manifest(NavigableMap<String, Bytes> files) {
        return Optional.ofNullable(files.get(PackManifest.NAME)).orElseThrow();
    }

    private Countersignatures.OfNode by(String node, String key, Bytes manifest) {
        var statement = Countersignatures.statement(StandardHash.sha256(manifest), node);
        return new Countersignatures.OfNode(node, fleet.key(key).sign(statement));
    }

    private Path with(NavigableMap<String, Bytes> files, Countersignatures.OfNode... all) throws IOException {
        files.put(PackNames.COUNTERSIGNATURES, new Countersignatures(List.of(all)).encode());
        return Packs.archived(pack, files);
    }

    private Path signed() throws IOException {
        var files = Packs.files(pack);
        return with(files, by("alpha", "alpha", manifest(files)), by("beta", "beta", manifest(files)));
    }

    private static void assertFound(Path forged, String named) {
        var said = Packs.run("verify", forged.toString());
        assertThat(said.text()).contains("WRONG", named).contains("NOT VERIFIED");
        assertThat(said.exit()).isEqualTo(1);
    }

    @Test
    void packThatAllNodesSigned_isVerified() throws IOException {
        var said = Packs.run("verify", signed().toString());
        assertThat(said.text()).contains("2 of 2 nodes countersigned the pack, alpha beta; 2 must");
        assertThat(said.exit()).as(said.text()).isZero();
    }

    private Path reply(String node, CountersignReply reply) throws IOException {
        return Files.write(folder.resolve(node + ".reply"), reply.encode().toArray());
    }

    private Packs.Ran seal(Path out, String... further) {
        var words = new ArrayList<>(List.of("evidence", "seal", pack.toString(), "--out", out.toString()));
        for (var each : further) words.addAll(List.of("--reply", each));
        return Packs.run(words.toArray(String[]::new));
    }

    @Test
    void answersThatNodesGaveToAFile_arePutIntoThePack() throws IOException {
        var manifest = manifest(Packs.files(pack));
        var alpha = reply(
                "alpha",
                new CountersignReply.Countersigned(
                        by("alpha", "alpha", manifest).signature()));
        var beta = reply(
                "beta",
                new CountersignReply.Countersigned(by("beta", "beta", manifest).signature()));
        var one = folder.resolve("one.zip");
        var few = seal(one, "alpha=" + alpha);
        assertThat(few.text()).contains("1 of 2 nodes countersigned");
        assertThat(few.exit()).isEqualTo(1);
        pack = one;
        var out = folder.resolve("sealed.zip");
        // A broken off export, or somebody else, left that.
        Files.createDirectories(folder.resolve("sealed.zip.part/parts"));
        Files.writeString(folder.resolve("sealed.zip.part/parts/99-more.csv"), "more");
        var sealed = seal(out, "beta=" + beta);
        assertThat(Packs.files(out)).doesNotContainKey("parts/99-more.csv");
        assertThat(sealed.text()).contains("2 of 2 nodes countersigned");
        assertThat(sealed.exit()).isZero();
        assertThat(seal(out, "beta=" + beta).text()).contains("is there already");
        var said = Packs.run("verify", out.toString());
        assertThat(said.text()).contains("2 of 2 nodes countersigned the pack, alpha beta; 2 must");
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(manifest(Packs.files(out))).isEqualTo(manifest);
    }

    @Test
    void answerThatIsNoneOfThisPack_isNotPutIn() throws IOException {
        var manifest = manifest(Packs.files(pack));
        var out = folder.resolve("sealed.zip");
        var other = reply(
                "alpha",
                new CountersignReply.Countersigned(by("alpha", "beta", manifest).signature()));
        assertThat(seal(out, "alpha=" + other).text()).contains("is not what alpha signed of this pack");
        var refused = reply("alpha", new CountersignReply.Refused("the log is another"));
        assertThat(seal(out, "alpha=" + refused).text()).contains("alpha did not countersign: the log is another");
        assertThat(seal(out, "ann=" + refused).text()).contains("has no node called ann");
        Files.writeString(folder.resolve("text"), "no reply");
        assertThat(seal(out, "alpha=" + folder.resolve("text")).text()).contains("expected reply kind in 1..2");
        assertThat(out).doesNotExist();
        var whole = Files.readAllBytes(pack);
        whole[whole.length / 3] ^= 1;
        Files.write(pack, whole);
        assertThat(seal(out, "alpha=" + other).exit()).isEqualTo(1);
    }

    @Test
    void orderForANode_isTheOperatorsOverThisManifest() throws IOException {
        var passphrase = Files.writeString(folder.resolve("passphrase"), "open sesame, as they say");
        Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-------"));
        var made = Packs.run(
                "identity",
                "new",
                "olga",
                "--role",
                "OPERATOR",
                "--dir",
                folder.resolve("olga").toString(),
                "--passphrase-file",
                passphrase.toString());
        assertThat(made.exit()).as(made.text()).isZero();
        var out = folder.resolve("q1.order");
        var said = Packs.run(
                "evidence",
                "order",
                pack.toString(),
                "--identity",
                folder.resolve("olga/identity").toString(),
                "--passphrase-file",
                passphrase.toString(),
                "--out",
                out.toString());
        assertThat(said.exit()).as(said.text()).isZero();
        var order =
                CountersignOrder.parse(Bytes.copyOf(Files.readAllBytes(out))).orThrow();
        assertThat(order.draft().operator()).isEqualTo("olga");
        assertThat(order.draft().manifest().encode()).isEqualTo(manifest(Packs.files(pack)));
        var none = Packs.run(
                "evidence",
                "order",
                out.toString(),
                "--identity",
                folder.resolve("olga/identity").toString(),
                "--passphrase-file",
                passphrase.toString(),
                "--out",
                folder.resolve("no").toString());
        assertThat(none.exit()).isEqualTo(1);
    }

    /// Who takes the signatures out gains nothing by it.
    @Test
    void packThatNobodySigned_isRefused_unlessTheReaderKnows() {
        assertFound(pack, "no node countersigned the pack");
        var known = Packs.run("verify", pack.toString(), "--not-countersigned");
        assertThat(known.text()).contains("NOTE  no node countersigned the pack");
        assertThat(known.exit()).as(known.text()).isZero();
    }

    @Test
    void tooFewSignatures_areNamed_alsoToAReaderWhoTakesNone() throws IOException {
        var files = Packs.files(pack);
        var one = with(files, by("alpha", "alpha", manifest(files)));
        assertFound(one, "1 of 2 nodes countersigned the pack, alpha; 2 must");
        assertThat(Packs.verify(one).exit()).isEqualTo(1);
    }

    @Test
    void alteredManifest_isFoundByWhatWasSigned() throws IOException {
        var files = Packs.files(signed());
        var honest = PackManifest.parse(manifest(files)).orThrow();
        var altered = new PackManifest(
                honest.software(),
                honest.made(),
                honest.from().plusSeconds(1),
                honest.to(),
                honest.scope(),
                honest.logs(),
                honest.files());
        files.put(PackManifest.NAME, altered.encode());
        assertFound(Packs.archived(pack, files), "the countersignature of alpha: it is not of this manifest");
    }

    @Test
    void signaturesOfAnotherPack_areFound() throws IOException {
        var other = Packs.files(pack);
        assertThat(Packs.export(folder, "--from", "2025-06-01T12:00:20Z").exit())
                .isZero();
        var files = Packs.files(pack);
        var moved = with(files, by("alpha", "alpha", manifest(other)), by("beta", "beta", manifest(other)));
        assertFound(moved, "0 of 2 nodes countersigned the pack; 2 must");
    }

    @Test
    void signatureUnderAnothersName_isFound() throws IOException {
        var files = Packs.files(pack);
        var borrowed = new Countersignatures.OfNode(
                "beta", by("alpha", "alpha", manifest(files)).signature());
        assertFound(
                with(files, by("alpha", "alpha", manifest(files)), borrowed),
                "the countersignature of beta: it is not of this manifest");
    }

    @Test
    void signatureOfWhoIsNoNodeAnyMore_isFound() throws IOException {
        var files = Packs.files(pack);
        var all = List.of(by("alpha", "alpha", manifest(files)), by("beta", "beta", manifest(files)));
        assertFound(
                with(files, all.getFirst(), all.getLast(), by("gamma", "ann", manifest(files))),
                "the countersignature of gamma: it is no node of the roster");
    }

    @Test
    void signatureOfANodeWhoseLogIsNotInThePack_isFound() throws IOException {
        var out = folder.resolve("half.zip");
        var said = Packs.run(
                "evidence",
                "export",
                "--roster",
                folder.resolve("roster").toString(),
                "--administrator",
                folder.resolve("card").toString(),
                "--node",
                "alpha=" + folder.resolve("alpha"),
                "--out",
                out.toString());
        assertThat(said.exit()).as(said.text()).isZero();
        pack = out;
        assertFound(signed(), "the countersignature of beta: its log is not in the pack");
    }

    @Test
    void garbledSignatures_areNamed() throws IOException {
        var files = Packs.files(pack);
        files.put(PackNames.COUNTERSIGNATURES, Bytes.ofUtf8("signed, all of us"));
        assertFound(Packs.archived(pack, files), "seal/nodes at byte 0");
    }

    @Test
    void identityWithoutPassphrase_isAWrongArgument() throws IOException {
        var identity = Files.writeString(folder.resolve("identity"), "");
        assertThat(Packs.export(folder, "--identity", identity.toString()).text())
                .contains("--passphrase-file");
    }
}
