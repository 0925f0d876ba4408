package tallystick.control.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.BitcoinNode;
import tallystick.control.kit.World;
import tallystick.core.chain.Account;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tools.jackson.databind.JsonNode;

/// One chain of a real node, told in both manners by deploy/chains/bitcoin.mjs. It is no Bitcoin Core.
@DisplayName("Of one chain Esplora and Core tell the same")
class CoreBesideEsploraTest {
    private static final BitcoinNetwork REGTEST = BitcoinNetwork.REGTEST;

    private static BitcoinNode chain;
    private static BitcoinEndpoint esplora;
    private static BitcoinEndpoint core;

    @BeforeAll
    static void open() throws Exception {
        chain = World.get().bitcoin();
        esplora = new BitcoinEndpoint(REGTEST.chain(), List.of(chain.endpoint()));
        var place = URI.create(
                "core+http://of:tests@127.0.0.1:%d".formatted(chain.endpoint().getPort()));
        core = new BitcoinEndpoint(REGTEST.chain(), List.of(place));
    }

    /// Of a key that nobody else has.
    private static Account account(int number) {
        var point = Curve.SECP256K1.group().generator();
        var derivation = new Derivation(point, Digest32.ofHex("5a".repeat(32)));
        if (!(derivation.along(DerivationPath.of(number)) instanceof Derivation.Derived(var _, Point key, var _)))
            throw new AssertionError("no child " + number);
        return AddressForm.P2WPKH.script(key).account(REGTEST);
    }

    private static JsonNode state(BitcoinEndpoint endpoint, Account account) throws ChainUnreachable {
        return new Coins(endpoint, account).state();
    }

    private static Transaction transaction(String id) throws Exception {
        return Transaction.parse(Bytes.ofHex(chain.ask("/tx/%s/hex".formatted(id))))
                .orThrow();
    }

    @Test
    void whatAnAddressCanSpend_andItsBalance_areTheSame() throws Exception {
        var account = account(1);
        chain.fund(account.address(), 12_345, 29_000_000, 546);
        assertThat(state(core, account).path("coins")).hasSize(3);
        assertThat(state(core, account)).isEqualTo(state(esplora, account));
        assertThat(core.balance(account, REGTEST.coin())).isEqualTo(esplora.balance(account, REGTEST.coin()));
    }

    @Test
    void transaction_whoSpendsIt_andWhatTheChainTakes_areTheSame() throws Exception {
        var id = chain.fund(account(2).address(), 50_000);
        assertThat(core.look(id)).isInstanceOf(Sight.Mined.class).isEqualTo(esplora.look(id));
        var unspent = OutPoint.of(id, 0);
        assertThat(core.spender(unspent)).isEqualTo(esplora.spender(unspent)).isEmpty();
        assertThat(core.has(unspent)).isTrue();

        var made = transaction(id);
        var spent = made.inputs().getFirst().spends();
        assertThat(core.everySpender(spent, id)).isEqualTo(esplora.everySpender(spent, id));
        assertThat(core.everySpender(spent, id).getFirst()).isPresent();
        assertThat(core.everySpender(spent, spent.txid()))
                .as("another one than the rival that is named")
                .containsExactly(Optional.empty());
        assertThatThrownBy(() -> core.spender(spent))
                .isInstanceOf(ChainUnreachable.class)
                .hasMessageContaining("-txospenderindex");

        var known = new SignedTransaction(made.encode(), id);
        assertThat(core.broadcast(known)).isEqualTo(esplora.broadcast(known)).isEqualTo(new Reception.Taken(id));
        var nonsense = new SignedTransaction(Bytes.ofHex("0102"), "00".repeat(32));
        assertThat(core.broadcast(nonsense)).isInstanceOf(Reception.Refused.class);
    }

    @Test
    void whatNobodyKnows_isUnknownToBoth() throws Exception {
        var nobodys = "ab".repeat(32);
        assertThat(core.look(nobodys)).isEqualTo(esplora.look(nobodys)).isInstanceOf(Sight.Unknown.class);
        assertThat(core.has(OutPoint.of(nobodys, 0))).isFalse();
        assertThat(core.spender(OutPoint.of(nobodys, 0))).isEmpty();
    }

    @Test
    void blockThatIsNoLongerOfTheChain_isNotCounted() throws Exception {
        var id = chain.fund(account(3).address(), 50_000);
        chain.fork(1);
        assertThat(core.look(id)).isEqualTo(esplora.look(id)).isNotInstanceOf(Sight.Mined.class);
    }
}
