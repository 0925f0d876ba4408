package tallystick.node.boot;

import java.util.List;
import tallystick.core.wire.GovernanceNews;
import tallystick.crypto.codec.Bytes;
import tallystick.node.documents.Documents;
import tallystick.node.rounds.Driver;
import tallystick.node.transport.Links;

/// The other nodes, as documents reach them: whoever is linked. What one does not hear now it asks for later.
record DocumentNews(Links links, Driver driver) implements Documents.Network {
    @Override
    public List<String> up() {
        return links.up();
    }

    @Override
    public void send(String to, Bytes message) {
        driver.send(to, GovernanceNews.CHANNEL, message);
    }
}
