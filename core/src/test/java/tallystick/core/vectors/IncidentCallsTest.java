package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.call.CallFrame;
import tallystick.core.chain.ethereum.call.Calls;
import tallystick.core.chain.ethereum.safe.SafeSignatures;
import tallystick.core.chain.ethereum.safe.SafeVersion;
import tallystick.core.chain.ethereum.safe.Words;
import tallystick.core.chain.json.Json;
import tallystick.core.kit.Incidents;
import tallystick.crypto.hash.Digest32;

/// vectors/incidents: what was signed, read from its bytes.
class IncidentCallsTest {
    private static final String SAFE = "0x1Db92e2EeBC8E0c075a02BeA49a2935BcD2dFCF4";
    private static final Asset ETHER = Asset.coin(new tallystick.core.chain.ChainId("eip155", "1"), 60);

    private static Account account(String address) {
        return Address.parse(address).orElseThrow().on(ETHER.chain());
    }

    private static List<Effect> effects(Json vector) {
        return Calls.effects(Incidents.safe(vector), Incidents.transaction(vector), Knowledge.none());
    }

    private static List<String> dangers(Json vector) {
        return Calls.warnings(Incidents.safe(vector), Incidents.transaction(vector), Knowledge.none()).stream()
                .filter(warning -> warning.severity() == Warning.Severity.DANGER)
                .map(Warning::code)
                .toList();
    }

    @Test
    void safeHashes_ofEveryRecord_areEqual() {
        var vectors = Stream.of("safeTx", "safeTxConfirmation")
                .flatMap(kind -> Incidents.ofKind(kind).stream())
                .toList();
        for (var vector : vectors) {
            var hash = Incidents.transaction(vector).hash(Incidents.safe(vector));
            assertThat("0x" + hash)
                    .as(Incidents.text(vector, "id"))
                    .isEqualTo(Incidents.text(vector.member("tx").orElseThrow(), "safeTxHash"));
        }
        assertThat(vectors).hasSize(9);
    }

    @Test
    void domainAndMessageHashes_whereRecorded_areEqual() {
        var vector = Incidents.named("BYBIT-NEG-71");
        var tx = vector.member("tx").orElseThrow();
        assertThat("0x" + Incidents.safe(vector).domainSeparator()).isEqualTo(Incidents.text(tx, "domainHash"));
        assertThat("0x"
                        + Incidents.transaction(vector)
                                .structHash(SafeVersion.parse("1.1.1").orElseThrow()))
                .isEqualTo(Incidents.text(tx, "messageHash"));
    }

    @Test
    void typeHashes_ofTheFile_areThoseHashed() {
        assertThat(Words.typeHash("SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,"
                        + "uint256 baseGas,uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce)"))
                .isEqualTo(Digest32.ofHex("bb8310d486368db6bd6f849402fdd73ad53d316b5a4b2644ad6efe0f941286d8"));
        assertThat(Words.typeHash("EIP712Domain(uint256 chainId,address verifyingContract)"))
                .isEqualTo(Digest32.ofHex("47e79534a245952e8b16893a336b85a3d9ea9fa8c573f3d803afb92a79469218"));
        assertThat(Words.typeHash("EIP712Domain(address verifyingContract)"))
                .isEqualTo(Digest32.ofHex("035aff83d86937d35b32e04f0ddc6ff469290eef2f1b692d8a815c89404d4749"));
    }

    @Test
    void owners_whereRecorded_areRecovered() {
        var checked = 0;
        for (var kind : List.of("safeTx", "safeTxConfirmation"))
            for (var vector : Incidents.ofKind(kind)) {
                var tx = vector.member("tx").orElseThrow();
                if (tx.member("signatures").isEmpty()) continue;
                var signatures =
                        SafeSignatures.parse(Incidents.hex(tx, "signatures")).orThrow();
                var owners = signatures.owners(Incidents.transaction(vector).hash(Incidents.safe(vector)));
                assertThat(owners.stream().map(Optional::orElseThrow).map(Address::toString))
                        .as(Incidents.text(vector, "id"))
                        .containsExactlyElementsOf(tx.items("recovered").stream()
                                .map(each -> ((Json.Text) each).value())
                                .toList());
                checked++;
            }
        assertThat(checked).isEqualTo(4);
    }

