package tallystick.core.policy.judge;

/// Names a rule among the rules of all places.
///
/// @param policy the document's name
/// @param rule the rule's name in it
public record RuleName(String policy, String rule) {
    @Override
    public String toString() {
        return policy + "/" + rule;
    }
}
