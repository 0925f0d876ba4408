package tallystick.core.clear;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Warning;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.StandardHash;

/// Turns effects into sentences, and remembers which accounts and strangers' texts were shown.
final class Wording {
    private static final int BYTES_MAX = 64;
    private static final int TEXTS_MAX = 256;
    private static final int LINES_MAX = 100;
    private static final int ARGUMENTS_MAX = 200;
    private static final Pattern BARE = Pattern.compile("[-0-9A-Za-z_.:/,()\\[\\]{} +]*");
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Za-z]{16,128}");

    private final Knowledge knowledge;
    private final Set<Account> accounts = new LinkedHashSet<>();
    private final Set<String> texts = new LinkedHashSet<>();
    private final Set<SafeText.Trait> traits = new java.util.TreeSet<>();

    Wording(Knowledge knowledge) {
        this.knowledge = knowledge;
    }

    /// The accounts shown so far, in the order first shown.
    Set<Account> accounts() {
        return accounts;
    }

    /// The strangers' texts shown so far, at most [#TEXTS_MAX] different ones.
    Set<String> strangersTexts() {
        return texts;
    }

    /// What the strangers' texts shown so far call for.
    List<Warning> warnings() {
        var warnings = new ArrayList<Warning>();
        for (var trait : traits)
            warnings.add(
                    switch (trait) {
                        case TURNS ->
                            new Warning(
                                    Warning.Severity.DANGER,
                                    "TEXT_TURNS_DIRECTION",
                                    "A text in the bytes turns the direction of writing to look like another text.");
                        case RIGHT_TO_LEFT ->
                            new Warning(
                                    Warning.Severity.ATTENTION,
                                    "TEXT_RIGHT_TO_LEFT",
                                    "A text in the bytes runs from right to left: its letters are shown by number.");
                        case HIDDEN ->
                            new Warning(
                                    Warning.Severity.ATTENTION,
                                    "TEXT_HIDES_CHARACTERS",
                                    "A text in the bytes holds characters that cannot be seen.");
                        case LOOK_ALIKE ->
                            new Warning(
                                    Warning.Severity.ATTENTION,
                                    "TEXT_MIXES_SCRIPTS",
                                    "A text in the bytes holds letters that look like those of another script.");
                        case CUT ->
                            new Warning(
                                    Warning.Severity.ATTENTION,
                                    "TEXT_CUT",
                                    "A text in the bytes is longer than what is shown of it.");
                    });
        return warnings;
    }

    /// One effect in words. There is no default: a new kind of effect does not compile until it has its sentence.
    /// @spec docs/spec/clear-text.md#CT-3 clear-text
    ClearText.Sentence sentence(Effect effect) {
        return switch (effect) {
            case Effect.Transfer(var asset, var from, var to, var amount) ->
                plain(Amounts.text(asset, amount, knowledge) + " leaves " + account(from) + " for " + account(to));
            case Effect.Change(var asset, var to, var amount, var path) ->
                plain(Amounts.text(asset, amount, knowledge) + " comes back to " + account(to)
                        + ", an address of the same key at " + path);
            case Effect.Spend(var asset, var from, var amount, var path) ->
                plain(Amounts.text(asset, amount, knowledge) + " of " + account(from) + " is spent"
                        + path.map(at -> ", an address of the same key at " + at)
                                .orElse(""));
            case Effect.Fee(var asset, var payer, var amountMax) ->
                plain("At most " + Amounts.text(asset, amountMax, knowledge) + " is paid as fee by " + account(payer));
            case Effect.Allowance allowance -> plain(allowance(allowance));
            case Effect.AuthorityChange change ->
                new ClearText.Sentence(
                        authority(change) + ".", arguments(change.over().chain(), change.detail()));
            case Effect.Call call ->
                new ClearText.Sentence(
                        call(call) + ".", arguments(call.contract().chain(), call.arguments()));
            case Effect.Creation(var creator, var at, var code) ->
                new ClearText.Sentence(
                        account(creator) + " puts new code on the chain at "
                                + at.map(this::account).orElse("an address that the bytes do not determine") + ".",
                        List.of("code " + hex(code)));
            case Effect.Statement statement -> statement(statement);
            case Effect.Undecoded(var target, var bytes, var why) ->
                new ClearText.Sentence(
                        "Not understood: " + bytes.length() + " bytes for " + account(target) + ": " + stranger(why)
                                + ". Nobody can say what they do.",
                        List.of("bytes " + hex(bytes)));
        };
    }

    private static ClearText.Sentence plain(String text) {
        return new ClearText.Sentence(text + ".", List.of());
    }

    private String allowance(Effect.Allowance allowance) {
        var until = allowance.until().map(end -> "until " + Clauses.text(end)).orElse("with no end");
        var what = allowance
                .amountMax()
                .map(amount -> "up to " + Amounts.text(allowance.asset(), amount, knowledge))
                .orElseGet(() -> "any amount of " + Amounts.any(allowance.asset(), knowledge));
        return account(allowance.spender()) + " may take " + what + " from " + account(allowance.owner())
                + " without asking again, " + until;
    }

    private String authority(Effect.AuthorityChange change) {
        var over = account(change.over());
        var named = change.holder().map(this::account);
        var sentence = change.authority() == Effect.Authority.THRESHOLD && named.isEmpty()
                ? "The number of owners who must sign for " + over + " is set anew"
                : change.authority() == Effect.Authority.IMPLEMENTATION && change.turn() != Effect.Turn.TAKEN
                        ? "From now on " + over + " runs the code of "
                                + named.orElse("a contract that the bytes do not name")
                        : may(change.turn(), named) + power(change.authority(), over);
        return sentence + " [" + change.authority() + " " + change.turn() + "]";
    }

    private static String may(Effect.Turn turn, Optional<String> holder) {
        return switch (turn) {
            case GIVEN -> "From now on also " + holder.orElse("somebody the bytes do not name") + " may ";
            case TAKEN -> holder.orElse("Whoever could") + " may no longer ";
            case SET ->
                holder.map(name -> "From now on " + name + " may ").orElse("It is set anew, naming nobody, who may ");
        };
    }

    private static String power(Effect.Authority authority, String over) {
        return switch (authority) {
            case OWNER -> "sign for " + over;
            case THRESHOLD -> "say how many owners must sign for " + over;
            case MODULE -> "act for " + over + " without its owners";
            case GUARD -> "stop what " + over + " does";
            case FALLBACK -> "answer the calls that " + over + " does not know";
            case IMPLEMENTATION -> "be the code of " + over;
            case ADMIN -> "change the code or settings of " + over;
            case ROLE -> "do what a role in " + over + " allows";
            case DELEGATE -> "run its code as if it were " + over;
            case MINT -> "make new units of " + over;
            case FREEZE -> "freeze holdings of " + over;
            case CLOSE -> "close " + over + " and take what is left";
            case STAKE -> "direct or withdraw the stake of " + over;
            case NONCE -> "advance the durable nonce of " + over;
            case OTHER -> "do to " + over + " what the details name";
        };
    }

    private String call(Effect.Call call) {
        var function = stranger(call.function());
        var inside = call.depth() == 0 ? "" : ", inside " + call.depth() + (call.depth() == 1 ? " call" : " calls");
        var coin = call.value().signum() == 0
                ? ""
                : ", with " + call.value() + " base units of the coin of "
                        + call.contract().chain();
        return switch (call.operation()) {
            case CALL ->
                account(call.caller()) + " calls " + function + " of " + account(call.contract()) + coin + inside;
            case DELEGATECALL ->
                account(call.caller()) + " lends itself to the code of " + account(call.contract())
                        + ", which can do everything the account can: " + function + coin + inside;
        };
    }

    private ClearText.Sentence statement(Effect.Statement statement) {
        var details = new ArrayList<String>();
        var lines = statement.text().split("\n", LINES_MAX + 1);
        var shown = Math.min(lines.length, LINES_MAX);
        for (var i = 0; i < shown; i++) details.add("| " + stranger(lines[i]));
        if (shown < lines.length) {
            traits.add(SafeText.Trait.CUT);
            details.add("[cut after " + LINES_MAX + " lines]");
        }
        details.addAll(arguments(statement.signer().chain(), statement.fields()));
        var bytes = Bytes.ofUtf8(statement.text());
        return new ClearText.Sentence(
                account(statement.signer()) + " declares, as " + stranger(statement.kind()) + ", a text of "
                        + bytes.length() + " bytes with sha-256 " + StandardHash.sha256(bytes) + ".",
                details);
    }

    private List<String> arguments(ChainId chain, List<Effect.Argument> arguments) {
        var lines = new ArrayList<String>();
        for (var argument : arguments.subList(0, Math.min(arguments.size(), ARGUMENTS_MAX))) {
            var name = argument.name().isEmpty() ? "argument " + (lines.size() + 1) : bare(argument.name());
            lines.add(name + (argument.type().isEmpty() ? "" : " (" + bare(argument.type()) + ")") + " = "
                    + value(chain, argument));
        }
        if (arguments.size() > ARGUMENTS_MAX) {
            traits.add(SafeText.Trait.CUT);
            lines.add(cut(arguments.subList(ARGUMENTS_MAX, arguments.size())));
        }
        return lines;
    }

    /// How many are not shown, and a hash by which two screens can still be told apart.
    private static String cut(List<Effect.Argument> hidden) {
        var all = new Writer();
        for (var each : hidden)
            for (var text : List.of(each.name(), each.type(), each.value())) {
                var bytes = Bytes.ofUtf8(text);
                all.u32(bytes.length()).raw(bytes);
            }
        return "[... %d more lines cut, sha-256 %s]".formatted(hidden.size(), StandardHash.sha256(all.toBytes()));
    }

    /// A value that may be an account is looked up, so that its name, or what it passes for, is said.
    private String value(ChainId chain, Effect.Argument argument) {
        var value = argument.value();
        if (argument.type().contains("string")) return stranger(value);
        var isAddress = argument.type().equals("address") || argument.type().equals("pubkey");
        if (isAddress && ADDRESS.matcher(value).matches()) return account(new Account(chain, value));
        return bare(value);
    }

    /// An account with its name and full address.
    String account(Account account) {
        accounts.add(account);
        return knowledge
                .labelOf(account)
                .map(label -> SafeText.of(label).quoted() + (knowledge.isOwn(account) ? " (own, " : " (")
                        + account.address() + ")")
                .orElse(account.address());
    }

    /// As it is if it can do no harm, else in quotation marks.
    String bare(String value) {
        return value.length() <= SafeText.LENGTH_CHARACTERS_MAX
                        && BARE.matcher(value).matches()
                ? value
                : stranger(value);
    }

    private String stranger(String text) {
        var safe = SafeText.of(text);
        traits.addAll(safe.traits());
        if (texts.size() < TEXTS_MAX) texts.add(text);
        return safe.quoted();
    }

    private static String hex(Bytes bytes) {
        if (bytes.length() <= BYTES_MAX) return "0x" + bytes;
        return "0x" + bytes.slice(0, BYTES_MAX) + " [cut: " + bytes.length() + " bytes, sha-256 "
                + StandardHash.sha256(bytes) + "]";
    }
}
