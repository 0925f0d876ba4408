package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Calling.ETHER;
import static tallystick.core.kit.Calling.account;
import static tallystick.core.kit.Calling.known;
import static tallystick.core.kit.Calling.token;
import static tallystick.core.kit.Calling.transfer;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.call.CallFrame;
import tallystick.core.chain.ethereum.call.ContractKind;
import tallystick.core.kit.Abi;
import tallystick.core.kit.Calling;
import tallystick.crypto.codec.Bytes;

class TokenCallsTest {
    private static final BigInteger MAX = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    private static final BigInteger MAX160 = BigInteger.ONE.shiftLeft(160).subtract(BigInteger.ONE);
    private static final Address A3 = Abi.address(3);
    private static final Address A4 = Abi.address(4);
    private static final Bytes WORD = Bytes.copyOf(new byte[32]);

    private static Effect.Allowance allowance(String namespace, int owner, int spender, Optional<Integer> amount) {
        return new Effect.Allowance(
                token(namespace, 2),
                account(owner),
                account(spender),
                amount.map(BigInteger::valueOf),
                Optional.empty());
    }

    @Test
    void plainValue_isATransferOfTheCoin() {
        var sent = Calling.of(Bytes.empty(), 5, Knowledge.none());
        assertThat(sent.effects()).containsExactly(transfer(ETHER, 1, 2, 5));
        assertThat(sent.warnings()).isEmpty();
        assertThat(Calling.of(Bytes.empty(), 0, Knowledge.none()).effects()).containsExactly(transfer(ETHER, 1, 2, 0));
    }

    @Test
    void transfer_onAKnownToken_movesUnitsWithoutAWord() {
        for (var kind : List.of(ContractKind.ERC20, ContractKind.WRAPPED_COIN)) {
            var call = Calling.of(known(kind), "transfer(address,uint256)", A3, 7);
            assertThat(call.effects()).containsExactly(transfer(token("erc20", 2), 1, 3, 7));
            assertThat(call.warnings()).isEmpty();
        }
        var byUnit = Knowledge.none().unit(token("erc20", 2), new Knowledge.Unit("TKN", 6));
        assertThat(Calling.of(byUnit, "transfer(address,uint256)", A3, 7).warnings())
                .isEmpty();
    }

    @Test
    void transfer_onAnUnknownContract_movesUnitsAndSaysSo() {
        var call = Calling.of("transfer(address,uint256)", A3, 7);
        assertThat(call.effects()).containsExactly(transfer(token("erc20", 2), 1, 3, 7));
        assertThat(call.codes()).containsExactly("UNKNOWN_TOKEN");
        assertThat(call.dangers()).isEmpty();
    }

    @Test
    void transfer_onWhatIsKnownToBeNoToken_isADanger() {
        for (var kind : List.of(ContractKind.ERC721, ContractKind.CONTRACT_ACCOUNT, ContractKind.OTHER))
            assertThat(Calling.of(known(kind), "transfer(address,uint256)", A3, 7)
                            .dangers())
                    .containsExactly("SELECTOR_TOKEN_MISMATCH");
        var own = Knowledge.none().own(account(2), "Treasury");
        assertThat(Calling.of(own, "transfer(address,uint256)", A3, 7).dangers())
                .containsExactly("SELECTOR_TOKEN_MISMATCH");
    }

    @Test
    void transfer_withCoinBesides_movesBoth() {
        var call = Calling.of(Abi.call("transfer(address,uint256)", A3, 7), 9, Knowledge.none());
        assertThat(call.effects()).containsExactly(transfer(ETHER, 1, 2, 9), transfer(token("erc20", 2), 1, 3, 7));
    }

    @Test
    void transfer_toTheTokenOrToNobody_asksToLookTwice() {
        var known = known(ContractKind.ERC20);
        assertThat(Calling.of(known, "transfer(address,uint256)", Calling.CONTRACT, 7)
                        .codes())
                .containsExactly("TO_TOKEN_CONTRACT");
        assertThat(Calling.of(known, "transfer(address,uint256)", Abi.address(0), 7)
                        .codes())
                .containsExactly("TO_NOBODY");
    }

