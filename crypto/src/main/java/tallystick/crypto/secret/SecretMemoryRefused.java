package tallystick.crypto.secret;

/// The system gives no memory fit for secrets. The operator's fault; the text says what to do.
public final class SecretMemoryRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String REMEDY = "raise the limit on locked memory (ulimit -l, systemd LimitMEMLOCK=infinity,"
            + " container --ulimit memlock=-1)";

    SecretMemoryRefused(String wrong, long lengthBytes) {
        super("%s %d bytes of secret memory: %s or, for trials only, start with -D%s=allow-unlocked"
                .formatted(wrong, lengthBytes, REMEDY, LockPolicy.PROPERTY));
    }
}
