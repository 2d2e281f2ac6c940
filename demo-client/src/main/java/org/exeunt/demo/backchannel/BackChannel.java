package org.exeunt.demo.backchannel;

import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What the security chain needs for back-channel logout.
 *
 * @param guard stands before the framework's filter, behind the one that writes headers
 * @param handler acts on a logout token that the framework has verified
 */
public record BackChannel(OncePerRequestFilter guard, LogoutHandler handler) {}
