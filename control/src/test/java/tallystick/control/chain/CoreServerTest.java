package tallystick.control.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tallystick.control.chain.CoreStand.BLOCK;
import static tallystick.control.chain.CoreStand.quoted;
import static tallystick.control.chain.CoreStand.unspent;
import static tallystick.control.chain.EsploraStand.paying;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.control.chain.OutputsEndpoint.Spender;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.crypto.codec.Bytes;
import tools.jackson.databind.JsonNode;

@DisplayName("Bitcoin Core, as its documentation has it, counts as far as transactions prove it")
class CoreServerTest {
    private static final BitcoinNetwork REGTEST = BitcoinNetwork.REGTEST;
    private static final String OWN = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";
    private static final String OTHER = "bcrt1q6lf47zhvr59pnetyadlzxxfur6hkclcsccnnq8";
    private static final Account ACCOUNT = new Account(REGTEST.chain(), OWN);
    private static final String SCRIPT =
            paying(OWN, 1).outputs().getFirst().script().bytes().toHex();
    private static final OutPoint OUTPUT = OutPoint.of("11".repeat(32), 3);
    private static final String NO_INDEX = "No such mempool transaction. Use -txindex or provide a block hash to enable"
            + " blockchain transaction queries. Use gettransaction for wallet transactions.";

    private CoreStand stand;

    @BeforeEach
    void begin() throws IOException {
        stand = CoreStand.begun();
    }

    @AfterEach
    void end() {
        stand.close();
    }

    private Coins coins() {
        return new Coins(stand.endpoint(), ACCOUNT);
    }

    private JsonNode state() throws ChainUnreachable {
        return coins().state();
    }

    @Test
    void outputs_areThoseOfTheScript_withTheTransactionThatMadeThem() throws Exception {
        var made = paying(OWN, 5_000, 29_000_000);
        stand.mined(made, 150, 51)
                .finds(SCRIPT, unspent(made, 0, "0.00005000", 150) + "," + unspent(made, 1, "0.29", 150));
        coins().areOf(made, 29_000_000, 5_000);
    }

    /// The set that is searched is that of blocks.
    @Test
    void outputThatSomethingWaitingSpends_isLeftOut() throws Exception {
        var made = paying(OWN, 5_000);
        stand.mined(made, 150, 51).finds(SCRIPT, unspent(made, 0, "0.00005", 150));
        assertThat(state().path("coins")).hasSize(1);
        stand.spent(OutPoint.of(made.txid(), 0), "77".repeat(32));
        assertThat(state().path("coins")).isEmpty();
        assertThat(stand.endpoint().balance(ACCOUNT, REGTEST.coin())).contains(BigInteger.ZERO);
    }

    @Test
    void amountThatTheTransactionDoesNotSay_orAnotherTransaction_isNotBelieved() throws Exception {
        var made = paying(OWN, 5_000);
        stand.mined(made, 150, 51).finds(SCRIPT, unspent(made, 0, "0.0005", 150));
        assertThatThrownBy(this::state).isInstanceOf(ChainUnreachable.class).hasMessageContaining("does not");
        stand.says(
                "getrawtransaction",
                "[\"%s\",true]".formatted(made.txid()),
                "{\"hex\":\"%s\"}".formatted(paying(OWN, 50_000).encode().toHex()));
        assertThatThrownBy(this::state)
                .isInstanceOf(ChainUnreachable.class)
                .hasMessageContaining("is not that transaction");
    }

    @Test
    void amountThatIsNone_isNotBelieved() {
        var made = paying(OWN, 5_000);
        for (var nonsense : List.of("0.000050001", "-0.1", "\"0.1\"", "21000001", "1e400", "1e-999999999", "null")) {
            stand.mined(made, 150, 51).finds(SCRIPT, unspent(made, 0, nonsense, 150));
            assertThatThrownBy(this::state).as(nonsense).isInstanceOf(ChainUnreachable.class);
        }
    }

