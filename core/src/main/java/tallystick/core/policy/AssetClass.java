package tallystick.core.policy;

/// What kind of asset it is.
public enum AssetClass {
    /// A chain's own coin.
    NATIVE,
    /// A token that a list of the policy says holds the value of a currency.
    STABLE,
    /// A token of interchangeable units, stable ones included.
    TOKEN,
    /// One item of a collection, or the collection.
    COLLECTIBLE
}
