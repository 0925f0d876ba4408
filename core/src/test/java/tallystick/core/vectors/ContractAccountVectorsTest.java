package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.ethereum.Ethereum;
import tallystick.core.kit.Abi;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.VectorFiles;

@DisplayName("What is signed for a contract account, docs/spec/contract-account.md")
class ContractAccountVectorsTest {
    private static final int FORMAT_AT = 27;
    private static final int KIND_AT = 28;
    private static final int CASES = 8;

    private static Iterable<Json> cases() {
        return VectorFiles.ours("house/contract-account/accounts.json")
                .get("cases")
                .items();
    }

    private static ChainId chain(Json entry) {
        var parts = entry.get("chain").text().split(":", 2);
        return new ChainId(parts[0], parts[1]);
    }

    private static Parsed<? extends UnsignedTransaction> parse(ChainId chain, Bytes bytes) {
        return new Ethereum().parse(chain, Content.CONTRACT_ACCOUNT, bytes);
    }

    @Test
    void contents_ofEveryCase_haveTheDigestAndTheEffectsOfTheVectors() {
        var checked = 0;
        for (var entry : cases()) {
            var name = entry.get("name").text();
            var read = parse(chain(entry), entry.get("bytes").hex()).orThrow();
            assertThat(read.bytes()).as(name).isEqualTo(entry.get("bytes").hex());
            assertThat(read.inputs())
                    .as(name)
                    .singleElement()
                    .satisfies(input -> assertThat(input.digest())
                            .hasToString(entry.get("digest").text()));
            assertThat(read.predictedId()).as(name).contains(entry.get("id").text());
            assertThat(read.effects(Abi.address(1).on(read.chain()), Knowledge.none()).stream()
                            .map(effect -> effect.getClass().getSimpleName())
                            .toList())
                    .as(name)
                    .isEqualTo(entry.get("effects").items().stream()
                            .map(Json::text)
                            .toList());
            checked++;
        }
        assertThat(checked).isEqualTo(CASES);
    }

    @Test
    void contents_changedInFormOrChain_areMalformed() {
        var checked = 0;
        for (var entry : cases()) {
            var chain = chain(entry);
            var good = entry.get("bytes").hex();
            var format = good.toArray();
            format[FORMAT_AT] = 2;
            var kind = good.toArray();
            kind[KIND_AT] = 4;
            for (var bad : new Bytes[] {
                good.slice(0, good.length() - 1),
                Bytes.concat(good, Bytes.copyOf((byte) 0)),
                good.slice(1, good.length()),
                Bytes.copyOf(format),
                Bytes.copyOf(kind)
            }) {
                assertThat(parse(chain, bad)).as(entry.get("name").text()).isInstanceOf(Parsed.Malformed.class);
                checked++;
            }
            assertThat(parse(new ChainId("eip155", "5"), good)).isInstanceOf(Parsed.Malformed.class);
        }
        assertThat(checked).isEqualTo(CASES * 5);
    }
}
