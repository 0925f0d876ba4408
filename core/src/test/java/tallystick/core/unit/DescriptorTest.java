package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.ethereum.descriptor.DescriptorFile;
import tallystick.core.chain.ethereum.descriptor.Descriptors;
import tallystick.core.kit.Abi;
import tallystick.core.kit.Calling;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

class DescriptorTest {
    private static final String SIGNATURE =
            "order(address to,uint256 amount,(address token,uint256 fee,uint256 until)[] legs,uint8 mode)";

    private static final Bytes FILE = Bytes.ofUtf8("""
            {"context":{"contract":{"deployments":[
              {"chainId":1,"address":"0x0000000000000000000000000000000000000002"}]}},
             "metadata":{"owner":"Maker","enums":{"mode":{"0":"Fixed","1":"Variable"}}},
             "display":{"definitions":{"payee":{"label":"Payee","format":"addressName"}},
              "formats":{"%s":{"intent":"Order","fields":[
               {"path":"to","$ref":"$.display.definitions.payee"},
               {"path":"#.amount","label":"Amount","format":"amount"},
               {"path":"legs.[0]","fields":[
                 {"path":"fee","label":"Fee","format":"tokenAmount","params":{"tokenPath":"to"}},
                 {"path":"until","label":"Until","format":"date","params":{"encoding":"timestamp"}}]},
               {"path":"legs.[-1].until","label":"Lasts","format":"duration"},
               {"path":"legs.[7].until","label":"Absent","format":"duration"},
               {"path":"legs.[0:2]","label":"Slice"},
               {"path":"mode","label":"Mode","format":"enum","params":{"$ref":"$.metadata.enums.mode"}},
               {"path":"mode","label":"Parts","format":"unit","params":{"base":"bps"}},
               {"path":"mode","label":"Other","format":"newest"}]}}}}""".formatted(SIGNATURE));

    private static DescriptorFile file() {
        return DescriptorFile.parse(FILE, StandardHash.sha256(FILE)).orThrow();
    }

    private static Calling order(Knowledge knowledge) {
        return Calling.of(
                knowledge,
                SIGNATURE,
                Abi.address(3),
                5_000_000,
                List.of(List.of(Abi.address(4), 25, 1_700_000_000)),
                1);
    }

    @Test
    void descriptor_addsLabelsBehindTheArguments() {
        var knowledge = Knowledge.none()
                .unit(Calling.ETHER, new Knowledge.Unit("ETH", 18))
                .unit(Calling.token("erc20", 3), new Knowledge.Unit("TKN", 1))
                .label(Calling.account(3), "Supplier")
                .chapter(Descriptors.class, new Descriptors(Map.of()).and(file()));
        var call = (Effect.Call) order(knowledge).effects().getFirst();
        assertThat(call.arguments().subList(0, 4).stream().map(Effect.Argument::name))
                .containsExactly("to", "amount", "legs", "mode");
        assertThat(call.arguments().subList(4, call.arguments().size()).stream()
                        .map(argument -> argument.name() + ": " + argument.value()))
                .containsExactly(
                        "Payee: Supplier (" + Abi.address(3) + ")",
                        "Amount: 0.000000000005 ETH (5000000)",
                        "Fee: 2.5 TKN (25)",
                        "Until: 2023-11-14T22:13:20Z (1700000000)",
                        "Lasts: PT472222H13M20S (1700000000)",
                        "Mode: Variable (1)",
                        "Parts: 1 bps (1)",
                        "Other: 1",
                        "meant, says the publisher, to: Order");
    }

    @Test
    void functionWithoutArguments_stillSaysWhatItIsFor() {
        var json = Bytes.ofUtf8("""
                {"context":{"contract":{"deployments":[
                  {"chainId":1,"address":"0x0000000000000000000000000000000000000002"}]}},
                 "display":{"formats":{"harvest()":{"intent":"Claim all rewards","fields":[]}}}}""");
        var file = DescriptorFile.parse(json, StandardHash.sha256(json)).orThrow();
        var knowledge = Knowledge.none().chapter(Descriptors.class, new Descriptors(Map.of()).and(file));
        var call = (Effect.Call) Calling.of(knowledge, "harvest()").effects().getFirst();
        assertThat(call.arguments())
                .containsExactly(new Effect.Argument("meant, says the publisher, to", "intent", "Claim all rewards"));
    }

    private static String shownAs(String params) {
        var json = Bytes.ofUtf8("""
                {"context":{"contract":{"deployments":[
                  {"chainId":1,"address":"0x0000000000000000000000000000000000000002"}]}},
                 "metadata":{"constants":{"name":"USDC","places":6,"words":"six"}},
                 "display":{"formats":{"order(uint256 amount)":{"fields":[
                   {"path":"amount","label":"Amount","format":"unit","params":%s}]}}}}""".formatted(params));
        var file = DescriptorFile.parse(json, StandardHash.sha256(json)).orThrow();
        var knowledge = Knowledge.none().chapter(Descriptors.class, new Descriptors(Map.of()).and(file));
        var call = (Effect.Call) Calling.of(knowledge, "order(uint256 amount)", 1_250_000)
                .effects()
                .getFirst();
        return call.arguments().getLast().value();
    }

