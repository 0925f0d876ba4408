package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.ethereum.account.SafeApproval;
import tallystick.core.kit.BitcoinScenes;
import tallystick.core.kit.BitcoinSigner;
import tallystick.core.kit.Envelopes;
import tallystick.core.kit.EthereumKey;
import tallystick.core.kit.Incidents;
import tallystick.core.kit.Judging;
import tallystick.core.policy.Activity;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Lifting;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Quantity;

/// docs/spec/policy.md, PO-3: what was signed in incidents, as legs.
class IncidentLegsTest {
    private static final Account OWNER = new Account(Judging.CHAIN, "0x1Db92e2EeBC8E0c075a02BeA49a2935BcD2dFCF4");
    private static final String RULES = """
            {"id":"allow","effect":"ALLOW","activity":["TRANSFER","CONTRACT_CALL"]},
            {"id":"no-delegatecall","effect":"DENY","activity":["CONTRACT_CALL"],
            "match":{"call":{"operation":"DELEGATECALL","targetNotIn":["safes"],"depth":"ANY"}}},
            {"id":"no-opaque","effect":"DENY","activity":["*"],"match":{"decoded":false}},
            {"id":"no-token-mismatch","effect":"DENY","activity":["*"],
            "match":{"warnings":{"codes":["SELECTOR_TOKEN_MISMATCH"]}}}""";

    private static Matter matter(String id) {
        var vector = Incidents.named(id);
        return lift(new SafeApproval(Incidents.safe(vector), Incidents.transaction(vector)), OWNER);
    }

    private static Matter lift(UnsignedTransaction transaction, Account signer) {
        var asked = Judging.asked(1);
        var same = new Matter.Asked(
                asked.intent(), asked.source(), asked.initiator(), transaction.digests(), false, asked.submittedAt());
        return Lifting.of(same, transaction, signer, Knowledge.none());
    }

    private static List<String> denials(Matter matter) {
        return Judging.judge(matter, Judging.policy(RULES)).trace().rules().stream()
                .map(part -> part.rule().rule())
                .filter(rule -> !rule.equals("allow"))
                .distinct()
                .toList();
    }

    @Test
    void routineTransfers_areTransfersAndNothingElse() {
        for (var id : List.of("BYBIT-POS-65", "BYBIT-POS-66", "BYBIT-POS-67")) {
            var matter = matter(id);
            assertThat(matter.legs())
                    .singleElement()
                    .returns(Activity.TRANSFER, Leg::activity)
                    .returns(true, Leg::isDecoded);
            assertThat(denials(matter)).isEmpty();
            assertThat(Judging.codes(Judging.judge(matter, Judging.policy(RULES))))
                    .isEmpty();
        }
        assertThat(matter("BYBIT-POS-65").legs().getFirst().amount())
                .contains(Quantity.of(new BigInteger("30000000000000000000000")));
    }

    @Test
    void foreignCodeOnTheAccountsOwnState_isADelegatecallNobodyRead() {
        var matter = matter("BYBIT-NEG-71");
        var attacker = Optional.of(new Account(Judging.CHAIN, "0x96221423681A6d52E184D440a8eFCEbB105C7242"));
        assertThat(matter.legs())
                .hasSize(2)
                .allMatch(leg -> !leg.isDecoded())
                .allMatch(leg -> leg.activity() == Activity.CONTRACT_CALL);
        assertThat(matter.legs().getFirst().call())
                .hasValueSatisfying(code -> assertThat(code)
                        .returns(attacker.get(), Leg.Code::contract)
                        .returns(Effect.Operation.DELEGATECALL, Leg.Code::operation)
                        .returns(Optional.of("a9059cbb"), Leg.Code::selector));
        assertThat(matter.legs().get(1).destination()).isEqualTo(attacker);
        assertThat(denials(matter)).containsExactlyInAnyOrder("no-delegatecall", "no-opaque", "no-token-mismatch");
    }

    @Test
    void batches_haveOneLegForEachCall() {
        assertThat(matter("SAFE-POS-MULTISENDCALLONLY").legs())
                .extracting(Leg::activity)
                .containsExactly(Activity.CONTRACT_CALL, Activity.TRANSFER, Activity.TRANSFER);
        assertThat(matter("SAFE-POS-MULTISENDCALLONLY").isBatch()).isTrue();
        assertThat(denials(matter("SAFE-POS-MULTISENDCALLONLY"))).isEmpty();
        assertThat(denials(matter("BYBIT-VAR-MULTISEND-NESTED"))).contains("no-delegatecall", "no-opaque");
    }

    @Test
    void changesOfTheAccountItself_areItsAdministration() {
        for (var id : List.of("SAFE-ADMIN-addOwnerWithThreshold", "SAFE-ADMIN-enableModule")) {
            assertThat(matter(id).legs()).isNotEmpty().allMatch(leg -> leg.activity() == Activity.WALLET_ADMIN);
            assertThat(Judging.codes(Judging.judge(matter(id), Judging.policy(RULES))))
                    .contains(Reason.Code.NO_ALLOW);
        }
    }

    @Test
    void delegationOfAKeysAccount_isItsOwnActivity() {
        var key = EthereumKey.of(9);
        var matter = lift(
                Envelopes.paying(5).setCode(Envelopes.paying(5).leave(key, false, Envelopes.PAYEE, 0)),
                Envelopes.PAYEE.on(Envelopes.TRIAL));
        assertThat(matter.legs()).extracting(Leg::activity).containsExactly(Activity.EIP7702_AUTH, Activity.TRANSFER);
        assertThat(matter.fee()).isPresent();
    }

    @Test
    void coins_areCounted() {
        var signer = new BitcoinSigner(7);
        var bundle = BitcoinScenes.bundle(signer, List.of(AddressForm.P2WPKH), new Random(3));
        var matter = lift(bundle, signer.account(BitcoinScenes.NETWORK));
        assertThat(matter.coins())
                .hasValueSatisfying(coins ->
                        assertThat(coins.inputs()).isEqualTo(bundle.spent().size()));
        assertThat(matter.fee().orElseThrow().amountMax()).isEqualTo(BigInteger.valueOf(bundle.feeSatoshi()));
    }

    @Test
    void amountsOfCoins_areCountedAsEverybodyCountsThem() {
        assertThat(matter("BYBIT-POS-65").legs().getFirst().decimals()).hasValue(18);
        assertThat(matter("BYBIT-POS-65").legs().getFirst().asset()).contains(Asset.coin(Judging.CHAIN, 60));
        assertThat(matter("BYBIT-POS-67").legs().getFirst().decimals()).isEmpty();
    }
}
