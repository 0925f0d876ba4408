package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.solana.Address;
import tallystick.core.chain.solana.Message;
import tallystick.core.chain.solana.Solana;
import tallystick.core.chain.solana.SolanaTransaction;
import tallystick.core.kit.SolanaExamples;
import tallystick.core.kit.SolanaWords;
import tallystick.crypto.codec.Base58;
import tallystick.crypto.curve.Ed25519Verify;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.VectorFiles;

@DisplayName("Solana, published transactions and one instruction of every kind")
class SolanaVectorsTest {
    private static List<String> texts(Json list) {
        return list.items().stream().map(Json::text).toList();
    }

    @Test
    void publishedTransactions_parsePrintAndCarryTheirNames() {
        var checked = 0;
        for (var each : VectorFiles.ours("solana/published.json").get("cases").items()) {
            var signed = each.get("transaction").hex();
            assertThat(signed.at(0)).isEqualTo(1);
            var signature = signed.slice(1, 65);
            var message = Message.parse(signed.slice(65, signed.length())).orThrow();
            assertThat(message.encode()).isEqualTo(signed.slice(65, signed.length()));
            assertThat(Base58.encode(signature)).isEqualTo(each.get("id").text());
            assertThat(Ed25519Verify.verify(message.signers().getFirst().value(), message.encode(), signature))
                    .isTrue();
            var transaction = SolanaRead.of(message);
            if (transaction.isComplete()) {
                var attached = transaction.attach(List.of(new ChainSignature.Plain(signature)));
                assertThat(attached.bytes()).isEqualTo(signed);
                assertThat(attached.id()).isEqualTo(each.get("id").text());
            }
            checked++;
        }
        assertThat(checked).isEqualTo(2);
    }

    @Test
    void publishedTransfer_isSeenAsOne() {
        var signed = VectorFiles.ours("solana/published.json")
                .get("cases")
                .items()
                .getFirst()
                .get("transaction")
                .hex();
        var transaction =
                SolanaRead.of(Message.parse(signed.slice(65, signed.length())).orThrow());
        var payer = transaction.message().signers().getFirst().on(Solana.MAINNET);
        var effects = transaction.effects(payer, Knowledge.none());
        assertThat(effects).hasSize(2);
        assertThat(effects.get(0)).isInstanceOf(Effect.Transfer.class);
        assertThat(effects.get(1)).isInstanceOf(Effect.Fee.class);
        assertThat(transaction.warnings(payer, Knowledge.none())).isEmpty();
    }

    @Test
    void everyKindOfInstruction_hasItsBytesEffectsAndWarnings() {
        var file = VectorFiles.ours("solana/instructions.json");
        var signer = Address.ofText(file.get("signer").text()).on(Solana.MAINNET);
        var examples = SolanaExamples.all();
        var checked = 0;
        for (var each : file.get("cases").items()) {
            var transaction = SolanaTransaction.parse(
                            Solana.MAINNET, each.get("bytes").hex())
                    .orThrow();
            assertThat(examples.get(checked).name()).isEqualTo(each.get("name").text());
            assertThat(examples.get(checked).transaction()).isEqualTo(transaction);
            assertThat(transaction.digests().getFirst().bytes())
                    .isEqualTo(each.get("digest").hex());
            assertThat(transaction.effects(signer, Knowledge.none()).stream().map(SolanaWords::of))
                    .as(each.get("name").text())
                    .containsExactlyElementsOf(texts(each.get("effects")));
            assertThat(transaction.warnings(signer, Knowledge.none()).stream().map(SolanaWords::of))
                    .as(each.get("name").text())
                    .containsExactlyElementsOf(texts(each.get("warnings")));
            checked++;
        }
        assertThat(checked).isEqualTo(examples.size()).isEqualTo(72);
    }
}
