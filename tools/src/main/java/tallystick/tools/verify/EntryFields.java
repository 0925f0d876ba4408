package tallystick.tools.verify;

import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tallystick.core.audit.AuditEntry;
import tallystick.core.clear.SafeText;
import tallystick.core.intent.IntentId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;

/// An entry as names and values, for screens and JSON: the names are those of its type's own components.
final class EntryFields {
    private EntryFields() {}

    /// The entry's kind, such as `node_verdict`.
    static String kind(AuditEntry entry) {
        return entry.event()
                .getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])([A-Z])", "_$1")
                .toLowerCase(Locale.ROOT);
    }

    /// All of it.
    static Map<String, Object> of(long index, AuditEntry entry) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("index", index);
        fields.put("at", entry.at().toString());
        fields.put("kind", kind(entry));
        fields.putAll(record((Record) entry.event()));
        return fields;
    }

    /// One line for people.
    static String line(long index, AuditEntry entry) {
        var fields = record((Record) entry.event()).entrySet().stream()
                .map(field -> field.getKey() + "=" + brief(field.getValue()))
                .collect(Collectors.joining(" "));
        return "%6d  %s  %-20s %s".formatted(index, entry.at(), kind(entry), fields);
    }

    private static String brief(Object value) {
        var text = SafeText.of(value.toString()).text();
        return text.length() <= 64 ? text : text.substring(0, 61) + "...";
    }

    private static Map<String, Object> record(Record record) {
        var fields = new LinkedHashMap<String, Object>();
        for (var component : record.getClass().getRecordComponents())
            try {
                fields.put(component.getName(), value(component.getAccessor().invoke(record)));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new LinkageError("an entry's components are public", e);
            }
        return fields;
    }

    private static Object value(Object raw) {
        return switch (raw) {
            case Digest32 digest -> digest.toString();
            case Bytes bytes -> bytes.toHex();
            case IntentId id -> id.toString();
            case DerivationPath path -> path.toString();
            case Optional<?> optional -> optional.map(EntryFields::value).orElse("");
            case List<?> list -> list.stream().map(EntryFields::value).toList();
            case Enum<?> code -> code.name().toLowerCase(Locale.ROOT);
            case Record record -> record(record);
            case Number number -> number;
            default -> raw.toString();
        };
    }
}
