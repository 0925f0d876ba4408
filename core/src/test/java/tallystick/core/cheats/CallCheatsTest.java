package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.call.CallFrame;
import tallystick.core.chain.ethereum.safe.PackedBatch;
import tallystick.core.chain.ethereum.safe.SafeSignatures;
import tallystick.core.kit.Abi;
import tallystick.core.kit.Calling;
import tallystick.core.kit.Incidents;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Calls that hide what they do.
class CallCheatsTest {
    private static final Address A3 = Abi.address(3);
    private static final Address CALL_ONLY =
            Address.parse("0x40A2aCCbd92BCA938b02010E17A5b8929b49130D").orElseThrow();

    private static Bytes wrapped(int times) {
        var data = Abi.call("transfer(address,uint256)", A3, 7);
        for (var i = 0; i < times; i++) data = Abi.call("execute(address,uint256,bytes)", A3, 0, data);
        return data;
    }

    @Test
    void eightWrappers_areUnwrapped_andNineAreNot() {
        var eight = Calling.of(wrapped(8), 0, Knowledge.none());
        assertThat(eight.effects()).hasSize(9);
        assertThat(eight.effects().getLast()).isInstanceOf(Effect.Transfer.class);
        var nine = Calling.of(wrapped(9), 0, Knowledge.none());
        assertThat(nine.effects().getLast()).isInstanceOf(Effect.Undecoded.class);
        assertThat(nine.dangers()).contains("TOO_DEEP", "UNDECODED");
    }

    @Test
    void batchesInBatches_areCountedAsWrappers() {
        var data = Abi.call("transfer(address,uint256)", A3, 7);
        var operation = Effect.Operation.CALL;
        var to = A3;
        for (var i = 0; i < 9; i++) {
            data = Abi.call(
                    "multiSend(bytes)",
                    new PackedBatch(List.of(new PackedBatch.Leg(operation, to, BigInteger.ZERO, data))).encode());
            operation = Effect.Operation.DELEGATECALL;
            to = CALL_ONLY;
        }
        var call = Calling.of(
                new CallFrame(Calling.CHAIN, Calling.ME, CALL_ONLY, BigInteger.ZERO, data, operation, 0),
                Knowledge.none());
        assertThat(call.dangers()).contains("NESTED_DELEGATECALL", "TOO_DEEP");
        assertThat(call.effects().getLast()).isInstanceOf(Effect.Undecoded.class);
    }

    @Test
    void knownFunctionWrittenAnotherWay_isUndecoded() {
        var good = Abi.call("transfer(address,uint256)", A3, 7);
        for (var data : List.of(
                Bytes.concat(good, Bytes.copyOf((byte) 0)),
                good.slice(0, good.length() - 1),
                Bytes.concat(good.slice(0, 4), Bytes.ofHex("01"), good.slice(5, good.length())),
                good.slice(0, 3))) {
            var call = Calling.of(data, 0, Knowledge.none());
            assertThat(call.shapes()).containsExactly("Undecoded");
            assertThat(call.dangers()).containsExactly("UNDECODED");
        }
    }

    @Test
    void operationsThatAreNone_areUndecoded() {
        var module = "execTransactionFromModule(address,uint256,bytes,uint8)";
        assertThat(Calling.of(module, A3, 0, Bytes.empty(), 2).shapes()).containsExactly("Undecoded");
        assertThat(Calling.of("executeUserOp(address,uint256,bytes,uint8)", A3, 0, Bytes.empty(), 2)
                        .shapes())
                .containsExactly("Undecoded");
        var safe = "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)";
        assertThat(Calling.of(safe, A3, 0, Bytes.empty(), 2, 0, 0, 0, A3, A3, Bytes.empty())
                        .shapes())
                .containsExactly("Undecoded");
        assertThat(Calling.of(safe, A3, 0, Bytes.empty(), 0, 0, 0, 0, A3, A3, Bytes.ofHex("01"))
                        .shapes())
                .containsExactly("Undecoded");
    }

    @Test
    void executionModes_thatAreNone_areUndecoded() {
        for (var mode : List.of("02", "fe", "0102", "ff00000000001234", "00000000000078210001", "01000000000012345678"))
            assertThat(Calling.of(
                                    "execute(bytes32,bytes)",
                                    Bytes.ofHex(mode + "0".repeat(64 - mode.length())),
                                    Bytes.copyOf(new byte[52]))
                            .shapes())
                    .as(mode)
                    .containsExactly("Undecoded");
        assertThat(Calling.of("execute(bytes32,bytes)", Bytes.copyOf(new byte[32]), Bytes.copyOf(new byte[51]))
                        .shapes())
                .containsExactly("Undecoded");
    }

