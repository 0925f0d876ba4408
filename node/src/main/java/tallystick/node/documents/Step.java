package tallystick.node.documents;

import java.util.ArrayList;
import java.util.List;
import tallystick.core.audit.AuditEvent;
import tallystick.core.wire.GovernanceNews;
import tallystick.node.ledger.Dropped;
import tallystick.node.ledger.Kept;

/// What becomes of the documents by one step, and what is to be written and said for it: first into the log, then into
/// the ledger, what freezes the other way round, then to the others.
///
/// @param next to go on from
/// @param rows to keep; the last of one kind and id counts
/// @param dropped rows that are not kept any longer, gone before the others come
record Step(
        Workspace next, List<Kept> rows, List<Dropped> dropped, List<AuditEvent> events, List<GovernanceNews> news) {
    Step {
        rows = List.copyOf(rows);
        dropped = List.copyOf(dropped);
        events = List.copyOf(events);
        news = List.copyOf(news);
    }

    Step(Workspace next, List<Kept> rows, List<AuditEvent> events, List<GovernanceNews> news) {
        this(next, rows, List.of(), events, news);
    }

    static Step none(Workspace same) {
        return new Step(same, List.of(), List.of(), List.of());
    }

    /// Nothing, and the operator hears of it.
    static Step alarm(Workspace same, String about, String words) {
        return new Step(same, List.of(), List.of(new AuditEvent.AlarmRang(about, words)), List.of());
    }

    /// Whether anything changes.
    boolean isChange() {
        return !rows.isEmpty() || !dropped.isEmpty() || !events.isEmpty() || !news.isEmpty();
    }

    /// This one, and another that goes on from it.
    Step then(Step after) {
        var allRows = new ArrayList<>(rows);
        // What is dropped later was kept before, and the other way round.
        allRows.removeIf(row -> after.dropped.contains(new Dropped(row.kind(), row.id())));
        allRows.addAll(after.rows);
        var allDropped = new ArrayList<>(dropped);
        allDropped.addAll(after.dropped);
        var allEvents = new ArrayList<>(events);
        allEvents.addAll(after.events);
        var allNews = new ArrayList<>(news);
        allNews.addAll(after.news);
        return new Step(after.next, allRows, allDropped, allEvents, allNews);
    }
}
