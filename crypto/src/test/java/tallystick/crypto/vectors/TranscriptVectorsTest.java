package tallystick.crypto.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.SecretHash;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.kit.VectorFiles;
import tallystick.crypto.secret.SecretMemory;

@DisplayName("Transcript, docs/spec/transcript.md")
class TranscriptVectorsTest {
    @Test
    void transcript_ofEveryHouseVector_hasItsDigest() {
        var cases = VectorFiles.ours("house/transcript.json").get("cases").items();
        for (var each : cases) {
            var transcript = Transcript.of(each.get("purpose").text());
            for (var field : each.get("fields").items()) append(transcript, field);
            var name = each.get("name").text();
            assertThat(StandardHash.sha256(each.get("input").hex()).bytes())
                    .as("input of " + name)
                    .isEqualTo(each.get("digest").hex());
            assertThat(transcript.digest().bytes())
                    .as(name)
                    .isEqualTo(each.get("digest").hex());
            assertThat(transcript.wide()).as(name).isEqualTo(each.get("wide").hex());
        }
        assertThat(cases).hasSize(17);
    }

    @Test
    void secretHash_ofEveryHouseVectorWithoutLists_hasTheSameDigest() {
        var ran = 0;
        try (var home = SecretMemory.open()) {
            for (var each :
                    VectorFiles.ours("house/transcript.json").get("cases").items()) {
                var fields = each.get("fields").items();
                if (fields.stream().anyMatch(field -> field.get("kind").text().equals("list"))) continue;
                try (var hash = SecretHash.of(each.get("purpose").text(), home)) {
                    for (var field : fields) append(hash, field, home);
                    assertThat(Secrets.open(hash.digest()))
                            .isEqualTo(each.get("digest").hex());
                    assertThat(Secrets.open(hash.wide()))
                            .isEqualTo(each.get("wide").hex());
                }
                ran++;
            }
            assertThat(home.lentBytes()).isZero();
        }
        assertThat(ran).isEqualTo(13);
    }

    private static void append(Transcript transcript, Json field) {
        var label = field.get("label").text();
        switch (field.get("kind").text()) {
            case "bytes" -> transcript.add(label, field.get("value").hex());
            case "text" -> transcript.add(label, field.get("value").text());
            case "number" -> transcript.add(label, field.get("value").number());
            case "list" ->
                transcript.add(
                        label,
                        field.get("values").items().stream().map(Json::hex).toList());
            default -> throw new AssertionError("unknown kind");
        }
    }

    private static void append(SecretHash hash, Json field, SecretMemory home) {
        var label = field.get("label").text();
        switch (field.get("kind").text()) {
            case "bytes" -> {
                var value = field.get("value").hex();
                if (value.length() == 0) {
                    hash.add(label, value);
                    return;
                }
                try (var secret = Secrets.of(value, home)) {
                    hash.add(label, secret);
                }
            }
            case "text" -> hash.add(label, Bytes.ofUtf8(field.get("value").text()));
            case "number" -> hash.add(label, field.get("value").number());
            default -> throw new AssertionError("unknown kind");
        }
    }
}
