package tallystick.core.chain.ethereum.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Term;
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.safe.SafeAccount;
import tallystick.core.chain.ethereum.safe.SafeTransaction;

/// What a message call does, read from its bytes: wrappers are unwrapped, known functions become effects, all else is
/// [Effect.Undecoded].
///
/// **Form** effects in the order the chain carries them out, without fees: those belong to the transaction.
///
/// **Threads** stateless.
public final class Calls {
    private Calls() {}

    /// Everything the call does.
    /// @spec docs/spec/ethereum.md#ET-4 ethereum
    public static List<Effect> effects(CallFrame frame, Knowledge knowledge) {
        return walked(frame, knowledge).effects();
    }

    /// When, how often and in which order the leaves count that it brings along.
    public static List<Term> terms(CallFrame frame, Knowledge knowledge) {
        return walked(frame, knowledge).terms();
    }

    /// What a person should know before agreeing to it, the gravest first.
    public static List<Warning> warnings(CallFrame frame, Knowledge knowledge) {
        return walked(frame, knowledge).warnings();
    }

    /// Everything a Safe does once enough owners signed: its call first, what it pays back last.
    public static List<Effect> effects(SafeAccount safe, SafeTransaction transaction, Knowledge knowledge) {
        return walked(safe, transaction, knowledge).effects();
    }

    /// When, how often and in which order it counts that the Safe's transaction is run, and leaves that it brings
    /// along.
    public static List<Term> terms(SafeAccount safe, SafeTransaction transaction, Knowledge knowledge) {
        var terms = new ArrayList<Term>();
        terms.add(new Term.Order(
                "Safe transaction", safe.account(), Optional.empty(), Optional.empty(), transaction.nonce()));
        terms.addAll(walked(safe, transaction, knowledge).terms());
        return List.copyOf(terms);
    }

    /// What an owner of a Safe should know before signing, the gravest first.
    public static List<Warning> warnings(SafeAccount safe, SafeTransaction transaction, Knowledge knowledge) {
        return walked(safe, transaction, knowledge).warnings();
    }

    private static Walk walked(SafeAccount safe, SafeTransaction transaction, Knowledge knowledge) {
        var walk = new Walk(knowledge);
        if (!safe.version().bindsChain())
            walk.attention(
                    "NOT_BOUND_TO_CHAIN", "The same signature counts on every chain where the Safe has this address.");
        walk.frame(new CallFrame(
                safe.chain(),
                safe.address(),
                transaction.to(),
                transaction.value(),
                transaction.data(),
                transaction.operation(),
                0));
        SafeRefund.read(walk, safe.chain(), safe.account(), transaction);
        return walk;
    }

    private static Walk walked(CallFrame frame, Knowledge knowledge) {
        var walk = new Walk(knowledge);
        walk.frame(frame);
        return walk;
    }
}
