package tallystick.mpc.access;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tallystick.crypto.codec.Parsed;

/// Reads the text of a quorum tree by recursive descent. Depth is bounded before recursion, length before anything.
final class QuorumText {
    static final int LENGTH_CHARS_MAX = 4096;
    static final int NAME_CHARS_MAX = 32;
    static final int DEPTH_MAX = 4;
    static final int LEAVES_MAX = 64;
    /// Gates over one child branch nothing and still have a row in every dealer's opening.
    static final int GATES_MAX = 64;
    private static final Set<String> WORDS = Set.of("all", "any", "of");

    /// What the text says, before weights are expanded and numbers given.
    sealed interface Term {
        record Share(String name, int weight) implements Term {}

        record Gate(int minChildren, List<Term> terms) implements Term {}
    }

    /// A refusal, turned into [Parsed.Malformed] before it leaves this class.
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final int offset;
        private final String expected;

        Refused(int offset, String expected) {
            super(expected, null, false, false);
            this.offset = offset;
            this.expected = expected;
        }
    }

    private final String text;
    private final Set<String> names = new HashSet<>();
    private int position;
    private int leaves;
    private int gates;

    private QuorumText(String text) {
        this.text = text;
    }

    /// Offsets count characters; every accepted character is one byte.
    /// @spec docs/spec/quorum-tree.md#QT-1 quorum-tree
    static Parsed<Term> parse(String text) {
        if (text.length() > LENGTH_CHARS_MAX)
            return new Parsed.Malformed<>(LENGTH_CHARS_MAX, "at most %d characters".formatted(LENGTH_CHARS_MAX));
        var reading = new QuorumText(text);
        try {
            var term = reading.term(0);
            reading.skipBlanks();
            if (reading.position != text.length()) throw new Refused(reading.position, "end of text");
            if (term instanceof Term.Share(var _, var weight) && weight > 1)
                throw new Refused(0, "weight in a gate, %d stands alone".formatted(weight));
            return new Parsed.Ok<>(term);
        } catch (Refused refused) {
            return new Parsed.Malformed<>(refused.offset, refused.expected);
        }
    }

    private Term term(int depth) throws Refused {
        skipBlanks();
        var start = position;
        if (isDigit(here())) {
            var minChildren = number("k");
            if (!word().equals("of")) throw new Refused(start, "k of (children)");
            return gate(start, depth, minChildren);
        }
        var word = word();
        return switch (word) {
            case "all" -> gate(start, depth, ALL);
            case "any" -> gate(start, depth, 1);
            case "" -> throw new Refused(start, "name, all(, any( or k of (");
            default -> share(start, word);
        };
    }

    private static final int ALL = -1;

    private Term gate(int start, int depth, int minChildren) throws Refused {
        if (depth == DEPTH_MAX) throw new Refused(start, "at most %d gates deep".formatted(DEPTH_MAX));
        if (++gates > GATES_MAX) throw new Refused(start, "at most %d gates".formatted(GATES_MAX));
        take('(');
        var terms = new ArrayList<Term>();
        var children = 0;
        do {
            var term = term(depth + 1);
            children += term instanceof Term.Share share ? share.weight() : 1;
            terms.add(term);
        } while (tookComma());
        take(')');
        var least = minChildren == ALL ? children : minChildren;
        if (least < 1 || least > children) throw new Refused(start, "k in 1..%d, found %d".formatted(children, least));
        for (var term : terms)
            if (term instanceof Term.Share(var name, var weight) && weight > least)
                throw new Refused(
                        start, "weights of at most the %d that suffice, %s has %d".formatted(least, name, weight));
        return new Term.Gate(least, List.copyOf(terms));
    }

    private Term share(int start, String name) throws Refused {
        if (name.length() > NAME_CHARS_MAX)
            throw new Refused(start, "name of at most %d characters".formatted(NAME_CHARS_MAX));
        if (WORDS.contains(name)) throw new Refused(start, "name that is no word of the grammar");
        if (!names.add(name)) throw new Refused(start, "each name once, weights as name*w");
        var weight = 1;
        skipBlanks();
        if (here() == '*') {
            position++;
            skipBlanks();
            var weightStart = position;
            weight = number("weight");
            if (weight < 1) throw new Refused(weightStart, "weight of at least 1");
        }
        leaves += weight;
        if (leaves > LEAVES_MAX) throw new Refused(start, "at most %d leaves".formatted(LEAVES_MAX));
        return new Term.Share(name, weight);
    }

    /// 0..999 without leading zeros.
    private int number(String field) throws Refused {
        var start = position;
        while (isDigit(here())) position++;
        var digits = position - start;
        if (digits == 0 || digits > 3 || digits > 1 && text.charAt(start) == '0')
            throw new Refused(start, field + " as a number below 1000 without leading zeros");
        return Integer.parseInt(text, start, position, 10);
    }

    /// The longest run of name characters that begins with a letter; empty if there is none.
    private String word() {
        skipBlanks();
        var start = position;
        if (!isLetter(here())) return "";
        while (isLetter(here()) || isDigit(here()) || here() == '_' || here() == '-') position++;
        return text.substring(start, position);
    }

    private void take(char wanted) throws Refused {
        skipBlanks();
        if (here() != wanted) throw new Refused(position, "'%c'".formatted(wanted));
        position++;
    }

    private boolean tookComma() {
        skipBlanks();
        if (here() != ',') return false;
        position++;
        return true;
    }

    private void skipBlanks() {
        while (here() == ' ' || here() == '\t' || here() == '\n' || here() == '\r') position++;
    }

    /// The character here; NUL, which no rule accepts, at the end.
    private char here() {
        return position < text.length() ? text.charAt(position) : '\0';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
