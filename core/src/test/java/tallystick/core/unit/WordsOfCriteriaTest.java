package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.CALM;
import static tallystick.core.kit.Judging.CHAIN;
import static tallystick.core.kit.Judging.ETHER;
import static tallystick.core.kit.Judging.NOW;
import static tallystick.core.kit.Judging.PAYEE;
import static tallystick.core.kit.Judging.STRANGER;
import static tallystick.core.kit.Judging.ether;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Warning;
import tallystick.core.kit.Judging;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Names;
import tallystick.core.policy.Scope;
import tallystick.core.policy.explain.Explanation;
import tallystick.core.policy.judge.Judge;
import tallystick.core.policy.judge.KnownAccounts;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.matter.Initiator;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Quantity;
import tallystick.core.policy.matter.Source;
import tallystick.crypto.codec.Bytes;

/// docs/spec/policy-review.md, PV-2: what a rule asks for and what is here instead, word for word, of every criterion.
class WordsOfCriteriaTest {
    private static final Account LIKE = new Account(CHAIN, "0xF89d00000000000000000000000000000000Aa40");
    private static final Account BLOCKED_ONE = new Account(CHAIN, "0x0000000000000000000000000000000000000011");
    private static final Matter PLAIN = Judging.matter(ether(PAYEE, "1.5"));
    private static final Matter FULL = full();
    private static final Matter CHANGE = Matter.of(Judging.asked(1), Activity.MESSAGE);
    private static final Matter OWN = Judging.matter(ether(PAYEE, "1").internal(true));
    private static final Matter ALIKE = Judging.matter(ether(LIKE, "1"));
    private static final Matter BLOCKED = Judging.matter(ether(BLOCKED_ONE, "1"));
    private static final Matter UNREAD = Judging.matter(leg(Optional.empty(), Optional.empty(), false));
    private static final Matter CALLING =
            Judging.matter(leg(Optional.of(code(Optional.empty())), Optional.empty(), true));
    private static final Matter ENDLESS = Judging.matter(
            Leg.of(Activity.APPROVE_ALLOWANCE, PAYEE, ETHER, new Quantity.Unlimited(), OptionalInt.of(18)));
    private static final Matter NONE = Judging.matter(ether(PAYEE, "0"));
    private static final Matter UNCOUNTED =
            Judging.matter(Leg.of(Activity.TRANSFER, PAYEE, ETHER, Quantity.of(BigInteger.TEN), OptionalInt.empty()));

    private static Leg leg(Optional<Leg.Code> code, Optional<Leg.Said> said, boolean isDecoded) {
        return new Leg(
                Activity.CONTRACT_CALL,
                Optional.of(PAYEE),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                code,
                said,
                Optional.of(new Leg.Power(PAYEE, Effect.Authority.OWNER, Effect.Turn.GIVEN)),
                isDecoded,
                false);
    }

    private static Leg.Code code(Optional<String> function) {
        return new Leg.Code(
                STRANGER,
                function.map(each -> "a9059cbb"),
                function,
                List.of(new Effect.Argument("to", "address", "b")),
                Effect.Operation.CALL,
                BigInteger.valueOf(12),
                2);
    }

    private static Matter full() {
        var asked = Judging.asked(1);
        var place = new Scope("acme", Optional.of("prod"), Optional.of("hot"), Optional.of("w1"));
        var leg = leg(
                Optional.of(code(Optional.of("g(address)"))),
                Optional.of(new Leg.Said("typed", "Permit", List.of())),
                true);
        return new Matter(
                new Matter.Asked(
                        asked.intent(),
                        new Source(place, Optional.of("warm"), Names.sorted(List.of("ops", "pay")), Optional.empty()),
                        new Initiator(
                                new PersonId("u:ann"),
                                Names.sorted(List.of("auditor", "trader")),
                                Optional.of("k1"),
                                Optional.of(Bytes.ofHex("0b000001")),
                                AuthStrength.PASSKEY,
                                Optional.of(Duration.ofHours(2))),
                        asked.digests(),
                        false,
                        NOW),
                Optional.of(CHAIN),
                Optional.empty(),
                List.of(leg),
                List.of(),
                List.of(new Warning(Warning.Severity.DANGER, "C", "A sentence.")),
                Optional.of(new Matter.Fee(ETHER, PAYEE, BigInteger.TEN.pow(15), OptionalInt.of(18))),
                Optional.of(new Matter.Coins(3, new BigDecimal("12.50"), false)),
                Optional.of(new Matter.Programs(true, Set.of(PAYEE))),
                asked.digests());
    }

