package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Calling.ETHER;
import static tallystick.core.kit.Calling.token;
import static tallystick.core.kit.Calling.transfer;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.ethereum.abi.AbiCodec;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.call.Abis;
import tallystick.core.chain.ethereum.call.CallFrame;
import tallystick.core.chain.ethereum.call.ContractKind;
import tallystick.core.chain.ethereum.call.DelegateTargets;
import tallystick.core.chain.ethereum.safe.PackedBatch;
import tallystick.core.kit.Abi;
import tallystick.core.kit.Calling;
import tallystick.crypto.codec.Bytes;

class WrappedCallsTest {
    private static final Address A3 = Abi.address(3);
    private static final Address A4 = Abi.address(4);
    private static final Bytes PAY = Abi.call("transfer(address,uint256)", A4, 7);
    private static final Effect PAID = transfer(token("erc20", 3), 2, 4, 7);
    private static final String EXEC_MODULE = "execTransactionFromModule(address,uint256,bytes,uint8)";
    private static final String MODE = "execute(bytes32,bytes)";

    private static Bytes mode(String head) {
        return Bytes.ofHex(head + "0".repeat(64 - head.length()));
    }

    private static Bytes calls(Object... more) {
        var types = new ArrayList<>(FunctionSignature.parse("f((address to, uint256 value, bytes data)[] calls)")
                .orThrow()
                .inputs());
        var values = new ArrayList<>(List.of(Abi.value(List.of(List.of(A3, 0, PAY)))));
        for (var each : more) {
            types.addAll(FunctionSignature.parse("f(bytes more)").orThrow().inputs());
            values.add(Abi.value(each));
        }
        return AbiCodec.encode(types, values);
    }

    private static final Map<String, Calling> WRAPPERS = Map.ofEntries(
            Map.entry("submit", Calling.of("submitTransaction(address,uint256,bytes)", A3, 0, PAY)),
            Map.entry("module", Calling.of(EXEC_MODULE, A3, 0, PAY, 0)),
            Map.entry("account", Calling.of("execute(address,uint256,bytes)", A3, 0, PAY)),
            Map.entry("lists", Calling.of("executeBatch(address[],bytes[])", List.of(A3), List.of(PAY))),
            Map.entry(
                    "values",
                    Calling.of("executeBatch(address[],uint256[],bytes[])", List.of(A3), List.of(0), List.of(PAY))),
            Map.entry(
                    "no values",
                    Calling.of("executeBatch(address[],uint256[],bytes[])", List.of(A3), List.of(), List.of(PAY))),
            Map.entry("structs", Calling.of("execute((address,uint256,bytes)[])", List.of(List.of(A3, 0, PAY)))),
            Map.entry(
                    "7579 single",
                    Calling.of(MODE, mode("00"), Bytes.concat(A3.value(), Bytes.copyOf(new byte[32]), PAY))),
            Map.entry("7579 batch", Calling.of(MODE, mode("01"), calls())),
            Map.entry("7821", Calling.of(MODE, mode("01000000000078210001"), calls())),
            Map.entry("7821 signed", Calling.of(MODE, mode("01000000000078210001"), calls(Bytes.ofHex("0102")))),
            Map.entry(
                    "7821 batches",
                    Calling.of(
                            MODE,
                            mode("01000000000078210002"),
                            AbiCodec.encode(
                                    FunctionSignature.parse("f(bytes[] b)")
                                            .orThrow()
                                            .inputs(),
                                    List.of(Abi.value(List.of(calls())))))),
            Map.entry("userOp", Calling.of("executeUserOp(address,uint256,bytes,uint8)", A3, 0, PAY, 0)),
            Map.entry("aggregate", Calling.of("aggregate((address,bytes)[])", List.of(List.of(A3, PAY)))),
            Map.entry("try", Calling.of("tryAggregate(bool,(address,bytes)[])", true, List.of(List.of(A3, PAY)))),
            Map.entry("aggregate3", Calling.of("aggregate3((address,bool,bytes)[])", List.of(List.of(A3, true, PAY)))),
            Map.entry(
                    "aggregate3Value",
                    Calling.of("aggregate3Value((address,bool,uint256,bytes)[])", List.of(List.of(A3, true, 0, PAY)))),
            Map.entry(
                    "timelock",
                    Calling.of(
                            "schedule(address,uint256,bytes,bytes32,bytes32,uint256)",
                            A3,
                            0,
                            PAY,
                            mode("00"),
                            mode("00"),
                            9)));

