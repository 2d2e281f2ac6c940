package org.exeunt.idp.session;

/**
 * Who has to sign in for an authorization request that is interrupted by a sign-in. The request named them by an ID token, which
 * is not kept (invariant 8); the address that the sign-in leads back to names them by a parameter.
 */
public final class ExpectedPerson {

    /**
     * Parameter of the authorization endpoint, with a subject. Whoever writes it into a request of their own demands something
     * and proves nothing.
     */
    public static final String PARAMETER = "expected_subject";

    /** Attribute of the request that is interrupted, with the same. */
    public static final String ATTRIBUTE = ExpectedPerson.class.getName();

    private ExpectedPerson() {}
}
