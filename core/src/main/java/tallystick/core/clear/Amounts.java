package tallystick.core.clear;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.registry.Chains;

/// Amounts as people read them: units with their symbol, exact to the last digit, and the base units beside.
final class Amounts {
    private static final Map<Asset, Knowledge.Unit> COINS = Chains.all().coins();

    private Amounts() {}

    /// Such as `1,250.5 USDC (1250500000 base units of eip155:1/erc20:0x…)`.
    static String text(Asset asset, BigInteger amount, Knowledge knowledge) {
        var exact = amount + (amount.equals(BigInteger.ONE) ? " base unit of " : " base units of ") + asset;
        return unit(asset, knowledge)
                .map(unit -> decimal(amount, unit.decimals()) + " " + symbol(unit) + " (" + exact + ")")
                .orElse(exact);
    }

    /// The asset without an amount.
    static String any(Asset asset, Knowledge knowledge) {
        return unit(asset, knowledge)
                .map(unit -> symbol(unit) + " (" + asset + ")")
                .orElse(asset.toString());
    }

    /// The exact decimal, thousands grouped, without zeros at the end of the fraction.
    static String decimal(BigInteger amount, int decimals) {
        var digits = amount.toString();
        if (digits.length() <= decimals) digits = "0".repeat(decimals - digits.length() + 1) + digits;
        var point = digits.length() - decimals;
        var fraction = digits.substring(point);
        var end = fraction.length();
        while (end > 0 && fraction.charAt(end - 1) == '0') end--;
        var text = new StringBuilder();
        for (var i = 0; i < point; i++) {
            if (i > 0 && (point - i) % 3 == 0) text.append(',');
            text.append(digits.charAt(i));
        }
        return end == 0
                ? text.toString()
                : text.append('.').append(fraction, 0, end).toString();
    }

    private static String symbol(Knowledge.Unit unit) {
        return SafeText.of(unit.symbol()).text();
    }

    /// What the organisation knows; for the coins of the best-known chains what everybody knows.
    private static Optional<Knowledge.Unit> unit(Asset asset, Knowledge knowledge) {
        return knowledge.unitOf(asset).or(() -> Optional.ofNullable(COINS.get(asset)));
    }
}
