package org.exeunt.demo.evidence;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;

/** Where a browser's evidence lies: in its HTTP session, one piece at a time. */
public final class EvidenceStore {

    private static final String ATTRIBUTE = Evidence.class.getName();

    private EvidenceStore() {}

    public static Optional<Evidence> find(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? Optional.empty() : Optional.ofNullable((Evidence) session.getAttribute(ATTRIBUTE));
    }

    /** Replaces what lay there before. */
    public static void put(HttpServletRequest request, Evidence evidence) {
        request.getSession().setAttribute(ATTRIBUTE, evidence);
    }
}
