package tallystick.core.policy.explain;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.clear.SafeText;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.FactKind;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Quantity;

/// What a matter gives where a criterion asks, in words and with its values.
///
/// @param consulted what was asked of the circumstances, with the answers
record Given(Matter matter, Map<String, String> consulted, Instant now) {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ROOT);
    private static final Pattern PRICE = Pattern.compile("([0-9]{1,60}(?:\\.[0-9]{1,60})?) at .*");

    /// An entry of the address book as a trace writes it.
    private static final Pattern ENTRY =
            Pattern.compile("Entry\\[since=([^,\\]]*), tags=\\[([^\\]]*)\\], isBlocked=(true|false)\\]");

    String of(Criterion criterion, Leg leg) {
        return switch (criterion) {
            case Criterion.ByInitiator _ -> initiator();
            case Criterion.FromSource _ -> source();
            case Criterion.ToDestination _ -> destination(leg);
            case Criterion.OfAsset _ -> leg.asset().map(Given::safe).orElse("no asset");
            case Criterion.OfCall _ -> leg.call().map(Given::call).orElse("no call");
            case Criterion.OfTyped _, Criterion.OfStatement _ ->
                leg.said()
                        .map(said -> safe(said.kind()) + " "
                                + SafeText.of(said.text(), 64).quoted())
                        .orElse("nothing that is declared");
            case Criterion.OfAuthority _ ->
                leg.power()
                        .map(power -> "%s %s over %s".formatted(power.authority(), power.turn(), safe(power.over())))
                        .orElse("no power over an account");
            case Criterion.IsDecoded _ -> leg.isDecoded() ? "bytes that are understood" : "bytes that are not";
            case Criterion.AtTime(var window, var _) ->
                CLOCK.format(now.atZone(window.zone())) + " " + window.zone().getId();
            case Criterion.OfUtxo _ ->
                matter.coins()
                        .map(coins -> "%d inputs, %s sat/vB, %s"
                                .formatted(
                                        coins.inputs(),
                                        coins.feeRate().toPlainString(),
                                        coins.isChange() ? "change" : "no change"))
                        .orElse("no transaction of coins");
            case Criterion.OfSolana _ ->
                matter.solana()
                        .map(solana -> "%s, programs %s"
                                .formatted(
                                        solana.isDurable() ? "a durable nonce" : "no durable nonce",
                                        some(solana.programs())))
                        .orElse("no transaction of Solana");
            case Criterion.Warned _ ->
                some(matter.warnings().stream().map(each -> each.code()).toList());
            case Criterion.IsDuplicate _ -> payment(leg);
            case Criterion.OfCounterparty _ -> counterparty(leg);
            case Criterion.OfFee(var unit, var _) ->
                matter.fee()
                        .map(fee -> amount(fee.amountMax(), fee.asset(), fee.decimals(), unit))
                        .orElse("no fee");
            case Criterion.AtRisk _ -> told("risk");
            case Criterion.Simulated _ -> told("changes");
            case Criterion.Established(var facts) ->
                String.join(
                        ", ", facts.stream().map(kind -> established(kind, leg)).toList());
            case Criterion.OfAmount(var unit, var _) -> worth(leg, unit);
        };
    }

    private String initiator() {
        var initiator = matter.asked().initiator();
        var text = initiator.person() + " with " + initiator.strength();
        if (!initiator.roles().isEmpty()) text += ", roles " + some(initiator.roles());
        if (initiator.apiKey().isPresent())
            text += ", key " + safe(initiator.apiKey().get());
        if (initiator.ip().isPresent()) text += ", from " + initiator.ip().get().toHex();
        if (initiator.sessionAge().isPresent())
            text += ", logged in " + initiator.sessionAge().get() + " ago";
        return text;
    }

    private String source() {
        var source = matter.asked().source();
        return "%s, %s, %s, %s"
                .formatted(
                        source.place(),
                        source.tier().map(tier -> "tier " + safe(tier)).orElse("no tier"),
                        source.tags().isEmpty() ? "no tags" : "tags " + some(source.tags()),
                        matter.chain().map(chain -> "chain " + chain).orElse("no chain"));
    }

    private String destination(Leg leg) {
        if (leg.destination().isEmpty()) return "nobody";
        var account = leg.destination().get();
        if (leg.isInternal()) return safe(account) + ", an own account";
        var book = consulted.get("address book on " + account);
        var like = consulted.get("resembled by " + account);
        var text = safe(account);
        if (book != null)
            text += book.equals("none") ? ", not in the address book" : ", in the address book: " + safe(book);
        if (like != null && !like.equals("none")) text += ", which looks like " + safe(like);
        return text;
    }

    private static String call(Leg.Code code) {
        return "%s of %s by %s at depth %d with %s base units"
                .formatted(
                        code.function()
                                .map(Given::safe)
                                .or(() -> code.selector().map(each -> "function " + each))
                                .orElse("a function nobody knows"),
                        safe(code.contract()),
                        code.operation(),
                        code.depth(),
                        code.value());
    }

    private String payment(Leg leg) {
        return leg.amount().isEmpty() || leg.asset().isEmpty()
                ? "no payment"
                : "%s of %s to %s"
                        .formatted(
                                units(leg.amount().get()),
                                safe(leg.asset().get()),
                                leg.destination().map(Given::safe).orElse("nobody"));
    }

    private String counterparty(Leg leg) {
        if (leg.destination().isEmpty()) return "nobody";
        var account = leg.destination().get();
        return "%s: code %s, risk %s, screening %s"
                .formatted(
                        safe(account),
                        told("code of " + account),
                        told("risk of " + account),
                        told("screening of " + account));
    }

    private String established(FactKind kind, Leg leg) {
        return kind + " "
                + switch (kind) {
                    case SCREENING ->
                        leg.destination()
                                .map(account -> told("screening of " + account))
                                .orElse("of nobody");
                    case SIMULATION -> told("changes");
                    case TRAVEL_RULE -> told("travel rule");
                    case SOURCE_EVENT -> told("source event");
                };
    }

    private String worth(Leg leg, Criterion.Unit unit) {
        if (leg.asset().isEmpty() || leg.amount().isEmpty())
            return leg.isDecoded() ? "nothing moves" : "nobody knows what moves";
        var alone =
                switch (leg.amount().get()) {
                    case Quantity.Unlimited _ ->
                        "an unlimited amount of " + safe(leg.asset().get());
                    case Quantity.Exactly(var units) ->
                        amount(units, leg.asset().get(), leg.decimals(), unit);
                };
        return matter.legs().size() == 1
                ? alone
                : alone
                        + ", one of %d legs that are also summed"
                                .formatted(matter.legs().size());
    }

    private String amount(BigInteger units, Asset asset, OptionalInt decimals, Criterion.Unit unit) {
        if (unit instanceof Criterion.Unit.Base || decimals.isEmpty()) return units + " base units of " + safe(asset);
        var whole = new BigDecimal(units).movePointLeft(decimals.getAsInt());
        var text = plain(whole) + " of " + safe(asset);
        if (!(unit instanceof Criterion.Unit.Fiat(var currency, var _))) return text;
        var told = told("price of " + asset + " in " + currency);
        var price = PRICE.matcher(told);
        return price.matches()
                ? "%s %s (%s at %s %s each)"
                        .formatted(
                                plain(whole.multiply(new BigDecimal(price.group(1)))),
                                currency,
                                text,
                                price.group(1),
                                currency)
                : "%s (price in %s: %s)".formatted(text, currency, told);
    }

    private static String units(Quantity quantity) {
        return quantity instanceof Quantity.Exactly(var units) ? units + " base units" : "an unlimited amount";
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private String told(String question) {
        return Optional.ofNullable(consulted.get(question)).map(Given::safe).orElse("not asked");
    }

    private static String some(Collection<?> values) {
        return values.isEmpty() ? "none" : Asked.some(values);
    }

    private static String safe(Object value) {
        var entry = ENTRY.matcher(value.toString());
        if (!entry.matches()) return SafeText.of(value.toString()).text();
        var tags = entry.group(2).isEmpty() ? "" : " tagged " + entry.group(2);
        var blocked = entry.group(3).equals("true") ? " and blocked" : "";
        return SafeText.of("since " + entry.group(1) + tags + blocked).text();
    }

    private static String safe(Account account) {
        return SafeText.of(account.toString()).text();
    }
}
