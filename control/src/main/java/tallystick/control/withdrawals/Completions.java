package tallystick.control.withdrawals;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tallystick.control.chain.ChainUnreachable;
import tallystick.control.chain.Endpoints;
import tallystick.control.chain.ExpiringEndpoint;
import tallystick.control.life.Moved;
import tallystick.control.relay.NodeUnreachable;
import tallystick.control.relay.Nodes;
import tallystick.control.vaults.Vaults;
import tallystick.control.withdrawals.Withdrawal.Completion;
import tallystick.control.withdrawals.Withdrawals.With;
import tallystick.core.chain.Content;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.registry.Chains;
import tallystick.core.chain.solana.SolanaTransaction;

/// What a draft leaves open, filled in when nodes are asked.
///
/// **Why** one at a time, kept before nodes hear of it: each would be executed, and no two exclude each other. A node
/// that has begun signs no other (docs/spec/intent.md IN-16), and control asks for no other as long as one may have
/// begun: it is let go only when every node that was asked refused and had begun nothing. So an intent waits for people
/// as long as it likes, each question names a block of its minute, and what comes of it is one transaction at most.
///
/// **Threads** any.
/// @spec docs/spec/solana.md#SO-2 solana
@Component
final class Completions {
    private static final Chains CHAINS = Chains.all();

    private final Withdrawals withdrawals;
    private final Vaults vaults;
    private final Endpoints endpoints;
    private final Nodes nodes;

    Completions(Withdrawals withdrawals, Vaults vaults, Endpoints endpoints, Nodes nodes) {
        this.withdrawals = withdrawals;
        this.vaults = vaults;
        this.endpoints = endpoints;
        this.nodes = nodes;
    }

    private static UnsignedTransaction drafted(Withdrawal withdrawal, Vaults.Wallet wallet) {
        return CHAINS.parse(wallet.chain(), Content.TRANSACTION, withdrawal.unsigned())
                .orThrow();
    }

    private Vaults.Wallet wallet(Withdrawal withdrawal) {
        return vaults.wallet(withdrawal.workspace(), withdrawal.wallet());
    }

    /// Whether something has to be filled in first.
    boolean isOpen(Withdrawal withdrawal) {
        return withdrawal.completion().isEmpty()
                && withdrawal.nonce().isEmpty()
                && !drafted(withdrawal, wallet(withdrawal)).isComplete();
    }

    /// The sets of which every node answers.
    ///
    /// **Why** a node that begins waits in vain for one that is gone, and may not begin with another block
    /// afterwards.
    List<List<String>> within(List<List<String>> sets) throws InterruptedException, NodeUnreachable {
        var heard = nodes.statuses();
        var gone = heard.stream().filter(each -> each.status().isEmpty()).toList();
        var names = gone.stream().map(Nodes.Heard::node).toList();
        var good = sets.stream()
                .filter(set -> set.stream().noneMatch(names::contains))
                .toList();
        if (good.isEmpty() && !gone.isEmpty())
            throw new NodeUnreachable(gone.getFirst().why());
        return good;
    }

    /// Fills in what is open, and keeps it; empty if somebody else went on with the withdrawal meanwhile.
    Optional<Withdrawal> begun(Withdrawal withdrawal) throws ChainUnreachable {
        var wallet = wallet(withdrawal);
        if (!(drafted(withdrawal, wallet) instanceof SolanaTransaction open)
                || !(endpoints.of(wallet.chain()) instanceof ExpiringEndpoint chain))
            throw new AssertionError("nobody knows what to fill in");
        var recent = chain.recent();
        var completion = new Completion(open.withBlockhash(recent.hash()).bytes(), recent);
        return withdrawals.move(
                withdrawal,
                new Moved(withdrawal.stage(), withdrawal.why(), withdrawal.detail()),
                With.of(withdrawal).completed(Optional.of(completion)));
    }

    /// Whether what it was begun with, and nobody signed that control knows of, can be executed no more and was not.
    ///
    /// **Why** its name is unknown: whatever the account signed since may be it.
    boolean isOver(Withdrawal withdrawal) throws ChainUnreachable {
        var wallet = wallet(withdrawal);
        if (withdrawal.completion().isEmpty() || !(endpoints.of(wallet.chain()) instanceof ExpiringEndpoint chain))
            return false;
        var address = vaults.address(vaults.vaultOf(wallet.id()), wallet, Optional.of(withdrawal.address()));
        return chain.isOver(withdrawal.completion().get().names(), address.account(wallet.chain()));
    }
}
