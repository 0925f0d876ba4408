package tallystick.control.access;

/// Whether who asked may still ask, for answers that last longer than a request: asked anew, it looks anew.
@FunctionalInterface
public interface Standing {
    /// What a request's attribute is called that has it.
    String ATTRIBUTE = "tallystick.standing";

    /// Whether he may still ask for this. That somebody looks does not count as use: it keeps no session alive.
    boolean may(Scope scope);
}
