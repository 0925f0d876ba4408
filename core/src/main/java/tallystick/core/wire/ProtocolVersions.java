package tallystick.core.wire;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tallystick.crypto.codec.Parsed;

/// Which versions of the protocol between programs somebody speaks.
///
/// **Form** as text, in decimal, ascending, with commas between them: `1,2`.
///
/// @param numbers ascending, each in 1..65535, 1 to 16 of them
public record ProtocolVersions(List<Integer> numbers) {
    /// What is spoken with programs that call a node. Version 1 is what programs spoke that said nothing of versions;
    /// version 2 adds refreshes on a schedule, quarantine, and the status that tells of them; version 3 changes
    /// only what nodes say to each other; version 4 says refusals to sign by number too.
    public static final ProtocolVersions OWN = of(1, 2, 3, 4);

    /// The first that says refusals to sign by number.
    public static final int WITH_REFUSAL_CODES = 4;

    /// What nodes speak on the links between them. Version 3 signs ECDSA with messages that no node of another version
    /// understands: such nodes have nothing to say to each other.
    public static final ProtocolVersions BETWEEN_NODES = of(3);

    /// Who says nothing speaks this one.
    public static final ProtocolVersions UNSAID = of(1);

    private static final int COUNT_MAX = 16;
    private static final int NUMBER_MAX = 0xffff;
    private static final Pattern TEXT = Pattern.compile("[1-9][0-9]{0,4}(,[1-9][0-9]{0,4}){0,15}");

    /// @throws IllegalArgumentException if the numbers are not ascending or out of range: the caller's fault
    public ProtocolVersions {
        numbers = List.copyOf(numbers);
        if (numbers.isEmpty() || numbers.size() > COUNT_MAX)
            throw new IllegalArgumentException("%d versions not in 1..%d".formatted(numbers.size(), COUNT_MAX));
        if (!List.copyOf(new TreeSet<>(numbers)).equals(numbers))
            throw new IllegalArgumentException("versions not ascending");
        if (numbers.getFirst() < 1 || numbers.getLast() > NUMBER_MAX)
            throw new IllegalArgumentException("a version not in 1..%d".formatted(NUMBER_MAX));
    }

    /// These.
    public static ProtocolVersions of(Integer... numbers) {
        return new ProtocolVersions(List.of(numbers));
    }

    /// Reads [#text] and nothing else.
    /// @spec docs/spec/node-wire.md#NW-21 node-wire
    public static Parsed<ProtocolVersions> parse(String text) {
        if (!TEXT.matcher(text).matches()) return new Parsed.Malformed<>(0, "1 to 16 versions with commas between");
        try {
            return new Parsed.Ok<>(new ProtocolVersions(
                    List.of(text.split(",", -1)).stream().map(Integer::valueOf).toList()));
        } catch (IllegalArgumentException outOfRange) {
            return new Parsed.Malformed<>(0, "ascending versions in 1..%d".formatted(NUMBER_MAX));
        }
    }

    /// The highest version both speak.
    public Optional<Integer> highestCommon(ProtocolVersions other) {
        return numbers.stream().filter(other.numbers::contains).reduce((_, later) -> later);
    }

    /// The highest.
    public int highest() {
        return numbers.getLast();
    }

    /// What is said.
    public String text() {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /// Why two cannot speak with each other, and which of them is to be upgraded.
    ///
    /// @param own name of who speaks these
    /// @param name of who speaks `other`
    public String apart(String own, String name, ProtocolVersions other) {
        return "%s speaks protocol versions %s and %s speaks %s, none in common: upgrade %s"
                .formatted(own, text(), name, other.text(), highest() < other.highest() ? own : name);
    }

    @Override
    public String toString() {
        return text();
    }
}
