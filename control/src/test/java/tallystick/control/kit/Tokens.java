package tallystick.control.kit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.function.UnaryOperator;

/// ID tokens, good ones made into bad ones.
public final class Tokens {
    private Tokens() {}

    /// What a token says, whoever signed it.
    public static JWTClaimsSet claims(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet();
        } catch (ParseException e) {
            throw new AssertionError("no token", e);
        }
    }

    /// A token with one claim otherwise, signed by this key.
    public static UnaryOperator<String> with(String claim, Object value, RSAKey key) {
        return token -> signed(
                new JWTClaimsSet.Builder(claims(token)).claim(claim, value).build(), JWSAlgorithm.RS256, key);
    }

    /// Signed, with the key's name in the header.
    public static String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, JWK key) {
        try {
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
            jwt.sign(signer(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new AssertionError("not signed", e);
        }
    }

    private static JWSSigner signer(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> new RSASSASigner(rsa);
            case ECKey ec -> new ECDSASigner(ec);
            default -> throw new AssertionError("no key that signs");
        };
    }

    /// Under no key at all.
    public static String unsigned(JWTClaimsSet claims) {
        return new PlainJWT(claims).serialize();
    }

    /// Under bytes that others know, as if they were a secret.
    public static String hashed(JWTClaimsSet claims, byte[] known, String keyId) {
        try {
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(keyId).build(), claims);
            jwt.sign(new MACSigner(known));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new AssertionError("not signed", e);
        }
    }
}
