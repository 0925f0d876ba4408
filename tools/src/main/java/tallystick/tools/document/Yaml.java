package tallystick.tools.document;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tallystick.core.chain.json.Unusable;
import tallystick.crypto.codec.Bytes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The part of YAML that stands for one JSON document and nothing else.
///
/// **Why** reviewers read lines, and YAML reads words as they like: `no` is false, `08:00` a number, one anchor makes a
/// gigabyte. So there are objects, lists, `true`, `false`, whole numbers of at most nine digits, texts that begin with
/// a letter, and everything else in quotation marks.
///
/// **Form** no anchors, aliases, tags, directives, second document, merged or repeated keys, null, block texts.
///
/// @param json the same document
/// @param lines where each value stands, from 1, by JSON pointer
/// @spec https://yaml.org/spec/1.2.2/#chapter-7-flow-style-productions YAML 1.2.2, chapter 7
public record Yaml(Bytes json, Map<String, Integer> lines) {
    private static final int DEPTH_MAX = 64;
    private static final int LENGTH_CHARACTERS_MAX = 16 * 1024 * 1024;
    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][^\\p{Cntrl}\"'#{}\\[\\],&*!|>%@`]*");
    private static final Set<String> WORDS = Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");
    private static final JsonMapper MAPPER = new JsonMapper();

    /// Copies.
    public Yaml {
        lines = Map.copyOf(lines);
    }

    /// Reads a document.
    ///
    /// @throws Unusable if it has another form; says the line
    /// @spec docs/spec/policy-review.md#PV-7 policy-review
    public static Yaml read(String text) throws Unusable {
        if (text.length() > LENGTH_CHARACTERS_MAX) throw new Unusable("yaml: more than 16777216 characters");
        var settings =
                LoadSettings.builder().setCodePointLimit(LENGTH_CHARACTERS_MAX).build();
        try {
            var reading = new Reading(new Parse(settings).parseString(text).iterator());
            var node = reading.document();
            return new Yaml(Bytes.ofUtf8(MAPPER.writeValueAsString(node)), reading.lines);
        } catch (YamlEngineException noYaml) {
            throw new Unusable("yaml: no document of this form" + line(noYaml));
        }
    }

    private static String line(YamlEngineException failure) {
        return failure instanceof org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException marked
                ? marked.getProblemMark()
                        .map(mark -> " at line " + (mark.getLine() + 1))
                        .orElse("")
                : "";
    }

    /// The line of what a pointer names, or of the nearest around it.
    public Optional<Integer> line(String pointer) {
        for (var at = pointer; ; at = at.substring(0, Math.max(0, at.lastIndexOf('/')))) {
            var line = lines.get(at);
            if (line != null || at.isEmpty()) return Optional.ofNullable(line);
        }
    }

    /// One pass over the events.
    private static final class Reading {
        private final Iterator<Event> events;
        private final Map<String, Integer> lines = new HashMap<>();
        private final Deque<String> path = new ArrayDeque<>();

        Reading(Iterator<Event> events) {
            this.events = events;
        }

        private Unusable refusal(Event event, String what) {
            return new Unusable("yaml: line %d: expected %s".formatted(line(event), what));
        }

        private static int line(Event event) {
            return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        }

        JsonNode document() throws Unusable {
            events.next();
            var start = events.next();
            if (!(start instanceof DocumentStartEvent document)) throw refusal(start, "a document");
            if (document.getSpecVersion().isPresent() || !document.getTags().isEmpty())
                throw refusal(start, "no directives");
            var node = node(events.next());
            events.next();
            var end = events.next();
            if (end.getEventId() != Event.ID.StreamEnd) throw refusal(end, "one document");
            return node;
        }

        private JsonNode node(Event event) throws Unusable {
            if (event instanceof AliasEvent) throw refusal(event, "no aliases");
            if (event instanceof NodeEvent node && node.getAnchor().isPresent()) throw refusal(event, "no anchors");
            if (path.size() > DEPTH_MAX) throw refusal(event, "at most %d levels".formatted(DEPTH_MAX));
            lines.put(pointer(), line(event));
            return switch (event) {
                case MappingStartEvent start -> {
                    if (start.getTag().isPresent()) throw refusal(event, "no tags");
                    yield object();
                }
                case SequenceStartEvent start -> {
                    if (start.getTag().isPresent()) throw refusal(event, "no tags");
                    yield list();
                }
                case ScalarEvent scalar -> scalar(scalar);
                default -> throw refusal(event, "an object, a list or a value");
            };
        }

        private String pointer() {
            var text = new StringBuilder();
            path.descendingIterator().forEachRemaining(each -> text.append('/').append(each));
            return text.toString();
        }

        private JsonNode object() throws Unusable {
            var object = JsonNodeFactory.instance.objectNode();
            for (var event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
                var key = key(event, object);
                path.push(key);
                object.set(key, node(events.next()));
                path.pop();
            }
            return object;
        }

        private String key(Event event, ObjectNode object) throws Unusable {
            if (!(event instanceof ScalarEvent scalar)) throw refusal(event, "a name before each colon");
            if (scalar.getAnchor().isPresent()) throw refusal(event, "no anchors");
            if (!scalar(scalar).isString()) throw refusal(event, "names that are texts");
            if (object.has(scalar.getValue())) throw refusal(event, "each name once");
            return scalar.getValue();
        }

        private JsonNode list() throws Unusable {
            var list = JsonNodeFactory.instance.arrayNode();
            for (var event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
                path.push(Integer.toString(list.size()));
                list.add(node(event));
                path.pop();
            }
            return list;
        }

        private JsonNode scalar(ScalarEvent scalar) throws Unusable {
            if (scalar.getTag().isPresent()) throw refusal(scalar, "no tags");
            var style = scalar.getScalarStyle();
            var value = scalar.getValue();
            if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) throw refusal(scalar, "texts on one line");
            if (style != ScalarStyle.PLAIN) return JsonNodeFactory.instance.stringNode(value);
            if (value.equals("true") || value.equals("false"))
                return JsonNodeFactory.instance.booleanNode(value.equals("true"));
            if (WHOLE.matcher(value).matches()) return JsonNodeFactory.instance.numberNode(Integer.parseInt(value));
            if (WORDS.contains(value.toLowerCase(Locale.ROOT))
                    || !PLAIN.matcher(value).matches())
                throw refusal(
                        scalar, "true, false, a whole number, a word that begins with a letter, or quotation marks");
            return JsonNodeFactory.instance.stringNode(value);
        }
    }
}
