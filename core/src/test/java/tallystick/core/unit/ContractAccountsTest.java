package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.SigningInput;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.account.ContractAccounts;
import tallystick.core.chain.ethereum.account.EntryPoint;
import tallystick.core.chain.ethereum.account.SafeApproval;
import tallystick.core.chain.ethereum.account.SafeMessage;
import tallystick.core.chain.ethereum.account.SafeOperation;
import tallystick.core.chain.ethereum.account.UserOperation;
import tallystick.core.chain.ethereum.call.ContractKind;
import tallystick.core.chain.ethereum.call.ContractKinds;
import tallystick.core.chain.ethereum.safe.SafeAccount;
import tallystick.core.chain.ethereum.safe.SafeTransaction;
import tallystick.core.chain.ethereum.safe.SafeVersion;
import tallystick.core.chain.ethereum.safe.Words;
import tallystick.core.kit.Abi;
import tallystick.core.kit.Calling;
import tallystick.core.kit.Operations;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

class ContractAccountsTest {
    private static final SafeAccount SAFE = new SafeAccount(BigInteger.ONE, Abi.address(2), new SafeVersion(1, 3, 0));
    private static final Bytes PAY = Abi.call("execute(address,uint256,bytes)", Abi.address(4), 7, Bytes.empty());

    private static SafeTransaction paying(int gasPrice, int token, int receiver) {
        return new SafeTransaction(
                Abi.address(3),
                BigInteger.TEN,
                Bytes.empty(),
                Effect.Operation.CALL,
                BigInteger.valueOf(1000),
                BigInteger.valueOf(500),
                BigInteger.valueOf(gasPrice),
                Abi.address(token),
                Abi.address(receiver),
                BigInteger.TWO);
    }

    private static List<String> codes(UnsignedTransaction transaction) {
        return transaction.warnings(Calling.account(1), Knowledge.none()).stream()
                .map(Warning::code)
                .toList();
    }

    private static List<Effect> effects(UnsignedTransaction transaction) {
        return transaction.effects(Calling.account(1), Knowledge.none());
    }

    @Test
    void everyKind_isReadBackFromItsBytes() {
        var read = 0;
        for (var transaction : List.of(
                new SafeApproval(SAFE, paying(0, 0, 0)),
                new SafeMessage(SAFE, Bytes.ofUtf8("hello")),
                Operations.calling(EntryPoint.V06, PAY),
                Operations.calling(EntryPoint.V07, PAY),
                Operations.calling(EntryPoint.V08, PAY))) {
            assertThat(ContractAccounts.parse(Calling.CHAIN, transaction.bytes())
                            .orThrow())
                    .isEqualTo(transaction);
            assertThat(transaction.content()).isEqualTo(Content.CONTRACT_ACCOUNT);
            assertThat(transaction.chain()).isEqualTo(Calling.CHAIN);
            assertThat(transaction.inputs())
                    .singleElement()
                    .returns(SigningInput.Algorithm.ECDSA_SECP256K1, SigningInput::algorithm);
            read++;
        }
        assertThat(read).isEqualTo(5);
    }

    @Test
    void safe_paysFromItsOwnAccount() {
        assertThat(effects(new SafeApproval(SAFE, paying(0, 0, 0))))
                .containsExactly(Calling.transfer(Calling.ETHER, 2, 3, 10));
        assertThat(codes(new SafeApproval(SAFE, paying(0, 0, 0)))).isEmpty();
    }

    @Test
    void refund_isPaidByTheSafe_andIsADanger() {
        var byCoin = new SafeApproval(SAFE, paying(2, 0, 0));
        assertThat(effects(byCoin).getLast())
                .isEqualTo(new Effect.Fee(Calling.ETHER, Calling.account(2), BigInteger.valueOf(203_000)));
        assertThat(codes(byCoin)).containsExactly("SAFE_REFUND");
        var byToken = new SafeApproval(SAFE, paying(2, 7, 8));
        assertThat(effects(byToken).getLast()).isEqualTo(Calling.transfer(Calling.token("erc20", 7), 2, 8, 203_000));
        assertThat(codes(new SafeApproval(SAFE, paying(0, 7, 0)))).containsExactly("UNUSED_REFUND");
    }

    @Test
    void oldRelease_isNotBoundToAChain_andSaysSo() {
        var old = new SafeAccount(BigInteger.ONE, Abi.address(2), new SafeVersion(1, 2, 0));
        assertThat(codes(new SafeApproval(old, paying(0, 0, 0)))).containsExactly("NOT_BOUND_TO_CHAIN");
        var elsewhere = new SafeAccount(BigInteger.TEN, Abi.address(2), new SafeVersion(1, 2, 0));
        assertThat(paying(0, 0, 0).hash(old)).isEqualTo(paying(0, 0, 0).hash(elsewhere));
        assertThat(paying(0, 0, 0).hash(SAFE))
                .isNotEqualTo(paying(0, 0, 0).hash(new SafeAccount(BigInteger.TEN, SAFE.address(), SAFE.version())));
    }

