package org.exeunt.demo.signin;

/** Who ended a sign-in. The names are stored: they never change. */
public enum SignInEnd {

    /** The user, here. */
    HERE,

    /** The identity provider, by back-channel logout. */
    BACK_CHANNEL,

    /** We ourselves, when the identity provider refused the tokens. */
    TOKENS_REFUSED
}