    @Test
    void listsOfDifferentLengths_areUndecoded() {
        assertThat(Calling.of("executeBatch(address[],bytes[])", List.of(A3), List.of())
                        .shapes())
                .containsExactly("Undecoded");
        assertThat(Calling.of(
                                "executeBatch(address[],uint256[],bytes[])",
                                List.of(A3, A3),
                                List.of(1),
                                List.of(Bytes.empty(), Bytes.empty()))
                        .shapes())
                .containsExactly("Undecoded");
    }

    @Test
    void batchBytes_thatAreNoBatch_areRefused() {
        var leg = new PackedBatch(
                        List.of(new PackedBatch.Leg(Effect.Operation.CALL, A3, BigInteger.ONE, Bytes.ofHex("0102"))))
                .encode();
        assertThat(PackedBatch.parse(leg).orThrow().legs()).hasSize(1);
        var two = leg.toArray();
        two[0] = 2;
        var long64 = leg.toArray();
        long64[1 + 20 + 32] = 1;
        var refused = List.of(
                leg.slice(0, leg.length() - 1),
                leg.slice(0, 40),
                Bytes.concat(leg, Bytes.copyOf((byte) 0)),
                Bytes.copyOf(two),
                Bytes.copyOf(long64));
        for (var bytes : refused) {
            assertThat(PackedBatch.parse(bytes)).isInstanceOf(Parsed.Malformed.class);
            var call = Calling.of(
                    new CallFrame(
                            Calling.CHAIN,
                            Calling.ME,
                            CALL_ONLY,
                            BigInteger.ZERO,
                            Abi.call("multiSend(bytes)", bytes),
                            Effect.Operation.DELEGATECALL,
                            0),
                    Knowledge.none());
            assertThat(call.shapes()).containsExactly("Undecoded");
        }
    }

    @Test
    void signatures_thatAreNone_areRefused() {
        var vector = Incidents.named("BYBIT-POS-67").member("tx").orElseThrow();
        var good = Incidents.hex(vector, "signatures");
        assertThat(SafeSignatures.parse(good).orThrow().each()).hasSize(3);
        var v = good.toArray();
        v[64] = 2;
        var padded = good.toArray();
        padded[0] = 1;
        var beside = good.toArray();
        beside[33] = 1;
        var refused = new ArrayList<>(List.of(
                good.slice(0, 194),
                Bytes.concat(good, Bytes.copyOf((byte) 0)),
                Bytes.copyOf(v),
                Bytes.copyOf(padded),
                Bytes.copyOf(beside)));
        var contract = Bytes.ofHex("%064x".formatted(7) + "%064x".formatted(65) + "00");
        assertThat(SafeSignatures.parse(Bytes.concat(contract, Bytes.ofHex("%064x".formatted(2)), Bytes.ofHex("aabb")))
                        .orThrow()
                        .each())
                .containsExactly(new SafeSignatures.One.ByContract(Abi.address(7), Bytes.ofHex("aabb")));
        for (var tail : List.of("", "%064x".formatted(3) + "aabb", "%064x".formatted(1) + "aabb"))
            refused.add(Bytes.concat(contract, Bytes.ofHex(tail)));
        refused.add(Bytes.ofHex("%064x".formatted(7) + "%064x".formatted(0) + "00" + "%064x".formatted(0)));
        for (var bytes : refused) assertThat(SafeSignatures.parse(bytes)).isInstanceOf(Parsed.Malformed.class);
        assertThat(refused).hasSize(9);
    }

    @Test
    void tenMegabytesOfCalls_areNotLookedInto() {
        var legs = new byte[10_000_000];
        var data = Bytes.concat(Abi.call("multiSend(bytes)", Bytes.empty()).slice(0, 4), Bytes.copyOf(legs));
        Assertions.assertTimeout(Duration.ofMinutes(1), () -> {
            assertThat(Calling.of(data, 0, Knowledge.none()).shapes()).containsExactly("Undecoded");
            assertThat(PackedBatch.parse(Bytes.copyOf(legs))).isInstanceOf(Parsed.Malformed.class);
        });
    }
}