    private static String said(Matter matter, String match) {
        var rule = "{\"id\":\"x\",\"effect\":\"DENY\",\"activity\":[\"*\"],\"match\":{%s}}".formatted(match);
        var levels = List.of(Level.of(Judging.policy(rule)));
        var known = CALM.with(new KnownAccounts(
                Map.of(
                        PAYEE,
                        KnownAccounts.Entry.since(NOW),
                        BLOCKED_ONE,
                        new KnownAccounts.Entry(NOW, Names.sorted(List.of("old", "bank")), true)),
                Set.of()));
        var judgement = Judge.judge(matter, levels, known, NOW);
        return Explanation.of(matter, levels, known, NOW, judgement)
                .rules()
                .getFirst()
                .sentence();
    }

    private static void assertSaid(Matter matter, String match, String text) {
        assertThat(said(matter, match)).startsWith("p14/x (DENY) ").endsWith(": " + text + ".");
    }

    @Test
    void whoProposes_andFromWhere_isSaidWithWhatWasAskedFor() {
        assertSaid(
                FULL,
                "\"initiator\":{\"users\":[\"u:bo\"],\"groups\":[\"exec\"],\"notGroups\":[\"risk\"],"
                        + "\"roles\":[\"clerk\"],\"apiKeys\":[\"k2\"],\"service\":true,\"ip\":[\"10.0.0.0/8\","
                        + "\"2001:db8::/32\"],\"authStrength\":\"HARDWARE\",\"sessionAgeMax\":\"PT1H\"}",
                "initiator asks for person u:bo, group exec, not of group risk, role clerk, key k2, "
                        + "a program, address 10.0.0.0/8, 20010db8000000000000000000000000/32, authentication "
                        + "of HARDWARE or stronger, a login at most PT1H ago, and here is u:ann with PASSKEY, "
                        + "roles auditor, trader, key k1, from 0b000001, logged in PT2H ago (the initiator is "
                        + "none of those named)");
        assertSaid(
                PLAIN,
                "\"initiator\":{\"service\":true}",
                "initiator asks for a program, and here is u:ann with HARDWARE (the initiator is a "
                        + "person where a program is asked for, or the reverse)");
        assertSaid(
                FULL,
                "\"initiator\":{\"service\":false,\"users\":[\"u:bo\"]}",
                "initiator asks for person u:bo, a person, and here is u:ann with PASSKEY, roles "
                        + "auditor, trader, key k1, from 0b000001, logged in PT2H ago (the initiator is none "
                        + "of those named)");
        assertSaid(
                FULL,
                "\"source\":{\"workspaces\":[\"test\"],\"vaults\":[\"cold\"],\"wallets\":[\"w2\"],"
                        + "\"tiers\":[\"cold\"],\"tags\":[\"cold\"],\"chains\":[\"eip155:10\"]}",
                "source asks for workspace test, vault cold, wallet w2, tier cold, tag cold, chain "
                        + "eip155:10, and here is acme/prod/hot/w1, tier warm, tags ops, pay, chain eip155:1 "
                        + "(another workspace)");
        assertSaid(
                CHANGE,
                "\"source\":{\"tags\":[\"cold\"]}",
                "source asks for tag cold, and here is acme/prod/hot, no tier, tags hot, no chain "
                        + "(the source has none of the tags)");
    }

