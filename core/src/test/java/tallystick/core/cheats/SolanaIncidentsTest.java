package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.solana.Draft;
import tallystick.core.chain.solana.Instruction;
import tallystick.core.chain.solana.NonceAccount;
import tallystick.core.chain.solana.Solana;
import tallystick.core.chain.solana.SolanaTransaction;
import tallystick.core.kit.SolanaExamples;
import tallystick.core.kit.SolanaWords;
import tallystick.crypto.codec.Bytes;

/// Transactions signed early by tricked council members and executed days later, under nonces of the attacker.
@DisplayName("Solana, Drift 2026-04")
class SolanaIncidentsTest {
    private static final NonceAccount ATTACKERS =
            new NonceAccount(SolanaExamples.letter('N'), SolanaExamples.letter('X'));

    private static List<String> warnings(SolanaTransaction transaction) {
        return transaction.warnings(SolanaExamples.SIGNER.on(Solana.MAINNET), Knowledge.none()).stream()
                .map(SolanaWords::of)
                .toList();
    }

    @Test
    void authorityHandedOver_underAForeignNonce_isGraveTwice() {
        var handOver =
                SolanaExamples.parse("hand over | loader | u32:4 | D:w A:s X").instruction();
        var transaction = Draft.of(Solana.MAINNET, SolanaExamples.SIGNER)
                .nonce(ATTACKERS)
                .then(handOver)
                .build();
        assertThat(transaction.instructions().getFirst().data()).isEqualTo(Bytes.ofHex("04000000"));
        assertThat(warnings(transaction))
                .containsExactly("DANGER DURABLE_NONCE", "DANGER UPGRADE_AUTHORITY", "ATTENTION OTHER_SIGNERS");
    }

    @Test
    void callNobodyDecodes_underAForeignNonce_isGraveTwice() {
        var call = SolanaExamples.parse("proposal | P | 0102 | D:w A:s").instruction();
        var transaction = Draft.of(Solana.MAINNET, SolanaExamples.SIGNER)
                .nonce(ATTACKERS)
                .then(call)
                .build();
        assertThat(warnings(transaction))
                .containsExactly("DANGER DURABLE_NONCE", "DANGER UNDECODED", "ATTENTION OTHER_SIGNERS");
    }

    @Test
    void advance_writtenOddly_isStillSeenAsADurableNonce() {
        var seen = 0;
        for (var line : List.of(
                "a byte more | system | 0400000000 | N:w recent A:s",
                "no accounts | system | 04000000 |",
                "another sysvar | system | 04000000 | N:w rent A:s",
                "account read only | system | 04000000 | N recent A:s")) {
            Instruction advance = SolanaExamples.parse(line).instruction();
            var transaction = SolanaExamples.alone(advance);
            assertThat(transaction.durableNonce()).as(line).isPresent();
            assertThat(warnings(transaction)).as(line).contains("DANGER DURABLE_NONCE", "DANGER UNDECODED");
            seen++;
        }
        assertThat(seen).isEqualTo(4);
        assertThat(SolanaExamples.alone(SolanaExamples.parse("other | system | 04000001 | N:w recent A:s")
                                .instruction())
                        .durableNonce())
                .isEmpty();
        assertThat(SolanaExamples.alone(SolanaExamples.parse("other | P | 04000000 | N:w recent A:s")
                                .instruction())
                        .durableNonce())
                .isEmpty();
    }
}
