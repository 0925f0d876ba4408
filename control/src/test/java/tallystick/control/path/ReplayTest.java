package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.OpenedVault;
import tallystick.control.kit.Program;
import tallystick.control.kit.Visitor;
import tallystick.control.kit.World;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("A draft of the policy, replayed over what people asked for")
class ReplayTest {
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static World world;
    private static Visitor ina;
    private static String asked = "";

    @BeforeAll
    static void askForOne() throws Exception {
        world = World.get();
        world.anvil();
        ina = world.visitor("ina").signIn();
        var wallet = OpenedVault.of(
                        world.administrator(),
                        "replays " + UUID.randomUUID(),
                        world.key().id().toString(),
                        List.of(List.of("risk", "client")))
                .wallet();
        var address = world.administrator()
                .post("/v1/wallets/%s/addresses".formatted(wallet), Map.of("label", "for a replay"));
        world.fund(address.text("address"), ETHER);
        var draft = ina.post(
                "/v1/withdrawals",
                Map.of("walletId", wallet, "addressId", address.text("id"), "destination", TO, "amount", "1001"));
        asked = draft.text("id");
        var intent =
                ina.post("/v1/withdrawals/%s/intent".formatted(asked), Map.of()).json();
        var challenge = intent.path("toSign").path("challenge").asString();
        var submitted = ina.post(
                "/v1/withdrawals/%s/submit".formatted(asked),
                Map.of("assertion", ina.authenticator().sign(challenge, Visitor.ORIGIN)));
        assertThat(submitted.status()).as(submitted.json().toString()).isEqualTo(200);
    }

    private static ObjectNode inForce() throws Exception {
        return (ObjectNode) JSON.readTree(ina.get("/v1/documents/policy").text("text"));
    }

    private static Program.Answer replay(Object text, int days) throws Exception {
        return ina.post("/v1/policies/replay", Map.of("text", text.toString(), "days", days));
    }

    private static JsonNode turnOf(Program.Answer answer) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return answer.json()
                .path("changes")
                .valueStream()
                .filter(each -> each.path("withdrawalId").asString().equals(asked))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void policyInForce_changesNothing() throws Exception {
        var same = replay(inForce(), 1);
        assertThat(same.status()).as(same.json().toString()).isEqualTo(200);
        assertThat(same.json().path("matters").asInt()).isPositive();
        assertThat(same.json().path("changes")).isEmpty();
        assertThat(same.json().path("cut").asBoolean()).isFalse();
    }

    @Test
    void draftThatDeniesPayments_namesWhatItWouldHaveDenied_andWhy() throws Exception {
        var draft = inForce();
        ((ArrayNode) draft.path("rules"))
                .addObject()
                .put("id", "stop")
                .put("effect", "DENY")
                .putArray("activity")
                .add("TRANSFER");
        var turn = turnOf(replay(draft, 90));
        assertThat(turn.path("turn").asString()).isEqualTo("newly denied");
        assertThat(turn.path("before").asString()).isEqualTo("pending");
        assertThat(turn.path("after").asString()).isEqualTo("denied");
        assertThat(turn.path("why").asString()).isNotBlank();
    }

    private static Program.Answer whatIf(Visitor visitor, Object text, String withdrawal) throws Exception {
        return visitor.post("/v1/policies/what-if", Map.of("text", text.toString(), "withdrawalId", withdrawal));
    }

    private static ObjectNode denyingWhen(String when) throws Exception {
        var draft = inForce();
        ((ArrayNode) draft.path("rules"))
                .addObject()
                .put("id", "stop")
                .put("effect", "DENY")
                .put("when", when)
                .putArray("activity")
                .add("TRANSFER");
        return draft;
    }

    @Test
    void oneRequest_isJudgedByADraftsExpressionsToo_asIfItWereAskedForNow() throws Exception {
        var big = whatIf(ina, denyingWhen("leg.amount > amount('1000')"), asked);
        assertThat(big.status()).as(big.json().toString()).isEqualTo(200);
        assertThat(big.json().path("before").path("decision").asString()).startsWith("Pending");
        assertThat(big.json().path("after").path("decision").asString()).startsWith("Denied");
        assertThat(big.json().path("after").path("rules").toString()).contains("stop");
        assertThat(big.json().path("before").path("rules").toString()).doesNotContain("stop");
        var small = whatIf(ina, denyingWhen("leg.amount > amount('1002')"), asked);
        assertThat(small.json().path("after").path("decision").asString())
                .isEqualTo(small.json().path("before").path("decision").asString());
    }

    @Test
    void whatIf_ofAnAbsentRequest_ofNoPolicy_orOfWhoMayNotReadRequests_isRefused() throws Exception {
        assertThat(whatIf(ina, inForce(), UUID.randomUUID().toString()).status())
                .isEqualTo(404);
        assertThat(whatIf(ina, "{}", asked).status()).isEqualTo(422);
        assertThat(whatIf(ina, denyingWhen("leg.amount >"), asked).status()).isEqualTo(422);
        assertThat(whatIf(world.visitor("opa").signIn(), inForce(), asked).status())
                .isEqualTo(403);
    }

    @Test
    void textThatIsNoPolicy_orNoDays_isRefused() throws Exception {
        assertThat(replay("{}", 1).status()).isEqualTo(422);
        assertThat(replay(inForce(), 0).status()).isEqualTo(422);
        assertThat(replay(inForce(), 367).status()).isEqualTo(422);
    }
}
