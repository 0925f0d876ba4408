package tallystick.core.audit;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import tallystick.core.veil.Veil;

/// The texts of entries that name a person, or that a person wrote: what a node's log holds as veils.
///
/// **Why** an entry is there for ever, and a person may ask to be forgotten. What programs wrote and what proofs and
/// limits stand on (names of nodes, hashes, rulings) is none of it; ids of people in evidence, policies and documents
/// are pseudonyms, which the organisation chooses.
public final class PersonalTexts {
    /// What rings about documents names whose answer was brought.
    private static final String OF_PEOPLE = "documents";

    private PersonalTexts() {}

    /// The same event with each such text replaced; one that is empty stays so.
    ///
    /// @param text what stands in its place
    /// @spec docs/spec/redaction.md#RD-3 redaction
    public static AuditEvent replaced(AuditEvent event, UnaryOperator<String> text) {
        UnaryOperator<String> each = value -> value.isEmpty() ? value : text.apply(value);
        return switch (event) {
            case AuditEvent.PeerCleared(var peer, var operator, var reason, var head) ->
                new AuditEvent.PeerCleared(peer, each.apply(operator), each.apply(reason), head);
            case AuditEvent.ShareQuarantined(var node, var operator, var reason) ->
                new AuditEvent.ShareQuarantined(node, each.apply(operator), each.apply(reason));
            case AuditEvent.QuarantineLifted(var node, var operator, var reason) ->
                new AuditEvent.QuarantineLifted(node, each.apply(operator), each.apply(reason));
            case AuditEvent.RefreshBegun(var key, var epoch, var by, var cause, var words) ->
                new AuditEvent.RefreshBegun(key, epoch, each.apply(by), cause, each.apply(words));
            case AuditEvent.ChangeSeen(var change, var by, var proposal, var digest) ->
                new AuditEvent.ChangeSeen(change, each.apply(by), proposal, digest);
            case AuditEvent.AnswerHeard(var subject, var person, var approves) ->
                new AuditEvent.AnswerHeard(subject, each.apply(person), approves);
            case AuditEvent.Frozen(var subject, var reason) -> new AuditEvent.Frozen(subject, each.apply(reason));
            case AuditEvent.Unfrozen(var subject, var reason) -> new AuditEvent.Unfrozen(subject, each.apply(reason));
            case AuditEvent.PackCountersigned(var manifest, var operator, var from, var to, var scope) ->
                new AuditEvent.PackCountersigned(manifest, each.apply(operator), from, to, scope);
            case AuditEvent.CallerAdmitted(var member, var role, var pin) ->
                new AuditEvent.CallerAdmitted(each.apply(member), role, pin);
            case AuditEvent.AlarmRang(var about, var words) ->
                about.equals(OF_PEOPLE) ? new AuditEvent.AlarmRang(about, each.apply(words)) : event;
            default -> event;
        };
    }

    /// The veils in an event's texts.
    public static Set<Veil> veils(AuditEvent event) {
        var veils = new LinkedHashSet<Veil>();
        var _ = replaced(event, text -> {
            Veil.parse(text).ifPresent(veils::add);
            return text;
        });
        return veils;
    }
}