    @Test
    void whomItReaches_andWhatMoves_isSaidWithWhatWasAskedFor() {
        assertSaid(
                PLAIN,
                "\"destination\":{\"in\":[\"safes\"],\"notIn\":[\"payees\"],\"kinds\":[\"INTERNAL\"],"
                        + "\"lookAlike\":true}",
                "destination asks for one in list safes, none in list payees, kind INTERNAL, one "
                        + "that looks like a known one, and here is "
                        + "eip155:1:0xf89d7b9c864f589bbF53a82105107622B35EaA40 (the destination is in none of "
                        + "the lists)");
        assertSaid(
                OWN,
                "\"destination\":{\"kinds\":[\"ONE_TIME\"]}",
                "destination asks for kind ONE_TIME, and here is "
                        + "eip155:1:0xf89d7b9c864f589bbF53a82105107622B35EaA40, an own account (the "
                        + "destination is of another kind)");
        assertSaid(
                CHANGE,
                "\"destination\":{\"lookAlike\":false}",
                "destination asks for none that looks like one, and here is nobody (it reaches " + "nobody)");
        assertSaid(
                ALIKE,
                "\"destination\":{\"lookAlike\":false}",
                "destination asks for none that looks like one, and here is "
                        + "eip155:1:0xF89d00000000000000000000000000000000Aa40, which looks like "
                        + "eip155:1:0xf89d7b9c864f589bbF53a82105107622B35EaA40 (the destination looks like a "
                        + "known one)");
        assertSaid(
                BLOCKED,
                "\"destination\":{\"kinds\":[\"ONE_TIME\"]}",
                "destination asks for kind ONE_TIME, and here is "
                        + "eip155:1:0x0000000000000000000000000000000000000011, in the address book: since "
                        + "2026-11-24T16:00:00Z tagged bank, old and blocked (the account is blocked)");
        assertSaid(
                PLAIN,
                "\"asset\":{\"in\":[\"stables\"],\"notIn\":[\"stables\"],"
                        + "\"is\":[\"eip155:10/slip44:60\"],\"class\":[\"TOKEN\"]}",
                "asset asks for one in list stables, none in list stables, asset "
                        + "eip155:10/slip44:60, class TOKEN, and here is eip155:1/slip44:60 (the asset is in "
                        + "none of the lists)");
        assertSaid(
                CHANGE,
                "\"asset\":{\"class\":[\"TOKEN\"]}",
                "asset asks for class TOKEN, and here is no asset (no asset moves)");
    }

    @Test
    void whatIsCalled_orDeclared_isSaidWithWhatWasAskedFor() {
        assertSaid(
                FULL,
                "\"call\":{\"operation\":\"DELEGATECALL\",\"targetIn\":[\"safes\"],"
                        + "\"targetNotIn\":[\"payees\"],\"selectors\":[\"00000000\"],\"signatures\":[\"f()\"],"
                        + "\"depth\":{\"min\":1,\"max\":3},\"valueMin\":\"4\",\"args\":[{\"name\":\"to\","
                        + "\"is\":[\"a\"]},{\"name\":\"n\",\"min\":\"1\",\"max\":\"5\"},{\"name\":\"o\","
                        + "\"in\":[\"payees\"]}]}",
                "call asks for operation DELEGATECALL, a contract in list safes, a contract in none "
                        + "of payees, selector 00000000, function f(), depth 1 to 3, coin sent along at least "
                        + "4 base units, argument to of a, argument n 1 to 5, argument o in list payees, and "
                        + "here is g(address) of eip155:1:0x96221423681A6d52E184D440a8eFCEbB105C7242 by CALL "
                        + "at depth 2 with 12 base units (the code runs in another way)");
        assertSaid(
                UNREAD,
                "\"call\":{\"operation\":\"DELEGATECALL\"}",
                "call asks for operation DELEGATECALL, and here is no call (what it does could not " + "be read)");
        assertSaid(
                CALLING,
                "\"call\":{\"operation\":\"DELEGATECALL\"}",
                "call asks for operation DELEGATECALL, and here is a function nobody knows of "
                        + "eip155:1:0x96221423681A6d52E184D440a8eFCEbB105C7242 by CALL at depth 2 with 12 base "
                        + "units (the code runs in another way)");
        assertSaid(
                PLAIN,
                "\"call\":{\"operation\":\"DELEGATECALL\"}",
                "call asks for operation DELEGATECALL, and here is no call (no code is called)");
        assertSaid(
                FULL,
                "\"typedData\":{\"primaryTypes\":[\"Order\"],\"domains\":[\"USDC\"],"
                        + "\"fields\":[{\"name\":\"a\",\"is\":[\"b\"]}]}",
                "typedData asks for type Order, domain USDC, field a of b, and here is typed "
                        + "\"Permit\" (data of another type)");
        assertSaid(
                PLAIN,
                "\"statement\":{\"kinds\":[\"login\"],\"fields\":[{\"name\":\"a\",\"is\":[\"b\"]}]}",
                "statement asks for kind login, field a of b, and here is nothing that is declared "
                        + "(nothing is declared)");
        assertSaid(
                FULL,
                "\"authority\":{\"kinds\":[\"MODULE\"],\"turns\":[\"TAKEN\"]}",
                "authority asks for power MODULE, that is TAKEN, and here is OWNER GIVEN over "
                        + "eip155:1:0xf89d7b9c864f589bbF53a82105107622B35EaA40 (another power changes)");
        assertSaid(
                PLAIN,
                "\"authority\":{\"kinds\":[\"MODULE\"]}",
                "authority asks for power MODULE, and here is no power over an account (no power "
                        + "over an account changes)");
    }