    @Test
    void everyWrapper_showsItselfAndThenWhatItCarries() {
        WRAPPERS.forEach((name, call) -> {
            assertThat(call.shapes()).as(name).containsExactly("Call", "Transfer");
            assertThat(call.effects().getLast()).as(name).isEqualTo(PAID);
        });
        assertThat(WRAPPERS).hasSize(18);
    }

    @Test
    void multicall_staysTheCallersOwn() {
        for (var call : List.of(
                Calling.of("multicall(bytes[])", List.of(PAY)),
                Calling.of("multicall(uint256,bytes[])", 9, List.of(PAY))))
            assertThat(call.effects().getLast()).isEqualTo(transfer(token("erc20", 2), 1, 4, 7));
    }

    @Test
    void delegatecallInAWrapper_isNeverBelieved() {
        for (var call : List.of(
                Calling.of(EXEC_MODULE, A3, 0, PAY, 1),
                Calling.of("executeUserOp(address,uint256,bytes,uint8)", A3, 0, PAY, 1),
                Calling.of(MODE, mode("ff"), Bytes.concat(A3.value(), PAY)))) {
            assertThat(call.shapes()).containsExactly("Call", "AuthorityChange", "Undecoded");
            assertThat(call.dangers()).contains("DELEGATECALL", "SELECTOR_TOKEN_MISMATCH");
        }
    }

    @Test
    void batchLegToTheZeroAddress_isTheAccountItselfWhereTheStandardSaysSo_andUndecodedElsewhere() {
        var types = FunctionSignature.parse("f((address to, uint256 value, bytes data)[] calls)")
                .orThrow()
                .inputs();
        var legs = List.of(List.of(Abi.address(0), 5, PAY));
        var batch = AbiCodec.encode(types, List.of(Abi.value(legs)));
        var batches = AbiCodec.encode(
                FunctionSignature.parse("f(bytes[] b)").orThrow().inputs(), List.of(Abi.value(List.of(batch))));
        var single = Bytes.concat(Abi.address(0).value(), Bytes.copyOf(new byte[32]), PAY);
        for (var call : List.of(
                Calling.of("execute((address,uint256,bytes)[])", legs),
                Calling.of("executeBatch((address,uint256,bytes)[])", legs),
                Calling.of(MODE, mode("00"), single),
                Calling.of(MODE, mode("01"), batch))) {
            assertThat(call.shapes()).containsExactly("Call", "Undecoded");
            assertThat(call.dangers()).containsExactly("UNDECODED");
        }
        for (var call : List.of(
                Calling.of(MODE, mode("01000000000078210001"), batch),
                Calling.of(MODE, mode("01000000000078210002"), batches)))
            assertThat(call.effects().get(1)).isEqualTo(Calling.transfer(Calling.ETHER, 2, 2, 5));
    }

    @Test
    void batchLegToTheZeroAddress_withoutValue_isAtMostACallOfTheAccountItself() {
        var power = Abi.call("installModule(uint256,address,bytes)", 1, A3, Bytes.empty());
        var call = Calling.of("execute((address,uint256,bytes)[])", List.of(List.of(Abi.address(0), 0, power)));
        assertThat(call.shapes()).containsExactly("Call", "AuthorityChange");
        assertThat(call.dangers()).containsExactly("MODULE_CHANGE");
        assertThat(call.warnings()).anyMatch(warning -> warning.toString().contains("ZERO_AS_SELF"));
    }

