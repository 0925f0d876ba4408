package tallystick.tools.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.tools.kit.JudgingVectors.file;
import static tallystick.tools.kit.JudgingVectors.run;
import static tallystick.tools.kit.JudgingVectors.vectors;
import static tallystick.tools.kit.JudgingVectors.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.tools.document.YamlText;
import tallystick.tools.kit.JudgingVectors;

@DisplayName("tallystick judge, docs/spec/judge.md")
class JudgeCommandTest {
    @TempDir
    Path directory;

    private String payment = "";
    private String confirmation = "";
    private String coins = "";

    @BeforeEach
    void read() throws IOException {
        var vectors = vectors("incidents.json");
        payment = vectors.getFirst().toString();
        confirmation = vectors.get(4).toString();
        coins = vectors.getLast().toString();
    }

    private Path written(String text) throws IOException {
        return Files.writeString(directory.resolve("vectors.json"), text);
    }

    @Test
    void one_aList_andAnObjectWithVectors_areReadAlike() throws IOException {
        assertThat(run(written(payment)).out()).isEqualTo("BYBIT-POS-65 ADMIT -\n");
        assertThat(run(written("[" + payment + "]")).out()).isEqualTo("BYBIT-POS-65 ADMIT -\n");
        assertThat(run(written("{\"vectors\":[" + payment + "," + coins + "]}")).out())
                .startsWith("BYBIT-POS-65 ADMIT -\nBTC-UNKNOWN-DESTINATION DENY DESTINATION_NOT_WHITELISTED,FEE_RATE");
    }

    @Test
    void fileWithoutAVector_isNoSuccess() throws IOException {
        for (var empty : new String[] {"[]", "{\"vectors\":[]}"})
            assertThat(run(written(empty)))
                    .returns(2, JudgingVectors.Ran::status)
                    .satisfies(ran -> assertThat(ran.err()).contains("nothing was judged"));
    }

    @Test
    void namesThatMeanNothingHere_areSaid_andThoseThatCouldBeMeantAreRefused() throws IOException {
        var telling = run(written(payment.replace("\"chainId\"", "\"lossUsd\":\"1.5e9\",\"actor\":[],\"chainId\"")));
        assertThat(telling.out()).isEqualTo("BYBIT-POS-65 ADMIT -\n");
        assertThat(telling.err()).contains("BYBIT-POS-65: nothing was read in actor, lossUsd");
        var json = JudgingVectors.JSON.readTree(
                run(written(payment.replace("\"chainId\"", "\"actor\":1,\"chainId\"")), "--json")
                        .out());
        assertThat(json.path("vectors").path(0).path("notRead").path(0).asString())
                .isEqualTo("actor");
        var meant = new String[] {"signatures", "to", "data", "Expected", "submited", "fact", "safe_tx_hash", "inputs"};
        for (var name : meant)
            assertThat(run(written(payment.replace("\"chainId\"", "\"%s\":0,\"chainId\"".formatted(name))))
                            .out())
                    .as(name)
                    .startsWith("BYBIT-POS-65 REFUSED vector: expected no other fields than");
    }

    private static final String DURABLE = String.join(
            "",
            "AQACBY1l/PfUiAzVIks2wz5DYXzFGfxlFPeXWfZftXFknf+reDd7UldXtJRCf4kBT5fXmSjzk40U61HiD7XeyYNOsw",
            "QdXmoe3d8stZt7vAIY4DwwXebBFIWiqg07r8dGa0uOPAan1RcZLFaO4IqEX3PSl4jPA1wxRbIas0TYBi6pQAAAAAAA",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA5W/cn+arF6AkRWRBz/PnIJvQogEExygib66OGlCF0mgIEAwEDAA",
            "QEAAAABAIAAgwCAAAAAPIFKgEAAAA=");
    private static final String PLAIN = String.join(
            "",
            "0x010001038d65fcf7d4880cd5224b36c33e43617cc519fc6514f79759f65fb571649dffab1d5e6a1edddf2cb5",
            "9b7bbc0218e03c305de6c11485a2aa0d3bafc7466b4b8e3c000000000000000000000000000000000000000000",
            "0000000000000000000000395bf727f9aac5e80911591073fcf9c826f428804131ca089beba3869421749a0102",
            "0200010c0200000000f2052a01000000");

    private static String solana(String id, String transaction) {
        return "{\"id\":\"%s\",\"kind\":\"solanaTx\",\"chain\":\"solana\",\"transaction\":\"%s\"}"
                .formatted(id, transaction);
    }

