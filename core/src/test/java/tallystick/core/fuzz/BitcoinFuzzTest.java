package tallystick.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.SighashType;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.psbt.Psbt;
import tallystick.core.chain.bitcoin.psbt.PsbtExport;
import tallystick.core.chain.bitcoin.psbt.PsbtImport;
import tallystick.core.kit.BitcoinSigner;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Whatever the bytes, the readers answer; and what they accept is the one form of what it means.
class BitcoinFuzzTest {
    private static final BitcoinNetwork NETWORK = BitcoinNetwork.REGTEST;
    private static final BitcoinSigner SIGNER = new BitcoinSigner(1);

    @FuzzTest
    void anyTransaction_isRefusedOrCanonical(byte @NotNull [] bytes) {
        var encoded = Bytes.copyOf(bytes);
        if (Transaction.parse(encoded) instanceof Parsed.Ok<Transaction>(var transaction))
            assertThat(transaction.encode()).isEqualTo(encoded);
        if (Transaction.parseStripped(encoded) instanceof Parsed.Ok<Transaction>(var transaction))
            assertThat(transaction.encodeStripped()).isEqualTo(encoded);
    }

    @FuzzTest
    void anyBundle_isRefusedOrCanonicalAndUnderstood(byte @NotNull [] bytes) {
        var encoded = Bytes.copyOf(bytes);
        var all = Set.of(SighashType.values());
        if (!(Bundle.parse(NETWORK, encoded, all) instanceof Parsed.Ok<Bundle>(var bundle))) return;
        assertThat(bundle.bytes()).isEqualTo(encoded);
        var signer = new Account(NETWORK.chain(), "script:51");
        assertThat(bundle.effects(signer, Knowledge.none())).isNotEmpty();
        assertThat(bundle.effects(signer, SIGNER.knowledge())).isNotEmpty();
        assertThat(bundle.warnings(signer, SIGNER.knowledge())).isNotNull();
        assertThat(bundle.digests()).hasSameSizeAs(bundle.transaction().inputs());
        assertThat(bundle.predictedId()).isNotNull();
    }

    @FuzzTest
    void anyPsbt_isRefusedOrCanonical(byte @NotNull [] bytes) {
        var encoded = Bytes.copyOf(bytes);
        if (!(Psbt.parse(encoded) instanceof Parsed.Ok<Psbt>(var psbt))) return;
        assertThat(psbt.encode()).isEqualTo(encoded);
        assertThat(psbt.transaction()).isNotNull();
        assertThat(PsbtExport.extracted(psbt)).isNotNull();
        if (PsbtImport.bundle(NETWORK, psbt, SIGNER.tree()) instanceof Parsed.Ok<Bundle>(var bundle))
            assertThat(bundle.transaction()).isEqualTo(psbt.transaction().orElseThrow());
    }

    @FuzzTest
    void anyAddress_isRefusedOrCanonical(@NotNull String text) {
        for (var network : BitcoinNetwork.values())
            OutputScript.parse(network, text).ifPresent(script -> {
                var address = script.account(network).address();
                assertThat(address).isEqualToIgnoringCase(text);
                assertThat(OutputScript.parse(network, address)).contains(script);
            });
    }
}