    @Test
    void approvalsOfWhatIsNotShown_areUndecoded() {
        for (var call :
                List.of(Calling.of("confirmTransaction(uint256)", 4), Calling.of("approveHash(bytes32)", mode("77")))) {
            assertThat(call.effects().getLast()).isInstanceOf(Effect.Undecoded.class);
            assertThat(call.dangers()).contains("OPAQUE_APPROVAL", "UNDECODED");
        }
    }

    @Test
    void entryPoint_runsWhatEachOperationSays() {
        var operation = List.of(
                A3,
                0,
                Bytes.empty(),
                Abi.call("execute(address,uint256,bytes)", A4, 9, Bytes.empty()),
                1,
                1,
                1,
                1,
                1,
                Bytes.empty(),
                Bytes.empty());
        var call = Calling.of(
                "handleOps((address,uint256,bytes,bytes,uint256,uint256,uint256,uint256,uint256,bytes,bytes)[],"
                        + "address)",
                List.of(operation),
                A4);
        assertThat(call.effects().getLast()).isEqualTo(transfer(ETHER, 3, 4, 9));
        assertThat(call.shapes()).containsExactly("Call", "Call", "Transfer");
    }

    @Test
    void unknownFunction_isUndecoded_unlessItsInterfaceIsGiven() {
        var data = Abi.call("poke(address who, uint8[] how)", A3, List.of(1, 2));
        var unknown = Calling.of(data, 0, Knowledge.none());
        assertThat(unknown.effects())
                .containsExactly(new Effect.Undecoded(Calling.account(2), data, "function with no known meaning"));
        assertThat(unknown.dangers()).containsExactly("UNDECODED");
        var abis = new Abis(Map.of())
                .and(
                        Calling.account(2),
                        List.of(FunctionSignature.parse("poke(address who, uint8[] how)")
                                .orThrow()));
        var known = Calling.of(data, 0, Knowledge.none().chapter(Abis.class, abis));
        assertThat(known.effects())
                .containsExactly(new Effect.Call(
                        Calling.account(1),
                        Calling.account(2),
                        "poke(address,uint8[])",
                        List.of(
                                new Effect.Argument("who", "address", A3.toString()),
                                new Effect.Argument("how", "uint8[]", "[1, 2]")),
                        Effect.Operation.CALL,
                        BigInteger.ZERO,
                        0));
        assertThat(known.warnings()).isEmpty();
    }

    private static Calling delegated(String library, Bytes data, Knowledge knowledge) {
        return Calling.of(
                new CallFrame(
                        Calling.CHAIN,
                        Calling.ME,
                        Address.parse(library).orElseThrow(),
                        BigInteger.ZERO,
                        data,
                        Effect.Operation.DELEGATECALL,
                        0),
                knowledge);
    }

    private static Bytes batch(PackedBatch.Leg... legs) {
        return Abi.call("multiSend(bytes)", new PackedBatch(List.of(legs)).encode());
    }

    private static final PackedBatch.Leg PAYING = new PackedBatch.Leg(Effect.Operation.CALL, A3, BigInteger.ZERO, PAY);
    private static final String CALL_ONLY = "0x40A2aCCbd92BCA938b02010E17A5b8929b49130D";
    private static final String MULTI_SEND = "0xA238CBeb142c10Ef7Ad8442C6D1f9E89e07e7761";

    @Test
    void batch_throughThePinnedLibrary_isTheAccountsOwn() {
        var call = delegated(CALL_ONLY, batch(PAYING, PAYING), Knowledge.none());
        assertThat(call.effects().subList(1, 3))
                .containsExactly(transfer(token("erc20", 3), 1, 4, 7), transfer(token("erc20", 3), 1, 4, 7));
        assertThat(call.dangers()).isEmpty();
    }

    @Test
    void batch_throughAnotherLibrary_isReadAndADanger() {
        var call = delegated(MULTI_SEND, batch(PAYING), Knowledge.none());
        assertThat(call.shapes()).containsExactly("Call", "Transfer");
        assertThat(call.dangers()).containsExactly("DELEGATECALL", "DELEGATECALL_TARGET_NOT_ALLOWED");
        var pinned = Knowledge.none()
                .chapter(
                        DelegateTargets.class,
                        new DelegateTargets(Map.of())
                                .and(
                                        Address.parse(MULTI_SEND).orElseThrow().on(Calling.CHAIN),
                                        DelegateTargets.Code.MULTI_SEND));
        assertThat(delegated(MULTI_SEND, batch(PAYING), pinned).dangers()).isEmpty();
    }

