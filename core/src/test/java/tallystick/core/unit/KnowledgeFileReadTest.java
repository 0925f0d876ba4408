package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.Chains;
import tallystick.core.chain.solana.Address;
import tallystick.core.chain.solana.Programs;
import tallystick.core.kit.Hostile;
import tallystick.core.knowledge.KnowledgeFile;
import tallystick.crypto.codec.Bytes;

@DisplayName("Knowledge files that are read")
class KnowledgeFileReadTest {
    private static final ChainId MAINNET = new ChainId("eip155", "1");
    private static final String DOLLAR = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";

    private static Knowledge read(String fields) {
        var file = new KnowledgeFile(Chains.all(), (name, _) -> {
            throw name.expected("no file");
        });
        try {
            return file.parse(Bytes.ofUtf8("{\"format\":\"tallystick-knowledge-1\"," + fields + "}"));
        } catch (Unusable refused) {
            throw new AssertionError(refused);
        }
    }

    private static String unit(String asset, String symbol, int decimals) {
        return "{\"asset\":\"%s\",\"symbol\":\"%s\",\"decimals\":%d}".formatted(asset, symbol, decimals);
    }

    @Test
    void units_ofTokensAndOfTheSameCoinElsewhere_areKnown() {
        var known = read("\"units\":["
                + String.join(
                        ",",
                        unit("eip155:1/erc20:" + DOLLAR, "USD\u20ae-0.$", 6),
                        unit("eip155:8453/slip44:60", "ETH", 18),
                        unit("eip155:1/slip44:60", "ETH", 18))
                + "]");
        assertThat(known.unitOf(new Asset(MAINNET, "erc20", DOLLAR))).contains(new Knowledge.Unit("USD\u20ae-0.$", 6));
        assertThat(known.unitOf(Asset.coin(new ChainId("eip155", "8453"), 60))).contains(new Knowledge.Unit("ETH", 18));
        assertThat(known.unitOf(Asset.coin(MAINNET, 60))).contains(new Knowledge.Unit("ETH", 18));
    }

    @Test
    void twentyThousandLabels_takeMemoryLinearInTheirNumber() {
        var labels = "\"labels\":["
                + IntStream.range(0, 20_000)
                        .mapToObj("{\"account\":\"eip155:1:0x%040x\",\"name\":\"n\"}"::formatted)
                        .collect(Collectors.joining(","))
                + "]";
        assertThat(Hostile.allocated(() -> assertThat(read(labels).named()).hasSize(20_000)))
                .isLessThan(200L * labels.length());
        assertThat(read(labels).labelOf(new Account(MAINNET, "0x" + "0".repeat(40))))
                .contains("n");
    }

    @Test
    void listsOfTheFamilies_costWhatTheyAreLong() {
        var accounts = IntStream.range(0, 4000)
                .mapToObj("{\"account\":\"eip155:1:0x%040d\""::formatted)
                .toList();
        var tokens = IntStream.range(0, 4000)
                .mapToObj(i -> new Address(Bytes.ofHex("%064x".formatted(i))))
                .map("{\"account\":\"solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp:%1$s\""::formatted)
                .toList();
        var holding = ",\"mint\":\"%1$s\",\"owner\":\"%1$s\",\"tokenProgram\":\"%1$s\"}".formatted(Programs.TOKEN);
        for (var fields : List.of(
                list("abis", accounts, ",\"functions\":[]}"),
                list("delegateTargets", accounts, ",\"code\":\"other\"}"),
                list("tokenAccounts", tokens, holding),
                list("lookupTables", tokens, ",\"entries\":[]}")))
            assertThat(Hostile.allocated(() -> read(fields)))
                    .as(fields.substring(0, 20))
                    .isLessThan(300L * fields.length());
    }

    private static String list(String name, List<String> beginnings, String end) {
        return "\"%s\":[%s]"
                .formatted(name, beginnings.stream().map(each -> each + end).collect(Collectors.joining(",")));
    }

    @Test
    void filesBesideIt_areBoundedTogether() {
        var asked = new AtomicInteger();
        var file = new KnowledgeFile(Chains.all(), (_, lengthBytesMax) -> {
            asked.incrementAndGet();
            return Bytes.copyOf(new byte[lengthBytesMax]);
        });
        var entries = IntStream.range(0, 100)
                .mapToObj(i -> "{\"file\":\"%d.json\",\"sha256\":\"%s\"}".formatted(i, "00".repeat(32)))
                .collect(Collectors.joining(","));
        assertThatThrownBy(() -> file.parse(
                        Bytes.ofUtf8("{\"format\":\"tallystick-knowledge-1\",\"descriptors\":[" + entries + "]}")))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("descriptors[16].file: expected files of at most 67108864 bytes together");
        assertThat(asked).hasValue(17);
    }
}