    @Test
    void transactionOfSolanaThatNeverExpires_isStoppedByThatAlone() throws IOException {
        var both = written("[%s,%s]".formatted(solana("DRIFT-LIKE", DURABLE), solana("PLAIN", PLAIN)));
        assertThat(run(both).out())
                .contains("DRIFT-LIKE DENY ")
                .contains("DURABLE_NONCE")
                .contains("PLAIN DENY DESTINATION_NOT_WHITELISTED,NO_ALLOW\n");
        assertThat(run(both, "--only", "DURABLE_NONCE").out())
                .isEqualTo("DRIFT-LIKE DENY DURABLE_NONCE\nPLAIN ADMIT -\n");
        assertThat(run(both, "--without", "DURABLE_NONCE").out()).doesNotContain("DURABLE_NONCE");
    }

    @Test
    void transactionsOfSolana_areReadAsMessagesAndWithSignatures_andNothingElse() throws IOException {
        var message = Base64.getDecoder().decode(DURABLE);
        var signed = new byte[1 + 64 + message.length];
        signed[0] = 1;
        System.arraycopy(message, 0, signed, 65, message.length);
        var text = Base64.getEncoder().encodeToString(signed);
        assertThat(run(written(solana("S", text)), "--only", "DURABLE_NONCE").out())
                .isEqualTo("S DENY DURABLE_NONCE\n");
        assertThat(run(written(solana("S", "0x00"))).out()).isEqualTo("S DENY UNREADABLE\n");
        assertThat(run(written(solana("S", "%%%"))).out())
                .startsWith("S REFUSED vector.transaction: expected bytes in base64");
        var elsewhere = solana("S", PLAIN).replace("\"solana\",", "\"eip155:1\",");
        assertThat(run(written(elsewhere)).out()).startsWith("S REFUSED vector.chain: expected solana");
    }

    @Test
    void transactionOfAnotherChainLikeBitcoin_isNotReadAsOneOfIt() throws IOException {
        assertThat(run(written(coins.replace("\"bitcoin\"", "\"dogecoin\""))).out())
                .startsWith("BTC-UNKNOWN-DESTINATION REFUSED vector.chain: expected bitcoin");
    }