    @Test
    void whenItIs_andHowItIsMade_isSaidWithWhatWasAskedFor() {
        assertSaid(
                PLAIN,
                "\"decoded\":false",
                "decoded asks for bytes that are not understood, and here is bytes that are "
                        + "understood (all of it is understood)");
        assertSaid(
                UNREAD,
                "\"decoded\":true",
                "decoded asks for bytes that are understood, and here is bytes that are not (it is "
                        + "not understood)");
        assertSaid(
                PLAIN,
                "\"time\":{\"tz\":\"UTC\",\"days\":[\"MON\",\"SUN\"],\"hours\":\"08:05-19:30\","
                        + "\"holidays\":\"fr\"}",
                "time asks for a time within MON, SUN, 08:05 to 19:30 but the holidays fr, UTC, and "
                        + "here is Tue 16:00 UTC (it is outside these hours)");
        assertSaid(
                PLAIN,
                "\"time\":{\"tz\":\"UTC\",\"hours\":\"08:00-19:00\",\"outside\":true}",
                "time asks for a time outside every day, 08:00 to 19:00, UTC, and here is Tue 16:00 "
                        + "UTC (it is within these hours)");
        assertSaid(
                FULL,
                "\"utxo\":{\"inputsMin\":4,\"feeRateMax\":\"1.5\",\"change\":true}",
                "utxo asks for inputs at least 4, fee rate at most 1.5 sat/vB, change that comes "
                        + "back, and here is 3 inputs, 12.50 sat/vB, no change (another number of inputs)");
        assertSaid(
                FULL,
                "\"utxo\":{\"change\":true,\"inputsMax\":9}",
                "utxo asks for inputs at most 9, change that comes back, and here is 3 inputs, 12.50 "
                        + "sat/vB, no change (nothing comes back)");
        assertSaid(
                PLAIN,
                "\"utxo\":{\"change\":false}",
                "utxo asks for no change, and here is no transaction of coins (no transaction of " + "coins)");
        assertSaid(
                FULL,
                "\"solana\":{\"durableNonce\":false,\"programsNotIn\":[\"safes\"]}",
                "solana asks for no durable nonce, a program in none of safes, and here is a durable "
                        + "nonce, programs eip155:1:0xf89d7b9c864f589bbF53a82105107622B35EaA40 (it waits under "
                        + "a durable nonce)");
        assertSaid(
                PLAIN,
                "\"solana\":{\"durableNonce\":true}",
                "solana asks for a durable nonce, and here is no transaction of Solana (no "
                        + "transaction of Solana)");
        assertSaid(
                FULL,
                "\"warnings\":{\"codes\":[\"A\",\"B\"]}",
                "warnings asks for warning A, B, and here is C (none of these warnings was given)");
        assertSaid(
                PLAIN,
                "\"warnings\":{\"codes\":[\"A\"]}",
                "warnings asks for warning A, and here is none (none of these warnings was given)");
    }

    @Test
    void whatIsKnownOfIt_isSaidWithWhatWasAskedFor() {
        assertSaid(
                PLAIN,
                "\"duplicate\":{\"within\":\"PT1H\"}",
                "duplicate asks for the same payment within PT1H, and here is 1500000000000000000 "
                        + "base units of eip155:1/slip44:60 to "
                        + "eip155:1:0xf89d7b9c864f589bbF53a82105107622B35EaA40 (no such payment was made a "
                        + "short while ago)");
        assertSaid(
                CHANGE,
                "\"duplicate\":{\"within\":\"PT1H\"}",
                "duplicate asks for the same payment within PT1H, and here is no payment (no payment)");
        assertSaid(
                PLAIN,
                "\"counterparty\":{\"codeAgeMin\":\"P1D\",\"codeAgeMax\":\"P2D\",\"scoreMin\":5,"
                        + "\"screened\":true}",
                "counterparty asks for code at least PT24H old, code younger than PT48H, score at "
                        + "least 5, one that no list of sanctions names, and here is "
                        + "eip155:1:0xf89d7b9c864f589bbF53a82105107622B35EaA40: code missing, risk missing, "
                        + "screening missing (the screening of the destination is missing)");
        assertSaid(
                PLAIN,
                "\"counterparty\":{\"screened\":false}",
                "counterparty asks for one that a list names, and here is "
                        + "eip155:1:0xf89d7b9c864f589bbF53a82105107622B35EaA40: code not asked, risk not "
                        + "asked, screening missing (the screening of the destination is missing)");
        assertSaid(
                CHANGE,
                "\"counterparty\":{\"screened\":false}",
                "counterparty asks for one that a list names, and here is nobody (it reaches nobody)");
    }

