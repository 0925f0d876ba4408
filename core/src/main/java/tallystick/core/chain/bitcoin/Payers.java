package tallystick.core.chain.bitcoin;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Effect;
import tallystick.crypto.derive.DerivationPath;

/// Who pays: the addresses of the outputs spent, each once, in the order of first use.
///
/// **Why** the signing key has many addresses, and the one it is named by need not be spent from at all. Where several
/// pay together no bytes say which of them paid whom.
///
/// @param satoshi how much each gives
/// @param paths where each is found below the signing key, as far as that is proven
record Payers(BitcoinNetwork network, Map<Account, Long> satoshi, Map<Account, DerivationPath> paths) {
    /// What several payers are called together; no address has this form.
    static final String TOGETHER = "all-inputs";

    static Payers of(Bundle bundle, Ownership ownership) {
        var satoshi = new LinkedHashMap<Account, Long>();
        var paths = new HashMap<Account, DerivationPath>();
        for (var i = 0; i < bundle.spent().size(); i++) {
            var spent = bundle.spent().get(i);
            var account = spent.output().script().account(bundle.network());
            satoshi.merge(account, spent.output().valueSatoshi(), Long::sum);
            if (ownership.inputs().get(i) == Ownership.Standing.OWN) paths.putIfAbsent(account, spent.path());
        }
        return new Payers(bundle.network(), satoshi, paths);
    }

    /// Of outputs whose keys are not known.
    static Payers of(BitcoinNetwork network, List<TxOutput> spent) {
        var satoshi = new LinkedHashMap<Account, Long>();
        for (var each : spent) satoshi.merge(each.script().account(network), each.valueSatoshi(), Long::sum);
        return new Payers(network, satoshi, Map.of());
    }

    /// The address that everything comes from, or the name for several.
    Account payer() {
        return satoshi.size() == 1 ? satoshi.keySet().iterator().next() : new Account(network.chain(), TOGETHER);
    }

    /// What each gives, where there are several; one gives what the other effects say.
    List<Effect> spends() {
        var effects = new ArrayList<Effect>();
        if (satoshi.size() > 1)
            satoshi.forEach((account, amount) -> effects.add(new Effect.Spend(
                    network.coin(), account, BigInteger.valueOf(amount), Optional.ofNullable(paths.get(account)))));
        return effects;
    }
}
