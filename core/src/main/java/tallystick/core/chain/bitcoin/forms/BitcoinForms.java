package tallystick.core.chain.bitcoin.forms;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Forms;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Seen;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.ChainTip;
import tallystick.core.chain.bitcoin.FeeLimits;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.crypto.codec.Bytes;

/// PSBTs, raw transactions and recorded ones, and what a knowledge file says of fees and time.
///
/// **Threads** stateless.
public final class BitcoinForms implements Forms {
    private static final Set<String> FIELDS = Set.of("bitcoinTip", "caps.bitcoinSatoshiPerKvb", "caps.bitcoinPercent");

    @Override
    public Optional<Seen> read(Bytes given, Asked asked) throws Unusable {
        var network = BitcoinNetwork.of(asked.chain());
        if (network.isEmpty() || asked.content() != Content.TRANSACTION || ForeignBytes.isBundle(given))
            return Optional.empty();
        return Optional.of(new ForeignBytes(network.get(), asked.knowledge()).read(given, prevouts(asked)));
    }

    private static Optional<Prevouts> prevouts(Asked asked) throws Unusable.Argument {
        return asked.prevouts().isPresent()
                ? Optional.of(Prevouts.parse(asked.prevouts().get()))
                : Optional.empty();
    }

    /// PSBTs travel as base64.
    @Override
    public boolean isBase64(String text) {
        return text.startsWith("cHNidP");
    }

    @Override
    public boolean takesPrevouts() {
        return true;
    }

    @Override
    public Set<String> kinds() {
        return Set.of("btcTx");
    }

    @Override
    public ChainId chain(Entry recorded) throws Unusable {
        var main = BitcoinNetwork.MAINNET.chain();
        if (recorded.has("chain")
                && !Set.of("bitcoin", "mainnet", main.toString())
                        .contains(recorded.text("chain").toLowerCase(Locale.ROOT)))
            throw recorded.get("chain").expected("bitcoin, the main network");
        return BitcoinNetwork.MAINNET.chain();
    }

    @Override
    public Seen read(Entry recorded, Asked asked) throws Unusable {
        var given = prevouts(asked);
        var known = given.isPresent() ? given.get() : Prevouts.values(recorded.get("inputs"));
        return new ForeignBytes(BitcoinNetwork.MAINNET, asked.knowledge())
                .raw(recorded.hex("rawTxWithoutWitness"), Optional.of(known));
    }

    @Override
    public Set<String> fields() {
        return FIELDS;
    }

    @Override
    public Knowledge learn(Entry file, Knowledge known, Around around) throws Unusable {
        var learned = file.has("bitcoinTip") ? known.chapter(ChainTip.class, tip(file.get("bitcoinTip"))) : known;
        if (!file.has("caps")) return learned;
        var caps = file.get("caps");
        return caps.has("bitcoinSatoshiPerKvb") || caps.has("bitcoinPercent")
                ? learned.chapter(
                        FeeLimits.class,
                        new FeeLimits(
                                caps.number("bitcoinSatoshiPerKvb", 0, Integer.MAX_VALUE),
                                caps.number("bitcoinPercent", 0, 100)))
                : learned;
    }

    private static ChainTip tip(Entry tip) throws Unusable {
        tip.object(Set.of("height", "medianTime"));
        try {
            return new ChainTip(tip.number("height", 0, Integer.MAX_VALUE), Instant.parse(tip.text("medianTime")));
        } catch (DateTimeParseException noTime) {
            throw tip.get("medianTime").expected("a moment such as 2026-01-31T12:00:00Z");
        }
    }
}
