package tallystick.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;

/// The measured figures by name, each a median with its minimum beside it.
final class Figures {
    static final int SAMPLES = 40;

    private final Map<String, Double> values = new LinkedHashMap<>();

    /// Takes [#SAMPLES] samples after `warmUp` unmeasured ones, prints and keeps median and minimum.
    void measure(String name, int warmUp, DoubleSupplier sample) {
        for (var i = 0; i < warmUp; i++) {
            var _ = sample.getAsDouble();
        }
        var samples = new double[SAMPLES];
        for (var i = 0; i < SAMPLES; i++) samples[i] = sample.getAsDouble();
        Arrays.sort(samples);
        put(name, samples[SAMPLES / 2]);
        put(name + ".min", samples[0]);
    }

    /// The same of several things by turns, so that what else the machine does falls on all of them alike.
    void measureByTurns(SequencedMap<String, DoubleSupplier> samples) {
        var all = new LinkedHashMap<String, double[]>();
        samples.forEach((name, sample) -> {
            var _ = sample.getAsDouble();
            all.put(name, new double[SAMPLES]);
        });
        for (var i = 0; i < SAMPLES; i++)
            for (var each : all.entrySet())
                each.getValue()[i] =
                        Objects.requireNonNull(samples.get(each.getKey())).getAsDouble();
        all.forEach((name, taken) -> {
            Arrays.sort(taken);
            put(name, taken[SAMPLES / 2]);
            put(name + ".min", taken[0]);
        });
    }

    void put(String name, double value) {
        values.put(name, value);
        System.out.printf(Locale.ROOT, "%-46s %12.4f%n", name, value);
    }

    void putAll(Map<String, Double> others) {
        others.forEach(this::put);
    }

    /// A flat JSON object.
    String json() {
        return values.entrySet().stream()
                .map(each -> String.format(Locale.ROOT, "  \"%s\": %.6f", each.getKey(), each.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    void write(Path file) throws IOException {
        Files.writeString(file, json());
    }

    /// Reads what [#write] wrote.
    static Map<String, Double> read(Path file) throws IOException {
        var read = new LinkedHashMap<String, Double>();
        for (var line : Files.readAllLines(file)) {
            var parts = line.strip().split("\": |,", -1);
            if (line.contains("\": ")) read.put(parts[0].substring(1), Double.parseDouble(parts[1]));
        }
        return read;
    }
}
