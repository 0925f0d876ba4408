package tallystick.core.policy.judge;

/// Names a rule among the rules of all places.
///
/// @param policy the document's name
/// @param rule the rule's name in it
public record RuleName(String policy, String rule) implements Comparable<RuleName> {
    @Override
    public int compareTo(RuleName other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return policy + "/" + rule;
    }
}
