package org.exeunt.idp.session;

/**
 * The subject that must sign in for an authorization request that a sign-in interrupts. The request named the subject
 * by an {@code id_token_hint}, which is not stored (invariant 8); the address to which the sign-in returns has a
 * parameter with the subject.
 */
public final class ExpectedSubject {

    /**
     * Parameter of the authorization endpoint, with a subject. It only restricts a request, so a caller may add it.
     */
    public static final String PARAMETER = "expected_subject";

    /** Attribute of the interrupted request, with the same value. */
    public static final String ATTRIBUTE = ExpectedSubject.class.getName();

    private ExpectedSubject() {}
}
