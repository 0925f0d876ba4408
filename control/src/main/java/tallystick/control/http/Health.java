package tallystick.control.http;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.store.Store;

/// Whether this replica serves, for whoever starts and watches it.
@RestController
final class Health {
    private final Store store;

    Health(Store store) {
        this.store = store;
    }

    /// @param database whether it answers
    record State(boolean ready, boolean database) {}

    @GetMapping("/health/live")
    State getLiveness() {
        return new State(true, true);
    }

    @GetMapping("/health/ready")
    ResponseEntity<State> getReadiness() {
        var answers = store.answers();
        return ResponseEntity.status(answers ? 200 : 503).body(new State(answers, answers));
    }
}
