package tallystick.core.chain.ethereum.call;

import java.math.BigInteger;
import java.util.Optional;
import tallystick.core.chain.Effect;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.crypto.codec.Bytes;

/// Contracts that make several calls of one, or make a call later.
final class Wrappers {
    private Wrappers() {}

    static void addTo(FunctionTable table) {
        table.put("multicall(bytes[] calls)", call -> toItself(call, 0))
                .put("multicall(uint256 deadline, bytes[] calls)", call -> toItself(call, 1))
                .put("multicall(bytes32 previousBlockhash, bytes[] calls)", call -> toItself(call, 1))
                .put("aggregate((address target, bytes data)[] calls)", call -> pairs(call, 0))
                .put("blockAndAggregate((address target, bytes data)[] calls)", call -> pairs(call, 0))
                .put("tryAggregate(bool requireSuccess, (address target, bytes data)[] calls)", call -> pairs(call, 1))
                .put(
                        "tryBlockAndAggregate(bool requireSuccess, (address target, bytes data)[] calls)",
                        call -> pairs(call, 1))
                .put("aggregate3((address target, bool allowFailure, bytes data)[] calls)", call -> {
                    call.callWithout(0);
                    for (var each : call.items(0)) {
                        var fields = Invocation.items(each);
                        forward(
                                call,
                                Invocation.address(fields.get(0)),
                                BigInteger.ZERO,
                                Invocation.bytes(fields.get(2)));
                    }
                })
                .put(
                        "aggregate3Value((address target, bool allowFailure, uint256 value, bytes data)[] calls)",
                        call -> {
                            call.callWithout(0);
                            for (var each : call.items(0)) {
                                var fields = Invocation.items(each);
                                forward(
                                        call,
                                        Invocation.address(fields.get(0)),
                                        Invocation.number(fields.get(2)),
                                        Invocation.bytes(fields.get(3)));
                            }
                        });
        addTimelock(table);
    }

    /// @spec https://docs.openzeppelin.com/contracts/api/governance#TimelockController TimelockController
    private static void addTimelock(FunctionTable table) {
        table.put(
                        "schedule(address target, uint256 value, bytes data, bytes32 predecessor, bytes32 salt, "
                                + "uint256 delay)",
                        Wrappers::later)
                .put(
                        "execute(address target, uint256 value, bytes data, bytes32 predecessor, bytes32 salt)",
                        Wrappers::later)
                .put(
                        "scheduleBatch(address[] targets, uint256[] values, bytes[] data, bytes32 predecessor, "
                                + "bytes32 salt, uint256 delay)",
                        call -> batch(call, 0, Optional.of(1), 2))
                .put(
                        "executeBatch(address[] targets, uint256[] values, bytes[] data, bytes32 predecessor, "
                                + "bytes32 salt)",
                        call -> batch(call, 0, Optional.of(1), 2))
                .put(
                        "updateDelay(uint256 newDelay)",
                        call -> call.authority(Effect.Authority.ADMIN, Effect.Turn.SET, Optional.empty(), 0));
    }

    /// A contract that calls itself by delegatecall, so that the caller stays the caller.
    private static void toItself(Invocation call, int index) {
        call.callWithout(index);
        for (var each : call.items(index)) {
            var data = Invocation.bytes(each);
            if (data.length() == 0) call.undecoded(call.target(), data, "empty call of a contract to itself");
            else call.inner(call.frame().caller(), call.frame().target(), BigInteger.ZERO, data, Effect.Operation.CALL);
        }
    }

    private static void pairs(Invocation call, int index) {
        call.callWithout(index);
        for (var each : call.items(index)) {
            var fields = Invocation.items(each);
            forward(call, Invocation.address(fields.get(0)), BigInteger.ZERO, Invocation.bytes(fields.get(1)));
        }
    }

    private static void later(Invocation call) {
        call.callWithout(2);
        forward(call, call.address(0), call.number(1), call.bytes(2));
    }

    /// One call for each target; lists of different lengths are not understood.
    ///
    /// @param values where the amounts are; empty if none move
    static void batch(Invocation call, int targets, Optional<Integer> values, int data) {
        var count = call.items(targets).size();
        var noValues = values.isEmpty() || call.items(values.get()).isEmpty();
        if (call.items(data).size() != count
                || !noValues && call.items(values.get()).size() != count) {
            call.undecoded("lists of the same length");
            return;
        }
        var unwrapped = values.map(index -> new int[] {targets, index, data}).orElse(new int[] {targets, data});
        call.callWithout(unwrapped);
        for (var i = 0; i < count; i++)
            forward(
                    call,
                    Invocation.address(call.items(targets).get(i)),
                    noValues
                            ? BigInteger.ZERO
                            : Invocation.number(call.items(values.get()).get(i)),
                    Invocation.bytes(call.items(data).get(i)));
    }

    /// A call by the contract that was called.
    static void forward(Invocation call, Address to, BigInteger value, Bytes data) {
        call.inner(call.frame().target(), to, value, data, Effect.Operation.CALL);
    }
}
