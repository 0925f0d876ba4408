package tallystick.tools.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.tools.kit.Decoding.codes;
import static tallystick.tools.kit.Decoding.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.message.PersonalMessage;
import tallystick.core.chain.ethereum.safe.SafeAccount;
import tallystick.core.chain.ethereum.safe.SafeVersion;
import tallystick.crypto.codec.Bytes;
import tools.jackson.databind.json.JsonMapper;

/// Transactions of Safes that were published with their hashes, two of them of the Safe that Radiant lost, and a
/// message.
class PublishedSafesTest {
    private static final Path FILE = Path.of(System.getProperty("tallystick.root", ""), "vectors/safe/published.json");

    /// What must be said of each, by its name.
    private static final Map<String, List<String>> SAID = Map.of(
            "RADIANT-OWNER-234", List.of("OWNER_CHANGE", "THRESHOLD_CHANGE"),
            "RADIANT-REFUND-234",
                    List.of(
                            "DELEGATECALL",
                            "DELEGATECALL_TARGET_NOT_ALLOWED",
                            "UNDECODED",
                            "SAFE_REFUND",
                            "VALUE_IGNORED"),
            "BATCH-6", List.of("DELEGATECALL", "DELEGATECALL_TARGET_NOT_ALLOWED", "UNDECODED", "UNKNOWN_TOKEN"),
            "PRIMARY-4", List.of(),
            "NESTED-4", List.of("OPAQUE_APPROVAL", "UNDECODED"));

    @Test
    void safeTransactions_haveTheHashesAndTheSignerPublishedWithThem() throws IOException {
        var vectors = new JsonMapper().readTree(Files.readString(FILE)).path("vectors");
        var reports = run(0, "--json", FILE.toString());
        assertThat(reports).hasSize(5);
        var signers = 0;
        var names = new ArrayList<String>();
        for (var i = 0; i < vectors.size(); i++) {
            var tx = vectors.path(i).path("tx");
            var report = reports.path(i);
            var name = vectors.path(i).path("id").asString();
            assertThat(report.path("digests").path(0)).as(name).isEqualTo(tx.path("safeTxHash"));
            assertThat(codes(report)).as(name).isEqualTo(SAID.get(name));
            if (tx.has("recovered")) {
                assertThat(report.path("recovered")).as(name).isEqualTo(tx.path("recovered"));
                signers++;
            }
            names.add(name);
        }
        assertThat(signers).isEqualTo(1);
        assertThat(SAID.keySet()).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void message_toASafe_hasTheHashPublishedWithIt() throws IOException {
        var message = new JsonMapper().readTree(Files.readString(FILE)).path("message");
        var safe = new SafeAccount(
                message.path("chainId").bigIntegerValue(),
                Address.parse(message.path("safe").asString()).orElseThrow(),
                SafeVersion.parse(message.path("safeVersion").asString()).orElseThrow());
        // The Safe's own page signs the digest that a wallet would sign for the text.
        var text = PersonalMessage.parse(
                        safe.chain(), Bytes.ofUtf8(message.path("text").asString()))
                .orThrow();
        assertThat(safe.messageHash(text.digest().bytes()))
                .hasToString(message.path("hash").asString());
    }
}