    @Test
    void searchThatIsNotOver_orOfAChainThatIsNotThere_isNotBuiltOn() {
        var asked = "[\"start\",[\"raw(%s)\"]]".formatted(SCRIPT);
        stand.says("scantxoutset", asked, "{\"success\":false,\"unspents\":[]}");
        assertThatThrownBy(this::state).isInstanceOf(ChainUnreachable.class).hasMessageContaining("to the end");
        stand.refuses("scantxoutset", asked, -8, "Scan already in progress, use action \"abort\" or \"status\"");
        assertThatThrownBy(this::state)
                .isInstanceOf(ChainUnreachable.class)
                .hasMessageContaining("already in progress");
        stand.finds(SCRIPT, "").says("getblockchaininfo", "[]", "{\"initialblockdownload\":true}");
        assertThatThrownBy(this::state).isInstanceOf(ChainUnreachable.class).hasMessageContaining("whole chain");
        stand.says("getblockhash", "[0]", quoted("00".repeat(32)));
        assertThatThrownBy(this::state).isInstanceOf(ChainUnreachable.class).hasMessageContaining("another chain");
    }

    @Test
    void fee_isTheEstimate_orTheLeastThatIsPassedOn() throws Exception {
        stand.finds(SCRIPT, "");
        assertThat(state().path("satoshiPerKvb").asLong()).isEqualTo(1_000);
        for (var each : Map.of("0.00007002", 7_002L, "0.000070011", 7_002L, "0.000001", 1_000L, "-1", 1_000L)
                .entrySet()) {
            stand.says("estimatesmartfee", "[6]", "{\"feerate\":%s,\"blocks\":6}".formatted(each.getKey()));
            assertThat(state().path("satoshiPerKvb").asLong()).as(each.getKey()).isEqualTo(each.getValue());
        }
        for (var nonsense : List.of("{\"feerate\":\"1\"}", "7", "{\"feerate\":1e-999999999}")) {
            stand.says("estimatesmartfee", "[6]", nonsense);
            assertThatThrownBy(this::state).as(nonsense).isInstanceOf(ChainUnreachable.class);
        }
    }

    @Test
    void transaction_isSeenWhereItIs() throws Exception {
        var made = paying(OWN, 5_000);
        assertThat(stand.endpoint().look(made.txid())).isInstanceOf(Sight.Unknown.class);
        stand.waits(made);
        assertThat(stand.endpoint().look(made.txid())).isInstanceOf(Sight.Waiting.class);
        stand.mined(made, 198, 3);
        assertThat(stand.endpoint().look(made.txid())).isEqualTo(new Sight.Mined(198, BLOCK, 3, true));
        stand.mined(made, 198, -1);
        assertThat(stand.endpoint().look(made.txid()))
                .as("a block that is not the chain's")
                .isInstanceOf(Sight.Waiting.class);
        stand.says("getblockheader", "[\"%s\",true]".formatted(BLOCK), "{\"hash\":\"%s\"}".formatted("cc".repeat(32)));
        assertThatThrownBy(() -> stand.endpoint().look(made.txid())).isInstanceOf(ChainUnreachable.class);
    }

    /// It would have everything that is in a block count as lost.
    @Test
    void coreWithoutAnIndexOfTransactions_knowsNothing_ratherThanThatThereIsNone() {
        var id = "ab".repeat(32);
        for (var words : List.of(
                NO_INDEX,
                "No such mempool transaction. Blockchain transactions are still in the process of being indexed.",
                "something new")) {
            stand.refuses("getrawtransaction", "[\"%s\",true]".formatted(id), -5, words);
            assertThatThrownBy(() -> stand.endpoint().look(id)).isInstanceOf(ChainUnreachable.class);
            assertThatThrownBy(() -> stand.endpoint().has(OutPoint.of(id, 0))).isInstanceOf(ChainUnreachable.class);
        }
    }

    @Test
    void spenderThatWaits_isBelievedIfItSpends() throws Exception {
        var spends = paying(OUTPUT, OTHER, 1_000);
        assertThat(stand.endpoint().spender(OUTPUT))
                .as("nobody knows the output")
                .isEmpty();
        stand.waits(spends).spent(OUTPUT, spends.txid());
        assertThat(stand.endpoint().spender(OUTPUT)).contains(new Spender(spends.txid(), 0));
        var another = paying(OutPoint.of("11".repeat(32), 4), OTHER, 1_000);
        stand.waits(another).spent(OUTPUT, another.txid());
        assertThatThrownBy(() -> stand.endpoint().spender(OUTPUT))
                .isInstanceOf(ChainUnreachable.class)
                .hasMessageContaining("does not spend");
    }

