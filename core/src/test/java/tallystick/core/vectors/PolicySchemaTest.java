package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.json.Json;
import tallystick.core.kit.Judging;
import tallystick.core.kit.RandomRules;
import tallystick.core.kit.Schema;
import tallystick.core.policy.Policy;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// docs/spec/policy.schema.json: reader and schema, held against each other.
class PolicySchemaTest {
    private static final Schema SCHEMA = schema();

    private static Schema schema() {
        try {
            var file = Path.of(System.getProperty("tallystick.root", ".."), "docs/spec/policy.schema.json");
            return new Schema(Json.parse(Bytes.copyOf(Files.readAllBytes(file))).orThrow());
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static boolean isRead(String text) {
        return PolicyFile.parse(Bytes.ofUtf8(text)) instanceof Parsed.Ok<Policy>;
    }

    private static List<Bytes> good() {
        var found = new ArrayList<Bytes>();
        found.add(Judging.example());
        for (var name : List.of("payments", "treasury", "exchange-hot", "cold"))
            found.add(Judging.file("templates/" + name + ".json"));
        found.add(Judging.file("everything.json"));
        var empty = Judging.policy("");
        for (var seed = 0; seed < 100; seed++)
            found.add(PolicyText.canonical(empty.withRules(new RandomRules(new Random(seed)).rules())));
        return found;
    }

    @Test
    void whatIsRead_hasTheForm() {
        var checked = 0;
        for (var text : good()) {
            assertThat(PolicyFile.parse(text)).isInstanceOf(Parsed.Ok.class);
            assertThat(SCHEMA.accepts(Json.parse(text).orThrow()))
                    .as(checked + "")
                    .isTrue();
            checked++;
        }
        assertThat(checked).isEqualTo(106);
    }

    @Test
    void file_withEverything_namesEveryFieldOfTheSchema() {
        var everything = Json.parse(Judging.file("everything.json")).orThrow();
        var named = new java.util.TreeSet<String>();
        names(everything, named);
        var known = new java.util.TreeSet<String>();
        properties(SCHEMA.root(), known);
        assertThat(named).containsAll(known);
    }

    private static void names(Json json, java.util.Set<String> found) {
        switch (json) {
            case Json.Members(var _, var members) ->
                members.forEach((name, value) -> {
                    found.add(name);
                    names(value, found);
                });
            case Json.Sequence(var _, var items) -> items.forEach(item -> names(item, found));
            default -> {}
        }
    }

    private static void properties(Json schema, java.util.Set<String> found) {
        switch (schema) {
            case Json.Members(var _, var members) -> {
                schema.member("properties")
                        .ifPresent(all ->
                                found.addAll(((Json.Members) all).members().keySet()));
                members.values().forEach(value -> properties(value, found));
            }
            case Json.Sequence(var _, var items) -> items.forEach(item -> properties(item, found));
            default -> {}
        }
    }

    /// Each place of a document spoilt in several ways: the reader refuses all, and the schema whatever is of another
    /// form; what the schema refuses the reader never takes.
    @Test
    void everyPlace_spoilt_isRefusedByBoth() {
        var counts = new HashMap<String, Integer>();
        for (var file : List.of(Judging.example(), Judging.file("everything.json"))) {
            var json = Json.parse(file).orThrow();
            for (var each : spoilt(json).entrySet()) {
                var way = each.getKey().substring(0, each.getKey().indexOf(' '));
                for (var text : each.getValue()) {
                    var has = SCHEMA.accepts(Json.parse(Bytes.ofUtf8(text)).orThrow());
                    if (!way.equals("without"))
                        assertThat(has).as(each.getKey()).isFalse();
                    if (!has) assertThat(isRead(text)).as(each.getKey()).isFalse();
                    counts.merge(way, 1, Integer::sum);
                }
            }
        }
        assertThat(counts.keySet()).containsExactlyInAnyOrder("unknown", "null", "other", "without");
        assertThat(counts.values()).allMatch(count -> count > 100);
    }

    private static Map<String, List<String>> spoilt(Json json) {
        var found = new LinkedHashMap<String, List<String>>();
        var places = new ArrayList<Json>();
        collect(json, places);
        for (var place : places) {
            var at = " at byte " + place.at();
            put(found, "null" + at, json, place, "null");
            put(found, "other" + at, json, place, place instanceof Json.Text ? "7.5" : "\"?\"");
            if (place instanceof Json.Members(var _, var members)) {
                put(found, "unknown" + at, json, place, text(place, place, null).replaceFirst("\\{", "{\"x y\":1,"));
                for (var name : members.keySet())
                    put(found, "without" + at + name, json, place, text(place, place, name));
            }
        }
        return found;
    }

    private static void put(Map<String, List<String>> found, String what, Json json, Json place, String instead) {
        found.computeIfAbsent(what, _ -> new ArrayList<>()).add(replaced(json, place, instead));
    }

    private static void collect(Json json, List<Json> found) {
        found.add(json);
        switch (json) {
            case Json.Members(var _, var members) -> members.values().forEach(value -> collect(value, found));
            case Json.Sequence(var _, var items) -> items.forEach(item -> collect(item, found));
            default -> {}
        }
    }

    private static String replaced(Json json, Json place, String instead) {
        if (json == place) return instead;
        return switch (json) {
            case Json.Members(var _, var members) ->
                members.entrySet().stream()
                        .map(each -> "\"" + each.getKey() + "\":" + replaced(each.getValue(), place, instead))
                        .collect(Collectors.joining(",", "{", "}"));
            case Json.Sequence(var _, var items) ->
                items.stream().map(item -> replaced(item, place, instead)).collect(Collectors.joining(",", "[", "]"));
            case Json.Text(var _, var value) -> "\"" + value + "\"";
            case Json.Numeral(var _, var digits) -> digits;
            case Json.Truth(var _, var value) -> Boolean.toString(value);
            case Json.Null _ -> "null";
        };
    }

    /// An object's text, without one of its members.
    private static String text(Json json, Json place, @org.jspecify.annotations.Nullable String without) {
        var members = new LinkedHashMap<>(((Json.Members) json).members());
        members.remove(without == null ? "" : without);
        return replaced(new Json.Members(0, members), place, "");
    }
}