    @Test
    void transferFrom_dependsOnTheKindOfToken() {
        var signature = "transferFrom(address,address,uint256)";
        assertThat(Calling.of(known(ContractKind.ERC20), signature, A3, A4, 7).effects())
                .containsExactly(transfer(token("erc20", 2), 3, 4, 7));
        assertThat(Calling.of(known(ContractKind.ERC721), signature, A3, A4, 7).effects())
                .containsExactly(transfer(token("erc721", 2).item("7"), 3, 4, 1));
        var unknown = Calling.of(signature, Calling.ME, A4, 7);
        assertThat(unknown.effects()).containsExactly(transfer(token("erc20", 2), 1, 4, 7));
        assertThat(unknown.codes()).containsExactly("UNKNOWN_TOKEN_KIND", "UNKNOWN_TOKEN");
        assertThat(Calling.of(known(ContractKind.ERC20), signature, A3, A4, 7).codes())
                .containsExactly("SPENDS_ALLOWANCE");
    }

    @Test
    void approve_countsItsFullAmount() {
        var known = known(ContractKind.ERC20);
        var limited = Calling.of(known, "approve(address,uint256)", A3, 7);
        assertThat(limited.effects()).containsExactly(allowance("erc20", 1, 3, Optional.of(7)));
        assertThat(limited.codes()).containsExactly("ALLOWANCE");
        var unlimited = Calling.of(known, "approve(address,uint256)", A3, MAX);
        assertThat(unlimited.effects()).containsExactly(allowance("erc20", 1, 3, Optional.empty()));
        assertThat(unlimited.dangers()).containsExactly("UNLIMITED_ALLOWANCE");
        var taken = Calling.of(known, "approve(address,uint256)", A3, 0);
        assertThat(taken.effects()).containsExactly(allowance("erc20", 1, 3, Optional.of(0)));
        assertThat(taken.warnings()).isEmpty();
        assertThat(Calling.of("approve(address,uint256)", A3, 7).codes()).contains("UNKNOWN_TOKEN_KIND", "ALLOWANCE");
    }

    @Test
    void approve_ofAsGoodAsAll_isADanger_andKeepsItsAmount() {
        var known = known(ContractKind.ERC20);
        var one = BigInteger.ONE;
        var checked = 0;
        for (var great : List.of(
                one.shiftLeft(256).subtract(BigInteger.TWO),
                one.shiftLeft(255),
                one.shiftLeft(160).subtract(one),
                one.shiftLeft(159),
                one.shiftLeft(128).subtract(one),
                one.shiftLeft(127),
                one.shiftLeft(96).subtract(one),
                one.shiftLeft(95)))
            for (var call : List.of(
                    Calling.of(known, "approve(address,uint256)", A3, great),
                    Calling.of(known, "increaseAllowance(address,uint256)", A3, great),
                    Calling.of(
                            known,
                            "permit(address,address,uint256,uint256,bytes)",
                            Calling.ME,
                            A3,
                            great,
                            9,
                            Bytes.empty()))) {
                assertThat(((Effect.Allowance) call.effects().getFirst()).amountMax())
                        .contains(great);
                assertThat(call.dangers()).containsExactly("UNLIMITED_ALLOWANCE");
                checked++;
            }
        assertThat(checked).isEqualTo(24);
        for (var less : List.of(
                one.shiftLeft(95).subtract(one),
                one.shiftLeft(96),
                one.shiftLeft(127).subtract(one)))
            assertThat(Calling.of(known, "approve(address,uint256)", A3, less).dangers())
                    .isEmpty();
    }

    @Test
    void approve_ofAnItem_isForThatItem() {
        var given = Calling.of(known(ContractKind.ERC721), "approve(address,uint256)", A3, 7);
        assertThat(given.effects())
                .containsExactly(new Effect.Allowance(
                        token("erc721", 2).item("7"),
                        account(1),
                        account(3),
                        Optional.of(BigInteger.ONE),
                        Optional.empty()));
        assertThat(Calling.of(known(ContractKind.ERC721), "approve(address,uint256)", Abi.address(0), 7)
                        .warnings())
                .isEmpty();
    }