    @Test
    void batch_calledAndNotDelegatedTo_isNotTheAccounts() {
        var call = Calling.of(batch(PAYING), 0, Knowledge.none());
        assertThat(call.shapes()).containsExactly("Undecoded");
        assertThat(call.dangers()).contains("BATCH_CALLED");
    }

    @Test
    void messageSignedOnChain_isAStatementOrUndecoded() {
        var library = "0xA65387F16B013cf2Af4605Ad8aA5ec25a2cbA3a2";
        assertThat(delegated(library, Abi.call("signMessage(bytes)", Bytes.ofUtf8("yes")), Knowledge.none())
                        .shapes())
                .containsExactly("Call", "Statement");
        assertThat(delegated(library, Abi.call("signMessage(bytes)", mode("12")), Knowledge.none())
                        .shapes())
                .containsExactly("Call", "Undecoded");
    }

    private static final Address ZERO = new Address(Bytes.copyOf(new byte[20]));
    private static final PackedBatch.Leg TO_ZERO =
            new PackedBatch.Leg(Effect.Operation.CALL, ZERO, BigInteger.ZERO, Abi.call("enableModule(address)", A4));

    @Test
    void batchToZero_byALibraryOfReleaseOnePointFive_isACallOfTheAccountItself() {
        for (var library :
                List.of("0xA83c336B20401Af773B6219BA5027174338D1836", "0x218543288004CD07832472D464648173c77D7eB7")) {
            var call = delegated(library, batch(TO_ZERO), Knowledge.none());
            assertThat(call.effects().getLast())
                    .isEqualTo(new Effect.AuthorityChange(
                            Calling.account(1),
                            Effect.Authority.MODULE,
                            Effect.Turn.GIVEN,
                            Optional.of(Calling.account(4)),
                            List.of()));
            assertThat(call.dangers())
                    .containsExactly("DELEGATECALL", "DELEGATECALL_TARGET_NOT_ALLOWED", "MODULE_CHANGE");
        }
    }

    @Test
    void batchToZero_byAnOlderLibrary_isACallOfZero() {
        for (var library : List.of(CALL_ONLY, MULTI_SEND, "0x9641d764fc13c8B624c04430C7356C1C7C8102e2")) {
            var call = delegated(library, batch(TO_ZERO), Knowledge.none());
            assertThat(((Effect.AuthorityChange) call.effects().getLast()).over())
                    .isEqualTo(ZERO.on(Calling.CHAIN));
        }
    }

    @Test
    void batchToZero_byALibraryOfUnknownRelease_isUndecodedAndADanger() {
        var pinned = Knowledge.none()
                .chapter(
                        DelegateTargets.class,
                        new DelegateTargets(Map.of(Calling.account(3), DelegateTargets.Code.MULTI_SEND_CALL_ONLY)));
        var call = delegated(A3.toString(), batch(PAYING, TO_ZERO, PAYING), pinned);
        assertThat(call.shapes()).containsExactly("Call", "Transfer", "Undecoded", "Transfer");
        assertThat(call.dangers()).containsExactly("ZERO_IN_BATCH", "UNDECODED");
    }

