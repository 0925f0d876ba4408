package tallystick.core.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.solana.AccountUse;
import tallystick.core.chain.solana.Address;
import tallystick.core.chain.solana.Draft;
import tallystick.core.chain.solana.Instruction;
import tallystick.core.chain.solana.Solana;
import tallystick.core.chain.solana.SolanaTransaction;
import tallystick.core.kit.SolanaExamples;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

@DisplayName("Solana, whatever the transaction")
class SolanaPropertyTest {
    private static final long SEED = 20260731;
    private static final int CASES = 500;

    private static Draft drawn(Random random) {
        var draft = Draft.of(Solana.MAINNET, SolanaExamples.SIGNER);
        var examples = SolanaExamples.all();
        for (var i = random.nextInt(4); i > 0; i--) {
            var next = draft.then(examples.get(random.nextInt(examples.size())).instruction());
            if (next.fits()) draft = next;
        }
        return draft;
    }

    @Test
    void whatIsBuilt_isReadAsWhatWasMeant() {
        var random = new Random(SEED);
        for (var i = 0; i < CASES; i++) {
            var transaction = drawn(random).build();
            var read = SolanaTransaction.parse(Solana.MAINNET, transaction.bytes());
            assertThat(read).as("seed %d, case %d", SEED, i).isEqualTo(new Parsed.Ok<>(transaction));
            assertThat(transaction.bytes().length() + 65).isLessThanOrEqualTo(1232 + 9 * 64);
            var effects = transaction.effects(SolanaExamples.SIGNER.on(Solana.MAINNET), Knowledge.none());
            assertThat(effects).last().isInstanceOf(Effect.Fee.class);
        }
    }

    @Test
    void fits_saysWhetherItCanBeBuilt() {
        var random = new Random(SEED);
        var tooLong = 0;
        for (var i = 0; i < CASES; i++) {
            var accounts = new ArrayList<AccountUse>();
            for (var k = random.nextInt(36); k > 0; k--) {
                var bytes = new byte[32];
                random.nextBytes(bytes);
                var address = new Address(Bytes.copyOf(bytes));
                accounts.add(random.nextInt(9) == 0 ? AccountUse.signer(address) : AccountUse.writable(address));
            }
            var data = Bytes.copyOf(new byte[random.nextInt(300)]);
            var draft = Draft.of(Solana.MAINNET, SolanaExamples.SIGNER)
                    .then(new Instruction(SolanaExamples.letter('P'), accounts, data));
            var built = true;
            try {
                var transaction = draft.build();
                var signatures = transaction.message().counts().signers() * 64 + 1;
                assertThat(transaction.bytes().length() + signatures).isLessThanOrEqualTo(1232);
            } catch (IllegalArgumentException refused) {
                built = false;
                tooLong++;
            }
            assertThat(draft.fits()).as("seed %d, case %d", SEED, i).isEqualTo(built);
        }
        assertThat(tooLong).isBetween(50, CASES - 50);
    }

    @Test
    void anyChangedByte_isRefusedOrMeansSomethingElse() {
        var random = new Random(SEED);
        var refused = 0;
        for (var i = 0; i < CASES; i++) {
            var transaction = drawn(random).transfer(SolanaExamples.letter('B'), BigInteger.TEN);
            if (!transaction.fits()) continue;
            var bytes = transaction.build().bytes().toArray();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            switch (SolanaTransaction.parse(Solana.MAINNET, Bytes.copyOf(bytes))) {
                case Parsed.Malformed<SolanaTransaction>(var offset, var expected) -> {
                    assertThat(offset).isBetween(0, bytes.length);
                    assertThat(expected).isNotBlank();
                    refused++;
                }
                case Parsed.Ok<SolanaTransaction>(var read) -> {
                    assertThat(read).isNotEqualTo(transaction.build());
                    assertThat(read.bytes()).isEqualTo(Bytes.copyOf(bytes));
                    assertThat(read.digests()).isNotEqualTo(transaction.build().digests());
                }
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void knowledge_neverHidesAnEffect() {
        var random = new Random(SEED);
        var signer = SolanaExamples.SIGNER.on(Solana.MAINNET);
        var knowing = Knowledge.none();
        for (var letter : List.of('A', 'B', 'C', 'M', 'N', 'S'))
            knowing = knowing.own(SolanaExamples.letter(letter).on(Solana.MAINNET), "own");
        for (var i = 0; i < CASES; i++) {
            var transaction = drawn(random).build();
            var known = transaction.effects(signer, knowing);
            for (var effect : transaction.effects(signer, Knowledge.none()))
                if (!(effect instanceof Effect.Undecoded || effect instanceof Effect.Allowance))
                    assertThat(known).as("seed %d, case %d", SEED, i).contains(effect);
        }
    }
}