    @Test
    void otherWaysToAllow_areAllowancesToo() {
        var known = known(ContractKind.ERC20);
        var more = Calling.of(known, "increaseAllowance(address,uint256)", A3, 7);
        assertThat(more.effects()).containsExactly(allowance("erc20", 1, 3, Optional.of(7)));
        assertThat(more.codes()).contains("ALLOWANCE_INCREASE");
        assertThat(Calling.of(known, "decreaseAllowance(address,uint256)", A3, 7)
                        .shapes())
                .containsExactly("Call");
        var permit = "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)";
        assertThat(Calling.of(known, permit, A3, A4, 7, 99, 27, WORD, WORD).effects())
                .containsExactly(allowance("erc20", 3, 4, Optional.of(7)));
        var all = "permit(address,address,uint256,uint256,bool,uint8,bytes32,bytes32)";
        assertThat(Calling.of(known, all, A3, A4, 0, 99, true, 27, WORD, WORD).effects())
                .containsExactly(allowance("erc20", 3, 4, Optional.empty()));
        assertThat(Calling.of(known, all, A3, A4, 0, 99, false, 27, WORD, WORD).effects())
                .containsExactly(allowance("erc20", 3, 4, Optional.of(0)));
    }

    @Test
    void approvalForAll_isWithoutLimit() {
        for (var kind : List.of(ContractKind.ERC721, ContractKind.ERC1155)) {
            var namespace = kind == ContractKind.ERC721 ? "erc721" : "erc1155";
            var given = Calling.of(known(kind), "setApprovalForAll(address,bool)", A3, true);
            assertThat(given.effects()).containsExactly(allowance(namespace, 1, 3, Optional.empty()));
            assertThat(given.dangers()).containsExactly("UNLIMITED_ALLOWANCE");
            var taken = Calling.of(known(kind), "setApprovalForAll(address,bool)", A3, false);
            assertThat(taken.effects()).containsExactly(allowance(namespace, 1, 3, Optional.of(0)));
            assertThat(taken.warnings()).isEmpty();
        }
        assertThat(Calling.of("setApprovalForAll(address,bool)", A3, true).codes())
                .contains("UNKNOWN_TOKEN_KIND", "UNLIMITED_ALLOWANCE");
        assertThat(Calling.of(known(ContractKind.ERC20), "setApprovalForAll(address,bool)", A3, true)
                        .dangers())
                .contains("SELECTOR_TOKEN_MISMATCH");
    }

    @Test
    void items_moveByTheirNumber() {
        var known = known(ContractKind.ERC721);
        assertThat(Calling.of(known, "safeTransferFrom(address,address,uint256)", Calling.ME, A4, 7)
                        .effects())
                .containsExactly(transfer(token("erc721", 2).item("7"), 1, 4, 1));
        var told = Calling.of(
                known, "safeTransferFrom(address,address,uint256,bytes)", Calling.ME, A4, 7, Bytes.ofHex("01"));
        assertThat(told.shapes()).containsExactly("Transfer", "Undecoded");
    }

    @Test
    void itemsWithUnits_moveOneByOne() {
        var known = known(ContractKind.ERC1155);
        var one = "safeTransferFrom(address,address,uint256,uint256,bytes)";
        assertThat(Calling.of(known, one, Calling.ME, A4, 7, 9, Bytes.empty()).effects())
                .containsExactly(transfer(token("erc1155", 2).item("7"), 1, 4, 9));
        var many = "safeBatchTransferFrom(address,address,uint256[],uint256[],bytes)";
        assertThat(Calling.of(known, many, Calling.ME, A4, List.of(7, 8), List.of(1, 2), Bytes.empty())
                        .effects())
                .containsExactly(
                        transfer(token("erc1155", 2).item("7"), 1, 4, 1),
                        transfer(token("erc1155", 2).item("8"), 1, 4, 2));
        assertThat(Calling.of(known, many, Calling.ME, A4, List.of(7, 8), List.of(1), Bytes.empty())
                        .shapes())
                .containsExactly("Undecoded");
    }

