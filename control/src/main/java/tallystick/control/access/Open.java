package tallystick.control.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a method of the API that is reached without a signature and without a session: it finds out itself who asks.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Open {
    /// What the method does, a sentence for the API's description.
    String says();
}
