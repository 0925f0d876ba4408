/// What a program needs that asks control for something: signed requests, and its own eyes. Addresses, drafts and
/// signed transactions are verified here against a key that the program was given elsewhere.
@NullMarked
package tallystick.sdk;

import org.jspecify.annotations.NullMarked;
