package tallystick.node.documents;

import java.util.ArrayList;
import java.util.List;
import tallystick.core.audit.AuditEvent;
import tallystick.core.wire.GovernanceNews;
import tallystick.node.ledger.Kept;

/// What becomes of the documents by one step, and what is to be written and said for it: first into the log, then into
/// the ledger, then to the others.
///
/// @param next to go on from
record Step(Workspace next, List<Kept> rows, List<AuditEvent> events, List<GovernanceNews> news) {
    Step {
        rows = List.copyOf(rows);
        events = List.copyOf(events);
        news = List.copyOf(news);
    }

    static Step none(Workspace same) {
        return new Step(same, List.of(), List.of(), List.of());
    }

    /// Whether anything changes.
    boolean isChange() {
        return !rows.isEmpty() || !events.isEmpty() || !news.isEmpty();
    }

    /// This one, and another that goes on from it.
    Step then(Step after) {
        var allRows = new ArrayList<>(rows);
        allRows.addAll(after.rows);
        var allEvents = new ArrayList<>(events);
        allEvents.addAll(after.events);
        var allNews = new ArrayList<>(news);
        allNews.addAll(after.news);
        return new Step(after.next, allRows, allEvents, allNews);
    }
}
