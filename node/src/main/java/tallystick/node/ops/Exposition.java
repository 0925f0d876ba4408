package tallystick.node.ops;

import java.util.Locale;
import java.util.SortedMap;

/// A page of figures.
///
/// **Form** Prometheus' text format 0.0.4: for each family a line of help, one of its type, and a line for each sample.
/// @spec https://prometheus.io/docs/instrumenting/exposition_formats/ Prometheus text format
final class Exposition {
    private final StringBuilder text = new StringBuilder(4096);

    /// What a family is of.
    enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    /// Begins a family; its samples follow.
    Exposition family(String name, Type type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ');
        text.append(type.name().toLowerCase(Locale.ROOT)).append('\n');
        return this;
    }

    /// One sample.
    ///
    /// @param labels name, value, name, value
    Exposition sample(String name, double value, String... labels) {
        text.append(name);
        for (var i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
            text.append(escaped(labels[i + 1])).append('"');
        }
        if (labels.length > 0) text.append('}');
        text.append(' ').append(number(value)).append('\n');
        return this;
    }

    /// A family of one sample without labels.
    Exposition single(String name, Type type, String help, double value) {
        return family(name, type, help).sample(name, value);
    }

    /// A family of counters, one for each kind.
    Exposition counts(String name, String help, String label, SortedMap<String, Long> counts) {
        family(name, Type.COUNTER, help);
        counts.forEach((kind, count) -> sample(name, count, label, kind));
        return this;
    }

    Exposition histogram(String name, String help, Durations durations) {
        family(name, Type.HISTOGRAM, help);
        var totalSeconds = durations.totalSeconds();
        var cumulative = durations.cumulative();
        for (var i = 0; i < Durations.BOUNDS_SECONDS.size(); i++)
            sample(name + "_bucket", cumulative.get(i), "le", number(Durations.BOUNDS_SECONDS.get(i)));
        var count = cumulative.getLast();
        sample(name + "_bucket", count, "le", "+Inf");
        return sample(name + "_sum", totalSeconds).sample(name + "_count", count);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