    @Test
    void outputSpentInABlock_withoutAnIndexOfThat_isNobodysWord_butANamedRivalIsLookedAt() throws Exception {
        var made = paying(OWN, 5_000);
        var output = OutPoint.of(made.txid(), 0);
        var rival = paying(output, OTHER, 1_000);
        var other = paying(OutPoint.of("11".repeat(32), 4), OTHER, 1_000);
        stand.mined(made, 150, 51).mined(rival, 180, 21).waits(other);
        assertThatThrownBy(() -> stand.endpoint().spender(output))
                .isInstanceOf(ChainUnreachable.class)
                .hasMessageContaining("-txospenderindex");
        assertThat(stand.endpoint().everySpender(output, rival.txid()))
                .containsExactly(Optional.of(new Spender(rival.txid(), 21)));
        assertThat(stand.endpoint().everySpender(output, other.txid())).containsExactly(Optional.empty());
        assertThat(stand.endpoint().everySpender(output, "99".repeat(32))).containsExactly(Optional.empty());

        stand.says("gettxout", "[\"%s\",0,true]".formatted(made.txid()), "{\"confirmations\":51,\"value\":0.00005}");
        assertThat(stand.endpoint().spender(output)).as("unspent").isEmpty();
        assertThat(stand.endpoint().everySpender(output, rival.txid())).containsExactly(Optional.empty());
    }

    /// Esplora makes up a rival; Core beside it has the output unspent.
    @Test
    void rivalThatEsploraMakesUp_isNotCoresWord() throws Exception {
        var made = paying(OWN, 5_000);
        var output = OutPoint.of(made.txid(), 0);
        var rival = paying(output, OTHER, 1_000);
        stand.mined(made, 150, 51)
                .says("gettxout", "[\"%s\",0,true]".formatted(made.txid()), "{\"confirmations\":51,\"value\":0.00005}");
        try (var esplora = EsploraStand.begun()) {
            esplora.has(rival)
                    .says(
                            "/tx/%s/outspend/0".formatted(output.txid()),
                            "{\"spent\": true, \"txid\": \"%s\"}".formatted(rival.txid()))
                    .says("/block-height/150", BLOCK)
                    .says(
                            "/tx/" + rival.txid(),
                            "{\"status\": {\"confirmed\": true, \"block_height\": 150, \"block_hash\": \"%s\"}}"
                                    .formatted(BLOCK));
            var both = new BitcoinEndpoint(REGTEST.chain(), List.of(esplora.place(), stand.place()));
            assertThat(both.spender(output)).contains(new Spender(rival.txid(), 51));
            assertThat(both.everySpender(output, rival.txid()))
                    .containsExactly(Optional.of(new Spender(rival.txid(), 51)), Optional.empty());
            stand.answers("gettxout", "[\"%s\",0,true]".formatted(made.txid()), 503, "Work queue depth exceeded");
            assertThatThrownBy(() -> both.everySpender(output, rival.txid())).isInstanceOf(ChainUnreachable.class);
        }
    }

    @Test
    void broadcast_isTaken_knownAlready_refused_orNotAnswered() throws Exception {
        var sent = new SignedTransaction(Bytes.ofHex("00"), "ab".repeat(32));
        var asked = "[\"00\"]";
        for (var form : List.of("of release 28", "before")) {
            if (form.equals("before")) stand.old();
            stand.says("sendrawtransaction", asked, quoted(sent.id()));
            assertThat(stand.endpoint().broadcast(sent)).as(form).isEqualTo(new Reception.Taken(sent.id()));
            stand.refuses("sendrawtransaction", asked, -27, "Transaction outputs already in utxo set");
            assertThat(stand.endpoint().broadcast(sent)).as(form).isEqualTo(new Reception.Taken(sent.id()));
            for (var words : Map.of(
                            -22, "TX decode failed. Make sure the tx has at least one input.",
                            -25, "bad-txns-inputs-missingorspent",
                            -26, "txn-mempool-conflict")
                    .entrySet()) {
                stand.refuses("sendrawtransaction", asked, words.getKey(), words.getValue());
                assertThat(stand.endpoint().broadcast(sent))
                        .as(form)
                        .isEqualTo(new Reception.Refused("%d, %s".formatted(words.getKey(), words.getValue())));
            }
            stand.refuses("sendrawtransaction", asked, -28, "Loading block index…");
            assertThatThrownBy(() -> stand.endpoint().broadcast(sent)).isInstanceOf(ChainUnreachable.class);
        }
    }

