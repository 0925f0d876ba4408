package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Desk;
import tallystick.control.kit.Program;
import tallystick.control.kit.World;
import tallystick.sdk.ApiKey;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.api.CeremoniesApi;
import tallystick.sdk.api.EventsApi;
import tallystick.sdk.api.HealthApi;
import tallystick.sdk.api.ListCeremoniesQuery;
import tallystick.sdk.api.ListEventsQuery;
import tallystick.sdk.api.ListVaultsQuery;
import tallystick.sdk.api.ListWithdrawalsQuery;
import tallystick.sdk.api.NewVault;
import tallystick.sdk.api.NewWallet;
import tallystick.sdk.api.NewWebhook;
import tallystick.sdk.api.NewWithdrawal;
import tallystick.sdk.api.VaultChange;
import tallystick.sdk.api.VaultsApi;
import tallystick.sdk.api.WebhooksApi;
import tallystick.sdk.api.WithdrawalsApi;

@DisplayName("The client in Java that is made from control/openapi.json, against the server that runs")
class JavaClientTest {
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";

    private static World world;

    @BeforeAll
    static void begin() throws Exception {
        world = World.get();
    }

    private static Connection of(Program program) {
        return new Connection(world.base(), ApiKey.ed25519(program.id(), program.privateKey()));
    }

    private static String fresh() {
        return UUID.randomUUID().toString();
    }

    @Test
    void vault_isMadeReadAndChanged_unlessSomebodyDidMeanwhile() throws Exception {
        var vaults = new VaultsApi(of(world.administrator()));
        var body = new NewVault()
                .name("of the client / in Java")
                .tier("HOT")
                .keyId(world.key().id().toString())
                .signingSets(List.of(List.of("risk", "client"), List.of("risk", "backup")))
                .tags(List.of("a \"tag\"", "ü"));
        var once = fresh();
        var made = vaults.createVault(body, once);
        assertThat(vaults.createVault(body, once)).isEqualTo(made);
        var id = made.id().toString();
        assertThat(vaults.getVault(id)).isEqualTo(made);
        assertThat(made.tags()).containsExactly("a \"tag\"", "ü");
        assertThat(made.signingSets()).hasSize(2);
        var tag = "\"%d\"".formatted(made.version());
        var changed = vaults.changeVault(id, new VaultChange().name("another"), tag);
        assertThat(changed.name()).isEqualTo("another");
        assertThatThrownBy(() -> vaults.changeVault(id, new VaultChange().name("third"), tag))
                .isInstanceOf(ControlRefused.class)
                .hasMessageContaining("412 changed");
        var wallet = vaults.createWallet(id, new NewWallet().chain(World.CHAIN.toString()), fresh());
        assertThat(vaults.listWallets(id).items()).containsExactly(wallet);
        assertThatThrownBy(() -> vaults.getVault("a b?c=d#e&%2F")).isInstanceOf(ControlRefused.class);
    }

    @Test
    void pages_areGoneThroughByTheirCursor() throws Exception {
        var vaults = new VaultsApi(of(world.administrator()));
        for (var i = 0; i < 3; i++) {
            var body = new NewVault()
                    .name("page " + i)
                    .tier("HOT")
                    .keyId(world.key().id().toString())
                    .signingSets(List.of(List.of("risk", "client")));
            assertThat(vaults.createVault(body, fresh()).createdAt()).isNotNull();
        }
        var first = vaults.listVaults(new ListVaultsQuery().limit(2));
        assertThat(first.items()).hasSize(2);
        var second = vaults.listVaults(
                new ListVaultsQuery().limit(2).cursor(first.next().orElseThrow()));
        assertThat(second.items()).isNotEmpty().doesNotContainAnyElementsOf(first.items());
        assertThat(new CeremoniesApi(of(world.administrator()))
                        .listCeremonies(new ListCeremoniesQuery().limit(1))
                        .items())
                .hasSize(1);
    }

    @Test
    void withdrawal_isDrafted_foundByItsName_andCancelled() throws Exception {
        var desk = Desk.open(world);
        var withdrawals = new WithdrawalsApi(of(desk.initiator()));
        var name = "invoice & 17 ü " + fresh();
        var draft = withdrawals.createWithdrawal(
                new NewWithdrawal()
                        .walletId(desk.wallet())
                        .addressId(
                                desk.address(BigInteger.TEN.pow(18)).path("id").asString())
                        .destination(TO)
                        .amount("1")
                        .externalId(name),
                fresh());
        assertThat(draft.stage()).isEqualTo("DRAFT");
        assertThat(draft.externalId()).contains(name);
        assertThat(draft.transaction().digests()).hasSize(1);
        assertThat(withdrawals
                        .listWithdrawals(new ListWithdrawalsQuery().externalId(name))
                        .items())
                .containsExactly(draft);
        var id = draft.id().toString();
        assertThat(withdrawals.cancelWithdrawal(id, fresh()).stage()).isEqualTo("CANCELLED");
        assertThat(withdrawals.getWithdrawalHistory(id).items()).hasSize(2);
        assertThat(withdrawals.getWithdrawal(id).subStatus().number()).isPositive();
    }

    @Test
    void events_areListedAndStreamed() throws Exception {
        var events = new EventsApi(of(world.administrator()));
        var webhooks = new WebhooksApi(of(world.administrator()));
        var desk = Desk.open(world);
        var address = desk.address(BigInteger.TEN.pow(18));
        var _ = desk.draft(address.path("id").asString(), TO, BigInteger.ONE, Map.of());
        var first = events.listEvents(new ListEventsQuery().limit(1)).items().getFirst();
        assertThat(first.data().text("stage").or(() -> first.data().text("node")))
                .as("what happened is any object: %s", first)
                .isNotNull();
        try (var lines = new BufferedReader(
                new InputStreamReader(events.streamEvents(Optional.of("0")), StandardCharsets.UTF_8))) {
            assertThat(lines.lines().filter(each -> each.startsWith("id:")).findFirst())
                    .contains("id:" + first.number());
        }
        assertThatThrownBy(() -> events.streamEvents(Optional.of("x"))).isInstanceOf(ControlRefused.class);
        var webhook = webhooks.createWebhook(
                new NewWebhook().url("http://127.0.0.1:9/nobody").kinds(List.of("node.restored")), fresh());
        webhooks.removeWebhook(webhook.id().toString());
        assertThat(new HealthApi(of(world.administrator())).getReadiness().ready())
                .isTrue();
    }
}
