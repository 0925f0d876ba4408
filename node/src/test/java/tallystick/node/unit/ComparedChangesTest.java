package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.clear.ComparisonCode;
import tallystick.core.governance.Proposal;
import tallystick.core.wire.GovernanceOrder;
import tallystick.node.documents.Documents;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialPeople;

@DisplayName("The six words of a change in the log of a node that sees it, docs/spec/comparison-code.md CC-2")
class ComparedChangesTest {
    private static final List<String> ONE = List.of("alpha");

    @TempDir
    Path directory;

    /// Keeps what the log says of changes: id and code.
    private static final class Ear extends Handler {
        private final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord said) {
            var parts = said.getParameters();
            if (parts != null && parts.length == 2 && "change {0}; compare {1}".equals(said.getMessage()))
                heard.add(parts[0] + " " + parts[1]);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void changeThatIsNew_isLoggedWithItsWords_once() throws Exception {
        var ear = new Ear();
        var logger = Logger.getLogger(Documents.class.getName());
        try (var fleet = new TrialFleet(directory, ONE)) {
            var people = new TrialPeople(fleet, ONE);
            people.begin(TrialPeople.policy(1, ""));
            var next = people.next(TrialPeople.policy(2, TrialPeople.TWO_EYES), fleet.now());
            var change = people.change("ann", new Proposal.NewDocument(next));
            logger.addHandler(ear);
            people.follow("alpha", new GovernanceOrder.Propose(change));
            people.follow("alpha", new GovernanceOrder.Propose(change));
            var id = change.change().id();
            assertThat(ear.heard).containsExactly(id + " " + ComparisonCode.ofHash(id));
            people.close();
        } finally {
            logger.removeHandler(ear);
        }
    }
}
