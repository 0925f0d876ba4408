package tallystick.mpc.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.VerifyKey;
import tallystick.mpc.ecdsa.EcdsaKeyShare;
import tallystick.mpc.frost.SchnorrSignature;
import tallystick.mpc.frost.SigningRequest;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.InProcess;
import tallystick.mpc.session.PartyId;

/// What `docs/library.md` shows is compiled here and runs: each of its Java blocks is a marked part of this package's
/// sources, line for line.
class LibraryPageTest {
    private static final Pattern BLOCK = Pattern.compile("<!-- part: (\\w+) -->\n```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PART = Pattern.compile("( *)// \\[(?!end)(\\w+)]\n(.*?)\\1// \\[end]", Pattern.DOTALL);

    @Test
    void everyBlockOfThePage_isAPartOfTheSources_andEveryPartIsOnThePage() throws IOException {
        var root = Path.of(System.getProperty("tallystick.root"));
        var page = Files.readString(root.resolve("docs/library.md"));
        var shown = new LinkedHashMap<String, String>();
        var blocks = BLOCK.matcher(page);
        while (blocks.find()) shown.put(blocks.group(1), blocks.group(2));
        var parts = new LinkedHashMap<String, String>();
        for (var name : new String[] {"Trio", "Signers", "Walk"})
            parts.putAll(parts(
                    Files.readString(root.resolve("mpc/src/test/java/tallystick/mpc/example/" + name + ".java"))));
        assertThat(parts).hasSize(20);
        assertThat(shown).isEqualTo(parts);
        assertThat(page.split("```java", -1)).as("every block has a part").hasSize(21);
    }

    @Test
    void ecdsa_signsWithTheKeyAndAChild() {
        try (var trio = new Trio()) {
            Walk.ecdsa(trio);
        }
    }

    @Test
    void refresh_keepsTheKey() {
        try (var trio = new Trio()) {
            Walk.refresh(trio);
        }
    }

    @Test
    void reshare_toOthersWithOtherNumbers_keepsTheKey() {
        try (var trio = new Trio()) {
            Walk.reshare(trio);
        }
    }

    @Test
    void lostShare_comesBack_andSigns() {
        try (var trio = new Trio()) {
            var shares = trio.activate(trio.generate());
            var lost = shares.lastKey();
            var repaired = trio.activate(trio.repair(lost, shares.headMap(lost)));
            var before = shares.get(lost).share();
            var after = repaired.get(lost).share();
            assertThat(after.leaves().values()).hasSize(1);
            after.leaves()
                    .forEach((leaf, share) ->
                            assertThat(share.sameAs(before.leaf(leaf))).isTrue());
            assertThat(repaired.get(lost).key().epoch()).isEqualTo(2);
        }
    }

    @Test
    void mandatoryParticipant_whoseBackupWasVerified_keepsNobodyFromTheKey() {
        try (var trio = new Trio("all(alice, any(bob, carol))")) {
            assertThat(trio.activate(trio.generate())).hasSize(3);
        }
    }

    /// Alice was given another key for Dave, whom nobody has met: all part before the run, and Dave is not named.
    @Test
    void reshare_whereOneBelievesAnotherKeyOfTheJoiner_namesNobody() {
        try (var trio = new Trio();
                var dave = IdentityKey.generate(trio.entropy, trio.home);
                var other = IdentityKey.generate(trio.entropy, trio.home)) {
            var shares = trio.activate(trio.generate());
            var key = shares.firstEntry().getValue().key();
            var order = trio.fresh();
            var people = new TreeMap<String, Walk.Person>();
            for (var party : trio.tree.parties())
                people.put(trio.tree.nameOf(party), new Walk.Person(trio.keys.get(party), trio.spoken.get(party)));
            people.put("dave", new Walk.Person(dave, new PassingOccasions()));
            var keys = new TreeMap<String, VerifyKey>();
            people.forEach((name, person) -> keys.put(name, person.key().verifyKey()));
            var right = Walk.Ordered.of(key, order, keys);
            keys.put("dave", other.verifyKey());
            var wrong = Walk.Ordered.of(key, order, keys);
            assertThat(wrong.plan().setup()).isNotEqualTo(right.plan().setup());

            var outcomes = InProcess.drive(right.plan().parties().stream()
                    .map(party -> {
                        var name = right.plan().nameOf(party);
                        var ordered = "alice".equals(name) ? wrong : right;
                        return ordered.agreement(
                                party, people.get(name), trio.fresh().bytes());
                    })
                    .toList());
            Outcomes.assertBlamed(outcomes, right.plan().parties(), Fault.SETUP_MISMATCH);
            shares.values().forEach(EcdsaKeyShare::close);
        }
    }

    @Test
    void frost_signsMessagesOfAnyLength_thatItsSchemeAllows() {
        try (var trio = new Trio()) {
            var text = Bytes.ofUtf8("pay nobody anything");
            var longest = Bytes.copyOf(new byte[SigningRequest.MESSAGE_BYTES_MAX]);
            var signed = new ArrayList<SchnorrSignature>();
            signed.add(Walk.frost(trio, Scheme.FROST_BIP340, trio.fresh().bytes()));
            for (var message : List.of(Bytes.empty(), text, longest))
                signed.add(Walk.frost(trio, Scheme.FROST_ED25519, message));
            signed.add(Walk.frost(trio, Scheme.FROST_SECP256K1, text));
            assertThat(signed).hasSize(5);
            for (var each : signed) assertThat(each.encoded().length()).isBetween(64, 65);
        }
    }

    @Test
    void blame_ofTwoGivenDifferentOrders_namesNobody() {
        try (var trio = new Trio()) {
            assertThat(Walk.blame(trio).fault()).isEqualTo(Fault.SETUP_MISMATCH);
        }
    }

    @Test
    void kept_opensAgain_andNothingStaysOpen() {
        try (var trio = new Trio()) {
            var before = trio.home.lentBytes();
            Walk.keep(trio);
            assertThat(trio.home.lentBytes()).isEqualTo(before);
        }
    }

    @Test
    void poolsOfWhichOneSideLostItems_areEvenedAndSign() {
        try (var trio = new Trio()) {
            var shares = trio.activate(trio.generate());
            var key = shares.firstEntry().getValue().key();
            var one = new PartyId(1);
            var three = new PartyId(3);
            var set = trio.tree.qualify(List.of(one, three)).orThrow();
            try (var signers = new Signers(trio, shares)) {
                signers.stock(2);
                signers.even(one, three);
                assertThat(List.of(signers.items(one, three), signers.items(three, one)))
                        .containsExactly(2, 2);
                signers.beginAlone(one, set);
                assertThat(List.of(signers.items(one, three), signers.items(three, one)))
                        .containsExactly(1, 2);
                signers.even(one, three);
                assertThat(List.of(signers.items(one, three), signers.items(three, one)))
                        .containsExactly(0, 0);
                signers.stock(2);
                assertThat(List.of(signers.items(one, three), signers.items(three, one)))
                        .containsExactly(2, 2);
                var digest = trio.fresh();
                var signed = signers.sign(set, KeyTweak.none(key.scheme().curve()), digest);
                assertThat(signed.signatures().getFirst().verifies(key.point(), digest))
                        .isTrue();
            }
        }
    }

    /// The parts of one source, without the indentation of their place.
    private static Map<String, String> parts(String source) {
        var parts = new LinkedHashMap<String, String>();
        var found = PART.matcher(source);
        while (found.find()) {
            var indent = found.group(1).length();
            var text = found.group(3)
                    .lines()
                    .map(line -> line.isBlank() ? "" : line.substring(indent))
                    .collect(Collectors.joining("\n", "", "\n"));
            parts.put(found.group(2), text);
        }
        return parts;
    }
}
