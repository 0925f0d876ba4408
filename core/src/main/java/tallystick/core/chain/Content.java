package tallystick.core.chain;

/// What kind of bytes a chain is asked to read. Who asks says it, so that one kind never passes for another: a login
/// text is not a message, a message is not a transaction.
public enum Content {
    /// A transaction of the chain.
    TRANSACTION(1),
    /// A text or bytes signed under the chain's prefix for messages.
    MESSAGE(2),
    /// A login by wallet: a message of the strict form of EIP-4361.
    LOGIN(3),
    /// Structured data of EIP-712 that is no transaction of a contract account.
    TYPED_DATA(4),
    /// A transaction of a contract account (Safe, ERC-4337) that this key signs as one of its owners.
    CONTRACT_ACCOUNT(5),
    /// A hash that nobody can decode. Always undecoded.
    RAW_DIGEST(6),
    /// The key's leave for code to run on its own account, outside any transaction: the tuple of EIP-7702.
    AUTHORIZATION(7);

    private final int code;

    Content(int code) {
        this.code = code;
    }

    /// Its number in canonical bytes, 1..255.
    public int code() {
        return code;
    }

    /// The kind with this number.
    public static java.util.Optional<Content> ofCode(int code) {
        return java.util.Arrays.stream(values())
                .filter(each -> each.code == code)
                .findFirst();
    }
}
