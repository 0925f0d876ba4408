package tallystick.sdk.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Where something is asked for, with what narrows it.
///
/// @param path its segments escaped
/// @param query by the parameters' names
record Target(String path, Map<String, String> query) {
    Target {
        query = Map.copyOf(query);
    }

    /// Of these segments, the odd ones as they are and the even ones to be escaped.
    static Target of(String... parts) {
        var path = new StringBuilder();
        for (var i = 0; i < parts.length; i++) path.append(i % 2 == 0 ? parts[i] : escaped(parts[i]));
        return new Target(path.toString(), Map.of());
    }

    Target with(Map<String, String> parameters) {
        return new Target(path, parameters);
    }

    private static String escaped(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// As it stands in the request, and in what is signed of it.
    String text() {
        if (query.isEmpty()) return path;
        return new TreeMap<>(query)
                .entrySet().stream()
                        .map(each -> each.getKey() + "=" + escaped(each.getValue()))
                        .collect(Collectors.joining("&", path + "?", ""));
    }
}