    @Test
    void earlierBalance_isNotCores_andIsEsplorasBesideIt() throws Exception {
        var address = "/address/" + OWN;
        assertThatThrownBy(() -> stand.endpoint().holding(ACCOUNT, Set.of(REGTEST.coin()), 1))
                .isInstanceOf(ChainUnreachable.class);
        stand.says("getblockhash", "[200]", quoted("aa".repeat(32)));
        try (var esplora = EsploraStand.begun()) {
            esplora.says(address, """
                {"chain_stats": {"funded_txo_sum": 9000,
                "spent_txo_sum": 5000, "spent_txo_count": 2}}""").says(address + "/txs/chain", "[]");
            var both = new BitcoinEndpoint(REGTEST.chain(), List.of(stand.place(), esplora.place()));
            assertThat(both.holding(ACCOUNT, Set.of(REGTEST.coin()), 1).amounts())
                    .containsEntry(REGTEST.coin(), BigInteger.valueOf(4_000));
        }
    }

    @Test
    void cookie_isReadAnewForEachQuestion_andWhatOpensIsInNoWords(@TempDir Path folder) throws Exception {
        var cookie = folder.resolve(".cookie");
        Files.writeString(cookie, "__cookie__:first-secret\n");
        stand.opens("__cookie__:first-secret");
        var endpoint = new BitcoinEndpoint(REGTEST.chain(), List.of(stand.place(cookie)));
        var id = "ab".repeat(32);
        assertThat(endpoint.look(id)).isInstanceOf(Sight.Unknown.class);
        stand.opens("__cookie__:second-secret");
        assertThatThrownBy(() -> endpoint.look(id))
                .isInstanceOf(ChainUnreachable.class)
                .hasMessageNotContaining("secret");
        Files.writeString(cookie, "__cookie__:second-secret");
        assertThat(endpoint.look(id)).isInstanceOf(Sight.Unknown.class);
        for (var nonsense : List.of("", "no-colon", "a:b\nc:d", "a:" + "b".repeat(2000))) {
            Files.writeString(cookie, nonsense);
            assertThatThrownBy(() -> endpoint.look(id))
                    .isInstanceOf(ChainUnreachable.class)
                    .hasMessageContaining("in one line");
        }
        Files.delete(cookie);
        assertThatThrownBy(() -> endpoint.look(id)).isInstanceOf(ChainUnreachable.class);
    }

    @Test
    void place_saysWhatOpensIt_andOneThingOnly() {
        for (var good : List.of("core+http://u:p@127.0.0.1:8332", "core+https://h#/var/lib/bitcoin/.cookie"))
            assertThat(Endpoint.isPlace(REGTEST.chain(), URI.create(good)))
                    .as(good)
                    .isTrue();
        for (var wrong : List.of("core+http://h:8332", "core+http://u@h", "core+http://u:p@h#/file", "core+http:u:p"))
            assertThat(Endpoint.isPlace(REGTEST.chain(), URI.create(wrong)))
                    .as(wrong)
                    .isFalse();
        assertThatThrownBy(() -> new BitcoinEndpoint(REGTEST.chain(), List.of(URI.create("core+http://u:secret@h#/f"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
        assertThat(CorePlace.of(URI.create("core+http://u:secret@h:1"))).hasToString("core+http://h:1/");
        assertThat(Endpoint.isPlace(new ChainId("eip155", "1"), URI.create("core+http://u:p@h")))
                .isFalse();
    }

    @Test
    void answerThatIsNone_isNotBelieved() {
        var asked = "[\"%s\",true]".formatted("ab".repeat(32));
        for (var body : List.of("no json", "[]", "{}", "{\"error\":\"x\"}", "{\"result\":7,\"error\":{}}", "7")) {
            stand.answers("getrawtransaction", asked, 200, body);
            assertThatThrownBy(() -> stand.endpoint().look("ab".repeat(32)))
                    .as(body)
                    .isInstanceOf(ChainUnreachable.class);
        }
    }
}
