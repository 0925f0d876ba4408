package tallystick.control.site;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.secret.SystemEntropy;

/// Gives browsers the console, and tells them with every answer what they may do with it: run no script but the
/// console's own files, send nothing elsewhere, and never stand inside another's page.
///
/// **Form** a path that names no file and no method is a screen of the console: it is answered with `index.html`, where
/// `__CSP_NONCE__` is replaced by what this one answer allows styles by.
///
/// @spec https://www.w3.org/TR/CSP3/#directives Content Security Policy Level 3 §6
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class Pages extends OncePerRequestFilter {
    private static final List<String> NOT_PAGES = List.of("/v1/", "/v3/", "/health/", "/.well-known/");
    private static final String INDEX = "index.html";
    private static final String NONCE = "__CSP_NONCE__";
    private static final int NONCE_BYTES = 16;
    private static final String CLOSED =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final ConsoleFiles files;
    private final Site site;

    Pages(ConsoleFiles files, Site site) {
        this.files = files;
        this.site = site;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        protect(response);
        var path = request.getRequestURI();
        var isReading = List.of("GET", "HEAD").contains(request.getMethod());
        if (!isReading || NOT_PAGES.stream().anyMatch(path::startsWith)) {
            chain.doFilter(request, response);
            return;
        }
        var name = path.equals("/") ? INDEX : path.substring(1);
        var isScreen = name.equals(INDEX) || !ConsoleFiles.hasKind(name);
        var file = files.read(isScreen ? INDEX : name);
        if (file.isEmpty()) chain.doFilter(request, response);
        else if (isScreen) screen(file.get(), response);
        else file(name, file.get(), request, response);
    }

    private void protect(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", CLOSED);
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader(
                "Permissions-Policy",
                "publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), microphone=(),"
                        + " geolocation=(), payment=(), usb=()");
        if (site.isEncrypted()) response.setHeader("Strict-Transport-Security", "max-age=31536000");
    }

    private static void screen(Bytes index, HttpServletResponse response) throws IOException {
        var nonce = Base64.getEncoder()
                .encodeToString(new SystemEntropy().bytes(NONCE_BYTES).toArray());
        var text = new String(index.toArray(), StandardCharsets.UTF_8).replace(NONCE, nonce);
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-%s'; img-src 'self' data:;"
                                .formatted(nonce)
                        + " font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none';"
                        + " form-action 'none'; frame-ancestors 'none'");
        response.setHeader("Cache-Control", "no-store");
        write(ConsoleFiles.kind(INDEX), Bytes.ofUtf8(text), response);
    }

    /// What a build named by its content stays for ever; all else is asked for anew, and told in few bytes if it is the
    /// same.
    private static void file(String name, Bytes bytes, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var tag = '"' + StandardHash.sha256(bytes).toString().substring(0, 32) + '"';
        response.setHeader("ETag", tag);
        response.setHeader(
                "Cache-Control", name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache");
        if (Optional.ofNullable(request.getHeader("If-None-Match"))
                .filter(tag::equals)
                .isPresent()) response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
        else write(ConsoleFiles.kind(name), bytes, response);
    }

    private static void write(String kind, Bytes bytes, HttpServletResponse response) throws IOException {
        response.setContentType(kind);
        response.setContentLength(bytes.length());
        response.getOutputStream().write(bytes.toArray());
    }
}