    @Test
    void releaseBeforeOne_namesAnotherField() {
        assertThat(paying(0, 0, 0).structHash(new SafeVersion(0, 1, 0)))
                .isNotEqualTo(paying(0, 0, 0).structHash(new SafeVersion(1, 0, 0)));
        assertThat(SafeVersion.parse("1.3.0+L2")).contains(new SafeVersion(1, 3, 0));
        assertThat(SafeVersion.parse("1.6.0")).isEmpty();
        assertThat(SafeVersion.parse("01.3.0")).isEmpty();
    }

    @Test
    void message_isAStatement_unlessItIsAHash() {
        assertThat(effects(new SafeMessage(SAFE, Bytes.ofUtf8("hello"))))
                .containsExactly(new Effect.Statement(Calling.account(2), "safe-message", "hello", List.of()));
        var hash = new SafeMessage(SAFE, Bytes.copyOf(new byte[32]));
        assertThat(effects(hash)).singleElement().isInstanceOf(Effect.Undecoded.class);
        assertThat(codes(hash)).containsExactly("UNDECODED");
    }

    @Test
    void operation_doesWhatItsAccountIsTold_andPaysAtMostItsLimits() {
        for (var release : EntryPoint.values()) {
            var effects = effects(Operations.calling(release, PAY));
            assertThat(effects).hasSize(3);
            assertThat(effects.get(1)).isEqualTo(Calling.transfer(Calling.ETHER, 9, 4, 7));
            assertThat(effects.get(2))
                    .isEqualTo(new Effect.Fee(Calling.ETHER, Calling.account(9), BigInteger.valueOf(123_000)));
            assertThat(codes(Operations.calling(release, PAY))).containsExactly("UNKNOWN_CONTRACT");
            var known = Knowledge.none()
                    .chapter(
                            ContractKinds.class,
                            new ContractKinds(Map.of(Calling.account(9), ContractKind.CONTRACT_ACCOUNT)));
            assertThat(Operations.calling(release, PAY).warnings(Calling.account(1), known))
                    .isEmpty();
        }
    }

