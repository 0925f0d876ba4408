package tallystick.control.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Which scope a method of the API needs. A method without it is not reached.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Requires {
    /// The scope.
    Scope value();

    /// Whether a key that is bound to vaults may call it: it looks into none but these, through [Caller#sees].
    boolean bound() default false;

    /// What the method does, a sentence for the API's description.
    String says();
}
