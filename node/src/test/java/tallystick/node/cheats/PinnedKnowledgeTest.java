package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.Account;
import tallystick.core.chain.ethereum.Ethereum;
import tallystick.core.chain.registry.Chains;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.node.boot.PinnedKnowledge;

@DisplayName("A node's knowledge file, docs/spec/knowledge.md")
class PinnedKnowledgeTest {
    private static final String PAYEE = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final String FILE = """
            {"format": "tallystick-knowledge-1",
             "labels": [{"account": "eip155:1:%s", "name": "Vitalik"}]}
            """.formatted(PAYEE);

    @TempDir
    Path directory;

    private static Digest32 hash(String content) {
        return StandardHash.sha256(Bytes.ofUtf8(content));
    }

    private PinnedKnowledge pinned(String content, Digest32 sha256) throws IOException {
        return new PinnedKnowledge(Files.writeString(directory.resolve("knowledge.json"), content), sha256);
    }

    @Test
    void fileWithThePinnedHash_isWhatTheNodeKnows() throws IOException {
        var known = pinned(FILE, hash(FILE)).read(Chains.all());
        assertThat(known.labelOf(new Account(Ethereum.MAINNET, PAYEE))).contains("Vitalik");
    }

    @Test
    void fileWithAnotherHash_isRefused_howeverLittleItDiffers() throws IOException {
        var changed = FILE.replace("Vitalik", "Vitalic");
        assertThatThrownBy(() -> pinned(changed, hash(FILE)).read(Chains.all()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another file than the one pinned");
    }

    @Test
    void fileThatIsNotOfItsForm_isRefused_thoughItIsThePinnedOne() throws IOException {
        var wrong = FILE.replace("labels", "lables");
        assertThatThrownBy(() -> pinned(wrong, hash(wrong)).read(Chains.all()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected no other fields than");
        var missing = new PinnedKnowledge(directory.resolve("absent"), hash(FILE));
        assertThatThrownBy(() -> missing.read(Chains.all())).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void descriptorBesideIt_isReadByItsOwnHash_andRefusedByAnother() throws IOException {
        var descriptor = "{\"context\": {\"contract\": {\"deployments\": [{\"chainId\": 1, \"address\": \"%s\"}]}},"
                        .formatted(PAYEE)
                + " \"display\": {\"formats\": {\"ping(uint256 n)\": {\"intent\": \"Ping\", \"fields\": ["
                + "{\"path\": \"n\", \"label\": \"Number\", \"format\": \"raw\"}]}}}}";
        Files.writeString(directory.resolve("descriptor.json"), descriptor);
        var entry = "{\"format\": \"tallystick-knowledge-1\", \"descriptors\": [{\"file\": \"descriptor.json\","
                + " \"sha256\": \"%s\"}]}";
        var good = entry.formatted(hash(descriptor));
        assertThat(pinned(good, hash(good)).read(Chains.all()).named()).isEmpty();
        var other = entry.formatted(hash("another"));
        assertThatThrownBy(() -> pinned(other, hash(other)).read(Chains.all()))
                .hasMessageContaining("file with the pinned sha-256");
        var absent = good.replace("descriptor.json", "absent.json");
        assertThatThrownBy(() -> pinned(absent, hash(absent)).read(Chains.all()))
                .hasMessageContaining("that can be read");
    }

    private void refusedAtOnce(String name) throws IOException {
        var entry =
                "{\"format\": \"tallystick-knowledge-1\", \"descriptors\": [{\"file\": \"%s\", \"sha256\": \"%s\"}]}"
                        .formatted(name, hash(""));
        var knowledge = pinned(entry, hash(entry));
        assertTimeoutPreemptively(
                Duration.ofMinutes(3),
                () -> assertThatThrownBy(() -> knowledge.read(Chains.all()))
                        .as(name)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("descriptors[0].file: expected"));
    }

    @Test
    void descriptorElsewhere_orThatIsNoFile_isRefusedAtOnce() throws IOException, InterruptedException {
        var outside = Files.createDirectory(directory.resolve("outside"));
        var inside = Files.createDirectory(directory.resolve("inside"));
        directory = inside;
        Files.writeString(outside.resolve("d.json"), "");
        Files.createSymbolicLink(inside.resolve("link.json"), outside.resolve("d.json"));
        Files.createSymbolicLink(inside.resolve("way"), outside);
        Files.createDirectory(inside.resolve("folder"));
        var pipe = new ProcessBuilder("mkfifo", inside.resolve("pipe").toString()).start();
        assertThat(pipe.waitFor()).isZero();
        for (var name : List.of("../outside/d.json", outside.resolve("d.json").toString(), "link.json", "way/d.json"))
            refusedAtOnce(name);
        for (var name : List.of("folder", "pipe", "/dev/zero")) refusedAtOnce(name);
    }
}
