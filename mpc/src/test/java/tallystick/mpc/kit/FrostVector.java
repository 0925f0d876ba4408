package tallystick.mpc.kit;

import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.kit.Json;
import tallystick.mpc.key.Scheme;

/// One published run of FROST, number by number.
///
/// @param scheme whose
/// @param message what is signed
/// @param groupSecret the whole secret
/// @param groupKey its public key
/// @param coefficients of the sharing polynomial, from degree 1
/// @param leafShares of all participants
/// @param signers what each signer computes
/// @param signature the result
public record FrostVector(
        Scheme scheme,
        Bytes message,
        Bytes groupSecret,
        Bytes groupKey,
        List<Bytes> coefficients,
        List<Bytes> leafShares,
        List<Signer> signers,
        Bytes signature) {
    /// What one signer draws, computes and sends.
    public record Signer(
            int party,
            Bytes hidingRandomness,
            Bytes bindingRandomness,
            Bytes hidingNonce,
            Bytes bindingNonce,
            Bytes hidingCommitment,
            Bytes bindingCommitment,
            Bytes bindingFactorInput,
            Bytes bindingFactor,
            Bytes signatureShare) {}

    /// Reads our own form, `vectors/rfc9591/`.
    public static FrostVector ofOurs(Json json) {
        var signers = new ArrayList<Signer>();
        for (var each : json.get("signers").items()) {
            signers.add(new Signer(
                    each.get("party").number(),
                    each.get("hidingRandomness").hex(),
                    each.get("bindingRandomness").hex(),
                    each.get("hidingNonce").hex(),
                    each.get("bindingNonce").hex(),
                    each.get("hidingCommitment").hex(),
                    each.get("bindingCommitment").hex(),
                    each.get("bindingFactorInput").hex(),
                    each.get("bindingFactor").hex(),
                    each.get("signatureShare").hex()));
        }
        return new FrostVector(
                Scheme.valueOf(json.get("scheme").text()),
                json.get("message").hex(),
                json.get("groupSecret").hex(),
                json.get("groupKey").hex(),
                json.get("coefficients").items().stream().map(Json::hex).toList(),
                json.get("leafShares").items().stream().map(Json::hex).toList(),
                List.copyOf(signers),
                json.get("signature").hex());
    }

    /// Reads the form in which the ciphersuites' authors publish.
    public static FrostVector ofOutside(Scheme scheme, Json json) {
        var inputs = json.get("inputs");
        var signers = new ArrayList<Signer>();
        var roundTwo = json.get("round_two_outputs").get("outputs").items();
        for (var each : json.get("round_one_outputs").get("outputs").items()) {
            signers.add(new Signer(
                    each.get("identifier").number(),
                    each.get("hiding_nonce_randomness").hex(),
                    each.get("binding_nonce_randomness").hex(),
                    each.get("hiding_nonce").hex(),
                    each.get("binding_nonce").hex(),
                    each.get("hiding_nonce_commitment").hex(),
                    each.get("binding_nonce_commitment").hex(),
                    each.get("binding_factor_input").hex(),
                    each.get("binding_factor").hex(),
                    roundTwo.get(signers.size()).get("sig_share").hex()));
        }
        return new FrostVector(
                scheme,
                inputs.get("message").hex(),
                inputs.get("group_secret_key").hex(),
                inputs.get("verifying_key_key").hex(),
                inputs.get("share_polynomial_coefficients").items().stream()
                        .map(Json::hex)
                        .toList(),
                inputs.get("participant_shares").items().stream()
                        .map(each -> each.get("participant_share").hex())
                        .toList(),
                List.copyOf(signers),
                json.get("final_output").get("sig").hex());
    }
}
