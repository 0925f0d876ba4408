package tallystick.tools.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.tools.watch.LookoutTest.digest;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Receipt;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.intent.IntentId;
import tallystick.core.wire.KeyCard;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.derive.DerivationPath;
import tallystick.mpc.key.Scheme;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("what left an account on Bitcoin without the nodes is found, input by input")
class BitcoinBlocksTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Bytes POINT = Curve.SECP256K1.group().generator().encode();

    private final TreeMap<String, LookoutTest.Log> logs = new TreeMap<>();
    private final Chain chain = new Chain();
    private Instant now = Instant.parse("2026-05-01T12:00:00Z");

    @BeforeEach
    void begin() {
        for (var name : List.of("alpha", "bravo", "charlie")) logs.put(name, new LookoutTest.Log(name));
    }

    private static KeyCard card(Scheme scheme) {
        return new KeyCard(
                digest("key"), scheme.code(), "2 of (alpha, bravo, charlie)", 1, POINT, digest("chain code"));
    }

    private static String script(AddressForm form) {
        return form.script(Curve.SECP256K1.group().generator()).bytes().toHex();
    }

    private Lookout looking(Scheme scheme) {
        var read = new HashMap<String, NodeLog>();
        logs.forEach((name, log) -> read.put(name, new NodeLog(log.noteKey(), log)));
        var accounts = new Accounts(3, Accounts.Naming.BITCOIN);
        accounts.add(List.of(card(scheme)));
        var receipts = new Receipts(read, Duration.ofDays(7));
        return new Lookout(new BitcoinBlocks(chain), accounts, receipts, 0, PATIENCE, () -> now);
    }

    private static final class Chain implements BitcoinBlocks.Source {
        private final List<BitcoinBlocks.Shown> blocks = new ArrayList<>();

        void mine(JsonNode... transactions) {
            var before = blocks.isEmpty() ? "" : blocks.getLast().id();
            blocks.add(new BitcoinBlocks.Shown("block" + blocks.size(), before, List.of(transactions)));
        }

        @Override
        public BigInteger head() {
            return BigInteger.valueOf(blocks.size() - 1L);
        }

        @Override
        public Optional<BitcoinBlocks.Shown> block(long height) {
            return height < blocks.size() ? Optional.of(blocks.get((int) height)) : Optional.empty();
        }
    }

    /// An input of a transaction, as Esplora shows it.
    private record Input(String script, String scriptSig, List<String> witness) {}

    private static JsonNode transaction(String id, Input... inputs) {
        var transaction = JSON.createObjectNode().put("txid", id);
        var list = transaction.putArray("vin");
        for (var each : inputs) {
            var input = list.addObject().put("scriptsig", each.scriptSig());
            input.putObject("prevout").put("scriptpubkey", each.script());
            var witness = input.putArray("witness");
            each.witness().forEach(witness::add);
        }
        return transaction;
    }

    /// As docs/spec/bitcoin.md and all of the network have it.
    private static Bytes der(Bytes signature) {
        var body = new Writer();
        for (var word : List.of(signature.slice(0, 32), signature.slice(32, 64))) {
            var number = new BigInteger(1, word.toArray()).toByteArray();
            body.u8(2).u8(number.length).raw(Bytes.copyOf(number));
        }
        var both = body.toBytes();
        return new Writer().u8(0x30).u8(both.length()).raw(both).u8(1).toBytes();
    }

    private static Bytes signature(String of) {
        return Bytes.concat(digest(of + " r").bytes(), digest(of + " s").bytes());
    }

    private static Input spent(AddressForm form, String of) {
        var ecdsa = der(signature(of));
        return switch (form) {
            case P2PKH -> new Input(script(form), pushed(ecdsa) + pushed(POINT), List.of());
            case P2WPKH -> new Input(script(form), "", List.of(ecdsa.toHex(), POINT.toHex()));
            case P2SH_P2WPKH ->
                new Input(script(form), "160014" + "00".repeat(20), List.of(ecdsa.toHex(), POINT.toHex()));
            case P2TR -> new Input(script(form), "", List.of(signature(of).toHex()));
        };
    }

    private static String pushed(Bytes bytes) {
        return new Writer().u8(bytes.length()).raw(bytes).toBytes().toHex();
    }

    private void signed(String... all) {
        var parts = java.util.Arrays.stream(all)
                .map(each -> new Receipt.Part(digest("message " + each).bytes(), signature(each), 0))
                .toList();
        var signers = List.of("alpha", "bravo");
        for (var each : signers)
            Optional.ofNullable(logs.get(each))
                    .orElseThrow()
                    .write(
                            now,
                            new AuditEvent.Signed(new Receipt(
                                    new IntentId(digest("intent")),
                                    digest("key"),
                                    1,
                                    DerivationPath.root(),
                                    Algorithm.ECDSA_SECP256K1,
                                    POINT,
                                    Optional.empty(),
                                    digest("request"),
                                    signers,
                                    digest("policy"),
                                    digest("build"),
                                    parts)));
    }

    private List<String> found(Lookout lookout) throws Exception {
        var ids = new ArrayList<>(lookout.round().stream().map(Spend::id).toList());
        now = now.plus(PATIENCE);
        ids.addAll(lookout.round().stream().map(Spend::id).toList());
        return ids;
    }

    @Test
    void everyInputWithAReceipt_isExplained_inEachForm() throws Exception {
        signed("one", "two", "three");
        chain.mine(transaction(
                "aa",
                spent(AddressForm.P2WPKH, "one"),
                spent(AddressForm.P2PKH, "two"),
                spent(AddressForm.P2SH_P2WPKH, "three")));
        var lookout = looking(Scheme.ECDSA_SECP256K1);
        assertThat(found(lookout)).isEmpty();
        assertThat(lookout.attested()).isEqualTo(3);
    }

    @Test
    void inputWithoutAReceipt_isFound_besideOneThatHasIt() throws Exception {
        signed("one");
        chain.mine(
                transaction("aa", spent(AddressForm.P2WPKH, "one"), spent(AddressForm.P2WPKH, "other")),
                transaction("bb", spent(AddressForm.P2PKH, "third")));
        assertThat(found(looking(Scheme.ECDSA_SECP256K1))).containsExactly("aa:1", "bb:0");
    }

    @Test
    void taproot_isWatchedOfAKeyThatSignsByBip340_withOrWithoutTheByteBehind() throws Exception {
        signed("one", "two");
        var withByte =
                new Input(script(AddressForm.P2TR), "", List.of(signature("two").toHex() + "01"));
        chain.mine(transaction("aa", spent(AddressForm.P2TR, "one"), withByte, spent(AddressForm.P2TR, "other")));
        var lookout = looking(Scheme.FROST_BIP340);
        assertThat(found(lookout)).containsExactly("aa:2");
        assertThat(lookout.attested()).isEqualTo(2);
        assertThat(found(looking(Scheme.ECDSA_SECP256K1)))
                .as("a key of ecdsa has no taproot outputs")
                .isEmpty();
    }

    @Test
    void whatOthersSpend_andWhatAMinerEarns_isNobodysBusiness() throws Exception {
        var earned = JSON.createObjectNode().put("txid", "cc");
        earned.putArray("vin").addObject().put("is_coinbase", true).putNull("prevout");
        chain.mine(earned, transaction("dd", new Input("0014" + "00".repeat(20), "", List.of("aa"))));
        assertThat(found(looking(Scheme.ECDSA_SECP256K1))).isEmpty();
    }

    /// What cannot be read explains nothing: whoever has the key may write it as he likes.
    @Test
    void signatureThatIsNone_explainsNothing() throws Exception {
        signed("one");
        var good = der(signature("one"));
        var wrong = new ArrayList<Input>();
        for (var item : List.of(
                "",
                "00",
                "zz",
                good.slice(0, good.length() - 1).toHex(),
                good.toHex() + "00",
                "31" + good.toHex().substring(2),
                Bytes.copyOf(new byte[63]).toHex()))
            wrong.add(new Input(script(AddressForm.P2WPKH), "", List.of(item, POINT.toHex())));
        wrong.add(new Input(script(AddressForm.P2PKH), "4d", List.of()));
        wrong.add(new Input(script(AddressForm.P2PKH), "05aa", List.of()));
        chain.mine(transaction("aa", wrong.toArray(Input[]::new)));
        assertThat(found(looking(Scheme.ECDSA_SECP256K1))).hasSize(9);
    }

    @Test
    void smallNumbers_areReadWithTheZerosThatDerLeavesOut() {
        var small = Bytes.concat(
                Bytes.copyOf(new byte[31]), Bytes.copyOf((byte) 1), Bytes.copyOf(new byte[31]), Bytes.copyOf((byte)
                        -1));
        assertThat(BitcoinBlocks.signature(der(small))).contains(small);
    }
}