    @Test
    void otherVerdictThanExpected_isSaid_andExitsOne() throws IOException {
        var ran = run(written(payment.replace("\"ADMIT\"", "\"DENY\"")));
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out()).isEqualTo("BYBIT-POS-65 ADMIT - (expected DENY)\n");
        var silent = run(written(payment.replace("\"expected\":\"ADMIT\",", "")));
        assertThat(silent.status()).isZero();
        assertThat(silent.out()).isEqualTo("BYBIT-POS-65 ADMIT -\n");
    }

    @Test
    void whatIsNotOfItsForm_isRefusedByThePlace_andTheOthersAreJudged() throws IOException {
        var bad = new LinkedHashMap<String, String>();
        bad.put(payment.replace("safeTx\"", "unheardOf\""), "vector[0].kind: expected one of btcTx, evmCall, safeTx");
        bad.put(payment.replace("\"chainId\"", "\"chain id\""), "vector[0]: expected no other fields than");
        bad.put(payment.replace("\"nonce\"", "\"nonse\""), "vector[0].tx: expected no other fields than");
        bad.put(payment.replace("1.1.1", "9.9.9"), "vector.safeVersion");
        bad.put(payment.replace("\"ADMIT\"", "\"MAYBE\""), "vector[0].expected: expected one of ADMIT, DENY");
        bad.put(payment.replace("0x1Db9", "0x1db9"), "vector[0].safe: expected an address");
        bad.put(confirmation.replace("\"owners\"", "\"ref\""), "vector[0]: the field \"owners\" is missing");
        bad.put(
                confirmation.replace("\"signatures\"", "\"block\""),
                "vector[0].tx: the field \"signatures\" is missing");
        bad.put(coins.replace("\"vout\":1", "\"vout\":2"), "prevouts: no entry for");
        for (var each : bad.entrySet()) {
            var ran = run(written("[" + each.getKey() + "," + payment + "]"));
            assertThat(ran.status()).as(each.getValue()).isEqualTo(2);
            assertThat(ran.out()).contains(" REFUSED " + each.getValue()).endsWith("BYBIT-POS-65 ADMIT -\n");
        }
        assertThat(bad).hasSize(9);
    }

    @Test
    void signersThatARecordTells_areThoseThatSigned() throws IOException {
        var signed = vectors("incidents.json").get(1).toString();
        assertThat(run(written(signed.replace("0x1F4EB0a903619ac1", "0x1f4eb0a903619ac1")))
                        .out())
                .isEqualTo("BYBIT-POS-66 ADMIT -\n");
        assertThat(run(written(signed.replace("0x1F4EB0a903619ac1", "0x2F4EB0a903619ac1")))
                        .out())
                .isEqualTo("BYBIT-POS-66 REJECT_APPROVAL_AND_FREEZE APPROVAL_DIGEST_MISMATCH (expected ADMIT)\n");
        assertThat(run(written(signed.replace("0x42833da3", "0x52833da3"))).out())
                .startsWith("BYBIT-POS-66 REJECT_APPROVAL_AND_FREEZE");
    }

    @Test
    void hashThatCameAlong_isHeldAgainstTheBytes_whateverWasSubmitted() throws IOException {
        var hash = "0x232e9c50965997d04d38c002ca162b3b27f99129791d321265e51dc1cc0844e2";
        var submitted = payment.replace("\"safeVersion\"", "\"submitted\":\"" + hash + "\",\"safeVersion\"");
        assertThat(run(written(submitted)).out()).isEqualTo("BYBIT-POS-65 ADMIT -\n");
        for (var field : new String[] {"safeTxHash", "messageHash", "domainHash"}) {
            var told = submitted.replace("\"nonce\"", "\"" + field + "\":\"0x" + "11".repeat(32) + "\",\"nonce\"");
            if (field.equals("safeTxHash"))
                told = submitted.replace("\"safeTxHash\":\"0x232e", "\"safeTxHash\":\"0x332e");
            assertThat(run(written(told)).out()).as(field).startsWith("BYBIT-POS-65 DENY INTENT_MISMATCH");
        }
        assertThat(run(written(submitted.replace("submitted\":\"0x232e", "submitted\":\"0x332e")))
                        .out())
                .startsWith("BYBIT-POS-65 DENY INTENT_MISMATCH");
    }

    @Test
    void bytesThatCannotBeRead_areDenied() throws IOException {
        var ran = run(written(coins.replace("11000000\"", "1100000099\"")));
        assertThat(ran.out()).isEqualTo("BTC-UNKNOWN-DESTINATION DENY UNREADABLE\n");
        assertThat(ran.status()).isZero();
    }

    @Test
    void policiesAndFiles_thatCannotBeRead_exitTwo() throws IOException {
        var policy = file("policy.json");
        var spoilt = Files.writeString(
                directory.resolve("policy.json"), Files.readString(policy).replace("\"DENY\"", "\"DENNY\""));
        assertThat(words("--policy", spoilt.toString(), written(payment).toString()))
                .returns(2, JudgingVectors.Ran::status)
                .satisfies(ran -> assertThat(ran.err()).contains("/rules/2/effect"));
        assertThat(words(
                        "--policy",
                        directory.resolve("none").toString(),
                        written(payment).toString()))
                .returns(2, JudgingVectors.Ran::status)
                .satisfies(ran -> assertThat(ran.err()).contains("none: there is no such file"));
        assertThat(run(directory.resolve("none")).status()).isEqualTo(2);
        assertThat(run(written("{\"vectors\"")).status()).isEqualTo(2);
    }

    @Test
    void wrongArguments_exit64() throws IOException {
        var vectors = written(payment);
        assertThat(run(vectors, "--only", "NOTHING").status()).isEqualTo(64);
        assertThat(run(vectors, "--only", "NOTHING").err()).contains("DELEGATECALL_TARGET_NOT_ALLOWED");
        assertThat(run(vectors, "--only", "NO_ALLOW", "--without", "NO_ALLOW").status())
                .isEqualTo(64);
        assertThat(run(vectors, "--frob").status()).isEqualTo(64);
        assertThat(words("--policy", file("policy.json").toString()).status()).isEqualTo(64);
        assertThat(words(vectors.toString()).status()).isEqualTo(64);
        assertThat(words("--policy", file("policy.json").toString(), "--at", "noon", vectors.toString())
                        .status())
                .isEqualTo(64);
    }

    @Test
    void controls_areNamedInEitherCase_withHyphensOrUnderscores() throws IOException {
        for (var name : new String[] {"FEE_RATE_ABNORMAL", "fee-rate-abnormal", "Fee_Rate-Abnormal"})
            assertThat(run(written(coins), "--only", name).out())
                    .isEqualTo("BTC-UNKNOWN-DESTINATION DENY FEE_RATE_ABNORMAL\n");
    }

    @Test
    void policyThatDoesNotCountYet_deniesAll() throws IOException {
        var ran = words(
                "--policy",
                file("policy.json").toString(),
                "--at",
                "2023-12-31T23:59:59Z",
                written(payment).toString());
        assertThat(ran.out()).isEqualTo("BYBIT-POS-65 DENY NOT_EFFECTIVE (expected ADMIT)\n");
    }

    private static String call(String tx) {
        return """
            {"id":"C","kind":"evmCall","chainId":1,"tx":{"from":"0xf845A7ee8477AD1FB4446651E548901a2635A915",%s}}\
            """.formatted(tx);
    }

    private void denied(String vector, String control) throws IOException {
        assertThat(run(written(vector)))
                .as(vector)
                .returns(0, JudgingVectors.Ran::status)
                .satisfies(ran -> assertThat(ran.out()).endsWith(" DENY " + control + "\n"));
    }

    private static final String TO = "\"to\":\"0x715CdDa5e9Ad30A0cEd14940F9997EE611496De6\"";

    @Test
    void whatNoNodeSigns_isDeniedWithItsReason() throws IOException {
        for (var to : new String[] {"", "\"to\":null,", "\"to\":\"\",", "\"to\":\"0x\","})
            denied(call(to + "\"value\":\"0\",\"data\":\"0x6001\""), "CONTRACT_DEPLOY");
        denied(call(TO + ",\"value\":\"0\",\"authorizationList\":[{}]"), "EIP7702_AUTH");
        denied(call(TO.replace("715C", "715c") + ",\"value\":\"0\""), "BAD_CHECKSUM");
        denied(payment.replace("0x88a1493366D4", "0x88A1493366D4").replace("ADMIT", "DENY"), "BAD_CHECKSUM");
    }

    @Test
    void numbersOutOfTheChainsRange_areDeniedAsUnreadable() throws IOException {
        var beyond = java.math.BigInteger.TWO.pow(256).toString();
        for (var value : new String[] {"\"%s\"".formatted(beyond), "-1", "\"-1\""})
            denied(call(TO + ",\"value\":" + value), "UNREADABLE");
        denied(payment.replace("\"operation\":0", "\"operation\":2").replace("ADMIT", "DENY"), "UNREADABLE");
        assertThat(run(written(call(TO + ",\"value\":\"much\""))))
                .returns(2, JudgingVectors.Ran::status)
                .satisfies(ran -> assertThat(ran.out()).startsWith("C REFUSED"));
    }

    @Test
    void json_hasTheWholeTrace_theSameEachTime() throws IOException {
        var vectors = written("[" + coins + ",{}]");
        var ran = run(vectors, "--json");
        assertThat(ran.out()).isEqualTo(run(vectors, "--json").out());
        var json = JudgingVectors.JSON.readTree(ran.out());
        assertThat(json.path("format").asString()).isEqualTo("tallystick-judge-1");
        var judged = json.path("vectors").path(0);
        assertThat(judged.path("decision").asString()).isEqualTo("DENIED");
        assertThat(judged.path("legs")).hasSize(2);
        assertThat(judged.path("feeRate").asString()).isEqualTo("5557562.500");
        assertThat(judged.path("trace").path("hash").asString()).hasSize(64);
        assertThat(judged.path("trace").path("policies").path(0)).isEqualTo(json.path("policy"));
        assertThat(judged.path("trace").path("rules").size()).isGreaterThan(4);
        assertThat(judged.path("trace").path("outcome").asString()).startsWith("denied: ");
        assertThat(json.path("vectors").path(1).path("error").asString()).contains("the field \"kind\" is missing");
        assertThat(ran.status()).isEqualTo(2);
    }

    @Test
    void policy_isReadAsYaml_orRefusedByItsLine() throws IOException {
        var json = Files.readString(file("policy.json"));
        var yaml = YamlText.of(json);
        var named = Files.writeString(directory.resolve("p.yaml"), yaml);
        assertThat(words(
                        "--policy",
                        named.toString(),
                        "--at",
                        JudgingVectors.AT,
                        written(payment).toString()))
                .returns(0, JudgingVectors.Ran::status)
                .returns("BYBIT-POS-65 ADMIT -\n", JudgingVectors.Ran::out);
        for (var name : List.of("p.yaml", "p.json")) {
            var spoilt = Files.writeString(
                    directory.resolve(name),
                    (name.endsWith("json") ? json : yaml).replaceFirst("\"?ALLOW\"?", "\"ALOW\""));
            assertThat(words("--policy", spoilt.toString(), written(payment).toString()))
                    .returns(2, JudgingVectors.Ran::status)
                    .satisfies(ran -> assertThat(ran.err())
                            .containsPattern(name + ", line [1-9][0-9]*: expected at /rules/[0-9]+/effect"));
        }
    }

    @Test
    void help_wrapsNoLineOfItsLists() {
        assertThat(words("--help").out().lines())
                .as("what picocli breaks begins at the margin")
                .noneMatch(line -> line.matches("(WRAPPED_CALL|ALLOWANCE|SAFE_REFUND|VELOCITY|rejected|frozen).*"));
    }

    @Test
    void help_namesEveryControlOfTheReferencePolicy() {
        var help = words("--help").out();
        var controls = words("--policy", file("policy.json").toString(), "--controls")
                .out()
                .lines()
                .toList();
        assertThat(controls).hasSize(26).allMatch(help::contains);
    }
}
