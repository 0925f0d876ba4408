package tallystick.control.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tallystick.core.approval.Answer;
import tallystick.core.chain.ChainId;
import tallystick.core.intent.Evidence;
import tallystick.core.wire.KeyCard;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tools.jackson.databind.JsonNode;

/// A wallet on the trial chain with its vault, and the programs of those who work with it.
public final class Desk {
    private static final Set<String> OVER =
            Set.of("COMPLETED", "DENIED", "REJECTED", "EXPIRED", "CANCELLED", "FAILED", "REPLACED");

    private final World world;
    private final Program initiator;
    private final Program approver;
    private final JsonNode vault;
    private final String wallet;
    private final Digest32 policy;

    private Desk(World world, Program initiator, Program approver, JsonNode vault, String wallet, Digest32 policy) {
        this.world = world;
        this.initiator = initiator;
        this.approver = approver;
        this.vault = vault;
        this.wallet = wallet;
        this.policy = policy;
    }

    /// Opens a vault and its wallet.
    public static Desk open(World world) throws Exception {
        world.anvil();
        return open(world, World.CHAIN);
    }

    /// Opens a vault and its wallet on the Bitcoin of the tests.
    public static Desk onBitcoin(World world) throws Exception {
        var _ = world.bitcoin();
        return open(world, World.BITCOIN);
    }

    /// Opens a vault and its wallet on the Solana of the tests.
    public static Desk onSolana(World world) throws Exception {
        var _ = world.solana();
        return open(world, World.SOLANA, world.edwards());
    }

    private static Desk open(World world, ChainId chain) throws Exception {
        return open(world, chain, world.key());
    }

    private static Desk open(World world, ChainId chain, KeyCard key) throws Exception {
        var opened = OpenedVault.of(
                world.administrator(),
                "desk " + UUID.randomUUID(),
                key.id().toString(),
                List.of(List.of("risk", "client"), List.of("backup", "risk")),
                chain);
        var policy = Digest32.ofHex(world.administrator()
                .get("/v1/policies")
                .json()
                .path("nodes")
                .path(0)
                .path("policy")
                .asString());
        return new Desk(
                world, world.program("INITIATOR"), world.program("APPROVER"), opened.vault(), opened.wallet(), policy);
    }

    /// As the API shows it.
    public JsonNode vault() {
        return vault;
    }

    /// Its id.
    public String wallet() {
        return wallet;
    }

    /// Who asks for withdrawals.
    public Program initiator() {
        return initiator;
    }

    /// What nodes judge by.
    public Digest32 policy() {
        return policy;
    }

    /// A new address with so many wei.
    public JsonNode address(BigInteger wei) throws Exception {
        var made = address();
        world.fund(made.path("address").asString(), wei);
        return made;
    }

    /// A new address with outputs of so many satoshi.
    public JsonNode addressWith(long... satoshi) throws Exception {
        var made = address();
        var _ = world.bitcoin().fund(made.path("address").asString(), satoshi);
        return made;
    }

    /// A new address with so many lamports.
    public JsonNode addressOf(long lamports) throws Exception {
        var made = address();
        world.solana().fund(made.path("address").asString(), BigInteger.valueOf(lamports));
        return made;
    }

    private JsonNode address() throws Exception {
        return made(world.administrator()
                .post("/v1/wallets/%s/addresses".formatted(wallet), Map.of("label", "for a test")));
    }

    /// A draft; `more` may name an asset.
    public JsonNode draft(String address, String to, BigInteger amount, Map<String, String> more) throws Exception {
        var body = new HashMap<String, String>(more);
        body.putAll(Map.of("walletId", wallet, "addressId", address, "destination", to, "amount", amount.toString()));
        return made(initiator.post("/v1/withdrawals", body));
    }

    /// What was made, or a failed test.
    public static JsonNode made(Program.Answer answer) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(201);
        return answer.json();
    }

    /// Has the treasurer sign a draft, and hands it in.
    public String submitted(JsonNode draft) throws Exception {
        var id = draft.path("id").asString();
        var submitted = initiator.post(
                "/v1/withdrawals/%s/submit".formatted(id),
                Map.of("evidence", world.signed(draft).encode().toHex()));
        assertThat(submitted.status()).as(submitted.json().toString()).isEqualTo(200);
        return id;
    }

    /// Bo's answer, once nodes ask for it.
    public void answered(String id, Answer answer) throws Exception {
        until(id, "PENDING_APPROVAL");
        var shown = initiator.get("/v1/withdrawals/%s/evidence".formatted(id));
        var evidence = Evidence.parse(Bytes.ofHex(shown.text("evidence"))).orThrow();
        var added = approver.post(
                "/v1/withdrawals/%s/approvals".formatted(id),
                Map.of(
                        "approval",
                        world.answer("bo", evidence, answer, policy).encode().toHex()));
        assertThat(added.status()).as(added.json().toString()).isEqualTo(201);
    }

    /// Submitted and approved.
    public String passed(JsonNode draft) throws Exception {
        var id = submitted(draft);
        answered(id, Answer.APPROVE);
        return id;
    }

    /// How it is shown once it is there.
    public JsonNode until(String id, String stage) throws Exception {
        var last = new JsonNode[1];
        Patience.until(id + " " + stage, () -> {
            last[0] = shown(id);
            var now = last[0].path("stage").asString();
            if (!now.equals(stage) && OVER.contains(now))
                throw new AssertionError("%s is over and not %s: %s".formatted(id, stage, last[0]));
            return now.equals(stage);
        });
        return last[0];
    }

    /// How it is shown now.
    public JsonNode shown(String id) throws Exception {
        return initiator.get("/v1/withdrawals/" + id).json();
    }
}