    @Test
    void wrapping_isAnExchange_onlyWhereTheContractIsKnown() {
        var known = known(ContractKind.WRAPPED_COIN);
        assertThat(Calling.of(Abi.call("deposit()"), 5, known).effects())
                .containsExactly(transfer(ETHER, 1, 2, 5), transfer(token("erc20", 2), 2, 1, 5));
        assertThat(Calling.of(known, "withdraw(uint256)", 5).effects())
                .containsExactly(transfer(token("erc20", 2), 1, 2, 5), transfer(ETHER, 2, 1, 5));
        assertThat(Calling.of("withdraw(uint256)", 5).shapes()).containsExactly("Call");
        assertThat(Calling.of("withdraw(uint256)", 5).codes()).containsExactly("UNKNOWN_CONTRACT");
    }

    @Test
    void permit2_namesTokenAmountAndEnd() {
        var permit2 =
                Address.parse("0x000000000022D473030F116dDEE9F6B43aC78BA3").orElseThrow();
        var data = Abi.call("approve(address,address,uint160,uint48)", A3, A4, MAX160, 1_700_000_000);
        var call = Calling.of(
                CallFrame.outermost(Calling.CHAIN, Calling.ME, permit2, BigInteger.ZERO, data), Knowledge.none());
        assertThat(call.effects())
                .containsExactly(new Effect.Allowance(
                        token("erc20", 3),
                        account(1),
                        account(4),
                        Optional.empty(),
                        Optional.of(Instant.ofEpochSecond(1_700_000_000))));
        assertThat(call.codes()).containsExactly("UNLIMITED_ALLOWANCE");
        assertThat(Calling.of(data, 0, Knowledge.none()).codes()).contains("UNKNOWN_CONTRACT");
    }

    @Test
    void permit2WithoutExpiration_neverReadsAsEnded() {
        var permit2 =
                Address.parse("0x000000000022D473030F116dDEE9F6B43aC78BA3").orElseThrow();
        for (var amount : List.of(0, 7)) {
            var data = Abi.call("approve(address,address,uint160,uint48)", A3, A4, amount, 0);
            var call = Calling.of(
                    CallFrame.outermost(Calling.CHAIN, Calling.ME, permit2, BigInteger.ZERO, data), Knowledge.none());
            assertThat(call.effects())
                    .containsExactly(new Effect.Allowance(
                            token("erc20", 3),
                            account(1),
                            account(4),
                            Optional.of(BigInteger.valueOf(amount)),
                            Optional.empty()));
            assertThat(call.dangers())
                    .containsExactlyElementsOf(amount == 0 ? List.of() : List.of("ALLOWANCE_IN_BLOCK"));
        }
    }

    @Test
    void permit2_transfersWhatIsAskedFor() {
        var single = "permitTransferFrom(((address,uint256),uint256,uint256),(address,uint256),address,bytes)";
        assertThat(Calling.of(single, List.of(List.of(A3, 100), 1, 99), List.of(A4, 60), Abi.address(5), Bytes.empty())
                        .effects())
                .containsExactly(transfer(token("erc20", 3), 5, 4, 60));
        var batch = "permitTransferFrom(((address,uint256)[],uint256,uint256),(address,uint256)[],address,bytes)";
        assertThat(Calling.of(
                                batch,
                                List.of(List.of(List.of(A3, 100)), 1, 99),
                                List.of(),
                                Abi.address(5),
                                Bytes.empty())
                        .shapes())
                .containsExactly("Undecoded");
        var permit = "permit(address,((address,uint160,uint48,uint48)[],address,uint256),bytes)";
        assertThat(Calling.of(permit, A3, List.of(List.of(List.of(A4, 7, 0, 1)), A4, 9), Bytes.empty())
                        .effects())
                .containsExactly(new Effect.Allowance(
                        token("erc20", 4),
                        account(3),
                        account(4),
                        Optional.of(BigInteger.valueOf(7)),
                        Optional.empty()));
    }

