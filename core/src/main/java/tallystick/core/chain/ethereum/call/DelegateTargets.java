package tallystick.core.chain.ethereum.call;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.Knowledge;

/// A chapter of [Knowledge]: code that accounts of the organisation may run on their own state.
///
/// **Why** a delegatecall can do everything the account can, so only code known beforehand is admitted. The releases of
/// the two libraries that cannot delegate further are pinned always; everything else is for the organisation to say.
///
/// @param pinned what each target's code is
public record DelegateTargets(Map<Account, Code> pinned) {
    /// What code does when it runs on an account's own state.
    public enum Code {
        /// Sends a batch of calls, refuses delegatecalls in it.
        MULTI_SEND_CALL_ONLY,
        /// Sends a batch of calls and delegatecalls.
        MULTI_SEND,
        /// Records that the account agrees to a message.
        SIGN_MESSAGE,
        /// Something else, read by its ABI.
        OTHER
    }

    private static final Set<String> EVERY_CHAIN_BUT_ZKSYNC_CALL_ONLY =
            Set.of("0x40A2aCCbd92BCA938b02010E17A5b8929b49130D", "0xA1dabEF33b3B82c7814B6D82A79e50F4AC44102B");
    private static final String ZKSYNC_CALL_ONLY = "0xf220D3b4DFb23C4ade8C88E526C1353AbAcbC38F";
    private static final Set<String> ZKSYNC = Set.of("324", "300");
    private static final Set<String> SIGN_MESSAGE =
            Set.of("0xA65387F16B013cf2Af4605Ad8aA5ec25a2cbA3a2", "0x98FFBBF51bb33A056B08ddf711f289936AafF717");
    /// Known, and not pinned: what stands in their batches can be read, but they let it delegate further, or are newer
    /// than the list that is pinned.
    private static final Map<String, Code> READABLE = Map.of(
            "0xA238CBeb142c10Ef7Ad8442C6D1f9E89e07e7761", Code.MULTI_SEND,
            "0x998739BFdAAdde7C933B942a68053933098f9EDa", Code.MULTI_SEND,
            "0x8D29bE29923b68abfDD21e541b9374737B49cdAD", Code.MULTI_SEND,
            "0x38869bf66a61cF6bDB996A6aE40D5853Fd43B526", Code.MULTI_SEND,
            "0x9641d764fc13c8B624c04430C7356C1C7C8102e2", Code.MULTI_SEND_CALL_ONLY);
    /// Readable too. From this release on a batch that calls the zero address calls the account it runs on.
    private static final Map<String, Code> ZERO_IS_THE_ACCOUNT = Map.of(
            "0x218543288004CD07832472D464648173c77D7eB7", Code.MULTI_SEND,
            "0xA83c336B20401Af773B6219BA5027174338D1836", Code.MULTI_SEND_CALL_ONLY);

    /// Copies.
    public DelegateTargets {
        pinned = Map.copyOf(pinned);
    }

    /// What a target's code is.
    ///
    /// @param pinned whether it may be delegated to
    /// @param zero whom its batches call by the zero address
    record Known(Code code, boolean pinned, Zero zero) {}

    /// Whom a batch calls that names the zero address.
    enum Zero {
        /// The zero address: libraries before release 1.5.0 of the Safe.
        ITSELF,
        /// The account the batch runs on: since 1.5.0.
        THE_ACCOUNT,
        /// The one or the other: the release is not known.
        NOT_KNOWN
    }

    /// This chapter, and one more target.
    public DelegateTargets and(Account target, Code code) {
        var copy = new HashMap<>(pinned);
        copy.put(target, code);
        return new DelegateTargets(copy);
    }

    static Optional<Known> of(Account account, Knowledge knowledge) {
        var told = knowledge
                .chapter(DelegateTargets.class)
                .map(chapter -> chapter.pinned().get(account));
        var released = released(account);
        // Whoever pins a library says what it does, not which release it is of.
        return told.map(code -> new Known(code, true, released.map(Known::zero).orElse(Zero.NOT_KNOWN)))
                .or(() -> released);
    }

    private static Optional<Known> released(Account account) {
        var text = account.address();
        var callOnly = ZKSYNC.contains(account.chain().reference())
                ? text.equals(ZKSYNC_CALL_ONLY)
                : EVERY_CHAIN_BUT_ZKSYNC_CALL_ONLY.contains(text);
        if (callOnly) return Optional.of(new Known(Code.MULTI_SEND_CALL_ONLY, true, Zero.ITSELF));
        if (SIGN_MESSAGE.contains(text)) return Optional.of(new Known(Code.SIGN_MESSAGE, true, Zero.ITSELF));
        return Optional.ofNullable(READABLE.get(text))
                .map(code -> new Known(code, false, Zero.ITSELF))
                .or(() -> Optional.ofNullable(ZERO_IS_THE_ACCOUNT.get(text))
                        .map(code -> new Known(code, false, Zero.THE_ACCOUNT)));
    }
}
