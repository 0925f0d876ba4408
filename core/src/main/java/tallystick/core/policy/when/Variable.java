package tallystick.core.policy.when;

/// What conditions can ask about. A name that stands for nothing in the matter at hand, such as the inputs of a
/// transaction that has none, cannot be answered; texts are empty instead.
public enum Variable {
    /// The chain, as CAIP-2.
    TX_CHAIN("tx.chain", Type.TEXT),
    /// Whether it waits under a durable nonce of Solana.
    TX_DURABLE_NONCE("tx.durableNonce", Type.TRUTH),
    /// The most that inclusion can cost, base units.
    TX_FEE("tx.fee", Type.AMOUNT),
    /// The same on chains of Ethereum's family alone.
    TX_GAS_MAX_FEE_WEI("tx.gas.maxFeeWei", Type.AMOUNT),
    /// How many inputs of coins it spends.
    TX_INPUTS("tx.inputs", Type.WHOLE),
    /// How many legs it has.
    TX_LEGS("tx.legs", Type.WHOLE),
    /// Whether it takes the place of something signed before.
    TX_REPLACEMENT("tx.replacement", Type.TRUTH),
    /// The leg's activity.
    LEG_ACTIVITY("leg.activity", Type.TEXT),
    /// Base units; of what is unlimited 2^256-1.
    LEG_AMOUNT("leg.amount", Type.AMOUNT),
    /// The asset, as CAIP-19.
    LEG_ASSET("leg.asset", Type.TEXT),
    /// Whether all of it is understood.
    LEG_DECODED("leg.decoded", Type.TRUTH),
    /// Whether foreign code runs on the account's own state.
    LEG_DELEGATECALL("leg.delegatecall", Type.TRUTH),
    /// Wrappers around the call.
    LEG_DEPTH("leg.depth", Type.WHOLE),
    /// Whom it reaches, as CAIP-10.
    LEG_DESTINATION("leg.destination", Type.TEXT),
    /// The function called, with argument types.
    LEG_FUNCTION("leg.function", Type.TEXT),
    /// Whether it reaches an account of the organisation.
    LEG_INTERNAL("leg.internal", Type.TRUTH),
    /// Eight hex digits.
    LEG_SELECTOR("leg.selector", Type.TEXT),
    /// Whether any amount may be taken.
    LEG_UNLIMITED("leg.unlimited", Type.TRUTH),
    /// Coin sent with the call, base units.
    LEG_VALUE("leg.value", Type.AMOUNT),
    /// The source's workspace.
    SOURCE_WORKSPACE("source.workspace", Type.TEXT),
    /// The source's vault.
    SOURCE_VAULT("source.vault", Type.TEXT),
    /// The source's wallet.
    SOURCE_WALLET("source.wallet", Type.TEXT),
    /// The source's tier.
    SOURCE_TIER("source.tier", Type.TEXT),
    /// The source's tags.
    SOURCE_TAGS("source.tags", Type.TEXTS),
    /// Who proposes.
    INITIATOR_ID("initiator.id", Type.TEXT),
    /// The groups of the policy that hold them.
    INITIATOR_GROUPS("initiator.groups", Type.TEXTS),
    /// Their roles.
    INITIATOR_ROLES("initiator.roles", Type.TEXTS),
    /// Whether it is a program.
    INITIATOR_SERVICE("initiator.service", Type.TRUTH),
    /// The risk of the request, 0..100.
    RISK_SCORE("risk.score", Type.WHOLE),
    /// Why it is risky.
    RISK_REASONS("risk.reasons", Type.TEXTS);

    private final String name;
    private final Type type;

    Variable(String name, Type type) {
        this.name = name;
        this.type = type;
    }

    /// What kind of value it stands for.
    enum Type {
        TRUTH,
        WHOLE,
        TEXT,
        TEXTS,
        AMOUNT
    }

    /// As it is written in a condition.
    public String written() {
        return name;
    }

    Type type() {
        return type;
    }

    /// Whether it stands for something else on each leg.
    public boolean isOfLeg() {
        return name.startsWith("leg.");
    }
}
