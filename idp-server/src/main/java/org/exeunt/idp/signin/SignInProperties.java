package org.exeunt.idp.signin;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The sign-in page.
 *
 * @param demoAccounts accounts that the page shows with their passwords, in the development profile only
 */
@ConfigurationProperties("exeunt.sign-in")
record SignInProperties(@DefaultValue List<DemoAccount> demoAccounts) {}
