package tallystick.tools.attest;

import java.util.List;
import java.util.function.Consumer;
import tallystick.crypto.codec.Bytes;

/// Prints JSON in one spelling: two spaces of indent, a member or item a line, no escapes.
///
/// **Threads** one writer, one thread.
final class JsonText {
    private final StringBuilder text = new StringBuilder();
    private int depth;
    private boolean first = true;

    /// The lines.
    Bytes bytes() {
        return Bytes.ofUtf8(text + "\n");
    }

    void object(Runnable members) {
        nest('{', '}', members);
    }

    <T> void array(List<T> items, Consumer<T> item) {
        if (items.isEmpty()) text.append("[]");
        else
            nest('[', ']', () -> {
                for (var each : items) {
                    next();
                    item.accept(each);
                }
            });
    }

    void texts(String name, List<String> values) {
        name(name);
        array(values, this::quoted);
    }

    void text(String name, String value) {
        name(name);
        quoted(value);
    }

    void number(String name, int value) {
        name(name);
        text.append(value);
    }

    void truth(String name, boolean value) {
        name(name);
        text.append(value);
    }

    void name(String name) {
        next();
        quoted(name);
        text.append(": ");
    }

    /// @throws IllegalArgumentException if it has a character that JSON would escape: the caller's fault
    private void quoted(String value) {
        if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\'))
            throw new IllegalArgumentException("text of %d characters needs escapes".formatted(value.length()));
        text.append('"').append(value).append('"');
    }

    private void nest(char open, char close, Runnable inside) {
        text.append(open);
        depth++;
        first = true;
        inside.run();
        depth--;
        first = false;
        line();
        text.append(close);
    }

    private void next() {
        if (!first) text.append(',');
        first = false;
        line();
    }

    private void line() {
        text.append('\n').repeat("  ", depth);
    }
}
