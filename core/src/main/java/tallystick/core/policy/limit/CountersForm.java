package tallystick.core.policy.limit;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.matter.Slot;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// The canonical bytes of counts.
final class CountersForm {
    private static final int MANY = 1 << 24;
    private static final int TEXT_BYTES_MAX = 512;
    private static final int VALUES_MAX = 16;
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,160}(\\.[0-9]{1,80})?");

    private CountersForm() {}

    /// @spec docs/spec/court.md#CO-11 court
    static void write(Writer writer, Counters counters) {
        var keys = counters.keys().stream().sorted().toList();
        writer.u32(keys.size());
        for (var key : keys) {
            writer.text(key.policy()).text(key.rule()).list(key.values(), Writer::text);
            var entries = counters.entries(key);
            writer.u32(entries.size());
            for (var entry : entries) {
                writer.raw(entry.intent().value().bytes()).text(entry.amount().toPlainString());
                var at = entry.at();
                writer.u64(at.getEpochSecond()).u32(at.getNano());
                writer.list(
                        entry.slot().stream().toList(),
                        (each, slot) -> each.raw(slot.value().bytes()));
            }
        }
        var states = counters.states();
        writer.u32(states.size());
        states.forEach((intent, state) -> writer.raw(intent.bytes()).u8(code(state)));
    }

    private static int code(Counters.State state) {
        return switch (state) {
            case RESERVED -> 1;
            case COMMITTED -> 2;
            case RELEASED -> 3;
        };
    }

    static Counters read(Reader reader) throws MalformedInput {
        var entries = new TreeMap<CounterKey, List<Counters.Entry>>();
        for (var left = count(reader, "counts"); left > 0; left--) {
            var start = reader.position();
            var key = key(reader);
            if (!entries.isEmpty() && entries.lastKey().compareTo(key) >= 0)
                throw new MalformedInput(start, "counts in ascending order");
            entries.put(key, entries(reader));
        }
        var states = new TreeMap<Digest32, Counters.State>();
        for (var left = count(reader, "requests"); left > 0; left--) {
            var start = reader.position();
            var intent = Digest32.read(reader, "request");
            if (!states.isEmpty() && states.lastKey().compareTo(intent) >= 0)
                throw new MalformedInput(start, "requests in ascending order");
            states.put(intent, state(reader));
        }
        return Counters.of(entries, states);
    }

    private static CounterKey key(Reader reader) throws MalformedInput {
        return new CounterKey(
                reader.text(TEXT_BYTES_MAX, "policy"),
                reader.text(TEXT_BYTES_MAX, "rule"),
                reader.list(0, VALUES_MAX, "values", each -> each.text(TEXT_BYTES_MAX, "value")));
    }

    private static List<Counters.Entry> entries(Reader reader) throws MalformedInput {
        var start = reader.position();
        var entries = new ArrayList<Counters.Entry>();
        for (var left = count(reader, "entries"); left > 0; left--)
            entries.add(new Counters.Entry(
                    new IntentId(Digest32.read(reader, "request")),
                    amount(reader),
                    reader.moment("moment"),
                    reader.list(0, 1, "slot", each -> new Slot(Digest32.read(each, "slot"))).stream()
                            .findFirst()));
        if (entries.isEmpty()) throw new MalformedInput(start, "1 entry or more");
        return List.copyOf(entries);
    }

    private static BigDecimal amount(Reader reader) throws MalformedInput {
        var start = reader.position();
        var text = reader.text(TEXT_BYTES_MAX, "amount");
        if (!AMOUNT.matcher(text).matches()) throw new MalformedInput(start, "an amount in decimal digits");
        var amount = new BigDecimal(text);
        if (!amount.toPlainString().equals(text)) throw new MalformedInput(start, "an amount in its one spelling");
        return amount;
    }

    private static Counters.State state(Reader reader) throws MalformedInput {
        var start = reader.position();
        return switch (reader.u8("state")) {
            case 1 -> Counters.State.RESERVED;
            case 2 -> Counters.State.COMMITTED;
            case 3 -> Counters.State.RELEASED;
            default -> throw new MalformedInput(start, "state in 1..3");
        };
    }

    private static int count(Reader reader, String field) throws MalformedInput {
        var start = reader.position();
        var count = reader.u32(field);
        if (count > MANY) throw new MalformedInput(start, "at most %d %s".formatted(MANY, field));
        return count;
    }
}
