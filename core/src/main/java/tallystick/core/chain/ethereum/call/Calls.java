package tallystick.core.chain.ethereum.call;

import java.util.ArrayList;
import java.util.List;
import tallystick.core.chain.Asset;
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
    private static final int COIN = 60;

    private Calls() {}

    /// Everything the call does.
    public static List<Effect> effects(CallFrame frame, Knowledge knowledge) {
        var coin = Asset.coin(frame.chain(), COIN);
        var from = frame.caller().on(frame.chain());
        var target = frame.target().on(frame.chain());
        var effects = new ArrayList<Effect>();
        if (frame.value().signum() > 0 || frame.data().length() == 0)
            effects.add(new Effect.Transfer(coin, from, target, frame.value()));
        if (frame.data().length() > 0)
            effects.add(new Effect.Undecoded(target, frame.data(), "calldata with no known meaning"));
        return List.copyOf(effects);
    }

    /// What a person should know before agreeing to it, the gravest first.
    public static List<Warning> warnings(CallFrame frame, Knowledge knowledge) {
        return List.of();
    }
}
