package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.CHAIN;
import static tallystick.core.kit.Judging.ETHER;
import static tallystick.core.kit.Judging.PAYEE;
import static tallystick.core.kit.Judging.STRANGER;
import static tallystick.core.kit.Judging.TETHER;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Seen;
import tallystick.core.kit.Judging;
import tallystick.core.policy.Activity;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Lifting;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Quantity;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.derive.DerivationPath;

/// docs/spec/policy.md, PO-3: what each effect is in the words of rules.
class LiftingTest {
    private static final Account KEY = new Account(CHAIN, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
    private static final BigInteger FIVE = BigInteger.valueOf(5);

    private static Matter lifted(Matter.Asked asked, Content content, Knowledge knowledge, Effect... effects) {
        var part = new Seen.Part(
                content,
                Bytes.empty(),
                List.of(effects),
                List.of(),
                List.of(),
                asked.digests(),
                Optional.empty(),
                List.of(),
                Optional.empty());
        return Lifting.of(asked, CHAIN, part, knowledge);
    }

    private static Matter lifted(Effect... effects) {
        return lifted(Judging.asked(1), Content.TRANSACTION, Knowledge.none(), effects);
    }

    private static Leg one(Effect effect) {
        var legs = lifted(effect).legs();
        assertThat(legs).hasSize(1);
        return legs.getFirst();
    }

    private static Leg leg(Activity activity, Account to, Leg.Code code, Leg.Said said, Leg.Power power, boolean read) {
        return new Leg(
                activity,
                Optional.ofNullable(to),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.ofNullable(code),
                Optional.ofNullable(said),
                Optional.ofNullable(power),
                read,
                false);
    }

    @Test
    void transfer_isOfItsReceiver_andKnowsHowItsAssetIsCounted() {
        assertThat(one(new Effect.Transfer(ETHER, KEY, PAYEE, FIVE)))
                .isEqualTo(Leg.of(Activity.TRANSFER, PAYEE, ETHER, Quantity.of(FIVE), OptionalInt.of(18)));
        assertThat(one(new Effect.Transfer(TETHER, KEY, PAYEE, FIVE)).decimals())
                .as("nobody said it")
                .isEmpty();
        var told = Knowledge.builder()
                .unit(TETHER, new Knowledge.Unit("USDT", 6))
                .own(PAYEE, "treasury")
                .build();
        var transfer = new Effect.Transfer(TETHER, KEY, PAYEE, FIVE);
        assertThat(lifted(Judging.asked(1), Content.TRANSACTION, told, transfer).legs())
                .containsExactly(Leg.of(Activity.TRANSFER, PAYEE, TETHER, Quantity.of(FIVE), OptionalInt.of(6))
                        .internal(true));
    }

    @Test
    void whatComesBack_andWhatIsSpentTogether_isNoLeg() {
        var path = DerivationPath.of(0, 1);
        assertThat(lifted(
                                new Effect.Change(ETHER, KEY, FIVE, path),
                                new Effect.Transfer(ETHER, KEY, PAYEE, FIVE),
                                new Effect.Spend(ETHER, KEY, FIVE, Optional.of(path)))
                        .legs())
                .containsExactly(Leg.of(Activity.TRANSFER, PAYEE, ETHER, Quantity.of(FIVE), OptionalInt.of(18)));
    }

    /// However many outputs come back: so that a rule can allow it, and its fee is judged.
    @Test
    void whereAllComesBack_nothingMovesToTheOwnKey() {
        var path = DerivationPath.of(0, 1);
        var nothing = Leg.of(Activity.TRANSFER, KEY, ETHER, Quantity.of(BigInteger.ZERO), OptionalInt.of(18))
                .internal(true);
        var back = new Effect.Change(ETHER, KEY, FIVE, path);
        assertThat(lifted(back).legs()).containsExactly(nothing);
        assertThat(lifted(back, new Effect.Change(ETHER, PAYEE, FIVE, path), new Effect.Fee(ETHER, KEY, FIVE))
                        .legs())
                .containsExactly(nothing);
        assertThat(lifted(replacing(), Content.TRANSACTION, Knowledge.none(), back)
                        .legs())
                .containsExactly(nothing, Leg.of(Activity.REPLACE_BY_FEE));
        assertThat(lifted(new Effect.Spend(ETHER, KEY, FIVE, Optional.of(path))).legs())
                .isEmpty();
    }

    @Test
    void firstFee_isTheFee_andASecondIsValueForNobodyNamed() {
        var matter = lifted(new Effect.Fee(ETHER, KEY, FIVE), new Effect.Fee(TETHER, KEY, BigInteger.TWO));
        assertThat(matter.fee()).contains(new Matter.Fee(ETHER, KEY, FIVE, OptionalInt.of(18)));
        assertThat(matter.legs()).singleElement().satisfies(leg -> {
            assertThat(leg.activity()).isEqualTo(Activity.TRANSFER);
            assertThat(leg.destination()).isEmpty();
            assertThat(leg.asset()).contains(TETHER);
            assertThat(leg.amount()).contains(Quantity.of(BigInteger.TWO));
            assertThat(leg.isDecoded()).isTrue();
            assertThat(leg.isInternal()).isFalse();
        });
    }

    @Test
    void allowance_isOfItsSpender_andWithoutAMostItHasNoEnd() {
        assertThat(one(new Effect.Allowance(ETHER, KEY, PAYEE, Optional.of(FIVE), Optional.empty())))
                .isEqualTo(Leg.of(Activity.APPROVE_ALLOWANCE, PAYEE, ETHER, Quantity.of(FIVE), OptionalInt.of(18)));
        assertThat(one(new Effect.Allowance(ETHER, KEY, PAYEE, Optional.empty(), Optional.empty()))
                        .amount())
                .contains(new Quantity.Unlimited());
    }

    private static Effect.AuthorityChange power(
            Effect.Authority authority, Effect.Turn turn, Account holder, Effect.Argument... detail) {
        return new Effect.AuthorityChange(KEY, authority, turn, Optional.ofNullable(holder), List.of(detail));
    }

    @Test
    void powerOverAnAccount_isOfWhoeverGetsIt_orOfTheAccount() {
        var activities = Map.of(
                Effect.Authority.STAKE, Activity.STAKE,
                Effect.Authority.DELEGATE, Activity.EIP7702_AUTH,
                Effect.Authority.OWNER, Activity.WALLET_ADMIN,
                Effect.Authority.NONCE, Activity.WALLET_ADMIN);
        activities.forEach((authority, activity) -> {
            var power = new Leg.Power(KEY, authority, Effect.Turn.SET);
            assertThat(one(power(authority, Effect.Turn.SET, PAYEE)))
                    .isEqualTo(leg(activity, PAYEE, null, null, power, true));
            assertThat(one(power(authority, Effect.Turn.SET, null)))
                    .isEqualTo(leg(activity, KEY, null, null, power, true));
        });
        var lent = new Leg.Power(KEY, Effect.Authority.DELEGATE, Effect.Turn.GIVEN);
        assertThat(one(power(Effect.Authority.DELEGATE, Effect.Turn.GIVEN, null)))
                .isEqualTo(leg(Activity.EIP7702_AUTH, KEY, null, null, lent, true));
        var owned = new Leg.Power(KEY, Effect.Authority.OWNER, Effect.Turn.GIVEN);
        assertThat(one(power(Effect.Authority.OWNER, Effect.Turn.GIVEN, PAYEE)))
                .isEqualTo(leg(Activity.WALLET_ADMIN, PAYEE, null, null, owned, true));
    }

    @Test
    void foreignCodeOnTheAccountsOwnState_isACallThatNobodyRead() {
        var lent = new Leg.Power(KEY, Effect.Authority.DELEGATE, Effect.Turn.GIVEN);
        var data = List.of(
                new Effect.Argument("data", "bytes", "0xa9059cbb00"),
                new Effect.Argument("data", "bytes", "0xa9059c"),
                new Effect.Argument("other", "bytes", "0xa9059cbb"),
                new Effect.Argument("data", "string", "a9059cbb"));
        for (var detail : data) {
            var selector = detail.equals(data.getFirst()) ? Optional.of("a9059cbb") : Optional.<String>empty();
            var code = new Leg.Code(
                    PAYEE,
                    selector,
                    Optional.empty(),
                    List.of(detail),
                    Effect.Operation.DELEGATECALL,
                    BigInteger.ZERO,
                    0);
            assertThat(one(power(Effect.Authority.DELEGATE, Effect.Turn.GIVEN, PAYEE, detail)))
                    .isEqualTo(leg(Activity.CONTRACT_CALL, PAYEE, code, null, lent, false));
        }
    }

    @Test
    void call_isOfItsContract_withTheSelectorOfItsFunction() {
        var arguments = List.of(new Effect.Argument("to", "address", STRANGER.address()));
        var call = new Effect.Call(KEY, PAYEE, "transfer(address,uint256)", arguments, Effect.Operation.CALL, FIVE, 2);
        var code = new Leg.Code(
                PAYEE,
                Optional.of("a9059cbb"),
                Optional.of("transfer(address,uint256)"),
                arguments,
                Effect.Operation.CALL,
                FIVE,
                2);
        assertThat(one(call)).isEqualTo(leg(Activity.CONTRACT_CALL, PAYEE, code, null, null, true));
        var program = new Account(new ChainId("solana", "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp"), "11111111");
        var elsewhere = new Effect.Call(KEY, program, "transfer", List.of(), Effect.Operation.CALL, FIVE, 0);
        assertThat(one(elsewhere).call().orElseThrow().selector()).isEmpty();
    }

    @Test
    void newCode_isNotRead_andReachesItsPlace_orWhoeverMakesIt() {
        assertThat(one(new Effect.Creation(KEY, Optional.of(PAYEE), Bytes.empty())))
                .isEqualTo(leg(Activity.CONTRACT_DEPLOY, PAYEE, null, null, null, false));
        assertThat(one(new Effect.Creation(KEY, Optional.empty(), Bytes.empty())))
                .isEqualTo(leg(Activity.CONTRACT_DEPLOY, KEY, null, null, null, false));
    }

    @Test
    void statement_isOfItsKind() {
        var fields = List.of(new Effect.Argument("domain", "string", "example.org"));
        Map.of("typed", Activity.TYPED_DATA, "login", Activity.IDENTITY_SIGN, "message", Activity.MESSAGE)
                .forEach((kind, activity) -> assertThat(one(new Effect.Statement(KEY, kind, "text", fields)))
                        .isEqualTo(leg(activity, null, null, new Leg.Said(kind, "text", fields), null, true)));
    }

    @Test
    void bytesThatNobodyRead_areWhatTheyWereSaidToBe() {
        var activities = new EnumMap<Content, Activity>(Map.of(
                Content.TRANSACTION, Activity.CONTRACT_CALL,
                Content.CONTRACT_ACCOUNT, Activity.CONTRACT_CALL,
                Content.MESSAGE, Activity.MESSAGE,
                Content.LOGIN, Activity.IDENTITY_SIGN,
                Content.TYPED_DATA, Activity.TYPED_DATA,
                Content.RAW_DIGEST, Activity.RAW_HASH,
                Content.AUTHORIZATION, Activity.EIP7702_AUTH));
        assertThat(activities.keySet()).containsExactly(Content.values());
        for (var length : List.of(3, 4, 5)) {
            var bytes = Bytes.ofHex("a9059cbb00").slice(0, length);
            var code = new Leg.Code(
                    PAYEE,
                    length < 4 ? Optional.empty() : Optional.of("a9059cbb"),
                    Optional.empty(),
                    List.of(),
                    Effect.Operation.CALL,
                    BigInteger.ZERO,
                    0);
            activities.forEach((content, activity) -> assertThat(lifted(
                                    Judging.asked(1),
                                    content,
                                    Knowledge.none(),
                                    new Effect.Undecoded(PAYEE, bytes, "nobody knows"))
                            .legs())
                    .containsExactly(
                            leg(activity, PAYEE, activity == Activity.CONTRACT_CALL ? code : null, null, null, false)));
        }
        var program = new Account(new ChainId("solana", "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp"), "11111111");
        assertThat(one(new Effect.Undecoded(program, Bytes.ofHex("a9059cbb"), "nobody knows"))
                        .call()
                        .orElseThrow()
                        .selector())
                .isEmpty();
    }

    @Test
    void whatReplacesSomething_saysSoByALegOfItsOwn() {
        var transfer = new Effect.Transfer(ETHER, KEY, PAYEE, FIVE);
        assertThat(lifted(replacing(), Content.TRANSACTION, Knowledge.none(), transfer)
                        .legs())
                .extracting(Leg::activity)
                .containsExactly(Activity.TRANSFER, Activity.REPLACE_BY_FEE);
    }

    private static Matter.Asked replacing() {
        var plain = Judging.asked(1);
        return new Matter.Asked(
                plain.intent(), plain.source(), plain.initiator(), plain.digests(), true, plain.submittedAt());
    }
}
