package tallystick.tools.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tallystick.core.audit.AuditEvent;
import tallystick.core.docket.Docket;

/// Of a small fleet alpha alone does something; beta tells of what came into force, and cosigns nothing.
public abstract class AlphaAlone implements SmallFleet.Lie {
    private final Supplier<List<AuditEvent>> ofBeta;

    /// @param ofBeta what beta tells between its beginning and its end
    protected AlphaAlone(Supplier<List<AuditEvent>> ofBeta) {
        this.ofBeta = ofBeta;
    }

    /// What alpha writes into its log.
    protected abstract List<AuditEvent> ofAlpha(List<AuditEvent> events);

    @Override
    public List<AuditEvent> told(String node, List<AuditEvent> events) {
        if (node.equals("alpha")) return ofAlpha(events);
        var all = new ArrayList<>(events.subList(0, 3));
        all.addAll(ofBeta.get());
        all.add(events.getLast());
        return all;
    }

    @Override
    public List<Docket.Item> kept(String node, List<Docket.Item> items) {
        return node.equals("alpha") ? items : List.of();
    }

    @Override
    public boolean cosigns(String node) {
        return false;
    }
}
