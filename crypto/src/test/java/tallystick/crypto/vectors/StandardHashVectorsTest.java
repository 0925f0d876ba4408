package tallystick.crypto.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.ExpandMessage;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.hash.TaggedHash;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.VectorFiles;

class StandardHashVectorsTest {
    private static final Json HASHES = VectorFiles.ours("hashes/standard-hashes.json");

    @Test
    void standardHashes_ofTheirExamples_agree() {
        var ran = 0;
        for (var each : HASHES.get("sha256").items()) {
            assertThat(StandardHash.sha256(message(each)).bytes())
                    .isEqualTo(each.get("digest").hex());
            ran++;
        }
        for (var each : HASHES.get("sha512").items()) {
            assertThat(StandardHash.sha512(message(each)))
                    .isEqualTo(each.get("digest").hex());
            ran++;
        }
        for (var each : HASHES.get("keccak256").items()) {
            assertThat(StandardHash.keccak256(message(each)).bytes())
                    .isEqualTo(each.get("digest").hex());
            ran++;
        }
        for (var each : HASHES.get("hmacSha512").items()) {
            assertThat(StandardHash.hmacSha512(
                            each.get("key").hex(), each.get("message").hex()))
                    .isEqualTo(each.get("digest").hex());
            ran++;
        }
        for (var each : HASHES.get("hash160").items()) {
            assertThat(StandardHash.hash160(each.get("key").hex()))
                    .isEqualTo(each.get("digest").hex());
            ran++;
        }
        assertThat(ran).isEqualTo(4 + 1 + 2 + 3 + 1);
    }

    @Test
    void sha256OfEach_isSha256OfEveryWholePiece() {
        var pieces = Bytes.ofUtf8("the quick brown fox jumps over the lazy dog");
        for (var length = 1; length <= pieces.length() + 1; length++) {
            var each = StandardHash.sha256OfEach((byte) 1, pieces, length);
            assertThat(each.length()).isEqualTo(pieces.length() / length * 32);
            for (var i = 0; i < each.length() / 32; i++)
                assertThat(each.slice(32 * i, 32 * i + 32))
                        .isEqualTo(StandardHash.sha256(Bytes.concat(
                                        Bytes.copyOf((byte) 1), pieces.slice(length * i, length * (i + 1))))
                                .bytes());
        }
    }

    @Test
    void expandMessage_ofRfc9380AppendixK1_agrees() {
        var file = VectorFiles.ours("rfc9380/expand-message-xmd-sha256.json");
        var tag = Bytes.ofUtf8(file.get("tag").text());
        var cases = file.get("cases").items();
        for (var each : cases)
            assertThat(ExpandMessage.xmdSha256(
                            Bytes.ofUtf8(each.get("message").text()),
                            tag,
                            each.get("lengthBytes").number()))
                    .isEqualTo(each.get("uniform").hex());
        assertThat(cases).hasSize(10);
    }

    @Test
    void expandMessage_ofLongOutputsAndTags_isWhatASecondImplementationMakes() {
        var cases = VectorFiles.ours("house/expand-message.json").get("cases").items();
        for (var each : cases) {
            var uniform = ExpandMessage.xmdSha256(
                    Bytes.ofUtf8(each.get("message").text()),
                    Bytes.ofUtf8(each.get("tag").text()),
                    each.get("lengthBytes").number());
            assertThat(StandardHash.sha256(uniform).bytes())
                    .isEqualTo(each.get("sha256").hex());
        }
        assertThat(cases).hasSize(4);
    }

    @Test
    void taggedHash_isTheStandardsFormula() {
        var tag = StandardHash.sha256(Bytes.ofUtf8("TapTweak")).bytes();
        var input = Bytes.ofHex("00ff");
        assertThat(TaggedHash.TAP_TWEAK.hash(input.slice(0, 1), input.slice(1, 2)))
                .isEqualTo(StandardHash.sha256(Bytes.concat(tag, tag, input)));
    }

    private static Bytes message(Json each) {
        return Bytes.ofUtf8(each.get("message").text().repeat(each.get("repeat").number()));
    }
}
