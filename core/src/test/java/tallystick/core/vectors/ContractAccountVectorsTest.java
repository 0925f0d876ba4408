package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.ethereum.Ethereum;
import tallystick.core.chain.ethereum.safe.SafeAccount;
import tallystick.core.chain.ethereum.safe.SafeTransaction;
import tallystick.core.chain.ethereum.safe.SafeVersion;
import tallystick.core.kit.Abi;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.StandardHash;
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

    /// A word of 32 bytes.
    private static String word(String hex) {
        return "0".repeat(64 - hex.length()) + hex;
    }

    /// Every release of the contracts, and which of the type hashes that stand in their source it has: of the
    /// transaction, and of the domain.
    private static final Map<String, List<String>> RELEASES = releases();

    private static Map<String, List<String>> releases() {
        var withDataGas = "14d461bc7412367e924637b363c7bf29b8f47e2f84869f4426e5633d8af47b20";
        var withBaseGas = "bb8310d486368db6bd6f849402fdd73ad53d316b5a4b2644ad6efe0f941286d8";
        var withoutChain = "035aff83d86937d35b32e04f0ddc6ff469290eef2f1b692d8a815c89404d4749";
        var withChain = "47e79534a245952e8b16893a336b85a3d9ea9fa8c573f3d803afb92a79469218";
        var releases = new LinkedHashMap<String, List<String>>();
        releases.put("0.1.0", List.of(withDataGas, withoutChain));
        for (var old : List.of("1.0.0", "1.1.0", "1.1.1", "1.2.0"))
            releases.put(old, List.of(withBaseGas, withoutChain));
        for (var now : List.of("1.3.0", "1.4.0", "1.4.1", "1.5.0")) releases.put(now, List.of(withBaseGas, withChain));
        return releases;
    }

    @Test
    void safeHashes_ofEveryRelease_areMadeOfItsPublishedTypeHashes() {
        var data = Bytes.ofHex("a9059cbb");
        var transaction = new SafeTransaction(
                Abi.address(2),
                BigInteger.valueOf(3),
                data,
                Effect.Operation.DELEGATECALL,
                BigInteger.valueOf(4),
                BigInteger.valueOf(5),
                BigInteger.valueOf(6),
                Abi.address(7),
                Abi.address(8),
                BigInteger.valueOf(9));
        var fields =
                Stream.of("4", "5", "6").map(ContractAccountVectorsTest::word).collect(Collectors.joining());
        RELEASES.forEach((name, types) -> {
            var struct = keccak(types.get(0)
                    + word(Abi.address(2).value().toHex())
                    + word("3")
                    + keccak(data.toHex())
                    + word("1")
                    + fields
                    + word(Abi.address(7).value().toHex())
                    + word(Abi.address(8).value().toHex())
                    + word("9"));
            var bindsChain = types.get(1).startsWith("47e7");
            var domain = keccak(types.get(1)
                    + (bindsChain ? word("a") : "")
                    + word(Abi.address(9).value().toHex()));
            var safe = new SafeAccount(
                    BigInteger.TEN, Abi.address(9), SafeVersion.parse(name).orElseThrow());
            assertThat(transaction.hash(safe)).as(name).hasToString(keccak("1901" + domain + struct));
        });
        assertThat(RELEASES).hasSize(9);
    }

    private static String keccak(String hex) {
        return StandardHash.keccak256(Bytes.ofHex(hex)).toString();
    }
}