    /// Every function that forwards a call, moving coin and nothing else.
    private static Map<String, List<Object>> forwarding() {
        var nothing = Bytes.empty();
        var single = List.of(A3, 5, nothing);
        var packed = Bytes.concat(A3.value(), Bytes.copyOf(new byte[32]));
        return Map.ofEntries(
                Map.entry("execute(address,uint256,bytes)", List.of(A3, 5, nothing)),
                Map.entry("executeBatch(address[],bytes[])", List.of(List.of(A3), List.of(nothing))),
                Map.entry(
                        "executeBatch(address[],uint256[],bytes[])",
                        List.of(List.of(A3), List.of(5), List.of(nothing))),
                Map.entry("executeBatch((address,uint256,bytes)[])", List.of(List.of(single))),
                Map.entry("execute((address,uint256,bytes)[])", List.of(List.of(single))),
                Map.entry(MODE, List.of(mode("00"), packed)),
                Map.entry("executeFromExecutor(bytes32,bytes)", List.of(mode("00"), packed)),
                Map.entry("executeUserOp(address,uint256,bytes,uint8)", List.of(A3, 5, nothing, 0)),
                Map.entry("executeUserOpWithErrorString(address,uint256,bytes,uint8)", List.of(A3, 5, nothing, 0)),
                Map.entry(EXEC_MODULE, List.of(A3, 5, nothing, 0)),
                Map.entry(
                        "execTransactionFromModuleReturnData(address,uint256,bytes,uint8)", List.of(A3, 5, nothing, 0)),
                Map.entry("submitTransaction(address,uint256,bytes)", List.of(A3, 5, nothing)),
                Map.entry("aggregate((address,bytes)[])", List.of(List.of(List.of(A3, nothing)))),
                Map.entry("blockAndAggregate((address,bytes)[])", List.of(List.of(List.of(A3, nothing)))),
                Map.entry("tryAggregate(bool,(address,bytes)[])", List.of(true, List.of(List.of(A3, nothing)))),
                Map.entry("tryBlockAndAggregate(bool,(address,bytes)[])", List.of(true, List.of(List.of(A3, nothing)))),
                Map.entry("aggregate3((address,bool,bytes)[])", List.of(List.of(List.of(A3, true, nothing)))),
                Map.entry(
                        "aggregate3Value((address,bool,uint256,bytes)[])",
                        List.of(List.of(List.of(A3, true, 5, nothing)))),
                Map.entry(
                        "schedule(address,uint256,bytes,bytes32,bytes32,uint256)",
                        List.of(A3, 5, nothing, mode("00"), mode("00"), 9)),
                Map.entry(
                        "execute(address,uint256,bytes,bytes32,bytes32)",
                        List.of(A3, 5, nothing, mode("00"), mode("00"))),
                Map.entry(
                        "scheduleBatch(address[],uint256[],bytes[],bytes32,bytes32,uint256)",
                        List.of(List.of(A3), List.of(5), List.of(nothing), mode("00"), mode("00"), 9)),
                Map.entry(
                        "executeBatch(address[],uint256[],bytes[],bytes32,bytes32)",
                        List.of(List.of(A3), List.of(5), List.of(nothing), mode("00"), mode("00"))));
    }

    @Test
    void wrapperAtAContractNobodyKnows_isBelievedByNameOnlyAndSaysSo() {
        var coins = forwarding();
        coins.forEach((signature, arguments) -> {
            assertThat(Calling.of(signature, arguments.toArray()).codes())
                    .as(signature)
                    .contains("UNKNOWN_CONTRACT");
            assertThat(Calling.of(Calling.known(ContractKind.CONTRACT_ACCOUNT), signature, arguments.toArray())
                            .codes())
                    .as(signature)
                    .doesNotContain("UNKNOWN_CONTRACT", "UNDECODED");
        });
        assertThat(coins).hasSize(22);
    }

    @Test
    void multicallAtAContractNobodyKnows_isBelievedByNameOnlyAndSaysSo() {
        var swap = Abi.call("pause()");
        var known = Calling.known(ContractKind.OTHER)
                .chapter(
                        Abis.class,
                        new Abis(Map.of())
                                .and(
                                        Calling.account(2),
                                        List.of(FunctionSignature.parse("pause()")
                                                .orThrow())));
        var labelled = Calling.of(known, "multicall(bytes[])", List.of(swap));
        assertThat(labelled.codes()).isEmpty();
        var unknown =
                Knowledge.none().chapter(Abis.class, known.chapter(Abis.class).orElseThrow());
        assertThat(Calling.of(unknown, "multicall(bytes[])", List.of(swap)).codes())
                .containsExactly("UNKNOWN_CONTRACT");
    }
}
