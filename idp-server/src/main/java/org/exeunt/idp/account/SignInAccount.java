package org.exeunt.idp.account;

import java.util.Collection;
import java.util.List;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/** The account whose password is being checked, as Spring Security's {@code UserDetails}. */
public final class SignInAccount implements UserDetails {

    private final Account account;
    private final String passwordHash;
    private final int epoch;
    private final boolean enabled;

    SignInAccount(Account account, String passwordHash, int epoch, boolean enabled) {
        this.account = account;
        this.passwordHash = passwordHash;
        this.epoch = epoch;
        this.enabled = enabled;
    }

    int epoch() {
        return epoch;
    }

    /** The subject that signs in. */
    public Subject subject() {
        return account.subject();
    }

    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return List.of();
    }

    @Override
    public String getPassword() {
        return passwordHash;
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    @Override
    public String getUsername() {
        return account.username();
    }
}
