package tallystick.node.boot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tallystick.node.logging.LogStyle;
import tallystick.node.transport.ListenAddress;

/// What the command line says of how a node is watched; the rest of it is read by others.
///
/// @param address where health and figures are shown, if anywhere
/// @param anywhere whether that may be an address that other machines reach
/// @param style of the log
/// @param warmUp how long it may sign with a key of no use before it says that it is ready
record OpsArguments(Optional<ListenAddress> address, boolean anywhere, LogStyle style, Duration warmUp) {
    static final String USAGE = """

              --ops HOST:PORT         show /health, /ready and /metrics there over HTTP, to everybody who can connect
              --ops-anywhere          lets that be an address that other machines reach
              --log text|json         log lines for people (default), or one JSON object a line for programs
              --warm-up SECONDS       how long to practise before it says that it is ready: 0 to 60 (default 4)
            """;

    private static final String OPS = "--ops";
    private static final String ANYWHERE = "--ops-anywhere";
    private static final String LOG = "--log";
    private static final String WARM_UP = "--warm-up";
    private static final int WARM_UP_SECONDS = 4;
    private static final int WARM_UP_SECONDS_MAX = 60;

    /// What became of a command line.
    sealed interface Read {
        /// @param rest of the words, in their order
        record Good(OpsArguments arguments, List<String> rest) implements Read {}

        record Wrong(String why) implements Read {}
    }

    static Read read(List<String> line) {
        var rest = new ArrayList<String>();
        var address = Optional.<ListenAddress>empty();
        var anywhere = false;
        var style = Optional.<LogStyle>empty();
        var warmUp = OptionalInt.empty();
        for (var i = 0; i < line.size(); i++) {
            var word = line.get(i);
            switch (word) {
                case ANYWHERE -> anywhere = true;
                case OPS, LOG, WARM_UP -> {
                    if (++i == line.size()) return new Read.Wrong(word + " needs a value");
                    if (line.subList(0, i - 1).contains(word)) return new Read.Wrong(word + " given twice");
                    var value = line.get(i);
                    switch (word) {
                        case OPS -> address = ListenAddress.parse(value);
                        case LOG -> style = LogStyle.ofWord(value);
                        default -> warmUp = seconds(value);
                    }
                    var isGood =
                            switch (word) {
                                case OPS -> address.isPresent();
                                case LOG -> style.isPresent();
                                default -> warmUp.isPresent();
                            };
                    if (!isGood) return new Read.Wrong(wrong(word));
                }
                default -> rest.add(word);
            }
        }
        if (anywhere && address.isEmpty()) return new Read.Wrong("--ops-anywhere goes with --ops");
        return new Read.Good(
                new OpsArguments(
                        address,
                        anywhere,
                        style.orElse(LogStyle.TEXT),
                        Duration.ofSeconds(warmUp.orElse(WARM_UP_SECONDS))),
                List.copyOf(rest));
    }

    private static String wrong(String word) {
        return switch (word) {
            case OPS -> "--ops is HOST:PORT";
            case LOG -> "--log is text or json";
            default -> "--warm-up is 0 to %d seconds".formatted(WARM_UP_SECONDS_MAX);
        };
    }

    private static OptionalInt seconds(String value) {
        if (!value.matches("[0-9]{1,2}")) return OptionalInt.empty();
        var seconds = Integer.parseInt(value);
        return seconds <= WARM_UP_SECONDS_MAX ? OptionalInt.of(seconds) : OptionalInt.empty();
    }
}
