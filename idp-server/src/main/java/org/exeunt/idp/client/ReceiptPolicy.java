package org.exeunt.idp.client;

/** When the user sees what became of a logout, before the browser returns to the relying party that asked for it. */
public enum ReceiptPolicy {

    /** If an app could not be told within about a second. */
    ON_PROBLEM,

    /** After each logout. */
    ALWAYS,

    /** Not at all: the browser returns at once, whatever happened. */
    NEVER
}
