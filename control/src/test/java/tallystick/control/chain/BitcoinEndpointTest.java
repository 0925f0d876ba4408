package tallystick.control.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tallystick.control.chain.EsploraStand.output;
import static tallystick.control.chain.EsploraStand.paying;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Building;
import tallystick.core.chain.Built;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.Wish;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.Chains;
import tallystick.core.chain.registry.StateFile;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.hash.Digest32;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("What an endpoint of Bitcoin says counts as far as transactions prove it")
class BitcoinEndpointTest {
    private static final BitcoinNetwork REGTEST = BitcoinNetwork.REGTEST;
    /// Of the private key 1.
    private static final String OWN = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";

    private static final String OTHER = "bcrt1q6lf47zhvr59pnetyadlzxxfur6hkclcsccnnq8";
    private static final Account ACCOUNT = new Account(REGTEST.chain(), OWN);
    private static final String OUTPUTS = "/address/%s/utxo".formatted(OWN);
    private static final String BLOCK = "bb".repeat(32);

    private EsploraStand stand;

    @BeforeEach
    void begin() throws IOException {
        stand = EsploraStand.begun();
    }

    @AfterEach
    void end() {
        stand.close();
    }

    private Coins coins() {
        return new Coins(stand.endpoint(), ACCOUNT);
    }

    private JsonNode state(OutPoint... held) throws ChainUnreachable {
        return coins().state(held);
    }

    private Bytes bytes(long rateMin, OutPoint... held) throws ChainUnreachable {
        return stand.endpoint().state(ACCOUNT, Set.of(held), rateMin).without(Set.of());
    }

