package tallystick.node.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.node.logging.LogStyle;
import tallystick.node.ops.OpsAddress;

/// What the command line says of how a node is watched; the rest of it is read by others.
///
/// @param address where health and figures are shown, if anywhere
/// @param anywhere whether that may be an address that other machines reach
/// @param style of the log
record OpsArguments(Optional<OpsAddress> address, boolean anywhere, LogStyle style) {
    static final String USAGE = """

              --ops HOST:PORT         show /health, /ready and /metrics there over HTTP, to everybody who can connect
              --ops-anywhere          lets that be an address that other machines reach
              --log text|json         log lines for people (default), or one JSON object a line for programs
            """;

    private static final String OPS = "--ops";
    private static final String ANYWHERE = "--ops-anywhere";
    private static final String LOG = "--log";

    /// What became of a command line.
    sealed interface Read {
        /// @param rest of the words, in their order
        record Good(OpsArguments arguments, List<String> rest) implements Read {}

        record Wrong(String why) implements Read {}
    }

    static Read read(List<String> line) {
        var rest = new ArrayList<String>();
        var address = Optional.<OpsAddress>empty();
        var anywhere = false;
        var style = Optional.<LogStyle>empty();
        for (var i = 0; i < line.size(); i++) {
            var word = line.get(i);
            switch (word) {
                case ANYWHERE -> anywhere = true;
                case OPS, LOG -> {
                    if (++i == line.size()) return new Read.Wrong(word + " needs a value");
                    if (word.equals(OPS) ? address.isPresent() : style.isPresent())
                        return new Read.Wrong(word + " given twice");
                    if (word.equals(OPS)) address = OpsAddress.parse(line.get(i));
                    else style = LogStyle.ofWord(line.get(i));
                    if (word.equals(OPS) ? address.isEmpty() : style.isEmpty())
                        return new Read.Wrong(word.equals(OPS) ? "--ops is HOST:PORT" : "--log is text or json");
                }
                default -> rest.add(word);
            }
        }
        if (anywhere && address.isEmpty()) return new Read.Wrong("--ops-anywhere goes with --ops");
        return new Read.Good(new OpsArguments(address, anywhere, style.orElse(LogStyle.TEXT)), List.copyOf(rest));
    }
}
