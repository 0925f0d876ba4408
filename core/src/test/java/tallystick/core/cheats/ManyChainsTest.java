package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.CALM;
import static tallystick.core.kit.Judging.NOW;
import static tallystick.core.kit.Judging.PAYEE;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.kit.Judging;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Policy;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Judgement;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Quantity;

/// As at Phemex, 2025: a key thief takes a little on each of many chains within minutes.
@DisplayName("One limit over many chains, docs/spec/policy.md PO-8 and PO-20")
class ManyChainsTest {
    private static final List<Purse> PURSES = List.of(
            new Purse(Asset.coin(Judging.CHAIN, 60), PAYEE, 18, "1", "2000"),
            purse("bip122", "000000000019d6689c085ae165831e93", 0, 8, "0.02", "100000"),
            purse("solana", "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp", 501, 9, "10", "200"),
            purse("eip155", "137", 966, 18, "4000", "0.5"));

    /// What is taken on one chain, each time worth 2,000 dollars.
    private record Purse(Asset asset, Account thief, int decimals, String amount, String dollars) {
        Leg leg() {
            var units = new BigDecimal(amount).movePointRight(decimals).toBigIntegerExact();
            return Leg.of(Activity.TRANSFER, thief, asset, Quantity.of(units), OptionalInt.of(decimals));
        }
    }

    private static Purse purse(String namespace, String reference, int coin, int decimals, String amount, String cost) {
        var chain = new ChainId(namespace, reference);
        return new Purse(Asset.coin(chain, coin), new Account(chain, "thief"), decimals, amount, cost);
    }

    private static Matter matter(int number, Purse purse) {
        var asked = Judging.asked(number);
        return new Matter(
                asked,
                Optional.of(purse.asset().chain()),
                Optional.of(Content.TRANSACTION),
                List.of(purse.leg()),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                asked.digests());
    }

    private static Policy limited(String measure, String max, String per, String onExceed) {
        return Judging.policy("""
            {"id":"allow","effect":"ALLOW","activity":["TRANSFER"]},
            {"id":"all","effect":"LIMIT","activity":["TRANSFER"],"limit":{"measure":"%s","max":"%s","per":["%s"],
            "window":{"type":"ROLLING","length":"PT1H"},"onExceed":{%s}}}\
            """.formatted(measure, max, per, onExceed));
    }

    /// What comes of one request on each chain, one after the other; those let through are counted.
    private static List<List<Reason.Code>> takenFromAll(Policy policy) {
        var prices = Judging.prices(Map.of(
                PURSES.get(0).asset(), PURSES.get(0).dollars(),
                PURSES.get(1).asset(), PURSES.get(1).dollars(),
                PURSES.get(2).asset(), PURSES.get(2).dollars(),
                PURSES.get(3).asset(), PURSES.get(3).dollars()));
        var counters = Counters.none();
        var codes = new ArrayList<List<Reason.Code>>();
        for (var purse : PURSES) {
            var matter = matter(codes.size() + 1, purse);
            var judged = Judging.judge(matter, CALM.with(prices).with(counters), policy);
            codes.add(Judging.codes(judged));
            if (judged.decision() instanceof Decision.Allowed) counters = counted(counters, matter, judged);
        }
        return codes;
    }

    private static Counters counted(Counters counters, Matter matter, Judgement judged) {
        var reserved = counters.reserve(matter.asked().intent(), judged.charges(), NOW);
        return ((Counters.Reservation.Made) reserved).counters();
    }

    @Test
    void worthOnSeveralChains_isOneSum() {
        for (var per : List.of("vault", "initiator", "source"))
            assertThat(takenFromAll(limited("FIAT:USD", "6000", per, "\"effect\":\"DENY\"")))
                    .as(per)
                    .containsExactly(List.of(), List.of(), List.of(), List.of(Reason.Code.LIMIT_EXCEEDED));
        assertThat(takenFromAll(limited("FIAT:USD", "6000", "chain", "\"effect\":\"DENY\"")))
                .as("a sum for each chain is what the thief wants")
                .containsOnly(List.of());
    }

    @Test
    void requestsOnSeveralChains_areOneBurst() {
        var freezing = "\"effect\":\"DENY\",\"freeze\":\"WORKSPACE\"";
        assertThat(takenFromAll(limited("COUNT", "2", "initiator", freezing)))
                .containsExactly(
                        List.of(),
                        List.of(),
                        List.of(Reason.Code.LIMIT_EXCEEDED, Reason.Code.BURST),
                        List.of(Reason.Code.LIMIT_EXCEEDED, Reason.Code.BURST));
        assertThat(takenFromAll(limited("COUNT", "4", "initiator", freezing))).containsOnly(List.of());
    }
}
