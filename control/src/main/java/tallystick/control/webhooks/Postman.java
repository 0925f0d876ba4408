package tallystick.control.webhooks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import tallystick.control.outside.Destinations;
import tallystick.control.outside.Line;
import tallystick.crypto.codec.Bytes;

/// Brings one event to one place. Of the answer only its status is read.
@Component
final class Postman {
    private final Destinations destinations;

    Postman(Destinations destinations) {
        this.destinations = destinations;
    }

    /// The status that was answered.
    int bring(String url, Map<String, String> headers, Bytes body) throws IOException, Destinations.Barred {
        var all = new LinkedHashMap<>(headers);
        all.put("Content-Type", "application/json");
        try (var line = Line.open(destinations.find(url))) {
            return line.bring(new Line.Request("POST", all, body));
        }
    }
}
