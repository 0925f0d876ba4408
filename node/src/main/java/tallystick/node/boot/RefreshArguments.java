package tallystick.node.boot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.node.refresh.RefreshSettings;

/// What the command line says of how often shares are made anew; the rest of it is read by others.
final class RefreshArguments {
    static final String USAGE = """

              --refresh PERIOD        how often the shares of each key are made anew: 30d (default), 12h, or never
              --refresh-key ID=PERIOD the same for one key, by the first 8 or more digits of its id; may be repeated
              --refresh-trial         lets a period be shorter than an hour, such as 20s, to try it out
            """;

    private static final String PERIOD = "--refresh";
    private static final String KEY = "--refresh-key";
    private static final String TRIAL = "--refresh-trial";

    private RefreshArguments() {}

    /// What became of a command line.
    sealed interface Read {
        /// @param rest of the words, in their order
        record Good(RefreshSettings settings, List<String> rest) implements Read {}

        record Wrong(String why) implements Read {}
    }

    static Read read(List<String> line) {
        var rest = new ArrayList<String>();
        var settings = RefreshSettings.MONTHLY;
        var isTrial = line.contains(TRIAL);
        for (var i = 0; i < line.size(); i++) {
            var word = line.get(i);
            if (word.equals(TRIAL)) continue;
            if (!word.equals(PERIOD) && !word.equals(KEY)) {
                rest.add(word);
                continue;
            }
            if (++i == line.size()) return new Read.Wrong(word + " needs a value");
            var value = line.get(i);
            var cut = word.equals(KEY) ? value.indexOf('=') + 1 : 0;
            var period = RefreshSettings.period(value.substring(cut));
            if (period.isEmpty() || word.equals(KEY) && cut == 0)
                return new Read.Wrong("%s %s is not %s such as 30d, 12h or never"
                        .formatted(word, value, word.equals(KEY) ? "ID=PERIOD, with a period" : "a period"));
            if (!isTrial && isShort(period.get()))
                return new Read.Wrong("%s %s is shorter than an hour: that is for trials, with --refresh-trial"
                        .formatted(word, value));
            try {
                settings = cut == 0
                        ? new RefreshSettings(period.get(), settings.named())
                        : settings.with(value.substring(0, cut - 1), period.get());
            } catch (IllegalArgumentException e) {
                return new Read.Wrong("%s %s: %s".formatted(word, value, e.getMessage()));
            }
        }
        return new Read.Good(settings, List.copyOf(rest));
    }

    private static boolean isShort(Optional<Duration> period) {
        return period.filter(each -> each.compareTo(RefreshSettings.PERIOD_MIN) < 0)
                .isPresent();
    }
}