    @Test
    void whatItCosts_andWhatIsEstablished_isSaidWithWhatWasAskedFor() {
        assertSaid(
                FULL,
                "\"fee\":{\"fiat\":\"USD\",\"min\":\"9\",\"priceAgeMax\":\"PT5M\"}",
                "fee asks for at least 9 USD by a price of the last PT5M, and here is 2 USD (0.001 "
                        + "of eip155:1/slip44:60 at 2000 USD each) (it is too little)");
        assertSaid(
                FULL,
                "\"fee\":{\"unit\":\"ASSET\",\"min\":\"9\"}",
                "fee asks for at least 9 whole units, and here is 0.001 of eip155:1/slip44:60 (it is " + "too little)");
        assertSaid(
                FULL,
                "\"fee\":{\"unit\":\"BASE\",\"max\":\"9\"}",
                "fee asks for at most 9 base units, and here is 1000000000000000 base units of "
                        + "eip155:1/slip44:60 (it is too much)");
        assertSaid(
                PLAIN,
                "\"fee\":{\"unit\":\"BASE\",\"max\":\"9\"}",
                "fee asks for at most 9 base units, and here is no fee (it costs no fee)");
        assertSaid(
                PLAIN,
                "\"risk\":{\"scoreMax\":3,\"reasons\":[\"A\"]}",
                "risk asks for score at most 3, reason A, and here is missing (the risk is missing)");
        assertSaid(
                PLAIN,
                "\"simulation\":{\"changes\":[\"OWNER\"]}",
                "simulation asks for change OWNER, and here is missing (what it changes is missing)");
        assertSaid(
                PLAIN,
                "\"facts\":[\"SCREENING\",\"SIMULATION\",\"TRAVEL_RULE\",\"SOURCE_EVENT\"]",
                "facts asks for all of SCREENING, SIMULATION, TRAVEL_RULE, SOURCE_EVENT, and here is "
                        + "SCREENING missing, SIMULATION missing, TRAVEL_RULE missing, SOURCE_EVENT missing "
                        + "(word of the source event is missing)");
        assertSaid(
                CHANGE,
                "\"facts\":[\"SCREENING\",\"TRAVEL_RULE\"]",
                "facts asks for all of SCREENING, TRAVEL_RULE, and here is SCREENING of nobody, "
                        + "TRAVEL_RULE missing (word of the provider is missing)");
    }

    @Test
    void howMuchItIs_isSaidWithWhatWasAskedFor() {
        assertSaid(
                CHANGE,
                "\"amount\":{\"unit\":\"BASE\",\"min\":\"1\"}",
                "amount asks for at least 1 base units, and here is nothing moves (it moves nothing)");
        assertSaid(
                UNREAD,
                "\"amount\":{\"unit\":\"BASE\",\"min\":\"1\"}",
                "amount asks for at least 1 base units, and here is nobody knows what moves (what it "
                        + "moves could not be read)");
        assertSaid(
                ENDLESS,
                "\"amount\":{\"unit\":\"BASE\",\"max\":\"1\"}",
                "amount asks for at most 1 base units, and here is an unlimited amount of "
                        + "eip155:1/slip44:60 (it is unlimited)");
        assertSaid(
                PLAIN,
                "\"amount\":{\"unit\":\"BASE\",\"min\":\"1\",\"max\":\"2\"}",
                "amount asks for 1 to 2 base units, and here is 1500000000000000000 base units of "
                        + "eip155:1/slip44:60 (it is too much)");
        assertSaid(
                PLAIN,
                "\"amount\":{\"unit\":\"ASSET\",\"min\":\"2\"}",
                "amount asks for at least 2 whole units, and here is 1.5 of eip155:1/slip44:60 (it "
                        + "is too little)");
        assertSaid(
                NONE,
                "\"amount\":{\"unit\":\"ASSET\",\"min\":\"2\"}",
                "amount asks for at least 2 whole units, and here is 0 of eip155:1/slip44:60 (it is " + "too little)");
        assertSaid(
                UNCOUNTED,
                "\"amount\":{\"unit\":\"ASSET\",\"min\":\"2\"}",
                "amount asks for at least 2 whole units, and here is 10 base units of "
                        + "eip155:1/slip44:60 (nobody knows how the asset is counted)");
        assertSaid(
                PLAIN,
                "\"amount\":{\"fiat\":\"EUR\",\"min\":\"2\"}",
                "amount asks for at least 2 EUR, and here is 1.5 of eip155:1/slip44:60 (price in "
                        + "EUR: missing) (the price is missing)");
    }
}
