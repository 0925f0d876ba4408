package tallystick.core.kit;

import java.util.List;
import java.util.stream.Collectors;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Warning;

/// Effects and warnings in a line each, so that vectors can be read.
public final class SolanaWords {
    private SolanaWords() {}

    public static String of(Effect effect) {
        return switch (effect) {
            case Effect.Transfer(var asset, var from, var to, var amount) ->
                "transfer %s %s %s -> %s".formatted(amount, asset(asset), name(from), name(to));
            case Effect.Fee(var asset, var payer, var most) ->
                "fee %s %s of %s".formatted(most, asset(asset), name(payer));
            case Effect.Allowance(var asset, var owner, var spender, var most, var _) ->
                "allowance %s %s %s -> %s"
                        .formatted(
                                most.map(Object::toString).orElse("unlimited"),
                                asset(asset),
                                name(owner),
                                name(spender));
            case Effect.AuthorityChange(var over, var authority, var turn, var holder, var detail) ->
                "authority %s %s over %s: %s%s"
                        .formatted(
                                turn,
                                authority,
                                name(over),
                                holder.map(SolanaWords::name).orElse("nobody"),
                                list(detail));
            case Effect.Call(var caller, var contract, var function, var arguments, var _, var _, var _) ->
                "call %s by %s of %s%s".formatted(function, name(caller), name(contract), list(arguments));
            case Effect.Statement(var signer, var kind, var text, var fields) ->
                "statement %s by %s: %s%s".formatted(kind, name(signer), text, list(fields));
            case Effect.Undecoded(var target, var bytes, var why) ->
                "undecoded %s %s: %s".formatted(name(target), bytes, why);
            case Effect.Spend spend -> throw new AssertionError("no inputs on this chain: " + spend);
            case Effect.Change change -> throw new AssertionError("no change on this chain: " + change);
            case Effect.Creation creation -> throw new AssertionError("no creation on this chain: " + creation);
        };
    }

    public static String of(Warning warning) {
        return warning.severity() + " " + warning.code();
    }

    private static String list(List<Effect.Argument> arguments) {
        return arguments.stream()
                .map(each -> " %s=%s".formatted(each.name(), each.value()))
                .collect(Collectors.joining());
    }

    private static String asset(Asset asset) {
        return asset.namespace().equals("slip44") ? "lamports" : asset.reference();
    }

    private static String name(Account account) {
        return account.address();
    }
}