    @Test
    void unit_isShownWithItsDecimals_orNotAtAll() {
        var shown = Map.ofEntries(
                Map.entry("{\"base\":\"bps\"}", "1250000 bps (1250000)"),
                Map.entry("{\"base\":\"USDC\",\"decimals\":6}", "1.25 USDC (1250000)"),
                Map.entry("{\"base\":\"USDC\",\"decimals\":77}", "0." + "0".repeat(70) + "125 USDC (1250000)"),
                Map.entry("{\"base\":\"s\",\"decimals\":3,\"prefix\":true}", "1250 s (1250000)"),
                Map.entry(
                        "{\"base\":\"$.metadata.constants.name\",\"decimals\":\"$.metadata.constants.places\"}",
                        "1.25 USDC (1250000)"),
                Map.entry("{\"base\":\"$.metadata.constants.absent\",\"decimals\":6}", "1250000"),
                Map.entry("{\"base\":\"USDC\",\"decimals\":\"$.metadata.constants.words\"}", "1250000"),
                Map.entry("{\"base\":\"USDC\",\"decimals\":\"6\"}", "1250000"),
                Map.entry("{\"base\":\"USDC\",\"decimals\":78}", "1250000"),
                Map.entry("{\"base\":\"USDC\",\"decimals\":-1}", "1250000"),
                Map.entry("{\"base\":\"#.amount\"}", "1250000"),
                Map.entry("{\"base\":\"\"}", "1250000"),
                Map.entry("{}", "1250000"));
        shown.forEach((params, text) -> assertThat(shownAs(params)).as(params).isEqualTo(text));
        assertThat(shown).hasSize(13);
    }

    private static void refused(String json, String expected) {
        var bytes = Bytes.ofUtf8(json);
        assertThat(DescriptorFile.parse(bytes, StandardHash.sha256(bytes)))
                .as(json)
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        malformed -> assertThat(malformed.expected()).contains(expected));
    }

    @Test
    void fileThatIncludesAnother_orDescribesNothing_isRefused() {
        var file = new String(FILE.toArray(), StandardCharsets.UTF_8);
        refused(
                file.replaceFirst("\\{", "{\"includes\":\"common.json\","),
                "an included file that is itself listed and pinned");
        var contract = "{\"context\":{\"contract\":{\"deployments\":[%s]}},\"display\":{\"formats\":{%s}}}";
        var deployment = "{\"chainId\":1,\"address\":\"0x0000000000000000000000000000000000000002\"}";
        refused(contract.formatted("", "\"approve(address,uint256)\":{}"), "at least one deployment");
        refused(contract.formatted(deployment, ""), "at least one function");
        refused(contract.formatted(deployment, "\"approve(\":{}"), "at least one function");
    }

    @Test
    void withoutUnitsAndLabels_valuesStayAsTheyAre() {
        var knowledge = Knowledge.none().chapter(Descriptors.class, new Descriptors(Map.of()).and(file()));
        var call = (Effect.Call) order(knowledge).effects().getFirst();
        assertThat(call.arguments().get(4).value()).isEqualTo(Abi.address(3).toString());
        assertThat(call.arguments().get(5).value()).isEqualTo("5000000");
        assertThat(order(Knowledge.none()).effects().getFirst()).isInstanceOf(Effect.Undecoded.class);
    }

    @Test
    void anotherContract_isNotDescribed() {
        assertThat(new Descriptors(Map.of()).and(file()).of(Calling.account(9), Bytes.ofHex("00000000")))
                .isEmpty();
        assertThat(file().contracts()).containsExactly(Calling.account(2));
        assertThat(file().descriptors()).hasSize(1);
    }

    @Test
    void knownFunction_keepsItsEffectsUnderAnyDescriptor() {
        var hiding = Bytes.ofUtf8("{\"context\":{\"contract\":{\"deployments\":[{\"chainId\":1,\"address\":\"%s\"}]}},"
                        .formatted(Calling.CONTRACT)
                + "\"display\":{\"formats\":{\"approve(address,uint256)\":{\"intent\":\"Nothing\","
                + "\"fields\":[]}}}}");
        var descriptors = new Descriptors(Map.of())
                .and(DescriptorFile.parse(hiding, StandardHash.sha256(hiding)).orThrow());
        var told = Calling.of(
                Knowledge.none().chapter(Descriptors.class, descriptors),
                "approve(address,uint256)",
                Abi.address(3),
                7);
        assertThat(told).isEqualTo(Calling.of("approve(address,uint256)", Abi.address(3), 7));
    }

    @Test
    void fileOfAnotherHash_orForm_isRefused() {
        assertThat(DescriptorFile.parse(FILE, new Digest32(Bytes.copyOf(new byte[32]))))
                .isEqualTo(new Parsed.Malformed<>(0, "file with the pinned sha-256"));
        var refused = List.of(
                "[]",
                "{",
                "{\"context\":{\"contract\":{}}}",
                "{\"context\":{\"contract\":{\"deployments\":[{\"chainId\":\"1\"}]}},\"display\":{}}",
                "{\"context\":{\"contract\":{\"deployments\":[{\"chainId\":1,\"address\":\"0x00\"}]}},\"display\":{}}");
        for (var json : refused)
            assertThat(DescriptorFile.parse(Bytes.ofUtf8(json), StandardHash.sha256(Bytes.ofUtf8(json))))
                    .as(json)
                    .isInstanceOf(Parsed.Malformed.class);
        assertThat(refused).hasSize(5);
    }
}
