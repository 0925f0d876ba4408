package tallystick.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.ethereum.Ethereum;
import tallystick.core.chain.ethereum.base.Rlp;
import tallystick.core.kit.EthereumKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Whatever the bytes, they are refused or read; what is read prints as it was, and its effects and digest exist.
class EthereumFuzzTest {
    private static final ChainId CHAIN = new ChainId("eip155", "1");
    private static final EthereumKey KEY = EthereumKey.of(7);

    private static void read(Content content, Bytes bytes) {
        if (!(new Ethereum().parse(CHAIN, content, bytes)
                instanceof Parsed.Ok<? extends UnsignedTransaction>(var transaction))) return;
        assertThat(transaction.bytes()).isEqualTo(bytes);
        assertThat(transaction.chain()).isEqualTo(CHAIN);
        assertThat(transaction.effects(KEY.on(CHAIN), Knowledge.none())).isNotEmpty();
        assertThat(transaction.warnings(KEY.on(CHAIN), Knowledge.none())).doesNotContainNull();
        assertThat(transaction.digests()).hasSize(1);
    }

    @FuzzTest
    void anyBytes_asATransaction_areRefusedOrPrintedAsTheyWere(byte @NotNull [] bytes) {
        read(Content.TRANSACTION, Bytes.copyOf(bytes));
    }

    @FuzzTest
    void anyBytes_asAnAuthorization_areRefusedOrPrintedAsTheyWere(byte @NotNull [] bytes) {
        read(Content.AUTHORIZATION, Bytes.copyOf(bytes));
    }

    @FuzzTest
    void anyBytes_asAMessage_areRefusedOrPrintedAsTheyWere(byte @NotNull [] bytes) {
        read(Content.MESSAGE, Bytes.copyOf(bytes));
    }

    @FuzzTest
    void anyText_asALogin_isRefusedOrPrintedAsItWas(@NotNull String text) {
        read(Content.LOGIN, Bytes.ofUtf8(text));
    }

    @FuzzTest
    void anyText_asTypedData_isRefusedOrPrintedAsItWas(@NotNull String text) {
        read(Content.TYPED_DATA, Bytes.ofUtf8(text));
    }

    @FuzzTest
    void anyBytes_asRlp_areRefusedOrPrintedAsTheyWere(byte @NotNull [] bytes) {
        if (Rlp.parse(Bytes.copyOf(bytes)) instanceof Parsed.Ok<Rlp>(var rlp))
            assertThat(rlp.encode()).isEqualTo(Bytes.copyOf(bytes));
    }
}