    private static Built built(Bytes state, Wish wish) throws Unusable {
        var chains = Chains.all();
        var key = Curve.SECP256K1
                .group()
                .parsePoint(Bytes.ofHex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"))
                .orThrow();
        var derivation = new Derivation(key, Digest32.ofHex("00".repeat(32)));
        var asked = new Building.Asked(REGTEST.chain(), derivation, Knowledge.none(), Optional.empty());
        return StateFile.parse(chains, state).builder(asked).build(wish);
    }

    private static Wish paid(long satoshi) {
        return new Wish.Pay(REGTEST.coin(), new Account(REGTEST.chain(), OTHER), BigInteger.valueOf(satoshi));
    }

    @Test
    void outputs_comeWithTheTransactionThatMadeThem_theLargestFirst() throws Exception {
        var made = paying(OWN, 5_000, 9_000);
        stand.has(made).says(OUTPUTS, "[%s, %s]".formatted(output(made, 0, 5_000, 150), output(made, 1, 9_000, 150)));
        coins().areOf(made, 9_000, 5_000);
    }

    @Test
    void outputThatIsHeld_orInNoBlock_isLeftOut() throws Exception {
        var made = paying(OWN, 5_000, 9_000, 7_000);
        var waiting = output(made, 2, 7_000, 1).replace("true", "false");
        stand.has(made)
                .says(
                        OUTPUTS,
                        "[%s, %s, %s]".formatted(output(made, 0, 5_000, 150), output(made, 1, 9_000, 150), waiting));
        var coins = state(OutPoint.of(made.txid(), 1)).path("coins");
        assertThat(coins).extracting(each -> each.path("vout").asInt()).containsExactly(0);
        assertThat(stand.endpoint().balance(ACCOUNT, REGTEST.coin())).contains(BigInteger.valueOf(14_000));
    }

    @Test
    void outputThatIsHeldSinceTheChainWasAsked_isLeftOut_withoutAskingAgain() throws Exception {
        var made = paying(OWN, 5_000, 9_000);
        stand.has(made).says(OUTPUTS, "[%s, %s]".formatted(output(made, 0, 5_000, 150), output(made, 1, 9_000, 150)));
        var shown = stand.endpoint().state(ACCOUNT, Set.of(), 0);
        stand.close();
        for (var number : List.of(0, 1)) {
            var left = shown.without(Set.of(OutPoint.of(made.txid(), 1 - number)));
            assertThat(new JsonMapper().readTree(left.toArray()).path("coins"))
                    .extracting(each -> each.path("vout").asInt())
                    .containsExactly(number);
        }
        assertThat(new JsonMapper().readTree(shown.without(Set.of()).toArray()).path("coins"))
                .hasSize(2);
    }

    @Test
    void amountThatTheTransactionDoesNotSay_isNotBelieved() throws Exception {
        var made = paying(OWN, 5_000);
        stand.has(made).says(OUTPUTS, "[%s]".formatted(output(made, 0, 50_000, 150)));
        assertThatThrownBy(this::state).isInstanceOf(ChainUnreachable.class).hasMessageContaining("does not");
    }

    @Test
    void outputOfAnotherScript_orOfANumberThatIsNotThere_isNotBelieved() throws Exception {
        var others = paying(OTHER, 5_000);
        stand.has(others).says(OUTPUTS, "[%s]".formatted(output(others, 0, 5_000, 150)));
        assertThatThrownBy(this::state).isInstanceOf(ChainUnreachable.class).hasMessageContaining("does not");
        stand.says(OUTPUTS, "[%s]".formatted(output(others, 1, 5_000, 150)));
        assertThatThrownBy(this::state).isInstanceOf(ChainUnreachable.class).hasMessageContaining("does not");
    }

    @Test
    void transactionUnderAnotherId_isNotBelieved() throws Exception {
        var made = paying(OWN, 5_000);
        var richer = paying(OWN, 50_000);
        stand.says("/tx/%s/hex".formatted(made.txid()), richer.encode().toHex())
                .says(OUTPUTS, "[%s]".formatted(output(made, 0, 50_000, 150)));
        assertThatThrownBy(this::state)
                .isInstanceOf(ChainUnreachable.class)
                .hasMessageContaining("is not that transaction");
        for (var nonsense : List.of("", "0", "zz", "00".repeat(100))) {
            stand.says("/tx/%s/hex".formatted(made.txid()), nonsense);
            assertThatThrownBy(this::state).isInstanceOf(ChainUnreachable.class);
        }
    }

    @Test
    void sameOutputTwice_isNotBuiltOn() throws Exception {
        var made = paying(OWN, 50_000);
        var line = output(made, 0, 50_000, 150);
        stand.has(made).says(OUTPUTS, "[%s, %s]".formatted(line, line));
        var state = bytes(0);
        assertThatThrownBy(() -> built(state, paid(80_000)))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("each coin once");
    }

    @Test
    void listThatIsNone_isNotBelieved() {
        for (var nonsense : List.of(
                "{\"a\": 1}",
                "no json",
                "[{\"txid\": \"xx\", \"status\": {\"confirmed\": true}}]",
                "[%s]".formatted(output(paying(OWN, 1), 0, -1, 1)),
                "[%s]".formatted(output(paying(OWN, 1), -1, 1, 1)))) {
            stand.says(OUTPUTS, nonsense);
            assertThatThrownBy(this::state).as(nonsense).isInstanceOf(ChainUnreachable.class);
        }
    }

    @Test
    void whatAMinerEarned_isOfferedOnceItIsRipe() throws Exception {
        var earned = paying(OutPoint.of("00".repeat(32), 0xffff_ffffL), OWN, 5_000_000);
        stand.has(earned).says(OUTPUTS, "[%s]".formatted(output(earned, 0, 5_000_000, 102)));
        assertThat(state().path("coins")).isEmpty();
        stand.says(OUTPUTS, "[%s]".formatted(output(earned, 0, 5_000_000, 101)));
        assertThat(state().path("coins")).hasSize(1);
    }

    @Test
    void makersThatAnIntentCannotCarry_arePassedOver() throws Exception {
        var wide = paying(
                OWN,
                java.util.stream.LongStream.range(0, 4_000).map(i -> 1_000_000).toArray());
        var slim = paying(OWN, 5_000);
        assertThat(wide.encodeStripped().length()).isGreaterThan(OutputsState.BYTES_MAX);
        stand.has(wide)
                .has(slim)
                .says(OUTPUTS, "[%s, %s]".formatted(output(wide, 7, 1_000_000, 9), output(slim, 0, 5_000, 9)));
        assertThat(state().path("coins"))
                .extracting(each -> each.path("valueSatoshi").asLong())
                .containsExactly(5_000L);
    }

    @Test
    void fee_isTheSlowestEstimateThatIsFastEnough_andNeverBelowWhatNodesPassOn() throws Exception {
        stand.says(OUTPUTS, "[]");
        for (var each : Map.of(
                        "{}", 1_000L,
                        "{\"1\": 20.5, \"3\": 12.0, \"6\": 7.0011, \"144\": 1.0}", 7_002L,
                        "{\"25\": 3, \"144\": 2}", 3_000L,
                        "{\"6\": 0.1}", 1_000L,
                        "{\"6\": -4}", 1_000L,
                        "{\"6\": 1e30}", 1_000_000_000L)
                .entrySet()) {
            stand.says("/fee-estimates", each.getKey());
            assertThat(state().path("satoshiPerKvb").asLong()).as(each.getKey()).isEqualTo(each.getValue());
        }
        for (var nonsense : List.of("{\"6\": \"7\"}", "{\"x\": 7}", "{\"6\": 1e999999999}", "{\"6\": -1e999}")) {
            stand.says("/fee-estimates", nonsense);
            assertThatThrownBy(this::state).as(nonsense).isInstanceOf(ChainUnreachable.class);
        }
    }

    @Test
    void feeAboveTheBound_isNotOffered() throws Exception {
        var made = paying(OWN, 50_000_000);
        stand.has(made)
                .says(OUTPUTS, "[%s]".formatted(output(made, 0, 50_000_000, 150)))
                .says("/fee-estimates", "{\"6\": 500.001}");
        assertThat(built(bytes(0), paid(40_000_000)))
                .isInstanceOfSatisfying(
                        Built.Refused.class,
                        refused -> assertThat(refused.field()).isEqualTo(Built.Field.FEE));
        stand.says("/fee-estimates", "{\"6\": 500}");
        assertThat(built(bytes(0), paid(40_000_000))).isInstanceOf(Built.Ready.class);
    }

    @Test
    void endpointOfAnotherChain_isNotBuiltOn() {
        stand.says("/block-height/0", "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f");
        assertThatThrownBy(this::state).isInstanceOf(ChainUnreachable.class).hasMessageContaining("another chain");
    }

    @Test
    void transaction_isSeenWhereItIs() throws Exception {
        var id = "cc".repeat(32);
        assertThat(stand.endpoint().look(id)).isInstanceOf(Sight.Unknown.class);
        stand.says("/tx/" + id, "{\"status\": {\"confirmed\": false}}");
        assertThat(stand.endpoint().look(id)).isInstanceOf(Sight.Waiting.class);
        stand.says("/tx/" + id, """
            {"status": {"confirmed": true, "block_height": 198, "block_hash": "%s"}}""".formatted(BLOCK));
        stand.says("/block-height/198", BLOCK);
        assertThat(stand.endpoint().look(id)).isEqualTo(new Sight.Mined(198, BLOCK, 3, true));
        stand.says("/block-height/198", "dd".repeat(32));
        assertThat(stand.endpoint().look(id))
                .as("a block that is not the chain's")
                .isInstanceOf(Sight.Waiting.class);
        stand.says("/tx/" + id, "{\"status\": {\"confirmed\": true}}");
        assertThatThrownBy(() -> stand.endpoint().look(id)).isInstanceOf(ChainUnreachable.class);
    }

    @Test
    void spender_isBelievedIfItSpends() throws Exception {
        var output = OutPoint.of("11".repeat(32), 3);
        var spends = paying(output, OTHER, 1_000);
        var question = "/tx/%s/outspend/3".formatted(output.txid());
        assertThat(stand.endpoint().spender(output)).isEmpty();
        stand.says(question, "{\"spent\": false}");
        assertThat(stand.endpoint().spender(output)).isEmpty();
        stand.has(spends)
                .says(question, "{\"spent\": true, \"txid\": \"%s\"}".formatted(spends.txid()))
                .says("/tx/" + spends.txid(), "{\"status\": {\"confirmed\": false}}");
        assertThat(stand.endpoint().spender(output)).contains(new OutputsEndpoint.Spender(spends.txid(), 0));

        var another = paying(OutPoint.of("11".repeat(32), 4), OTHER, 1_000);
        stand.has(another).says(question, "{\"spent\": true, \"txid\": \"%s\"}".formatted(another.txid()));
        assertThatThrownBy(() -> stand.endpoint().spender(output))
                .isInstanceOf(ChainUnreachable.class)
                .hasMessageContaining("does not spend");
    }

    /// A rival that one endpoint makes up has the right form: that others do not have it tells.
    @Test
    void spenderThatOneEndpointMakesUp_isTheWordOfThatOneAlone() throws Exception {
        var output = OutPoint.of("11".repeat(32), 3);
        var rival = paying(output, OTHER, 1_000);
        stand.has(rival)
                .says(
                        "/tx/%s/outspend/3".formatted(output.txid()),
                        "{\"spent\": true, \"txid\": \"%s\"}".formatted(rival.txid()))
                .says("/block-height/150", BLOCK)
                .says(
                        "/tx/" + rival.txid(),
                        "{\"status\": {\"confirmed\": true, \"block_height\": 150, \"block_hash\": \"%s\"}}"
                                .formatted(BLOCK));
        try (var honest = EsploraStand.begun()) {
            var both = new BitcoinEndpoint(REGTEST.chain(), List.of(stand.place(), honest.place()));
            assertThat(both.spender(output)).contains(new OutputsEndpoint.Spender(rival.txid(), 51));
            assertThat(both.everySpender(output, rival.txid()))
                    .containsExactly(Optional.of(new OutputsEndpoint.Spender(rival.txid(), 51)), Optional.empty());
            assertThat(both.everyLook(rival.txid())).hasAtLeastOneElementOfType(Sight.Unknown.class);
            honest.answers("GET", "/tx/%s/outspend/3".formatted(output.txid()), 503, "busy");
            assertThatThrownBy(() -> both.everySpender(output, rival.txid())).isInstanceOf(ChainUnreachable.class);
        }
    }

    @Test
    void broadcast_isTaken_knownAlready_refused_orNotAnswered() throws Exception {
        var sent = new SignedTransaction(Bytes.ofHex("00"), "ab".repeat(32));
        stand.answers("POST", "/tx", 200, sent.id() + "\n");
        assertThat(stand.endpoint().broadcast(sent)).isEqualTo(new Reception.Taken(sent.id()));
        stand.answers("POST", "/tx", 400, "{\"code\":-27,\"message\":\"Transaction already in block chain\"}");
        assertThat(stand.endpoint().broadcast(sent)).isEqualTo(new Reception.Taken(sent.id()));
        stand.answers("POST", "/tx", 400, "{\"code\":-26,\"message\":\"min relay fee not met\"}");
        assertThat(stand.endpoint().broadcast(sent)).isInstanceOf(Reception.Refused.class);
        stand.answers("POST", "/tx", 503, "busy");
        assertThatThrownBy(() -> stand.endpoint().broadcast(sent)).isInstanceOf(ChainUnreachable.class);
    }

    @Test
    void holding_isThatOfTheBlock_withWhatCameSinceTakenBack() throws Exception {
        var script = paying(OWN, 1).outputs().getFirst().script().bytes().toHex();
        stand.says("/address/" + OWN, """
            {"chain_stats": {"funded_txo_sum": 9000, "spent_txo_sum": 5000, "spent_txo_count": 2}}""");
        stand.says("/address/%s/txs/chain".formatted(OWN), """
            [{"txid": "%s", "status": {"block_height": 199},
              "vin": [{"prevout": {"scriptpubkey": "%s", "value": 3000}},
                      {"prevout": {"scriptpubkey": "51", "value": 7}}],
              "vout": [{"scriptpubkey": "%s", "value": 1000}, {"scriptpubkey": "51", "value": 1900}]},
             {"txid": "%s", "status": {"block_height": 198}, "vin": [], "vout": []}]\
            """.formatted(
                        "01".repeat(32), script, script, "02".repeat(32)));
        var seen = stand.endpoint().holding(ACCOUNT, Set.of(REGTEST.coin()), 3);
        assertThat(seen.block()).isEqualTo(198);
        assertThat(seen.nonce()).isEqualTo(1);
        assertThat(seen.amounts()).containsEntry(REGTEST.coin(), BigInteger.valueOf(6_000));

        var now = stand.endpoint().holding(ACCOUNT, Set.of(REGTEST.coin()), 1);
        assertThat(now.amounts()).containsEntry(REGTEST.coin(), BigInteger.valueOf(4_000));
        assertThat(now.nonce()).isEqualTo(2);
    }

    @Test
    void endpointThatIsGone_isPassedOver() throws Exception {
        try (var gone = EsploraStand.begun()) {
            var made = paying(OWN, 5_000);
            stand.has(made).says(OUTPUTS, "[%s]".formatted(output(made, 0, 5_000, 150)));
            for (var path : List.of("/block-height/0", "/blocks/tip/height", "/fee-estimates", OUTPUTS))
                gone.answers("GET", path, 502, "bad gateway");
            var both = new BitcoinEndpoint(REGTEST.chain(), List.of(gone.place(), stand.place()));
            assertThat(new JsonMapper()
                            .readTree(both.state(ACCOUNT, Set.of(), 0)
                                    .without(Set.of())
                                    .toArray())
                            .path("coins"))
                    .hasSize(1);
        }
    }
}
