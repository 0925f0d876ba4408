package tallystick.node.boot;

import java.util.Optional;
import tallystick.core.wire.PeerFrame;
import tallystick.node.transport.Links;

/// The way from the driver to the links, which need each other: connected once, before anything is sent.
final class Wires {
    private volatile Optional<Links> links = Optional.empty();

    void connect(Links connected) {
        links = Optional.of(connected);
    }

    void send(String to, PeerFrame frame) {
        links.orElseThrow(() -> new AssertionError("sent before connected")).send(to, frame);
    }
}
