package tallystick.core.chain.ethereum.call;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Term;
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.abi.AbiCodec;
import tallystick.core.chain.ethereum.abi.AbiValue;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.crypto.codec.Parsed;

/// Goes through one call and all calls wrapped in it, and collects what they do.
final class Walk {
    /// Most wrappers around a call.
    static final int DEPTH_MAX = 8;

    /// Longest calldata looked into: what a node of the network takes as one transaction.
    static final int DATA_BYTES_MAX = 1 << 17;

    private static final int COIN = 60;

    private final Knowledge knowledge;
    private final List<Effect> effects = new ArrayList<>();
    private final Set<Term> terms = new LinkedHashSet<>();
    private final Set<Warning> warnings = new LinkedHashSet<>();
    private final Map<Address, Account> accounts = new HashMap<>();

    Walk(Knowledge knowledge) {
        this.knowledge = knowledge;
    }

    List<Effect> effects() {
        return List.copyOf(effects);
    }

    List<Term> terms() {
        return List.copyOf(terms);
    }

    List<Warning> warnings() {
        return warnings.stream().sorted(Comparator.comparing(Warning::severity)).toList();
    }

    Knowledge knowledge() {
        return knowledge;
    }

    /// The account of an address: its checksum is a hash, and the same few addresses come again and again.
    Account account(CallFrame frame, Address address) {
        return accounts.computeIfAbsent(address, each -> each.on(frame.chain()));
    }

    void effect(Effect effect) {
        effects.add(effect);
    }

    /// How many effects there are so far: where those of a leave begin, to say its terms of.
    int mark() {
        return effects.size();
    }

    /// Says terms of the effects since then alone: a call beside it has its own.
    void terms(int mark, List<Term> found) {
        var of = new Term.Span(mark + 1, Math.max(mark + 1, effects.size()));
        for (var each : found) terms.add(new Term.Part(of, each));
    }

    void danger(String code, String text) {
        warnings.add(new Warning(Warning.Severity.DANGER, code, text));
    }

    void attention(String code, String text) {
        warnings.add(new Warning(Warning.Severity.ATTENTION, code, text));
    }

    void frame(CallFrame frame) {
        if (frame.operation() == Effect.Operation.DELEGATECALL) {
            Delegation.read(this, frame);
            return;
        }
        var chain = frame.chain();
        if (frame.value().signum() > 0 || frame.data().length() == 0)
            effect(new Effect.Transfer(
                    Asset.coin(chain, COIN),
                    account(frame, frame.caller()),
                    account(frame, frame.target()),
                    frame.value()));
        if (frame.data().length() > 0 && within(frame)) function(frame);
    }

    /// Whether the call is short and shallow enough to be looked into; if not, that is said.
    boolean within(CallFrame frame) {
        if (frame.depth() > DEPTH_MAX) {
            danger("TOO_DEEP", "A call is wrapped more than %d times, and is not looked into.".formatted(DEPTH_MAX));
            undecoded(frame, "call wrapped more than %d times".formatted(DEPTH_MAX));
            return false;
        }
        if (frame.data().length() > DATA_BYTES_MAX) {
            undecoded(frame, "calldata of more than %d bytes".formatted(DATA_BYTES_MAX));
            return false;
        }
        return true;
    }

    private void function(CallFrame frame) {
        if (frame.data().length() < FunctionSignature.SELECTOR_BYTES) {
            undecoded(frame, "calldata shorter than a selector");
            return;
        }
        var known = FunctionTable.of(frame.data());
        if (known.isPresent()) {
            var signature = known.get().signature();
            // The table was asked by selector, so only the arguments are left to read.
            switch (AbiCodec.decode(signature.inputs(), frame.data(), FunctionSignature.SELECTOR_BYTES)) {
                case Parsed.Ok<List<AbiValue>>(var arguments) -> {
                    var call = new Invocation(this, frame, signature, arguments);
                    var before = effects.size();
                    known.get().handler().read(call);
                    // An empty list of permits: what does nothing is still a call that is made.
                    if (effects.size() == before) call.call();
                }
                case Parsed.Malformed<List<AbiValue>>(var offset, var expected) ->
                    undecoded(frame, "at byte %d of calldata: expected %s".formatted(offset, expected));
            }
            return;
        }
        named(frame);
    }

    /// A function only the organisation knows.
    void named(CallFrame frame) {
        var signature = Abis.of(frame, knowledge);
        if (signature.isEmpty()) {
            undecoded(frame, "function with no known meaning");
            return;
        }
        switch (signature.get().decode(frame.data())) {
            case Parsed.Ok<List<AbiValue>>(var arguments) ->
                new Invocation(this, frame, signature.get(), arguments).call();
            case Parsed.Malformed<List<AbiValue>>(var offset, var expected) ->
                undecoded(frame, "at byte %d of calldata: expected %s".formatted(offset, expected));
        }
    }

    void undecoded(CallFrame frame, String why) {
        danger("UNDECODED", "Part of this is not understood, so nobody can say what it does.");
        effect(new Effect.Undecoded(account(frame, frame.target()), frame.data(), why));
    }
}
