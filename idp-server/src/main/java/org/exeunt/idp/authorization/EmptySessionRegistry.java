package org.exeunt.idp.authorization;

import java.util.List;
import org.exeunt.idp.authorization.claims.IdTokenSessionClaims;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;

/**
 * An empty registry. The framework derives the {@code sid} from the user's most recently used session, in whichever
 * browser; without a session it leaves the claim to {@link IdTokenSessionClaims}.
 */
class EmptySessionRegistry implements SessionRegistry {

    @Override
    public List<Object> getAllPrincipals() {
        return List.of();
    }

    @Override
    public List<SessionInformation> getAllSessions(Object principal, boolean includeExpiredSessions) {
        return List.of();
    }

    @Override
    public @Nullable SessionInformation getSessionInformation(String sessionId) {
        return null;
    }

    @Override
    public void refreshLastRequest(String sessionId) {}

    @Override
    public void registerNewSession(String sessionId, Object principal) {}

    @Override
    public void removeSessionInformation(String sessionId) {}
}
