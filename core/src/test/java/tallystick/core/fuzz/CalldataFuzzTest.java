package tallystick.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.math.BigInteger;
import java.util.List;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.ethereum.abi.AbiCodec;
import tallystick.core.chain.ethereum.abi.AbiFile;
import tallystick.core.chain.ethereum.abi.AbiValue;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.core.chain.ethereum.account.ContractAccounts;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.call.CallFrame;
import tallystick.core.chain.ethereum.call.Calls;
import tallystick.core.chain.ethereum.descriptor.DescriptorFile;
import tallystick.core.chain.ethereum.safe.PackedBatch;
import tallystick.core.chain.ethereum.safe.SafeSignatures;
import tallystick.core.chain.json.Json;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.StandardHash;

/// Whatever a stranger writes is refused, or is the one spelling of what was read.
class CalldataFuzzTest {
    private static final ChainId CHAIN = new ChainId("eip155", "1");
    private static final Address ME = new Address(Bytes.copyOf(new byte[20]));
    private static final FunctionSignature EVERY_SHAPE = FunctionSignature.parse(
                    "f(uint8,(address,bytes[],bool)[],string,int24[2],bytes5,(uint256,bytes)[2][])")
            .orThrow();

    @FuzzTest
    void anyArguments_areRefusedOrCanonical(byte @NotNull [] body) {
        var data = Bytes.copyOf(body);
        if (AbiCodec.decode(EVERY_SHAPE.inputs(), data) instanceof Parsed.Ok<List<AbiValue>>(var values))
            assertThat(AbiCodec.encode(EVERY_SHAPE.inputs(), values)).isEqualTo(data);
    }

    @FuzzTest
    void anyCall_hasEffects(byte @NotNull [] body) {
        for (var operation : Effect.Operation.values()) {
            var frame = new CallFrame(CHAIN, ME, ME, BigInteger.ZERO, Bytes.copyOf(body), operation, 0);
            assertThat(Calls.effects(frame, Knowledge.none())).isNotEmpty();
            assertThat(Calls.warnings(frame, Knowledge.none())).doesNotHaveDuplicates();
        }
    }

    @FuzzTest
    void anyBatch_isRefusedOrCanonical(byte @NotNull [] body) {
        if (PackedBatch.parse(Bytes.copyOf(body)) instanceof Parsed.Ok<PackedBatch>(var batch))
            assertThat(batch.encode()).isEqualTo(Bytes.copyOf(body));
    }

    @FuzzTest
    void anySignatures_areRefusedOrName(byte @NotNull [] body) {
        if (SafeSignatures.parse(Bytes.copyOf(body)) instanceof Parsed.Ok<SafeSignatures>(var signatures))
            assertThat(signatures.owners(StandardHash.sha256(Bytes.copyOf(body))))
                    .hasSameSizeAs(signatures.each());
    }

    @FuzzTest
    void anyContractAccountContent_isRefusedOrCanonical(byte @NotNull [] body) {
        for (var kind = 1; kind <= 3; kind++) {
            var bytes = Bytes.concat(
                    Bytes.ofUtf8("tallystick-contract-account"),
                    Bytes.copyOf((byte) 1, (byte) kind),
                    Bytes.ofHex("%064x".formatted(1)),
                    Bytes.copyOf(body));
            if (ContractAccounts.parse(CHAIN, bytes) instanceof Parsed.Ok<? extends UnsignedTransaction>(var read)) {
                assertThat(read.bytes()).isEqualTo(bytes);
                assertThat(read.effects(ME.on(CHAIN), Knowledge.none())).isNotEmpty();
                assertThat(read.digests()).hasSize(1);
            }
        }
    }

    @FuzzTest
    void anyJson_isReadOrRefused(byte @NotNull [] body) {
        var text = Bytes.copyOf(body);
        assertThat(Json.parse(text)).isNotNull();
        assertThat(AbiFile.parse(text)).isNotNull();
        assertThat(DescriptorFile.parse(text, StandardHash.sha256(text))).isNotNull();
    }
}
