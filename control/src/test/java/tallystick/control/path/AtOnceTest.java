package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Desk;
import tallystick.control.kit.Program;
import tallystick.control.kit.World;
import tallystick.core.chain.Content;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.registry.Chains;
import tallystick.crypto.codec.Bytes;

@DisplayName("Requests that ask a chain at the same moment, each before the others have written anything")
class AtOnceTest {
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final String BITCOIN_TO = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";
    private static final int MANY = 12;

    private static List<Program.Answer> all(ExecutorService threads, int count, Callable<Program.Answer> asking)
            throws Exception {
        var running =
                threads.invokeAll(Stream.generate(() -> asking).limit(count).toList());
        var answers = new ArrayList<Program.Answer>();
        for (var each : running) answers.add(each.get());
        return answers;
    }

    private static Map<String, Object> body(Desk desk, String address, String to, long amount) {
        return Map.of(
                "walletId", desk.wallet(), "addressId", address, "destination", to, "amount", Long.toString(amount));
    }

    @Test
    void oneRequestSentManyTimes_isOneDraft_andEveryAnswerIsItsAnswer() throws Exception {
        var desk = Desk.open(World.get());
        var address = desk.address(BigInteger.TEN.pow(18)).path("id").asString();
        var name = UUID.randomUUID().toString();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = all(
                    threads, MANY, () -> desk.initiator().post("/v1/withdrawals", body(desk, address, TO, 1), name));
            var made = Desk.made(answers.getFirst());
            for (var each : answers) assertThat(Desk.made(each)).isEqualTo(made);
        }
        assertThat(desk.initiator()
                        .get("/v1/withdrawals?walletId=" + desk.wallet())
                        .json()
                        .path("items"))
                .hasSize(1);
        var other = desk.initiator().post("/v1/withdrawals", body(desk, address, TO, 2), name);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("type")).endsWith(":reused");
    }

    @Test
    void draftsOfOneAddress_haveNumbersThatFollowEachOther() throws Exception {
        var desk = Desk.open(World.get());
        var address = desk.address(BigInteger.TEN.pow(18)).path("id").asString();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var numbers =
                    all(threads, MANY, () -> desk.initiator().post("/v1/withdrawals", body(desk, address, TO, 1)))
                            .stream()
                            .map(each -> Desk.made(each)
                                    .path("transaction")
                                    .path("nonce")
                                    .asInt())
                            .sorted()
                            .toList();
            assertThat(numbers).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        }
    }

    @Test
    void draftsOfOneBitcoinAddress_spendNoOutputTwice() throws Exception {
        var desk = Desk.onBitcoin(World.get());
        var address =
                desk.addressWith(50_000, 50_000, 50_000, 50_000).path("id").asString();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = all(
                    threads,
                    4,
                    () -> desk.initiator().post("/v1/withdrawals", body(desk, address, BITCOIN_TO, 30_000)));
            var spent = new HashSet<Object>();
            for (var each : answers) {
                var unsigned =
                        Desk.made(each).path("transaction").path("unsigned").asString();
                var transaction = (Bundle) Chains.all()
                        .parse(World.BITCOIN, Content.TRANSACTION, Bytes.ofHex(unsigned))
                        .orThrow();
                for (var input : transaction.transaction().inputs())
                    assertThat(spent.add(input.spends()))
                            .as("an output that two drafts spend")
                            .isTrue();
            }
            assertThat(spent).hasSize(4);
        }
    }
}
