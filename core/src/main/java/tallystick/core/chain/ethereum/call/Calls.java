package tallystick.core.chain.ethereum.call;

import java.util.List;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Warning;

/// What a message call does, read from its bytes: wrappers are unwrapped, known functions become effects, all else is
/// [Effect.Undecoded].
///
/// **Form** effects in the order the chain carries them out, without fees: those belong to the transaction.
///
/// **Threads** stateless.
public final class Calls {
    private Calls() {}

    /// Everything the call does.
    public static List<Effect> effects(CallFrame frame, Knowledge knowledge) {
        return walked(frame, knowledge).effects();
    }

    /// What a person should know before agreeing to it, the gravest first.
    public static List<Warning> warnings(CallFrame frame, Knowledge knowledge) {
        return walked(frame, knowledge).warnings();
    }

    private static Walk walked(CallFrame frame, Knowledge knowledge) {
        var walk = new Walk(knowledge);
        walk.frame(frame);
        return walk;
    }
}