    @Test
    void authorisedTransfer_movesTheHoldersUnits() {
        var signature = "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)";
        assertThat(Calling.of(known(ContractKind.ERC20), signature, A3, A4, 7, 0, 99, WORD, Bytes.empty())
                        .effects())
                .containsExactly(transfer(token("erc20", 2), 3, 4, 7));
    }

    @Test
    void releasesAndSweeps_areDangers() {
        var release =
                Calling.of("withdrawERC20For(uint256,address,address,uint256,bytes)", 1, A3, A4, 7, Bytes.empty());
        assertThat(release.effects().getLast()).isEqualTo(transfer(token("erc20", 4), 2, 3, 7));
        assertThat(release.dangers()).containsExactly("BRIDGE_RELEASE");
        assertThat(Calling.of("sweepETH(address)", A3).dangers()).containsExactly("SWEEP");
        assertThat(Calling.of("sweepERC20(address,address)", A3, A4).dangers()).containsExactly("SWEEP");
    }

    @Test
    void transferAndCall_movesUnitsAndRunsTheReceiversCode() {
        var known = known(ContractKind.ERC20);
        for (var call : List.of(
                Calling.of(known, "transferAndCall(address,uint256)", A3, 7),
                Calling.of(known, "transferAndCall(address,uint256,bytes)", A3, 7, Bytes.empty()))) {
            assertThat(call.effects()).containsExactly(transfer(token("erc20", 2), 1, 3, 7));
            assertThat(call.codes()).containsExactly("RECEIVER_CODE");
        }
        var told = Calling.of(known, "transferAndCall(address,uint256,bytes)", A3, 7, WORD);
        assertThat(told.effects())
                .containsExactly(
                        transfer(token("erc20", 2), 1, 3, 7),
                        new Effect.Undecoded(account(3), WORD, "message to the receiver's code"));
        assertThat(told.codes()).containsExactlyInAnyOrder("UNDECODED", "RECEIVER_CODE");
    }

    @Test
    void transferFromAndCall_spendsWhatAnotherAllowed() {
        var known = known(ContractKind.ERC20);
        for (var call : List.of(
                Calling.of(known, "transferFromAndCall(address,address,uint256)", A3, A4, 7),
                Calling.of(known, "transferFromAndCall(address,address,uint256,bytes)", A3, A4, 7, Bytes.empty()))) {
            assertThat(call.effects()).containsExactly(transfer(token("erc20", 2), 3, 4, 7));
            assertThat(call.codes()).containsExactly("SPENDS_ALLOWANCE", "RECEIVER_CODE");
        }
    }

    @Test
    void approveAndCall_isAnAllowanceWhoseSpenderRunsAtOnce() {
        var known = known(ContractKind.ERC20);
        var call = Calling.of(known, "approveAndCall(address,uint256)", A3, 7);
        assertThat(call.effects()).containsExactly(allowance("erc20", 1, 3, Optional.of(7)));
        assertThat(call.codes()).contains("ALLOWANCE", "RECEIVER_CODE");
        var all = Calling.of(known, "approveAndCall(address,uint256,bytes)", A3, MAX, WORD);
        assertThat(all.effects().getFirst()).isEqualTo(allowance("erc20", 1, 3, Optional.empty()));
        assertThat(all.dangers()).contains("UNLIMITED_ALLOWANCE", "UNDECODED");
    }

    @Test
    void listsOfNothing_areCallsByName() {
        var checked = 0;
        for (var call : List.of(
                Calling.of(
                        "permit(address,((address,uint160,uint48,uint48)[],address,uint256),bytes)",
                        Abi.address(1),
                        List.of(List.of(), Abi.address(3), 5),
                        Bytes.empty()),
                Calling.of(
                        "permitTransferFrom(((address,uint256)[],uint256,uint256),(address,uint256)[],address,bytes)",
                        List.of(List.of(), 0, 5),
                        List.of(),
                        Abi.address(1),
                        Bytes.empty()))) {
            assertThat(call.shapes()).containsExactly("Call");
            checked++;
        }
        assertThat(checked).isEqualTo(2);
    }
}
