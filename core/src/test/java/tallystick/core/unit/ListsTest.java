package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.CALM;
import static tallystick.core.kit.Judging.CHAIN;
import static tallystick.core.kit.Judging.NOW;
import static tallystick.core.kit.Judging.PAYEE;
import static tallystick.core.kit.Judging.STRANGER;
import static tallystick.core.kit.Judging.ether;

import java.math.BigInteger;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Effect;
import tallystick.core.kit.Judging;
import tallystick.core.policy.Activity;
import tallystick.core.policy.NamedList;
import tallystick.core.policy.Names;
import tallystick.core.policy.Policy;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.KnownAccounts;
import tallystick.core.policy.judge.Trace;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Quantity;
import tallystick.crypto.codec.Bytes;

/// docs/spec/policy.md, PO-6: lists of accounts and of assets, and what is in the address book and blocked there.
class ListsTest {
    private static final Asset COIN = new Asset(CHAIN, "slip44", "60");
    private static final Account LIVE = new Account(CHAIN, "0x0000000000000000000000000000000000000011");

    private static Policy policy(String match) {
        return PolicyFile.parse(
                        Bytes.ofUtf8("""
                            {"schema":"tallystick.policy/v1","id":"p","version":1,"scope":{"org":"acme"},
                            "effectiveFrom":"2026-01-01T00:00:00Z",
                            "lists":{"book":{"kind":"addressBook"},
                            "suppliers":{"kind":"addressBook","tags":["supplier","bank"]},
                            "fixed":{"kind":"address","items":["%s"]},
                            "art":{"kind":"asset","class":"COLLECTIBLE","items":["eip155:1/erc20:%s"]},
                            "plain":{"kind":"asset","items":["eip155:1/erc20:%s"]}},
                            "rules":[{"id":"d","effect":"DENY","activity":["*"],"match":{%s}}]}
                            """.formatted(LIVE, "0x" + "11".repeat(20), "0x" + "22".repeat(20), match)))
                .orThrow();
    }

    private static String ask(String match, Matter matter, Circumstances circumstances) {
        return Judging.judge(matter, circumstances, NOW, policy(match)).trace().rules().stream()
                .filter(part -> part.leg() == 0 && part.rule().rule().equals("d"))
                .findFirst()
                .map(part -> part.how() == Trace.How.ERRED ? "ERRED" : "MET")
                .orElse("UNMET");
    }

    private static Circumstances book(KnownAccounts.Entry entry, Account... accounts) {
        var book = new java.util.HashMap<Account, KnownAccounts.Entry>();
        for (var account : accounts) book.put(account, entry);
        return CALM.with(new KnownAccounts(book, Set.of()));
    }

    private static KnownAccounts.Entry entry(boolean isBlocked, String... tags) {
        return new KnownAccounts.Entry(NOW.minus(Duration.ofDays(9)), Names.sorted(List.of(tags)), isBlocked);
    }

    @Test
    void listWithTags_holdsOnlyAccountsThatBearOneOfThem() {
        var match = "\"destination\":{\"in\":[\"suppliers\"]}";
        var paying = Judging.matter(ether(PAYEE, "1"));
        assertThat(ask(match, paying, book(entry(false, "bank", "old"), PAYEE))).isEqualTo("MET");
        assertThat(ask(match, paying, book(entry(false, "old"), PAYEE))).isEqualTo("UNMET");
        assertThat(ask(match, paying, book(entry(false), PAYEE))).isEqualTo("UNMET");
        assertThat(ask("\"destination\":{\"in\":[\"book\"]}", paying, book(entry(false), PAYEE)))
                .isEqualTo("MET");
    }

