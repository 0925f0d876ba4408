package tallystick.control.withdrawals;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tallystick.control.chain.BitcoinEndpoint;
import tallystick.control.chain.ChainUnreachable;
import tallystick.control.chain.Endpoints;
import tallystick.control.chain.Holding;
import tallystick.control.chain.OutputsEndpoint;
import tallystick.control.chain.Reception;
import tallystick.control.chain.Sight;
import tallystick.control.kit.Desk;
import tallystick.control.kit.Patience;
import tallystick.control.kit.World;
import tallystick.control.store.Store;
import tallystick.control.vaults.Vaults;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.bitcoin.OutPoint;

/// Of two endpoints one knows a transaction and the other does not: that ends no withdrawal as replaced by itself.
class LaggingEndpointTest {
    private static final int REFUSED = 4003;
    private static final String TO = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";

    /// Knows no transaction by its id and takes none, but says who spends what.
    private record Lagging(OutputsEndpoint honest) implements OutputsEndpoint {
        @Override
        public ChainId chain() {
            return honest.chain();
        }

        @Override
        public Spendable state(Account account, Set<OutPoint> held, long satoshiPerKvbMin) throws ChainUnreachable {
            return honest.state(account, held, satoshiPerKvbMin);
        }

        @Override
        public boolean has(OutPoint output) throws ChainUnreachable {
            return honest.has(output);
        }

        @Override
        public Optional<Spender> spender(OutPoint output) throws ChainUnreachable {
            return honest.spender(output);
        }

        @Override
        public Optional<BigInteger> balance(Account account, Asset asset) throws ChainUnreachable {
            return honest.balance(account, asset);
        }

        @Override
        public Holding holding(Account account, Set<Asset> assets, int depth) throws ChainUnreachable {
            return honest.holding(account, assets, depth);
        }

        @Override
        public Reception broadcast(SignedTransaction transaction) {
            return new Reception.Refused("bad-txns-inputs-missingorspent");
        }

        @Override
        public Sight look(String id) {
            return new Sight.Unknown();
        }

        @Override
        public List<Sight> everyLook(String id) {
            return List.of(look(id));
        }

        @Override
        public List<Optional<Spender>> everySpender(OutPoint output, String rival) throws ChainUnreachable {
            return honest.everySpender(output, rival);
        }
    }

    @Test
    void ownTransaction_isNoRivalOfItself() throws Exception {
        var world = World.get();
        var chain = world.bitcoin();
        var desk = Desk.onBitcoin(world);
        var address = desk.addressWith(50_000);
        var id = desk.passed(desk.draft(address.path("id").asString(), TO, BigInteger.valueOf(20_000), Map.of()));
        desk.until(id, "MEMPOOL");
        var control = world.control();
        var withdrawals = control.part(Withdrawals.class);
        var honest = new BitcoinEndpoint(World.BITCOIN, List.of(chain.endpoint()));
        var lagging = new OnChain(
                control.part(Store.class),
                withdrawals,
                control.part(Outputs.class),
                control.part(Vaults.class),
                new Endpoints(List.of(new Lagging(honest))),
                control.part(Depths.class),
                control.part(LastWord.class),
                control.part(Jobs.class),
                control.part(InstantSource.class));
        // Nothing but the lagging one works on it meanwhile.
        world.bitcoinCable().cut();
        try {
            chain.mine(3);
            Patience.until("a refusal", () -> {
                var _ = lagging.step(withdrawals.find(UUID.fromString(id)).orElseThrow());
                var shown = desk.shown(id);
                assertThat(shown.path("stage").asString()).isNotEqualTo("REPLACED");
                return shown.path("subStatus").path("number").asInt() == REFUSED;
            });
        } finally {
            world.bitcoinCable().mend();
        }
        desk.until(id, "COMPLETED");
    }
}
