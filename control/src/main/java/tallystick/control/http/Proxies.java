package tallystick.control.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import tallystick.control.access.TrustedProxies;

/// Has a request come from where the operator's own proxies say it comes from, before anybody asks.
///
/// **Why** not Spring's or Tomcat's: they believe every private address, in a cluster thus everybody, and more headers
/// than this one.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class Proxies extends OncePerRequestFilter {
    private static final String HEADER = "X-Forwarded-For";

    private final TrustedProxies trusted;

    Proxies(TrustedProxies trusted) {
        this.trusted = trusted;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var headers = Collections.list(request.getHeaders(HEADER));
        var peer = request.getRemoteAddr();
        var from = trusted.origin(peer, headers);
        chain.doFilter(from.equals(peer) ? request : new From(request, from), response);
    }

    /// The same, from there.
    private static final class From extends HttpServletRequestWrapper {
        private final String address;

        From(HttpServletRequest request, String address) {
            super(request);
            this.address = address;
        }

        @Override
        public String getRemoteAddr() {
            return address;
        }

        @Override
        public String getRemoteHost() {
            return address;
        }
    }
}
