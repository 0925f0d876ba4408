package tallystick.tools.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.tools.kit.Decoding;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Signed transactions that Ethereum's clients are held to, good and bad.
@DisplayName("ethereum/tests, TransactionTests")
class PublishedTransactionsTest {
    private static final Path FILE =
            Path.of(System.getProperty("tallystick.root", ""), "vectors/ethereum/transactions.json");

    /// What became of one here.
    private enum Outcome {
        /// Read, and the published sender recovered over the digest computed here.
        SENDER_FOUND,
        /// Good where it is from, and refused here: bound to no chain.
        BOUND_TO_NO_CHAIN,
        /// Bad there, and refused here.
        REFUSED,
        /// Bad there for its chain's number, which is another one than 1; read here as that chain's.
        OF_ANOTHER_CHAIN,
        /// Bad there for two zeros where the signature stands; here the unsigned form of EIP-155.
        UNSIGNED,
        /// Bad there for a fee nobody could pay; read here, where policy bounds fees.
        FEE_BEYOND_ALL_MONEY
    }

    private static Outcome outcome(JsonNode each) {
        var name = each.path("case").asString();
        var signed = each.path("signed").asString();
        var ran = Decoding.run("--json", "--chain", "ethereum", signed);
        assertThat(ran.status()).as(name).isIn(0, 2);
        var report = ran.json();
        if (ran.status() == 2) {
            assertThat(report.path("effects")).as(name).isEmpty();
            assertThat(report.path("digests")).as(name).isEmpty();
            return each.has("sender") ? Outcome.BOUND_TO_NO_CHAIN : Outcome.REFUSED;
        }
        assertThat(report.path("digests")).as(name).hasSize(1);
        if (each.has("sender")) {
            assertThat(report.path("recovered").path(0).asString())
                    .as(name)
                    .isEqualToIgnoringCase(each.path("sender").asString());
            assertThat(StandardHash.keccak256(Bytes.ofHex(signed)).toString())
                    .as(name)
                    .isEqualTo(each.path("hash").asString());
            return Outcome.SENDER_FOUND;
        }
        if (report.path("recovered").isNull()) return Outcome.UNSIGNED;
        if (!report.path("chain").asString().equals("eip155:1")) return Outcome.OF_ANOTHER_CHAIN;
        assertThat(each.path("refusedFor").asString()).as(name).isEqualTo("gaslimit price product overflow");
        return Outcome.FEE_BEYOND_ALL_MONEY;
    }

    @Test
    void signedTransactions_areReadWithTheirSendersOrRefused() throws IOException {
        var outcomes = new EnumMap<Outcome, Integer>(Outcome.class);
        for (var each : new JsonMapper().readTree(Files.readString(FILE)).path("transactions"))
            outcomes.merge(outcome(each), 1, Integer::sum);
        assertThat(outcomes)
                .isEqualTo(Map.of(
                        Outcome.SENDER_FOUND, 17,
                        Outcome.BOUND_TO_NO_CHAIN, 32,
                        Outcome.REFUSED, 127,
                        Outcome.OF_ANOTHER_CHAIN, 23,
                        Outcome.UNSIGNED, 6,
                        Outcome.FEE_BEYOND_ALL_MONEY, 3));
    }
}
