package tallystick.control.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import tallystick.crypto.codec.Bytes;

/// A request whose body was read whole, because its signature covers all of it.
final class Requested extends HttpServletRequestWrapper {
    private final Bytes body;

    Requested(HttpServletRequest request, Bytes body) {
        super(request);
        this.body = body;
    }

    Bytes body() {
        return body;
    }

    /// Path and query as they were sent.
    String target() {
        var query = getQueryString();
        return query == null ? getRequestURI() : getRequestURI() + "?" + query;
    }

    @Override
    public ServletInputStream getInputStream() {
        var in = new ByteArrayInputStream(body.toArray());
        return new ServletInputStream() {
            @Override
            public boolean isFinished() {
                return in.available() == 0;
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setReadListener(ReadListener listener) {
                throw new IllegalStateException("a body that was read is not read again without waiting");
            }

            @Override
            public int read() {
                return in.read();
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return in.read(target, offset, length);
            }
        };
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }
}
