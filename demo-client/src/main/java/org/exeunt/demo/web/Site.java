package org.exeunt.demo.web;

/** What every page needs to know about where it is. */
public record Site(
        String id,
        String name,
        String clientId,
        String signedOutUri,
        String otherName,
        String otherUrl,
        String serverUrl,
        String today) {}
