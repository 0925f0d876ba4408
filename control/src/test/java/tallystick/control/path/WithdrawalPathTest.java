package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.OpenedVault;
import tallystick.control.kit.Patience;
import tallystick.control.kit.Program;
import tallystick.control.kit.World;
import tallystick.core.approval.Answer;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tools.jackson.databind.JsonNode;

@DisplayName("One withdrawal from a draft to its depth, with three signer nodes and a real Ethereum node")
class WithdrawalPathTest {
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);

    private static World world;
    private static Program administrator;
    private static Program initiator;
    private static Program approver;
    private static String wallet = "";
    private static Digest32 policy;

    @BeforeAll
    static void openAWallet() throws Exception {
        world = World.get();
        world.anvil();
        administrator = world.administrator();
        initiator = world.program("INITIATOR");
        approver = world.program("APPROVER");
        wallet = OpenedVault.of(
                        administrator,
                        "payments " + UUID.randomUUID(),
                        world.key().id().toString(),
                        List.of(List.of("risk", "client"), List.of("backup", "risk")))
                .wallet();
        var policies = administrator.get("/v1/policies");
        assertThat(policies.json().path("agreed").asBoolean()).isTrue();
        policy = Digest32.ofHex(
                policies.json().path("nodes").path(0).path("policy").asString());
    }

    private static JsonNode draft(String address, BigInteger wei) throws Exception {
        var made = initiator.post(
                "/v1/withdrawals",
                Map.of("walletId", wallet, "addressId", address, "destination", TO, "amount", wei.toString()));
        assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
        return made.json();
    }

    /// An address with coins, that no other test uses.
    private static String address() throws Exception {
        var made = administrator.post("/v1/wallets/%s/addresses".formatted(wallet), Map.of("label", "for a test"));
        assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
        world.fund(made.text("address"), ETHER);
        return made.text("id");
    }

    private static JsonNode until(String id, String stage) throws Exception {
        var last = new JsonNode[1];
        Patience.until(stage, () -> {
            last[0] = initiator.get("/v1/withdrawals/" + id).json();
            return last[0].path("stage").asString().equals(stage);
        });
        return last[0];
    }

    private static String submitted(JsonNode draft) throws Exception {
        var id = draft.path("id").asString();
        var evidence = world.signed(draft);
        var submitted = initiator.post(
                "/v1/withdrawals/%s/submit".formatted(id),
                Map.of("evidence", evidence.encode().toHex()));
        assertThat(submitted.status()).as(submitted.json().toString()).isEqualTo(200);
        return id;
    }

    private static void answer(String id, Answer answer) throws Exception {
        var shown = initiator.get("/v1/withdrawals/%s/evidence".formatted(id));
        var evidence = tallystick.core.intent.Evidence.parse(
                        tallystick.crypto.codec.Bytes.ofHex(shown.text("evidence")))
                .orThrow();
        var approval = world.answer("bo", evidence, answer, policy);
        var added = approver.post(
                "/v1/withdrawals/%s/approvals".formatted(id),
                Map.of("approval", approval.encode().toHex()));
        assertThat(added.status()).as(added.json().toString()).isEqualTo(201);
    }

    @Test
    void withdrawal_signedAndApproved_isMinedAndDone() throws Exception {
        var draft = draft(address(), BigInteger.valueOf(1000));
        assertThat(draft.path("stage").asString()).isEqualTo("DRAFT");
        assertThat(draft.path("subStatus").path("number").asInt()).isEqualTo(1001);
        assertThat(draft.path("transaction").path("nonce").asString()).isEqualTo("0");
        var before = new BigInteger(
                world.anvil().ask("eth_getBalance", TO, "latest").asString().substring(2), 16);

        var id = submitted(draft);
        var waiting = until(id, "PENDING_APPROVAL");
        assertThat(waiting.path("subStatus").path("number").asInt()).isEqualTo(2101);
        assertThat(waiting.path("subStatus").path("detail").asString()).contains("one of admins has to approve");

        answer(id, Answer.APPROVE);
        var mined = until(id, "CONFIRMING");
        assertThat(mined.path("transactionId").asString()).matches("0x[0-9a-f]{64}");
        world.anvil().ask("anvil_mine", "0x3");
        var done = until(id, "COMPLETED");
        assertThat(done.path("confirmations").path("have").asInt()).isGreaterThanOrEqualTo(3);
        var after = new BigInteger(
                world.anvil().ask("eth_getBalance", TO, "latest").asString().substring(2), 16);
        assertThat(after.subtract(before)).isEqualTo(BigInteger.valueOf(1000));

        var stages = initiator
                .get("/v1/withdrawals/%s/history".formatted(id))
                .json()
                .path("items")
                .valueStream()
                .map(each -> each.path("to").asString())
                .distinct()
                .toList();
        assertThat(stages)
                .containsExactly(
                        "DRAFT",
                        "SUBMITTED",
                        "PENDING_POLICY",
                        "PENDING_APPROVAL",
                        "AUTHORIZED",
                        "SIGNED",
                        "BROADCASTING",
                        "MEMPOOL",
                        "CONFIRMING",
                        "COMPLETED");
    }

    @Test
    void draftThatIsTakenBack_givesItsNumberBack() throws Exception {
        var address = address();
        var first = draft(address, BigInteger.ONE);
        var second = draft(address, BigInteger.ONE);
        assertThat(nonce(first)).isEqualTo("0");
        assertThat(nonce(second)).isEqualTo("1");
        var cancelled = initiator.post(
                "/v1/withdrawals/%s/cancel".formatted(first.path("id").asString()), Map.of());
        assertThat(cancelled.text("stage")).isEqualTo("CANCELLED");
        assertThat(nonce(draft(address, BigInteger.ONE))).isEqualTo("0");
        var again = initiator.post(
                "/v1/withdrawals/%s/cancel".formatted(first.path("id").asString()), Map.of());
        assertThat(again.status()).isEqualTo(409);
    }

    private static String nonce(JsonNode withdrawal) {
        return withdrawal.path("transaction").path("nonce").asString();
    }

    @Test
    void intentOverOtherBytes_isNotTaken() throws Exception {
        var address = address();
        var mine = draft(address, BigInteger.ONE);
        var other = draft(address, BigInteger.TWO);
        var swapped = initiator.post(
                "/v1/withdrawals/%s/submit".formatted(mine.path("id").asString()),
                Map.of("evidence", world.signed(other).encode().toHex()));
        assertThat(swapped.status()).isEqualTo(422);
        assertThat(swapped.text("detail")).contains("unsigned bytes");
        var forged = world.signed(mine);
        var unsigned = new tallystick.core.intent.Evidence(
                forged.intent(), world.signed(mine).initiatorSignature());
        assertThat(initiator
                        .post(
                                "/v1/withdrawals/%s/submit"
                                        .formatted(mine.path("id").asString()),
                                Map.of("evidence", unsigned.encode().toHex()))
                        .text("detail"))
                .contains("the initiator's signature");
    }

    @Test
    void approversNo_endsIt() throws Exception {
        var id = submitted(draft(address(), BigInteger.valueOf(7)));
        until(id, "PENDING_APPROVAL");
        answer(id, Answer.REJECT);
        assertThat(until(id, "REJECTED").path("subStatus").path("number").asInt())
                .isEqualTo(2203);
    }

    /// The second number is signed first and has to wait for the first, which was given up: a new one takes it.
    @Test
    void higherNumber_waitsForTheLower_andANewDraftFillsTheGap() throws Exception {
        var address = address();
        var lower = draft(address, BigInteger.valueOf(11));
        var higher = submitted(draft(address, BigInteger.valueOf(12)));
        until(higher, "PENDING_APPROVAL");
        answer(higher, Answer.APPROVE);
        Patience.until(
                "a wait for the lower number",
                () -> initiator
                                .get("/v1/withdrawals/" + higher)
                                .json()
                                .path("subStatus")
                                .path("number")
                                .asInt()
                        == 4001);
        assertThat(initiator
                        .post(
                                "/v1/withdrawals/%s/cancel"
                                        .formatted(lower.path("id").asString()),
                                Map.of())
                        .status())
                .isEqualTo(200);
        var filling = draft(address, BigInteger.valueOf(13));
        assertThat(nonce(filling)).isEqualTo("0");
        var id = submitted(filling);
        until(id, "PENDING_APPROVAL");
        answer(id, Answer.APPROVE);
        until(id, "CONFIRMING");
        until(higher, "CONFIRMING");
        world.anvil().ask("anvil_mine", "0x3");
        until(id, "COMPLETED");
        until(higher, "COMPLETED");
    }

    /// The chain takes back the block it was in, and with it the transaction: it is broadcast again, once.
    @Test
    void reorganisation_thatDropsIt_isOvercome() throws Exception {
        var id = submitted(draft(address(), BigInteger.valueOf(21)));
        until(id, "PENDING_APPROVAL");
        answer(id, Answer.APPROVE);
        until(id, "CONFIRMING");
        world.anvil().ask("anvil_reorg", 1, List.of());
        Patience.until(
                "a second look",
                () -> initiator
                        .get("/v1/withdrawals/%s/history".formatted(id))
                        .json()
                        .path("items")
                        .valueStream()
                        .anyMatch(each -> List.of(4102, 4202)
                                .contains(each.path("subStatus").path("number").asInt())));
        world.anvil().ask("anvil_mine", "0x1");
        until(id, "CONFIRMING");
        world.anvil().ask("anvil_mine", "0x3");
        until(id, "COMPLETED");
    }

    @Test
    void withdrawal_ofAnotherExternalIdAgain_isRefused() throws Exception {
        var address = address();
        var body = Map.of(
                "walletId", wallet, "addressId", address, "destination", TO, "amount", "1", "externalId", address);
        assertThat(initiator.post("/v1/withdrawals", body).status()).isEqualTo(201);
        assertThat(initiator.post("/v1/withdrawals", body).status()).isEqualTo(409);
    }

    @Test
    void wrongValues_areNamedByTheirField() throws Exception {
        var address = address();
        for (var wrong : List.of(
                Map.entry("amount", "0"),
                Map.entry("amount", "1.5"),
                Map.entry("amount", "-1"),
                Map.entry("amount", ETHER.multiply(BigInteger.TEN).toString()),
                Map.entry("destination", "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96046"),
                Map.entry("walletId", UUID.randomUUID().toString().substring(1)))) {
            var body = new java.util.HashMap<String, String>(
                    Map.of("walletId", wallet, "addressId", address, "destination", TO, "amount", "1"));
            body.put(wrong.getKey(), wrong.getValue());
            var answer = initiator.post("/v1/withdrawals", body);
            assertThat(answer.status()).as(wrong.toString()).isEqualTo(422);
            assertThat(answer.text("field")).isEqualTo(wrong.getKey());
        }
    }

    @Test
    void addresses_areThoseThatAnybodyDerives_andOfOneWalletAlone() throws Exception {
        var key = Curve.SECP256K1.group().parsePoint(world.key().point()).orThrow();
        var derivation = new Derivation(key, world.key().chainCode());
        var seen = new HashSet<String>();
        for (var each : List.of(wallet, anotherWallet(), anotherWallet())) {
            var made = administrator.post("/v1/wallets/%s/addresses".formatted(each), Map.of());
            assertThat(made.status()).isEqualTo(201);
            var listed = administrator
                    .get("/v1/wallets/%s/addresses".formatted(each))
                    .json()
                    .path("items");
            assertThat(listed.size()).isGreaterThan(1);
            for (var address : listed) {
                var shown = address.path("address").asString();
                assertThat(derived(derivation, address.path("path").asString())).isEqualTo(shown);
                assertThat(seen.add(shown)).isTrue();
            }
        }
    }

    private static String derived(Derivation derivation, String text) {
        if (DerivationPath.parse(text) instanceof DerivationPath.Reading.Good(var path)
                && derivation.along(path) instanceof Derivation.Derived(var _, var key, var _))
            return Address.of(key).toString();
        throw new AssertionError("nothing is at " + text);
    }

    private static String anotherWallet() throws Exception {
        return OpenedVault.of(
                        administrator,
                        "beside " + UUID.randomUUID(),
                        world.key().id().toString(),
                        List.of(List.of("client", "risk")))
                .wallet();
    }
}