    /// So that nothing is admitted for it, and everything is triggered by it.
    @Test
    void blockedAccount_isNeitherInAListOfTheBook_norOutOfIt() {
        var blocked = book(entry(true, "bank"), PAYEE);
        var paying = Judging.matter(ether(PAYEE, "1"));
        for (var match : List.of(
                "\"destination\":{\"in\":[\"book\"]}",
                "\"destination\":{\"notIn\":[\"book\"]}",
                "\"destination\":{\"in\":[\"suppliers\"]}",
                "\"destination\":{\"kinds\":[\"ADDRESS_BOOK\"]}",
                "\"destination\":{\"kinds\":[\"ONE_TIME\"]}",
                "\"destination\":{\"in\":[\"book\"],\"kinds\":[\"ONE_TIME\"]}",
                "\"destination\":{\"in\":[\"book\"],\"lookAlike\":false}"))
            assertThat(ask(match, paying, blocked)).as(match).isEqualTo("ERRED");
        assertThat(ask("\"destination\":{\"in\":[\"book\"],\"lookAlike\":true}", paying, blocked))
                .as("what is not met counts before what cannot be answered")
                .isEqualTo("UNMET");
        assertThat(ask("\"destination\":{\"kinds\":[\"INTERNAL\"]}", paying, blocked))
                .isEqualTo("ERRED");
    }

    @Test
    void blockedAccount_thatAListOfItsOwnNames_isInThatList() {
        var paying = Judging.matter(ether(LIVE, "1"));
        var blocked = book(entry(true), LIVE);
        for (var lists : List.of("\"fixed\",\"book\"", "\"book\",\"fixed\"")) {
            assertThat(ask("\"destination\":{\"in\":[" + lists + "]}", paying, blocked))
                    .isEqualTo("MET");
            assertThat(ask("\"destination\":{\"notIn\":[" + lists + "]}", paying, blocked))
                    .isEqualTo("UNMET");
        }
    }

    private static Matter calling(String... accounts) {
        var arguments = List.of(accounts).stream()
                .map(value -> new Effect.Argument("to", "address", value))
                .toList();
        var code = new Leg.Code(
                LIVE,
                Optional.empty(),
                Optional.of("f(address[])"),
                arguments,
                Effect.Operation.CALL,
                BigInteger.ZERO,
                0);
        return Judging.matter(new Leg(
                Activity.CONTRACT_CALL,
                Optional.of(LIVE),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.of(code),
                Optional.empty(),
                Optional.empty(),
                true,
                false));
    }

    @Test
    void argumentsOfOneName_haveAllToBeInTheList() {
        var match = "\"call\":{\"args\":[{\"name\":\"to\",\"in\":[\"book\"]}]}";
        var known = book(entry(false), PAYEE);
        assertThat(ask(match, calling(PAYEE.address(), PAYEE.address()), known)).isEqualTo("MET");
        assertThat(ask(match, calling(PAYEE.address(), STRANGER.address()), known))
                .isEqualTo("UNMET");
        assertThat(ask(match, calling(STRANGER.address(), PAYEE.address()), known))
                .isEqualTo("UNMET");
        var blocked = book(entry(true), STRANGER);
        assertThat(ask(match, calling(STRANGER.address()), blocked)).isEqualTo("ERRED");
        assertThat(ask(match, calling(STRANGER.address(), STRANGER.address()), blocked))
                .isEqualTo("ERRED");
        assertThat(ask(match, calling(STRANGER.address(), PAYEE.address()), blocked))
                .as("one that is in no list")
                .isEqualTo("UNMET");
    }

    @Test
    void argumentThatIsNoAccount_isInNoList() {
        var match = "\"call\":{\"args\":[{\"name\":\"to\",\"in\":[\"book\"]}]}";
        var longest = new Account(CHAIN, "x".repeat(128));
        var tilde = new Account(CHAIN, "a~");
        var blocked = book(entry(true), longest, tilde);
        for (var account : List.of(longest, tilde))
            assertThat(ask(match, calling(account.address()), blocked)).isEqualTo("ERRED");
        for (var text : List.of("", "x".repeat(129), "a b", "a\u007f"))
            assertThat(ask(match, calling(text), blocked)).as(text).isEqualTo("UNMET");
    }

    private static Matter moving(Asset asset) {
        return Judging.matter(
                Leg.of(Activity.TRANSFER, PAYEE, asset, Quantity.of(BigInteger.ONE), OptionalInt.empty()));
    }