    @Test
    void signaturesOfTheDisplayedTransaction_recoverToNobodyWhoOwns() {
        var vector = Incidents.named("BYBIT-NEG-71-SIGMISMATCH");
        var signatures = SafeSignatures.parse(Incidents.hex(vector.member("tx").orElseThrow(), "signatures"))
                .orThrow();
        var recovered = signatures.owners(Incidents.transaction(vector).hash(Incidents.safe(vector))).stream()
                .map(Optional::orElseThrow)
                .map(Address::toString)
                .toList();
        assertThat(recovered).hasSize(3);
        assertThat(vector.items("owners").stream().map(each -> ((Json.Text) each).value()))
                .hasSize(6)
                .doesNotContainAnyElementsOf(recovered);
    }

    @Test
    void routineTransfers_ofEther_areTransfersWithoutDanger() {
        for (var id : List.of("BYBIT-POS-65", "BYBIT-POS-66")) {
            var vector = Incidents.named(id);
            assertThat(effects(vector))
                    .containsExactly(new Effect.Transfer(
                            ETHER,
                            account(SAFE),
                            account("0x88a1493366D48225fc3cEFbdae9eBb23E323Ade3"),
                            new BigInteger("30000000000000000000000")));
            assertThat(dangers(vector)).isEmpty();
        }
    }

    private static Effect tokenTransfer() {
        return new Effect.Transfer(
                new Asset(ETHER.chain(), "erc20", "0xd5F7838F5C461fefF7FE49ea5ebaF7728bB0ADfa"),
                account(SAFE),
                account("0xf89d7b9c864f589bbf53a82105107622b35eaa40"),
                new BigInteger("5000000000000000000000"));
    }

    @Test
    void routineTransfer_ofAToken_isATransferWithoutDanger() {
        var vector = Incidents.named("BYBIT-POS-67");
        assertThat(effects(vector)).containsExactly(tokenTransfer());
        assertThat(dangers(vector)).isEmpty();
    }

    @Test
    void delegatecallToAnUnknownTransfer_isNoTransfer() {
        var vector = Incidents.named("BYBIT-NEG-71");
        var attacker = account("0x96221423681A6d52E184D440a8eFCEbB105C7242");
        assertThat(effects(vector)).hasSize(2).noneMatch(Effect.Transfer.class::isInstance);
        assertThat(effects(vector).get(0))
                .isInstanceOfSatisfying(
                        Effect.AuthorityChange.class,
                        change -> assertThat(change)
                                .returns(account(SAFE), Effect.AuthorityChange::over)
                                .returns(Effect.Authority.DELEGATE, Effect.AuthorityChange::authority)
                                .returns(Optional.of(attacker), Effect.AuthorityChange::holder));
        assertThat(effects(vector).get(1))
                .isInstanceOfSatisfying(
                        Effect.Undecoded.class,
                        undecoded -> assertThat(undecoded.target()).isEqualTo(attacker));
        assertThat(dangers(vector))
                .contains("DELEGATECALL", "DELEGATECALL_TARGET_NOT_ALLOWED", "SELECTOR_TOKEN_MISMATCH");
    }

    @Test
    void outerCalldata_ofTheExecutedAttack_unwrapsToTheSame() {
        var vector = Incidents.named("BYBIT-NEG-71");
        var frame = CallFrame.outermost(
                ETHER.chain(),
                Address.parse(Incidents.text(vector.member("tx").orElseThrow(), "executor"))
                        .orElseThrow(),
                Incidents.address(vector, "safe"),
                BigInteger.ZERO,
                Incidents.hex(vector, "execTransactionCalldata"));
        var effects = Calls.effects(frame, Knowledge.none());
        assertThat(effects.get(0))
                .isInstanceOfSatisfying(
                        Effect.Call.class, call -> assertThat(call.function()).startsWith("execTransaction("));
        assertThat(effects.subList(1, effects.size())).isEqualTo(effects(vector));
        assertThat(Calls.warnings(frame, Knowledge.none()).getFirst().code()).isEqualTo("DELEGATECALL");
    }