    private static Warning.Severity paymaster(EntryPoint release, Bytes told) {
        var paid = Operations.of(release, release.published(), BigInteger.ONE, Bytes.empty(), PAY, told);
        return paid.warnings(Calling.account(1), Knowledge.none()).stream()
                .filter(warning -> warning.code().equals("PAYMASTER"))
                .map(Warning::severity)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void paymasterThatIsToldWhatNobodyCanRead_isADanger() {
        var checked = 0;
        for (var release : EntryPoint.values()) {
            var limits = Bytes.copyOf(new byte[release == EntryPoint.V06 ? 0 : 32]);
            var head = Bytes.concat(Abi.address(6).value(), limits);
            assertThat(paymaster(release, head)).isEqualTo(Warning.Severity.ATTENTION);
            assertThat(paymaster(release, Bytes.concat(head, Bytes.ofHex("00"))))
                    .isEqualTo(Warning.Severity.DANGER);
            checked++;
        }
        assertThat(checked).isEqualTo(3);
    }

    @Test
    void paymaster_paysAndIsShown() {
        var paid = Operations.of(
                EntryPoint.V06,
                EntryPoint.V06.published(),
                BigInteger.ONE,
                Bytes.empty(),
                PAY,
                Abi.address(6).value());
        assertThat(effects(paid).getLast())
                .isEqualTo(new Effect.Fee(Calling.ETHER, Calling.account(6), BigInteger.valueOf(163_000)));
        assertThat(codes(paid)).containsExactlyInAnyOrder("PAYMASTER", "UNKNOWN_CONTRACT");
        var limits = Bytes.ofHex("%032x%032x".formatted(50, 60));
        var packed = Operations.of(
                EntryPoint.V07,
                EntryPoint.V07.published(),
                BigInteger.ONE,
                Bytes.empty(),
                PAY,
                Bytes.concat(Abi.address(6).value(), limits));
        assertThat(effects(packed).getLast())
                .isEqualTo(new Effect.Fee(Calling.ETHER, Calling.account(6), BigInteger.valueOf(233_000)));
    }

    @Test
    void creation_andUnknownEntryPoint_areSaid() {
        var made = Operations.of(
                EntryPoint.V07, Abi.address(77), BigInteger.ONE, Abi.address(8).value(), Bytes.empty(), Bytes.empty());
        assertThat(effects(made).getFirst())
                .isEqualTo(new Effect.Creation(
                        Calling.account(9),
                        Optional.of(Calling.account(9)),
                        Abi.address(8).value()));
        assertThat(codes(made)).containsExactly("UNKNOWN_ENTRY_POINT", "ACCOUNT_CREATED");
    }

    @Test
    void signature_isThatOfOneOwner() {
        var approval = new SafeApproval(SAFE, paying(0, 0, 0));
        var word = Bytes.copyOf(new byte[32]);
        var signed = approval.attach(List.of(new RecoverableSignature(word, word, 1)));
        assertThat(signed.bytes().length()).isEqualTo(65);
        assertThat(signed.bytes().at(64)).isEqualTo(28);
        assertThat(approval.predictedId()).contains(signed.id());
        assertThatThrownBy(() -> approval.attach(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> approval.attach(List.of(new RecoverableSignature(word, word, 2))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static SafeOperation asked(EntryPoint release, Bytes callData) {
        return new SafeOperation(
                Operations.calling(release, callData), release.safeModule().orElseThrow(), 1_700_000_000L, 0);
    }

    @Test
    void operationOfASafe_isHashedAsItsModuleAsks_andReadBack() {
        assertThat(Words.typeHash("SafeOp(address safe,uint256 nonce,bytes initCode,bytes callData,"
                        + "uint128 verificationGasLimit,uint128 callGasLimit,uint256 preVerificationGas,"
                        + "uint128 maxPriorityFeePerGas,uint128 maxFeePerGas,bytes paymasterAndData,uint48 validAfter,"
                        + "uint48 validUntil,address entryPoint)"))
                .hasToString("c03dfc11d8b10bf9cf703d558958c8c42777f785d998c62060d85a4f0ef6ea7f");
        assertThat(Words.typeHash("SafeOp(address safe,uint256 nonce,bytes initCode,bytes callData,"
                        + "uint256 callGasLimit,uint256 verificationGasLimit,uint256 preVerificationGas,"
                        + "uint256 maxFeePerGas,uint256 maxPriorityFeePerGas,bytes paymasterAndData,uint48 validAfter,"
                        + "uint48 validUntil,address entryPoint)"))
                .hasToString("84aa190356f56b8c87825f54884392a9907c23ee0f8e1ea86336b763faf021bd");
        var digests = new HashSet<Digest32>();
        for (var release : List.of(EntryPoint.V06, EntryPoint.V07)) {
            var operation = asked(release, PAY);
            assertThat(ContractAccounts.parse(Calling.CHAIN, operation.bytes()).orThrow())
                    .isEqualTo(operation);
            assertThat(effects(operation)).isEqualTo(effects(operation.operation()));
            assertThat(codes(operation)).containsExactly("UNKNOWN_CONTRACT");
            assertThat(operation.predictedId())
                    .contains("0x" + operation.operation().hash());
            digests.add(operation.digest());
            digests.add(new SafeOperation(operation.operation(), operation.module(), 1_700_000_001L, 0).digest());
            digests.add(new SafeOperation(operation.operation(), operation.module(), 1_700_000_000L, 1).digest());
            var elsewhere = new SafeOperation(operation.operation(), Abi.address(5), 1_700_000_000L, 0);
            assertThat(codes(elsewhere)).contains("UNKNOWN_SAFE_MODULE");
            digests.add(elsewhere.digest());
        }
        assertThat(digests).hasSize(8);
        assertThatThrownBy(() -> new SafeOperation(Operations.calling(EntryPoint.V08, PAY), Abi.address(5), 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> new SafeOperation(Operations.calling(EntryPoint.V07, PAY), Abi.address(5), 1L << 48, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static UserOperation lent(EntryPoint release, Bytes initCode) {
        var plain = Operations.calling(release, PAY);
        return new UserOperation(
                plain.chainNumber(),
                release,
                plain.entryPoint(),
                false,
                plain.sender(),
                plain.nonce(),
                initCode,
                Optional.of(Abi.address(6)),
                PAY,
                plain.callGasLimit(),
                plain.verificationGasLimit(),
                plain.preVerificationGas(),
                plain.maxFeePerGas(),
                plain.maxPriorityFeePerGas(),
                Bytes.empty());
    }

    @Test
    void accountThatLendsItselfToCode_saysToWhose_andTheHashBindsIt() {
        var narrow = lent(EntryPoint.V08, Bytes.ofHex("7702"));
        var wide = lent(EntryPoint.V08, Bytes.ofHex("7702" + "00".repeat(18)));
        var factory = Operations.of(
                EntryPoint.V08,
                EntryPoint.V08.published(),
                BigInteger.ONE,
                Abi.address(6).value(),
                PAY,
                Bytes.empty());
        assertThat(narrow.hash()).isEqualTo(wide.hash()).isEqualTo(factory.hash());
        assertThat(ContractAccounts.parse(Calling.CHAIN, wide.bytes()).orThrow())
                .isEqualTo(wide);
        assertThat(effects(narrow).getFirst())
                .isEqualTo(new Effect.AuthorityChange(
                        Calling.account(9),
                        Effect.Authority.DELEGATE,
                        Effect.Turn.SET,
                        Optional.of(Calling.account(6)),
                        List.of()));
        assertThat(codes(narrow)).containsExactly("DELEGATION", "UNKNOWN_CONTRACT");

        var told = lent(EntryPoint.V08, Bytes.concat(wide.initCode(), PAY));
        assertThat(effects(told)).hasSize(6);
        assertThat(told.hash()).isNotEqualTo(wide.hash());
        for (var wrong : List.of("", "77", "7702" + "00".repeat(17), "7702" + "00".repeat(17) + "01"))
            assertThatThrownBy(() -> lent(EntryPoint.V08, Bytes.ofHex(wrong)))
                    .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> lent(EntryPoint.V07, Bytes.ofHex("7702")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