    @Test
    void assets_areOfTheClassOfTheirKind_orOfTheirList() {
        var classes = Map.of(
                COIN,
                "NATIVE",
                new Asset(CHAIN, "erc20", "0x" + "22".repeat(20)),
                "TOKEN",
                new Asset(CHAIN, "token", "a2"),
                "TOKEN",
                new Asset(CHAIN, "erc721", "0x" + "33".repeat(20)),
                "COLLECTIBLE",
                new Asset(CHAIN, "erc1155", "0x" + "33".repeat(20)),
                "COLLECTIBLE");
        classes.forEach((asset, of) -> {
            for (var each : List.of("NATIVE", "TOKEN", "COLLECTIBLE", "STABLE"))
                assertThat(ask("\"asset\":{\"class\":[\"" + each + "\"]}", moving(asset), CALM))
                        .as("%s, %s", asset, each)
                        .isEqualTo(each.equals(of) ? "MET" : "UNMET");
        });
        var listed = moving(new Asset(CHAIN, "erc20", "0x" + "11".repeat(20)));
        assertThat(ask("\"asset\":{\"class\":[\"COLLECTIBLE\"]}", listed, CALM)).isEqualTo("MET");
        assertThat(ask("\"asset\":{\"class\":[\"TOKEN\"]}", listed, CALM)).isEqualTo("MET");
    }

    @Test
    void assetList_holdsItsAssetsAndNoOthers() {
        var listed = moving(new Asset(CHAIN, "erc20", "0x" + "22".repeat(20)));
        assertThat(ask("\"asset\":{\"in\":[\"art\",\"plain\"]}", listed, CALM)).isEqualTo("MET");
        assertThat(ask("\"asset\":{\"notIn\":[\"art\"]}", listed, CALM)).isEqualTo("MET");
        assertThat(ask("\"asset\":{\"notIn\":[\"art\",\"plain\"]}", listed, CALM))
                .isEqualTo("UNMET");
        assertThat(ask("\"asset\":{\"in\":[\"art\",\"plain\"]}", moving(COIN), CALM))
                .isEqualTo("UNMET");
    }

    @Test
    void programsOfATransaction_oneInNoList_isEnough_andABlockedOneCannotBeAnswered() {
        var match = "\"solana\":{\"programsNotIn\":[\"book\"]}";
        assertThat(ask(match, running(PAYEE), book(entry(false), PAYEE))).isEqualTo("UNMET");
        assertThat(ask(match, running(PAYEE, STRANGER), book(entry(false), PAYEE)))
                .isEqualTo("MET");
        assertThat(ask(match, running(PAYEE), book(entry(true), PAYEE))).isEqualTo("ERRED");
        assertThat(ask(match, running(PAYEE, STRANGER), book(entry(true), PAYEE)))
                .isEqualTo("MET");
        assertThat(ask("\"solana\":{\"durableNonce\":true}", running(PAYEE), CALM))
                .isEqualTo("MET");
        assertThat(ask("\"solana\":{\"durableNonce\":false}", running(PAYEE), CALM))
                .isEqualTo("UNMET");
    }

    private static Matter running(Account... programs) {
        var plain = Judging.matter(ether(PAYEE, "1"));
        return new Matter(
                plain.asked(),
                plain.chain(),
                plain.content(),
                plain.legs(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Matter.Programs(true, Set.of(programs))),
                plain.digests());
    }

    /// As many accounts as a list may have, all of one hash code: whoever writes a policy chooses its texts. Compared
    /// each with each they would take minutes.
    @Test
    @Timeout(60)
    void accountsOfOneHashCode_areAListLikeAnyOther() {
        var accounts = new HashSet<Account>();
        for (var number = 0; number < 100_000; number++) {
            var address = new StringBuilder();
            for (var bit = 0; bit < 17; bit++) address.append((number >> bit & 1) == 0 ? "Aa" : "BB");
            accounts.add(new Account(CHAIN, address.toString()));
        }
        assertThat(accounts.stream().map(Account::hashCode).distinct()).hasSize(1);
        var list = new NamedList.Addresses(accounts);
        assertThat(list.items()).hasSize(100_000).contains(new Account(CHAIN, "BB".repeat(16) + "Aa"));
        assertThat(list.items().contains(new Account(CHAIN, "BB".repeat(18)))).isFalse();
    }
}