    @Test
    void delegatecallInsideABatch_isFound() {
        var vector = Incidents.named("BYBIT-VAR-MULTISEND-NESTED");
        assertThat(dangers(vector))
                .contains("NESTED_DELEGATECALL", "DELEGATECALL_TARGET_NOT_ALLOWED", "SELECTOR_TOKEN_MISMATCH");
        assertThat(effects(vector).get(0))
                .isInstanceOfSatisfying(
                        Effect.Call.class,
                        call -> assertThat(call.operation()).isEqualTo(Effect.Operation.DELEGATECALL));
        assertThat(effects(vector)).hasAtLeastOneElementOfType(Effect.Undecoded.class);
    }

    @Test
    void batchOfPlainCalls_throughThePinnedLibrary_hasNoDanger() {
        var vector = Incidents.named("SAFE-POS-MULTISENDCALLONLY");
        assertThat(dangers(vector)).isEmpty();
        assertThat(effects(vector)).hasSize(3);
        assertThat(effects(vector).get(1))
                .isEqualTo(new Effect.Transfer(
                        ETHER,
                        account(SAFE),
                        account("0xf89d7b9c864f589bbf53a82105107622b35eaa40"),
                        new BigInteger("65a4da25d3016c00000", 16)));
        assertThat(effects(vector).get(2)).isEqualTo(tokenTransfer());
    }

    @Test
    void changesOfTheSafeItself_areAuthorityChanges() {
        var owner = Incidents.named("SAFE-ADMIN-addOwnerWithThreshold");
        assertThat(effects(owner))
                .containsExactly(
                        new Effect.AuthorityChange(
                                account(SAFE),
                                Effect.Authority.OWNER,
                                Effect.Turn.GIVEN,
                                Optional.of(account("0x0fa09C3A328792253f8dee7116848723b72a6d2e")),
                                List.of()),
                        new Effect.AuthorityChange(
                                account(SAFE),
                                Effect.Authority.THRESHOLD,
                                Effect.Turn.SET,
                                Optional.empty(),
                                List.of(new Effect.Argument("threshold", "uint256", "1"))));
        assertThat(dangers(owner)).contains("OWNER_CHANGE", "THRESHOLD_CHANGE");
        assertThat(dangers(Incidents.named("SAFE-ADMIN-enableModule"))).containsExactly("MODULE_CHANGE");
    }

    @Test
    void submissionToASharedWallet_isUnwrapped() {
        var vector = Incidents.named("HARMONY-NEG");
        var tx = vector.member("tx").orElseThrow();
        var frame = CallFrame.outermost(
                Incidents.chain(vector),
                Incidents.address(tx, "from"),
                Incidents.address(tx, "to"),
                Incidents.number(tx, "value"),
                Incidents.hex(tx, "data"));
        var effects = Calls.effects(frame, Knowledge.none());
        assertThat(effects.stream().map(effect -> effect.getClass().getSimpleName()))
                .containsExactly("Call", "Call", "Transfer");
        var bridge = account("0x2dCCDB493827E15a5dC8f8b72147E6c4A5620857");
        assertThat(effects.get(1))
                .isInstanceOfSatisfying(
                        Effect.Call.class,
                        call -> assertThat(call)
                                .returns(bridge, Effect.Call::contract)
                                .returns(1, Effect.Call::depth));
        assertThat(effects.get(2))
                .isEqualTo(new Effect.Transfer(
                        new Asset(ETHER.chain(), "erc20", "0xdAC17F958D2ee523a2206206994597C13D831ec7"),
                        bridge,
                        account("0xb4c79dab8f259c7aee6e5b2aa729821864227e84"),
                        new BigInteger("913e1f5a200", 16)));
        assertThat(Calls.warnings(frame, Knowledge.none()).stream()
                        .collect(Collectors.toMap(Warning::code, Warning::severity)))
                .containsAllEntriesOf(Map.of(
                        "WALLET_SUBMISSION", Warning.Severity.DANGER, "BRIDGE_RELEASE", Warning.Severity.DANGER));
    }

    @Test
    void everyVectorOfAnEvmKind_isReadHere() {
        assertThat(Incidents.ofKind("safeTx")).hasSize(8);
        assertThat(Incidents.ofKind("safeTxConfirmation")).hasSize(1);
        assertThat(Incidents.ofKind("evmCall")).hasSize(1);
    }
}
