package org.exeunt.idp.logout.legacy;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is there only for clients of the platform that we replace.
 *
 * @param jsonp whether script tags of registered origins may query and end the session (JSONP), as the JavaScript SDK
 *     2.x does
 */
@ConfigurationProperties("exeunt.compat")
record LegacyProperties(@DefaultValue("false") boolean jsonp) {}
